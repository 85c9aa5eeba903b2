"""A block of the week's grid: one lesson, painted."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from services.booking import BookingItem
from ui.core import theme
from ui.core.widgets import elided, is_enter

LINE_HEIGHT = 17


class BookingBlock(QAbstractButton):
    """One lesson: when and what, where, and its state in words; Enter opens it."""

    def __init__(
        self, item: BookingItem, day: str, move: Callable[["BookingBlock", Qt.Key], None]
    ) -> None:
        super().__init__()
        self.item = item
        self._move = move
        self._lines: tuple[str, ...] = (
            f"{day}{item.part} {item.title}",
            f"{item.state_words} · {item.place}",
        )
        if item.trouble:
            self._lines += (item.trouble,)
        self._height = theme.current().px(LINE_HEIGHT * len(self._lines) + 8)
        self.setObjectName(f"block-{item.lesson_id}")
        self.setAccessibleName(
            f"{item.starts_at:%m月%d日 %H:%M} {item.title}，{item.place}，{item.state_words}"
        )
        tip = f"{item.starts_at:%H:%M}–{item.ends_at:%H:%M} {item.title}\n{item.class_title}"
        state = f"{item.state_words}，{item.trouble}" if item.trouble else item.state_words
        self.setToolTip(f"{tip}\n{item.place} · {item.people}人\n{state}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._height)
        self.setCheckable(item.id is None)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(120), self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        ink, tint = look.tone(self.item.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen = self.hasFocus() or self.isChecked()
        painter.setPen(ink if chosen or self.underMouse() else Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(area, 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(0, 0, look.px(3), self.height()), 1, 1)
        self._write(painter)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        look = theme.current()
        ink, _ = look.tone(self.item.tone)
        left, width = look.px(10), self.width() - look.px(14)
        height = (self.height() - look.px(8)) / len(self._lines)
        for number, text in enumerate(self._lines):
            painter.setFont(look.font(12, bold=number == 0))
            painter.setPen(ink)
            shown = elided(painter.fontMetrics(), text, width)
            place = QRectF(left, look.px(4) + number * height, width, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if is_enter(event):
            self.click()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(self, key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
