"""The lock's curtain: nothing of the program is seen but its front; then all is as it was."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class Curtain(QObject):
    """Hides every window but `front` and those that open meanwhile, until `lift`.

    A field that is being filled in is not told that it lost the keys: a half-typed cell would be
    written, and its editor closed. Dialogs that end meanwhile, since their work is done, stay away.
    """

    def __init__(self, front: QWidget) -> None:
        super().__init__(front)
        self._front, self._drawn = front, False
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None

    def draw(self) -> None:
        for popup in QApplication.topLevelWidgets():
            if popup.windowType() in PASSING:
                popup.close()
        self._focus, self._drawn = QApplication.focusWidget(), True
        _application().installEventFilter(self)
        open_now = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        for window in sorted(open_now, key=_depth, reverse=True):
            self._hide(window)

    def lift(self) -> None:
        """Show them again, the dialogs over their windows, and give the keys back."""
        self._drawn = False
        _application().removeEventFilter(self)
        front: QWidget | None = None
        for window in sorted(filter(isValid, self._hidden), key=_depth):
            window.show()
            front = window
        if front is not None:
            front.activateWindow()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            return watched is self._focus
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            self._opened(watched)
        return False

    def _opened(self, window: QWidget) -> None:
        """It is on its way to the screen and cannot be stopped, but need not be seen."""
        if window.isWindow() and window is not self._front:
            window.setWindowOpacity(0)
            QTimer.singleShot(0, window, lambda: self._take(window))

    def _take(self, window: QWidget) -> None:
        self._hide(window)
        window.setWindowOpacity(1)

    def _hide(self, window: QWidget) -> None:
        if self._drawn and window is not self._front and window.windowType() not in PASSING:
            window.hide()
            self._hidden.append(window)
            if isinstance(window, QDialog):
                window.finished.connect(lambda _result: self._forget(window))

    def _forget(self, window: QWidget) -> None:
        if self._drawn:
            self._hidden.remove(window)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _depth(window: QWidget) -> int:
    """How many windows it stands over."""
    parent = window.parentWidget()
    return 0 if parent is None else 1 + _depth(parent.window())
