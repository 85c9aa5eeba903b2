"""What training orders are to the rest of the program."""

from models.order import Order, OrderPlacement
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, number_keys
from services.core.session import WorkSession
from services.order.demo import demo
from services.order.queries import list_rows
from services.order.todos import todos

KIND = FindingKind("订单", urgency=49)


def things(session: WorkSession) -> list[Thing]:
    """Of this year and the next, by number and by who asks."""
    year = session.today().year
    return [
        Thing(
            KIND,
            f"{row.number} {row.asker}",
            f"{row.what} · {row.state.word}",
            "order",
            row.id,
            number_keys(row.number, row.asker),
        )
        for row in (*list_rows(session, year), *list_rows(session, year + 1))
    ]


FEATURE = Feature(
    "order",
    "培训订单",
    tables=(Table(Order, "培训订单"), Table(OrderPlacement, "订单排班")),
    todos=(todos,),
    things=things,
    left_out="往年的订单",
    demo=demo,
)
