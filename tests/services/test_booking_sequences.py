"""No sequence of bookings, answers and substitutes puts anybody at two lessons."""

from collections.abc import Callable
from datetime import date
from functools import partial
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

from services import booking
from services.core.clock import FixedClock
from services.core.errors import DeskError
from services.core.undo import Made, Undo
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

MONDAY = date(2026, 11, 23)


class Sequences(RuleBasedStateMachine):
    """Any sequence of verbs, allowed or refused, upon three lecturers and many lessons."""

    templates: Templates
    folder: Path

    @initialize()
    def open(self) -> None:
        number = len(list(self.folder.iterdir()))
        space = self.templates.open(SCHOOL, self.folder / str(number), FixedClock(at(23, 8)))
        self.teaching = Teaching(space)
        self.lecturers = [self.teaching.lecturer(name) for name in ("孔令岩", "张广运", "宋春霞")]
        self.lessons = [
            self.teaching.lesson(at(24, hour), 2, room=room)
            for hour in (8, 9, 10, 11)
            for room in (self.teaching.room, self.teaching.far_room)
            if (hour % 2 == 0) == (room == self.teaching.room)
        ]
        self.bookings: list[UUID] = []
        self.undos: list[Undo] = []

    def teardown(self) -> None:
        if hasattr(self, "teaching"):
            self.teaching.workspace.close()

    def _try(self, verb: Callable[..., object], *given: object) -> None:
        try:
            with self.teaching.workspace.write("booking.test") as session:
                session.note("booking.test")
                made = verb(session, *given)
        except DeskError:
            return
        if isinstance(made, Made):
            self.bookings.append(made.id)
        if undo := getattr(made, "undo", None):
            self.undos.append(undo)

    @rule(lesson=st.integers(0, 3), who=st.integers(0, 2), reason=st.sampled_from(("", "已说好")))
    def book(self, lesson: int, who: int, reason: str) -> None:
        asked = self.lessons[lesson], self.lecturers[who]
        self._try(partial(booking.book, reason=reason), *asked)

    @rule(which=st.integers(0, 20))
    def confirm(self, which: int) -> None:
        if self.bookings:
            self._try(booking.confirm, self.bookings[which % len(self.bookings)])

    @rule(which=st.integers(0, 20))
    def take_back(self, which: int) -> None:
        if self.undos:
            self._try(self.undos.pop(which % len(self.undos)).act)

    @rule(which=st.integers(0, 20), verb=st.sampled_from((booking.decline, booking.cancel)))
    def end(self, which: int, verb: Callable[..., object]) -> None:
        if self.bookings:
            self._try(verb, self.bookings[which % len(self.bookings)], "出差")

    @rule(which=st.integers(0, 20), who=st.integers(0, 2))
    def substitute(self, which: int, who: int) -> None:
        if self.bookings:
            made = self.bookings[which % len(self.bookings)]
            self._try(booking.substitute, made, self.lecturers[who], "临时开会")

    @invariant()
    def nobody_is_at_two_places(self) -> None:
        if not hasattr(self, "teaching"):
            return
        with self.teaching.workspace.read() as session:
            shown = booking.week(session, MONDAY)
        live = [item for row in shown.lecturers for item in row.items if item.id is not None]
        assert len({item.lesson_id for item in live}) == len(live), "two lecturers for one lesson"
        for row in shown.lecturers[:-1]:
            for one in row.items:
                for other in row.items:
                    apart = one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
                    assert one is other or apart, "one lecturer at two lessons"


def test_no_sequence_puts_a_lecturer_at_two_lessons(templates: Templates, tmp_path: Path) -> None:
    here = {"templates": templates, "folder": tmp_path}
    machine = type("Here", (Sequences,), here)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(15),
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
