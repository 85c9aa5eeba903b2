"""No sequence of moves, stretches, copies, cancellings and ways back breaks a room or a sign-in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from models.training_class import Lesson
from services import booking, sign_in, timetable
from services.core.clock import FixedClock
from services.core.errors import DeskError
from services.core.session import WorkSession
from services.core.undo import Undo
from services.sign_in import SignInMethod
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

WHICH, ROOM, QUARTERS, HOURS = (
    st.integers(0, 30), st.integers(0, 1), st.integers(0, 24), st.integers(1, 4),
)  # fmt: skip


class Sequences(RuleBasedStateMachine):
    """Any sequence of the timetable's verbs upon four lessons and two rooms of one day."""

    templates: Templates
    folder: Path

    @initialize()
    def open(self) -> None:
        number = len(list(self.folder.iterdir()))
        space = self.templates.open(SCHOOL, self.folder / str(number), FixedClock(at(24, 8)))
        self.teaching = Teaching(space)
        self.rooms = (self.teaching.room, self.teaching.other_room)
        self.class_id = self.teaching.class_()
        self.members = self.teaching.members(1)
        self.teaching.enrol(self.class_id, self.members)
        for hour, room in ((8, 0), (10, 0), (8, 1), (10, 1)):
            self.teaching.lesson(at(24, hour), 2, room=self.rooms[room], class_id=self.class_id)
        self.lecturer = self.teaching.lecturer("孔令岩")
        self.undos: list[Undo] = []
        self.signed: dict[UUID, tuple[object, ...]] = {}

    def teardown(self) -> None:
        if hasattr(self, "teaching"):
            self.teaching.workspace.close()

    def _try(self, act: Callable[[WorkSession], object]) -> None:
        try:
            with self.teaching.workspace.write("timetable.test") as session:
                session.note("timetable.test")
                made = act(session)
        except DeskError:
            return
        if undo := getattr(made, "undo", None):
            self.undos.append(undo)

    def _lessons(self) -> list[Lesson]:
        with self.teaching.workspace.read() as session:
            return list(session.scalars(select(Lesson).order_by(Lesson.id)))

    def _one(self, which: int) -> Lesson:
        lessons = self._lessons()
        return lessons[which % len(lessons)]

    @rule(which=WHICH, room=ROOM, quarters=QUARTERS)
    def move(self, which: int, room: int, quarters: int) -> None:
        one, start = self._one(which), _start(quarters)
        end = start + (one.ends_at - one.starts_at)
        self._try(
            lambda s: timetable.move(s, one.id, start, end, self.rooms[room], reason="已说好")
        )

    @rule(which=WHICH, hours=HOURS)
    def stretch(self, which: int, hours: int) -> None:
        one = self._one(which)
        end = one.starts_at + timedelta(hours=hours)
        self._try(lambda s: timetable.move(s, one.id, one.starts_at, end, one.room_id, reason="是"))

    @rule(which=WHICH, room=ROOM, quarters=QUARTERS)
    def copy(self, which: int, room: int, quarters: int) -> None:
        one = self._one(which)
        self._try(lambda s: timetable.copy(s, one.id, _start(quarters), self.rooms[room]))

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        one = self._one(which)
        self._try(lambda s: timetable.cancel(s, one.id, "防汛"))

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        if self.undos:
            undo = self.undos.pop(which % len(self.undos))
            self._try(undo.act)

    @rule(which=WHICH)
    def book(self, which: int) -> None:
        one = self._one(which)
        self._try(lambda s: booking.book(s, one.id, self.lecturer, reason="已说好").id)

    @rule(which=WHICH)
    def sign(self, which: int) -> None:
        one = self._one(which)

        def act(session: WorkSession) -> None:
            sign_in.record(session, one.id, self.members[0], method=SignInMethod.keyboard)
            self.signed.setdefault(one.id, _facts(one))

        self._try(act)

    @invariant()
    def a_room_never_holds_two(self) -> None:
        if not hasattr(self, "teaching"):
            return
        held = [one for one in self._lessons() if one.cancelled_at is None]
        for place, one in enumerate(held):
            for other in held[place + 1 :]:
                apart = one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
                assert one.room_id != other.room_id or apart

    @invariant()
    def what_was_signed_for_stays(self) -> None:
        if hasattr(self, "teaching"):
            now = {one.id: _facts(one) for one in self._lessons()}
            assert {key: now.get(key) for key in self.signed} == self.signed

    @invariant()
    def the_lecturer_is_at_one_place(self) -> None:
        if not hasattr(self, "teaching"):
            return
        with self.teaching.workspace.read() as session:
            read = timetable.read(session, timetable.week_of(at(24, 8).date()))
        held = sorted((r.starts_at, r.ends_at) for r in read.lessons if r.lecturer)
        assert all(first[1] <= second[0] for first, second in pairwise(held))


def _start(quarters: int) -> datetime:
    return at(24, 8) + timedelta(minutes=15 * quarters)


def _facts(one: Lesson) -> tuple[object, ...]:
    return one.starts_at, one.ends_at, one.room_id, one.course_id, one.hours, one.cancelled_at


def test_no_sequence_breaks_a_room_or_a_sign_in(templates: Templates, tmp_path: Path) -> None:
    Sequences.templates, Sequences.folder = templates, tmp_path
    run_state_machine_as_test(
        Sequences,
        settings=settings(
            max_examples=examples(10),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
