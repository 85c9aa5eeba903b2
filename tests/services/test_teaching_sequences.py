"""No sequence of orders, classes, lessons, people and plans, done and taken back in any order,
breaks what the domain promises."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)
from sqlalchemy import select

from models.branch import Branch
from models.order import Order, OrderPlacement, OrderState
from models.site import Room
from models.training_class import ClassState, Enrolment, Lesson, TrainingClass, WaitingPlace
from services import enrolment, order, plan, training_class
from services.order.rules import ENDED, HELD, PLACED
from services.plan.held import held_of
from tests.helpers.examples import examples
from tests.helpers.teaching_steps import Steps
from tests.helpers.workspaces import Templates

LIVE = (ClassState.draft, ClassState.open, ClassState.running)


class Sequences(Steps):
    """What must hold after each step."""

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            try:
                self._read_the_pages()
            finally:
                super().teardown()

    @invariant()
    def a_room_holds_one_lesson_at_once(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.workspace.read() as session:
            held = session.execute(
                select(Lesson, TrainingClass.state, Room.retired_at)
                .join(TrainingClass, TrainingClass.id == Lesson.class_id)
                .join(Room, Room.id == Lesson.room_id)
                .where(Lesson.cancelled_at.is_(None))
                .order_by(Lesson.room_id, Lesson.starts_at)
            ).all()
        for (one, *_), (other, *_) in pairwise(held):
            assert one.room_id != other.room_id or one.ends_at <= other.starts_at
        assert all(state is not ClassState.cancelled for _, state, _ in held)

    @invariant()
    def an_order_is_in_one_class_as_its_state_says(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.workspace.read() as session:
            live = session.execute(
                select(OrderPlacement.order_id, TrainingClass.state)
                .join(TrainingClass, TrainingClass.id == OrderPlacement.class_id)
                .where(OrderPlacement.ended_at.is_(None))
            ).all()
            states = {row.id: row.state for row in session.scalars(select(Order))}
        assert all(count == 1 for count in Counter(key for key, _ in live).values())
        placed = {key for key, state in states.items() if state in PLACED}
        assert {key for key, _ in live} == placed
        assert all(state is not ClassState.cancelled for _, state in live)
        for key, state in live:
            assert states[key] is not OrderState.scheduled or state in LIVE

    @invariant()
    def every_order_counts_once(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.workspace.read() as session:
            rows = order.by_asker(session, 2026)
            orders = list(session.scalars(select(Order)))
            names = {row.id: row.short_name for row in session.scalars(select(Branch))}
        for row in rows:
            assert row.ordered == row.held + row.owed + row.ended
            mine = [one for one in orders if one.branch_id == row.branch_id]
            assert row.branch_id is None or row.words == names[row.branch_id]
            assert row.ordered == order.Count(len(mine), sum(one.heads for one in mine))
            assert row.held.orders == sum(one.state in HELD for one in mine)
            assert row.ended.orders == sum(one.state in ENDED for one in mine)
        assert order.total(rows).ordered.orders == len(self.orders)

    @invariant()
    def nobody_is_in_a_class_and_waits_for_it(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.workspace.read() as session:
            lists = [
                [tuple(row) for row in session.execute(select(kind.class_id, kind.member_id))]
                for kind in (Enrolment, WaitingPlace)
            ]
        enrolled, waiting = map(set, lists)
        assert not enrolled & waiting
        assert len(enrolled) == len(lists[0])

    def _read_the_pages(self) -> None:
        still_there = self._all(TrainingClass.id)  # a class that was made is taken back as well
        with self.desk.workspace.read() as session:
            for key in still_there:
                enrolment.roster(session, key)
                training_class.consequences(session, key)
            for key in self.orders:
                order.detail(session, key)
            for year in (2026, 2027):
                held_of(session, plan.list_items(session, year))


def _run(templates: Templates, folder: Path, examples: int, steps: int) -> None:
    machine = type("Here", (Sequences,), {"templates": templates, "folder": folder})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_sequence_breaks_a_promise(templates: Templates, tmp_path: Path) -> None:
    _run(templates, tmp_path, examples(5), 18)


@pytest.mark.long
def test_no_long_sequence_breaks_a_promise(templates: Templates, tmp_path: Path) -> None:
    _run(templates, tmp_path, 150, 60)
