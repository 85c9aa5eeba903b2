"""Classes: rooms hold one lesson at once, a rotation opens with a 首课, who is enrolled."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import course, sign_in, site, training_class
from services.core.errors import BadInput, NotFound, Refused
from services.core.workspace import Workspace
from services.sign_in import SignInMethod
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def test_classes_get_the_years_next_number(teaching: Teaching) -> None:
    first, second = teaching.class_(), teaching.class_("党员轮训班")
    with teaching.workspace.read() as session:
        codes = {row.id: row.code for row in training_class.list_rows(session)}
    assert (codes[first], codes[second]) == ("ZS-2026-0001", "ZS-2026-0002")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wanted=st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 24), st.booleans()), min_size=2, max_size=8
    )
)
def test_a_room_never_holds_two_lessons(
    teaching: Teaching, wanted: list[tuple[int, int, bool]]
) -> None:
    """Half-hour starts and lengths in two rooms: taken exactly where they overlap."""
    held: list[tuple[UUID, object, object]] = []
    made: list[UUID] = []
    class_id = teaching.class_()
    for start, length, first in wanted:
        starts = at(24, 6) + timedelta(minutes=30 * start)
        ends = starts + timedelta(minutes=30 * length)
        room = teaching.room if first else teaching.other_room
        clash = any(r == room and s < ends and e > starts for r, s, e in held)  # type: ignore[operator]
        if clash:
            with pytest.raises(Refused, match="请换教室或时间"):
                teaching.lesson(starts, length / 2, room=room, class_id=class_id)
        else:
            made.append(teaching.lesson(starts, length / 2, room=room, class_id=class_id))
            held.append((room, starts, ends))
    with teaching.workspace.write("t") as session:
        for lesson in made:  # the rooms are free again for the next example
            training_class.cancel_lesson(session, lesson, "演练")


@pytest.mark.parametrize("hours", ["0", "0.3", "24.5"])
def test_a_lesson_is_worth_half_hours(teaching: Teaching, hours: str) -> None:
    with pytest.raises(BadInput, match="半学时"):
        teaching.lesson(at(24, 8), worth=Decimal(hours))


@pytest.mark.parametrize("length", [0, -1, 12.5])
def test_a_lesson_ends_after_it_starts_and_within_half_a_day(
    teaching: Teaching, length: float
) -> None:
    with pytest.raises(BadInput):
        teaching.lesson(at(24, 8), length)


def test_a_rotation_class_opens_with_a_first_lesson(teaching: Teaching) -> None:
    class_id = teaching.class_("书记轮训班", rotation=True)
    with pytest.raises(Refused, match="首课"):
        teaching.lesson(at(24, 8), class_id=class_id, course_id=teaching.course)
    teaching.lesson(at(24, 8), class_id=class_id)
    teaching.lesson(at(24, 14), class_id=class_id, course_id=teaching.course)
    with pytest.raises(Refused, match="首课"):
        teaching.lesson(at(23, 14), class_id=class_id, course_id=teaching.course)
    plain = teaching.class_("专题班")
    teaching.lesson(at(25, 8), class_id=plain, course_id=teaching.course)


def test_enrolling_twice_changes_nothing_and_says_so(teaching: Teaching) -> None:
    class_id, people = teaching.class_(), teaching.members(3)
    with teaching.workspace.write("t") as session:
        first = training_class.enrol(session, class_id, people[:2])
        second = training_class.enrol(session, class_id, [*people, people[0]])
    assert (first.added, first.already) == (2, 0)
    assert (second.added, second.already) == (1, 2)
    with teaching.workspace.read() as session:
        roster = training_class.detail(session, class_id).roster
    assert [row.number for row in roster] == [1, 2, 3]
    assert {row.member_id for row in roster} == set(people)


def test_enrolling_tells_of_clashes_and_a_small_room(teaching: Teaching) -> None:
    people = teaching.members(41)
    here, there = teaching.class_("甲班"), teaching.class_("乙班")
    teaching.lesson(at(24, 8), class_id=here)
    teaching.lesson(at(24, 9), class_id=there, room=teaching.far_room)
    teaching.enrol(here, people[:1])
    with teaching.workspace.write("t") as session:
        result = training_class.enrol(session, there, people)
    assert result.clashes == ("王秀兰（甲班）",)
    assert result.over_places == 1


def test_who_has_signed_in_stays_and_so_does_the_lesson(teaching: Teaching) -> None:
    class_id, (one, other) = teaching.class_(), teaching.members(2)
    lesson = teaching.lesson(at(23, 8), class_id=class_id)
    teaching.enrol(class_id, [one, other])
    with teaching.workspace.write("t") as session:
        sign_in.record(session, lesson, one, method=SignInMethod.scan)
        training_class.remove_enrolment(session, class_id, other)
    for act in (
        lambda s: training_class.remove_enrolment(s, class_id, one),
        lambda s: training_class.cancel_lesson(s, lesson, "停电"),
    ):
        with pytest.raises(Refused, match="签到"), teaching.workspace.write("t") as session:
            act(session)
    with teaching.workspace.read() as session:
        assert [row.member_id for row in training_class.detail(session, class_id).roster] == [one]


def test_a_cancelled_lesson_is_gone_and_its_room_free(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8))
    with teaching.workspace.write("t") as session:
        training_class.cancel_lesson(session, lesson, "停电")
    with pytest.raises(NotFound), teaching.workspace.read() as session:
        training_class.lesson(session, lesson)
    teaching.lesson(at(24, 9))


def test_a_day_is_where_a_lesson_starts(teaching: Teaching) -> None:
    late = teaching.lesson(at(24, 20), 6)
    with teaching.workspace.read() as session:
        on_day = training_class.lessons_on(session, at(24, 0).date())
        next_day = training_class.lessons_on(session, at(25, 0).date())
    assert [row.id for row in on_day] == [late]
    assert next_day == ()


def test_a_retired_course_or_room_takes_no_new_lesson(teaching: Teaching) -> None:
    with teaching.workspace.write("course.retire") as session:
        course.retire(session, teaching.course)
        site.retire_room(session, teaching.other_room)
    with pytest.raises(Refused, match="已停用"):
        teaching.lesson(at(24, 8), course_id=teaching.course)
    with pytest.raises(Refused, match="已停用"):
        teaching.lesson(at(24, 8), room=teaching.other_room)
