"""The step bar: what is done, where we are, what comes."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.core import theme

CIRCLE = 24


class StepBar(QWidget):
    """Circles with numbers, joined by lines; a done step has a tick."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = list(words)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_words(self, words: Sequence[str]) -> None:
        """Other steps, where what was answered makes it so."""
        self._words = list(words)
        self.set_current(self._current)

    def set_current(self, number: int) -> None:
        """`number` counts from 0; len(words) means that all are done."""
        self._current = number
        done = "、".join(self._words[:number])
        here = self._words[number] if number < len(self._words) else "全部完成"
        self.setAccessibleName(f"当前：{here}；已完成：{done or '无'}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, theme.current().px(CIRCLE) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = look.px(CIRCLE)
        font, bold = look.font(14), look.font(14, bold=True)
        painter.setFont(bold)
        widths = [size + 8 + painter.fontMetrics().horizontalAdvance(w) for w in self._words]
        room = self.width() - sum(widths) - 2
        gap = max(16.0, room / max(1, len(self._words) - 1))
        left, top = 1.0, (self.height() - size) / 2
        for number, (word, width) in enumerate(zip(self._words, widths, strict=True)):
            self._paint_circle(painter, number, QRectF(left, top, size, size))
            here, done = number == self._current, number < self._current
            painter.setFont(bold if here else font)
            color = "red" if here else "green" if done else "ink_soft"
            painter.setPen(look.color(color))
            text = QRectF(left + size + 8, 0, width - size, self.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, word)
            if number + 1 < len(self._words):
                painter.setPen(QPen(look.color("green" if done else "line"), 1))
                middle = self.height() / 2
                end = left + width + gap - 10
                painter.drawLine(int(left + width + 10), int(middle), int(end), int(middle))
            left += width + gap

    def _paint_circle(self, painter: QPainter, number: int, circle: QRectF) -> None:
        look = theme.current()
        done, here = number < self._current, number == self._current
        if done or here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("green" if done else "fill"))
        else:
            painter.setPen(QPen(look.color("ink_faint"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(look.font(12, bold=here))
        painter.setPen(look.color("white" if here else "ink_faint"))
        if done:
            painter.setPen(QPen(look.color("card"), 2))
            x, y, w = circle.x(), circle.y(), circle.width()
            painter.drawPolyline(
                [
                    QPointF(x + w * 0.28, y + w * 0.52),
                    QPointF(x + w * 0.44, y + w * 0.68),
                    QPointF(x + w * 0.73, y + w * 0.36),
                ]
            )
        else:
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
