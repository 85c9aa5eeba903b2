"""The director's approval, and the list of what went back and forth."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from services.core.errors import BadInput
from services.core.workspace import Workspace
from services.exchange import CheckLine, SentRow, TakenRow
from ui.core import theme
from ui.core.forms import FormDialog, text_field
from ui.core.table import Column, RowsView
from ui.core.widgets import EmptyState, button, column, fit, label, row
from ui.exchange.words import moment_words, number_words, size_words, state_words

LONGEST_NAME = 20


class BundleApproveDialog(FormDialog):
    """`approve` gets the director's name; the warnings that go along are said again."""

    def __init__(
        self,
        parent: QWidget,
        month: str,
        name: str,
        warnings: Sequence[CheckLine],
        approve: Callable[[str], object],
    ) -> None:
        super().__init__(parent, f"签发 {month} 数据包", "签发", self._check, width=480)
        self.setObjectName("approve")
        self._approve = approve
        self.name = text_field("approved-by", name, "负责人姓名，印在移交清单上", most=LONGEST_NAME)
        self.add_field("签发人", self.name)
        words = "签发后数据包加密封存，内容不再改变；写入 U 盘前可以撤回重签。"
        self.extra.addWidget(label(words, "note", wrap=True))
        if warnings:
            said = "；".join(line.text for line in warnings)
            text = f"带 {len(warnings)} 项提醒放行：{said}。"
            self.extra.addWidget(label(text, "hint-amber", wrap=True))
        self.accepted.connect(lambda: self._approve(self.name.text().strip()))
        self.name.setFocus()
        self.name.selectAll()

    def _check(self, _reason: str) -> None:
        if not self.name.text().strip():
            raise BadInput("请填写签发的负责人姓名。")


class ExchangeHistoryDialog(QDialog):
    """What was sent and what was taken in; a sent file can be written again."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        sent: Sequence[SentRow],
        taken: Sequence[TakenRow],
        write_again: Callable[[SentRow], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setWindowTitle("往来记录")
        self.setObjectName("history")
        self.setModal(True)
        fit(self, parent, look.px(940), look.px(520))
        self._write_again = write_again
        self.sent: RowsView[SentRow] = RowsView(sent_columns(workspace))
        self.sent.setObjectName("history-sent")
        self.sent.set_rows(sent)
        self.taken: RowsView[TakenRow] = RowsView(taken_columns(workspace))
        self.taken.setObjectName("history-taken")
        self.taken.set_rows(taken)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        none_sent = EmptyState("还没有发出文件", "签发的数据包和登记文件都记在这里，可以再写一次。")
        none_taken = EmptyState("还没有收到文件", "导入县里的公钥、回执和下发包后记在这里。")
        self.tabs.addTab(self.sent if sent else none_sent, f"发出 {len(sent)}")
        self.tabs.addTab(self.taken if taken else none_taken, f"收到 {len(taken)}")
        self.again = button("再写一次…", self._again, name="history-again")
        self.again.setEnabled(bool(sent))
        self.tabs.currentChanged.connect(lambda tab: self.again.setVisible(tab == 0))
        close = button("关闭", self.reject, name="history-close")
        head = row(label("往来记录", "heading"), None, self.again, close, gap=10)
        whole = column(head, gap=10, margins=16)
        whole.addWidget(self.tabs, 1)
        self.setLayout(whole)
        if sent:
            self.sent.selectRow(0)
            self.sent.setFocus()

    def _again(self) -> None:
        if (chosen := self.sent.current) is not None:
            self.accept()
            self._write_again(chosen)


def sent_columns(workspace: Workspace) -> tuple[Column[SentRow], ...]:
    return (
        Column("种类", 80, lambda r: r.kind.word, bold=True),
        Column("月份", 82, lambda r: r.period),
        Column("编号", 56, lambda r: number_words(r.sequence), lambda r: r.sequence),
        Column("收件", 0, lambda r: r.recipient_name),
        Column(
            "状态",
            148,
            state_words,
            tone=lambda r: r.state.tone,
            firm=True,
        ),
        Column("写出", 132, lambda r: moment_words(workspace, r.written_at), firm=True),
        Column("校验码", 96, lambda r: r.check_code, firm=True),
        Column("大小", 76, lambda r: size_words(r.size), lambda r: r.size, right=True),
    )


def taken_columns(workspace: Workspace) -> tuple[Column[TakenRow], ...]:
    return (
        Column("种类", 80, lambda r: r.kind.word, bold=True),
        Column("月份", 82, lambda r: r.period),
        Column("编号", 56, lambda r: number_words(r.sequence), lambda r: r.sequence),
        Column("来自", 0, lambda r: r.sender_name),
        Column("收取", 132, lambda r: moment_words(workspace, r.taken_at), firm=True),
    )
