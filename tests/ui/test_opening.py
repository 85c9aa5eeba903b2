"""A file that is dropped on the window, or opened: known for what it is, led to its guide."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.core.sheet_reader import FILTER, KINDS
from services.core.workspace import Workspace, WorkspaceKind
from services.order import grid
from services.order.grid import workbook
from tests.helpers import course_file, roster_file
from tests.helpers.desk import FakeChooser
from tests.helpers.merging import make
from tests.helpers.ordering import Ordering
from tests.helpers.pages import dialog, settle
from ui.core import theme
from ui.core.background import Background
from ui.core.draft_guide import DraftGuide
from ui.core.import_guide import ImportGuide
from ui.core.main_window import MainWindow
from ui.core.messages import MessageDialog
from ui.order.grid import GridGuide
from ui.places import file_kinds, make_window, places
from ui.roster_import.dialogs import RosterGuide

PLAN = "班次名称,培训对象,人数,时间\n书记班,党支部书记,60,3月\n"
CATALOGUE = "名称,类别,基本任务\n石桥村的红色记忆,微视频,革命传统教育\n"
TRAINED = (
    "姓名,党支部,级别,主办单位,培训班次,培训时间,学时\n"
    "李运,石桥村,县级,县委组织部,书记班,2026.5.1-5.2,8\n"
)
OPENED = "姓名,党支部,累计学时\n李运,石桥村党支部,8\n"
CERTIFIED = "编号,姓名,证书种类,发证日期\n聘2026-1,李运,聘书,2026-03-01\n"
POOL = "姓名,职称,主要讲授专题\n李运,讲师,党史\n"


@pytest.fixture
def window(qtbot: QtBot, school: Workspace, look: theme.Theme) -> MainWindow:
    made = make_window(school, Background(), FakeChooser())
    qtbot.addWidget(made, before_close_func=lambda _: settle(qtbot, made.desk))
    made.show()
    made.go("home")
    settle(qtbot, made.desk)
    return made


def drop(qtbot: QtBot, window: MainWindow, *paths: Path) -> None:
    """As the file manager does it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    over = QDragEnterEvent(window.rect().center(), action, data, buttons, keys)
    over.ignore()
    QApplication.sendEvent(window, over)
    assert over.isAccepted()
    QApplication.sendEvent(
        window, QDropEvent(QPointF(window.rect().center()), action, data, buttons, keys)
    )
    settle(qtbot, window.desk)


def text(path: Path, words: str) -> Path:
    path.write_text(words, encoding="utf-8")
    return path


def leave(qtbot: QtBot, guide: ImportGuide) -> None:
    settle(qtbot, guide.desk)
    guide.reject()


def go_on(qtbot: QtBot, window: MainWindow) -> str:
    """Read what is not opened, and open the rest."""
    told = dialog(qtbot, MessageDialog)
    said = told.text.text()
    qtbot.keyClick(told, Qt.Key.Key_Return)
    settle(qtbot, window.desk)
    return said


@pytest.mark.parametrize(
    ("words", "page", "heading"),
    [
        (PLAN, "plan", "导入到 2026 年的计划"),
        (CATALOGUE, "material", "导入学习资源"),
        (TRAINED, "upper_training", "导入上级调训"),
        (OPENED, "hours", "导入期初学时"),
        (CERTIFIED, "certificate", "导入以前发的证书"),
    ],
)
def test_a_list_is_led_to_its_guide(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, words: str, page: str, heading: str
) -> None:
    make(window.desk.workspace, "李运")
    drop(qtbot, window, text(tmp_path / "来的文件.csv", words))
    guide = dialog(qtbot, DraftGuide)
    settle(qtbot, window.desk)
    assert (window.page.key, guide.heading) == (page, heading)
    assert guide.go.text().startswith("导入 1 ")
    leave(qtbot, guide)


def test_a_menu_and_a_roster_are_told_apart(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(qtbot, window, course_file.course_file(tmp_path / "a.xlsx"))
    menu = dialog(qtbot, DraftGuide)
    assert (window.page.key, menu.heading) == ("course", "导入课程菜单")
    leave(qtbot, menu)
    drop(
        qtbot,
        window,
        roster_file.small_roster(tmp_path / "b.xlsx", [roster_file.PERSON]),
    )
    roster = dialog(qtbot, RosterGuide)
    assert window.page.key == "member"
    leave(qtbot, roster)


def test_what_is_not_known_is_said_in_one_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(qtbot, window, text(tmp_path / "桌椅.csv", "序号,物品\n1,桌子\n"))
    told = dialog(qtbot, MessageDialog)
    assert told.text.text() == (
        "认不出“桌椅.csv”是什么。能收的有：课程菜单、学习资源目录、点单表、轮训计划表、"
        "党员花名册、期初学时、调训名单、旧证书登记簿、县级包、回执。"
    )
    told.reject()
    assert window.page.key == "home"


def test_a_list_without_an_import_yet_is_led_to_its_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    drop(qtbot, window, text(tmp_path / "师资.csv", POOL))
    told = dialog(qtbot, MessageDialog)
    assert "像是师资库名单" in told.text.text()
    told.reject()
    assert window.page.key == "lecturer"


def test_a_bundle_is_led_to_the_exchange(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    drop(qtbot, window, text(tmp_path / "县里.PSB", "no bundle"))
    told = dialog(qtbot, MessageDialog)
    settle(qtbot, window.desk)
    assert window.page.key == "exchange"
    told.reject()


def test_a_file_can_be_opened_by_command(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    chooser = window.desk.chooser
    assert isinstance(chooser, FakeChooser)
    chooser.answer = text(tmp_path / "计划.csv", PLAN)
    window.bound_acts["window-open"].trigger()
    settle(qtbot, window.desk)
    leave(qtbot, dialog(qtbot, DraftGuide))
    assert window.page.key == "plan"


def test_text_that_is_dragged_over_is_no_file(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("王秀兰")
    over = QDragEnterEvent(
        window.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    over.ignore()
    QApplication.sendEvent(window, over)
    assert not over.isAccepted()


def test_each_kind_of_file_leads_to_a_place_of_one_of_the_windows() -> None:
    keys: Sequence[str] = [one.key for kind in WorkspaceKind for one in places(kind)]
    assert {one.page for one in file_kinds()} <= set(keys)
    assert all(ending in FILTER for ending in KINDS)


def test_several_grids_are_looked_at_together_and_lists_one_by_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    Ordering(window.desk.workspace).menu()
    with window.desk.workspace.read() as session:
        made = workbook.write(grid.form(session, 2026))
    paths = [tmp_path / name for name in ("石桥.xlsx", "布山.xlsx")]
    for path in paths:
        path.write_bytes(made)
    plan = text(tmp_path / "计划.csv", PLAN)
    drop(qtbot, window, paths[0], paths[1])
    grids = dialog(qtbot, GridGuide)
    assert grids.paths == tuple(paths)
    leave(qtbot, grids)
    drop(qtbot, window, paths[0], plan, paths[1])
    said = go_on(qtbot, window)
    assert "“计划.csv”：是轮训计划表，一次只能打开一种。" in said
    grids = dialog(qtbot, GridGuide)
    assert (window.page.key, grids.paths) == ("order", tuple(paths))
    leave(qtbot, grids)
    other = text(tmp_path / "又一份.csv", PLAN)
    drop(qtbot, window, plan, paths[0], other)
    said = go_on(qtbot, window)
    assert "“又一份.csv”：也是轮训计划表，一次只能打开一个。" in said
    only = dialog(qtbot, DraftGuide)
    assert (window.page.key, only.paths) == ("plan", (plan,))
    leave(qtbot, only)


def test_what_is_known_is_opened_and_the_rest_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    unknown = text(tmp_path / "t.txt", "买桌子")
    menu = course_file.course_file(tmp_path / "menu.xlsx")
    folder = tmp_path / "材料"
    folder.mkdir()
    pool = text(tmp_path / "师资.csv", POOL)
    drop(qtbot, window, pool, unknown, folder, menu)
    said = go_on(qtbot, window)
    assert "t.txt" in said
    assert "“材料”是文件夹" in said
    assert "师资.csv" in said
    assert "menu.xlsx" not in said
    guide = dialog(qtbot, DraftGuide)
    assert (window.page.key, guide.paths) == ("course", (menu,))
    leave(qtbot, guide)


def test_a_folder_alone_and_several_unknown_files_are_answered(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    drop(qtbot, window, folder)
    told = dialog(qtbot, MessageDialog)
    assert told.text.text() == "“材料”是文件夹。请打开它，把里面的文件拖进来。"
    told.reject()
    drop(qtbot, window, folder, *(text(tmp_path / f"{n}.csv", "序号\n1\n") for n in range(8)))
    told = dialog(qtbot, MessageDialog)
    assert told.text.text().splitlines()[-1] == "还有 3 个。"
    told.reject()
    assert window.page.key == "home"


def test_of_several_that_have_no_import_the_place_of_the_first_is_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    drop(qtbot, window, folder, text(tmp_path / "师资.csv", POOL))
    go_on(qtbot, window)
    told = dialog(qtbot, MessageDialog)
    assert "像是师资库名单" in told.text.text()
    told.reject()
    assert window.page.key == "lecturer"
