"""Where exemptions stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.exemption.page import ExemptionPage

FEATURE = Feature(
    "exemption",
    places=(
        Entry(
            "exemption",
            "学时减免",
            "clipboard-list",
            "人员",
            ExemptionPage,
            under="member",
            view="学时减免",
            order=80,
        ),
    ),
)
