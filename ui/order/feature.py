"""Where training orders stand in the window."""

from services.order.grid import is_grid
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.order.page import OrderPage

FEATURE = Feature(
    "order",
    places=(
        Entry(
            "order",
            "培训订单",
            "cart-shopping",
            "教学",
            OrderPage,
            commands=(
                ("录入订单", "order-new"),
                ("导出点单表", "order-grid-out"),
                ("收回点单表", "order-grid-in"),
            ),
        ),
    ),
    files=(FileKind("点单表", "order", is_grid, many=True),),
)
