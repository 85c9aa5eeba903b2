"""Lists: a model over frozen rows, and a table view with widths, sorting and chips."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.core import theme
from ui.core.widgets import elided

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
LEAST_STRETCH, LEAST_SHARE = 120, 0.7
CELL_PADDING, MARK = 11, 3


@dataclass(frozen=True)
class Column(Generic[R]):
    """`text` is what is shown; `sort` what orders the rows; `tone` makes the cell a chip.

    `ink` names the theme's colour of the text; "" is the usual one.
    `width` is in pixels at 100 % text; 0 takes what is left. Where that is too little, columns
    give way that are not `firm`.
    """

    title: str
    width: int
    text: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    tone: Callable[[R], str] | None = None
    right: bool = False
    bold: bool = False
    faint: bool = False
    firm: bool = False
    ink: Callable[[R], str] | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows as they came from a query; sorting makes a new order of the same rows."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: list[R] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[R]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self._reorder()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shape, row = self.columns[index.column()], self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shape.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shape.text(row) or None
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[section].right else LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order) if column >= 0 else None
        before = self.persistentIndexList()
        kept = [self.rows[index.row()] for index in before]
        self._reorder()
        if kept:  # what was chosen stays chosen, wherever it is now
            wanted = {id(row) for row in kept}
            places = {id(row): n for n, row in enumerate(self.rows) if id(row) in wanted}
            after = [
                self.index(places[id(row)], index.column())
                for row, index in zip(kept, before, strict=True)
            ]
            self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _reorder(self) -> None:
        if self._order is not None:
            column, order = self._order
            shape = self.columns[column]
            self.rows.sort(
                key=shape.sort or shape.text, reverse=order is Qt.SortOrder.DescendingOrder
            )


class CellDelegate(QStyledItemDelegate):
    """Paints a cell itself: a list of 50,000 must scroll within one frame, and the style sheet's
    way of drawing an item took twice that."""

    def __init__(self, view: QTableView, rows_model: RowsModel[Any]) -> None:
        super().__init__(view)
        self._view, self._rows_model = view, rows_model
        look = theme.current()
        self._fonts = {bold: look.font(14, bold=bold) for bold in (False, True)}
        self._metrics = {bold: QFontMetrics(font) for bold, font in self._fonts.items()}
        self._inks = {name: look.color(name) for name in ("ink", "ink_faint", "line")}
        self._tint, self._mark = look.color("red_tint"), look.color("red")
        self._pad = look.px(CELL_PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shape = self._rows_model.columns[index.column()]
        row = self._rows_model.rows[index.row()]
        area: QRect = option.rect
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
        painter.setPen(self._ink(shape, row))
        text = elided(metrics, text, room.width())
        painter.drawText(room, RIGHT if shape.right else LEFT, text)

    def _ink(self, shape: Column[Any], row: Any) -> QColor:
        name = "ink_faint" if shape.faint else (shape.ink(row) if shape.ink else "") or "ink"
        if name not in self._inks:
            self._inks[name] = theme.current().color(name)
        return self._inks[name]

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, *, first: bool
    ) -> None:
        """The line below, the tint of the chosen row, and a mark where the keyboard is."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._tint)
            if first and self._view.hasFocus():
                painter.fillRect(area.left(), area.top(), MARK, area.height(), self._mark)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, self._inks["line"])


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


class RowsView(QTableView, Generic[R]):
    """A table that says which row is chosen and which was opened (Enter or double-click)."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(columns)
        self.setModel(self.rows_model)
        look = theme.current()
        self.setItemDelegate(CellDelegate(self, self.rows_model))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look.px(theme.ROW_HEIGHT))
        self.verticalHeader().setMinimumSectionSize(look.px(theme.ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(look.px(32))
        for number, shape in enumerate(columns):
            if not shape.width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()
        self.setSortingEnabled(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.row_at(index)))

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; the same place in the list stays chosen where it still exists."""
        before = self.currentIndex().row()
        self.rows_model.set_rows(rows)
        if rows and before >= 0:
            self.selectRow(min(before, len(rows) - 1))

    def row_at(self, index: Index) -> R | None:
        return self.rows_model.rows[index.row()] if index.isValid() else None

    @property
    def current(self) -> R | None:
        return self.row_at(self.currentIndex())

    def choose(self, wanted: Callable[[R], bool]) -> bool:
        """Choose the first row that fits; False where none does."""
        for number, row in enumerate(self.rows_model.rows):
            if wanted(row):
                self.selectRow(number)
                self.scrollTo(self.rows_model.index(number, 0))
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Each column its width; narrower ones where the one that stretches would vanish."""
        look = theme.current()
        columns = self.rows_model.columns
        widths = [
            0 if self.isColumnHidden(number) else look.px(shape.width)
            for number, shape in enumerate(columns)
        ]
        yielding = sum(w for w, c in zip(widths, columns, strict=True) if not c.firm)
        share = 1.0
        if yielding and 0 in widths:
            left = self.viewport().width() - look.px(LEAST_STRETCH) - (sum(widths) - yielding)
            share = max(LEAST_SHARE, min(1.0, left / yielding))
        for number, (width, shape) in enumerate(zip(widths, columns, strict=True)):
            if width:
                self.setColumnWidth(number, width if shape.firm else round(width * share))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.row_at(index))
