"""The county's list of dispatches, each with how far its school has come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select

from models.dispatch import Dispatch
from models.exchange import BundleKind, BundleState, SentBundle
from models.order import Order, OrderState
from models.school import Peer, School, WorkspaceKind
from services.core.session import WorkSession
from services.dispatch.answers import ASKED
from services.dispatch.records import DispatchRow, DispatchState, SchoolChoice

OF_ORDER = {
    OrderState.submitted: DispatchState.received,
    OrderState.accepted: DispatchState.accepted,
    OrderState.scheduled: DispatchState.scheduled,
    OrderState.delivered: DispatchState.done,
    OrderState.confirmed: DispatchState.done,
    OrderState.rejected: DispatchState.returned,
    OrderState.cancelled: DispatchState.cancelled,
}


def list_rows(session: WorkSession) -> tuple[DispatchRow, ...]:
    """All dispatches of this county, the newest first; none at a school."""
    rows = session.execute(
        select(Dispatch, School.name, Order.number, Order.state, Order.state_reason)
        .join(School, School.id == Dispatch.school_id)
        .join(
            Order,
            and_(Order.dispatch_id == Dispatch.id, Order.owner == Dispatch.school_id),
            isouter=True,
        )
        .where(Dispatch.owner == session.owner)
        .order_by(Dispatch.created_at.desc(), Dispatch.number.desc())
    )
    written = _last_written(session)
    return tuple(
        _row(session, row, name, number or "", state, reason or "", written.get(row.school_id))
        for row, name, number, state, reason in rows
    )


def schools(session: WorkSession) -> tuple[SchoolChoice, ...]:
    """The schools that a dispatch may go to, by code: those whose first snapshot has come."""
    rows = session.execute(
        select(Peer.workspace, Peer.name)
        .join(School, School.id == Peer.workspace)
        .where(Peer.kind == WorkspaceKind.school)
        .order_by(Peer.code)
    )
    return tuple(SchoolChoice(key, name) for key, name in rows)


def _last_written(session: WorkSession) -> dict[UUID, datetime]:
    """By school, when the latest file was made that went to a stick."""
    rows = session.execute(
        select(SentBundle.recipient, func.max(SentBundle.created_at))
        .where(
            SentBundle.kind == BundleKind.issue,
            SentBundle.state.in_((BundleState.written, BundleState.delivered)),
            SentBundle.recipient.is_not(None),
        )
        .group_by(SentBundle.recipient)
    )
    return {school_id: made_at for school_id, made_at in rows if school_id is not None}


def _row(
    session: WorkSession,
    row: Dispatch,
    school: str,
    order_number: str,
    order_state: OrderState | None,
    order_reason: str,
    written: datetime | None,
) -> DispatchRow:
    issued_at = None
    if written is not None and row.created_at <= written:
        issued_at = session.local(written)
    state, reason = DispatchState.waiting if issued_at is None else DispatchState.issued, ""
    if row.withdrawn_at is not None:
        state, reason = DispatchState.withdrawn, row.withdrawn_reason
    elif order_state is not None:
        state, reason = OF_ORDER[order_state], order_reason
    return DispatchRow(
        **{name: getattr(row, name) for name in ASKED},
        id=row.id,
        number=row.number,
        school_id=row.school_id,
        school=school,
        state=state,
        reason=reason,
        order_number=order_number,
        issued_at=issued_at,
        pending=written is None or row.updated_at > written,
    )
