"""Steps of orders, classes, lessons, people and plans, done and taken back in any order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)
from sqlalchemy import select

from models.order import Order
from models.plan import PlanItem
from models.training_class import Lesson
from services import class_making, course, enrolment, order, plan, site, timetable, training_class
from services.class_making import ClassWish
from services.class_making.sources import FromClass, FromOrders, FromPlanItem
from services.core.clock import FixedClock
from services.core.errors import DeskError
from services.core.session import WorkSession
from services.core.undo import Undo
from services.order import OrderChannel
from services.training_class import ClassDraft
from tests.helpers.ordering import Ordering
from tests.helpers.planning import draft as item_draft
from tests.helpers.teaching import at
from tests.helpers.workspaces import SCHOOL, Templates

WHICH = st.integers(0, 40)
SLOTS = st.integers(0, 20)
REASONS = st.sampled_from(("改期", ""))
K = TypeVar("K")


class Steps(RuleBasedStateMachine):
    """Any sequence of verbs, allowed or refused, upon two rooms, three branches and a plan."""

    templates: Templates
    folder: Path

    @initialize()
    def open(self) -> None:
        number = len(list(self.folder.iterdir()))
        self.clock = FixedClock(at(23, 8))
        space = self.templates.open(SCHOOL, self.folder / str(number), self.clock)
        self.desk = Ordering(space)
        self.rooms = (self.desk.room, self.desk.other_room)
        self.people = self.desk.members(4)
        self.classes = [self.desk.class_of(2, "小班"), self.desk.class_("大班", rotation=True)]
        channels = (OrderChannel.individual, OrderChannel.collective)
        self.orders = [
            self.desk.order(self.desk.wish(who, 2, channel=channels[who % 2]), accepted=bool(who))
            for who in range(3)
        ]
        self.orders.append(self.desk.order(self.desk.dispatched(2)))
        self.undos: list[Undo] = []

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.workspace.close()

    def _try(self, act: Callable[[WorkSession], Any]) -> Any:
        """What it returned; None where it was refused. Anything but a DeskError is a failure."""
        try:
            with self.desk.workspace.write("test.act") as session:
                session.note("test.act")
                made = act(session)
        except DeskError:
            return None
        if undo := getattr(made, "undo", None):
            self.undos.append(undo)
        return made

    def _all(self, column: Any) -> list[UUID]:
        with self.desk.workspace.read() as session:
            return list(session.scalars(select(column).order_by(column)))

    # orders

    @rule(
        which=WHICH,
        verb=st.sampled_from((order.cancel, order.reject, order.release)),
        reason=REASONS,
    )
    def say_no(self, which: int, verb: Callable[..., Undo], reason: str) -> None:
        self._try(lambda s: verb(s, _pick(self.orders, which), reason))

    @rule(some=st.sets(st.integers(0, 3), min_size=1), verb=st.sampled_from(("accept", "confirm")))
    def say_yes(self, some: set[int], verb: str) -> None:
        wanted = [_pick(self.orders, one) for one in sorted(some)]
        self._try(lambda s: getattr(order, verb)(s, wanted))

    @rule(which=WHICH, heads=st.integers(0, 12), reason=REASONS)
    def change_order(self, which: int, heads: int, reason: str) -> None:
        def act(s: WorkSession) -> Undo:
            row = s.require(Order, _pick(self.orders, which))
            county = row.branch_id is None
            asked = self.desk.dispatched(heads) if county else self.desk.wish(0, heads)
            if not county:
                asked = replace(asked, branch_id=row.branch_id, channel=row.channel)
            return order.update(s, row.id, asked, reason=reason)

        self._try(act)

    @rule(which=WHICH, some=st.sets(st.integers(0, 3), min_size=1), way=st.integers(0, 2))
    def place(self, which: int, some: set[int], way: int) -> None:
        """As it is, with others giving way, or over the places."""
        wanted, to = [_pick(self.orders, one) for one in some], _pick(self.classes, which)

        def act(s: WorkSession) -> Undo:
            told = order.gives_way(s, to, wanted) if way == 1 else None
            gone = [one.order_id for one in told.orders] if told else []
            return order.place(s, to, wanted, displace=gone, reason="加座" if way else "")

        self._try(act)

    # classes

    @rule(some=st.sets(st.integers(0, 3), min_size=1), slot=SLOTS)
    def make(self, some: set[int], slot: int) -> None:
        source = FromOrders(tuple(_pick(self.orders, one) for one in sorted(some)))
        self._make(source, slot)

    @rule(which=WHICH, slot=SLOTS)
    def copy_class(self, which: int, slot: int) -> None:
        self._make(FromClass(_pick(self.classes, which)), slot)

    @rule(which=WHICH, slot=SLOTS)
    def hold(self, which: int, slot: int) -> None:
        if items := self._all(PlanItem.id):
            self._make(FromPlanItem(_pick(items, which)), slot)

    def _make(self, source: Any, slot: int) -> None:
        def act(s: WorkSession) -> class_making.MadeClass:
            wish = ClassWish(at(24, 8) + timedelta(minutes=30 * slot))
            return class_making.make(s, class_making.propose(s, source, wish), reason="加座")

        made = self._try(act)
        if made is not None:
            self.classes.append(made.id)

    @rule(which=WHICH, step=st.sampled_from(("start", "finish", "archive", "take_out", "cancel")))
    def go_on(self, which: int, step: str) -> None:
        given = {"start": {"reason": "急"}, "cancel": {"reason": "防汛"}}.get(step, {})
        verb = getattr(training_class, step)
        self._try(lambda s: verb(s, _pick(self.classes, which), **given))

    @rule(which=WHICH, places=st.one_of(st.none(), st.integers(0, 4)))
    def resize(self, which: int, places: int | None) -> None:
        self._try(
            lambda s: training_class.change(
                s,
                _pick(self.classes, which),
                ClassDraft("班", places=places),
            )
        )

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.clock.set_to(self.clock.local_now() + timedelta(hours=hours))

    # lessons

    @rule(which=WHICH, slot=SLOTS, length=st.integers(0, 6), room=st.integers(0, 1))
    def add(self, which: int, slot: int, length: int, room: int) -> None:
        drafted = self._lesson(slot, length, room)
        self._try(lambda s: training_class.add_lesson(s, _pick(self.classes, which), drafted))

    @rule(which=WHICH, slot=SLOTS, length=st.integers(0, 6), room=st.integers(0, 1))
    def move(self, which: int, slot: int, length: int, room: int) -> None:
        if lessons := self._all(Lesson.id):
            drafted = self._lesson(slot, length, room)
            self._try(lambda s: training_class.change_lesson(s, _pick(lessons, which), drafted))

    @rule(which=WHICH)
    def call_off(self, which: int) -> None:
        if lessons := self._all(Lesson.id):
            self._try(lambda s: timetable.cancel(s, _pick(lessons, which), "停电"))

    @rule(room=st.integers(0, 1), back=st.booleans())
    def close_room(self, room: int, back: bool) -> None:
        verb: Callable[..., Any] = site.restore_room if back else site.retire_room
        self._try(lambda s: verb(s, self.rooms[room]))

    @rule(back=st.booleans())
    def close_course(self, back: bool) -> None:
        verb = course.restore if back else course.retire
        self._try(lambda s: verb(s, self.desk.course))

    def _lesson(self, slot: int, length: int, room: int) -> training_class.LessonDraft:
        return self.desk.draft(
            at(24, 8) + timedelta(minutes=30 * slot), length / 2, self.rooms[room]
        )

    # people

    @rule(which=WHICH, some=st.sets(st.integers(0, 3), min_size=1), over=st.booleans())
    def enrol(self, which: int, some: set[int], over: bool) -> None:
        people = [self.people[one] for one in sorted(some)]
        to = _pick(self.classes, which)
        self._try(lambda s: enrolment.enrol(s, to, people, over=over, reason="加座"))

    @rule(
        which=WHICH,
        who=st.integers(0, 3),
        verb=st.sampled_from(("remove_enrolment", "stop_waiting")),
    )
    def take_out(self, which: int, who: int, verb: str) -> None:
        of = _pick(self.classes, which)
        self._try(lambda s: getattr(enrolment, verb)(s, of, self.people[who]))

    @rule(which=WHICH, who=st.integers(0, 3), reason=REASONS)
    def move_in(self, which: int, who: int, reason: str) -> None:
        of = _pick(self.classes, which)
        self._try(lambda s: enrolment.move_in(s, of, [self.people[who]], reason))

    @rule(which=WHICH, who=st.integers(0, 3), by=st.sampled_from((-1, 1)))
    def reorder(self, which: int, who: int, by: int) -> None:
        of = _pick(self.classes, which)
        self._try(lambda s: enrolment.reorder_waiting(s, of, self.people[who], by))

    # the plan

    @rule(year=st.integers(2026, 2027))
    def plan_one(self, year: int) -> None:
        self._try(lambda s: plan.add_item(s, year, item_draft(heads=2)))

    @rule()
    def plan_on(self) -> None:
        self._try(lambda s: plan.from_last_year(s, 2027))

    @rule(which=WHICH, step=st.sampled_from(("remove", "duplicate", "up", "down")))
    def replan(self, which: int, step: str) -> None:
        if not (items := self._all(PlanItem.id)):
            return

        def act(s: WorkSession) -> Undo | None:
            item = _pick(items, which)
            if step == "remove":
                return plan.remove_item(s, item)
            if step == "duplicate":
                return plan.duplicate_item(s, item)
            return plan.move_item(s, item, -1 if step == "up" else 1)

        self._try(act)

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        """In any order, not only the last."""
        if self.undos:
            self._try(self.undos.pop(which % len(self.undos)).act)


def _pick(some: list[K], which: int) -> K:
    return some[which % len(some)]
