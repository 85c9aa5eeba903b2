"""At the school: dispatches that came become orders of its own, and follow what the county says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from models.dispatch import Dispatch
from models.order import Order, OrderChannel, OrderState
from models.school import Peer, WorkspaceKind
from services.core.session import WorkSession
from services.order.rules import OPEN, move, numbers_from

ASKED = ("topic", "heads", "wished_from", "wished_to", "place", "contact", "phone", "note")
"""What an order says in the county's words."""
SCHEDULED_BY = ("topic", "heads", "wished_from", "wished_to")
"""What a class was made to fit."""


@dataclass(frozen=True)
class Answered:
    """How many orders were made, changed and cancelled; how many have a class already although
    the county changed or withdrew what it asks."""

    made: int
    changed: int
    cancelled: int
    to_check: int


def to_orders(session: WorkSession, changed_ids: Collection[UUID] = ()) -> Answered:
    """A verb: make an order of each dispatch without one, and let those that have no class yet
    follow their dispatch: what was withdrawn is cancelled with its reason, and the orders of
    `changed_ids`, the dispatches that the county changed just now, say what those say.

    Called in the transaction that takes the county's file in; a second call changes nothing.
    """
    made = changed = cancelled = to_check = 0
    asker = _county_name(session)
    for row, order in _pairs(session):
        if order is None:
            if _is_live(row):
                _make(session, row, asker)
                made += 1
        elif order.state in OPEN and not _is_live(row):
            move(order, OrderState.cancelled, f"县里撤回：{row.withdrawn_reason}")
            cancelled += 1
        elif order.state in OPEN and row.id in changed_ids:
            for name in ASKED:
                setattr(order, name, getattr(row, name))
            changed += 1
        elif order.state is OrderState.scheduled and row.id in changed_ids:
            to_check += 1
    session.flush()
    if made or changed or cancelled:
        session.note("dispatch.to_orders", made=made, changed=changed, cancelled=cancelled)
    return Answered(made, changed, cancelled, to_check)


def let_go(session: WorkSession, dispatch_ids: Iterable[UUID]) -> int:
    """A verb: orders that answer these dispatches stay, but cite them no longer, since the
    county does not have them any more. Returns how many."""
    session.flush()
    keys = list(dispatch_ids)
    mine = select(Order.id).where(Order.owner == session.owner, Order.dispatch_id.in_(keys))
    ids = list(session.scalars(mine))
    if ids:
        session.execute(
            update(Order)
            .where(Order.id.in_(ids))
            .values(dispatch_id=None, updated_at=session.now())
        )
        session.note("dispatch.let_go", ids=[str(key) for key in ids])
    return len(ids)


def let_go_of_others(session: WorkSession, county: UUID) -> int:
    """The same for every dispatch that this county did not make."""
    return let_go(session, session.scalars(select(Dispatch.id).where(Dispatch.owner != county)))


def orders_to_check(session: WorkSession) -> tuple[tuple[Dispatch, Order], ...]:
    """Orders still to be held whose dispatch was withdrawn, and those with a class whose dispatch
    asks for something else than they."""
    return tuple(
        (row, order)
        for row, order in _pairs(session)
        if order is not None and _is_to_check(row, order)
    )


def _is_to_check(row: Dispatch, order: Order) -> bool:
    # One that has no class was cancelled when the withdrawal came, unless it left its class since.
    if not _is_live(row):
        return order.state in (*OPEN, OrderState.scheduled)
    return order.state is OrderState.scheduled and _differs(row, order)


def _differs(row: Dispatch, order: Order) -> bool:
    return any(getattr(row, name) != getattr(order, name) for name in SCHEDULED_BY)


def _is_live(row: Dispatch) -> bool:
    return row.withdrawn_at is None


def _pairs(session: WorkSession) -> list[tuple[Dispatch, Order | None]]:
    """The present county's dispatches for us, each with our order that answers it."""
    county = select(Peer.workspace).where(Peer.kind == WorkspaceKind.county)
    rows = session.execute(
        select(Dispatch, Order)
        .join(Order, Order.dispatch_id == Dispatch.id, isouter=True)
        .where(Dispatch.school_id == session.owner, Dispatch.owner.in_(county))
        .order_by(Dispatch.number)
    )
    return [(row, order) for row, order in rows]


def _county_name(session: WorkSession) -> str:
    return session.scalar(select(Peer.name).where(Peer.kind == WorkspaceKind.county)) or "县里"


def _make(session: WorkSession, row: Dispatch, asker: str) -> None:
    year = (row.wished_from or session.today()).year
    session.make(
        Order,
        number=next(numbers_from(session, year)),
        year=year,
        channel=OrderChannel.dispatched,
        branch_id=None,
        asker=asker,
        state=OrderState.submitted,
        dispatch_id=row.id,
        **{name: getattr(row, name) for name in ASKED},
    )
    session.flush()
