"""Orders into classes and out of them again."""

from collections.abc import Sequence
from uuid import UUID

from models.order import Order, OrderPlacement, OrderState
from services.core.checks import optional_text, required_text
from services.core.errors import NeedsReason, Refused
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.order.giving_way import Placed, live_in, over_words, reckon
from services.order.operations import require_live
from services.order.rules import MOST_REASON, OPEN, live_placement, move, own_order


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
    way, yielding = reckon(session, class_id, orders)
    reason = optional_text(reason, "理由", MOST_REASON)
    before = Before(session)
    if displace:
        if {one.order.id for one in yielding} != set(displace):
            raise Refused("这个班的订单刚有变动，让出的不再是这几个；请重新排班。")
        required_text(reason, "让出的原因", MOST_REASON)
        for one in yielding:
            _displace(session, before, one, reason)
    elif way.over and not reason:
        raise NeedsReason(over_words(way))
    for order in orders:
        before.keep(order)
        if order.state is OrderState.submitted:
            move(order, OrderState.accepted)
        move(order, OrderState.scheduled)
        if way.over and not displace:
            order.warning_reason = reason
        before.made(session.make(OrderPlacement, order_id=order.id, class_id=class_id))
    session.flush()
    session.note(
        "order.place",
        class_id=str(class_id),
        orders=[str(order.id) for order in orders],
        displaced=[str(key) for key in displace],
    )
    which = orders[0].number if len(orders) == 1 else f"{len(orders)} 个订单"
    return before.undo(
        f"把 {which} 排进培训班", "order.undo", lambda later: require_live(later, class_id)
    )


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
    session.note("order.release", id=str(order_id))
    class_id = placement.class_id
    return before.undo(
        f"把 {order.number} 移出培训班",
        "order.undo",
        lambda later: require_live(later, class_id),
    )


def release_class(session: WorkSession, class_id: UUID, reason: str) -> int:
    """A class is called off: its orders are accepted again. Returns how many.

    Raises BadInput without a reason, Refused where a branch has confirmed one.
    """
    reason = required_text(reason, "取消原因", MOST_REASON)
    pairs = live_in(session, class_id)
    for order, _ in pairs:
        if order.state is OrderState.confirmed:
            raise Refused(f"{order.number} 已由点单单位确认送学，这个班不能再取消。")
    before = Before(session)
    for order, placement in pairs:
        _release(session, before, order, placement, f"培训班取消：{reason}")
    session.note("order.release_class", class_id=str(class_id), orders=len(pairs))
    return len(pairs)


def deliver_class(session: WorkSession, class_id: UUID, before: Before) -> int:
    """A class was held to its end: its scheduled orders are delivered, kept in `before`.
    Returns how many."""
    waiting = [
        order for order, _ in live_in(session, class_id) if order.state is OrderState.scheduled
    ]
    for order in waiting:
        before.keep(order)
        move(order, OrderState.delivered)
    session.note("order.deliver_class", class_id=str(class_id), orders=len(waiting))
    return len(waiting)


def _displace(session: WorkSession, before: Before, one: Placed, reason: str) -> None:
    placement = live_placement(session, one.order.id)
    assert placement is not None
    assert one.to is not None
    words = f"让给{one.to.channel.word} {one.to.number}：{reason}"
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
