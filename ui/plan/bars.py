"""How far the plan has come: for each item a bar of those who came, over the planned heads."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.plan import ItemRow
from ui.core import theme
from ui.core.table import paint_chip
from ui.core.widgets import elided

LINE, BAR, SAID, CHIP = 46, 10, 250, 66
PAD = 16


class ProgressBars(QWidget):
    """`picked` carries the id of the item that was clicked."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ItemRow, ...] = ()
        self.setObjectName("plan-bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_rows(self, rows: Sequence[ItemRow]) -> None:
        """In the plan's order."""
        self._rows = tuple(rows)
        self.setAccessibleName("进度：" + "；".join(f"{r.title} {words(r)}" for r in rows))
        self.setFixedHeight(max(1, len(rows)) * theme.current().px(LINE) + PAD)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = theme.current().px(LINE)
        first = max(0, (event.rect().top() - PAD // 2) // step)
        last = min(len(self._rows), event.rect().bottom() // step + 1)
        for place in range(first, last):
            self._paint(painter, self._rows[place], place * step + PAD // 2)

    def _paint(self, painter: QPainter, row: ItemRow, top: int) -> None:
        look = theme.current()
        said, high, left = look.px(SAID), look.px(BAR), look.px(PAD)
        wide = self.width() - 2 * left
        painter.setFont(look.font(13))
        painter.setPen(look.color("ink"))
        line = QRectF(left, top + 2, wide - said, look.px(22))
        text = elided(painter.fontMetrics(), f"{row.number}. {row.title}", int(line.width()) - 12)
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | vertical, text)
        painter.setFont(look.font(12))
        painter.setPen(look.color("ink_soft"))
        chip = look.px(CHIP)
        figures = QRectF(left + wide - said, top + 2, said - chip, look.px(22))
        painter.drawText(figures, Qt.AlignmentFlag.AlignRight | vertical, words(row))
        area = QRectF(left + wide - chip, top + 2, chip, look.px(22)).toRect()
        paint_chip(painter, area, row.held.state.word, row.held.state.tone)
        painter.setPen(Qt.PenStyle.NoPen)
        most = max(row.heads, row.held.enrolled, row.held.attended, 1)
        for count, color in (
            (most, "grey_tint"),
            (row.held.enrolled, "blue_tint"),
            (row.held.attended, "green"),
        ):
            if count:
                painter.setBrush(look.color(color))
                bar = QRectF(left, top + look.px(26), max(high, wide * count / most), high)
                painter.drawRoundedRect(bar, high / 2, high / 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = (int(event.position().y()) - PAD // 2) // theme.current().px(LINE)
        if event.button() is Qt.MouseButton.LeftButton and 0 <= place < len(self._rows):
            key: UUID = self._rows[place].id
            self.picked.emit(key)


def words(row: ItemRow) -> str:
    """到 50 / 报 58 / 计划 60 人."""
    held = row.held
    return f"到 {held.attended:,} / 报 {held.enrolled:,} / 计划 {row.heads:,} 人"
