"""A compared grid becomes orders, in one unit of work."""

from dataclasses import dataclass
from uuid import UUID

from models.order import Order
from services.core.checks import optional_text
from services.core.errors import NeedsReason, Refused
from services.core.session import WorkSession
from services.core.undo import CHANGED_SINCE, Before, Undo
from services.order.grid.changes import TICKED, GridChange, GridChangeKind, GridComparison
from services.order.grid.content import collective, key_of, published
from services.order.rules import (
    MOST_REASON,
    OPEN,
    OrderChannel,
    OrderState,
    move,
    numbers_from,
)

MOVED_ON = "订单或菜单刚有变动，没有收；请把点单表重新收一遍。"
WITHDRAWN = "点单表里撤回"
TAKEN_BACK = "收回点单表后又撤销"
NAMED = 3


@dataclass(frozen=True)
class GridTaken:
    """How many orders were made, changed and withdrawn, and the way back."""

    new: int
    changed: int
    withdrawn: int
    undo: Undo


def take_grid(session: WorkSession, compared: GridComparison, *, reason: str = "") -> GridTaken:
    """Make, change and withdraw the orders that `compare` told, all or none.

    Raises NeedsReason where a branch asks for more people than it has, and Refused where
    something was changed since the files were compared.
    """
    if published(session, compared.year).version.id != compared.menu_id:
        raise Refused(MOVED_ON)
    reason = optional_text(reason, "理由", MOST_REASON)
    over = [one.warning for one in compared.changes if one.warning]
    if over and not reason:
        more = f"等 {len(over)} 处" if len(over) > NAMED else ""
        raise NeedsReason(
            f"{'；'.join(over[:NAMED])}{more}。如人数没有写错，请写明理由，例如：含入党积极分子。"
        )
    before = Before(session)
    standing = collective(session, compared.year)
    numbers = numbers_from(session, compared.year)
    made = []
    for one in compared.of(GridChangeKind.new):
        there = standing.get((one.branch_id, key_of(one.course_id, one.package_id)))
        if there is not None and there.state is not OrderState.rejected:
            raise Refused(MOVED_ON)
        made.append(_make(session, compared, one, next(numbers), reason))
    for one in compared.of(GridChangeKind.changed, GridChangeKind.withdrawn):
        _change(session, before, one, reason)
    session.flush()
    changed, withdrawn = (
        len(compared.of(kind)) for kind in (GridChangeKind.changed, GridChangeKind.withdrawn)
    )
    session.note("order.take_grid", new=len(made), changed=changed, withdrawn=withdrawn)
    return GridTaken(len(made), changed, withdrawn, _undo(before, made, changed + withdrawn))


def _make(
    session: WorkSession, compared: GridComparison, one: GridChange, number: str, reason: str
) -> UUID:
    return session.make(
        Order,
        number=number,
        year=compared.year,
        channel=OrderChannel.collective,
        branch_id=one.branch_id,
        course_id=one.course_id,
        package_id=one.package_id,
        heads=one.after,
        wished_from=None,
        wished_to=None,
        note=TICKED if one.ticked else "",
        menu_id=compared.menu_id,
        state=OrderState.submitted,
        warning_reason=reason if one.warning else "",
    ).id


def _change(session: WorkSession, before: Before, one: GridChange, reason: str) -> None:
    order = None if one.order_id is None else session.get(Order, one.order_id)
    if order is None or order.state not in OPEN or order.heads != one.before:
        raise Refused(MOVED_ON)
    before.keep(order)
    if one.kind is GridChangeKind.withdrawn:
        move(order, OrderState.cancelled, WITHDRAWN)
        return
    order.heads = one.after
    order.warning_reason = reason if one.warning else ""
    if order.note == TICKED:
        order.note = ""


def _undo(before: Before, made: list[UUID], changed: int) -> Undo:
    """What was changed goes back; what was made is cancelled, since its number was given."""
    rows = before.undo(f"收点单表（{len(made) + changed} 处变化）", "order.undo")

    def act(session: WorkSession) -> None:
        rows.act(session)
        for key in made:
            order = session.require(Order, key)
            if order.state is not OrderState.submitted:
                raise Refused(CHANGED_SINCE)
            move(order, OrderState.cancelled, TAKEN_BACK)

    return Undo(rows.words, rows.verb, act)
