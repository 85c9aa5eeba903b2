"""The last twelve months as bars."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from services.home import MonthBar
from ui.core import theme

BAR_SHARE = 0.73
AXIS = 24
TOP = 18


class MonthChart(QWidget):
    """The present month is red, the others pale; each bar says its figure."""

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[MonthBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.current().px(120))

    def show_months(self, months: Sequence[MonthBar]) -> None:
        self._months = tuple(months)
        words = "，".join(f"{bar.month}月 {bar.person_times}" for bar in months)
        self.setAccessibleName(f"近 12 个月参训人次：{words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, theme.current().px(190))

    def event(self, event: QHelpEvent) -> bool:  # type: ignore[override]
        if event.type() is QHelpEvent.Type.ToolTip and self._months:
            place = min(len(self._months) - 1, int(event.pos().x() / self._step()))
            bar = self._months[place]
            words = f"{bar.year}年{bar.month}月　{bar.person_times:,} 人次"
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _step(self) -> float:
        return self.width() / max(1, len(self._months))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(11))
        step, axis, top = self._step(), look.px(AXIS), look.px(TOP)
        most = max((bar.person_times for bar in self._months), default=0) or 1
        room = self.height() - axis - top
        for place, bar in enumerate(self._months):
            here = place == len(self._months) - 1
            height = max(2.0, room * bar.person_times / most)
            left = place * step + step * (1 - BAR_SHARE) / 2
            area = QRectF(left, top + room - height, step * BAR_SHARE, height)
            painter.fillPath(_rounded_top(area), look.color("red" if here else "red_pale"))
            painter.setPen(look.color("red" if here else "ink_faint"))
            edge = place in (0, len(self._months) - 1)
            words = f"{bar.month}月" if edge else str(bar.month)
            foot = QRectF(place * step, self.height() - axis + 4, step, axis - 4)
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)
            if bar.person_times:
                head = QRectF(place * step, area.top() - top, step, top - 2)
                painter.drawText(
                    head,
                    Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
                    f"{bar.person_times:,}",
                )


def _rounded_top(area: QRectF) -> QPainterPath:
    """A bar with its two upper corners rounded."""
    radius = min(4.0, area.height(), area.width() / 2)
    path = QPainterPath(QPointF(area.left(), area.bottom()))
    path.lineTo(area.left(), area.top() + radius)
    path.quadTo(area.topLeft(), QPointF(area.left() + radius, area.top()))
    path.lineTo(area.right() - radius, area.top())
    path.quadTo(area.topRight(), QPointF(area.right(), area.top() + radius))
    path.lineTo(area.right(), area.bottom())
    path.closeSubpath()
    return path
