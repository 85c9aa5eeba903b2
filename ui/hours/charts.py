"""What people would rather look at than read: shares of branches, a year's months."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.hours import LedgerGroup, MonthHours
from ui.core import theme
from ui.core.widgets import elided
from ui.hours.tables import percent_words

LINE, BAR, SHARE_WIDTH = 40, 8, 56
GOOD_PERCENT = 60
AXIS, TOP, BAR_SHARE = 40, 20, 0.66


class ShareBars(QWidget):
    """The reached share of each group as a bar; a click picks the group."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[LedgerGroup, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_groups(self, groups: Sequence[LedgerGroup]) -> None:
        """The lowest share first: there is most to do."""
        self._groups = tuple(sorted(groups, key=lambda group: (group.percent or 0, group.words)))
        words = "，".join(f"{group.words} {percent_words(group)}" for group in self._groups)
        self.setAccessibleName(f"达标率：{words}")
        self.setFixedHeight(max(1, len(self._groups)) * theme.current().px(LINE))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = look.px(LINE)
        first = max(0, event.rect().top() // step)
        for place in range(first, min(len(self._groups), event.rect().bottom() // step + 1)):
            self._paint_bar(painter, self._groups[place], place * step)

    def _paint_bar(self, painter: QPainter, group: LedgerGroup, top: int) -> None:
        look = theme.current()
        wide, high, share = self.width(), look.px(BAR), look.px(SHARE_WIDTH)
        painter.setFont(look.font(12))
        painter.setPen(look.color("ink"))
        words = QRectF(0, top + 2, wide - share, look.px(20))
        text = elided(painter.fontMetrics(), group.words, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        percent = float(group.percent or 0)
        painter.setPen(look.color("green" if percent >= GOOD_PERCENT else "amber"))
        said = QRectF(wide - share, top + 2, share, look.px(20))
        painter.drawText(said, right, percent_words(group))
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QRectF(0, top + look.px(23), wide, high)
        painter.setBrush(look.color("grey_tint"))
        painter.drawRoundedRect(ground, high / 2, high / 2)
        if percent:
            painter.setBrush(look.color("green" if percent >= GOOD_PERCENT else "amber"))
            filled = QRectF(ground.left(), ground.top(), max(high, wide * percent / 100), high)
            painter.drawRoundedRect(filled, high / 2, high / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y()) // theme.current().px(LINE)
        if event.button() is Qt.MouseButton.LeftButton and place < len(self._groups):
            self.picked.emit(self._groups[place])


class MonthBars(QWidget):
    """Hours of each month as bars, person-times under them; a click picks the month."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[MonthHours, ...] = ()
        self._now = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.current().px(180))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(480, theme.current().px(260))

    def show_months(self, months: Sequence[MonthHours], now: int) -> None:
        """`now` is the present month of the year shown; 0 for another year."""
        self._months, self._now = tuple(months), now
        words = "，".join(f"{m.month}月 {m.hours} 学时 {m.person_times} 人次" for m in months)
        self.setAccessibleName(f"各月学时：{words}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(11))
        most = max((float(month.hours) for month in self._months), default=0) or 1
        room = self.height() - look.px(AXIS) - look.px(TOP)
        for place, month in enumerate(self._months):
            self._paint_month(painter, place, month, max(0.0, room * float(month.hours) / most))

    def _paint_month(self, painter: QPainter, place: int, month: MonthHours, height: float) -> None:
        look = theme.current()
        step, axis, top = self._step(), look.px(AXIS), look.px(TOP)
        floor = self.height() - axis
        here = month.month == self._now
        wide = step * BAR_SHARE
        left = place * step + (step - wide) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("red" if here else "red_pale"))
        painter.drawRoundedRect(QRectF(left, floor - height, wide, max(2.0, height)), 3, 3)
        painter.setPen(look.color("red" if here else "ink_soft"))
        middle = Qt.AlignmentFlag.AlignCenter
        if month.hours:
            said = QRectF(place * step, floor - height - top, step, top)
            painter.drawText(said, middle, f"{month.hours:,.0f}")
        name = QRectF(place * step, floor + 4, step, axis / 2 - 2)
        painter.drawText(name, middle, f"{month.month}月")
        painter.setPen(look.color("ink_faint"))
        foot = QRectF(place * step, floor + axis / 2, step, axis / 2 - 2)
        painter.drawText(foot, middle, f"{month.person_times:,}" if month.person_times else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(QPointF(event.position()).x() / self._step())
        if event.button() is Qt.MouseButton.LeftButton and place < len(self._months):
            self.picked.emit(self._months[place])

    def _step(self) -> float:
        return self.width() / max(1, len(self._months))
