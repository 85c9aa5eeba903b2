"""What classes ask of orders, plans and sites, in one place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.order import Order, OrderPlacement, OrderState
from models.site import Travel
from services.core.errors import Refused
from services.core.session import WorkSession


@dataclass(frozen=True)
class ClassOrder:
    """An order that is held in a class; `asker` is the branch, or who else asks."""

    id: UUID
    number: str
    asker: str
    contact: str
    phone: str
    heads: int


def place_orders(session: WorkSession, class_id: UUID, order_ids: tuple[UUID, ...]) -> None:
    """The orders are held in this class from now on. Raises Refused for one that cannot be."""
    for order_id in order_ids:
        order = session.require(Order, order_id)
        if order.state not in (OrderState.submitted, OrderState.accepted):
            raise Refused(f"订单 {order.number} 已经排过班或已结束，不能再排进这个班。")
        order.state = OrderState.scheduled
        session.make(OrderPlacement, order_id=order_id, class_id=class_id, end_reason="")
    session.features.add("order")


def release_orders(session: WorkSession, class_id: UUID, reason: str) -> None:
    """The class is cancelled: its orders wait to be placed again."""
    for order, placement in _placed(session, class_id):
        order.state, order.state_reason = OrderState.accepted, reason
        placement.ended_at, placement.end_reason = session.now(), reason
    session.features.add("order")


def deliver_orders(session: WorkSession, class_id: UUID) -> None:
    """The class is over: what was ordered was given."""
    for order, _ in _placed(session, class_id):
        if order.state is OrderState.scheduled:
            order.state = OrderState.delivered
    session.features.add("order")


def orders_of(session: WorkSession, class_id: UUID) -> tuple[ClassOrder, ...]:
    """The orders that are held in a class, by number."""
    rows = session.execute(
        select(
            Order.id,
            Order.number,
            Branch.short_name,
            Order.asker,
            Order.contact,
            Order.phone,
            Order.heads,
        )
        .join(OrderPlacement, OrderPlacement.order_id == Order.id)
        .outerjoin(Branch, Branch.id == Order.branch_id)
        .where(OrderPlacement.class_id == class_id, OrderPlacement.ended_at.is_(None))
        .order_by(Order.number)
    )
    return tuple(
        ClassOrder(key, number, branch or asker, contact, phone, heads)
        for key, number, branch, asker, contact, phone, heads in rows
    )


def audience(session: WorkSession, item_id: UUID, on: date) -> tuple[UUID, ...]:
    """Whom a plan item is for, minus those who were rotated this year."""
    return ()


class TravelTimes:
    """Minutes between two sites; None where nobody told."""

    def __init__(self, session: WorkSession) -> None:
        self._minutes = {
            frozenset((one, other)): minutes
            for one, other, minutes in session.execute(
                select(Travel.from_id, Travel.to_id, Travel.minutes).where(
                    Travel.owner == session.owner
                )
            )
        }

    def between(self, one: UUID, other: UUID) -> int | None:
        return 0 if one == other else self._minutes.get(frozenset((one, other)))


def _placed(session: WorkSession, class_id: UUID) -> list[tuple[Order, OrderPlacement]]:
    rows = session.execute(
        select(Order, OrderPlacement)
        .join(OrderPlacement, OrderPlacement.order_id == Order.id)
        .where(OrderPlacement.class_id == class_id, OrderPlacement.ended_at.is_(None))
    )
    return [(order, placement) for order, placement in rows]
