"""Which months: twelve small buttons, all of them on for the whole year."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.core.widgets import button

ACROSS = 4


class MonthPicker(QWidget):
    """All twelve are on where any will do (全年); the first that is pressed then stands alone, and
    with the last that goes off all are on again. `changed` is called after each press."""

    def __init__(self, changed: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.setAccessibleName("可开月份")
        self._changed, self._months = changed, set[int]()
        self.buttons = []
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for month in range(1, 13):
            made = button(f"{month}月", partial(self._press, month), "pill", name=f"month-{month}")
            made.setCheckable(True)
            made.setAccessibleName(f"{month}月")
            self.buttons.append(made)
            grid.addWidget(made, (month - 1) // ACROSS, (month - 1) % ACROSS)
        self.setLayout(grid)
        self.show_months(())

    @property
    def months(self) -> list[int]:
        """Those that were chosen; none for 全年."""
        return sorted(self._months)

    def show_months(self, months: Iterable[int]) -> None:
        self._months = set(months)
        for number, made in enumerate(self.buttons, 1):
            made.setChecked(not self._months or number in self._months)

    def _press(self, month: int) -> None:
        self.show_months(self._months ^ {month})
        self._changed()
