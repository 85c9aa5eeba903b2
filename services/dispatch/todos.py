"""What waits at the school about dispatches: new ones, and classes that no longer fit them."""

from sqlalchemy import select

from models.dispatch import Dispatch
from models.order import Order, OrderState
from services.core.session import WorkSession
from services.core.todo import Todo
from services.dispatch.answers import orders_to_check
from services.dispatch.records import when_words


def todos(session: WorkSession) -> list[Todo]:
    """New dispatches to accept, then scheduled ones that the county changed or withdrew. Neither
    adds to a badge: the orders count themselves. At the county there are none."""
    return [*_new(session), *_to_check(session)]


def _new(session: WorkSession) -> list[Todo]:
    rows = session.execute(
        select(Order.id, Order.topic)
        .join(Dispatch, Dispatch.id == Order.dispatch_id)
        .where(
            Order.owner == session.owner,
            Order.state == OrderState.submitted,
            Dispatch.withdrawn_at.is_(None),
        )
        .order_by(Order.number)
    ).all()
    if not rows:
        return []
    (first, topic), more = rows[0], len(rows) - 1
    note = topic + (f"，另有 {more} 张" if more else "")
    return [
        Todo(
            "派单", "red", f"县里派单 {len(rows)} 张待受理", note, "去受理", "order",
            target=first, urgency=25, count=0,
        )
    ]  # fmt: skip


def _to_check(session: WorkSession) -> list[Todo]:
    return [_told(row, order) for row, order in orders_to_check(session)]


def _told(row: Dispatch, order: Order) -> Todo:
    if row.withdrawn_at is not None:
        return Todo(
            "派单", "red", f"县里已撤回派单，请处理订单 {order.number}",
            f"原因：{row.withdrawn_reason}", "去处理", "order",
            target=order.id, urgency=26, count=0,
        )  # fmt: skip
    asked = f"县里：{row.topic}，{row.heads} 人，{when_words(row.wished_from, row.wished_to)}"
    return Todo(
        "派单", "blue", f"订单 {order.number} 已排班，与县里派单不一致", asked, "去核对", "order",
        target=order.id, urgency=45, count=0,
    )  # fmt: skip
