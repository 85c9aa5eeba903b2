"""Where the timetable stands in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.timetable.page import TimetablePage

FEATURE = Feature(
    "timetable",
    places=(
        Entry(
            "timetable",
            "课表",
            "calendar-days",
            "教学",
            TimetablePage,
            under="training_class",
            view="课表",
        ),
    ),
)
