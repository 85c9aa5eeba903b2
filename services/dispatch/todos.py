"""What waits at the school about dispatches: orders that no longer fit them."""

from models.dispatch import Dispatch
from models.order import Order
from services.core.session import WorkSession
from services.core.todo import Todo
from services.dispatch.answers import orders_to_check
from services.dispatch.records import when_words


def todos(session: WorkSession) -> list[Todo]:
    """Orders whose dispatch the county changed or withdrew. New ones are orders to accept, which
    tell and count themselves. At the county there are none."""
    return [_told(row, order) for row, order in orders_to_check(session)]


def _told(row: Dispatch, order: Order) -> Todo:
    if row.withdrawn_at is not None:
        return Todo(
            "派单",
            "red",
            f"县里已撤回派单，请处理订单 {order.number}",
            f"原因：{row.withdrawn_reason}",
            "去处理",
            "order",
            target=order.id,
            urgency=26,
            count=0,
        )
    asked = f"县里：{row.topic}，{row.heads} 人，{when_words(row.wished_from, row.wished_to)}"
    return Todo(
        "派单",
        "blue",
        f"订单 {order.number} 已排班，与县里派单不一致",
        asked,
        "去核对",
        "order",
        target=order.id,
        urgency=45,
        count=0,
    )
