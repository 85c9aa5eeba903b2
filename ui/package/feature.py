"""Where the packages stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.package.page import PackagePage

FEATURE = Feature(
    "package",
    places=(
        Entry(
            "package",
            "套餐",
            "house",
            "保障",
            PackagePage,
            under="site",
            view="套餐",
        ),
    ),
)
