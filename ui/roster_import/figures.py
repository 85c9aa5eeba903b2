"""Figures over their words, each a door to the list behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QSizePolicy

from ui.core.widgets import Button, Card, column, label, row


@dataclass(frozen=True)
class Figure:
    """A figure, its words, and what shows the list behind it."""

    name: str
    words: str
    count: int
    show: Callable[[], None]


class FigureButton(Button):
    """A click or Space shows the list behind it."""

    def __init__(self, figure: Figure) -> None:
        super().__init__("")
        self.setObjectName(figure.name)
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{figure.words} {figure.count}")
        self._parts = (
            label(f"{figure.count:,}", "figure" if figure.count else "figure-rest"),
            label(figure.words, "note"),
        )
        for part in self._parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = column(*self._parts, gap=0)
        inside.setContentsMargins(12, 3, 6, 4)
        self.setLayout(inside)

    def sizeHint(self) -> QSize:
        """A button's own hint knows only its text; here the two labels count, in their fonts."""
        for part in self._parts:
            part.ensurePolished()
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class RosterFigures(Card):
    """A row of figures of which one is open."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        super().__init__(padded=False)
        line = row(gap=4)
        line.setContentsMargins(8, 5, 8, 5)
        self._group = QButtonGroup(self)
        self._by_name: dict[str, FigureButton] = {}
        for figure in figures:
            made = FigureButton(figure)
            made.toggled.connect(lambda on, figure=figure: figure.show() if on else None)
            self._group.addButton(made)
            self._by_name[figure.name] = made
            line.addWidget(made, 1)
        self.body.addLayout(line)
        # The style sheet's least height of a button would let the figures be cut off.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def open(self, name: str) -> None:
        self._by_name[name].setChecked(True)
