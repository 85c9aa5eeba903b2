"""What waits of orders, for the home page."""

from collections.abc import Sequence
from dataclasses import replace

from models.order import Order
from services.core.session import WorkSession
from services.core.todo import Todo
from services.order.queries import OrderRow, rows_where
from services.order.rules import OrderChannel, OrderState

NAMED = 2


def todos(session: WorkSession) -> list[Todo]:
    """Orders to accept, to place soon, and to have confirmed: a line each."""
    waiting = rows_where(session, Order.state == OrderState.submitted)
    accepted = rows_where(session, Order.state == OrderState.accepted)
    near = [row for row in accepted if row.near]
    delivered = rows_where(session, Order.state == OrderState.delivered)
    found = []
    if waiting:
        found.append(_waiting(waiting))
    if near:
        found.append(_todo("amber", "期望时间快到，还没排班", near, "去排班", "near", 30))
    if delivered:
        found.append(_todo("blue", "已送学，等点单单位确认", delivered, "确认", "delivered", 60))
    return found


def _waiting(rows: Sequence[OrderRow]) -> Todo:
    """Orders to accept in one line, so that none is told twice; those from above make it red and
    are named first."""
    above = [row for row in rows if row.channel is OrderChannel.dispatched]
    if not above:
        return _todo("blue", "等待受理", rows, "受理", "waiting", 40)
    others = [row for row in rows if row.channel is not OrderChannel.dispatched]
    found = _todo("red", "等待受理", [*above, *others], "受理", "waiting", 25)
    if not others:
        return replace(found, title=f"{len(above)} 个上级派单等待受理")
    return replace(found, title=f"{found.title}，其中上级派单 {len(above)} 个")


def _todo(
    tone: str, words: str, rows: Sequence[OrderRow], action: str, target: str, urgency: int
) -> Todo:
    first = "；".join(f"{row.asker}《{row.what}》{row.heads}人" for row in rows[:NAMED])
    return Todo(
        kind="订单",
        tone=tone,
        title=f"{len(rows)} 个订单{words}",
        note=f"{first}{' 等' if len(rows) > NAMED else ''}",
        action=action,
        page="order",
        target=target,
        urgency=urgency,
        count=len(rows),
    )
