"""The timetable: looked at, walked, moved, copied, called off and taken back, by keys and mouse."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from icalendar import Calendar
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from services import booking, sign_in, training_class
from services.core.clock import FixedClock
from services.sign_in import SignInMethod
from services.timetable import Grouping
from services.training_class import LessonRow
from tests.helpers.keys import type_text
from tests.helpers.pages import button_of, chooser, dialog, press, said, settle, show, travels
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog
from ui.core.preview import PreviewDialog
from ui.timetable.dialogs import DayDialog, ExportDialog, NewLessonDialog
from ui.timetable.month import MonthFrame
from ui.timetable.page import TimetablePage
from ui.timetable.week import WeekFrame

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


def opened(desk: Desk, qtbot: QtBot) -> TimetablePage:
    page = show(qtbot, TimetablePage(desk))
    page.board.setFocus()
    return page


def keys(qtbot: QtBot, page: TimetablePage, *pressed: Qt.Key) -> None:
    for key in pressed:
        qtbot.keyClick(page.board, key)
        settle(qtbot, page.desk)


def press_key(qtbot: QtBot, page: TimetablePage, key: Qt.Key) -> None:
    """With Ctrl, and the focus in the header."""
    header = button_of(page, "timetable-new")
    header.setFocus()
    qtbot.keyClick(header, key, CONTROL)
    settle(qtbot, page.desk)


def take_back(qtbot: QtBot, page: TimetablePage) -> None:
    """The toast's button."""
    undo = said(page.desk).undo
    assert undo is not None
    undo()
    settle(qtbot, page.desk)


def lesson(page: TimetablePage, key: UUID) -> LessonRow:
    with page.desk.workspace.read() as session:
        return training_class.lesson(session, key)


def where(page: TimetablePage, key: UUID) -> QRect:
    """Where a lesson is drawn, in the viewport's pixels."""
    pieces = [one for one in page.board.frame.pieces if one.row.id == key]
    assert pieces
    return page.board.widget_rect(pieces[0].rect)


def place(page: TimetablePage, moment: datetime, band: int = 0) -> QPoint:
    """The viewport's pixel of a moment in the week."""
    frame = page.board.frame
    assert isinstance(frame, WeekFrame)
    minute = moment.hour * 60 + moment.minute
    rect = frame.rect_of(band, moment.date(), minute, minute + 15)
    return page.board.widget_rect(rect).topLeft() + QPoint(20, 1)


def drag(page: TimetablePage, start: QPoint, end: QPoint, *, let_go: bool = True) -> None:
    board = page.board.viewport()
    QTest.mousePress(board, LEFT, pos=start)
    QTest.mouseMove(board, start + QPoint(8, 8))
    QTest.mouseMove(board, end)
    if let_go:
        QTest.mouseRelease(board, LEFT, pos=end)


# looking


def test_a_school_without_classes_is_led_to_the_first(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    assert page.empty.isVisible()
    assert page.empty.action.property("role") == "primary"
    assert button_of(page, "timetable-new").property("role") == ""
    qtbot.mouseClick(page.empty.action, LEFT)
    assert travels(desk) == [("training_class", "new")]


def test_weeks_and_months_turn_and_come_back_to_today(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    heard: list[str] = []
    page.subtitle_changed.connect(heard.append)
    press_key(qtbot, page, Key.Key_PageDown)
    assert heard[-1] == "2026年11月30日–12月6日　没有课，按 Ctrl+N 加课次"
    press_key(qtbot, page, Key.Key_T)
    assert isinstance(page.board.frame, MonthFrame)
    assert button_of(page, "timetable-earlier").accessibleName() == "上个月"
    press_key(qtbot, page, Key.Key_PageUp)
    assert page.day == date(2026, 10, 30), "a month earlier"
    press_key(qtbot, page, Key.Key_Home)
    assert heard[-1] == "2026年11月　1 节"
    keep(page, "timetable_month")
    press_key(qtbot, page, Key.Key_T)
    assert heard[-1] == "2026年11月23日–29日　1 节"
    page.tools.day.setDate(page.tools.day.date().addDays(7))
    settle(qtbot, desk)
    assert page.days.first == date(2026, 11, 30)


def test_tab_and_arrows_walk_and_say_where_they_are(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    first, second = teaching.lesson(at(24, 8, 30)), teaching.lesson(at(25, 14))
    page = opened(desk, qtbot)
    keys(qtbot, page, Key.Key_Tab)
    assert page.board.current_id == first
    assert "党的创新理论进基层，11月24日 08:30–11:30" in page.board.accessibleDescription()
    assert "未定讲师" in page.board.accessibleDescription()
    keys(qtbot, page, Key.Key_Tab)
    assert page.board.current_id == second
    qtbot.keyClick(page.board, Key.Key_Backtab)
    assert page.board.current_id == first
    keys(qtbot, page, Key.Key_Down)
    assert page.board.current is None, "past its end is free"
    assert page.board.accessibleDescription() == "11月24日 周二 11:30 全部 空闲"
    keys(qtbot, page, Key.Key_Up, Key.Key_Left, Key.Key_Left)
    assert page.days.first == date(2026, 11, 16), "left of Monday is the week before"
    assert page.board.spot.day == date(2026, 11, 22)


def test_the_card_says_everything_and_leads_on(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    class_id = teaching.class_("村支部书记轮训班")
    teaching.enrol(class_id, teaching.members(3))
    key = teaching.lesson(at(24, 8, 30), class_id=class_id)
    lecturer = teaching.lecturer("孔令岩")
    with desk.workspace.write("booking.book") as session:
        booking.book(session, key, lecturer)
    page = opened(desk, qtbot)
    QTest.mouseClick(page.board.viewport(), LEFT, pos=where(page, key).center())
    assert page.card.isVisible()
    keep(page, "timetable_card")
    for name in ("timetable-sign-in", "timetable-book", "timetable-class"):
        press(qtbot, page.card, name)
    assert travels(desk) == [("sign_in", key), ("booking", key), ("training_class", class_id)]
    page.card.first.setFocus()
    qtbot.keyClick(page.card.first, Key.Key_Escape)
    assert not page.card.isVisible()
    assert page.board.hasFocus()


def test_a_full_day_of_the_month_opens_as_a_list(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    class_id = teaching.class_()
    made = [teaching.lesson(at(23, 6 + n), 1, class_id=class_id) for n in range(12)]
    page = opened(desk, qtbot)
    page.tools.month.click()
    settle(qtbot, desk)
    (more,) = page.board.frame.more
    drawn = [one for one in page.board.frame.pieces if one.day == date(2026, 11, 23)]
    assert more.count + len(drawn) == 12
    keys(qtbot, page, Key.Key_Tab, *[Key.Key_Down] * len(drawn), Key.Key_Return)
    box = dialog(qtbot, DayDialog)
    assert len(box.table.rows_model.rows) == 12
    keep(box, "timetable_day")
    box.table.selectRow(11)
    qtbot.keyClick(box.table, Key.Key_Return)
    settle(qtbot, desk)
    assert page.board.current_id == made[11]
    assert isinstance(page.board.frame, WeekFrame)


def test_one_room_site_or_class_alone(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    one, other = teaching.class_("轮训班"), teaching.class_("专题班")
    here = teaching.lesson(at(24, 8, 30), class_id=one)
    far = teaching.lesson(at(24, 8, 30), class_id=other, room=teaching.far_room)
    page = opened(desk, qtbot)

    def drawn() -> set[UUID]:
        return {piece.row.id for piece in page.board.frame.pieces}

    for text, wanted in (
        ("阵地：布山分教点", {far}),
        ("教室：主校区 201", {here}),
        ("专题班", {far}),
        ("全部课次", {here, far}),
    ):
        page.board.setFocus()
        qtbot.keyClick(page.board, Key.Key_F, CONTROL)
        assert page.tools.filter.hasFocus()
        type_text(page.tools.filter, text)
        assert drawn() == wanted, text
    page.tools.grouping.setCurrentIndex(list(Grouping).index(Grouping.room))
    assert [one.title for one in page.board.shown.groups] == [
        "主校区 102", "主校区 201", "布山分教点 会议室",
    ]  # fmt: skip
    assert drawn() == {here, far}
    keep(page, "timetable_rooms")


# moving


def test_a_lesson_is_carried_by_keys_and_put_back(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    key = teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    keys(qtbot, page, Key.Key_Tab, Key.Key_Space, Key.Key_Right, Key.Key_Down, Key.Key_Down)
    assert "11月25日 周三 09:00–12:00 主校区 201" in page.note.accessibleName()
    assert lesson(page, key).starts_at == at(24, 8, 30), "still in hand"
    qtbot.keyClick(page.board, Key.Key_Up, SHIFT)
    keys(qtbot, page, Key.Key_Return)
    moved = lesson(page, key)
    assert (moved.starts_at, moved.ends_at) == (at(25, 9), at(25, 11, 45))
    assert "撤销：移动课次“党的创新理论进基层”（原在 11月24日 08:30）" in said(desk).said[-1]
    assert page.board.current_id == key, "the cursor stays on it"
    qtbot.keyClick(page.board, Key.Key_Z, CONTROL)
    settle(qtbot, desk)
    back = lesson(page, key)
    assert (back.starts_at, back.ends_at) == (at(24, 8, 30), at(24, 11, 30))
    keys(qtbot, page, Key.Key_M, Key.Key_Right, Key.Key_Escape, Key.Key_Return)
    assert lesson(page, key).starts_at == at(24, 8, 30), "let go"


def test_carried_over_new_year_and_to_another_room(
    desk: Desk, qtbot: QtBot, teaching: Teaching, clock: FixedClock
) -> None:
    key = teaching.lesson(at(31, 22, month=12), 4)
    clock.set_to(at(30, 8, month=12))
    page = opened(desk, qtbot)
    page.tools.grouping.setCurrentIndex(list(Grouping).index(Grouping.room))
    keys(qtbot, page, Key.Key_Tab)
    assert {one.day for one in page.board.frame.pieces} == {date(2026, 12, 31), date(2027, 1, 1)}
    keys(qtbot, page, Key.Key_Space)
    qtbot.keyClick(page.board, Key.Key_Up, CONTROL)
    keys(qtbot, page, Key.Key_PageDown, Key.Key_Return)
    moved = lesson(page, key)
    assert (moved.starts_at, moved.room) == (datetime(2027, 1, 7, 22), "102")  # noqa: DTZ001
    assert page.days.holds(date(2027, 1, 7))


def test_the_31st_goes_to_a_shorter_months_last_day(
    desk: Desk, qtbot: QtBot, teaching: Teaching, clock: FixedClock
) -> None:
    key = teaching.lesson(at(31, 8, 30, month=8))
    clock.set_to(at(30, 8, month=8))
    page = opened(desk, qtbot)
    page.tools.month.click()
    settle(qtbot, desk)
    keys(qtbot, page, Key.Key_Tab, Key.Key_Space, Key.Key_PageDown, Key.Key_Return)
    assert lesson(page, key).starts_at == at(30, 8, 30, month=9)


def test_a_taken_place_stays_red_and_says_why(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    class_id = teaching.class_()
    key = teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(25, 9), class_id=class_id, course_id=teaching.course)
    page = opened(desk, qtbot)
    keys(qtbot, page, Key.Key_Tab, Key.Key_Space, Key.Key_Right)
    why = "201 09:00–12:00 已排“大棚蔬菜管护技术”"
    assert why in page.note.accessibleName()
    assert why in page.board.accessibleDescription()
    keep(page, "timetable_clash")
    keys(qtbot, page, Key.Key_Return)
    assert said(desk).explained[-1] == ("不能移动", f"不能放在这里：{why}。")
    assert page.board.hand.carry is not None, "by keys it stays in hand"
    keys(qtbot, page, Key.Key_Right, Key.Key_Return)
    assert lesson(page, key).starts_at == at(26, 8, 30)


def test_who_would_be_at_two_places_is_asked_about(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    one, other = teaching.class_("轮训班"), teaching.class_("专题班")
    members = teaching.members(2)
    for class_id in (one, other):
        teaching.enrol(class_id, members)
    key = teaching.lesson(at(24, 8, 30), class_id=one)
    teaching.lesson(at(25, 8, 30), class_id=other, room=teaching.other_room)
    page = opened(desk, qtbot)
    said(desk).yes = False
    keys(qtbot, page, Key.Key_Tab, Key.Key_Space, Key.Key_Right, Key.Key_Return)
    assert said(desk).asked[-1][1] == "王秀兰（专题班）、李建国（专题班）同一时间另有课。"
    assert lesson(page, key).starts_at == at(24, 8, 30)
    said(desk).yes = True
    keys(qtbot, page, Key.Key_Space, Key.Key_Right, Key.Key_Return)
    assert lesson(page, key).starts_at == at(25, 8, 30)


def test_a_lesson_with_sign_ins_is_not_picked_up(
    desk: Desk, qtbot: QtBot, teaching: Teaching, clock: FixedClock
) -> None:
    class_id = teaching.class_()
    (member,) = teaching.members(1)
    teaching.enrol(class_id, [member])
    key = teaching.lesson(at(23, 9), class_id=class_id)
    with desk.workspace.write("sign_in.record") as session:
        sign_in.record(session, key, member, method=SignInMethod.keyboard)
    page = opened(desk, qtbot)
    keys(qtbot, page, Key.Key_Tab, Key.Key_Space)
    assert page.board.hand.carry is None
    drag(page, where(page, key).center(), place(page, at(25, 9)))
    keys(qtbot, page, Key.Key_Delete)
    assert [title for title, _ in said(desk).explained] == ["不能移动", "不能移动", "不能取消"]
    assert lesson(page, key).starts_at == at(23, 9)


def test_dragging_snaps_to_quarters_and_rows_are_rooms(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    key = teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    start = place(page, at(24, 8, 30))
    drag(page, start, place(page, at(26, 10)) + QPoint(0, 3))
    settle(qtbot, desk)
    assert lesson(page, key).starts_at == at(26, 10)
    page.tools.grouping.setCurrentIndex(list(Grouping).index(Grouping.room))
    page.board.verticalScrollBar().setValue(0)
    drag(page, place(page, at(26, 10), 1), place(page, at(26, 9), 0), let_go=False)
    keep(page, "timetable_drag")
    QTest.mouseRelease(page.board.viewport(), LEFT, pos=place(page, at(26, 9), 0))
    settle(qtbot, desk)
    moved = lesson(page, key)
    assert (moved.starts_at, moved.room) == (at(26, 9), "102")


def test_the_lower_edge_stretches(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    key = teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    edge = where(page, key)
    grip = QPoint(edge.center().x(), edge.bottom() - 2)
    drag(page, grip, QPoint(grip.x(), place(page, at(24, 13)).y()))
    settle(qtbot, desk)
    moved = lesson(page, key)
    assert (moved.starts_at, moved.ends_at) == (at(24, 8, 30), at(24, 13))
    assert "学时仍为 4" in said(desk).said[-1]


def test_dragging_in_the_month_keeps_the_time(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    key = teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    page.tools.month.click()
    settle(qtbot, desk)
    frame = page.board.frame
    assert isinstance(frame, MonthFrame)
    target = page.board.widget_rect(frame.cell_rect(date(2026, 12, 3))).center()
    drag(page, where(page, key).center(), target)
    settle(qtbot, desk)
    assert lesson(page, key).starts_at == at(3, 8, 30, month=12)


# making, copying, calling off


def test_a_new_lesson_is_made_where_the_cursor_is(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30), class_id=teaching.class_("轮训班"))
    page = opened(desk, qtbot)
    page.tools.grouping.setCurrentIndex(list(Grouping).index(Grouping.room))
    QTest.mouseClick(page.board.viewport(), LEFT, pos=place(page, at(26, 14), 0))
    press(qtbot, page, "timetable-new")
    box = dialog(qtbot, NewLessonDialog)
    assert box.of_class.currentText() == "轮训班"
    assert box["room_id"].currentText().startswith("主校区 102")
    keep(box, "timetable_new")
    type_text(box["course_id"], "大棚")
    qtbot.mouseClick(box.save_button, LEFT)
    settle(qtbot, desk)
    (_, made) = page.board.shown.lessons
    assert (made.starts_at, made.ends_at, made.room) == (at(26, 14), at(26, 17), "102")
    take_back(qtbot, page)
    assert len(page.board.shown.lessons) == 1


def test_a_lesson_is_copied_to_the_cursor(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    qtbot.keyClick(page.board, Key.Key_V, CONTROL)
    assert "还没有复制" in said(desk).said[-1]
    keys(qtbot, page, Key.Key_Tab)
    qtbot.keyClick(page.board, Key.Key_C, CONTROL)
    keys(qtbot, page, Key.Key_Right, Key.Key_Right)
    qtbot.keyClick(page.board, Key.Key_V, CONTROL)
    settle(qtbot, desk)
    assert [row.starts_at for row in page.board.shown.lessons] == [at(24, 8, 30), at(26, 8, 30)]
    page.tools.month.click()
    settle(qtbot, desk)
    keys(qtbot, page, Key.Key_Right)
    qtbot.keyClick(page.board, Key.Key_V, CONTROL)
    settle(qtbot, desk)
    assert page.board.shown.lessons[-1].starts_at == at(27, 8, 30)


def test_a_lesson_is_called_off_with_a_reason_and_comes_back(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    key = teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    keys(qtbot, page, Key.Key_Tab, Key.Key_Delete)
    box = dialog(qtbot, ReasonDialog)
    type_text(box.reason, "防汛")
    qtbot.keyClick(box, Key.Key_Return)
    settle(qtbot, desk)
    assert page.board.frame.pieces == []
    take_back(qtbot, page)
    assert [one.row.id for one in page.board.frame.pieces] == [key]


# out of the program


def test_the_week_is_printed_as_it_is_listed(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    press(qtbot, page, "timetable-print")
    box = dialog(qtbot, PreviewDialog)
    assert box.document.pages == 1
    assert "党的创新理论" in "".join(pages(box.pdf)[0].split())
    box.reject()


def test_a_class_is_exported_as_a_calendar(
    desk: Desk, qtbot: QtBot, teaching: Teaching, tmp_path: Path
) -> None:
    class_id = teaching.class_("轮训班")
    key = teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(24, 8, 30, month=12), class_id=class_id)
    page = opened(desk, qtbot)
    for which, count in ((None, 1), ("班次：轮训班", 2)):
        press(qtbot, page, "timetable-export")
        box = dialog(qtbot, ExportDialog)
        if which is not None:
            type_text(box.which, which)
        chooser(desk).answer = tmp_path / f"{count}"
        qtbot.mouseClick(box.save_button, LEFT)
        settle(qtbot, desk)
        events = Calendar.from_ical((tmp_path / f"{count}.ics").read_bytes()).walk("VEVENT")
        assert len(events) == count
        assert str(key) in events[0]["UID"]
        assert said(desk).said[-1] == f"已导出 {count} 节课：{count}.ics"
    assert chooser(desk).names[-1] == "课表-轮训班.ics"


def test_an_empty_export_is_told(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    teaching.class_()
    page = opened(desk, qtbot)
    chooser(desk).answer = Path("never.ics")
    press(qtbot, page, "timetable-export")
    qtbot.mouseClick(dialog(qtbot, ExportDialog).save_button, LEFT)
    settle(qtbot, desk)
    (error,) = said(desk).errors
    assert "没有课" in str(error)


def test_another_page_can_point_at_a_lesson(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    key = teaching.lesson(at(24, 8, 30, month=12))
    page = opened(desk, qtbot)
    page.enter(key)
    settle(qtbot, desk)
    assert page.board.current_id == key
    assert page.findChild(QPushButton, "week").isChecked()
    assert page.days.holds(at(24, 8, month=12).date())
    assert timedelta(days=7) > at(24, 8, month=12).date() - page.days.first


def test_the_sheets_of_the_listed_lessons_come_in_one_preview(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30))
    teaching.lesson(at(25, 8, 30))
    page = opened(desk, qtbot)
    press(qtbot, page, "timetable-sheets")
    box = dialog(qtbot, PreviewDialog)
    assert box.windowTitle() == "签到表：2 份"
    assert box.document.pages == 2
    box.reject()


def test_the_right_button_offers_what_can_be_done_there(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    key = teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    for point, can in ((where(page, key).center(), True), (place(page, at(26, 14)), False)):
        at_ = page.board.viewport().mapToGlobal(point)
        QApplication.sendEvent(
            page.board.viewport(),
            QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, at_),
        )
        assert (page.board.current_id == key) is can
        (menu,) = page.board.findChildren(QMenu)
        entries = {one.text(): one for one in menu.actions()}
        assert entries["修改\tCtrl+E"].isEnabled() is can
        assert entries["取消课次\tDel"].isEnabled() is can
        assert entries["加课次\tCtrl+N"].isEnabled()
        menu.close()
        qtbot.waitUntil(lambda: not page.board.findChildren(QMenu))


def test_the_card_goes_with_the_cursor(desk: Desk, qtbot: QtBot, teaching: Teaching) -> None:
    """Its buttons act on the lesson of the cursor: it never stands beside another."""
    key = teaching.lesson(at(24, 8, 30))
    page = opened(desk, qtbot)
    QTest.mouseClick(page.board.viewport(), LEFT, pos=where(page, key).center())
    assert page.card.isVisible()
    QTest.mouseClick(page.board.viewport(), LEFT, pos=place(page, at(28, 19)))
    assert not page.card.isVisible()
