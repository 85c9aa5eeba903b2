"""The main window: it navigates, goes back, explains and asks for the search."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.site import SiteKind
from services import school, site
from services.core.call import call
from tests.helpers.desk import FakeMessages
from tests.helpers.pages import dialog, press
from tests.helpers.pictures import keep
from tests.helpers.workspaces import SCHOOL
from ui.core import keys, theme
from ui.core.acts import act
from ui.core.desk import Desk, Entry, Page, Press
from ui.core.done_list import DoneList
from ui.core.history import StepFate
from ui.core.key_sheet import EVERYWHERE, HERE, KeySheet
from ui.core.main_window import MainWindow
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, label

CTRL = Qt.KeyboardModifier.ControlModifier


class SitesPage(Page):
    """A small page over real rows."""

    key, title = "site", "阵地"
    help = "在这里登记校区和教室。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.reads = 0
        self.aimed: list[object] = []
        self.retired: list[str] = []
        self.names = label()
        self.retire_button = self.button("site-retire")
        self.setLayout(column(self.names, self.retire_button))

    @act(
        "site-retire",
        "停用阵地",
        keys.REMOVE,
        when=lambda page: bool(page.names.text()),
        why="还没有阵地。",
    )
    def retire(self) -> None:
        self.retired.append(self.names.text())

    def header_buttons(self) -> list[QWidget]:
        return [self.button("site-new", "primary")]

    @act("site-new", "新阵地")
    def new(self) -> None:
        self.retired.clear()

    def refresh(self) -> None:
        self.reads += 1
        with self.desk.read() as session:
            names = [row.name for row in site.list_all(session)]
        self.names.setText("、".join(names))
        self.subtitle_changed.emit(f"{len(names)} 处")
        self.offer()

    def aim(self, target: object) -> None:
        self.aimed.append(target)


class HomePage(SitesPage):
    key, title, help = "home", "工作台", "今天要做什么。"

    def header_buttons(self) -> list[QWidget]:
        return []


class BrokenPage(SitesPage):
    key, title = "course", "课程菜单"

    def refresh(self) -> None:
        raise ZeroDivisionError


class RoomsPage(SitesPage):
    key, title = "room", "教室"


PLACES = (
    Entry("home", "工作台", "table-cells-large", "", HomePage),
    Entry("course", "课程菜单", "bars", "教学", BrokenPage),
    Entry("site", "阵地", "house", "保障", SitesPage, view="校区"),
    Entry("settings", "设置", "gear", "", HomePage, apart=True),
    Entry("room", "教室", "house", "保障", RoomsPage, under="site", view="教室"),
)


@pytest.fixture
def messages(desk: Desk) -> FakeMessages:
    assert isinstance(desk.messages, FakeMessages)
    return desk.messages


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    def wire(made: MainWindow) -> Desk:
        desk.go = made.go
        return desk

    made = MainWindow("仲山镇党校", "教务员", PLACES, wire)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.go("home")
    yield made
    made.close()


def test_a_key_that_the_page_lacks_is_answered(
    window: MainWindow, messages: FakeMessages, qtbot: QtBot
) -> None:
    window.go("site")
    known = {one.act.key for one in (*window.page.bound_acts, *window.bound_acts)}
    lacks = [one for one in keys.ALL if one not in known and one not in keys.VIEWS[:2]]
    assert keys.PRINT in lacks
    table: RowsView[str] = RowsView((Column("名称", 0, str),), window.page)
    table.set_rows(["甲", "乙", "丙"])
    table.selectRow(1)
    table.opened.connect(lambda _: pytest.fail("Ctrl+Enter is no Enter"))
    pushed = button("按", lambda: pytest.fail("Ctrl+Enter is no Enter"))
    pushed.setParent(window.page)
    for place in (window, pushed, table):
        place.show()
        place.setFocus()
        for key in lacks:
            messages.said.clear()
            QTest.keySequence(place, QKeySequence(key.keys))
            if place is not table or key is not keys.TODAY:  # Ctrl+Home is the first row's
                assert messages.said == [f"本页没有“{key.means}”。"], (key.keys, place)
    messages.said.clear()
    QTest.keySequence(window, QKeySequence(keys.VIEWS[1].keys))
    assert (window.page.key, messages.said) == ("room", [])
    qtbot.keyClick(window, Qt.Key.Key_P)
    assert messages.said == []


def test_the_enter_of_the_number_block_is_an_enter(
    window: MainWindow, messages: FakeMessages, qtbot: QtBot
) -> None:
    held = CTRL | Qt.KeyboardModifier.KeypadModifier
    QTest.keyClick(window, Qt.Key.Key_Enter, held)
    assert messages.said == [f"本页没有“{keys.NEXT.means}”。"]


def click(window: MainWindow, key: str) -> None:
    QTest.mouseClick(window.sidebar.buttons[key], Qt.MouseButton.LeftButton)


def add_site(window: MainWindow, name: str) -> None:
    with window.desk.workspace.write("site.create") as session:
        site.create(session, site.SiteDraft(name, SiteKind.main_campus))


def page(window: MainWindow) -> SitesPage:
    assert isinstance(window.page, SitesPage)
    return window.page


def test_a_click_in_the_sidebar_opens_the_place(window: MainWindow) -> None:
    click(window, "site")
    keep(window, "main-window")
    assert window.page.title == window.header.title.text() == "阵地"
    assert window.sidebar.buttons["site"].isChecked()
    assert not window.sidebar.buttons["home"].isChecked()


def test_a_page_is_made_once_and_keeps_what_it_was(window: MainWindow) -> None:
    click(window, "site")
    first = page(window)
    click(window, "home")
    click(window, "site")
    assert page(window) is first
    assert first.reads == 1, "nothing changed, so nothing was read again"


def test_a_change_refreshes_only_the_page_in_front(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "site")
    shown = page(window)
    add_site(window, "主校区")
    qtbot.waitUntil(lambda: shown.names.text() == "主校区")
    assert shown.reads == 2
    click(window, "home")
    add_site(window, "分教点")
    qtbot.wait(20)
    assert shown.reads == 2, "a page that nobody sees does not read"
    click(window, "site")
    assert "分教点" in shown.names.text()


def test_a_change_of_another_table_is_none_of_its_business(
    window: MainWindow, qtbot: QtBot
) -> None:
    click(window, "site")
    with window.desk.workspace.write("school.change") as session:
        school.change(session, SCHOOL)
    qtbot.wait(20)
    assert page(window).reads == 1


def test_going_back_follows_the_way_that_was_taken(window: MainWindow) -> None:
    click(window, "site")
    window.go("settings")
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page.key == "site"
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page.key == "home"
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page.key == "home", "there is nothing before the first"


def test_f1_explains_the_page_in_front_and_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "site")
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = dialog(qtbot, KeySheet)
    assert sheet.text.text() == "在这里登记校区和教室。"
    words = [(one.words, one.key, one.where) for one in sheet.table.rows_model.rows]
    assert words[0] == ("停用阵地", "Del", HERE)
    assert ("撤销", "Ctrl+Z", EVERYWHERE) in words
    keep(sheet, "key-sheet")
    QTest.keyClicks(sheet.field, "ctrl+z")
    assert [one.words for one in sheet.table.rows_model.rows] == ["撤销"]
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    assert not sheet.isVisible()


def test_a_key_of_the_page_works_with_the_focus_in_the_header(window: MainWindow) -> None:
    click(window, "site")
    shown = page(window)
    add_site(window, "主校区")
    QApplication.processEvents()
    window.header.search.setFocus()
    QTest.keyClick(window.header.search, Qt.Key.Key_Delete)
    assert shown.retired == ["主校区"]
    click(window, "home")
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert shown.retired == ["主校区"], "a page that is not in front hears no key"


def test_a_key_that_can_do_nothing_now_says_why(window: MainWindow, messages: FakeMessages) -> None:
    click(window, "site")
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert page(window).retired == []
    assert messages.said == ["现在不能“停用阵地”：还没有阵地。"]
    assert not page(window).retire_button.isEnabled()


def test_a_step_goes_back_and_forward_from_another_page(
    window: MainWindow, messages: FakeMessages, qtbot: QtBot
) -> None:
    with window.desk.workspace.write("site.create") as session:
        key = site.create(session, site.SiteDraft("主校区", SiteKind.main_campus)).id
    click(window, "site")
    window.desk.do(call(site.retire, key), "已停用主校区。")
    click(window, "home")
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert messages.said[-1].startswith("已撤销：")
    QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert messages.said[-1] == "已重做：停用阵地 主校区。"
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    listed = dialog(qtbot, DoneList)
    keep(listed, "done-list")
    assert [one.step.words for one in listed.table.rows_model.rows][:1] == ["已停用主校区。"]
    press(qtbot, listed, "done-back")
    assert listed.table.rows_model.rows[0].fate is StepFate.back
    listed.reject()


def test_ctrl_z_asks_the_page_in_front(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page(window), "take_back", lambda: asked.append("back"))
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert asked == ["back"]


def test_ctrl_k_and_the_field_in_the_header_ask_for_the_search(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.search_asked):
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window.header.findChild(QWidget, "search-button")
    with qtbot.waitSignal(window.search_asked):
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)


def test_a_target_reaches_the_page_after_it_has_read(window: MainWindow) -> None:
    window.go("site", "an id")
    assert page(window).aimed == ["an id"]
    assert page(window).reads == 1


def test_a_page_that_cannot_be_read_does_not_take_the_window_down(
    window: MainWindow, messages: FakeMessages
) -> None:
    click(window, "course")
    assert [type(error) for error in messages.errors] == [ZeroDivisionError]
    messages.errors.clear()
    click(window, "home")
    assert window.page.key == "home"


def test_a_button_passed_by_in_one_go_becomes_no_window(window: MainWindow) -> None:
    """The layout shows what it was given only once the keys rest."""
    window.go("site")
    window.go("home")
    QTest.qWait(20)
    assert [one for one in QApplication.topLevelWidgets() if one.objectName() == "site-new"]
    assert not [
        one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window
    ]


def test_the_header_shows_a_page_s_words_and_buttons_only(window: MainWindow) -> None:
    add_site(window, "主校区")
    click(window, "site")
    made = window.header.findChild(QWidget, "site-new")
    assert made is not None
    assert made.isVisible()
    assert window.header.subtitle.accessibleName() == "1 处"
    behind = window.page
    click(window, "home")
    assert not made.isVisible()
    behind.offer()
    assert not made.isVisible(), "read anew behind another page, it stays there"
    assert not made.isWindow() or made.isHidden()
    click(window, "site")
    assert made.isVisible()


def test_a_badge_counts_what_waits_and_hides_at_none(window: MainWindow) -> None:
    nav = window.sidebar.buttons["site"]
    nav.count(3)
    assert nav.badge.isVisible()
    assert nav.badge.text() == "3"
    nav.count(100)
    assert nav.badge.text() == "99+"
    nav.count(0)
    assert not nav.badge.isVisible()


def test_the_keyboard_reaches_every_place(window: MainWindow, messages: FakeMessages) -> None:
    """Tab comes to the sidebar's current place; arrows go on from there, as in a list."""
    reached = set()
    window.setFocus()
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add((QApplication.focusWidget() or window).objectName())
    assert {"nav-home", "nav-settings", "search-button"} <= reached
    window.sidebar.buttons["home"].setFocus()
    for key in ("course", "site"):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Down)
        assert QApplication.focusWidget() is window.sidebar.buttons[key]
    assert window.page.key == "site"
    messages.errors.clear()  # the broken page was passed on the way


def test_closing_says_so_once(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()


def test_a_long_name_is_cut_with_dots_and_told_in_full(
    desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.use(qapp, theme.Theme(125))
    name = "中共嘉祥县仲山镇委员会党员教育培训中心（镇街党校）第一分校"
    made = MainWindow(name, "教务员", PLACES, lambda _: desk)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.go("home")
    keep(made, "main-window-125")
    shown: QLabel = made.sidebar.school_name
    assert shown.text().endswith("…")
    assert shown.toolTip() == name
    assert made.minimumSizeHint().width() <= 1366


def test_large_text_in_a_small_window_leaves_the_sidebar_its_icons(
    window: MainWindow, look: theme.Theme
) -> None:
    nav = window.sidebar.buttons["home"]
    wide = window.sidebar.width()
    window.sidebar.set_narrow(True)
    assert window.sidebar.width() < wide / 2
    assert nav.text() == ""
    assert nav.accessibleName()
    assert nav.toolTip() == nav.accessibleName()
    window.resize(1366, 768)
    window.sidebar.set_narrow(window.width() < look.px(1_050))
    assert nav.text() == nav.accessibleName()


def test_a_place_with_several_views_has_tabs(window: MainWindow, qtbot: QtBot) -> None:
    window.go("home")
    assert not window.views.isVisible()
    window.go("site")
    tabs = window.views.tabs
    assert [tabs.tabText(number) for number in range(tabs.count())] == ["校区", "教室"]
    keep(window, "views")
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert window.page.key == "room"
    assert window.sidebar.buttons["site"].isChecked(), "a view belongs to its place"
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.page.key == "site"
    window.back()
    assert window.page.key == "room"
    assert tabs.currentIndex() == 1
    window.go("home")
    assert not window.views.isVisible()


def test_a_command_does_the_act_on_its_page(window: MainWindow) -> None:
    add_site(window, "主校区")
    window.go("home")
    window.go("site", Press("site-retire"))
    page = window.page
    assert isinstance(page, SitesPage)
    assert page.retired == ["主校区"]
    assert page.aimed == [], "an act is nothing to aim at"
