"""Where newcomers stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.newcomer.page import NewcomerPage

FEATURE = Feature(
    "newcomer",
    places=(
        Entry(
            "newcomer",
            "新任和新党员",
            "clipboard-list",
            "人员",
            NewcomerPage,
            under="member",
            view="新任新党员",
            order=90,
        ),
    ),
)
