"""What the timetable is to the rest of the program: another view of the lessons."""

from services.core.feature import Feature

FEATURE = Feature("timetable", "课表")
