"""Who gives way where a class does not hold all (domain.md, orders)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.order import Order, OrderChannel, OrderPlacement
from models.site import Room
from models.training_class import Lesson, TrainingClass
from services.core.session import WorkSession
from services.order.rules import RANK, own_order


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
class Placed:
    """An order in the class, as the reckoning sees it."""

    order: Order
    placed_at: datetime
    to: Order | None = None


def places_of(session: WorkSession, class_id: UUID) -> int | None:
    """How many a class holds, people enrolled and heads of orders alike: what it says, else the
    smallest room of its live lessons; None for no bound. Raises NotFound."""
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
    return reckon(session, class_id, orders)[0]


def reckon(
    session: WorkSession, class_id: UUID, orders: Sequence[Order]
) -> tuple[GivesWay, list[Placed]]:
    """What `gives_way` tells, with the rows behind it."""
    places = places_of(session, class_id)
    here = [Placed(order, one.created_at) for order, one in live_in(session, class_id)]
    taken = sum(one.order.heads for one in here)
    wanted = sum(order.heads for order in orders)
    over = 0 if places is None else max(0, taken + wanted - places)
    # Nobody has to leave for what was over before these orders came.
    free = max(0, (places or 0) - taken)
    yielding = find(here, orders, free) if over else []
    told = tuple(
        Yielding(
            one.order.id,
            one.order.number,
            _asker_of(session, one.order),
            one.order.channel,
            one.order.heads,
            one.to.number if one.to else "",
        )
        for one in yielding
    )
    return GivesWay(places, taken, wanted, over, told), yielding


def find(here: list[Placed], orders: Sequence[Order], free: int) -> list[Placed]:
    """Which of those placed make room: strictly lower channels only, the lowest and latest
    first, and none that could stay. Empty where even all of them would not do."""
    ranked = sorted(orders, key=lambda one: (RANK[one.channel], one.number))
    highest = RANK[ranked[0].channel]
    leaving = [one for one in here if RANK[one.order.channel] > highest]
    if not _fit(ranked, leaving, free):
        return []
    # The first to be spared is the highest and earliest.
    leaving.sort(key=lambda one: (RANK[one.order.channel], one.placed_at, one.order.number))
    for one in tuple(leaving):
        others = [other for other in leaving if other is not one]
        if _fit(ranked, others, free):
            leaving = others
    _say_to_whom(ranked, leaving)
    return leaving


def _fit(orders: Sequence[Order], leaving: Sequence[Placed], free: int) -> bool:
    """Whether all orders find room when these leave: an order takes free places, and those of
    lower channels than its own."""
    for rank in {RANK[one.channel] for one in orders}:
        wanted = sum(one.heads for one in orders if RANK[one.channel] >= rank)
        freed = sum(one.order.heads for one in leaving if RANK[one.order.channel] > rank)
        if wanted > free + freed:
            return False
    return True


def _say_to_whom(orders: Sequence[Order], leaving: Sequence[Placed]) -> None:
    """Each gives way to the highest order that still wants places."""
    wants = {one.number: one.heads for one in orders}
    for gone in leaving:
        higher = [one for one in orders if RANK[one.channel] < RANK[gone.order.channel]]
        gone.to = next((one for one in higher if wants[one.number] > 0), higher[0])
        wants[gone.to.number] -= gone.order.heads


def live_in(session: WorkSession, class_id: UUID) -> list[tuple[Order, OrderPlacement]]:
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


def _asker_of(session: WorkSession, order: Order) -> str:
    """Who asks, as people say it."""
    if order.branch_id is None:
        return order.asker
    return session.require(Branch, order.branch_id).short_name


def over_words(way: GivesWay) -> str:
    """The warning before orders come in over a class's places."""
    words = f"这个班有 {way.places} 个名额，已排 {way.taken} 人，再排 {way.wanted} 人就超出"
    words += f" {way.over} 人。"
    if way.orders:
        names = "、".join(
            f"{one.asker} {one.heads} 人（{one.channel.word} {one.number}）" for one in way.orders
        )
        words += f"按先后次序可以请{names}让出。"
    return f"{words}要超出名额排进去，请写明理由。"
