"""Ctrl+Z in a field on a page: what was typed first, then what was done in the window."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.core import keys
from ui.core.finding import child


class SharedUndo(QObject):
    """Lives as long as the field, a line of text or a box of numbers. Left alone, Qt gives such a
    field the keys even where it has nothing to take back."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._line = field if isinstance(field, QLineEdit) else child(field, QLineEdit)
        field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or self._line is None:
            return False
        assert isinstance(event, QKeyEvent)
        back = event.matches(QKeySequence.StandardKey.Undo) and not self._line.isUndoAvailable()
        if back or (not self._line.isRedoAvailable() and _is_redo(event)):
            event.ignore()
            return True
        return False


def _is_redo(event: QKeyEvent) -> bool:
    """Ctrl+Y, and Ctrl+Shift+Z, which Qt takes for the same; here it lists what was done."""
    pressed = QKeySequence(event.keyCombination()).toString()
    return pressed in (keys.REDO.keys, keys.DONE.keys)
