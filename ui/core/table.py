"""Lists: a table view with widths, chosen columns, and a row that stays chosen."""

from collections.abc import Callable, Sequence
from typing import Generic

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.core import theme
from ui.core.cells import CellDelegate
from ui.core.cells import paint_chip as paint_chip
from ui.core.rows import Column as Column
from ui.core.rows import Index, R, key_of
from ui.core.rows import RowsModel as RowsModel

LEAST_STRETCH, LEAST_SHARE = 120, 0.7


class RowsView(QTableView, Generic[R]):
    """A table that says which row is chosen and which was opened (Enter or double-click)."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(columns)
        self._titles: frozenset[str] | None = None
        self._held: set[int] = set()
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
        """Show these rows. What was chosen stays chosen, wherever it stands now; where it is
        gone, whatever took its place is."""
        place, before = self.currentIndex().row(), self.current
        marked = {key_of(row) for row in self.marked()}
        self.rows_model.set_rows(rows)
        if not rows or before is None:
            return
        wanted = key_of(before)
        now = next((n for n, row in enumerate(self.rows_model.rows) if key_of(row) == wanted), None)
        self.selectRow(min(place, len(rows) - 1) if now is None else now)
        if len(marked) > 1 and now is not None:
            self._mark(marked)

    def marked(self) -> list[R]:
        """The rows that are selected, in the order of the list."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows_model.rows[place] for place in places]

    def _mark(self, keys: set[object]) -> None:
        """Select these beside the current row, which stays in front."""
        last = len(self.columns) - 1
        selection = QItemSelection()
        for place, row in enumerate(self.rows_model.rows):
            if key_of(row) in keys:
                left, right = (self.rows_model.index(place, column) for column in (0, last))
                selection.select(left, right)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    @property
    def columns(self) -> Sequence[Column[R]]:
        return self.rows_model.columns

    def choose_columns(self, titles: Sequence[str] | None) -> None:
        """Show exactly these columns, and scroll sideways where they are too many; None: as the
        list was made."""
        self._titles = None if titles is None else frozenset(titles)
        self._fit_columns()

    def hold_back(self, number: int, held: bool) -> None:
        """Keep a column hidden that would say nothing now, whatever was chosen; or let it go."""
        (self._held.add if held else self._held.discard)(number)
        self._fit_columns()

    def shown_columns(self) -> list[Column[R]]:
        """Those that were chosen, or that are shown where there is room."""
        return [column for number, column in enumerate(self.columns) if self._is_wanted(number)]

    def _is_wanted(self, number: int) -> bool:
        column = self.columns[number]
        if number in self._held:
            return False
        return not column.extra if self._titles is None else column.title in self._titles

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
        self._leave_out()
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

    def _leave_out(self) -> None:
        """Hide what nobody chose, and what is spare where all together are too wide."""
        look = theme.current()
        wanted = [self._is_wanted(number) for number in range(len(self.columns))]
        room = look.px(LEAST_STRETCH) + sum(
            look.px(shape.width) for shape, shown in zip(self.columns, wanted, strict=True) if shown
        )
        narrow = self._titles is None and room > self.viewport().width()
        for number, (shape, shown) in enumerate(zip(self.columns, wanted, strict=True)):
            hidden = not shown or (narrow and shape.spare)
            if self.isColumnHidden(number) != hidden:
                self.setColumnHidden(number, hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.row_at(index))
