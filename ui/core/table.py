"""Lists: a table view whose rows are chosen, stay chosen, are opened and copied."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from ui.core import clipboard, keys
from ui.core.acts import pressed
from ui.core.cells import paint_chip as paint_chip
from ui.core.columns import ColumnsView
from ui.core.rows import Column as Column
from ui.core.rows import Index, R, key_of
from ui.core.rows import RowsModel as RowsModel

NOT_OF_A_LIST = (keys.NEXT, keys.MOVE_UP, keys.MOVE_DOWN, keys.EARLIER, keys.LATER)
"""What a list would take for Enter or an arrow, where the page has no such act."""


class RowsView(ColumnsView[R]):
    """A table that says which row is chosen and which was opened (Enter or double-click).

    `copied` carries how many rows were copied. What is in `menus` adds its entries to the
    right-click menu.
    """

    chosen = Signal(object)
    opened = Signal(object)
    copied = Signal(int)

    def __init__(self, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self.menus: list[Callable[[QMenu], object]] = []
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.row_at(index)))

    def set_rows(self, rows: Sequence[R], *, same: bool = False) -> None:
        """Show these rows. What was chosen stays chosen, wherever it stands now; where it is
        gone, whatever took its place is. `same`: they were not read anew, so that each is known
        by itself, which is quicker than by its id."""
        place, before = self.currentIndex().row(), self.current
        marked = {key_of(row) for row in self.marked()}
        self.rows_model.set_rows(rows)
        self._measure()
        if not rows or before is None:
            return
        now = self._place_of(before, same=same)
        self.selectRow(min(place, len(rows) - 1) if now is None else now)
        if len(marked) > 1 and now is not None:
            self._mark(marked)

    def _place_of(self, wanted: R, *, same: bool) -> int | None:
        if same:
            places = list(map(id, self.rows_model.rows))
            return places.index(id(wanted)) if id(wanted) in places else None
        key = key_of(wanted)
        return next((n for n, row in enumerate(self.rows_model.rows) if key_of(row) == key), None)

    def selectRow(self, row: int) -> None:
        """Choose this row, alone where rows are not ticked one by one. Qt's own asks which keys are
        held: under a Ctrl still down from Ctrl+Z the row would join those that are chosen."""
        flags = QItemSelectionModel.SelectionFlag
        ticked = self.selectionMode() == QAbstractItemView.SelectionMode.MultiSelection
        place = max(0, self.currentIndex().column())
        index = self.rows_model.index(row, place)
        self.selectionModel().setCurrentIndex(
            index, (flags.Select if ticked else flags.ClearAndSelect) | flags.Rows
        )

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

    def copy(self) -> None:
        """The selected rows to the clipboard, as they are shown, for a cell each in a sheet."""
        rows = self.marked()
        if rows:
            clipboard.put(self.visible_columns(), rows)
            self.copied.emit(len(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if pressed(event) in NOT_OF_A_LIST:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            if self.state() != QAbstractItemView.State.EditingState:  # else it ends the editing
                self.opened.emit(self.current)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selected rows; the menu key asks for it, too."""
        menu = self.make_menu()
        menu.popup(event.globalPos())

    def make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for fill in self.menus:
            fill(menu)
        if menu.actions():
            menu.addSeparator()
        count = len(self.marked())
        entry = menu.addAction(f"复制 {count} 行\tCtrl+C" if count > 1 else "复制\tCtrl+C")
        entry.setObjectName("copy")
        entry.setEnabled(bool(count))
        entry.triggered.connect(self.copy)
        return menu

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.row_at(index))
