"""Orders into classes and out of them again; who gives way where a class does not hold all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.order import Order, OrderChannel, OrderPlacement, OrderState
from models.site import Room
from models.training_class import Lesson, TrainingClass
from services.core.errors import NeedsReason, Refused
from services.core.fields import optional_text, required_text
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.order.operations import require_live
from services.order.rules import (
    CHANNEL_LABELS,
    MOST_REASON,
    OPEN,
    RANK,
    live_placement,
    move,
    own_order,
)

TAKEN_BACK = "刚排班即撤回"


@dataclass(frozen=True)
class Yielding:
    """An order that would give way, and the number of the one it gives way to."""

    order_id: UUID
    number: str
    asker: str
    channel: OrderChannel
    heads: int
    to: str


@dataclass(frozen=True)
class GivesWay:
    """`places` is what the class holds, None for no bound; `taken` and `wanted` are the heads
    placed already and those of the new orders.

    `over` counts who does not fit as things are. `orders` are those of lower channels that
    would give way, no more than needed; empty where even all of them would not do.
    """

    places: int | None
    taken: int
    wanted: int
    over: int
    orders: tuple[Yielding, ...]


@dataclass
class _Placed:
    """An order in the class, as the reckoning sees it."""

    order: Order
    placed_at: datetime
    to: Order | None = None


def places_of(session: WorkSession, class_id: UUID) -> int | None:
    """How many a class holds: what it says, else its smallest room; None for no bound."""
    row = session.require(TrainingClass, class_id)
    if row.places is not None:
        return row.places
    return session.scalar(
        select(func.min(Room.places))
        .join(Lesson, Lesson.room_id == Room.id)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
    )


def gives_way(session: WorkSession, class_id: UUID, order_ids: Sequence[UUID]) -> GivesWay:
    """Who would have to leave the class for these orders. Raises NotFound, Refused."""
    orders = [own_order(session, key) for key in dict.fromkeys(order_ids)]
    return _reckon(session, class_id, orders)[0]


def place(
    session: WorkSession,
    class_id: UUID,
    order_ids: Sequence[UUID],
    *,
    displace: Sequence[UUID] = (),
    reason: str = "",
) -> Undo:
    """Put orders into a class, all or none; one that still waited is accepted with that.

    `displace` must be exactly what `gives_way` tells; those orders go back to accepted, and
    say to whom and why. Raises BadInput for displacing without a reason; NeedsReason where
    the class does not hold all and nobody is displaced: with a reason they come in over its
    places; Refused for an order that is in a class or ended, for a class that is over, and
    where by now others would have to give way.
    """
    require_live(session, class_id)
    orders = [own_order(session, key) for key in dict.fromkeys(order_ids)]
    for order in orders:
        if order.state not in OPEN:
            raise Refused(f"{order.number} 已经排班或办结，不能再排；请刷新后再看。")
    way, yielding = _reckon(session, class_id, orders)
    reason = optional_text(reason, "理由", MOST_REASON)
    before = Before(session)
    if displace:
        if {one.order.id for one in yielding} != set(displace):
            raise Refused("这个班的订单刚有变动，让出的不再是这几个；请重新排班。")
        required_text(reason, "让出的原因", MOST_REASON)
        for one in yielding:
            _displace(session, before, one, reason)
    elif way.over and not reason:
        raise NeedsReason(_over_words(way))
    made = []
    for order in orders:
        before.keep(order)
        if order.state is OrderState.submitted:
            move(order, OrderState.accepted)
        move(order, OrderState.scheduled)
        if way.over and not displace:
            order.warning_reason = reason
        made.append(session.make(OrderPlacement, order_id=order.id, class_id=class_id).id)
    session.flush()
    session.features |= {"order", "training_class"}
    session.note(
        "order.place",
        class_id=str(class_id),
        orders=[str(order.id) for order in orders],
        displaced=[str(key) for key in displace],
    )
    return _undo_place(session, before, orders, made, class_id)


def release(session: WorkSession, order_id: UUID, reason: str) -> Undo:
    """Take an order out of its class; it is accepted again. Raises BadInput without a reason,
    Refused unless it is placed and not held yet."""
    reason = required_text(reason, "移出的原因", MOST_REASON)
    order = own_order(session, order_id)
    placement = live_placement(session, order_id)
    if placement is None or order.state is not OrderState.scheduled:
        raise Refused(f"{order.number} 没有排在还没上完的班里，请刷新后再看。")
    before = Before(session)
    _release(session, before, order, placement, reason)
    session.features |= {"order", "training_class"}
    session.note("order.release", id=str(order_id))
    class_id = placement.class_id
    return before.undo(
        f"把 {order.number} 排回原来的班",
        "order.undo",
        lambda later: require_live(later, class_id),
    )


def release_class(session: WorkSession, class_id: UUID, reason: str) -> int:
    """A class is called off: its orders are accepted again. Returns how many.

    Raises BadInput without a reason, Refused where a branch has confirmed one.
    """
    reason = required_text(reason, "取消原因", MOST_REASON)
    pairs = _live(session, class_id)
    for order, _ in pairs:
        if order.state is OrderState.confirmed:
            raise Refused(f"{order.number} 已由点单单位确认送学，这个班不能再取消。")
    before = Before(session)
    for order, placement in pairs:
        _release(session, before, order, placement, f"培训班取消：{reason}")
    session.features.add("order")
    session.note("order.release_class", class_id=str(class_id), orders=len(pairs))
    return len(pairs)


def deliver_class(session: WorkSession, class_id: UUID) -> int:
    """A class was held to its end: its scheduled orders are delivered. Returns how many."""
    waiting = [
        order for order, _ in _live(session, class_id) if order.state is OrderState.scheduled
    ]
    for order in waiting:
        move(order, OrderState.delivered)
    session.features.add("order")
    session.note("order.deliver_class", class_id=str(class_id), orders=len(waiting))
    return len(waiting)


def _reckon(
    session: WorkSession, class_id: UUID, orders: Sequence[Order]
) -> tuple[GivesWay, list[_Placed]]:
    places = places_of(session, class_id)
    here = [_Placed(order, one.created_at) for order, one in _live(session, class_id)]
    taken = sum(one.order.heads for one in here)
    wanted = sum(order.heads for order in orders)
    over = 0 if places is None else max(0, taken + wanted - places)
    # Nobody has to leave for what was over before these orders came.
    free = max(0, (places or 0) - taken)
    yielding = _find(here, orders, free) if over else []
    told = tuple(
        Yielding(
            one.order.id,
            one.order.number,
            asker_of(session, one.order),
            one.order.channel,
            one.order.heads,
            one.to.number if one.to else "",
        )
        for one in yielding
    )
    return GivesWay(places, taken, wanted, over, told), yielding


def _find(here: list[_Placed], orders: Sequence[Order], free: int) -> list[_Placed]:
    """Which of those placed make room: strictly lower channels only, the lowest and latest
    first, and no order more than needed. Empty where even all of them would not do."""
    leaving: list[_Placed] = []
    for order in sorted(orders, key=lambda one: (RANK[one.channel], one.number)):
        lower = [
            one
            for one in here
            if one not in leaving and RANK[one.order.channel] > RANK[order.channel]
        ]
        lower.sort(key=lambda one: (RANK[one.order.channel], one.placed_at, one.order.number))
        chosen = []
        while free < order.heads and lower:
            chosen.append(lower.pop())
            free += chosen[-1].order.heads
        if free < order.heads:
            return []
        for one in chosen[::-1]:  # the first to be spared is the highest and earliest
            if free - one.order.heads >= order.heads:
                chosen.remove(one)
                free -= one.order.heads
        for one in chosen:
            one.to = order
        leaving += chosen
        free -= order.heads
    return leaving


def _displace(session: WorkSession, before: Before, one: _Placed, reason: str) -> None:
    placement = live_placement(session, one.order.id)
    assert placement is not None
    assert one.to is not None
    words = f"让给{CHANNEL_LABELS[one.to.channel]} {one.to.number}：{reason}"
    _release(session, before, one.order, placement, words)
    one.order.displaced_by_id = one.to.id


def _release(
    session: WorkSession, before: Before, order: Order, placement: OrderPlacement, reason: str
) -> None:
    before.keep(order)
    before.keep(placement)
    move(order, OrderState.accepted, reason)
    placement.ended_at, placement.end_reason = session.now(), reason
    session.flush()


def _undo_place(
    session: WorkSession,
    before: Before,
    orders: Sequence[Order],
    placements: Sequence[UUID],
    class_id: UUID,
) -> Undo:
    """The orders go back to what they were, and who gave way comes in again. That they were
    placed stays on record, with its end."""
    which = orders[0].number if len(orders) == 1 else f"{len(orders)} 个订单"
    rows = before.undo(
        f"把 {which} 移出培训班", "order.undo", lambda later: require_live(later, class_id)
    )

    def act(later: WorkSession) -> None:
        rows.act(later)
        for key in placements:
            placement = later.require(OrderPlacement, key)
            placement.ended_at, placement.end_reason = later.now(), TAKEN_BACK
        later.features.add("training_class")

    return Undo(rows.words, rows.verb, act)


def _live(session: WorkSession, class_id: UUID) -> list[tuple[Order, OrderPlacement]]:
    """The class's orders with their placements, the first placed first."""
    session.flush()
    rows = session.execute(
        select(Order, OrderPlacement)
        .join(OrderPlacement, OrderPlacement.order_id == Order.id)
        .where(
            OrderPlacement.class_id == class_id,
            OrderPlacement.owner == session.owner,
            OrderPlacement.ended_at.is_(None),
        )
        .order_by(OrderPlacement.created_at, Order.number)
    )
    return [(order, placement) for order, placement in rows]


def asker_of(session: WorkSession, order: Order) -> str:
    """Who asks, as people say it."""
    if order.branch_id is None:
        return order.asker
    return session.require(Branch, order.branch_id).short_name


def _over_words(way: GivesWay) -> str:
    words = f"这个班有 {way.places} 个名额，已排 {way.taken} 人，再排 {way.wanted} 人就超出"
    words += f" {way.over} 人。"
    if way.orders:
        names = "、".join(
            f"{one.asker} {one.heads} 人（{CHANNEL_LABELS[one.channel]} {one.number}）"
            for one in way.orders
        )
        words += f"按先后次序可以请{names}让出。"
    return f"{words}要超出名额排进去，请写明理由。"
