"""Typing as a person does: letters by keys, Chinese by the input method's commit."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type into a field, after what stands there."""
    target = widget.lineEdit() if isinstance(widget, QComboBox) else widget
    if text.isascii():
        QTest.keyClicks(target, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)
