"""The booking page: real clicks and keys on a real school."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from services import booking
from services.booking import BookingState
from services.core.clock import FixedClock
from tests.helpers.desk import FakeMessages, Travels
from tests.helpers.pages import button_of, press, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.booking.dialogs import BookDialog, BookingDialog
from ui.booking.page import BookingPage
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog

MONDAY = date(2026, 11, 23)
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Callable[[], BookingPage]:
    def make() -> BookingPage:
        return show(qtbot, BookingPage(desk))

    return make


def said(desk: Desk) -> FakeMessages:
    assert isinstance(desk.messages, FakeMessages)
    return desk.messages


def dialog(page: QWidget, kind: type[QDialog]) -> QDialog:
    return page.findChildren(kind)[-1]


def book(desk: Desk, lesson: UUID, who: UUID, reason: str = "") -> UUID:
    with desk.workspace.write("booking.book") as session:
        return booking.book(session, lesson, who, reason=reason).id


def states(desk: Desk, monday: date = MONDAY) -> dict[UUID, BookingState | None]:
    with desk.workspace.read() as session:
        rows = booking.week(session, monday).lecturers
    return {item.lesson_id: item.state for row in rows for item in row.items}


def words(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def test_an_empty_pool_leads_to_the_lecturers(
    desk: Desk, qtbot: QtBot, open_page: Callable[[], BookingPage]
) -> None:
    page = open_page()
    assert "还没有讲师" in words(page)
    qtbot.mouseClick(page.empty.action, LEFT)
    assert isinstance(desk.go, Travels)
    assert desk.go.places == [("lecturer", "new")]


def test_a_lecturer_is_found_by_initials_and_booked_by_keys(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    teaching.lecturer("孔令岩")
    wanted = teaching.lecturer("张广运")
    page = open_page()
    press(qtbot, page, "booking-new")
    asked = dialog(page, BookDialog)
    field = asked.findChild(QLineEdit, "book-search")
    assert field is not None
    qtbot.keyClicks(field, "zgy")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states(desk) == {lesson: BookingState.requested}
    assert page.grid.block_of(lesson) is not None
    assert page.findChild(QWidget, f"lecturer-{wanted}") is not None
    assert said(desk).said == ["已预约张广运，等讲师答复。撤销：预约 张广运"]
    undo = said(desk).undo
    assert undo is not None
    undo()
    assert states(desk) == {lesson: None}


def test_the_dialog_is_about_the_lesson_that_was_asked_for(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    teaching.lesson(at(24, 8, 30))
    second = teaching.lesson(at(24, 14))
    teaching.lecturer("孔令岩")
    page = open_page()
    page.aim(UUID(bytes=second.bytes))  # as another page that read it hands it over
    press(qtbot, page, "booking-new")
    assert dialog(page, BookDialog).lesson.currentData() == second


def test_an_overlap_is_refused_in_place(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    who = teaching.lecturer("孔令岩")
    teaching.lecturer("李延庆")
    first = teaching.lesson(at(24, 8, 30))
    second = teaching.lesson(at(24, 9), room=teaching.far_room)
    book(desk, first, who)
    page = open_page()
    press(qtbot, page, "booking-new")
    asked = dialog(page, BookDialog)
    assert isinstance(asked, BookDialog)
    assert asked.lesson.currentData() == second
    qtbot.keyClicks(asked.search, "kly")
    (busy,) = asked.table.rows_model.rows
    assert not busy.free
    assert "08:30" in busy.why_not
    press(qtbot, asked, "form-save")
    assert asked.isVisible()
    assert asked.error.isVisible()
    assert "11月24日 08:30–11:30" in asked.error.text()
    assert states(desk) == {first: BookingState.requested, second: None}
    assert "有空的讲师有 1 位" in asked.error.text()
    assert [row.name for row in asked.table.rows_model.rows] == ["李延庆", "孔令岩"]
    assert asked.table.current is None, "a second Enter books nobody"
    press(qtbot, asked, "form-save")
    assert asked.error.text().startswith("请选一位讲师")
    assert states(desk) == {first: BookingState.requested, second: None}
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert not asked.isVisible()


def test_a_warning_asks_for_a_reason(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    who = teaching.lecturer("李延庆")
    first = teaching.lesson(at(24, 9), 1)
    second = teaching.lesson(at(24, 10, 20), 1, room=teaching.far_room)
    book(desk, first, who)
    page = open_page()
    press(qtbot, page, "booking-new")
    asked = dialog(page, BookDialog)
    press(qtbot, asked, "form-save")
    warned = dialog(asked, ReasonDialog)
    assert "只隔 20 分钟" in words(warned)
    assert states(desk)[second] is None
    field = warned.findChild(QLineEdit, "reason")
    assert field is not None
    field.insert("两处相邻")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states(desk)[second] is BookingState.requested
    block = page.grid.block_of(second)
    assert block is not None
    assert block.item.tone == "red"
    assert "20 分钟" in block.toolTip()


def test_arrows_walk_the_grid_and_enter_answers(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    first, second = teaching.lecturer("孔令岩"), teaching.lecturer("张广运")
    here, right = teaching.lesson(at(23, 14)), teaching.lesson(at(26, 8))
    below, bare = teaching.lesson(at(27, 8)), teaching.lesson(at(24, 19))
    for lesson, who in ((here, first), (right, first), (below, second)):
        book(desk, lesson, who)
    page = open_page()
    page.grid.focus_first()
    steps = (
        (Qt.Key.Key_Right, right),
        (Qt.Key.Key_Down, below),
        (Qt.Key.Key_Down, bare),
        (Qt.Key.Key_Up, below),
        (Qt.Key.Key_Up, right),
        (Qt.Key.Key_Left, here),
        (Qt.Key.Key_Left, here),
    )
    for key, lesson in steps:
        qtbot.keyClick(page.focusWidget(), key)
        assert page.focusWidget() is page.grid.block_of(lesson)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    shown = dialog(page, BookingDialog)
    assert "孔令岩" in words(shown)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert states(desk)[here] is BookingState.confirmed
    block = page.grid.block_of(here)
    assert block is not None
    assert "已确认" in block.accessibleName()
    assert page.focusWidget() is block, "the keyboard stays where it was"


@pytest.mark.parametrize(
    ("name", "done"), [("booking-decline", "已记谢绝"), ("booking-cancel", "已取消预约")]
)
def test_declining_and_cancelling_ask_why_and_can_be_undone(
    desk: Desk,
    qtbot: QtBot,
    teaching: Teaching,
    open_page: Callable[[], BookingPage],
    name: str,
    done: str,
) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    book(desk, lesson, teaching.lecturer("孔令岩"))
    page = open_page()
    block = page.grid.block_of(lesson)
    assert block is not None
    qtbot.mouseClick(block, LEFT)
    press(qtbot, dialog(page, BookingDialog), name)
    asked = dialog(page, ReasonDialog)
    field = asked.findChild(QLineEdit, "reason")
    assert field is not None
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states(desk) == {lesson: BookingState.requested}, "no reason, no change"
    field.insert("外出开会")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert states(desk) == {lesson: None}
    assert said(desk).said[-1].startswith(done)
    undo = said(desk).undo
    assert undo is not None
    undo()
    assert states(desk) == {lesson: BookingState.requested}


def test_a_substitute_is_chosen_in_the_dialog(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    book(desk, lesson, teaching.lecturer("孔令岩"))
    second = teaching.lecturer("张广运")
    page = open_page()
    block = page.grid.block_of(lesson)
    assert block is not None
    qtbot.mouseClick(block, LEFT)
    press(qtbot, dialog(page, BookingDialog), "booking-replace")
    asked = dialog(page, BookDialog)
    assert isinstance(asked, BookDialog)
    asked.choose(second)
    press(qtbot, asked, "form-save")
    assert "换人原因" in asked.error.text()
    asked.reason.insert("临时开会")
    press(qtbot, asked, "form-save")
    block = page.grid.block_of(lesson)
    assert block is not None
    assert block.item.lecturer_id == second


def test_the_strip_books_the_recommended_one(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    teaching.lecturer("孔令岩", topics="乡村振兴")
    teaching.lecturer("宋春霞", topics="创新理论")
    page = open_page()
    assert not page.recommend.isVisible()
    lesson = teaching.lesson(at(24, 8, 30))
    assert page.recommend.isVisible()
    assert button_of(page, "recommend-go").text().startswith("预约宋春霞")
    keep(page, "booking_recommended")
    press(qtbot, page, "recommend-go")
    assert states(desk) == {lesson: BookingState.requested}
    assert not page.recommend.isVisible()


def test_weeks_turn_and_figures_open_their_rows(
    desk: Desk,
    qtbot: QtBot,
    teaching: Teaching,
    clock: FixedClock,
    open_page: Callable[[], BookingPage],
) -> None:
    booked, idle = teaching.lecturer("孔令岩"), teaching.lecturer("张广运")
    later = teaching.lesson(at(1, 8, 30, month=12))
    book(desk, later, booked)
    page = open_page()
    assert page.grid.block_of(later) is None
    assert "这一周还没有预约" in page.grid.findChild(QLabel, "week-empty").text()
    press(qtbot, page, "week-on")
    assert page.grid.block_of(later) is not None
    assert page.findChild(QWidget, f"lecturer-{idle}") is None
    press(qtbot, page, "who-all")
    assert page.findChild(QWidget, f"lecturer-{idle}") is not None
    press(qtbot, page, "tone-green")
    assert page.grid.block_of(later) is None
    press(qtbot, page, "tone-amber")
    assert page.grid.block_of(later) is not None
    qtbot.keyClicks(page.filters.search, "zgy")
    assert page.findChild(QWidget, f"lecturer-{idle}") is not None
    assert page.grid.block_of(later) is None
    page.filters.search.clear()
    qtbot.keyClick(page, Qt.Key.Key_Home, CONTROL)
    assert page.monday == MONDAY
    page.aim(later)
    assert page.focusWidget() is page.grid.block_of(later)
    clock.set_to(at(2, 8, month=12))
    page.refresh()
    assert page.grid.block_of(later) is not None


def test_the_keys_work_from_the_header_and_down_leads_into_the_week(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    book(desk, lesson, teaching.lecturer("孔令岩"))
    page = open_page()
    new = button_of(page, "booking-new")
    new.setFocus()
    qtbot.keyClick(new, Qt.Key.Key_PageDown, CONTROL)
    assert page.grid.block_of(lesson) is None
    qtbot.keyClick(new, Qt.Key.Key_PageUp, CONTROL)
    assert page.grid.block_of(lesson) is not None
    qtbot.keyClick(new, Qt.Key.Key_F, CONTROL)
    assert page.filters.search.hasFocus()
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.focusWidget() is page.grid.block_of(lesson)


def test_ctrl_enter_books_the_recommended_one_and_says_why_it_cannot(
    desk: Desk, qtbot: QtBot, teaching: Teaching, open_page: Callable[[], BookingPage]
) -> None:
    teaching.lecturer("宋春霞", topics="创新理论")
    lesson = teaching.lesson(at(24, 8, 30))
    page = open_page()
    qtbot.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert states(desk) == {lesson: BookingState.requested}
    qtbot.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert said(desk).said[-1] == ("现在不能“预约”：这一周没有还要讲师的课，或没有空闲的讲师。")


def test_an_empty_pool_has_one_red_button(desk: Desk, open_page: Callable[[], BookingPage]) -> None:
    page = open_page()
    assert button_of(page, "booking-pool").property("role") == "primary"
    new = button_of(page, "booking-new")
    assert not new.isEnabled()
    assert new.property("role") == ""
