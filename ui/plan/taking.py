"""A spreadsheet's plan, shown before it is taken: what is new, what differs, what is unreadable."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QTabWidget, QWidget

from services.plan.columns import yuan
from services.plan.sheet import Fault
from services.plan.taking import Change, Line, Preview
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row
from ui.plan.tables import some

LINES: tuple[Column[Line], ...] = (
    Column("行", 46, lambda x: str(x.row), lambda x: x.row, faint=True, firm=True),
    Column(
        "结果", 72, lambda x: x.change.word, lambda x: x.change,
        tone=lambda x: x.change.tone, firm=True,
    ),
    Column("班次名称", 0, lambda x: x.draft.title, bold=True),
    Column("培训对象", 120, lambda x: x.draft.audience_words),
    Column("人数", 54, lambda x: some(x.draft.heads), lambda x: x.draft.heads, right=True),
    Column("时间", 84, lambda x: x.draft.times),
    Column("天数", 46, lambda x: some(x.draft.days), lambda x: x.draft.days, right=True),
    Column("学时", 46, lambda x: some(x.draft.hours), lambda x: x.draft.hours, right=True),
    Column("经费（元）", 84, lambda x: yuan(x.draft.budget), right=True),
    Column("变动", 170, lambda x: x.differs),
)  # fmt: skip
FAULTS: tuple[Column[Fault], ...] = (
    Column("工作表", 130, lambda x: x.sheet),
    Column("单元格", 80, lambda x: x.cell, bold=True, firm=True),
    Column("原因", 0, lambda x: x.reason),
    Column("内容", 240, lambda x: x.shown),
)


class TakingDialog(QDialog):
    """`take` gets whether to change what is there already; it is called once."""

    def __init__(
        self, parent: QWidget, shown: Preview, take: Callable[[Preview, bool], object]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plan-taking")
        self.setWindowTitle("导入轮训计划")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, 1000, 600)
        self._shown, self._take = shown, take
        new, changed = shown.count(Change.new), shown.count(Change.changed)
        self.lines: RowsView[Line] = RowsView(LINES)
        self.lines.setAccessibleName("文件里的班次")
        self.lines.set_rows(shown.lines)
        self.faults: RowsView[Fault] = RowsView(FAULTS)
        self.faults.setAccessibleName("看不懂的单元格")
        self.faults.set_rows(shown.found.faults)
        tabs = QTabWidget()
        tabs.setObjectName("plan-taking-tabs")
        tabs.setDocumentMode(True)
        tabs.addTab(self.lines, f"班次 {len(shown.lines)}")
        tabs.addTab(self.faults, f"看不懂的单元格 {len(shown.found.faults)}")
        self.change = QCheckBox(f"已有的 {changed} 个班次改成文件里的样子")
        self.change.setObjectName("plan-taking-change")
        self.change.setVisible(changed > 0)
        self.go = button("", self._go, "primary", name="plan-taking-go")
        self.go.setDefault(True)
        self.change.toggled.connect(lambda _: self._tell())
        self.words = label(self._words(new, changed), "note", wrap=True)
        cancel = button("取消", self.reject, name="plan-taking-cancel")
        whole = column(label(f"导入到 {shown.year} 年的计划", "heading"), gap=10, margins=20)
        whole.addWidget(self.words)
        if shown.other_year is not None:
            said = f"这份表写的是 {shown.other_year} 年，将放进 {shown.year} 年的计划，请核对。"
            whole.addWidget(label(said, "hint-amber", wrap=True))
        whole.addWidget(tabs, 1)
        whole.addLayout(row(self.change, None, cancel, self.go, gap=10))
        self.setLayout(whole)
        self._tell()
        self.go.setFocus()

    def _words(self, new: int, changed: int) -> str:
        found = self._shown.found
        parts = [f"{found.name}：新增 {new} 个班次"]
        parts += [f"{changed} 个已有的有变动"] if changed else []
        same = self._shown.count(Change.same)
        parts += [f"{same} 个已有，不重复取"] if same else []
        parts += [f"{len(found.faults)} 个单元格看不懂，先空着"] if found.faults else []
        parts += [f"小标题、说明等 {found.left_out} 行不取"] if found.left_out else []
        return "，".join(parts) + "。"

    def _tell(self) -> None:
        """The button says how many it takes; there may be none."""
        new = self._shown.count(Change.new)
        known = self._shown.count(Change.changed) if self.change.isChecked() else 0
        self.go.setEnabled(new + known > 0)
        self.go.setText(f"导入 {new + known} 个班次" if new + known else "没有新的班次")

    def _go(self) -> None:
        self.accept()
        self._take(self._shown, self.change.isChecked())
