"""The timetable: what a week holds, what moves, what warns, and what is taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from models.booking import Booking, BookingState
from models.training_class import Lesson
from services import booking, sign_in, timetable, training_class
from services.core.clock import FixedClock
from services.core.days import add_months
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.sign_in import SignInMethod
from services.timetable import Days, Grouping, LessonState, Timetable
from tests.helpers.teaching import Teaching, at

WEEK = timetable.week_of(date(2026, 11, 24))


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def read(teaching: Teaching, days: Days = WEEK) -> Timetable:
    with teaching.workspace.read() as session:
        return timetable.read(session, days)


def move(
    teaching: Teaching,
    lesson: UUID,
    start: datetime,
    hours: float = 3,
    room: UUID | None = None,
    reason: str = "",
) -> Undo:
    with teaching.workspace.write("timetable.move") as session:
        end = start + timedelta(hours=hours)
        return timetable.move(session, lesson, start, end, room or teaching.room, reason=reason)


def take_back(teaching: Teaching, undo: Undo) -> None:
    with teaching.workspace.write(undo.verb) as session:
        undo.act(session)


def sign(teaching: Teaching, lesson: UUID, member: UUID) -> None:
    with teaching.workspace.write("sign_in.record") as session:
        sign_in.record(session, lesson, member, method=SignInMethod.keyboard)


def start_of(teaching: Teaching, lesson: UUID) -> datetime:
    with teaching.workspace.read() as session:
        return training_class.lesson(session, lesson).starts_at


# the days


def test_weeks_and_months_are_whole_and_months_end_where_they_end() -> None:
    assert Days(date(2026, 12, 28), date(2027, 1, 3)) == timetable.week_of(date(2027, 1, 1))
    assert timetable.month_of(date(2026, 11, 5)) == Days(date(2026, 10, 26), date(2026, 12, 6))
    assert timetable.only_month(date(2028, 2, 10)).last == date(2028, 2, 29)
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 31), 1) == date(2027, 1, 31)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)


def test_a_lesson_past_midnight_is_on_both_days_and_in_both_weeks(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(29, 22), 4)
    teaching.lesson(at(30, 8, 30))
    assert [row.id for row in read(teaching).lessons] == [lesson]
    following = read(teaching, timetable.week_of(date(2026, 11, 30)))
    first_day = timetable.on_day(following.lessons, date(2026, 11, 30))
    assert first_day[0].id == lesson
    assert len(first_day) == 2
    assert timetable.times_on(first_day[0], date(2026, 11, 30)) == "前日 22:00–02:00"
    assert timetable.times_on(first_day[0], date(2026, 11, 29)) == "22:00–次日 02:00"


def test_a_lesson_until_midnight_is_on_its_day_only(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(29, 22), 2)
    (row,) = read(teaching).lessons
    assert timetable.times_on(row, date(2026, 11, 29)) == "22:00–24:00"
    assert row.id == lesson
    assert read(teaching, timetable.week_of(date(2026, 11, 30))).lessons == ()


def test_rooms_out_of_use_are_rows_as_long_as_they_hold_a_lesson(
    teaching: Teaching, clock: FixedClock
) -> None:
    teaching.lesson(at(24, 8, 30))
    clock.set_to(at(28, 8))
    from services import site

    with teaching.workspace.write("site.retire_room") as session:
        site.retire_room(session, teaching.room)
        site.retire_room(session, teaching.far_room)
    shown = read(teaching)
    rooms = {group.key: group.note for group in timetable.groups(shown, Grouping.room)}
    assert rooms == {teaching.other_room: "60 座", teaching.room: "已停用"}
    (row,) = shown.lessons
    assert timetable.group_of(row, Grouping.room) == teaching.room
    assert timetable.group_of(row, Grouping.site) == "主校区"


def test_the_state_of_a_lesson(teaching: Teaching, clock: FixedClock) -> None:
    class_id = teaching.class_()
    members = teaching.members(1)
    teaching.enrol(class_id, members)
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id)

    def state() -> LessonState:
        (row,) = read(teaching).lessons
        return timetable.state_of(row)

    assert state() is LessonState.open
    lecturer = teaching.lecturer("孔令岩")
    with teaching.workspace.write("booking.book") as session:
        booked = booking.book(session, lesson, lecturer).id
    assert state() is LessonState.asked
    with teaching.workspace.write("booking.confirm") as session:
        booking.confirm(session, booked)
    assert state() is LessonState.booked
    clock.set_to(at(24, 8, 30))
    sign(teaching, lesson, members[0])
    assert state() is LessonState.signed


# moving


def test_a_moved_lesson_keeps_its_worth_and_goes_back(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8, 30), worth=Decimal("2.5"))
    undo = move(teaching, lesson, at(25, 14), room=teaching.other_room)
    with teaching.workspace.read() as session:
        row = training_class.lesson(session, lesson)
    assert (row.starts_at, row.ends_at, row.room) == (at(25, 14), at(25, 17), "102")
    assert row.hours == Decimal("2.5")
    assert undo.words == "移动课次“党的创新理论进基层”（原在 11月24日 08:30）"
    take_back(teaching, undo)
    with teaching.workspace.read() as session:
        row = training_class.lesson(session, lesson)
    assert (row.starts_at, row.room) == (at(24, 8, 30), "201")


def test_moving_tells_everybody_who_shows_lessons(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    heard: list[frozenset[str]] = []
    stop = teaching.workspace.subscribe(heard.append)
    undo = move(teaching, lesson, at(25, 14))
    take_back(teaching, undo)
    stop()
    assert all("lesson" in tables for tables in heard)


def test_a_taken_room_refuses_the_move_and_the_way_back(teaching: Teaching) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(25, 8, 30), class_id=class_id)
    with pytest.raises(Refused, match="已排"):
        move(teaching, lesson, at(25, 10))
    undo = move(teaching, lesson, at(26, 8, 30))
    teaching.lesson(at(24, 9), class_id=class_id)
    with pytest.raises(Refused, match="已排"):
        take_back(teaching, undo)
    assert start_of(teaching, lesson) == at(26, 8, 30), "a refused way back changes nothing"


def test_over_new_year_and_off_the_calendar(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(31, 22, month=12), 2)
    move(teaching, lesson, datetime(2026, 12, 31, 23), 3)  # noqa: DTZ001
    new_year = read(teaching, timetable.month_of(date(2027, 1, 1)))
    assert [row.id for row in timetable.on_day(new_year.lessons, date(2027, 1, 1))] == [lesson]
    with pytest.raises(BadInput):
        move(teaching, lesson, datetime(2046, 1, 1, 8))  # noqa: DTZ001
    with pytest.raises(BadInput):
        move(teaching, lesson, at(25, 8), 0)


def test_a_lesson_with_sign_ins_stays(teaching: Teaching, clock: FixedClock) -> None:
    class_id = teaching.class_()
    members = teaching.members(1)
    teaching.enrol(class_id, members)
    lesson = teaching.lesson(at(23, 9), class_id=class_id)
    undo = move(teaching, lesson, at(23, 8))
    sign(teaching, lesson, members[0])
    for start, room in ((at(25, 9), teaching.room), (at(23, 8), teaching.other_room)):
        with pytest.raises(Refused, match="已有人签到"):
            move(teaching, lesson, start, room=room)
    with pytest.raises(Refused, match="已有人签到"):
        take_back(teaching, undo)


def test_a_rotation_class_still_opens_with_its_first_lesson(teaching: Teaching) -> None:
    class_id = teaching.class_(rotation=True)
    opening = teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(25, 8, 30), class_id=class_id, course_id=teaching.course)
    with pytest.raises(Refused, match="首课"):
        move(teaching, opening, at(26, 8, 30))


# warnings


def told(
    teaching: Teaching, lesson: UUID, *, copied: bool = False, **changes: object
) -> timetable.Warnings:
    with teaching.workspace.read() as session:
        draft = replace(timetable.as_draft(session, lesson), **changes)  # type: ignore[arg-type]
        return timetable.warnings(session, lesson, draft, copied=copied)


def test_people_enrolled_elsewhere_at_that_hour_are_named(teaching: Teaching) -> None:
    members = teaching.members(3)
    one, other = teaching.class_("轮训班"), teaching.class_("专题班")
    teaching.enrol(one, members[:2])
    teaching.enrol(other, members[1:])
    lesson = teaching.lesson(at(24, 8, 30), class_id=one)
    teaching.lesson(at(25, 8, 30), class_id=other, room=teaching.other_room)
    found = told(teaching, lesson, starts_at=at(25, 10), ends_at=at(25, 12))
    assert found.people == ("李建国（专题班）",)
    assert found.words == "李建国（专题班）同一时间另有课"
    assert not told(teaching, lesson, starts_at=at(25, 11, 30), ends_at=at(25, 12, 30))


def test_namesakes_are_told_each(teaching: Teaching) -> None:
    members = teaching.members(13)
    one, other = teaching.class_("轮训班"), teaching.class_("专题班")
    for class_id in (one, other):
        teaching.enrol(class_id, [members[0], members[12]])
    lesson = teaching.lesson(at(24, 8, 30), class_id=one)
    teaching.lesson(at(25, 8, 30), class_id=other, room=teaching.other_room)
    found = told(teaching, lesson, starts_at=at(25, 10), ends_at=at(25, 12))
    assert found.people == ("王秀兰（专题班）", "王秀兰（专题班）")


def test_somebody_in_two_other_classes_then_is_one_person(teaching: Teaching) -> None:
    members = teaching.members(1)
    lesson = teaching.lesson(at(24, 8, 30), class_id=teaching.class_("轮训班"))
    for title, room in (("甲班", teaching.other_room), ("乙班", teaching.far_room)):
        other = teaching.class_(title)
        teaching.enrol(other, members)
        teaching.lesson(at(25, 8, 30), class_id=other, room=room)
    with teaching.workspace.read() as session:
        class_id = session.require(Lesson, lesson).class_id
    teaching.enrol(class_id, members)
    found = told(teaching, lesson, starts_at=at(25, 10), ends_at=at(25, 12))
    (both,) = found.people
    assert {both[4:6], both[7:9]} == {"甲班", "乙班"}


def test_the_class_itself_and_the_seats(teaching: Teaching) -> None:
    class_id = teaching.class_()
    teaching.enrol(class_id, teaching.members(41))
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(24, 14), class_id=class_id, course_id=teaching.course)
    found = told(
        teaching, lesson, starts_at=at(24, 15), ends_at=at(24, 16), room_id=teaching.far_room
    )
    assert found.of_class == "本班 14:00–17:00 还有“大棚蔬菜管护技术”"
    assert found.seats == "教室 会议室 只有 40 座，本班已报名 41 人"
    assert not told(teaching, lesson), "where it is, it is in nobody's way"
    assert told(teaching, lesson, copied=True).of_class, "but a copy of it would be"


def test_a_lecturer_who_must_hurry_needs_a_reason_that_is_kept(teaching: Teaching) -> None:
    lecturer = teaching.lecturer("孔令岩")
    first = teaching.lesson(at(24, 8, 30))
    second = teaching.lesson(at(25, 8, 30), room=teaching.far_room)
    with teaching.workspace.write("booking.book") as session:
        for lesson in (first, second):
            booking.book(session, lesson, lecturer)
    with pytest.raises(NeedsReason, match=r"讲师孔令岩：.*只隔 15 分钟"):
        move(teaching, first, at(25, 11, 45))
    assert start_of(teaching, first) == at(24, 8, 30)
    undo = move(teaching, first, at(25, 11, 45), reason="同车前往")
    with teaching.workspace.read() as session:
        kept = [row.warning_reason for row in session.query(Booking).all()]
    assert sorted(kept) == ["", "同车前往"]
    take_back(teaching, undo)
    with teaching.workspace.read() as session:
        assert {row.warning_reason for row in session.query(Booking).all()} == {""}
    with pytest.raises(booking.LecturerBusy):
        move(teaching, first, at(25, 10))


# copies, new ones, called off


def test_a_copy_is_a_lesson_of_its_own_until_it_is_taken_back(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8, 30), worth=Decimal(3))
    with teaching.workspace.write("timetable.copy") as session:
        undo = timetable.copy(session, lesson, at(31, 8, 30, month=12), teaching.other_room).undo
    assert undo is not None
    december = read(teaching, timetable.month_of(date(2026, 12, 1)))
    (copied,) = december.lessons
    assert (copied.starts_at, copied.ends_at) == (at(31, 8, 30, 12), at(31, 11, 30, 12))
    assert (copied.hours, copied.room, copied.booking_state) == (Decimal(3), "102", None)
    assert undo.words == "加课次“党的创新理论进基层”（12月31日 08:30）"
    take_back(teaching, undo)
    assert read(teaching, december.days).lessons == ()


def test_a_copy_that_was_booked_is_not_simply_taken_away(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    with teaching.workspace.write("timetable.copy") as session:
        undo = timetable.copy(session, lesson, at(25, 8, 30), teaching.room).undo
    assert undo is not None
    copied = read(teaching).lessons[1]
    lecturer = teaching.lecturer("孔令岩")
    with teaching.workspace.write("booking.book") as session:
        booking.book(session, copied.id, lecturer)
    with pytest.raises(Refused, match="已约讲师"):
        take_back(teaching, undo)


def test_a_cancelled_lesson_comes_back_with_its_booking(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    lecturer = teaching.lecturer("孔令岩")
    with teaching.workspace.write("booking.book") as session:
        booked = booking.book(session, lesson, lecturer).id
    with teaching.workspace.write("timetable.cancel") as session:
        undo = timetable.cancel(session, lesson, "防汛")
    assert read(teaching).lessons == ()
    take_back(teaching, undo)
    (row,) = read(teaching).lessons
    assert (row.id, row.lecturer) == (lesson, "孔令岩")
    with teaching.workspace.read() as session:
        assert session.require(Booking, booked).state is BookingState.requested


def test_a_cancelled_lesson_does_not_come_back_into_a_taken_room(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    with teaching.workspace.write("timetable.cancel") as session:
        undo = timetable.cancel(session, lesson, "防汛")
    teaching.lesson(at(24, 10))
    with pytest.raises(Refused, match="已排"):
        take_back(teaching, undo)
    with teaching.workspace.read() as session:
        assert session.require(Lesson, lesson).cancelled_at is not None
