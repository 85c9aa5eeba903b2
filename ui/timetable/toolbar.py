"""Over the board: which week or month, by what the rows are, and which lessons are listed."""

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from services.timetable import Grouping, Timetable
from ui.core import keys, theme
from ui.core.acts import spoken
from ui.core.desk import Page
from ui.core.forms import date_field, date_of, pick_field, picked
from ui.core.widgets import Button, button, row

EVERYTHING = "全部课次"
DAY_WIDTH = 124
Narrowing = tuple[Grouping, UUID | str]
"""By what, and the key of the group."""


class Toolbar(QWidget):
    """The page's acts among its fields. Signals in past tense: `day_picked` carries a date,
    `viewed` whether the month is wanted, `regrouped` and `narrowed` nothing."""

    day_picked = Signal(object)
    viewed = Signal(bool)
    regrouped = Signal()
    narrowed = Signal()

    def __init__(self, page: Page, day: date) -> None:
        super().__init__()
        look = theme.current()
        self.day = date_field("timetable-day", day)
        self.day.setAccessibleName("到哪一天")
        self.day.setMinimumWidth(look.px(DAY_WIDTH))
        self.day.dateChanged.connect(lambda _day: self.day_picked.emit(date_of(self.day)))
        other = spoken(keys.OTHER_VIEW)
        self.week = button("周", partial(self.viewed.emit, False), "pill", shows=other, name="week")
        self.month = button(
            "月", partial(self.viewed.emit, True), "pill", shows=other, name="month"
        )
        for made in (self.week, self.month):
            made.setCheckable(True)
        self.grouping = QComboBox()
        self.grouping.setObjectName("timetable-grouping")
        self.grouping.setAccessibleName("分行")
        self.grouping.addItems([by.word for by in Grouping])
        self.grouping.currentIndexChanged.connect(lambda _place: self.regrouped.emit())
        # Qt would make plain texts and tuples of what a field holds, so it holds places in this.
        self._narrowings: list[Narrowing | None] = [None]
        self.filter = pick_field("timetable-filter", [(EVERYTHING, 0)], "教室、阵地或班次")
        self.filter.setAccessibleName("只看")
        self.filter.setToolTip(f"只看一间教室、一个阵地或一个班  {spoken(keys.FIND)}")
        self.filter.setMinimumWidth(look.px(200))
        self.filter.setMinimumContentsLength(10)
        self.filter.currentTextChanged.connect(lambda _text: self.narrowed.emit())
        inside = row(
            page.button("timetable-earlier", "arrow", sign="◀"),
            page.button("timetable-today"),
            page.button("timetable-later", "arrow", sign="▶"),
            self.day,
            6,
            self.week,
            self.month,
            6,
            self.grouping,
            gap=6,
        )
        inside.addWidget(self.filter, 1)
        inside.addWidget(page.button("timetable-export"))
        self.setLayout(inside)

    def _view(self, words: str, name: str, *, month: bool) -> Button:
        view = partial(self.viewed.emit, month)
        made = button(words, view, "pill", shows=spoken(keys.OTHER_VIEW), name=name)
        made.setCheckable(True)
        return made

    def show_view(self, day: date, *, month: bool) -> None:
        """Which day is shown, in a week or a month; a month has no rows to choose."""
        with QSignalBlocker(self.day):
            self.day.setDate(QDate(day.year, day.month, day.day))
        self.week.setChecked(not month)
        self.month.setChecked(month)
        self.grouping.setVisible(not month)

    def show_choices(self, shown: Timetable) -> None:
        """What can be listed alone; what was chosen stays, also where it has no lesson now."""
        chosen, text = self.narrowing, self.filter.currentText()
        choices: list[tuple[str, Narrowing | None]] = [(EVERYTHING, None)]
        for kind, groups in (
            (Grouping.site, shown.sites),
            (Grouping.room, shown.rooms),
            (Grouping.class_, shown.classes),
        ):
            choices += [(f"{kind.noun}：{one.title}", (kind, one.key)) for one in groups]
        if chosen not in [narrowing for _, narrowing in choices]:
            choices.append((text, chosen))
        with QSignalBlocker(self.filter):
            self.filter.clear()
            for place, (words, _) in enumerate(choices):
                self.filter.addItem(words, place)
            self._narrowings = [narrowing for _, narrowing in choices]
            self.filter.setCurrentIndex(self._narrowings.index(chosen))

    @property
    def narrowing(self) -> Narrowing | None:
        """What is listed alone, None for everything."""
        place = picked(self.filter)
        return None if place is None else self._narrowings[place]

    @property
    def narrowed_words(self) -> str:
        return self.filter.currentText() if self.narrowing is not None else ""

    @property
    def rows_by(self) -> Grouping:
        return list(Grouping)[self.grouping.currentIndex()]

    def start_typing(self) -> None:
        """What is typed next stands in place of what is listed."""
        self.filter.setFocus()
        if (line := self.filter.lineEdit()) is not None:
            line.selectAll()

    def narrow_to(self, narrowing: Narrowing | None) -> None:
        if narrowing in self._narrowings:
            self.filter.setCurrentIndex(self._narrowings.index(narrowing))
