"""What was held of each item agrees with a recount, whatever was made, held and cancelled."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from models.member import MemberKind
from models.sign_in import ATTENDED, SignInMethod, SignInStatus
from models.training_class import ClassState, TrainingClass
from services import enrolment, plan, sign_in, training_class
from services.core.clock import FixedClock
from services.core.errors import DeskError
from services.core.workspace import Workspace
from services.plan import Audience, ItemState, Who
from services.plan.held import HeldClass, last_day, state_of
from services.training_class import ClassDraft
from tests.helpers.examples import examples
from tests.helpers.planning import add, branch, draft, person
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

PLANNED = (3, 0)
PEOPLE, GUESTS = 4, 1


class Sequences(RuleBasedStateMachine):
    """Classes of two items are made, filled, held and cancelled; days go by."""

    templates: Templates
    folder: Path

    @initialize()
    def open(self) -> None:
        number = len(list(self.folder.iterdir()))
        self.clock = FixedClock(at(20, 8, month=3))
        self.space = self.templates.open(SCHOOL, self.folder / str(number), self.clock)
        self.teaching = Teaching(self.space)
        drafts = (
            draft("三月班", heads=PLANNED[0], audience=Audience.everyone),
            draft("随时班", heads=PLANNED[1], times="择期"),
        )
        self.items = add(self.space, 2026, *drafts)
        with self.space.write("test.people") as session:
            place = branch(session)
            self.people = [person(session, place) for _ in range(PEOPLE)]
            self.people += [person(session, place, kind=MemberKind.guest) for _ in range(GUESTS)]
        self.classes: list[dict[str, Any]] = []
        self.lessons: list[dict[str, Any]] = []
        self.rooms = (self.teaching.room, self.teaching.other_room, self.teaching.far_room)

    def teardown(self) -> None:
        if hasattr(self, "space"):
            self.space.close()

    def _try(self, verb: Callable[..., Any], *given: Any, **named: Any) -> Any:
        try:
            with self.space.write("plan.test") as session:
                session.note("plan.test")
                return verb(session, *given, **named)
        except DeskError:
            return None

    @rule(item=st.integers(-1, 1))
    def make_class(self, item: int) -> None:
        item_id = self.items[item] if item >= 0 else None
        with self.space.write("training_class.create") as session:
            key = training_class.create(session, ClassDraft("班", rotation=True)).id
            session.require(TrainingClass, key).plan_item_id = item_id
        made = {"id": key, "item": item_id, "enrolled": set(), "cancelled": False, "over": False}
        self.classes.append(made)

    @rule(which=st.integers(0, 9), day=st.integers(1, 12), hour=st.sampled_from((8, 14)))
    def add_lesson(self, which: int, day: int, hour: int) -> None:
        if not self.classes:
            return
        one = self.classes[which % len(self.classes)]
        starts = at(19, hour, month=3) + timedelta(days=day)
        lesson = self.teaching.draft(starts, 2, self.rooms[which % 3], None, Decimal("2.5"))
        made = self._try(training_class.add_lesson, one["id"], lesson)
        if made is not None:
            fact = {"id": made.id, "class": one, "starts": starts, "signed": {}, "cancelled": False}
            self.lessons.append(fact)

    @rule(which=st.integers(0, 9), who=st.sets(st.integers(0, PEOPLE + GUESTS - 1), min_size=1))
    def enrol(self, which: int, who: set[int]) -> None:
        if self.classes:
            one = self.classes[which % len(self.classes)]
            people = [self.people[place] for place in who]
            if self._try(enrolment.enrol, one["id"], people) is not None:
                one["enrolled"] |= who

    @rule(
        which=st.integers(0, 9),
        who=st.integers(0, PEOPLE + GUESTS - 1),
        status=st.sampled_from((SignInStatus.present, SignInStatus.absent, SignInStatus.late)),
    )
    def sign(self, which: int, who: int, status: SignInStatus) -> None:
        if self.lessons:
            one = self.lessons[which % len(self.lessons)]
            person_id, paper = self.people[who], SignInMethod.paper
            done = self._try(sign_in.record, one["id"], person_id, method=paper, status=status)
            if done is not None:
                one["signed"][who] = done.status

    @rule(which=st.integers(0, 9))
    def cancel_lesson(self, which: int) -> None:
        if self.lessons:
            one = self.lessons[which % len(self.lessons)]
            with_it = (training_class.cancel_lesson, one["id"], "停电")
            before = one["cancelled"]
            try:
                with self.space.write("plan.test") as session:
                    session.note("plan.test")
                    with_it[0](session, *with_it[1:])
            except DeskError:
                return
            assert not before
            one["cancelled"] = True

    @rule(which=st.integers(0, 9), state=st.sampled_from(("cancelled", "finished", "running")))
    def end_class(self, which: int, state: str) -> None:
        if self.classes:
            one = self.classes[which % len(self.classes)]
            if not one["cancelled"]:
                with self.space.write("test.state") as session:
                    session.require(TrainingClass, one["id"]).state = ClassState(state)
                one["cancelled"] = state == "cancelled"
                one["state"] = state

    @rule(days=st.integers(0, 9), hour=st.integers(7, 18))
    def go_on(self, days: int, hour: int) -> None:
        today = self.clock.local_now() + timedelta(days=days)
        self.clock.set_to(today.replace(hour=max(hour, today.hour if not days else 0)))

    @invariant()
    def figures_agree(self) -> None:
        if not hasattr(self, "space"):
            return
        now = self.clock.local_now()
        with self.space.read() as session:
            shown = plan.year_plan(session, 2026)
            for row in shown.rows:
                live = [c for c in self.classes if c["item"] == row.id and not c["cancelled"]]
                lessons = [x for x in self.lessons if x["class"] in live and not x["cancelled"]]
                enrolled = set().union(*(c["enrolled"] for c in live)) - {PEOPLE}
                came = {
                    who
                    for x in lessons
                    for who, status in x["signed"].items()
                    if status in ATTENDED and who < PEOPLE
                }
                begun = [x for x in lessons if x["starts"] <= now]
                days = {(x["class"]["id"], x["starts"].date()) for x in begun}
                held = row.held
                assert {c.id for c in held.classes} == {c["id"] for c in live}
                assert (held.enrolled, held.attended) == (len(enrolled), len(came))
                assert (held.hours, held.days) == (Decimal("2.5") * len(begun), len(days))
                for who, expected in ((Who.enrolled, enrolled), (Who.attended, came)):
                    listed = plan.people(session, 2026, who, row.id)
                    assert {one.id for one in listed} == {self.people[n] for n in expected}
                self._check_state(row, live, lessons, now)
            totals = shown.totals
            assert totals.heads == sum(PLANNED)
            assert totals.attended == sum(row.held.attended for row in shown.rows)
            assert totals.classes == sum(
                c["item"] is not None and not c["cancelled"] for c in self.classes
            )

    def _check_state(
        self, row: plan.ItemRow, live: list[Any], lessons: list[Any], now: datetime
    ) -> None:
        state = row.held.state
        assert (state in (ItemState.not_held, ItemState.owed)) or live
        late = now.date() > (date(2026, 3, 31) if row.month else date(2026, 12, 31))
        if not live:
            assert state is (ItemState.owed if late else ItemState.not_held)
        if state is ItemState.held:
            assert row.held.covered >= row.heads
            assert all(
                x["starts"] + timedelta(hours=2) <= now
                for x in lessons
                if x["class"].get("state") != "finished"
            )
        if state is ItemState.owed:
            assert late


def test_planned_and_held_agree_after_any_sequence(templates: Templates, tmp_path: Path) -> None:
    machine = type("Here", (Sequences,), {"templates": templates, "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(15),
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def item(school: Workspace) -> plan.Item:
    (key,) = add(school, 2026, draft(heads=60, times="3—4月"))
    with school.read() as session:
        return plan.item(session, key)


def held_class(*, planned: int = 8, begun: bool = False, over: bool = False) -> HeldClass:
    return HeldClass(
        id=UUID(int=1), code="", title="", state=ClassState.open, first_day=None, enrolled=0,
        attended=0, days=0, hours=Decimal(0), planned=Decimal(planned), begun=begun, over=over,
    )  # fmt: skip


APRIL, MAY = date(2026, 4, 30), date(2026, 5, 1)
COMING = held_class()
NOW = held_class(begun=True)
DONE = held_class(begun=True, over=True)


@pytest.mark.parametrize(
    ("classes", "covered", "today", "state"),
    [
        ([], 0, APRIL, ItemState.not_held),
        ([], 0, MAY, ItemState.owed),
        ([COMING], 0, APRIL, ItemState.scheduled),
        ([COMING], 0, MAY, ItemState.scheduled),
        ([held_class(planned=0)], 0, APRIL, ItemState.scheduled),
        ([held_class(planned=0)], 60, MAY, ItemState.owed),
        ([NOW], 60, MAY, ItemState.under_way),
        ([DONE, COMING], 30, APRIL, ItemState.under_way),
        ([DONE], 60, APRIL, ItemState.held),
        ([DONE], 59, APRIL, ItemState.under_way),
        ([DONE], 59, MAY, ItemState.owed),
        ([DONE, DONE], 60, MAY, ItemState.held),
    ],
)
def test_one_word_for_how_far_an_item_is(
    item: plan.Item, classes: list[HeldClass], covered: int, today: date, state: ItemState
) -> None:
    assert state_of(item, classes, covered, today) is state


def test_when_the_time_of_an_item_is_over() -> None:
    assert last_day(2026, "2月") == date(2026, 2, 28)
    assert last_day(2026, "第四季度") == date(2026, 12, 31)
    assert last_day(2026, "择期") == date(2026, 12, 31)


def test_six_hundred_people_in_rooms_of_sixty(school: Workspace, clock: FixedClock) -> None:
    """One item, ten classes: nobody counts twice, and it is held when all were."""
    clock.set_to(at(2, 8, month=3))
    teaching = Teaching(school)
    (key,) = add(school, 2026, draft("全员轮训", audience=Audience.everyone, heads=600))
    with school.write("test.people") as session:
        place = branch(session)
        people = [person(session, place) for _ in range(600)]
    for number in range(10):
        made = teaching.class_(f"全员轮训（第{number + 1}期）", rotation=True)
        teaching.lesson(at(3 + number, 8, month=3), class_id=made)
        with school.write("test.link") as session:
            session.require(TrainingClass, made).plan_item_id = key
        teaching.enrol(made, people[number * 60 : number * 60 + 61])
    with school.read() as session:
        (row,) = plan.year_plan(session, 2026).rows
    assert (len(row.held.classes), row.held.enrolled, row.held.state) == (
        10,
        600,
        ItemState.scheduled,
    )
    clock.set_to(at(13, 8, month=3))
    with school.read() as session:
        (row,) = plan.year_plan(session, 2026).rows
    assert (row.held.state, row.held.days, row.held.hours) == (ItemState.held, 10, Decimal(40))
