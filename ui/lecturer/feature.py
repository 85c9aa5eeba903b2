"""Where the lecturers stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.lecturer.page import LecturerPage

FEATURE = Feature(
    "lecturer",
    places=(
        Entry(
            "lecturer",
            "师资库",
            "star",
            "人员",
            LecturerPage,
        ),
    ),
)
