"""Days and moments as people type them: 20260630, 2026-06-30, 2026/6/30, each key where it belongs.

Qt goes on to the next part by itself once one is full, and takes the mark typed then for a further
step: 2026-06-30 became the sixth of the month that stood there before. Beside the day stands its
weekday. One letter, the first of its pinyin as in every finder, stands for 今天, 明天, 上午, 下午
and 晚上.
"""

from typing import Any

from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDateEdit, QDateTimeEdit

from services.core.checks import FIRST_YEAR
from services.core.days import WEEKDAYS
from ui.core import theme
from ui.core.widgets import label

NO_DAY = QDate(FIRST_YEAR, 1, 1)
NO_DAY_WORDS = "未填"
MARKS = frozenset("-/.:：年月日时 ")
ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
MARGINS, ARROW = 24, 28
DAYS = {"j": ("今天", 0), "m": ("明天", 1)}
TIMES = {"s": ("上午", QTime(8, 30)), "x": ("下午", QTime(14, 0)), "w": ("晚上", QTime(19, 0))}
"""When a half day or an evening usually begins; what is meant else is typed."""
YEAR = QDateTimeEdit.Section.YearSection


class _ByParts:
    """What a day and a moment share; it stands before Qt's class among the bases."""

    _full = False
    """The last digit filled its part, and Qt went on to the next."""

    def __init__(self: Any, shown: QDate | QDateTime) -> None:
        super().__init__(shown)  # type: ignore[call-arg]
        self._weekday = label("", "note")
        self._weekday.setParent(self)
        self._weekday.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.dateTimeChanged.connect(lambda _moment: self._tell_weekday())
        # An input method would take the letters for itself, and no word is ever typed here.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.lineEdit().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        letters = {**DAYS, **TIMES} if isinstance(self, MomentField) else DAYS
        told = "，".join(f"{key.upper()} {words}" for key, (words, _) in letters.items())
        self.setToolTip(f"按 {told}")

    def keyPressEvent(self: Any, event: QKeyEvent) -> None:
        typed = event.text()
        if typed and typed in MARKS:
            if not self._full:
                self._go_on()
            self._full = False
            return
        self._full = False
        if self._put(typed.lower()):
            return
        if not typed.isdecimal():
            super().keyPressEvent(event)  # type: ignore[misc]
            return
        if self.lineEdit().selectedText() == self.lineEdit().text():
            self.setSelectedSection(YEAR)  # all is to be typed anew
        before = self.currentSection()
        super().keyPressEvent(event)  # type: ignore[misc]
        self._full = self.currentSection() != before

    def resizeEvent(self: Any, event: QResizeEvent) -> None:
        super().resizeEvent(event)  # type: ignore[misc]
        self._tell_weekday()

    def _tell_weekday(self: Any) -> None:
        """Before the arrow, where the day leaves room."""
        shown, look = self._weekday, theme.current()
        shown.setText(WEEKDAYS[self.date().dayOfWeek() - 1])
        wide = shown.sizeHint().width()
        left = self.width() - wide - look.px(ARROW)
        shown.setGeometry(left, 0, wide, self.height())
        taken = self.fontMetrics().horizontalAdvance(self.text()) + look.px(MARGINS)
        shown.setVisible(left > taken and self.text() != self.specialValueText())

    def _put(self: Any, letter: str) -> bool:
        """What a letter stands for; False where it stands for nothing here."""
        if letter in DAYS:
            self.setDate(QDate.currentDate().addDays(DAYS[letter][1]))
        elif letter in TIMES and isinstance(self, MomentField):
            self.setTime(TIMES[letter][1])
        else:
            return False
        return True

    def _go_on(self: Any) -> None:
        place = min(self.currentSectionIndex() + 1, self.sectionCount() - 1)
        self.setSelectedSection(self.sectionAt(place))


class DayField(_ByParts, QDateEdit):
    """A day."""


class MomentField(_ByParts, QDateTimeEdit):
    """A day and a time."""


class MaybeDay(DayField):
    """A day that may be empty: it says so on the first of all days, and Del empties it. The first
    key of a day, a digit or an arrow, begins with today, whose year it goes to."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.setDate(NO_DAY)
            return
        if self.date() == NO_DAY and (event.text().isdecimal() or event.key() in ARROWS):
            self.setDate(QDate.currentDate())
            self.setSelectedSection(YEAR)
            if event.key() in ARROWS:
                return
        super().keyPressEvent(event)
