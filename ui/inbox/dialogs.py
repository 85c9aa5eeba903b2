"""The dry run of a file before it is taken in, and sending one back with a reason."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QWidget

from services.core.errors import BadInput
from services.exchange import Inspection, TableChange
from ui.core import theme
from ui.core.forms import FormDialog, text_field
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, chip, column, fit, label, row
from ui.exchange.words import month_words, number_words
from ui.inbox.tables import CHANGES, FIGURES, Figure

LONGEST_REASON = 200


class InspectDialog(QDialog):
    """Who sent what, what it would change, and its totals. `take` is told of the second yes."""

    def __init__(
        self,
        parent: QWidget,
        seen: Inspection,
        take: Callable[[bool], object],
        send_back: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setWindowTitle("收取文件")
        self.setObjectName("inspect")
        self.setModal(True)
        fit(self, parent, look.px(820), look.px(560))
        self._seen, self._take, self._send_back = seen, take, send_back
        again = seen.outcome == "again"
        what = f"{seen.kind.word} {number_words(seen.sequence)}"
        head = row(
            label(f"{seen.sender_name} · {month_words(seen.period)}", "heading"),
            chip(what, "blue"),
            chip("已收过", "amber") if again else chip("签名有效", "green"),
            None,
            label("校验码", "note"),
            label(seen.check_code, "count"),
            gap=8,
        )
        whole = column(head, gap=10, margins=20)
        words = (
            "这个文件以前收取过，内容完全一样，不会重复导入。可以把回执再写一次。"
            if again
            else "请与移交清单上的校验码核对。下面是收取后的变化，还没有改动任何数据。"
        )
        whole.addWidget(label(words, "note", wrap=True))
        for warning in seen.warnings:
            whole.addWidget(label(warning, "hint-amber", wrap=True))
        if not again:
            whole.addLayout(self._lists(), 1)
        self.second_yes = QCheckBox("去掉的记录超过五分之一。我已与学校核对，确认按这个文件收取")
        self.second_yes.setObjectName("second-yes")
        self.second_yes.setVisible(seen.needs_second_yes)
        self.second_yes.toggled.connect(self._allow)
        whole.addWidget(self.second_yes)
        back = button("退回…", self._back, name="inspect-back")
        back.setVisible(not again)
        self.go = button(
            "再写一次回执…" if again else "收取", self._go, "primary", name="inspect-take"
        )
        self.go.setDefault(True)
        cancel = button("取消", self.reject, name="inspect-cancel")
        whole.addLayout(row(back, None, cancel, self.go, gap=10))
        self.setLayout(whole)
        if again:
            self.adjustSize()
        self._allow()
        self.go.setFocus()

    def _lists(self) -> QHBoxLayout:
        changes: RowsView[TableChange] = RowsView(CHANGES)
        changes.setObjectName("inspect-changes")
        changes.set_rows(self._seen.tables)
        totals: RowsView[Figure] = RowsView(FIGURES)
        totals.setObjectName("inspect-totals")
        totals.set_rows(self._seen.totals)
        left = Card("记录的变化", padded=False)
        same = EmptyState("没有变化", "文件里的记录与县里现有的完全一样。")
        left.body.addWidget(changes if self._seen.tables else same, 1)
        right = Card("月报数字", "已按明细重新计算，与签名一致", padded=False)
        right.body.addWidget(totals, 1)
        lists = row(gap=14)
        lists.addWidget(left, 1)
        lists.addWidget(right, 1)
        return lists

    def _allow(self) -> None:
        self.go.setEnabled(not self._seen.needs_second_yes or self.second_yes.isChecked())

    def _go(self) -> None:
        self.accept()
        self._take(self.second_yes.isChecked())

    def _back(self) -> None:
        self.reject()
        self._send_back()


class SendBackDialog(FormDialog):
    """Why a bundle is not taken; the school reads it in its receipt."""

    def __init__(
        self, parent: QWidget, seen: Inspection, send_back: Callable[[str], object]
    ) -> None:
        title = f"退回 {seen.sender_name} {month_words(seen.period)} 数据包"
        super().__init__(parent, title, "退回", self._check, width=520)
        self.setObjectName("send-back")
        self.reason = text_field(
            "send-back-reason", hint="例如：11 月 12 日的班没有签到", most=LONGEST_REASON
        )
        self.add_field("退回原因", self.reason, "原因写进回执，学校更正后重新签发。数据不会导入。")
        self.accepted.connect(lambda: send_back(self.reason.text().strip()))
        self.reason.setFocus()

    def _check(self, _reason: str) -> None:
        if not self.reason.text().strip():
            raise BadInput("请写明退回原因，学校要照它更正。")
