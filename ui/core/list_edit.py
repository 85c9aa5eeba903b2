"""Changing a list where it stands: one cell in place, or a field of several rows at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QObject, QRect, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyleOptionViewItem, QWidget

from services.core.errors import BadInput
from services.core.field_kinds import Several
from services.core.fields import Field
from ui.core import keys, theme
from ui.core.acts import Act, act
from ui.core.cells import CellDelegate
from ui.core.field_widgets import Offer, read, widget_for
from ui.core.forms import FormDialog
from ui.core.messages import Messages
from ui.core.rows import Index
from ui.core.table import RowsView

Change = Callable[[Sequence[Any], str, Any, str], object]
"""Gives these rows a value of the field of this name, with a reason, "" at first; raises what is
wrong."""
Offers = Callable[[str], Sequence[Offer]]
EDITOR = "cell-editor"
NOT_TOGETHER = "“{}”不能几行一起改。能一起改的是{}：按住 Ctrl 用 → 移过去再按 F2，或用右键菜单。"
NEVER_TOGETHER = "这里没有能几行一起改的列，请选一行再按 F2。"
NOT_HERE = "这一行不能在表里改。"
NO_OFFERS: Mapping[str, Sequence[Offer]] = {}


class ListEditing(QObject):
    """What can be changed in a list: the columns that have a field to `edit`, of the rows that
    `can` allows; `why` says what else is told. `offers` are the words to pick from, by field."""

    def __init__(
        self,
        messages: Messages,
        table: RowsView[Any],
        change: Change,
        *,
        can: Callable[[Any], bool] = lambda _row: True,
        offers: Offers = lambda name: NO_OFFERS.get(name, ()),
        why: str = NOT_HERE,
    ) -> None:
        super().__init__(table)
        self._messages, self._change = messages, change
        self.table = table
        self.can, self.offers, self._why = can, offers, why
        self._held_back: Callable[[], object] | None = None
        table.rows_model.can_edit = can
        table.setItemDelegate(EditDelegate(table, self))
        table.itemDelegate().closeEditor.connect(
            lambda *_: QTimer.singleShot(0, self, self._let_go)
        )
        table.menus.append(self._fill)

    @property
    def current(self) -> Any:
        """The row where the keyboard is."""
        return self.table.current

    def when_closed(self, show: Callable[[], object]) -> None:
        """Show what was read anew, once no cell is being changed: the editor would close over
        what is typed."""
        if self.table.state() == QAbstractItemView.State.EditingState:
            self._held_back = show
        else:
            show()

    def _let_go(self) -> None:
        show, self._held_back = self._held_back, None
        if show is not None:
            show()

    def begin(self) -> None:
        """F2: the cell where the keyboard is, or the first that can be changed; where several
        rows are selected, that field of all of them."""
        self.table.setFocus()
        places = [n for n, one in enumerate(self.table.columns) if self._is_open(n)]
        at = self.table.currentIndex().column()
        here = at if at in places or not places else places[0]
        if not places or not any(map(self.can, self.table.marked())):
            self._messages.done(self._why)
        elif len(self.table.marked()) == 1:
            self._edit(here)
        else:
            self._begin_many(at, [n for n in places if self.table.columns[n].many])

    def begin_together(self) -> None:
        """A field of all the chosen rows: where the keyboard is, or the first they may share."""
        together = [n for n, one in enumerate(self.table.columns) if self._is_open(n) and one.many]
        at = self.table.currentIndex().column()
        if not together:
            self._messages.done(NEVER_TOGETHER)
        elif not any(map(self.can, self.table.marked())):
            self._messages.done(self._why)
        else:
            self._ask(at if at in together else together[0])

    def _begin_many(self, at: int, together: Sequence[int]) -> None:
        """The column where the keyboard is, if several rows may have one value there; of all that
        cannot be changed, the first that may."""
        if at in together:
            self._ask(at)
        elif together and not self._is_open(at):
            self._ask(together[0])
        elif together:
            titles = "、".join(self.table.columns[n].title for n in together)
            self._messages.done(NOT_TOGETHER.format(self.table.columns[at].title, titles))
        else:
            self._messages.done(NEVER_TOGETHER)

    def take(self, row: Any, field: Field, editor: QWidget) -> None:
        """What was typed into a cell. It is written once Qt is done with the editor: the list is
        read anew by it."""
        try:
            value = read(field, editor)
        except BadInput as error:
            self._messages.error(error)
            return
        if value != getattr(row, field.name):
            QTimer.singleShot(0, self, partial(self._write, row, field.name, value))

    def _write(self, row: Any, name: str, value: Any) -> None:
        self._messages.attempt(lambda reason: self._change([row], name, value, reason))

    def _is_open(self, number: int) -> bool:
        shape = self.table.columns[number]
        return shape.edit is not None and not self.table.isColumnHidden(number)

    def _edit(self, number: int) -> None:
        field = self.table.columns[number].edit
        if field is not None and isinstance(field.kind, Several):
            self._ask(number)  # its list to tick takes the keys, which would close a cell
            return
        index = self.table.rows_model.index(self.table.currentIndex().row(), number)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        self.table.edit(index)

    def _ask(self, number: int) -> None:
        field = self.table.columns[number].edit
        assert field is not None
        marked = self.table.marked()
        rows = [row for row in marked if self.can(row)]
        GiveForm(
            self.table, field, rows, len(marked) - len(rows), self._change, self.offers(field.name)
        ).open()

    def _fill(self, menu: QMenu) -> None:
        """An entry for each field that can be changed, in one row or in all that are selected."""
        rows = [row for row in self.table.marked() if self.can(row)]
        if not rows:
            return
        menu.addSeparator()
        for number, shape in enumerate(self.table.columns):
            if len(rows) == 1 and self._is_open(number):
                menu.addAction(f"改{shape.title}", partial(self._edit, number))
            elif len(rows) > 1 and shape.many:
                menu.addAction(f"把 {len(rows)} 行的{shape.title}改成…", partial(self._ask, number))


class ChangesInPlace:
    """A page with a list that is changed where it stands: by `editing`, where it has that."""

    editing: ListEditing | None = None

    @act(
        "list-change",
        "在表里改",
        keys.RENAME,
        shown=lambda page: page.editing is not None,
        when=lambda page: page.editing.current is not None,
        find=False,
        help="改光标所在的格；选了几行就一起改",
    )
    def change_in_place(self) -> None:
        assert self.editing is not None
        self.editing.begin()

    def takes_over(self, act: Act) -> bool:
        """With several rows chosen, the key that changes one changes a field of them all."""
        if self.editing is None or act.key is not keys.EDIT:
            return False
        if not one_at_a_time(act, self.editing.table, ""):
            return False
        self.editing.begin_together()
        return True


def one_at_a_time(act: Act, table: RowsView[Any], unit: str) -> str:
    """Why an act about one row is not done: it must not quietly take one of several."""
    count = len(table.marked())
    if count > 1 and act.menu and not act.many:
        return f"一次只能办一{unit}，现在选中了 {count} {unit}。"
    return ""


class EditDelegate(CellDelegate):
    """Paints as every list does, frames the cell that F2 would change, and makes its editor."""

    def __init__(self, view: RowsView[Any], editing: ListEditing) -> None:
        super().__init__(view, view.rows_model)
        self._list, self._editing = view, editing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if self._list.hasFocus() and index == self._list.currentIndex() and self._field(index):
            painter.setPen(theme.current().color("red_pale"))
            area: QRect = option.rect  # type: ignore[attr-defined]
            painter.drawRect(area.adjusted(1, 1, -2, -3))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        field, row = self._field(index), self._list.row_at(index)
        assert field is not None
        value = getattr(row, field.name)
        editor = widget_for(field, EDITOR, value, self._editing.offers(field.name))
        editor.setParent(parent)
        return editor

    def setEditorData(self, _editor: QWidget, _index: Index) -> None:
        """It was made with what stands there."""

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        field = self._field(index)
        assert field is not None
        self._editing.take(self._list.row_at(index), field, editor)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def _field(self, index: Index) -> Field | None:
        return self._list.columns[index.column()].edit


class GiveForm(FormDialog):
    """One value of a field for several rows, or for one where a cell has no room for it."""

    def __init__(
        self,
        table: QWidget,
        field: Field,
        rows: Sequence[Any],
        left_alone: int,
        change: Change,
        offers: Sequence[Offer],
    ) -> None:
        super().__init__(
            table.window(),
            f"把 {len(rows)} 行改成同一个{field.caption}"
            if len(rows) > 1
            else f"改{field.caption}",
            f"改 {len(rows)} 行" if len(rows) > 1 else "保存",
            lambda reason: change(rows, field.name, read(field, self.field), reason),
        )
        self.setObjectName("give-form")
        same = {getattr(row, field.name) for row in rows}
        start = same.pop() if len(same) == 1 else field.blank
        self.field = widget_for(field, f"give-{field.name}", start, offers)
        note = f"选中的另外 {left_alone} 行不能改，保持不变。" if left_alone else ""
        self.add_field(field.caption, self.field, note)
        self.field.setFocus()
