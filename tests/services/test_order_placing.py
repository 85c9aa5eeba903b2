"""Orders in classes: who comes in, who gives way, and what becomes of all with their class."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from models.order import Order, OrderPlacement
from models.training_class import ClassState, TrainingClass
from services import order
from services.core.clock import FixedClock
from services.core.errors import BadInput, DeskError, NeedsReason, Refused
from services.core.session import WorkSession
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.order import GivesWay, OrderChannel, OrderState
from services.order.giving_way import Placed, find
from services.order.rules import PLACED, RANK
from tests.helpers.examples import examples
from tests.helpers.ordering import Ordering
from tests.helpers.teaching import at
from tests.helpers.workspaces import SCHOOL, Templates

CHANNELS = tuple(OrderChannel)


@pytest.fixture
def ordering(school: Workspace) -> Ordering:
    return Ordering(school)


def told(ordering: Ordering, class_id: UUID, *orders: UUID) -> GivesWay:
    with ordering.workspace.read() as session:
        return order.gives_way(session, class_id, orders)


def take_back(ordering: Ordering, undo: Undo) -> None:
    with ordering.workspace.write(undo.verb) as session:
        undo.act(session)


def test_placing_accepts_and_schedules(ordering: Ordering) -> None:
    waiting = ordering.order(ordering.wish(0), accepted=False)
    accepted = ordering.order(ordering.wish(1))
    class_id = ordering.class_()
    ordering.place(class_id, waiting, accepted)
    with ordering.workspace.read() as session:
        rows = order.of_class(session, class_id)
    assert [(row.id, row.state, row.class_id) for row in rows] == [
        (accepted, OrderState.scheduled, class_id),
        (waiting, OrderState.scheduled, class_id),
    ]


def test_an_order_is_in_one_class_at_a_time(ordering: Ordering) -> None:
    key, first, second = ordering.order(ordering.wish(0)), ordering.class_(), ordering.class_()
    ordering.place(first, key)
    with pytest.raises(Refused, match="已经排班或办结"):
        ordering.place(second, key)
    with pytest.raises(IntegrityError), ordering.workspace.write("test") as session:
        session.make(OrderPlacement, order_id=key, class_id=second)


@pytest.mark.parametrize("state", [ClassState.finished, ClassState.archived, ClassState.cancelled])
def test_a_class_that_is_over_takes_none(ordering: Ordering, state: ClassState) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    with ordering.workspace.write("test") as session:
        session.require(TrainingClass, class_id).state = state
    with pytest.raises(Refused, match="已经结束或取消"):
        ordering.place(class_id, key)
    assert ordering.row(key).state is OrderState.accepted


def test_the_smallest_room_bounds_a_class_without_places_of_its_own(ordering: Ordering) -> None:
    class_id = ordering.class_()
    key = ordering.order(ordering.wish(0))
    assert told(ordering, class_id, key).places is None
    ordering.lesson(at(25, 8), class_id=class_id)
    ordering.lesson(at(26, 8), class_id=class_id, room=ordering.far_room)
    assert told(ordering, class_id, key).places == 40


def test_a_higher_channel_sees_whom_it_displaces_and_they_are_told_why(
    ordering: Ordering,
) -> None:
    class_id = ordering.class_of(20)
    collective = ordering.order(ordering.wish(0, 8, channel=OrderChannel.collective))
    individual = ordering.order(ordering.wish(1, 9))
    ordering.place(class_id, collective, individual)
    sent = ordering.order(ordering.dispatched(10))
    way = told(ordering, class_id, sent)
    assert (way.places, way.taken, way.wanted, way.over) == (20, 17, 10, 7)
    (gone,) = way.orders
    assert (gone.order_id, gone.asker, gone.heads, gone.to) == (
        individual,
        "布山村党支部",
        9,
        "ZS-DD-2026-0003",
    )
    with pytest.raises(NeedsReason, match="布山村党支部 9 人（单独点单 ZS-DD-2026-0002）让出"):
        ordering.place(class_id, sent)
    with pytest.raises(BadInput, match="让出的原因"):
        ordering.place(class_id, sent, displace=[individual])
    with pytest.raises(Refused, match="刚有变动"):
        ordering.place(class_id, sent, displace=[collective], reason="县里统一安排")
    ordering.place(class_id, sent, displace=[individual], reason="县里统一安排")
    row = ordering.row(individual)
    assert row.state is OrderState.accepted
    assert row.class_id is None
    assert row.displaced_by == "ZS-DD-2026-0003"
    assert row.state_reason == "让给上级派单 ZS-DD-2026-0003：县里统一安排"
    assert ordering.row(collective).class_id == ordering.row(sent).class_id == class_id


def test_no_more_give_way_than_needed(ordering: Ordering) -> None:
    class_id = ordering.class_of(20)
    big, small = ordering.order(ordering.wish(0, 10)), ordering.order(ordering.wish(1, 2))
    ordering.place(class_id, big)
    ordering.place(class_id, small)
    sent = ordering.order(ordering.dispatched(13))
    assert [one.order_id for one in told(ordering, class_id, sent).orders] == [big]


def test_the_latest_gives_way_first(ordering: Ordering) -> None:
    class_id = ordering.class_of(20)
    early, late = ordering.order(ordering.wish(0, 10)), ordering.order(ordering.wish(1, 10))
    ordering.place(class_id, early)
    ordering.place(class_id, late)
    sent = ordering.order(ordering.dispatched(10))
    assert [one.order_id for one in told(ordering, class_id, sent).orders] == [late]


def test_an_equal_channel_displaces_nobody_but_a_reason_passes(ordering: Ordering) -> None:
    class_id = ordering.class_of(12)
    first, second = ordering.order(ordering.wish(0, 8)), ordering.order(ordering.wish(1, 6))
    ordering.place(class_id, first)
    assert told(ordering, class_id, second).orders == ()
    with pytest.raises(NeedsReason, match="有 12 个名额，已排 8 人，再排 6 人就超出 2 人。要超出"):
        ordering.place(class_id, second)
    ordering.place(class_id, second, reason="加两把椅子")
    assert ordering.row(second).warning_reason == "加两把椅子"
    assert ordering.row(first).class_id == class_id


def test_placing_is_taken_back_with_whoever_gave_way(ordering: Ordering) -> None:
    class_id = ordering.class_of(10)
    first, sent = ordering.order(ordering.wish(0, 8)), ordering.order(ordering.dispatched(9))
    ordering.place(class_id, first)
    with ordering.workspace.write("order.place") as session:
        undo = order.place(session, class_id, [sent], displace=[first], reason="县里安排")
    take_back(ordering, undo)
    assert ordering.row(first).class_id == class_id
    assert ordering.row(first).displaced_by == ""
    assert (ordering.row(sent).state, ordering.row(sent).class_id) == (OrderState.accepted, None)
    with ordering.workspace.read() as session:
        assert order.detail(session, sent).placements == ()


def test_releasing(ordering: Ordering) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    with ordering.workspace.write("order.release") as session, pytest.raises(Refused):
        order.release(session, key, "改期")
    ordering.place(class_id, key)
    with ordering.workspace.write("order.release") as session:
        undo = order.release(session, key, "改期")
    row = ordering.row(key)
    assert (row.state, row.state_reason, row.class_id) == (OrderState.accepted, "改期", None)
    take_back(ordering, undo)
    assert ordering.row(key).class_id == class_id


def test_a_cancelled_class_loses_no_order(ordering: Ordering) -> None:
    orders = [ordering.order(ordering.wish(who)) for who in range(3)]
    class_id = ordering.class_()
    ordering.place(class_id, *orders)
    ordering.cancel_class(class_id)
    for key in orders:
        row = ordering.row(key)
        assert (row.state, row.state_reason) == (OrderState.accepted, "培训班取消：讲师生病")
    ordering.place(ordering.class_(), *orders)


def test_a_class_that_a_branch_has_confirmed_is_not_called_off(ordering: Ordering) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    ordering.place(class_id, key)
    ordering.finish_class(class_id)
    with ordering.workspace.write("order.confirm") as session:
        order.confirm(session, [key])
    with pytest.raises(Refused, match="已由点单单位确认"):
        ordering.cancel_class(class_id)


@given(
    placed=st.lists(st.tuples(st.sampled_from(CHANNELS), st.integers(1, 9)), max_size=6),
    wanted=st.lists(
        st.tuples(st.sampled_from(CHANNELS), st.integers(1, 9)), min_size=1, max_size=3
    ),
    free=st.integers(0, 12),
)
def test_who_gives_way_is_lower_and_none_of_them_could_stay(
    placed: list[tuple[OrderChannel, int]], wanted: list[tuple[OrderChannel, int]], free: int
) -> None:
    def made(rows: list[tuple[OrderChannel, int]], first: int) -> list[Order]:
        return [
            Order(number=f"{number:04d}", channel=channel, heads=heads)
            for number, (channel, heads) in enumerate(rows, first)
        ]

    here = [Placed(one, at(23, 8, number)) for number, one in enumerate(made(placed, 1))]
    orders = made(wanted, 100)
    gone = find(here, orders, free)
    for one in gone:
        assert one.to in orders
        assert RANK[one.order.channel] > RANK[one.to.channel]
    if gone:
        assert seated(orders, gone, free)
        for one in gone:
            rest = [other for other in gone if other is not one]
            assert not seated(orders, rest, free), "somebody leaves for nothing"
    else:
        assert seated(orders, [], free) or not seated(orders, here, free)


def seated(orders: Sequence[Order], gone: Sequence[Placed], free: int) -> bool:
    """Whether every head finds a place, the lowest channels choosing first: a free one, else
    one of the highest channel below its own."""
    places = {RANK[channel]: 0 for channel in CHANNELS}
    for one in gone:
        places[RANK[one.order.channel]] += one.order.heads
    for one in sorted(orders, key=lambda order: -RANK[order.channel]):
        for _ in range(one.heads):
            below = [rank for rank in places if rank > RANK[one.channel] and places[rank]]
            if below:
                places[max(below)] -= 1
            elif free:
                free -= 1
            else:
                return False
    return True


class Sequences(RuleBasedStateMachine):
    """Any sequence of verbs, allowed or refused, upon a few orders and classes."""

    templates: Templates
    folder: Path

    @initialize()
    def open(self) -> None:
        number = len(list(self.folder.iterdir()))
        space = self.templates.open(SCHOOL, self.folder / str(number), FixedClock(at(23, 8)))
        self.ordering = Ordering(space)
        self.classes = [self.ordering.class_of(places) for places in (9, 14, None)]
        self.orders: list[UUID] = []
        self.numbers: set[str] = set()
        self.undos: list[Undo] = []

    def teardown(self) -> None:
        if hasattr(self, "ordering"):
            self.ordering.workspace.close()

    def _order(self, which: int) -> UUID:
        return self.orders[which % len(self.orders)]

    def _try(self, verb: object, *given: object, **more: object) -> None:
        assert callable(verb)
        try:
            with self.ordering.workspace.write("order.test") as session:
                session.note("order.test")
                made = verb(session, *given, **more)
        except DeskError:
            return
        if isinstance(made, Undo):
            self.undos.append(made)

    @rule(who=st.integers(0, 3), heads=st.integers(1, 9), channel=st.sampled_from(CHANNELS))
    def submit(self, who: int, heads: int, channel: OrderChannel) -> None:
        if channel is OrderChannel.dispatched:
            draft = self.ordering.dispatched(heads)
        else:
            draft = self.ordering.wish(who, heads, channel=channel)
        self.orders.append(self.ordering.order(draft, accepted=False))

    @rule(which=st.integers(0, 9), verb=st.sampled_from((order.accept, order.confirm)))
    def answer(self, which: int, verb: object) -> None:
        if self.orders:
            self._try(verb, [self._order(which)])

    @rule(
        which=st.integers(0, 9),
        verb=st.sampled_from((order.reject, order.cancel, order.release)),
    )
    def end(self, which: int, verb: object) -> None:
        if self.orders:
            self._try(verb, self._order(which), "有变")

    @rule(
        which=st.lists(st.integers(0, 9), min_size=1, max_size=3),
        where=st.integers(0, 2),
        reason=st.sampled_from(("", "加座")),
        displace=st.booleans(),
    )
    def place(self, which: Sequence[int], where: int, reason: str, displace: bool) -> None:
        if not self.orders:
            return
        keys, class_id = [self._order(one) for one in which], self.classes[where]

        def verb(session: WorkSession) -> Undo:
            way = order.gives_way(session, class_id, keys)
            gone = [one.order_id for one in way.orders] if displace else []
            return order.place(session, class_id, keys, displace=gone, reason=reason)

        self._try(verb)

    @rule(where=st.integers(0, 2), how=st.sampled_from(("finish", "cancel")))
    def end_class(self, where: int, how: str) -> None:
        try:
            if how == "finish":
                self.ordering.finish_class(self.classes[where])
            else:
                self.ordering.cancel_class(self.classes[where])
        except DeskError:
            return
        self.classes[where] = self.ordering.class_of(9)

    @rule(which=st.integers(0, 9))
    def take_back(self, which: int) -> None:
        if self.undos:
            undo = self.undos.pop(which % len(self.undos))
            self._try(undo.act)

    @invariant()
    def no_order_is_lost_or_counted_twice(self) -> None:
        if not hasattr(self, "ordering"):
            return
        with self.ordering.workspace.read() as session:
            rows = order.list_rows(session, 2026)
            whole = order.total(order.by_asker(session, 2026))
            most = session.scalar(
                select(func.max(func.count()).over())
                .where(OrderPlacement.ended_at.is_(None))
                .group_by(OrderPlacement.order_id)
            )
            states = {row.id: row.state for row in session.scalars(select(TrainingClass))}
        assert {row.id for row in rows} == set(self.orders), "an order was lost"
        assert len(rows) == len(self.orders) == whole.ordered.orders
        numbers = {row.number for row in rows}
        assert len(numbers) == len(rows)
        assert numbers >= self.numbers, "a number was taken away"
        self.numbers = numbers
        assert most in (None, 1), "an order is in two classes"
        assert whole.ordered == whole.held + whole.owed + whole.ended
        assert whole.ordered.heads == sum(row.heads for row in rows)
        for row in rows:
            assert (row.class_id is not None) == (row.state in PLACED), row
            if row.class_id is not None:
                assert states[row.class_id] is not ClassState.cancelled, row
                over = states[row.class_id] is ClassState.finished
                assert over == (row.state is not OrderState.scheduled), row


def test_no_sequence_loses_an_order_or_counts_it_twice(
    templates: Templates, tmp_path: Path
) -> None:
    here = {"templates": templates, "folder": tmp_path}
    machine = type("Here", (Sequences,), here)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(20),
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
