"""A field that holds several things of a list: a line with their words, and the list to tick."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QWidget

from ui.core import keys, theme
from ui.core.making import Make
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row

Offer = tuple[str, Any]
"""Words, and the value that they stand for."""
HOW = "点一下选上，再点一下取消；↑ ↓ 移动，空格选上或取消，回车就用选好的。"


class SeveralField(QLineEdit):
    """A click or the space key opens the list; `make` says how one more is made from there."""

    def __init__(
        self,
        caption: str,
        offered: Sequence[Offer],
        chosen: Sequence[object],
        make: Make | None = None,
    ) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(f"点一下或按空格，选{caption}")
        self._caption, self._offered = caption, tuple(offered)
        self.make = make
        self.show_chosen(chosen)

    def show_chosen(self, chosen: Sequence[object]) -> None:
        picked = [one for one in self._offered if one[1] in chosen]
        self.chosen = tuple(value for _, value in picked)
        self.setText("、".join(words for words, _ in picked))
        self.setToolTip(self.text())
        self.setCursorPosition(0)

    def choose(self) -> None:
        SeveralDialog(
            self.window(), self._caption, self._offered, self.chosen, self._take, self.make
        ).open()

    def _take(self, chosen: Sequence[object], offered: Sequence[Offer]) -> None:
        self._offered = tuple(offered)
        self.show_chosen(chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self.choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.choose()
            return
        super().keyPressEvent(event)


class SeveralDialog(QDialog):
    """The list, with what is chosen marked. What is typed narrows it; marks out of sight stay.
    `taken` gets what was chosen, and everything that is offered now."""

    def __init__(
        self,
        parent: QWidget,
        caption: str,
        offered: Sequence[Offer],
        chosen: Sequence[object],
        taken: Callable[[Sequence[object], Sequence[Offer]], object],
        make: Make | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("several")
        self.setWindowTitle(f"选{caption}")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, look.px(560), look.px(480))
        self._offered, self._taken, self._make = tuple(offered), taken, make
        self._chosen = set(chosen)
        self.field = QLineEdit()
        self.field.setObjectName("several-find")
        self.field.setProperty("role", "search")
        self.field.setPlaceholderText("输入几个字查找")
        self.field.setAccessibleName(f"查找{caption}")
        self.field.textChanged.connect(self._narrow)
        self.table: RowsView[Offer] = RowsView((Column(caption, 0, lambda one: one[0]),))
        self.table.setObjectName("several-list")
        self.table.setAccessibleName(caption)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.table.opened.connect(lambda _one: self._take())
        self.count = label("", "note")
        go = button("选好了", self._take, "primary", name="several-go")
        go.setDefault(True)
        cancel = button("取消", self.reject, name="several-cancel")
        nothing = "还没有可选的。" if not offered else HOW
        whole = column(self.field, self.table, label(nothing, "note", wrap=True), margins=18)
        whole.setStretch(1, 1)
        foot = row(self.count, None, cancel, go, gap=10)
        if make is not None:
            new = button(f"＋ 新建{make.words}", self._begin, key=keys.NEW.keys, name="several-new")
            foot.insertWidget(1, new)
        whole.addLayout(foot)
        self.setLayout(whole)
        self._narrow()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._keep())
        self.table.setFocus()

    def _narrow(self, typed: str = "") -> None:
        self._keep()
        found = [one for one in self._offered if typed.strip().lower() in one[0].lower()]
        model = self.table.selectionModel()
        blocked = model.blockSignals(True)
        self.table.set_rows(found)
        self.table.clearSelection()
        for place, one in enumerate(found):
            if one[1] in self._chosen:
                self.table.selectRow(place)
        model.blockSignals(blocked)
        self._say()

    def _keep(self) -> None:
        """What is marked now, beside the marks that are out of sight."""
        shown = {one[1] for one in self.table.rows_model.rows}
        self._chosen = (self._chosen - shown) | {one[1] for one in self.table.marked()}
        self._say()

    def _say(self) -> None:
        self.count.setText(f"选了 {len(self._chosen)} 个")

    def _begin(self) -> None:
        """With what is looked for as its name."""
        if self._make is not None:
            self._make.ask(self, self.field.text().strip(), self._made)

    def _made(self, key: UUID, words: str) -> None:
        self._offered = (*self._offered, (words, key))
        self._chosen.add(key)
        self.field.clear()
        self._narrow()

    def _take(self) -> None:
        chosen = [value for _, value in self._offered if value in self._chosen]
        self._taken(chosen, self._offered)
        self.accept()
