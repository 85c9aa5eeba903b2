"""The last acts of this sitting: what was done, when, and how it goes back."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from ui.core import keys, theme
from ui.core.history import History, StepTold
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row

SHOWN = 20
COLUMNS: tuple[Column[StepTold], ...] = (
    Column("时间", 64, lambda one: f"{one.step.at:%H:%M}", lambda one: one.step.at, firm=True),
    Column("做了什么", 0, lambda one: one.step.act, bold=True),
    Column("现在", 96, lambda one: one.fate.word, tone=lambda one: one.fate.tone, firm=True),
)


class DoneList(QDialog):
    """The latest on top, also what was taken back or cannot be. Ctrl+Z and Ctrl+Y do as on every
    page."""

    def __init__(self, parent: QWidget, history: History) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("done-list")
        self.setWindowTitle("刚才做了什么")
        self.setModal(True)
        fit(self, parent, look.px(760), look.px(480))
        self._history = history
        self.table: RowsView[StepTold] = RowsView(COLUMNS)
        self.table.setObjectName("done-steps")
        self.table.setAccessibleName("刚才做了什么")
        self.nothing = label("这次打开以后还没有做过什么。", "note")
        self.back = button("撤销", history.take_back, shows=keys.UNDO.keys, name="done-back")
        self.again = button("重做", history.redo, shows=keys.REDO.keys, name="done-again")
        # Not by the buttons' own keys: a button that is pressed by one is deaf for a moment.
        for key, act in ((keys.UNDO, history.take_back), (keys.REDO, history.redo)):
            QShortcut(QKeySequence(key.keys), self, act)
        close = button("关闭", self.accept, "primary", name="done-close")
        close.setDefault(True)
        whole = column(label("刚才做了什么", "heading"), self.nothing, gap=10, margins=20)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)
        whole.addLayout(row(self.back, self.again, None, close, gap=10))
        self.setLayout(whole)
        history.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        told: Sequence[StepTold] = self._history.log[: -SHOWN - 1 : -1]
        self.table.set_rows(told)
        self.table.setVisible(bool(told))
        self.nothing.setVisible(not told)
        self.back.setEnabled(bool(self._history.done))
        self.again.setEnabled(bool(self._history.undone))
