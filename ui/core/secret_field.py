"""The field for a password: hidden, with an eye that shows what was typed."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPen, QPixmap, QShortcut
from PySide6.QtWidgets import QLineEdit, QToolButton

from ui.core import keys, theme
from ui.core.finding import children

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
ICON = 20
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
        self.eye.setIcon(_eye(crossed=shown))
        self.eye.setText(HIDE if shown else SHOW)
        self.eye.setToolTip(f"{self.eye.text()}  {keys.REVEAL.keys}")


def _eye(*, crossed: bool) -> QIcon:
    """Painted, since the icons' font is loaded only after the unlock window."""
    look = theme.current()
    size = look.px(ICON)
    drawn = QPixmap(size, size)
    drawn.fill(QColor(0, 0, 0, 0))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.color("ink_soft"), size / 13))
    painter.drawEllipse(QRectF(size * 0.1, size * 0.27, size * 0.8, size * 0.46))
    painter.setBrush(look.color("ink_soft"))
    painter.drawEllipse(QPointF(size / 2, size / 2), size * 0.12, size * 0.12)
    if crossed:
        painter.drawLine(QPointF(size * 0.2, size * 0.85), QPointF(size * 0.8, size * 0.15))
    painter.end()
    return QIcon(drawn)
