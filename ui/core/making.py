"""A chooser in which what is missing can be made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from ui.core.picking import MAKE, fits_nothing

DOWN = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
MadeOne = Callable[[UUID, str], object]
"""Gets the id of what was made, and its words in a chooser."""


@dataclass(frozen=True)
class Make:
    """How one is made from within a form: a maker at a desk, see `Desk.making`."""

    words: str
    ask: Callable[[QWidget, str, MadeOne], QDialog]


class Making(QObject):
    """Lets a chooser end with 新建“…”, which opens the form with what was typed; so does Enter on
    words that fit nothing. What was made is chosen; what was typed stays where nothing was.

    `value` turns an id and its words into what the chooser holds. While it is `free`, words that
    fit nothing are as good as any.
    """

    def __init__(
        self,
        field: QComboBox,
        make: Make,
        *,
        value: Callable[[UUID, str], Any] = lambda key, _words: key,
        free: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(field)
        self._field, self._make, self._value, self._free = field, make, value, free
        self._typed, self._before = "", field.currentIndex()
        self._form: QDialog | None = None
        field.addItem(self._words(), MAKE)
        if field.currentIndex() != self._before:  # the first entry of an empty box is chosen by Qt
            field.setCurrentIndex(self._before)
        field.activated.connect(self._on_activated)
        field.currentIndexChanged.connect(self._on_index)
        line = field.lineEdit()
        assert isinstance(line, QLineEdit)
        line.textEdited.connect(self._on_typed)
        line.returnPressed.connect(self._on_enter)
        field.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether its form is in front."""
        return self._form is not None

    @property
    def wants(self) -> bool:
        """Whether words were typed that fit nothing there is."""
        return fits_nothing(self._field) and not self._free()

    @property
    def lack(self) -> str:
        """What to say where nothing is typed and there is nothing to choose from."""
        none = self._field.count() == 1 and not self._text
        return f"还没有{self._make.words}，在框里输入名称就能新建。" if none else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stepping through a closed list ends before 新建, and shows that it is there."""
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        down = pressed and cast("QKeyEvent", event).key() in DOWN
        turned = isinstance(event, QWheelEvent) and event.angleDelta().y() < 0
        if (down or turned) and self._field.currentIndex() + 1 == self._entry:
            if down:
                self._field.showPopup()
            return True
        return super().eventFilter(watched, event)

    def begin(self) -> None:
        """Open the form with what stands in the field, once."""
        self._ask(self._text)

    @property
    def _text(self) -> str:
        """What was typed; the arrow keys put the words of the last entry in its place."""
        text = self._field.currentText().strip()
        return self._typed.strip() if text == self._words() else text

    @property
    def _entry(self) -> int:
        """Where 新建 stands."""
        field = self._field
        return next(n for n in range(field.count()) if field.itemData(n) == MAKE)

    def _ask(self, typed: str) -> None:
        if self._form is None:
            if self._field.currentText() == self._words():
                self._field.setEditText(typed)
            self._form = self._make.ask(self._field.window(), typed, self._made)
            self._form.finished.connect(self._on_finished)

    def _made(self, key: UUID, words: str) -> None:
        place = self._entry
        self._field.insertItem(place, words, self._value(key, words))
        self._field.setCurrentIndex(place)

    def _words(self) -> str:
        """What was typed stands in it, so that it is found at the end whatever fits."""
        typed = self._typed.strip()
        return f"＋ 新建{self._make.words}“{typed}”…" if typed else f"＋ 新建{self._make.words}…"

    def _on_typed(self, text: str) -> None:
        self._typed = text
        self._field.setItemText(self._entry, self._words())

    def _on_index(self, place: int) -> None:
        if self._field.itemData(place) != MAKE:
            self._before = place

    def _on_activated(self, place: int) -> None:
        if self._field.itemData(place) != MAKE:
            return
        typed = self._typed
        self._field.setCurrentIndex(-1 if typed else self._before)
        if typed:
            self._field.setEditText(typed)
        self._ask(typed.strip())

    def _on_enter(self) -> None:
        """With the list of what fits open, Enter is about the field and not yet about the form."""
        finder = self._field.completer()
        if finder is not None and finder.popup().isVisible() and self.wants:
            finder.popup().hide()
            self.begin()

    def _on_finished(self) -> None:
        self._form = None
        self._typed = ""
        self._field.setItemText(self._entry, self._words())
        self._field.setFocus()
