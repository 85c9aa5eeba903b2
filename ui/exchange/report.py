"""The monthly report as a table; Enter or a double-click opens what a figure is made of."""

from services.report import ReportRow
from ui.core.table import Column

INKS = {"green": "green", "amber": "amber", "red": "red"}
REPORT = (
    Column[ReportRow]("指标", 176, lambda r: r.label, firm=True),
    Column[ReportRow]("本月", 86, lambda r: r.this, right=True),
    Column[ReportRow]("上月", 86, lambda r: r.last, right=True),
    Column[ReportRow](
        "增减", 80, lambda r: r.change, right=True, ink=lambda r: INKS.get(r.tone, "")
    ),
    Column[ReportRow]("来源", 0, lambda r: r.source, faint=True),
)
DOORS = {
    "classes": "training_class",
    "lessons": "training_class",
    "person_times": "training_class",
    "leave": "training_class",
    "covered": "member",
    "average": "member",
    "members_reached": "member",
    "leaders_reached": "member",
}
"""The page that lists what an indicator counts, by its key."""
