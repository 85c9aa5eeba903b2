"""Days and moments as people type them: 20260630, 2026-06-30, 2026/6/30, 6-30, each as a whole.

Beside the day stands its weekday. One letter, the first of its pinyin as in every finder, stands
for 今天, 明天, 上午, 下午 and 晚上.
"""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QSignalBlocker, Qt, QTime
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QValidator,
)
from PySide6.QtWidgets import QApplication, QDateEdit, QDateTimeEdit, QWidget

from services.core import typed_days
from services.core.checks import FIRST_YEAR
from services.core.days import WEEKDAYS
from ui.core import theme
from ui.core.widgets import label

NO_DAY = QDate(FIRST_YEAR, 1, 1)
NO_DAY_WORDS = "未填"
MARKS = frozenset("-/.:：年月日时 ")
ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
MARGINS, ARROW = 24, 28
DAY_DIGITS, MOMENT_DIGITS = 8, 12
DAYS = {"j": ("今天", 0), "m": ("明天", 1)}
TIMES = {"s": ("上午", QTime(8, 30)), "x": ("下午", QTime(14, 0)), "w": ("晚上", QTime(19, 0))}
"""When a half day or an evening usually begins; what is meant else is typed."""
YEAR = QDateTimeEdit.Section.YearSection


class _Typed:
    """What a day and a moment share; it stands before Qt's class among the bases.

    What is typed, pasted or committed by an input method is kept as it is until the field is left,
    and read as a whole (`services.core.typed_days`): Qt's own way drops a digit that does not fit
    and makes another day of the rest. `unread` is what no day can be read from; it stays in sight.
    With the month or the day chosen by arrow or mouse, Qt's own way is left alone.
    """

    def __init__(self: Any, shown: QDate | QDateTime) -> None:
        super().__init__(shown)  # type: ignore[call-arg]
        self._said, self._saying = "", False
        self._weekday = label("", "note")
        self._weekday.setParent(self)
        self._weekday.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.dateTimeChanged.connect(lambda _moment: self._on_changed())
        # An input method would take the letters for itself.
        for takes in (self, self.lineEdit()):
            takes.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        letters = {**DAYS, **TIMES} if isinstance(self, MomentField) else DAYS
        told = "，".join(f"{key.upper()} {words}" for key, (words, _) in letters.items())
        self.setToolTip(f"按 {told}")

    @property
    def unread(self: Any) -> str:
        """What stands in the field and is no day; empty where all is well."""
        return self._said if self._said and self._meant() is None else ""

    def keyPressEvent(self: Any, event: QKeyEvent) -> None:
        typed = event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            self._say(QApplication.clipboard().text().strip())
        elif typed and (typed.isdecimal() or (self._said and typed in MARKS)) and self._is_whole():
            self._say(typed if self._begins_anew(typed) else self._said + typed)
        elif event.key() == Qt.Key.Key_Backspace and self._said:
            self._say(self._said[:-1])
        elif self._put(typed.lower()):
            self._said = ""
        else:
            self._settle()
            super().keyPressEvent(event)  # type: ignore[misc]
            self._show_said()

    def validate(self: Any, text: str, place: int) -> object:
        """What is typed as a whole is no business of Qt's, which would put another day there."""
        if self._said:
            return QValidator.State.Intermediate, text, place
        return super().validate(text, place)  # type: ignore[misc]

    def inputMethodEvent(self: Any, event: QInputMethodEvent) -> None:
        if committed := event.commitString().strip():
            self._say(self._said + committed if self._is_whole() else committed)
            event.accept()
        else:
            super().inputMethodEvent(event)  # type: ignore[misc]

    def focusInEvent(self: Any, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # type: ignore[misc]
        self._show_said()

    def focusOutEvent(self: Any, event: QFocusEvent) -> None:
        self._settle()
        super().focusOutEvent(event)  # type: ignore[misc]
        self._show_said()

    def mousePressEvent(self: Any, event: QMouseEvent) -> None:
        self._settle()
        super().mousePressEvent(event)  # type: ignore[misc]

    def resizeEvent(self: Any, event: QResizeEvent) -> None:
        super().resizeEvent(event)  # type: ignore[misc]
        self._tell_weekday()

    def _is_whole(self: Any) -> bool:
        """Whether what is typed now is the whole: all is chosen, the year is, or it goes on."""
        chosen = self.lineEdit().selectedText()
        return bool(self._said or chosen == self.lineEdit().text() or self.currentSection() == YEAR)

    def _begins_anew(self: Any, typed: str) -> bool:
        """Over all that is chosen, and with a digit behind what is whole already."""
        line = self.lineEdit()
        most = MOMENT_DIGITS if isinstance(self, MomentField) else DAY_DIGITS
        whole = sum(map(str.isdecimal, self._said)) >= most and typed.isdecimal()
        return whole or (bool(line.text()) and line.selectedText() == line.text())

    def focusNextPrevChild(self: Any, forward: bool) -> bool:
        """What was typed as a whole is left as a whole; Qt goes through the parts."""
        if self._said:
            self._settle()
            return bool(QWidget.focusNextPrevChild(self, forward))
        return bool(super().focusNextPrevChild(forward))  # type: ignore[misc]

    def _say(self: Any, words: str) -> None:
        """Show what was typed, and take it where it is a day."""
        self._said = words
        if (meant := self._meant()) is not None:
            self._saying = True
            self.setDateTime(qt_moment_of(meant))
            self._saying = False
        self._show_said()

    def _meant(self: Any) -> datetime | None:
        shown = self.dateTime()
        empty = self.text() == self.specialValueText() or shown.date() == NO_DAY
        now = None if empty else python_moment(shown)
        return typed_days.moment(self._said, now, with_time=isinstance(self, MomentField))

    def _settle(self: Any) -> None:
        """What is a day is one, in its usual form; anything else stays as it was typed."""
        if self._said and not self.unread:
            self._said = ""
            self.lineEdit().setText(self.textFromDateTime(self.dateTime()))

    def _show_said(self: Any) -> None:
        if self._said:
            with QSignalBlocker(self.lineEdit()):
                self.lineEdit().setText(self._said)

    def _on_changed(self: Any) -> None:
        """A day that somebody else put here, such as an end that moves with its start, takes the
        place of what was typed."""
        if not self._saying:
            self._said = ""
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


def python_moment(shown: QDateTime) -> datetime:
    day, time = shown.date(), shown.time()
    return datetime(  # noqa: DTZ001  (lesson times are local and have no zone)
        day.year(), day.month(), day.day(), time.hour(), time.minute()
    )


def qt_moment_of(moment: datetime) -> QDateTime:
    day = QDate(moment.year, moment.month, moment.day)
    return QDateTime(day, QTime(moment.hour, moment.minute))


class DayField(_Typed, QDateEdit):
    """A day."""


class MomentField(_Typed, QDateTimeEdit):
    """A day and a time."""


class MaybeDay(DayField):
    """A day that may be empty: it says so on the first of all days, and Del empties it. An arrow
    begins with today."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._said = ""
            self.setDate(NO_DAY)
        elif self.date() == NO_DAY and not self._said and event.key() in ARROWS:
            self.setDate(QDate.currentDate())
            self.setSelectedSection(YEAR)
        else:
            super().keyPressEvent(event)
