"""How a list paints its cells: text, chips, the tint of the chosen row."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.core import theme
from ui.core.rows import LEFT, RIGHT, Column, Index, RowsModel
from ui.core.widgets import elided

CELL_PADDING, MARK = 11, 3


class CellDelegate(QStyledItemDelegate):
    """Paints a cell itself: a list of 50,000 must scroll within one frame, and the style sheet's
    way of drawing an item took twice that."""

    def __init__(self, view: QTableView, rows_model: RowsModel[Any]) -> None:
        super().__init__(view)
        self._view, self._rows_model = view, rows_model
        look = theme.current()
        self._look: theme.Theme | None = None
        self._fonts = {bold: look.font(14, bold=bold) for bold in (False, True)}
        self._metrics = {bold: QFontMetrics(font) for bold, font in self._fonts.items()}
        self._inks: dict[str, QColor] = {}
        self._pad = look.px(CELL_PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shape = self._rows_model.columns[index.column()]
        row = self._rows_model.rows[index.row()]
        area: QRect = option.rect  # type: ignore[attr-defined]  # not in the stubs
        self._paint_ground(painter, option, area, first=index.column() == 0)
        text = shape.text(row)
        if not text:
            return
        tone = shape.tone(row) if shape.tone else ""
        if tone:
            paint_chip(painter, area, text, tone)
            return
        room = area.adjusted(self._pad, 0, -self._pad, 0)
        metrics = self._metrics[shape.bold]
        painter.setFont(self._fonts[shape.bold])
        painter.setPen(self._ink(shape, row, option))
        text = elided(metrics, text, room.width())
        painter.drawText(room, RIGHT if shape.right else LEFT, text)

    def _ink(self, shape: Column[Any], row: Any, option: QStyleOptionViewItem) -> QColor:
        """What is faint is less so on the tint of the chosen row: it could not be read there."""
        name = (shape.ink(row) if shape.ink else "") or "ink"
        if shape.faint:
            name = "ink_soft" if _is_chosen(option) else "ink_faint"
        return self._color(name)

    def _color(self, name: str) -> QColor:
        """Kept for as long as the look stays."""
        if self._look is not theme.current():
            self._look = theme.current()
            self._inks.clear()
        kept = self._inks.get(name)
        return kept or self._inks.setdefault(name, theme.current().color(name))

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, *, first: bool
    ) -> None:
        """The line below, the tint of the chosen row, and a mark where the keyboard is."""
        if _is_chosen(option):
            painter.fillRect(area, self._color("red_tint"))
            if first and self._view.hasFocus():
                mark = QRect(area.left(), area.top(), MARK, area.height())
                painter.fillRect(mark, self._color("red"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, self._color("line"))


def _is_chosen(option: QStyleOptionViewItem) -> bool:
    state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # not in the stubs
    return bool(state & QStyle.StateFlag.State_Selected)


def paint_chip(painter: QPainter, area: QRect, text: str, tone: str) -> None:
    """A state in words on its tint, at the left of `area`, in its middle."""
    look = theme.current()
    ink, tint = look.tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.font(12))
    width = min(painter.fontMetrics().horizontalAdvance(text) + 16, area.width() - 10)
    height = painter.fontMetrics().height() + 4
    top = area.top() + (area.height() - height) / 2
    chip = QRectF(area.left() + 8, top, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(chip, 4, 4)
    painter.setPen(ink)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
