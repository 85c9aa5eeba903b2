"""Where the yearly menu stands in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.menu.page import MenuPage

FEATURE = Feature(
    "menu",
    places=(
        Entry(
            "menu",
            "年度菜单",
            "bars",
            "教学",
            MenuPage,
            under="course",
            view="年度菜单",
        ),
    ),
)
