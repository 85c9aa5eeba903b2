"""No sequence of moves, copies and cancellations leaves a room with two lessons, or an order
counted twice or lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
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

from models.order import Order, OrderChannel, OrderPlacement, OrderState
from models.training_class import ClassState, Lesson, TrainingClass
from services import class_making, order, training_class
from services.class_making import ClassWish
from services.class_making.sources import FromClass, FromOrders
from services.core.clock import FixedClock
from services.core.errors import DeskError
from services.core.session import WorkSession
from services.core.undo import Undo
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

SLOTS = st.integers(0, 30)
"""Half hours from the Tuesday's morning on."""
WHICH = st.integers(0, 30)
PLACED = (OrderState.scheduled, OrderState.delivered, OrderState.confirmed)


class Sequences(RuleBasedStateMachine):
    """Any sequence of verbs, allowed or refused, upon two rooms and four orders."""

    templates: Templates
    folder: Path

    @initialize()
    def open(self) -> None:
        number = len(list(self.folder.iterdir()))
        space = self.templates.open(SCHOOL, self.folder / str(number), FixedClock(at(23, 8)))
        self.teaching = Teaching(space)
        self.rooms = (self.teaching.room, self.teaching.other_room)
        self.undos: list[Undo] = []
        self.classes = [self.teaching.class_("轮训班（第1期）", rotation=True)]
        with space.write("test.orders") as session:
            self.orders = [
                session.make(
                    Order,
                    number=f"ZS-订-2026-{number:04d}",
                    year=2026,
                    channel=list(OrderChannel)[number % 3],
                    course_id=self.teaching.opening,
                    asker="仲山小学",
                    heads=20,
                    wished_from=None,
                    wished_to=None,
                    state=OrderState.accepted,
                ).id
                for number in range(4)
            ]

    def teardown(self) -> None:
        if hasattr(self, "teaching"):
            self.teaching.workspace.close()

    def _try(self, act: Callable[[WorkSession], Any]) -> Any:
        """What it returned; None where it was refused, and then nothing may have changed."""
        try:
            with self.teaching.workspace.write("test.act") as session:
                session.note("test.act")
                made = act(session)
        except DeskError:
            return None
        if undo := getattr(made, "undo", None):
            self.undos.append(undo)
        return made

    def _lesson(self, which: int) -> UUID | None:
        with self.teaching.workspace.read() as session:
            found = session.scalars(select(Lesson.id).order_by(Lesson.id)).all()
        return found[which % len(found)] if found else None

    def _class(self, which: int) -> UUID:
        return self.classes[which % len(self.classes)]

    def _draft(self, slot: int, length: int, room: int) -> training_class.LessonDraft:
        starts_at = at(24, 8) + timedelta(minutes=30 * slot)
        return self.teaching.draft(starts_at, length / 2, self.rooms[room])

    @rule(which=WHICH, slot=SLOTS, length=st.integers(1, 8), room=st.integers(0, 1))
    def add(self, which: int, slot: int, length: int, room: int) -> None:
        draft = self._draft(slot, length, room)
        self._try(lambda session: training_class.add_lesson(session, self._class(which), draft))

    @rule(which=WHICH, slot=SLOTS, length=st.integers(1, 8), room=st.integers(0, 1))
    def move(self, which: int, slot: int, length: int, room: int) -> None:
        lesson = self._lesson(which)
        if lesson is not None:
            draft = self._draft(slot, length, room)
            self._try(lambda session: training_class.change_lesson(session, lesson, draft))

    @rule(which=WHICH)
    def call_off(self, which: int) -> None:
        lesson = self._lesson(which)
        if lesson is not None:
            self._try(lambda session: training_class.cancel_lesson(session, lesson, "停电"))

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        if self.undos:
            self._try(self.undos.pop(which % len(self.undos)).act)

    @rule(which=WHICH, day=st.integers(24, 30), other_rooms=st.booleans())
    def copy(self, which: int, day: int, other_rooms: bool) -> None:
        def act(session: WorkSession) -> class_making.MadeClass:
            wish = ClassWish(at(day, 0), other_rooms=other_rooms)
            found = class_making.propose(session, FromClass(self._class(which)), wish)
            fitting = tuple(one for one in found.lessons if not one.trouble)
            return class_making.make(session, replace(found, lessons=fitting))

        self._made(self._try(act))

    @rule(some=st.sets(st.integers(0, 3), min_size=1), slot=SLOTS)
    def make(self, some: set[int], slot: int) -> None:
        def act(session: WorkSession) -> class_making.MadeClass:
            wish = ClassWish(at(24, 8) + timedelta(minutes=30 * slot))
            asked = tuple(self.orders[one] for one in sorted(some))
            return class_making.make(
                session, class_making.propose(session, FromOrders(asked), wish)
            )

        self._made(self._try(act))

    def _made(self, made: class_making.MadeClass | None) -> None:
        if made is not None:
            self.classes.append(made.id)

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        self._try(lambda session: training_class.cancel(session, self._class(which), "防汛"))

    @rule(which=WHICH, step=st.sampled_from(("start", "finish", "archive", "take_out")))
    def go_on(self, which: int, step: str) -> None:
        given = {"reason": "急"} if step == "start" else {}
        verb = getattr(training_class, step)
        self._try(lambda session: verb(session, self._class(which), **given))

    @rule(which=WHICH, of=st.integers(0, 3))
    def place(self, which: int, of: int) -> None:
        wanted = [self.orders[of]]
        self._try(lambda session: order.place(session, self._class(which), wanted, reason="加座"))

    @rule(of=st.integers(0, 3))
    def release(self, of: int) -> None:
        self._try(lambda session: order.release(session, self.orders[of], "改期"))

    @invariant()
    def a_room_holds_one_lesson_at_once(self) -> None:
        if not hasattr(self, "teaching"):
            return
        with self.teaching.workspace.read() as session:
            held = session.scalars(
                select(Lesson)
                .where(Lesson.cancelled_at.is_(None))
                .order_by(Lesson.room_id, Lesson.starts_at)
            ).all()
            states = {row.id: row.state for row in session.scalars(select(TrainingClass))}
        for one, other in pairwise(held):
            assert one.room_id != other.room_id or one.ends_at <= other.starts_at
        assert all(states[one.class_id] is not ClassState.cancelled for one in held)

    @invariant()
    def an_order_is_in_one_class_or_waits_for_one(self) -> None:
        if not hasattr(self, "teaching"):
            return
        with self.teaching.workspace.read() as session:
            live = session.execute(
                select(OrderPlacement.order_id, TrainingClass.state)
                .join(TrainingClass, TrainingClass.id == OrderPlacement.class_id)
                .where(OrderPlacement.ended_at.is_(None))
            ).all()
            orders = {row.id: row.state for row in session.scalars(select(Order))}
        assert set(orders) == set(self.orders), "none is lost"
        assert len({key for key, _ in live}) == len(live), "none is counted twice"
        assert {key for key, _ in live} == {k for k, state in orders.items() if state in PLACED}
        assert all(state is not ClassState.cancelled for _, state in live)


def test_no_sequence_fills_a_room_twice_or_loses_an_order(
    templates: Templates, tmp_path: Path
) -> None:
    here = {"templates": templates, "folder": tmp_path}
    machine = type("Here", (Sequences,), here)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(12),
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
