"""The outbox: what was made, in which state it is; and throwing away what was never written."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from models.exchange import BundleKind, BundleState, SentBundle
from models.school import Peer
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.core.undo import Final
from services.exchange.records import SentRow

COLUMNS = (
    SentBundle.id,
    SentBundle.kind,
    SentBundle.recipient,
    SentBundle.period,
    SentBundle.sequence,
    SentBundle.state,
    SentBundle.file_name,
    SentBundle.file_hash,
    func.length(SentBundle.sealed),
    SentBundle.approved_by,
    SentBundle.created_at,
    SentBundle.written_at,
    SentBundle.delivered_at,
    SentBundle.note,
)
"""All but the bytes of `sealed`, which may be many megabytes."""


def check_code(file_hash: str) -> str:
    """Eight digits of a file's SHA-256 in two groups, to be read out over the telephone."""
    digits = f"{int(file_hash, 16) % 10**8:08d}"
    return f"{digits[:4]} {digits[4:]}"


def sent(session: WorkSession) -> tuple[SentRow, ...]:
    """The outbox, the newest first."""
    return _rows(session, _select())


def for_period(session: WorkSession, year: int, month: int) -> SentRow | None:
    """The latest snapshot of a month."""
    of_month = _select().where(
        SentBundle.kind == BundleKind.snapshot, SentBundle.period == period_of(year, month)
    )
    return next(iter(_rows(session, of_month.limit(1))), None)


def not_sent(session: WorkSession) -> tuple[tuple[int, int], ...]:
    """The months (year, month) that have ended without a snapshot, the oldest first; counted
    from the one in which the school made its first file."""
    first = session.scalar(select(func.min(SentBundle.created_at)))
    if first is None:
        return ()
    began, today = session.local(first), session.today()
    made = set(
        session.scalars(
            select(SentBundle.period).where(
                SentBundle.kind == BundleKind.snapshot, SentBundle.discarded_at.is_(None)
            )
        )
    )
    numbers = range(began.year * 12 + began.month - 1, today.year * 12 + today.month - 1)
    months = (divmod(number, 12) for number in numbers)
    return tuple((y, m + 1) for y, m in months if period_of(y, m + 1) not in made)


def month_to_send(session: WorkSession) -> tuple[int, int]:
    """The oldest month that was not sent, else the present one."""
    today = session.today()
    return next(iter(not_sent(session)), (today.year, today.month))


def row(session: WorkSession, sent_id: UUID) -> SentRow:
    """Raises NotFound."""
    found = _rows(session, _select().where(SentBundle.id == sent_id))
    if not found:
        raise NotFound("发件箱里已没有这个文件，请刷新后再试。")
    return found[0]


def period_of(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def discard(session: WorkSession, sent_id: UUID) -> Final:
    """A verb: throw away what was never written to a stick; its number is not given again.

    Raises NotFound, Refused.
    """
    stored = session.get(SentBundle, sent_id)
    if stored is None or stored.discarded_at is not None:
        raise NotFound("发件箱里已没有这个文件，请刷新后再试。")
    if stored.state not in (BundleState.drafted, BundleState.approved) or stored.written_at:
        raise Refused("这个文件已写到 U 盘，不能作废；如有更正，请重新签发一份。")
    if stored.answers is not None:
        raise Refused("回执不能作废，请写到 U 盘交给学校。")
    stored.discarded_at, stored.sealed = session.now(), b""
    session.note("exchange.discard", id=str(sent_id), sequence=stored.sequence)
    return Final("撤回了的编号不再使用")


def _select() -> Select[Any]:
    return (
        select(*COLUMNS)
        .where(SentBundle.discarded_at.is_(None))
        .order_by(SentBundle.created_at.desc(), SentBundle.sequence.desc(), SentBundle.id.desc())
    )


def _rows(session: WorkSession, question: Select[Any]) -> tuple[SentRow, ...]:
    names = {peer: name for peer, name in session.execute(select(Peer.workspace, Peer.name))}
    return tuple(_row(tuple(found), names) for found in session.execute(question))


def _row(found: tuple[Any, ...], names: dict[UUID, str]) -> SentRow:
    id_, kind, recipient, period, sequence, state, name, hash_, size, by, *times, note = found
    created_at, written_at, delivered_at = times
    return SentRow(
        id=id_,
        kind=kind,
        recipient_name="县委组织部" if recipient is None else names.get(recipient, ""),
        period=period,
        sequence=sequence,
        state=state,
        file_name=name,
        size=size,
        check_code=check_code(hash_),
        approved_by=by,
        created_at=created_at,
        written_at=written_at,
        delivered_at=delivered_at,
        note=note,
    )
