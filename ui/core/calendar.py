"""The month that a field of a day opens."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget

from ui.core import theme

WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)
CHANGES = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)


class MonthCalendar(QCalendarWidget):
    """Its weekends are of the look; Qt writes them in a red that no ground of ours bears."""

    def __init__(self) -> None:
        super().__init__()
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in CHANGES:
            self._tint()

    def _tint(self) -> None:
        written = QTextCharFormat()
        written.setForeground(theme.current().color("red"))
        for day in WEEKEND:
            self.setWeekdayTextFormat(day, written)
