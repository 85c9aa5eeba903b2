"""Where the yearly plan stands in the window."""

from services.plan.sheet import is_plan
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.plan.page import PlanPage

FEATURE = Feature(
    "plan",
    places=(
        Entry(
            "plan",
            "轮训计划",
            "calendar-days",
            "教学",
            PlanPage,
            under="training_class",
            view="轮训计划",
        ),
    ),
    files=(FileKind("轮训计划表", "plan", is_plan),),
)
