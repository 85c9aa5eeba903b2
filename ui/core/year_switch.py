"""Which year is shown: ◀ 2026 年 ▶."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from services.core.rights import Right
from ui.core import keys, theme
from ui.core.acts import Acts, act
from ui.core.desk import Desk
from ui.core.widgets import label, row

EARLIEST = 2000
NO_EARLIER = "前面没有了，或这一年还有没保存的改动。"
NO_LATER = "后面的还不能看，或这一年还有没保存的改动。"


class YearSwitch(QWidget):
    """Signals in past tense: `turned` carries the year; `latest` is as far as it goes. It declares
    its own acts, so that F1 tells of them on whichever page it stands."""

    turned = Signal(int)

    def __init__(self, desk: Desk, year: int, latest: int) -> None:
        super().__init__()
        self.year, self._latest, self._held = year, latest, False
        self.bound_acts = Acts(self, desk.rights, desk.messages.done)
        self.earlier = self.bound_acts["year-earlier"].button("arrow", sign="◀")
        self.later = self.bound_acts["year-later"].button("arrow", sign="▶")
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
        self._held = held
        self.bound_acts.update()

    @act(
        "year-earlier",
        "上一年",
        keys.EARLIER,
        when=lambda switch: switch.can_turn(-1),
        why=NO_EARLIER,
        right=Right.reader,
        find=False,
    )
    def turn_back(self) -> None:
        self._turn(-1)

    @act(
        "year-later",
        "下一年",
        keys.LATER,
        when=lambda switch: switch.can_turn(1),
        why=NO_LATER,
        right=Right.reader,
        find=False,
    )
    def turn_on(self) -> None:
        self._turn(1)

    def can_turn(self, by: int) -> bool:
        return not self._held and EARLIEST <= self.year + by <= self._latest

    def _turn(self, by: int) -> None:
        self.show_year(self.year + by)
        self.turned.emit(self.year)
