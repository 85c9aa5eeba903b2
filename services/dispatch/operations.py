"""What the county does with its dispatches: make, change, withdraw; each can be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.dispatch import Dispatch
from models.exchange import BundleKind, SentBundle
from models.order import Order, OrderState
from models.school import Peer, School, WorkspaceKind
from services.core.checks import required_text
from services.core.errors import BadInput, NotFound, Refused
from services.core.fields import checked, checked_some, field_of, put
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.dispatch.records import LATEST_YEAR, MOST, DispatchDraft
from services.order.rules import LONGEST_WISH

DIGITS = 4
UNDO = "dispatch.undo"
ENDED = {
    OrderState.delivered: "学校已经办完，不能再改。",
    OrderState.confirmed: "学校已经办完，不能再改。",
    OrderState.rejected: "学校没有受理，改了也不会重新受理；请与学校商量后另派一单。",
    OrderState.cancelled: "学校已经取消，改了也不会重新受理；请与学校商量后另派一单。",
}


@dataclass(frozen=True)
class Dispatched:
    """The dispatches that were made, and their way back."""

    ids: tuple[UUID, ...]
    undo: Undo


def create(session: WorkSession, draft: DispatchDraft, school_ids: Sequence[UUID]) -> Dispatched:
    """One dispatch for each of these schools, with numbers JX-PD-2026-0001 and on.

    Raises BadInput; Refused away from the county, and for a school whose first snapshot did not
    come yet: until then the county does not hold its row.
    """
    own = session.require(School, session.owner)
    if own.kind is not WorkspaceKind.county:
        raise Refused("只有县级单位才派单。")
    if not school_ids:
        raise BadInput("请至少选一所学校。")
    fields = _checked(session, draft)
    before = Before(session)
    made: list[Dispatch] = []
    for school_id in dict.fromkeys(school_ids):
        _require_school(session, school_id)
        row = session.make(
            Dispatch,
            number=_next_number(session, own.code),
            school_id=school_id,
            withdrawn_at=None,
            withdrawn_reason="",
            **fields,
        )
        session.flush()
        before.made(row)
        made.append(row)
    ids = tuple(row.id for row in made)
    session.note("dispatch.create", ids=[str(key) for key in ids])
    words = f"派单 {made[0].number}" + (f"等 {len(made)} 张" if len(made) > 1 else "")
    since = made[0].created_at
    told = [row.school_id for row in made]

    def check(later: WorkSession) -> None:
        for school_id in told:
            _require_not_issued(later, school_id, since)

    return Dispatched(ids, before.undo(words, UNDO, check))


def change(session: WorkSession, dispatch_id: UUID, draft: DispatchDraft) -> Undo:
    """Change what is asked; the school learns it with the next file.

    Raises BadInput, NotFound; Refused where it was withdrawn, or the school is done with it.
    """
    row = _changeable(session, dispatch_id)
    before = Before(session)
    before.keep(row)
    put(row, _checked(session, draft, row))
    session.note("dispatch.change", id=str(dispatch_id))
    return before.undo(f"修改派单 {row.number}", UNDO)


def change_field(
    session: WorkSession, dispatch_ids: Collection[UUID], name: str, value: Any
) -> Undo:
    """Give several dispatches the same value of one declared field. Raises what `change` does."""
    kept = checked_some(DispatchDraft, {name: value})
    before = Before(session)
    for key in dispatch_ids:
        row = _changeable(session, key)
        before.keep(row)
        put(row, kept)
    session.note("dispatch.change_field", ids=[str(one) for one in dispatch_ids], field=name)
    caption = field_of(DispatchDraft, name).caption
    return before.undo(f"修改 {len(dispatch_ids)} 张派单的{caption}", UNDO)


def withdraw(session: WorkSession, dispatch_id: UUID, reason: str) -> Undo:
    """Ask for it no longer. The school's order is cancelled when the next file comes, or, where
    it has a class already, the school is told.

    Raises BadInput without a reason, NotFound, Refused where it is done or withdrawn. It can be
    taken back until a file was made that tells the school.
    """
    row = _own(session, dispatch_id)
    words = required_text(reason, "撤回原因", MOST["reason"])
    if row.withdrawn_at is not None:
        raise Refused("这张派单已经撤回了。")
    if _order_state(session, row) in (OrderState.delivered, OrderState.confirmed):
        raise Refused("学校已经办完，不能撤回。")
    before = Before(session)
    before.keep(row)
    now = session.now()
    row.withdrawn_at, row.withdrawn_reason = now, words
    session.note("dispatch.withdraw", id=str(dispatch_id))
    school_id = row.school_id
    return before.undo(
        f"撤回派单 {row.number}",
        UNDO,
        lambda later: _require_not_issued(later, school_id, now),
    )


def _checked(
    session: WorkSession, draft: DispatchDraft, row: Dispatch | None = None
) -> dict[str, object]:
    """The row's fields, made fit. Days that have passed are refused unless they stand already."""
    days = draft.wished_from, draft.wished_to
    if (days[0] is None) is not (days[1] is None):
        raise BadInput("希望时间要写明从哪天到哪天，或者都不写。")
    if days[0] is not None and days[1] is not None:
        if days[0] > days[1]:
            raise BadInput("希望时间的最后一天不能早于第一天。")
        if days[1] - days[0] > LONGEST_WISH:
            raise BadInput("希望时间跨度不要超过一年；时间不定就不写，由学校定。")
        if days[1].year > LATEST_YEAR:
            raise BadInput("希望时间的年份不对，请检查。")
        known = row is not None and (row.wished_from, row.wished_to) == days
        if days[1] < session.today() and not known:
            raise BadInput("希望时间已经过去，请改到今天或以后。")
    return {**checked(draft), "wished_from": days[0], "wished_to": days[1]}


def _require_school(session: WorkSession, school_id: UUID) -> None:
    peer = session.get(Peer, school_id)
    if peer is None or peer.kind is not WorkspaceKind.school:
        raise NotFound("没有这所学校，请刷新后再试。")
    if session.get(School, school_id) is None:
        raise Refused(f"{peer.name}还没有交来第一份数据包，收取后才能派单。")


def _own(session: WorkSession, dispatch_id: UUID) -> Dispatch:
    row = session.require(Dispatch, dispatch_id)
    if row.owner != session.owner:
        raise Refused("这是县里的派单，只能由县里改。")
    return row


def _changeable(session: WorkSession, dispatch_id: UUID) -> Dispatch:
    row = _own(session, dispatch_id)
    if row.withdrawn_at is not None:
        raise Refused("这张派单已撤回，不能再改；请另派一单。")
    state = _order_state(session, row)
    if state in ENDED:
        raise Refused(ENDED[state])
    return row


def _order_state(session: WorkSession, row: Dispatch) -> OrderState | None:
    return session.scalar(select(Order.state).where(Order.dispatch_id == row.id))


def _next_number(session: WorkSession, code: str) -> str:
    start = f"{code}-PD-{session.today().year}-"
    running = func.substr(Dispatch.number, len(start) + 1)
    last = session.scalar(
        select(running)
        .where(Dispatch.owner == session.owner, Dispatch.number.startswith(start, autoescape=True))
        .order_by(func.length(running).desc(), running.desc())
        .limit(1)
    )
    return f"{start}{int(last or 0) + 1:0{DIGITS}d}"


def _require_not_issued(session: WorkSession, school_id: UUID, since: datetime) -> None:
    """Raises Refused where a file made since then may have told the school."""
    told = session.scalar(
        select(func.count()).where(
            SentBundle.kind == BundleKind.issue,
            SentBundle.recipient == school_id,
            SentBundle.created_at >= since,
            SentBundle.discarded_at.is_(None),
        )
    )
    if told:
        raise Refused("下发包已经生成，学校可能已经知道，不能撤销这一步；请改用修改或撤回。")
