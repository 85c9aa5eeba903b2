"""What every page of lists does: states, narrowing, keeping and aiming, changing in place."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from services import branch, lecturer
from services.branch import BranchDraft
from services.lecturer import LecturerDraft, LecturerSource
from tests.helpers.keys import type_text
from tests.helpers.pages import chooser, dialog, press, said, settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching
from ui.branch.page import BranchPage
from ui.core import theme
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.kept_filters import NameForm
from ui.core.list_edit import EDITOR, GiveForm
from ui.core.list_page import ListPage
from ui.core.list_tools import ColumnsDialog
from ui.core.narrowing import Narrowed
from ui.lecturer.page import LecturerPage
from ui.package.page import PackagePage

CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = ("孔令岩", "张广运", "李延庆", "宋春霞")


@pytest.fixture
def people(desk: Desk) -> dict[str, UUID]:
    teaching = Teaching(desk.workspace)
    until = {"孔令岩": date(2028, 6, 30), "张广运": date(2026, 12, 31)}
    return {name: teaching.lecturer(name, until=until.get(name)) for name in NAMES}


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, people: dict[str, UUID]) -> LecturerPage:
    return show(qtbot, LecturerPage(desk))


def names(page: ListPage) -> list[str]:
    return [one.name for one in page.table.rows_model.rows]


def reds(page: ListPage) -> list[str]:
    return [
        one.objectName()
        for one in page.findChildren(QPushButton)
        if one.property("role") == "primary" and one.isVisible()
    ]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (LecturerPage, "lecturer-new"),
        (PackagePage, "package-new"),
        (BranchPage, "branch-import"),
    ],
)
@pytest.mark.parametrize("percent", [100, 150])
def test_an_empty_page_has_one_red_button_and_short_lines(
    qtbot: QtBot, desk: Desk, qapp: QApplication, kind: type[ListPage], first: str, percent: int
) -> None:
    theme.use(qapp, theme.Theme(percent))
    page = show(qtbot, kind(desk))
    keep(page, f"empty-{page.key}-{percent}")
    assert reds(page) == [first]
    wide = theme.current().px(480)
    assert all(one.width() <= wide for one in page.empty_state.findChildren(QLabel))


def test_a_branch_comes_with_the_roster_first(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, BranchPage(desk))
    qtbot.mouseClick(page.empty_state.action, Qt.MouseButton.LeftButton)
    assert travels(desk) == [("member", "import")]


def test_the_first_row_fills_the_page_and_the_header_is_red_again(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, LecturerPage(desk))
    Teaching(desk.workspace).lecturer("孔令岩")
    assert not page.empty_state.isVisible()
    assert page.table.current is not None
    assert reds(page) == ["lecturer-new"]


def test_it_says_how_many_are_hidden_and_shows_them(
    qtbot: QtBot, desk: Desk, page: LecturerPage
) -> None:
    count = page.findChild(QLabel, "lecturer-count")
    assert count.text() == "4 位"
    assert not page.all_button.isVisible()
    type_text(page.search, "zgy")
    assert count.text() == "1 位，另有 3 位被筛选隐藏"
    press(qtbot, page, "lecturer-all")
    assert page.search.text() == ""
    assert names(page) == sorted(names(page), key=names(page).index)
    assert count.text() == "4 位"


def test_words_that_fit_nothing_say_so(page: LecturerPage) -> None:
    type_text(page.search, "xyz")
    assert page.nothing_fits.isVisible()
    assert not page.table.isVisible()
    assert page.card.nobody.isVisible()
    assert page.card.shown is None


def test_the_hands_stay_in_the_search(qtbot: QtBot, page: LecturerPage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F, CTRL)
    qtbot.waitUntil(page.search.hasFocus)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.search, Qt.Key.Key_Up)
    assert (page.table.currentIndex().row(), page.search.hasFocus()) == (1, True)
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    form = dialog(qtbot, DraftForm)
    assert form["name"].text() == names(page)[1]
    form.reject()
    page.search.setFocus()
    QTest.keyClicks(page.search, "z")
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert len(names(page)) == 4


def test_the_chosen_one_stays_in_front_when_others_come(
    page: LecturerPage, desk: Desk, people: dict[str, UUID]
) -> None:
    page.aim(people["宋春霞"])
    with desk.workspace.write("lecturer.create") as session:
        lecturer.create(session, LecturerDraft("阿一", LecturerSource.invited))
    assert len(names(page)) == 5
    assert page.current is not None
    assert page.current.name == "宋春霞"
    assert page.card.shown.name == "宋春霞"


def test_aiming_reaches_what_is_narrowed_away_or_out_of_use(
    page: LecturerPage, desk: Desk, people: dict[str, UUID]
) -> None:
    with desk.workspace.write("lecturer.retire") as session:
        lecturer.retire(session, people["李延庆"])
    assert page.gone.text() == "也列出已移出的 1 位"
    type_text(page.search, "zgy")
    page.aim(people["孔令岩"])
    assert page.current.name == "孔令岩"
    page.aim(people["李延庆"])
    assert page.current.name == "李延庆"
    assert page.gone.isChecked()


def test_aiming_before_the_list_was_read_waits_for_it(qtbot: QtBot, desk: Desk) -> None:
    with desk.workspace.write("branch.add") as session:
        drafts = [BranchDraft(f"中共仲山镇{name}村支部委员会") for name in ("石桥", "布山")]
        made = [branch.add(session, draft).id for draft in drafts]
    page = BranchPage(desk)
    qtbot.addWidget(page, before_close_func=lambda _: settle(qtbot, desk))
    page.show()
    page.enter(made[0])
    assert page.current is None
    settle(qtbot, desk)
    assert page.current is not None
    assert page.current.id == made[0]


def menu_of(page: ListPage) -> QMenu:
    menu = page.kept.menu()
    page.kept.fill()
    return menu


def entry(menu: QMenu, words: str) -> bool:
    for one in menu.actions():
        if one.text() == words and one.isEnabled():
            one.trigger()
            return True
    return False


def test_a_filter_is_kept_by_name_and_taken_again(
    qtbot: QtBot, desk: Desk, page: LecturerPage
) -> None:
    assert not entry(menu_of(page), "把现在的筛选存下来…"), "nothing is narrowed"
    press(qtbot, page, "lecturer-state-将到期")
    type_text(page.search, "zgy")
    assert entry(menu_of(page), "把现在的筛选存下来…")
    form = dialog(qtbot, NameForm)
    assert form.name.text() == "将到期、含“zgy”"
    form.name.setText(" ")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert form.error.text() == "请填写名称。"
    form.name.setText("快到期的张")
    QTest.keyClick(form, Qt.Key.Key_Return)
    again = show(qtbot, LecturerPage(desk))
    assert entry(menu_of(again), "快到期的张")
    assert names(again) == ["张广运"]
    assert again.bar.narrowed == Narrowed("zgy", {"lecturer-state": "将到期"})
    menu = menu_of(again)
    forget = menu.findChild(QMenu)
    assert forget is not None
    assert entry(forget, "快到期的张")
    assert not entry(menu_of(again), "快到期的张")


def test_a_workbook_says_what_it_was_narrowed_to(
    qtbot: QtBot, desk: Desk, page: LecturerPage, tmp_path: Path
) -> None:
    press(qtbot, page, "lecturer-state-未聘任")
    chooser(desk).answer = target = tmp_path / "师资.xlsx"
    press(qtbot, page, "lecturer-list-workbook")
    settle(qtbot, desk)
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "师资库"
    assert rows[1][0].startswith("未聘任 · 共 2 行")


def test_f2_changes_a_cell_and_ctrl_z_takes_it_back(
    qtbot: QtBot, desk: Desk, page: LecturerPage, people: dict[str, UUID]
) -> None:
    page.aim(people["张广运"])
    page.search.setFocus()  # the key works wherever the focus is
    QTest.keyClick(page.search, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: page.table.findChild(QWidget, EDITOR) is not None)
    editor = page.table.findChild(QLineEdit, EDITOR)
    editor.selectAll()
    type_text(editor, "张光运")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "张光运" in names(page))
    assert page.current.name == "张光运"
    page.search.setFocus()
    QTest.keyClick(page.search, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "张广运" in names(page))


def test_several_get_one_value_with_one_way_back(
    qtbot: QtBot, desk: Desk, page: LecturerPage, people: dict[str, UUID]
) -> None:
    page.table.selectAll()
    menu = page.table.make_menu()
    assert entry(menu, "把 4 行的职务改成…")
    menu.close()
    form = dialog(qtbot, GiveForm)
    type_text(form.field, "副校长")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert {one.post for one in page.rows} == {"副校长"}
    assert said(desk).said[-1] == "已修改。撤销：修改 4 位讲师的职务"
    desk.history.take_back()
    assert {one.post for one in page.rows} == {""}


def test_branches_are_put_under_another_in_one_go(qtbot: QtBot, desk: Desk) -> None:
    with desk.workspace.write("branch.add") as session:
        above, *below = (
            branch.add(session, BranchDraft(f"中共仲山镇{name}支部委员会")).id
            for name in ("前进社区总", "石桥村", "布山村")
        )
    page = show(qtbot, BranchPage(desk))
    page.change([one for one in page.rows if one.id in below], "parent_id", above, "")
    settle(qtbot, desk)
    assert [one.depth for one in page.rows] == [0, 1, 1]
    assert {one.above for one in page.rows if one.id in below} == {"前进社区党总支"}
    desk.history.take_back()
    settle(qtbot, desk)
    assert [one.depth for one in page.rows] == [0, 0, 0]


def test_the_tools_answer_to_their_keys_wherever_the_focus_is(
    qtbot: QtBot, page: LecturerPage
) -> None:
    (new,) = page.header_buttons()
    new.setFocus()
    QTest.keyClick(new, Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    asked = dialog(qtbot, ColumnsDialog)
    assert "工作单位" in [box.text() for box in asked.boxes]
    QTest.keyClick(asked, Qt.Key.Key_Escape)


def test_the_right_click_menu_has_the_acts_of_the_row(
    page: LecturerPage, people: dict[str, UUID]
) -> None:
    page.aim(people["张广运"])
    menu = page.table.make_menu()
    words = [one.text() for one in menu.actions() if not one.isSeparator()]
    menu.close()
    assert words[:3] == ["聘任\tCtrl+J", "修改\tCtrl+E", "移出师资库\tDel"]
    assert words[-1] == "复制\tCtrl+C"


def test_what_is_seldom_done_waits_under_more(page: LecturerPage, people: dict[str, UUID]) -> None:
    page.aim(people["张广运"])
    menu = page.card.findChild(QMenu, "lecturer-more-menu")
    menu.aboutToShow.emit()
    assert entry(menu, "移出师资库\tDel")
    assert "张广运" not in names(page)


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_nothing_is_wider_than_the_window(
    qtbot: QtBot, desk: Desk, qapp: QApplication, people: dict[str, UUID], percent: int
) -> None:
    theme.use(qapp, theme.Theme(percent))
    page = show(qtbot, LecturerPage(desk))
    keep(page, f"list-page-{percent}")
    assert page.minimumSizeHint().width() <= 1170
    shown = [one.title for one in page.table.visible_columns()]
    assert "姓名" in shown
    assert len(shown) + len(page.table.left_out) == 6
    assert page.tools.left_out.isVisible() == bool(page.table.left_out)


def test_a_row_is_chosen_alone_while_ctrl_is_held(
    page: LecturerPage, people: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+Z reads the list anew with the key still down."""
    page.table.selectRow(0)
    QTest.keyPress(page.table, Qt.Key.Key_Control, CTRL)
    page.table.selectRow(1)
    QTest.keyRelease(page.table, Qt.Key.Key_Control)
    assert len(page.table.marked()) == 1
