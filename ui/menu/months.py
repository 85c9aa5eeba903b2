"""Which months: twelve small buttons, none pressed for the whole year."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.core.widgets import button

ACROSS = 4


class MonthPicker(QWidget):
    """`changed` is called after each press."""

    def __init__(self, changed: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.setAccessibleName("可开月份")
        self.buttons = []
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for month in range(1, 13):
            made = button(f"{month}月", changed, "pill", name=f"month-{month}")
            made.setCheckable(True)
            made.setAccessibleName(f"{month}月")
            self.buttons.append(made)
            grid.addWidget(made, (month - 1) // ACROSS, (month - 1) % ACROSS)
        self.setLayout(grid)

    @property
    def months(self) -> list[int]:
        return [number for number, made in enumerate(self.buttons, 1) if made.isChecked()]

    def show_months(self, months: Iterable[int]) -> None:
        wanted = set(months)
        for number, made in enumerate(self.buttons, 1):
            made.setChecked(number in wanted)
