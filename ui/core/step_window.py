"""A window that leads through a few steps before any data are open: a bar of the steps, one card,
one red button."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from ui.core import theme
from ui.core.steps import StepBar
from ui.core.widgets import Card, button, column, is_enter, label, row


class StepWindow(QWidget):
    """A subclass adds its pages to `stack` and says in `go_back` and `go_on` what the buttons do.
    Its parts are called `name`-back, `name`-next and `name`-error."""

    def __init__(self, name: str, title: str, steps: Sequence[str], height: int) -> None:
        super().__init__()
        look = theme.current()
        self.setObjectName(name)
        self.setWindowTitle(f"镇街党校教务台 — {title}")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(QSize(look.px(860), look.px(height)).boundedTo(theme.SMALLEST_SCREEN))
        self.bar = StepBar(steps)
        self.heading, self.words = label("", "title"), label("", "subtitle", wrap=True)
        self.stack = QStackedWidget()
        self.error = label("", "error", wrap=True)
        self.error.setObjectName(f"{name}-error")
        self.back = button("上一步", self.go_back, name=f"{name}-back")
        self.next = button("下一步", self.go_on, "primary", name=f"{name}-next")
        card = Card()
        card.body.setContentsMargins(40, 30, 40, 24)
        card.body.addWidget(self.heading)
        card.body.addWidget(self.words)
        card.body.addSpacing(14)
        card.body.addWidget(self.stack, 1)
        card.body.addWidget(self.error)
        self.foot = row(self.back, None, self.next)
        card.body.addLayout(self.foot)
        whole = column(self.bar, 8, gap=8, margins=28)
        whole.addWidget(card, 1)
        self.setLayout(whole)

    def go_back(self) -> None:
        """The left button, and Esc."""
        raise TypeError(f"{type(self).__name__} lacks this")

    def go_on(self) -> None:
        """The red button, and Enter."""
        raise TypeError(f"{type(self).__name__} lacks this")

    def show_step(self, number: int, heading: str, words: str, *, done: int | None = None) -> None:
        """Bring a page to the front; `done` steps have their tick, those before it unless told."""
        self.stack.setCurrentIndex(number)
        self.bar.set_current(number if done is None else done)
        self.heading.setText(heading)
        self.words.setText(words)
        self.say("")

    def say(self, text: str, role: str = "error") -> None:
        theme.set_role(self.error, role)
        self.error.setText(text)

    def point_out(self, faults: Sequence[tuple[QLineEdit, str]]) -> None:
        """Say all that is wrong, and give the keys to the first field at fault."""
        self.say("".join(words for _, words in faults))
        faults[0][0].setFocus()
        faults[0][0].selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In a field Enter presses the red button; Esc goes a step back."""
        if is_enter(event):
            self.next.click()
        elif event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.back.click()
        else:
            super().keyPressEvent(event)
