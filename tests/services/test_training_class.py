"""Classes: rooms hold one lesson at once, a rotation opens with a 首课, who is enrolled."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.booking import Booking, BookingState
from models.training_class import Lesson, TrainingClass
from services import booking, course, enrolment, hours, sign_in, site, training_class
from services.core.clock import FixedClock
from services.core.errors import BadInput, NotFound, Refused
from services.core.workspace import Workspace
from services.sign_in import SignInMethod
from services.training_class import ClassDraft, ClassState
from tests.helpers.examples import examples
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
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
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
    with teaching.workspace.write("training_class.cancel_lesson") as session:
        for lesson in reversed(made):  # the rooms are free again for the next example
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
    with teaching.workspace.write("enrolment.enrol") as session:
        first = enrolment.enrol(session, class_id, people[:2])
        second = enrolment.enrol(session, class_id, [*people, people[0]])
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
    with teaching.workspace.write("enrolment.enrol") as session:
        result = enrolment.enrol(session, there, people)
    assert result.clashes == ("王秀兰（甲班）",)
    assert (result.added, result.waiting) == (40, 1)


def test_who_has_signed_in_stays_and_so_does_the_lesson(teaching: Teaching) -> None:
    class_id, (one, other) = teaching.class_(), teaching.members(2)
    lesson = teaching.lesson(at(23, 8), class_id=class_id)
    teaching.enrol(class_id, [one, other])
    with teaching.workspace.write("sign_in.record") as session:
        sign_in.record(session, lesson, one, method=SignInMethod.scan)
        enrolment.remove_enrolment(session, class_id, other)
    for act in (
        lambda s: enrolment.remove_enrolment(s, class_id, one),
        lambda s: training_class.cancel_lesson(s, lesson, "停电"),
    ):
        with pytest.raises(Refused, match="签到"), teaching.workspace.write("t") as session:
            act(session)
    with teaching.workspace.read() as session:
        assert [row.member_id for row in training_class.detail(session, class_id).roster] == [one]


def test_nobody_is_taken_out_of_a_class_that_is_put_away(teaching: Teaching) -> None:
    class_id, (one,) = teaching.class_(), teaching.members(1)
    teaching.enrol(class_id, [one])
    with teaching.workspace.write("t") as session:
        session.require(TrainingClass, class_id).state = ClassState.archived
    with (
        pytest.raises(Refused, match="归档"),
        teaching.workspace.write("enrolment.remove_enrolment") as session,
    ):
        enrolment.remove_enrolment(session, class_id, one)


def test_a_cancelled_lesson_is_gone_and_its_room_free(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8))
    with teaching.workspace.write("training_class.cancel_lesson") as session:
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


def change(teaching: Teaching, lesson: UUID, draft: training_class.LessonDraft) -> None:
    with teaching.workspace.write("training_class.change_lesson") as session:
        training_class.change_lesson(session, lesson, draft)


def found(teaching: Teaching, lesson: UUID) -> training_class.LessonRow:
    with teaching.workspace.read() as session:
        return training_class.lesson(session, lesson)


def test_a_lesson_gets_another_course_room_time_and_worth(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8))
    draft = teaching.draft(
        at(25, 14), 2, teaching.other_room, teaching.course, worth=Decimal("1.5")
    )
    change(teaching, lesson, draft)
    row = found(teaching, lesson)
    assert (row.title, row.room, row.hours) == ("大棚蔬菜管护技术", "102", Decimal("1.5"))
    assert (row.starts_at, row.ends_at) == (at(25, 14), at(25, 16))
    change(teaching, lesson, draft)  # into its own place: it does not stand in its own way


def test_a_moved_lesson_keeps_the_rules(teaching: Teaching) -> None:
    class_id = teaching.class_("书记轮训班", rotation=True)
    opening = teaching.lesson(at(24, 8), class_id=class_id)
    second = teaching.lesson(at(24, 14), class_id=class_id, course_id=teaching.course)
    with pytest.raises(Refused, match="首课"):
        change(teaching, opening, teaching.draft(at(25, 8)))
    with pytest.raises(Refused, match="请换教室或时间"):
        change(teaching, second, teaching.draft(at(24, 9), course_id=teaching.course))
    with pytest.raises(BadInput, match="检查年份"):
        change(teaching, second, teaching.draft(at(24, 14).replace(year=2062)))
    assert found(teaching, opening).starts_at == at(24, 8)
    assert found(teaching, second).starts_at == at(24, 14)


def test_a_lesson_is_not_moved_to_where_its_lecturer_is_busy(teaching: Teaching) -> None:
    who = teaching.lecturer("孔令岩")
    first, second = teaching.lesson(at(24, 8)), teaching.lesson(at(24, 14))
    with teaching.workspace.write("booking.book") as session:
        booking.book(session, first, who)
        booking.book(session, second, who)
    with pytest.raises(Refused, match="孔令岩"):
        change(teaching, second, teaching.draft(at(24, 9), room=teaching.other_room))
    assert found(teaching, second).starts_at == at(24, 14)


def test_once_somebody_came_the_time_stays_and_the_hours_may_be_put_right(
    teaching: Teaching,
) -> None:
    class_id, (one,) = teaching.class_(), teaching.members(1)
    lesson = teaching.lesson(at(23, 8), class_id=class_id)
    teaching.enrol(class_id, [one])
    with teaching.workspace.write("sign_in.record") as session:
        sign_in.record(session, lesson, one, method=SignInMethod.scan)
    with pytest.raises(Refused, match="已有人签到"):
        change(teaching, lesson, teaching.draft(at(23, 9)))
    change(teaching, lesson, teaching.draft(at(23, 8), worth=Decimal("2.5")))
    with teaching.workspace.read() as session:
        assert hours.totals(session, session.owner, 2026) == {one: Decimal("2.5")}


def test_cancelling_ends_the_booking_and_keeps_the_opening(teaching: Teaching) -> None:
    who = teaching.lecturer("孔令岩")
    class_id = teaching.class_("书记轮训班", rotation=True)
    opening = teaching.lesson(at(24, 8), class_id=class_id)
    second = teaching.lesson(at(24, 14), class_id=class_id, course_id=teaching.course)
    with teaching.workspace.write("booking.book") as session:
        made = booking.book(session, second, who).id
        booking.confirm(session, made)
    with (
        pytest.raises(Refused, match="首课"),
        teaching.workspace.write("training_class.cancel_lesson") as session,
    ):
        training_class.cancel_lesson(session, opening, "停电")
    with teaching.workspace.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, second, "停电")
        ended = session.require(Booking, made)
        assert (ended.state, ended.state_reason) == (BookingState.cancelled, "课次取消：停电")
        assert session.require(Lesson, second).cancel_reason == "停电"
    with (
        pytest.raises(Refused, match="已经取消"),
        teaching.workspace.write("training_class.cancel_lesson") as session,
    ):
        training_class.cancel_lesson(session, second, "又停电")


def test_a_class_that_had_ended_goes_on_with_a_new_lesson(
    teaching: Teaching, clock: FixedClock
) -> None:
    class_id, people = teaching.class_(), teaching.members(2)
    lesson = teaching.lesson(at(23, 8), class_id=class_id)
    clock.set_to(at(23, 12))
    with (
        pytest.raises(Refused, match="还没有人报名"),
        teaching.workspace.write("sign_in.finish") as session,
    ):
        sign_in.finish(session, lesson)
    teaching.enrol(class_id, people[:1])
    with teaching.workspace.write("sign_in.finish") as session:
        sign_in.finish(session, lesson)
        training_class.start(session, class_id, reason="讲师口头答应")
        assert training_class.detail(session, class_id).state is ClassState.finished
    teaching.enrol(class_id, people)
    teaching.lesson(at(30, 8), class_id=class_id)
    with teaching.workspace.read() as session:
        detail = training_class.detail(session, class_id)
    assert (detail.state, len(detail.roster)) == (ClassState.running, 2)


def test_a_class_changes_its_name_and_its_kind(teaching: Teaching) -> None:
    class_id = teaching.class_("专题班")
    teaching.lesson(at(24, 8), class_id=class_id, course_id=teaching.course)
    with (
        pytest.raises(Refused, match="首课"),
        teaching.workspace.write("training_class.change") as session,
    ):
        training_class.change(session, class_id, ClassDraft("轮训班", rotation=True))
    with teaching.workspace.write("training_class.change") as session:
        training_class.change(session, class_id, ClassDraft("专题二班", "李静"))
    with teaching.workspace.read() as session:
        shown = training_class.detail(session, class_id)
    assert (shown.title, shown.head_teacher, shown.rotation) == ("专题二班", "李静", False)


def test_several_classes_get_one_value_and_go_back_together(teaching: Teaching) -> None:
    classes = [teaching.class_("一班"), teaching.class_("二班")]
    with teaching.workspace.write("training_class.change_field") as session:
        undo = training_class.change_field(session, classes, "places", 40)

    def places() -> set[int | None]:
        with teaching.workspace.read() as session:
            return {row.places for row in training_class.list_rows(session)}

    assert places() == {40}
    assert undo.words == "修改 2 个培训班的名额"
    with teaching.workspace.write(undo.verb) as session:
        undo.act(session)
    assert places() == {None}


def test_one_class_that_cannot_take_a_value_leaves_all_as_they_were(teaching: Teaching) -> None:
    free, bound = teaching.class_("一班"), teaching.class_("二班")
    with teaching.workspace.write("training_class.change") as session:
        training_class.change(session, bound, ClassDraft("二班", minimum=30))
    with (
        pytest.raises(BadInput, match="比名额 20 还多"),
        teaching.workspace.write("training_class.change_field") as session,
    ):
        training_class.change_field(session, [free, bound], "places", 20)
    with teaching.workspace.read() as session:
        assert {row.places for row in training_class.list_rows(session)} == {None}


def test_a_class_that_is_put_away_takes_no_value(teaching: Teaching) -> None:
    class_id = teaching.class_()
    with teaching.workspace.write("training_class.cancel") as session:
        training_class.cancel(session, class_id, "防汛")
    with (
        pytest.raises(Refused, match="归档或取消"),
        teaching.workspace.write("training_class.change_field") as session,
    ):
        training_class.change_field(session, [class_id], "title", "新名")


def test_a_wrong_class_says_all_that_is_wrong_and_names_the_fields(teaching: Teaching) -> None:
    with (
        pytest.raises(BadInput) as caught,
        teaching.workspace.write("training_class.create") as session,
    ):
        training_class.create(session, ClassDraft("", places=0))
    assert caught.value.fields == ("title", "places")
