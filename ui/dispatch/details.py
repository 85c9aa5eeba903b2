"""One dispatch: what is asked, how far the school has come, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from services.core.workspace import Workspace
from services.dispatch import DispatchRow, DispatchState
from ui.core import theme
from ui.core.widgets import Card, ElidedLabel, button, chip, column, label, line, row, set_chip
from ui.dispatch.tables import issued_words

WIDTH, MOST_WIDTH = 348, 400
FIELDS = ("人数", "希望时间", "地点", "县里联系人", "下发", "学校订单")
MEANINGS = {
    DispatchState.waiting: "下一步写下发包，交给学校导入。",
    DispatchState.issued: "等学校导入；它下次交来的数据包里会有订单。",
    DispatchState.received: "学校已记入培训订单，还没有受理。",
    DispatchState.accepted: "学校已受理，还没有排班。",
    DispatchState.scheduled: "学校已排进培训班。",
    DispatchState.done: "学校已经办完。",
    DispatchState.returned: "学校没有受理。",
    DispatchState.cancelled: "学校取消了订单。",
    DispatchState.withdrawn: "县里已撤回。",
}


class DispatchCard(Card):
    """The chosen dispatch."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        edit: Callable[[], object],
        withdraw: Callable[[], object],
        again: Callable[[], object],
    ) -> None:
        super().__init__(padded=False)
        self._workspace = workspace
        self.setFixedWidth(min(theme.current().px(WIDTH), MOST_WIDTH))
        self.topic = label("", "heading", wrap=True)
        self.topic.setObjectName("dispatch-title")
        self.school = ElidedLabel("", "subtitle")
        self.state = chip("")
        self.meaning = label("", "note", wrap=True)
        self._values = {words: ElidedLabel() for words in FIELDS}
        self.note = label("", "note", wrap=True)
        self.edit = button("修改", edit, key="Ctrl+E", name="dispatch-edit")
        self.withdraw = button("撤回…", withdraw, name="dispatch-withdraw-button")
        self.withdraw.setToolTip("撤回  Delete")
        self.again = button("再写下发包…", again, name="dispatch-again")
        facts = QGridLayout()
        facts.setHorizontalSpacing(10)
        facts.setVerticalSpacing(6)
        facts.setColumnStretch(1, 1)
        for number, (words, value) in enumerate(self._values.items()):
            facts.addWidget(label(words, "note"), number, 0)
            facts.addWidget(value, number, 1)
            value.setAccessibleDescription(words)
        top = column(
            self.topic, self.school, 4, row(self.state, None), self.meaning, 6, facts, gap=4
        )
        top.setContentsMargins(16, 14, 16, 10)
        noted = column(self.note)
        noted.setContentsMargins(16, 0, 16, 10)
        foot = row(self.edit, self.again, None, self.withdraw, gap=8)
        foot.setContentsMargins(12, 8, 12, 8)
        inside = column(top, noted, None, line(), foot, gap=0)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.body.addWidget(self.inside)

    def show_row(self, shown: DispatchRow | None) -> None:
        """Show one dispatch; None empties the card."""
        self.inside.setVisible(shown is not None)
        if shown is None:
            return
        draft = shown.draft
        self.topic.setText(draft.topic)
        self.school.set_whole(f"{shown.school} · {shown.number}")
        set_chip(self.state, shown.state.word, shown.state.tone)
        reason = f"原因：{shown.reason}" if shown.reason else ""
        self.meaning.setText(MEANINGS[shown.state] + reason)
        values = {
            "人数": f"{draft.heads} 人",
            "希望时间": shown.when,
            "地点": draft.place or "由学校定",
            "县里联系人": f"{draft.contact} {shown.phone_masked}".strip(),
            "下发": issued_words(self._workspace, shown),
            "学校订单": shown.order_number,
        }
        for words, value in values.items():
            self._values[words].set_whole(value or "—")
        self.note.setText(f"备注：{draft.note}" if draft.note else "")
        self.note.setVisible(bool(draft.note))
        self.edit.setEnabled(not shown.closed)
        self.withdraw.setEnabled(not shown.closed)
        self.again.setVisible(shown.issued_at is not None and not shown.pending)
