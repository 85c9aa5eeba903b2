"""Icons, all from one family (Font Awesome 6 solid), in the theme's colours."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.core import theme


class LookIcon(QIconEngine):
    """Drawn in the look that there is when it is drawn: `paint` asks for it."""

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, drawn.rect(), mode, state)
        painter.end()
        return drawn


class TintedIcon(LookIcon):
    """A sign of the icons' font in a token's colour."""

    def __init__(self, name: str, color: str) -> None:
        super().__init__()
        self._name, self._color = name, color

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        import qtawesome  # it loads its fonts when imported: the unlock window need not wait

        look = theme.current()
        made: QIcon = qtawesome.icon(  # it keeps what it has made
            f"fa6s.{self._name}",
            color=getattr(look.tokens, self._color),
            color_disabled=look.tokens.ink_faint,
        )
        made.paint(painter, rect, Qt.AlignmentFlag.AlignCenter, mode, state)


class Sign(QWidget):
    """An icon that stands by itself, with the word for what it says."""

    def __init__(self, name: str, color: str, said: str, size: int) -> None:
        super().__init__()
        self._icon = icon(name, color)
        self.setFixedSize(size, size)
        self.setAccessibleName(said)
        self.setToolTip(said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._icon.paint(QPainter(self), self.rect())


def icon(name: str, color: str = "ink_soft") -> QIcon:
    """An icon such as "house"; `color` is a token's name."""
    return QIcon(TintedIcon(name, color))
