"""Where the home page stands in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.home.page import HomePage

FEATURE = Feature(
    "home",
    places=(
        Entry(
            "home",
            "工作台",
            "table-cells-large",
            "",
            HomePage,
        ),
    ),
)
