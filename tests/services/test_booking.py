"""Bookings: what is refused, what needs a reason, what the week and the to-dos say."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services import booking, lecturer, training_class
from services.booking import BookingItem, BookingState
from services.core.clock import FixedClock
from services.core.errors import BadInput, NeedsReason, NotFound, Refused
from services.core.workspace import Workspace
from services.lecturer import LecturerSource
from tests.helpers.teaching import Teaching, at

MONDAY = date(2026, 11, 23)


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def book(teaching: Teaching, lesson: UUID, who: UUID, reason: str = "") -> UUID:
    with teaching.workspace.write("booking.book") as session:
        return booking.book(session, lesson, who, reason=reason).id


def do(teaching: Teaching, verb: Callable[..., Any], *given: object) -> Any:
    with teaching.workspace.write("booking.test") as session:
        session.note("booking.test")
        return verb(session, *given)


def items(teaching: Teaching, who: UUID | None, monday: date = MONDAY) -> tuple[BookingItem, ...]:
    with teaching.workspace.read() as session:
        rows = booking.week(session, monday).lecturers
    return next(row for row in rows if row.id == who).items


def state_of(teaching: Teaching, booking_id: UUID) -> BookingState | None:
    with teaching.workspace.read() as session:
        return booking.detail(session, booking_id).item.state


def test_a_booking_waits_for_the_answer(teaching: Teaching) -> None:
    who, lesson = teaching.lecturer("孔令岩"), teaching.lesson(at(24, 8, 30))
    made = book(teaching, lesson, who)
    (item,) = items(teaching, who)
    assert (item.id, item.state, item.state_words, item.tone) == (
        made,
        BookingState.requested,
        "待答复",
        "amber",
    )
    assert (item.part, item.place, item.title) == ("上午", "主校区 201", "党的创新理论进基层")
    assert items(teaching, None) == ()


def test_an_overlap_is_refused_and_names_class_time_and_place(teaching: Teaching) -> None:
    who = teaching.lecturer("孔令岩")
    book(teaching, teaching.lesson(at(24, 8, 30)), who)
    second = teaching.lesson(at(24, 11), room=teaching.far_room)
    with pytest.raises(Refused) as refused:
        book(teaching, second, who, reason="再写理由也不行")
    for words in ("孔令岩", "村支部书记轮训班", "11月24日 08:30–11:30", "主校区 201"):
        assert words in refused.value.message
    assert [item.lesson_id for item in items(teaching, None)] == [second]


def test_lessons_that_touch_do_not_overlap(teaching: Teaching) -> None:
    who = teaching.lecturer("孔令岩")
    book(teaching, teaching.lesson(at(24, 8, 30)), who)
    book(teaching, teaching.lesson(at(24, 11, 30)), who)
    assert len(items(teaching, who)) == 2


def test_a_lesson_has_one_lecturer(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    book(teaching, lesson, teaching.lecturer("孔令岩"))
    with pytest.raises(Refused, match="已约孔令岩"):
        book(teaching, lesson, teaching.lecturer("张广运"))


@pytest.mark.parametrize("ending", [booking.decline, booking.cancel])
def test_what_was_declined_or_cancelled_frees_lesson_and_lecturer(
    teaching: Teaching, ending: Callable[..., object]
) -> None:
    who, lesson = teaching.lecturer("孔令岩"), teaching.lesson(at(24, 8, 30))
    made = book(teaching, lesson, who)
    with pytest.raises(BadInput):
        do(teaching, ending, made, "  ")
    assert state_of(teaching, made) is BookingState.requested
    do(teaching, ending, made, "出差")
    assert [item.lesson_id for item in items(teaching, None)] == [lesson]
    again = book(teaching, lesson, who)
    with teaching.workspace.read() as session:
        (told,) = booking.detail(session, again).history
    assert told.startswith("孔令岩")
    assert told.endswith("出差")


def test_a_cancelled_lesson_no_longer_holds_the_lecturer(teaching: Teaching) -> None:
    who, lesson = teaching.lecturer("孔令岩"), teaching.lesson(at(24, 8, 30))
    book(teaching, lesson, who)
    do(teaching, training_class.cancel_lesson, lesson, "停电")
    book(teaching, teaching.lesson(at(24, 9)), who)
    with pytest.raises(NotFound):
        book(teaching, lesson, teaching.lecturer("张广运"))
    assert len(items(teaching, who)) == 1


def test_short_travel_between_sites_needs_a_reason(teaching: Teaching) -> None:
    who = teaching.lecturer("李延庆")
    book(teaching, teaching.lesson(at(24, 9), 1), who)
    near = teaching.lesson(at(24, 10, 29), 1, room=teaching.far_room)
    with pytest.raises(NeedsReason, match="只隔 29 分钟"):
        book(teaching, near, who)
    assert len(items(teaching, who)) == 1
    made = book(teaching, near, who, reason="两处相邻，步行五分钟")
    with teaching.workspace.read() as session:
        shown = booking.detail(session, made)
    assert shown.warning_reason == "两处相邻，步行五分钟"
    assert [item.tone for item in items(teaching, who)] == ["red", "red"]
    assert all("29 分钟" in item.trouble for item in items(teaching, who))


@pytest.mark.parametrize(("start", "room"), [((10, 30), "far_room"), ((10, 5), "other_room")])
def test_half_an_hour_or_the_same_site_is_enough(
    teaching: Teaching, start: tuple[int, int], room: str
) -> None:
    who = teaching.lecturer("李延庆")
    book(teaching, teaching.lesson(at(24, 9), 1), who)
    book(teaching, teaching.lesson(at(24, *start), 1, room=getattr(teaching, room)), who)
    assert [item.tone for item in items(teaching, who)] == ["amber", "amber"]


def test_a_lesson_after_the_appointment_needs_a_reason(teaching: Teaching) -> None:
    who = teaching.lecturer("张广运", source=LecturerSource.appointed, until=date(2026, 11, 24))
    book(teaching, teaching.lesson(at(24, 8, 30)), who)
    late = teaching.lesson(at(25, 8, 30))
    with pytest.raises(NeedsReason, match="聘期到 2026-11-24"):
        book(teaching, late, who)
    book(teaching, late, who, "续聘文件在走程序")
    assert [item.tone for item in items(teaching, who)] == ["amber", "red"]


def test_an_invited_lecturer_needs_no_appointment(teaching: Teaching) -> None:
    assert book(teaching, teaching.lesson(at(25, 8, 30)), teaching.lecturer("宋春霞"))


def test_somebody_who_left_the_pool_is_not_booked(teaching: Teaching, clock: FixedClock) -> None:
    who, held = teaching.lecturer("曾庆淮"), teaching.lesson(at(23, 14))
    book(teaching, held, who)
    with pytest.raises(Refused, match="还有 1 节约好的课"):
        do(teaching, lecturer.retire, who)
    clock.set_to(at(23, 18))
    do(teaching, lecturer.retire, who)
    with pytest.raises(Refused, match="不在师资库"):
        book(teaching, teaching.lesson(at(25, 8)), who)
    assert [item.lesson_id for item in items(teaching, who)] == [held]


def test_answers_come_once(teaching: Teaching) -> None:
    made = book(teaching, teaching.lesson(at(24, 8)), teaching.lecturer("孔令岩"))
    do(teaching, booking.confirm, made)
    for again in (
        lambda: do(teaching, booking.confirm, made),
        lambda: do(teaching, booking.decline, made, "出差"),
    ):
        with pytest.raises(Refused):
            again()
    assert state_of(teaching, made) is BookingState.confirmed


def test_a_confirmed_booking_was_taught_when_its_lesson_is_over(
    teaching: Teaching, clock: FixedClock
) -> None:
    who = teaching.lecturer("孔令岩")
    made = book(teaching, teaching.lesson(at(24, 8, 30)), who)
    asked = book(teaching, teaching.lesson(at(24, 14)), who)
    do(teaching, booking.confirm, made)
    clock.set_to(at(24, 11, 29))
    assert state_of(teaching, made) is BookingState.confirmed
    clock.set_to(at(24, 18))
    assert state_of(teaching, made) is BookingState.taught
    assert state_of(teaching, asked) is BookingState.requested
    with pytest.raises(Refused, match="已经上完"):
        do(teaching, booking.cancel, made, "不想算了")


def test_a_substitute_takes_over_and_is_named(teaching: Teaching) -> None:
    first, second = teaching.lecturer("孔令岩"), teaching.lecturer("张广运")
    lesson = teaching.lesson(at(24, 8, 30))
    made = book(teaching, lesson, first)
    do(teaching, booking.confirm, made)
    do(teaching, booking.substitute, made, second, "临时开会")
    assert items(teaching, first) == ()
    (item,) = items(teaching, second)
    assert item.state is BookingState.requested
    assert item.id is not None
    with teaching.workspace.read() as session:
        assert booking.detail(session, item.id).history == (
            "孔令岩 已换人：改由张广运讲授，临时开会",
        )


def test_a_substitute_who_is_busy_changes_nothing(teaching: Teaching) -> None:
    first, second = teaching.lecturer("孔令岩"), teaching.lecturer("张广运")
    made = book(teaching, teaching.lesson(at(24, 8, 30)), first)
    book(teaching, teaching.lesson(at(24, 9), room=teaching.far_room), second)
    with pytest.raises(Refused, match="时间重叠"):
        do(teaching, booking.substitute, made, second, "临时开会")
    assert state_of(teaching, made) is BookingState.requested


def test_an_answer_taken_back_is_checked_again(teaching: Teaching) -> None:
    first, second = teaching.lecturer("孔令岩"), teaching.lecturer("张广运")
    lesson = teaching.lesson(at(24, 8, 30))
    made = book(teaching, lesson, first)
    confirmed = do(teaching, booking.confirm, made)
    do(teaching, do(teaching, booking.cancel, made, "出差").act)
    assert state_of(teaching, made) is BookingState.confirmed
    do(teaching, confirmed.act)
    assert state_of(teaching, made) is BookingState.requested
    declined = do(teaching, booking.decline, made, "出差")
    book(teaching, lesson, second)
    with pytest.raises(Refused, match="已约张广运"):
        do(teaching, declined.act)


def test_a_lecturer_who_teaches_elsewhere_by_now_is_not_given_back(teaching: Teaching) -> None:
    first = teaching.lecturer("孔令岩")
    made = book(teaching, teaching.lesson(at(24, 8, 30)), first)
    cancelled = do(teaching, booking.cancel, made, "出差")
    book(teaching, teaching.lesson(at(24, 9), room=teaching.far_room), first)
    with pytest.raises(Refused, match="时间重叠"):
        do(teaching, cancelled.act)
    assert state_of(teaching, made) is BookingState.cancelled


def test_a_booking_and_a_substitute_are_taken_back_whole(teaching: Teaching) -> None:
    first, second = teaching.lecturer("孔令岩"), teaching.lecturer("张广运")
    lesson = teaching.lesson(at(24, 8, 30))
    booked = do(teaching, booking.book, lesson, first)
    replaced = do(teaching, booking.substitute, booked.id, second, "临时开会")
    do(teaching, replaced.undo.act)
    assert state_of(teaching, booked.id) is BookingState.requested
    assert items(teaching, second) == ()
    do(teaching, booked.undo.act)
    assert items(teaching, first) == ()


def test_candidates_are_ranked_and_say_why_not(teaching: Teaching) -> None:
    busy = teaching.lecturer("孔令岩", topics="党的创新理论")
    fits = teaching.lecturer("张广运", topics="乡村振兴、创新理论")
    ended = teaching.lecturer(
        "李延庆",
        source=LecturerSource.appointed,
        topics="创新理论",
        until=date(2026, 6, 30),
    )
    plain = teaching.lecturer("宋春霞", topics="意识形态")
    lesson = teaching.lesson(at(24, 8, 30))
    book(teaching, teaching.lesson(at(24, 9), room=teaching.far_room), busy)
    with teaching.workspace.read() as session:
        found = booking.candidates(session, lesson)
    assert [one.lecturer_id for one in found] == [fits, ended, plain, busy]
    assert [one.free for one in found] == [True, True, True, False]
    assert "专题对口" in found[0].note
    assert "聘期到 2026-06-30" in found[1].warning
    assert found[3].why_not == "09:00 在布山分教点讲“党的创新理论进基层”"


def test_the_home_page_hears_of_unanswered_and_unbooked(
    teaching: Teaching, clock: FixedClock
) -> None:
    who = teaching.lecturer("孔令岩")
    lesson, bare = teaching.lesson(at(24, 8, 30)), teaching.lesson(at(29, 14))
    teaching.lesson(at(30, 14))  # on the eighth day: not yet urgent
    made = book(teaching, lesson, who)
    with teaching.workspace.read() as session:
        asked, unbooked = booking.todos(session)
        (waits,) = booking.waiting(session)
    assert (asked.count, asked.target, asked.note) == (1, lesson, "最近一节在明天 08:30")
    assert (unbooked.count, unbooked.target) == (1, bare)
    assert (waits.booking_id, waits.overdue) == (made, False)
    do(teaching, booking.confirm, made)
    clock.set_to(at(29, 15))
    with teaching.workspace.read() as session:
        (left,) = booking.todos(session)
    assert left.title == "7 天内 1 节课没有讲师"


def test_who_taught_a_lesson_that_was_held_stays(teaching: Teaching, clock: FixedClock) -> None:
    """Once, asking anew and then cancelling took the lecturer of a held lesson away."""
    made = book(teaching, teaching.lesson(at(23, 14)), teaching.lecturer("孔令岩"))
    confirmed = do(teaching, booking.confirm, made)
    clock.set_to(at(23, 18))
    for act in (confirmed.act, lambda session: booking.cancel(session, made, "外出")):
        with pytest.raises(Refused, match="已经上完"):
            do(teaching, act)
    assert state_of(teaching, made) is BookingState.taught
