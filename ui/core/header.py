"""The header: what page this is, what it shows, the search, at most two buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.core import keys, theme
from ui.core.acts import spoken
from ui.core.icons import icon
from ui.core.widgets import Button, ElidedLabel, keycap, label, row

HEIGHT = 56


class SearchButton(Button):
    """Looks like a field and opens the search, as Ctrl+K does."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        super().__init__("搜人、课、班、讲师…")
        self.setObjectName("search-button")
        self.setIcon(icon("magnifying-glass", "ink_faint"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(theme.current().px(230))
        inside = row(None, keycap(spoken(keys.SEARCH).replace("+", " ")))
        inside.setContentsMargins(0, 0, 8, 0)
        self.setLayout(inside)
        self.clicked.connect(lambda _checked=False: pressed())


class Header(QFrame):
    def __init__(self, search: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setFixedHeight(theme.current().px(HEIGHT))
        self.title = label("", "title")
        self.subtitle = ElidedLabel("", "subtitle")
        self._actions: QHBoxLayout = row(gap=12)
        self._shown: list[QWidget] = []
        inside = row(self.title, 6, gap=8)
        inside.addWidget(self.subtitle, 1)
        self.search = SearchButton(search)
        inside.addWidget(self.search)
        inside.addSpacing(4)
        inside.addLayout(self._actions)
        inside.setContentsMargins(24, 0, 24, 0)
        self.setLayout(inside)

    def present(self, title: str, subtitle: str, actions: Sequence[QWidget]) -> None:
        """Show a page's titles and its buttons; the pages keep their buttons.

        A page that is read anew behind another brings its buttons up to date: one that the header
        still held would come back beside those of the page in front.
        """
        self.title.setText(title)
        self.subtitle.set_whole(subtitle)
        for widget in self._shown:
            widget.setParent(None)
            widget.hide()  # the layout may still be about to show it, and it would be a window now
        self._shown = list(actions)
        for widget in self._shown:
            self._actions.addWidget(widget)
            widget.show()
