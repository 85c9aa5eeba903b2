"""Where training orders stand in the window."""

from services.order.grid import is_grid
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.order.page import OrderPage
from ui.order.proposals import ProposalPage
from ui.order.standing import StandingPage

ICON, GROUP = "cart-shopping", "教学"

FEATURE = Feature(
    "order",
    places=(
        Entry("order", "培训订单", ICON, GROUP, OrderPage, view="订单"),
        Entry(
            "order_proposal",
            "可合班的订单",
            ICON,
            GROUP,
            ProposalPage,
            under="order",
            view="可合班",
            order=51,
        ),
        Entry(
            "order_standing",
            "各单位点单",
            ICON,
            GROUP,
            StandingPage,
            under="order",
            view="各单位",
            order=52,
        ),
    ),
    files=(FileKind("点单表", "order", is_grid, many=True),),
)
