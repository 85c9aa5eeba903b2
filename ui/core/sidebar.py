"""The sidebar: who we are, the places, and what waits in each."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from ui.core import theme
from ui.core.desk import Entry
from ui.core.icons import icon
from ui.core.widgets import Button, ElidedLabel, button, column, label, line, row

NAV_HEIGHT = 29
NARROW_WIDTH = 64


class NavButton(Button):
    """One place; its badge counts what waits there."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.words)
        self._words = entry.words
        look = theme.current()
        self.setProperty("role", "nav")
        self.setObjectName(f"nav-{entry.key}")
        self.setAccessibleName(entry.words)
        self.setCheckable(True)
        self.setFixedHeight(look.px(NAV_HEIGHT))
        self.setIconSize(QSize(look.px(14), look.px(14)))
        _give_icon(self, entry.icon, "sidebar_text")
        self.badge = label("", "badge")
        inside: QHBoxLayout = row(None, self.badge)
        inside.setContentsMargins(0, 0, 9, 0)
        self.setLayout(inside)
        self.badge.hide()

    def set_narrow(self, narrow: bool) -> None:
        """Only the icon; the words are its tool tip."""
        self.setText("" if narrow else self._words)
        self.setToolTip(self._words if narrow else "")

    def count(self, waiting: int) -> None:
        self.badge.setText(str(waiting) if waiting < 100 else "99+")
        self.badge.setVisible(waiting > 0)


class Sidebar(QFrame):
    """Signals in past tense: `picked` carries the key of the place."""

    picked = Signal(str)

    def __init__(self, name: str, operator: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("role", "sidebar")
        self.setFixedWidth(look.px(theme.SIDEBAR_WIDTH))
        self.buttons: dict[str, NavButton] = {}
        self._group = QButtonGroup(self)
        self.school_name = ElidedLabel(name, "small")
        self._wide: list[QWidget] = [self.school_name]
        logo = label("党", "logo")
        logo.setFixedSize(look.px(30), look.px(30))
        logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        brand_name = label("镇街党校教务台", "brand")
        self._wide.append(brand_name)
        brand = row(logo, column(brand_name, self.school_name, gap=1), None, gap=10)
        brand.setContentsMargins(8, 0, 0, 0)
        places = column(gap=1)
        group = ""
        for entry in entries:
            if entry.group != group and entry.group:
                group = entry.group
                heading = label(group, "group")
                heading.setContentsMargins(10, 5, 0, 2)
                self._wide.append(heading)
                places.addWidget(heading)
            places.addWidget(self._nav(entry))
        whole = column(brand, 12, places, None, line(), 4, self._foot(operator), gap=2)
        whole.setContentsMargins(10, 16, 10, 10)
        self.setLayout(whole)

    def show_place(self, key: str) -> None:
        """Mark the place that is open. 设置 stands apart, so that Tab reaches it from anywhere."""
        self._settings.setChecked(key == "settings")
        self._group.setExclusive(False)  # else one of the places would stay marked
        for name, nav in self.buttons.items():
            nav.setChecked(name == key)
        self._group.setExclusive(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, where large text leaves too little room for the page."""
        look = theme.current()
        width = NARROW_WIDTH if narrow else theme.SIDEBAR_WIDTH
        self.setFixedWidth(look.px(width))
        for widget in self._wide:
            widget.setVisible(not narrow)
        for nav in self.buttons.values():
            nav.set_narrow(narrow)
        self._settings.setText("" if narrow else "设置")
        self._settings.setToolTip("设置" if narrow else "")

    def _nav(self, entry: Entry) -> NavButton:
        made = NavButton(entry)
        made.clicked.connect(lambda _checked=False: self.picked.emit(entry.key))
        self.buttons[entry.key] = made
        self._group.addButton(made)
        return made

    def _foot(self, operator: str) -> QHBoxLayout:
        settings = button("设置", lambda: self.picked.emit("settings"), "nav", name="nav-settings")
        settings.setFixedHeight(theme.current().px(NAV_HEIGHT))
        settings.setAccessibleName("设置")
        settings.setCheckable(True)
        _give_icon(settings, "gear", "sidebar_faint")
        self._settings = settings
        who = label(f"{operator} · 已加密", "small")
        who.setContentsMargins(8, 0, 0, 0)
        self._wide.append(who)
        return row(who, None, settings)


def _give_icon(nav: QPushButton, name: str, color: str) -> None:
    """White while it is checked: it stands on red then, as its words do."""
    icons = icon(name, color), icon(name, "white")
    nav.setIcon(icons[0])
    nav.toggled.connect(lambda on: nav.setIcon(icons[on]))
