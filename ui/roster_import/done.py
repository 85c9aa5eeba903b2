"""The third step: what the import did, and how to take it back."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from services.roster_import import RosterTaken
from ui.core.widgets import Card, button, column, label, row

NEXT = "撤销会把这次导入整个还原；之后有了签到、修改或别的导入，就不能再撤销。"


def summary(taken: RosterTaken) -> str:
    """One sentence with what was done, for the page and for the toast."""
    words = f"已导入花名册：新增 {taken.new:,} 人，改动 {taken.changed:,} 人"
    if taken.left:
        words += f"，停用或转出 {taken.left:,} 人"
    if taken.to_decide:
        words += f"，{taken.to_decide:,} 人待定、没有导入"
    if taken.problems:
        words += f"，{taken.problems:,} 处待核"
    return f"{words}。"


class DonePage(QWidget):
    def __init__(self, taken: RosterTaken, undo: Callable[[], object]) -> None:
        super().__init__()
        told = label(summary(taken), wrap=True)
        told.setObjectName("roster-summary")
        more = [f"无变化 {taken.unchanged:,} 人", f"新建党支部 {taken.new_branches:,} 个"]
        card = Card("导入完成")
        card.body.addWidget(told)
        card.body.addWidget(label("；".join(more), "note"))
        card.body.addWidget(label(f"导入前的备份：{taken.backup}", "note"))
        card.body.addWidget(label(NEXT, "note", wrap=True))
        self.undo = button("撤销这次导入", undo, name="roster-undo")
        card.body.addLayout(row(self.undo, None))
        self.setLayout(column(card, None, gap=0))
