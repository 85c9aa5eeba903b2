"""Where the hours ledger stands in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.hours.page import HoursPage

FEATURE = Feature(
    "hours",
    places=(
        Entry(
            "hours",
            "学时台账",
            "clipboard-list",
            "人员",
            HoursPage,
            under="member",
            view="学时台账",
        ),
    ),
)
