"""The figures at the top of a home page: cards that open the list behind them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from ui.core import theme
from ui.core.widgets import button, column, is_enter, label, row

HEIGHT = 106


class FigureCard(QFrame):
    """A figure with its unit, and under it a note or a bar; a click or Enter opens its list."""

    def __init__(
        self,
        words: str,
        name: str,
        opened: Callable[[], object],
        open_exempt: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "figure-card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.current().px(HEIGHT))
        self._opened, self._words = opened, words
        self.words = label(words, "note")
        self.figure, self.unit = label("–", "figure"), label("", "subtitle")
        self.figure.setObjectName(f"{name}-number")
        self.note = label("", "note")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.left_out = button("", open_exempt, "link", name=f"{name}-exempt")
        self.left_out.hide()
        figure = row(self.figure, self.unit, None, self.left_out, gap=4)
        figure.setAlignment(self.unit, Qt.AlignmentFlag.AlignBottom)
        inside = column(self.words, figure, None, self.note, self.bar, gap=2)
        inside.setContentsMargins(16, 12, 16, 12)
        self.setLayout(inside)

    def show_figure(self, figure: str, unit: str, note: str) -> None:
        self.figure.setText(figure)
        self.unit.setText(unit)
        self.note.setText(note)
        self.setAccessibleName(f"{self.words.text()} {figure} {unit} {note}")

    def show_share(self, percent: float | None, goal: float, note: str) -> None:
        """A percentage with its bar: green at or over `goal` percent, else amber."""
        shown = "–" if percent is None else f"{percent:.1f}"
        self.show_figure(shown, "" if percent is None else "%", "" if percent is not None else note)
        self.note.setVisible(percent is None)
        self.bar.setVisible(percent is not None)
        self.bar.setValue(round((percent or 0) * 10))
        theme.set_role(self.bar, "" if (percent or 0) >= goal else "amber")
        self.setToolTip(note if percent is None else "")

    def show_exempt(self, count: int) -> None:
        """How many the share leaves out; the link opens them."""
        self.left_out.setText(f"另减免 {count:,} 人")
        self.left_out.setVisible(count > 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._opened()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) or event.key() == Qt.Key.Key_Space:
            self._opened()
            return
        super().keyPressEvent(event)


def card_row(*cards: QWidget) -> QWidget:
    """Cards side by side, all of one width."""
    made = QWidget()
    line = row(gap=14)
    for card in cards:
        line.addWidget(card, 1)
    made.setLayout(line)
    return made
