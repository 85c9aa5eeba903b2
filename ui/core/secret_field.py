"""The field for a password: hidden, with an eye that shows what was typed."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QLineEdit, QToolButton

from ui.core import keys, theme
from ui.core.finding import children
from ui.core.icons import LookIcon

SHOW, HIDE = "显示密码", "遮住密码"
HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
    | Qt.InputMethodHint.ImhPreferLatin
)
"""No input method may take what is typed, guess at it or learn it: also while it is shown, for
which Qt alone would drop them."""
MOST = 128


class SecretField(QLineEdit):
    """Hidden until the eye is pressed, by mouse or by its key while the field has the keys, and
    hidden again once the field is emptied by the program."""

    def __init__(self, name: str, words: str, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setPlaceholderText(hint or words)
        self.setMaxLength(MOST)
        self.eye = QAction(self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._reveal)
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        for made in children(self, QToolButton):
            made.setObjectName(f"{name}-eye")
        key = QShortcut(QKeySequence(keys.REVEAL.keys), self, self.eye.toggle)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._reveal(shown=False)

    def clear(self) -> None:
        super().clear()
        self.eye.setChecked(False)

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.setInputMethodHints(HINTS)
        self.eye.setIcon(QIcon(EyeIcon(crossed=shown)))
        self.eye.setText(HIDE if shown else SHOW)
        self.eye.setToolTip(f"{self.eye.text()}  {keys.REVEAL.keys}")


class EyeIcon(LookIcon):
    """Painted, since the icons' font is loaded only after the unlock window."""

    def __init__(self, *, crossed: bool) -> None:
        super().__init__()
        self._crossed = crossed

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        ink, size = theme.current().color("ink_soft"), min(rect.width(), rect.height())
        painter.save()
        painter.translate(rect.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, size / 13))
        painter.drawEllipse(QRectF(size * 0.1, size * 0.27, size * 0.8, size * 0.46))
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(size / 2, size / 2), size * 0.12, size * 0.12)
        if self._crossed:
            painter.drawLine(QPointF(size * 0.2, size * 0.85), QPointF(size * 0.8, size * 0.15))
        painter.restore()
