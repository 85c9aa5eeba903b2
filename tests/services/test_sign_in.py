"""Sign-ins: grace, leave, repeats, undo, walk-ins, the end of a lesson."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import sign_in, training_class
from services.core.clock import FixedClock
from services.core.errors import NeedsReason, NotFound, Refused
from services.core.workspace import Workspace
from services.sign_in import Recorded, SignInMethod, SignInStatus
from services.training_class import ClassState
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at

START = at(23, 8, 30)
DURING = [status for status in SignInStatus if status is not SignInStatus.made_up]


class Room:
    """A lesson of 3 hours on the 23rd at 8:30 with six people enrolled."""

    def __init__(self, school: Workspace) -> None:
        self.teaching = Teaching(school)
        self.workspace = school
        self.class_id = self.teaching.class_()
        self.lesson = self.teaching.lesson(START, class_id=self.class_id)
        self.people = self.teaching.members(6)
        self.teaching.enrol(self.class_id, self.people)

    def record(self, who: UUID, status: SignInStatus | None = None, reason: str = "") -> Recorded:
        with self.workspace.write("sign_in.record") as session:
            return sign_in.record(
                session,
                self.lesson,
                who,
                method=SignInMethod.scan,
                status=status,
                reason=reason,
            )

    def undo(self, key: UUID) -> str:
        with self.workspace.write("sign_in.undo") as session:
            return sign_in.undo(session, key).text

    def statuses(self) -> dict[UUID, SignInStatus | None]:
        with self.workspace.read() as session:
            return {
                person.id: person.status for person in sign_in.desk(session, self.lesson).persons
            }


@pytest.fixture
def room(school: Workspace) -> Room:
    return Room(school)


@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seconds=st.integers(-3600, 3 * 3600))
def test_the_clock_decides_until_the_grace_has_ended(
    room: Room, clock: FixedClock, seconds: int
) -> None:
    clock.set_to(START + timedelta(seconds=seconds))
    done = room.record(room.people[0])
    on_time = seconds <= 15 * 60
    assert done.status is (SignInStatus.present if on_time else SignInStatus.late)
    assert done.arrived_at == START + timedelta(seconds=seconds)
    room.undo(done.sign_in_id)


def test_a_repeated_scan_records_once(room: Room, clock: FixedClock) -> None:
    first = room.record(room.people[0])
    clock.set_to(START + timedelta(minutes=40))
    second = room.record(room.people[0])
    assert (first.repeated, second.repeated) == (False, True)
    assert second.sign_in_id == first.sign_in_id
    assert second.status is SignInStatus.present
    with room.workspace.read() as session:
        assert len(sign_in.desk(session, room.lesson).recent) == 1


def test_leave_needs_a_reason(room: Room) -> None:
    with pytest.raises(NeedsReason):
        room.record(room.people[0], SignInStatus.leave, "  ")
    assert room.statuses()[room.people[0]] is None
    room.record(room.people[0], SignInStatus.leave, "住院")
    with room.workspace.read() as session:
        person = sign_in.desk(session, room.lesson).persons[0]
    assert (person.status, person.reason) == (SignInStatus.leave, "住院")


def test_undoing_a_replacement_restores_what_was_before(room: Room) -> None:
    who = room.people[0]
    room.record(who)
    left = room.record(who, SignInStatus.left_early)
    leave = room.record(who, SignInStatus.leave, "家中有事")
    assert room.statuses()[who] is SignInStatus.leave
    assert "请假" in room.undo(leave.sign_in_id)
    assert room.statuses()[who] is SignInStatus.left_early
    room.undo(left.sign_in_id)
    assert room.statuses()[who] is SignInStatus.present
    with pytest.raises(NotFound, match="已经撤销"):
        room.undo(left.sign_in_id)


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.one_of(st.tuples(st.integers(0, 1), st.sampled_from([None, *DURING])), st.just("undo")),
        max_size=12,
    )
)
def test_undo_walks_back_the_way_that_was_come(
    room: Room, steps: list[tuple[int, SignInStatus | None] | str]
) -> None:
    """Whatever was recorded and taken back, each person has at most one status that counts."""
    before: list[dict[UUID, SignInStatus | None]] = [room.statuses()]
    keys: list[UUID] = []
    for step in steps:
        if isinstance(step, tuple):
            done = room.record(room.people[step[0]], step[1], "事假")
            if not done.repeated:
                keys.append(done.sign_in_id)
                before.append(room.statuses())
                if step[1] is not None:
                    assert before[-1][room.people[step[0]]] is step[1]
        elif keys:
            room.undo(keys.pop())
            before.pop()
            assert room.statuses() == before[-1]
    while keys:
        room.undo(keys.pop())
        before.pop()
        assert room.statuses() == before[-1]


def test_what_was_taken_back_counts_again_and_goes_back_again(room: Room) -> None:
    person = room.people[0]
    room.record(person, SignInStatus.late)
    key = room.record(person, SignInStatus.leave, "事假").sign_in_id
    room.undo(key)
    assert room.statuses()[person] is SignInStatus.late
    with room.workspace.write("sign_in.count_again") as session:
        undo = sign_in.count_again(session, key)
    assert room.statuses()[person] is SignInStatus.leave
    with room.workspace.write(undo.verb) as session:
        undo.act(session)
    assert room.statuses()[person] is SignInStatus.late
    room.record(person, SignInStatus.leave, "病假")
    with pytest.raises(Refused), room.workspace.write("sign_in.count_again") as session:
        sign_in.count_again(session, key)


def test_only_the_enrolled_sign_in_unless_they_walk_in(room: Room) -> None:
    (stranger,) = room.teaching.members(1)
    with pytest.raises(Refused, match="现场补名"):
        room.record(stranger)
    with room.workspace.write("sign_in.add_walk_in") as session:
        done = sign_in.add_walk_in(session, room.lesson, stranger, method=SignInMethod.keyboard)
    assert done.status is SignInStatus.present
    with room.workspace.read() as session:
        shown = sign_in.desk(session, room.lesson)
    assert [person.id for person in shown.persons if person.walk_in] == [stranger]
    assert len(shown.persons) == 7


def test_no_sign_in_days_ahead_or_at_a_cancelled_lesson(room: Room, clock: FixedClock) -> None:
    clock.set_to(at(21, 8))
    with pytest.raises(Refused, match="还不能签到"):
        room.record(room.people[0])
    clock.set_to(at(23, 8))
    with room.workspace.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, room.lesson, "停电")
    with pytest.raises(Refused, match="已取消"):
        room.record(room.people[0])


def test_finishing_marks_the_rest_absent(room: Room, clock: FixedClock) -> None:
    with (
        pytest.raises(Refused, match="还没到上课时间"),
        room.workspace.write("sign_in.finish") as session,
    ):
        sign_in.finish(session, room.lesson)
    room.record(room.people[0])
    room.record(room.people[1], SignInStatus.leave, "住院")
    clock.set_to(at(23, 11, 30))
    with room.workspace.write("sign_in.finish") as session:
        assert sign_in.finish(session, room.lesson).absent == 4
        assert sign_in.finish(session, room.lesson).absent == 0
    found = room.statuses()
    assert [found[who] for who in room.people[:3]] == [
        SignInStatus.present,
        SignInStatus.leave,
        SignInStatus.absent,
    ]
    with room.workspace.write("training_class.start") as session:
        shown = training_class.detail(session, room.class_id)
        assert shown.state is ClassState.open, "no lecturer was booked, and nobody said why"
        training_class.start(session, room.class_id, reason="讲师口头答应")
        assert training_class.detail(session, room.class_id).state is ClassState.finished


def test_a_make_up_stands_for_a_lesson_that_is_over_and_was_missed(
    room: Room, clock: FixedClock
) -> None:
    came, missed = room.people[:2]
    room.record(came)
    with pytest.raises(Refused, match="还没有下课"):
        room.record(missed, SignInStatus.made_up)
    clock.set_to(at(24, 9))
    with pytest.raises(Refused, match="不用补课"):
        room.record(came, SignInStatus.made_up)
    with room.workspace.write("sign_in.finish") as session:
        sign_in.finish(session, room.lesson)
    assert room.record(missed, SignInStatus.made_up).repeated is False
    assert room.record(missed, SignInStatus.made_up).repeated is True
    assert room.statuses()[missed] is SignInStatus.made_up


def test_who_leaves_early_had_arrived(room: Room, clock: FixedClock) -> None:
    arrived = room.record(room.people[0]).arrived_at
    clock.set_to(at(23, 10))
    assert room.record(room.people[0], SignInStatus.left_early).arrived_at == arrived


@pytest.mark.parametrize("moment", [at(23, 11, 31), at(24, 9)])
def test_after_the_end_no_card_is_taken(room: Room, clock: FixedClock, moment: datetime) -> None:
    """Once, who came after the end earned more than who came late."""
    clock.set_to(moment)
    with pytest.raises(Refused, match="11:30 已下课"):
        room.record(room.people[0])
    assert room.statuses()[room.people[0]] is None


def test_an_earlier_lesson_finished_later_does_not_reopen_the_class(
    room: Room, clock: FixedClock
) -> None:
    last = room.teaching.lesson(at(24, 8, 30), class_id=room.class_id)
    with room.workspace.write("training_class.start") as session:
        training_class.start(session, room.class_id, reason="讲师口头答应")
    clock.set_to(at(24, 12))
    for lesson in (last, room.lesson):
        with room.workspace.write("sign_in.finish") as session:
            sign_in.finish(session, lesson)
    with room.workspace.read() as session:
        assert training_class.detail(session, room.class_id).state is ClassState.finished


def test_a_paper_entered_later_knows_no_arrival(room: Room, clock: FixedClock) -> None:
    clock.set_to(at(26, 9))
    with room.workspace.write("sign_in.record") as session:
        done = sign_in.record(session, room.lesson, room.people[0], method=SignInMethod.keyboard)
    assert (done.status, done.arrived_at) == (SignInStatus.present, None)


def test_the_other_lesson_at_that_time_is_named(room: Room) -> None:
    other_class = room.teaching.class_("专题班")
    other = room.teaching.lesson(
        at(23, 10),
        class_id=other_class,
        room=room.teaching.far_room,
        course_id=room.teaching.course,
    )
    room.teaching.enrol(other_class, room.people[:1])
    assert room.record(room.people[0]).overlap is None
    with room.workspace.write("sign_in.record") as session:
        second = sign_in.record(session, other, room.people[0], method=SignInMethod.scan)
    assert second.overlap == "党的创新理论进基层"
