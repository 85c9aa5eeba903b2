"""Whom an exemption might concern: a list to choose from, since age alone decides nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QAbstractItemView, QDialog, QWidget

from services.exemption import Suggestion
from ui.core import theme
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row

COLUMNS: tuple[Column[Suggestion], ...] = (
    Column("姓名", 96, lambda one: one.name, bold=True),
    Column("党支部", 150, lambda one: one.branch),
    Column("出生", 100, lambda one: one.born, firm=True),
    Column("可能的原因", 0, lambda one: one.why),
)
WORDS = (
    "列出到年底满 70 岁的，和上一年减免过的。是否减免由党支部研究决定，这里不会自动减免；"
    "按住 Ctrl 或 Shift 可以多选。"
)


class SuggestionDialog(QDialog):
    """`grant` gets those who are chosen; the dialog is gone by then."""

    def __init__(
        self,
        parent: QWidget,
        people: Sequence[Suggestion],
        grant: Callable[[Sequence[Suggestion]], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("exemption-suggested")
        self.setWindowTitle("建议名单")
        self.setModal(True)
        fit(self, parent, look.px(820), look.px(560))
        self._grant = grant
        self.table: RowsView[Suggestion] = RowsView(COLUMNS)
        self.table.setObjectName("exemption-suggestions")
        self.table.setAccessibleName("建议名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.set_rows(people)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_count())
        self.go = button("减免…", self._go_on, "primary", name="exemption-suggested-go")
        self.go.setDefault(True)
        back = button("取消", self.reject, name="exemption-suggested-back")
        words = label(WORDS, "note", wrap=True)
        whole = column(
            label(f"建议名单（{len(people):,} 人）", "heading"), words, gap=10, margins=20
        )
        whole.addWidget(self.table, 1)
        whole.addLayout(row(None, back, self.go, gap=10))
        self.setLayout(whole)
        self._show_count()
        self.table.setFocus()

    def _show_count(self) -> None:
        chosen = len(self.table.marked())
        self.go.setText(f"减免选中的 {chosen:,} 人…" if chosen else "减免…")
        self.go.setEnabled(chosen > 0)

    def _go_on(self) -> None:
        chosen = self.table.marked()
        self.accept()
        self._grant(chosen)
