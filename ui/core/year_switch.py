"""Which year is shown: ◀ 2026 年 ▶."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.core import keys, theme
from ui.core.widgets import arrow, label, row

EARLIEST = 2000


class YearSwitch(QWidget):
    """Signals in past tense: `turned` carries the year; `latest` is as far as it goes."""

    turned = Signal(int)

    def __init__(self, year: int, latest: int) -> None:
        super().__init__()
        self.year, self._latest = year, latest
        self.earlier = arrow("◀", "上一年", keys.EARLIER.keys, lambda: self._turn(-1))
        self.later = arrow("▶", "下一年", keys.LATER.keys, lambda: self._turn(1))
        self.words = label("", "heading")
        self.words.setObjectName("year")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMinimumWidth(theme.current().px(68))
        self.setLayout(row(self.earlier, self.words, self.later, gap=0))
        self.show_year(year)

    def show_year(self, year: int) -> None:
        self.year = year
        self.words.setText(f"{year} 年")
        self.setAccessibleName(f"{year} 年")
        self.hold(held=False)

    def hold(self, *, held: bool) -> None:
        """Keep the year as it is, for as long as something of it is not saved."""
        self.earlier.setEnabled(not held and self.year > EARLIEST)
        self.later.setEnabled(not held and self.year < self._latest)

    def _turn(self, by: int) -> None:
        self.show_year(self.year + by)
        self.turned.emit(self.year)
