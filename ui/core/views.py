"""The tabs of a place that has several views, between the header and the page."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFrame, QTabBar

from ui.core import theme
from ui.core.desk import Entry
from ui.core.keys import VIEWS
from ui.core.widgets import row

HEIGHT = 42


class Views(QFrame):
    """Signals in past tense: `picked` carries the key of a view. Hidden where there is one."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "views")
        self.setFixedHeight(theme.current().px(HEIGHT))
        self.tabs = QTabBar()
        self.tabs.setObjectName("views")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("视图")
        self._keys: list[str] = []
        inside = row(self.tabs, None)
        inside.setContentsMargins(20, 0, 24, 0)
        self.setLayout(inside)
        self.tabs.currentChanged.connect(self._on_changed)

    def present(self, entries: Sequence[Entry], key: str) -> None:
        """Show the views of one place, with the one of this key in front."""
        self.setVisible(len(entries) > 1)
        with QSignalBlocker(self.tabs):
            keys = [entry.key for entry in entries]
            if keys != self._keys:
                self._keys = keys
                while self.tabs.count():
                    self.tabs.removeTab(0)
                for number, entry in enumerate(entries):
                    self.tabs.addTab(entry.view)
                    self.tabs.setTabToolTip(number, f"{entry.words}  {VIEWS[number].keys}")
            self.tabs.setCurrentIndex(keys.index(key))

    def pick(self, number: int) -> bool:
        """The view of this number, from 0; False where there is none."""
        there = self.isVisible() and number < self.tabs.count()
        if there:
            self.tabs.setCurrentIndex(number)
        return there

    def _on_changed(self, number: int) -> None:
        if 0 <= number < len(self._keys):
            self.picked.emit(self._keys[number])
