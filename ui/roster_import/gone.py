"""Members whom the file of their branch no longer lists: they stay, retire or are transferred."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QAbstractItemView, QWidget

from services.roster_import import Choices, Gone, LeftKind
from ui.core.keys import VIEWS
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, label, row

HOW = "文件里没有他们。默认不动；按住 Ctrl 或 Shift 可多选，Ctrl+A 全选。"
STAYS = "不动"


class GoneView(QWidget):
    """`choices` is what the person decides here; `changed` hears of each decision."""

    def __init__(
        self, gone: Sequence[Gone], choices: Choices, changed: Callable[[], object]
    ) -> None:
        super().__init__()
        self._choices, self._changed = choices, changed
        columns: tuple[Column[Gone], ...] = (
            Column("姓名", 120, lambda one: one.name, bold=True),
            Column("党支部", 0, lambda one: one.branch),
            Column("出生", 110, lambda one: one.born),
            Column("职务", 140, lambda one: one.post),
            Column("导入后", 100, self._state, tone=self._tone, firm=True),
        )
        self.rows: RowsView[Gone] = RowsView(columns)
        self.rows.setObjectName("roster-gone-list")
        self.rows.setAccessibleName("文件里没有的人")
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows.set_rows(gone)
        foot = row(gap=10)
        foot.addWidget(label(HOW, "note", wrap=True), 1)
        for kind, key in zip((None, LeftKind.retired, LeftKind.transferred), VIEWS, strict=False):
            foot.addWidget(self._button(kind, key.keys))
        foot.setContentsMargins(14, 6, 12, 8)
        whole = column(gap=0)
        whole.addWidget(self.rows, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        if gone:
            self.rows.selectRow(0)

    def _button(self, kind: LeftKind | None, key: str) -> QWidget:
        words, name = (kind.word, kind.value) if kind else (STAYS, "stay")
        return button(words, lambda: self._decide(kind), key=key, name=f"roster-leave-{name}")

    def _state(self, one: Gone) -> str:
        kind = self._choices.leaving.get(one.id)
        return kind.word if kind else STAYS

    def _tone(self, one: Gone) -> str:
        return "amber" if one.id in self._choices.leaving else "grey"

    def _decide(self, kind: LeftKind | None) -> None:
        for index in self.rows.selectionModel().selectedRows():
            if (one := self.rows.row_at(index)) is not None:
                self._choices.leave(one.id, kind)
        self.rows.viewport().update()
        self._changed()
