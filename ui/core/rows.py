"""The rows of a list: its columns, and a model over frozen rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from services.core.fields import Field, field_of
from services.core.listing import Cell

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TICKED, UNTICKED = "✓", "□"
"""A row that is chosen beside the selection, and one that can be."""
KEYS = ("id", "sign_in_id", "member_id")
"""What a row is known by after it was read anew, the first that it has."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """`text` is what is shown; `sort` what orders the rows; `tone` makes the cell a chip.

    `ink` names the theme's colour of the text; "" is the usual one.
    `width` is in pixels at 100 % text; 0 takes what is left. Where that is too little, columns
    give way that are not `firm`, and those that are `spare` are left out. An `extra` one is only
    shown to who chooses it. `value` is what a workbook gets in place of the text: a number or a
    day, so that it can be added up and sorted there. The first that is bold or takes what is left
    is the name: it gets its width before the others. `edit` is the field that F2 changes in
    place, and for several rows at once where it is of `many`. A `quiet` one is not there while no
    row has anything to say in it.
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
    spare: bool = False
    extra: bool = False
    value: Callable[[R], Cell] | None = None
    edit: Field | None = None
    many: bool = False
    quiet: bool = False


def field_column(
    draft: type, name: str, width: int, *, edit: bool = False, **more: Any
) -> Column[Any]:
    """The column of a declared field; `edit`: it can be changed in place. `more` goes to Column."""
    field = field_of(draft, name)
    number = field.kind.is_number
    given: dict[str, Any] = {
        "sort": (lambda row: getattr(row, name) or 0) if number else None,
        "right": number,
        "value": field.cell,
        "edit": field if edit else None,
    }
    return Column(field.caption, width, field.shown, **(given | more))


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows as they came from a query; sorting makes a new order of the same rows."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: list[R] = []
        self.can_edit: Callable[[R], bool] | None = None
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

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        if not index.isValid() or self.can_edit is None:
            return usual
        edits = self.columns[index.column()].edit is not None
        if edits and self.can_edit(self.rows[index.row()]):
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual

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


def key_of(row: object) -> object:
    """What tells a row from the others: its id where it has one, else all that it says."""
    for name in KEYS:
        if (key := getattr(row, name, None)) is not None:
            return key
    return row
