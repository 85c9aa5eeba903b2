"""The dry run of the county's dispatches before they are taken in at the school."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from services.exchange import DispatchChange, DispatchNews, Inspection
from ui.core import theme
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, EmptyState, button, chip, column, fit, label, row
from ui.exchange.words import number_words

CHANGES: tuple[Column[DispatchChange], ...] = (
    Column("变化", 84, lambda r: r.what.word, tone=lambda r: r.what.tone, firm=True),
    Column("编号", 136, lambda r: r.number, firm=True),
    Column("主题", 0, lambda r: r.topic, bold=True),
    Column("人数", 56, lambda r: f"{r.heads}", lambda r: r.heads, right=True),
    Column("希望时间", 190, lambda r: r.when),
)


class IssueDialog(QDialog):
    """What the county dispatches, changes and withdraws. `take` is told of the second yes."""

    def __init__(self, parent: QWidget, seen: Inspection, take: Callable[[bool], object]) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setWindowTitle("导入下发包")
        self.setObjectName("issue")
        self.setModal(True)
        fit(self, parent, look.px(820), look.px(460))
        self._take = take
        head = row(
            label(f"{seen.sender_name}的派单", "heading"),
            chip(f"{seen.kind.word} {number_words(seen.sequence)}", "blue"),
            chip("签名有效", "green"),
            None,
            label("校验码", "note"),
            label(seen.check_code, "count"),
            gap=8,
        )
        whole = column(head, gap=10, margins=20)
        words = "下面是导入后的变化，还没有改动任何数据。新派单会记入培训订单，等着受理。"
        if any(one.what is DispatchNews.gone for one in seen.dispatches):
            words += "县里已去掉的，订单仍保留。"
        whole.addWidget(label(words, "note", wrap=True))
        for warning in seen.warnings:
            whole.addWidget(label(warning, "hint-amber", wrap=True))
        self.changes: RowsView[DispatchChange] = RowsView(CHANGES)
        self.changes.setObjectName("issue-changes")
        self.changes.setAccessibleName("派单的变化")
        self.changes.set_rows(seen.dispatches)
        card = Card(padded=False)
        same = EmptyState("没有变化", "下发包里的派单与本校现有的完全一样。")
        card.body.addWidget(self.changes if seen.dispatches else same, 1)
        whole.addWidget(card, 1)
        self.second_yes = QCheckBox("县里去掉的派单超过五分之一。我已与县里核对，确认导入")
        self.second_yes.setObjectName("issue-second-yes")
        self.second_yes.setVisible(seen.needs_second_yes)
        whole.addWidget(self.second_yes)
        self.go = button("导入", self._go, "primary", name="issue-take")
        self.go.setDefault(True)
        self.go.setEnabled(not seen.needs_second_yes)
        self.second_yes.toggled.connect(self.go.setEnabled)
        cancel = button("取消", self.reject, name="issue-cancel")
        whole.addLayout(row(None, cancel, self.go, gap=10))
        self.setLayout(whole)
        self.go.setFocus()

    def _go(self) -> None:
        self.accept()
        self._take(self.second_yes.isChecked())
