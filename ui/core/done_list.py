"""The last acts of this sitting: what was done, when, and how it goes back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from ui.core import theme
from ui.core.history import History, Step
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row

SHOWN = 20
COLUMNS: tuple[Column[Step], ...] = (
    Column("时间", 64, lambda one: f"{one.at:%H:%M}", lambda one: one.at, firm=True),
    Column("做了什么", 0, lambda one: one.words.partition("。")[0]),
    Column("撤销就是", 260, lambda one: one.undo.words if one.undo else "不能撤销", faint=True),
)


class DoneList(QDialog):
    """The latest on top. Ctrl+Z takes back the first line, as on every page."""

    def __init__(self, parent: QWidget, history: History) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("done-list")
        self.setWindowTitle("刚才做了什么")
        self.setModal(True)
        fit(self, parent, look.px(760), look.px(480))
        self._history = history
        self.table: RowsView[Step] = RowsView(COLUMNS)
        self.table.setObjectName("done-steps")
        self.table.setAccessibleName("刚才做了什么")
        self.nothing = label("这次打开以后还没有做过什么。", "note")
        self.back = button("撤销最上面一步", self._take_back, name="done-back", key="Ctrl+Z")
        self.again = button("重做", self._redo, name="done-again", key="Ctrl+Y")
        close = button("关闭", self.accept, "primary", name="done-close")
        close.setDefault(True)
        whole = column(label("刚才做了什么", "heading"), self.nothing, gap=10, margins=20)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(self.back, self.again, None, close, gap=10))
        self.setLayout(whole)
        self._show()

    def _take_back(self) -> None:
        self._history.take_back()
        self._show()

    def _redo(self) -> None:
        self._history.redo()
        self._show()

    def _show(self) -> None:
        steps: Sequence[Step] = self._history.done[: -SHOWN - 1 : -1]
        self.table.set_rows(steps)
        self.table.setVisible(bool(steps))
        self.nothing.setVisible(not steps)
        self.back.setEnabled(bool(steps))
        self.again.setEnabled(bool(self._history.undone))
