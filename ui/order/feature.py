"""Where training orders stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
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
)
