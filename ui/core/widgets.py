"""The few widgets that every page is built of."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.core.finding import children

KEYCAP_MARGIN = 7
EMPTY_WIDTH = 480
KEYED_ROLES = ("", "primary")
GONE_TO = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def is_enter(event: QKeyEvent) -> bool:
    """Enter alone: Ctrl+Enter has a meaning of its own."""
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and not event.modifiers() & HELD


HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_LAST_WORDS = re.compile(r"（[^（）]{1,8}）$")


def elided(metrics: QFontMetrics, text: str, width: int) -> str:
    """The text with … where it does not fit into `width` pixels.

    What stands in brackets at the end stays: 2026年村支部书记轮训…（第2期） is told by it from
    the others.
    """
    if metrics.horizontalAdvance(text) <= width:
        return text
    kept = found[0] if (found := _LAST_WORDS.search(text)) else ""
    room = width - metrics.horizontalAdvance(kept)
    if not kept or room < width // 3:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return metrics.elidedText(text.removesuffix(kept), Qt.TextElideMode.ElideRight, room) + kept


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


class ElidedLabel(QLabel):
    """One line that ends in … where it does not fit; the whole text is its tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)
        self._whole = ""
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.ensurePolished()
        metrics = QFontMetrics(self.font())
        shown = elided(metrics, self._whole, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def chip(text: str, tone: str = "grey") -> QLabel:
    """A state in words, on its tint."""
    made = label(text, f"chip-{tone}")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def set_chip(made: QLabel, text: str, tone: str) -> None:
    from ui.core.theme import set_role

    made.setText(text)
    set_role(made, f"chip-{tone}")


def keycap(text: str) -> QLabel:
    made = label(text, "keycap")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


class Button(QPushButton):
    """Enter presses the button that has the focus, wherever it stands; Qt knows only Space.

    In a dialog that opens with the focus on some button, the red one gets it: that is the one
    that Enter takes, until a person has gone to another by Tab or mouse.
    A shortcut stays when the words change, and is shown beside them where there is room; `shows`
    names a key that somebody else listens to.
    """

    def __init__(self, text: str, key: str = "", *, shows: str = "", keyed: bool = False) -> None:
        super().__init__(text)
        self._shows = shows or key.replace("Return", "Enter").replace("Left", "←")
        self._keycap = keycap(self._shows.replace("+", " ")) if keyed and self._shows else None
        self._gone_to = False
        if self._keycap is not None:
            inside = row(None, self._keycap)
            inside.setContentsMargins(0, 0, KEYCAP_MARGIN, 0)
            self.setLayout(inside)
            self.setProperty("keyed", True)
            # Else a layout would not go under the hint, in which the key is.
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if key:
            self.setShortcut(QKeySequence(key))
        self._explain()

    def setText(self, text: str) -> None:
        keys = self.shortcut()
        super().setText(text)
        if not keys.isEmpty():
            self.setShortcut(keys)
        self._explain()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._keycap is not None:
            hint.setWidth(hint.width() + self._keycap.sizeHint().width())
        return hint

    def minimumSizeHint(self) -> QSize:
        """Where there is no room the key is not shown, but the words are whole."""
        return super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._keycap is not None:
            shown = self.width() >= self.sizeHint().width()
            self._keycap.setVisible(shown)
            if shown != self.property("keyed"):  # words stand in the middle where they are alone
                self.setProperty("keyed", shown)
                self.style().unpolish(self)
                self.style().polish(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._gone_to = event.reason() in GONE_TO
        red = None if self._gone_to else self._red_one()
        if red is not None and red is not self and red.isEnabled() and red.isVisible():
            red.setFocus()  # what is drawn as having the keys is what Enter takes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & HELD:  # Ctrl+Enter and Alt+↑ have a meaning of their own
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                (self if self._gone_to else self._red_one() or self).click()
            return
        super().keyPressEvent(event)

    def _red_one(self) -> QPushButton | None:
        """The button that Enter takes in this dialog, if there is one."""
        dialog = self.window()
        if not isinstance(dialog, QDialog):
            return None
        return next((one for one in children(dialog, QPushButton) if one.isDefault()), None)

    def _explain(self) -> None:
        if self._shows:
            self.setToolTip(f"{self.text()}  {self._shows}")


def button(
    text: str,
    pressed: Callable[[], object],
    role: str = "",
    *,
    key: str = "",
    shows: str = "",
    name: str = "",
) -> Button:
    """`key` is a shortcut such as "Ctrl+P", shown on the button, and `shows` one that is listened
    to elsewhere (ui.core.acts); `name` finds it in tests."""
    made = Button(text, key, shows=shows, keyed=role in KEYED_ROLES)
    made.clicked.connect(lambda _checked=False: pressed())
    made.setObjectName(name)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if role:
        made.setProperty("role", role)
    return made


def line() -> QFrame:
    made = QFrame()
    made.setProperty("role", "line")
    return made


def add(layout: QBoxLayout, *items: QWidget | QLayout | int | None) -> QBoxLayout:
    """Fill a layout: widgets and layouts, an int for that many pixels, None for a stretch."""
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        elif item is None:
            layout.addStretch(1)
        else:
            layout.addSpacing(item)
    return layout


def column(*items: QWidget | QLayout | int | None, gap: int = 8, margins: int = 0) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(margins, margins, margins, margins)
    made.setSpacing(gap)
    add(made, *items)
    return made


def row(*items: QWidget | QLayout | int | None, gap: int = 8) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    add(made, *items)
    return made


class Card(QFrame):
    """White, bordered, with an optional heading row; `body` takes the content."""

    def __init__(
        self, heading: str = "", note: str = "", *, padded: bool = True, role: str = "card"
    ) -> None:
        super().__init__()
        self.setProperty("role", role)
        outer = column(gap=0)
        self.setLayout(outer)
        self.heading, self.note = label(heading, "heading"), label(note, "note")
        if heading:
            self.head = row(self.heading, self.note, None)
            self.head.setContentsMargins(16, 12, 16, 10)
            add(outer, self.head, line())
        self.body = column(gap=8)
        if padded:
            self.body.setContentsMargins(16, 14, 16, 14)
        else:
            self.body.setContentsMargins(1, 0, 1, 1)
        outer.addLayout(self.body, 1)


class EmptyState(QWidget):
    """What belongs on an empty page, and the first step: one red button. `buttons` are those of
    acts, in place of `action`."""

    def __init__(
        self,
        title: str,
        text: str,
        action: str = "",
        pressed: Callable[[], object] | None = None,
        *,
        buttons: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        from ui.core import theme

        note = label(text, "note", wrap=True)
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        note.setMaximumWidth(theme.current().px(EMPTY_WIDTH))
        heading = label(title, "heading")
        middle = row(None, note, None)
        middle.setStretch(1, 100)  # all that there is, up to its width
        made: list[Any] = [*buttons]
        if pressed is not None:
            made.append(button(action, pressed, "primary", name="empty-action"))
        self.action: Any = made[0] if made else None
        self.setLayout(
            column(
                None,
                row(None, heading, None),
                middle,
                4,
                row(None, *made, None, gap=10),
                None,
            )
        )


def scrolling(layout: QLayout) -> QScrollArea:
    """What is in the layout, with a scroll bar where there is more than fits."""
    inside = QWidget()
    inside.setProperty("role", "inside")
    inside.setLayout(layout)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys and scrolls it
    return area


def fit(dialog: QWidget, parent: QWidget, width: int, height: int) -> None:
    """Give a dialog its size in pixels at this text size, but never more than its window has."""
    dialog.resize(QSize(width, height).boundedTo(parent.window().size() - QSize(60, 40)))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, and let the widgets go."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
