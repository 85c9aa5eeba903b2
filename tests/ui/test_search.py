"""The search dialog: typed, chosen with the arrows, opened with Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.core import settings
from services.core.workspace import Workspace
from tests.helpers.desk import FakeChooser
from tests.helpers.exchange import meet
from tests.helpers.keys import type_text
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core.background import Background
from ui.core.desk import Press
from ui.places import make_window
from ui.search.dialog import HERE, HOW, LEFT_OUT, NOTHING, SOON, USED, SearchDialog
from ui.settings.page import SettingsPage


class Opened:
    """A whole window, and the search that Ctrl+K opens over it."""

    def __init__(self, space: Workspace, qtbot: QtBot) -> None:
        self.qtbot, self.background = qtbot, Background()
        self.window = make_window(space, self.background, FakeChooser())
        qtbot.addWidget(self.window, before_close_func=self._end)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitExposed(self.window)
        (self.dialog,) = self.window.findChildren(SearchDialog)
        self.gone: list[tuple[str, object]] = []
        self.dialog._desk.go = self._go
        self.window.go("home")
        self.ask()

    def _go(self, key: str, target: object = None) -> None:
        self.gone.append((key, target))
        self.window.go(key, target)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.background.busy, timeout=20_000)

    def ask(self) -> None:
        self.settle()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        focus = QApplication.focusWidget() or self.window
        QTest.keyClick(focus, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        assert self.dialog.isVisible()
        self.settle()

    def take(self, text: str) -> None:
        type_text(self.dialog.field, text)
        self.qtbot.keyClick(self.dialog.field, Qt.Key.Key_Return)
        self.settle()

    def rows(self) -> list[tuple[str, str]]:
        return [(one.kind.word, one.title) for one in self.dialog.table.rows_model.rows]

    def _end(self, _window: object) -> None:
        self.settle()
        keep(self.dialog, "search")
        self.dialog.reject()
        self.window.desk.changes.stop()


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    made = Teaching(school)
    made.members(3)
    return made


@pytest.fixture
def opened(teaching: Teaching, look: object, qtbot: QtBot) -> Opened:
    return Opened(teaching.workspace, qtbot)


def test_enter_opens_what_stands_first(opened: Opened) -> None:
    opened.take("签到台")
    assert opened.gone == [("sign_in", None)]
    assert not opened.dialog.isVisible()
    assert opened.window.page.key == "sign_in"


def test_the_arrows_choose_another(opened: Opened, qtbot: QtBot) -> None:
    type_text(opened.dialog.field, "d")
    rows = opened.dialog.table.rows_model.rows
    assert len(rows) > 1
    qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Down)
    qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Up)
    qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Down)
    assert opened.dialog.table.current == rows[1]


def test_a_person_opens_the_members_page(opened: Opened) -> None:
    opened.take("ljg")
    ((page, target),) = opened.gone
    assert page == "member"
    assert target is not None


def test_escape_changes_nothing(opened: Opened, qtbot: QtBot) -> None:
    type_text(opened.dialog.field, "签到")
    qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Escape)
    assert opened.gone == []
    assert not opened.dialog.isVisible()


def test_nothing_found_is_said(opened: Opened) -> None:
    type_text(opened.dialog.field, "qqqq")
    assert opened.dialog.said.text() == NOTHING


@pytest.mark.parametrize(
    ("typed", "title", "page", "name"),
    [
        ("加课次", "加课次", "training_class", "lesson-new"),
        ("jkc", "加课次", "training_class", "lesson-new"),
        ("撤销", "撤销", "", "window-undo"),
        ("chexiao", "撤销", "", "window-undo"),
        ("锁定", "锁定", "", "window-lock"),
        ("suoding", "锁定", "", "window-lock"),
        ("字号", "字号和颜色", "settings", "settings-look"),
        ("zihao", "字号和颜色", "settings", "settings-look"),
        ("备份", "立即备份", "settings", "settings-backup"),
        ("beifen", "立即备份", "settings", "settings-backup"),
    ],
)
def test_acts_are_found_by_words_and_pinyin(
    opened: Opened, typed: str, title: str, page: str, name: str
) -> None:
    type_text(opened.dialog.field, typed)
    found = opened.dialog.table.rows_model.rows
    assert (title, page, Press(name)) in [(one.title, one.page, one.target) for one in found[:3]]


def test_an_act_of_the_window_is_done_where_one_is(opened: Opened) -> None:
    with opened.qtbot.waitSignal(opened.window.lock_asked):
        opened.take("锁定")
    assert opened.gone == []


def test_an_act_of_another_page_is_done_there(opened: Opened) -> None:
    opened.take("字号")
    page = opened.window.page
    assert isinstance(page, SettingsPage)
    assert opened.window.focusWidget() is page.rows[settings.TEXT_SIZE.key].field


def test_empty_it_shows_what_was_used_last_and_what_this_page_can_do(opened: Opened) -> None:
    assert opened.rows() == []
    opened.take("ljg")
    opened.ask()
    opened.take("字号")
    opened.ask()
    assert opened.dialog.field.text() == ""
    used = [title for kind, title in opened.rows() if kind == USED.word]
    assert used == ["字号和颜色", "李建国"]
    here = [title for kind, title in opened.rows() if kind == HERE.word]
    assert "修改密码" in here
    assert "字号和颜色" not in here  # it was just used
    keep(opened.dialog, "search-empty")
    opened.gone.clear()
    opened.qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Down)
    opened.qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Down)
    opened.qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Return)
    assert opened.gone[0][0] == "member"
    opened.ask()
    assert [title for kind, title in opened.rows() if kind == USED.word] == ["李建国", "字号和颜色"]


def test_enter_alone_does_nothing_until_a_row_was_gone_to(opened: Opened) -> None:
    opened.take("字号")
    opened.ask()
    opened.gone.clear()
    opened.take("")
    assert opened.dialog.isVisible()
    assert opened.gone == []
    rows = opened.dialog.table.rows_model.rows
    opened.qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Up)
    assert opened.dialog.table.current == rows[-1]
    type_text(opened.dialog.field, "ljg")
    opened.dialog.field.clear()
    opened.take("")
    assert opened.gone == []
    opened.qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Down)
    opened.take("")
    assert opened.dialog.isHidden()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("ctrl+z", "撤销"),
        ("Ctrl Z", "撤销"),
        ("ctrl+shift+z", "刚才做了什么"),
        ("ctrl+alt+l", "锁定"),
    ],
)
def test_acts_are_found_by_their_key(opened: Opened, typed: str, title: str) -> None:
    type_text(opened.dialog.field, typed)
    assert opened.rows()[0] == ("功能", title)


def test_of_what_a_key_does_this_page_comes_first(opened: Opened) -> None:
    opened.take("师资库")
    opened.ask()
    type_text(opened.dialog.field, "ctrl+n")
    thing = opened.dialog.table.current
    assert thing is not None
    assert (thing.page, thing.kind) == ("lecturer", HERE)
    others = {one.page for one in opened.dialog.table.rows_model.rows[1:]}
    assert others
    assert "lecturer" not in others


def test_enter_before_everything_is_read_is_kept(opened: Opened) -> None:
    opened.dialog.reject()
    opened.dialog.ask()
    type_text(opened.dialog.field, "签到台")
    opened.qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Return)
    assert opened.dialog.said.text() == SOON
    opened.settle()
    assert opened.gone == [("sign_in", None)]
    assert opened.dialog.isHidden()


def test_enter_that_was_followed_by_more_letters_takes_nothing(opened: Opened) -> None:
    opened.dialog.reject()
    opened.dialog.ask()
    type_text(opened.dialog.field, "签到")
    opened.qtbot.keyClick(opened.dialog.field, Qt.Key.Key_Return)
    type_text(opened.dialog.field, "签到台")
    opened.settle()
    assert opened.gone == []
    assert opened.dialog.isVisible()


def test_it_says_how_many_more_there_are(teaching: Teaching, look: object, qtbot: QtBot) -> None:
    class_id = teaching.class_("党的创新理论专题班")
    for day in range(1, 13):
        teaching.lesson(at(day, 8, 30), class_id=class_id)
    opened = Opened(teaching.workspace, qtbot)
    assert opened.dialog.said.text() == HOW
    type_text(opened.dialog.field, "创新理论")
    shown = len(opened.rows())
    assert opened.dialog.said.text() == f"还有 {14 - shown} 项没有列出，再输几个字"
    keep(opened.dialog, "search-more")


def test_it_says_what_it_does_not_search(opened: Opened) -> None:
    assert opened.dialog.left_out.text().startswith(LEFT_OUT)
    for words in ("往年的订单", "签到记录", "学时记录"):
        assert words in opened.dialog.left_out.text()


def test_a_county_finds_its_schools(
    school: Workspace, county: Workspace, stick: object, look: object, qtbot: QtBot
) -> None:
    meet(school, county, stick)
    opened = Opened(county, qtbot)
    type_text(opened.dialog.field, "zsz")
    assert opened.rows()[0][0] == "学校"
    opened.take("")
    ((page, target),) = opened.gone
    with school.read() as session:
        assert (page, target) == ("county", session.owner)
