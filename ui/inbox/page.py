"""The county's inbox: files taken in left, the chosen one's figures right, receipts to carry."""

from uuid import UUID

from PySide6.QtWidgets import QFrame, QWidget

from services import exchange
from services.exchange import BundleKind, BundleState, SentRow, TakenRow
from services.exchange.key_card import CARD
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Progress
from ui.core.desk import Desk, Files, Page
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import Card, ElidedLabel, EmptyState, column, label, row
from ui.core.work import run_shown
from ui.dispatch.issue import IssueStrip, write_issues
from ui.exchange.dialogs import ExchangeHistoryDialog
from ui.exchange.files import choose_stick, write_keyset, write_to
from ui.exchange.words import moment_words, month_words, number_words
from ui.inbox.arrivals import Arrivals, written_words
from ui.inbox.tables import FIGURES, Figure, kind_words, taken_columns

LEFT_SHARE, RIGHT_SHARE = 56, 44


class InboxPage(Page):
    key = "inbox"
    title = "收件箱"
    help = (
        "学校带来的文件在这里收取：先核对，看清会改动什么，再一次收取，并把回执写回 U 盘。\n"
        "学校第一次来，先收它的登记文件，照纸质公钥卡输入两组数字。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._waiting: list[SentRow] = []
        self.arrivals = Arrivals(desk, self, self._show_file)
        self.taken: RowsView[TakenRow] = RowsView(taken_columns(desk.workspace))
        self.taken.setObjectName("taken")
        self.taken.chosen.connect(lambda _: self._show_details())
        self.empty = EmptyState(
            "还没有收到文件",
            "学校第一次来时带登记文件和纸质公钥卡，以后每月带数据包。"
            "先打印本单位的公钥卡交给学校，再收取它的登记文件。",
            "打印公钥卡",
            lambda: show_papers(self.desk, self, CARD.of()),
        )
        self.empty.action.setProperty("role", "")
        self.empty.setContentsMargins(20, 0, 20, 0)
        self.list_card = Card("收到的文件", " ", padded=False)
        self.list_card.body.addWidget(self.empty, 1)
        self.list_card.body.addWidget(self.taken, 1)
        sides = row(gap=14)
        sides.addWidget(self.list_card, LEFT_SHARE)
        sides.addWidget(self._details_card(), RIGHT_SHARE)
        self.issues = IssueStrip(self.button("inbox-write-issues"))
        whole = column(self._receipts_strip(), self.issues, gap=14)
        whole.addLayout(sides, 1)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    def header_buttons(self) -> list[QWidget]:
        return [self.button("inbox-history"), self.button("inbox-take", "primary")]

    def aim(self, target: object) -> None:
        """ "take" asks for a file; an id shows that file."""
        if target == "take":
            self.arrivals.ask()
        elif isinstance(target, Files):
            self.arrivals.open(target.paths[0])
        elif isinstance(target, UUID):
            self.taken.choose(lambda row: row.id == target)

    def _receipts_strip(self) -> QWidget:
        self.strip = QFrame()
        self.strip.setProperty("role", "card-amber")
        self.strip_words = ElidedLabel("", "said-amber")
        write = self.button("inbox-write-receipts")
        inside = row(gap=12)
        inside.setContentsMargins(16, 8, 12, 8)
        inside.addWidget(self.strip_words, 1)
        inside.addWidget(write)
        self.strip.setLayout(inside)
        return self.strip

    def _details_card(self) -> QWidget:
        self.details = Card(" ", " ", padded=False)
        self.details.heading.setWordWrap(True)  # a long name must not push the list aside
        self.facts = label("", "note", wrap=True)
        self.facts.setContentsMargins(16, 10, 16, 10)
        self.held = label("", "hint-amber", wrap=True)
        self.figures: RowsView[Figure] = RowsView(FIGURES)
        self.figures.setObjectName("taken-figures")
        self.foot = QWidget()
        foot = row(self.button("inbox-again"), self.button("inbox-keys"), None, gap=10)
        foot.setContentsMargins(16, 10, 16, 12)
        self.foot.setLayout(foot)
        self.held_box = QWidget()
        held = row(self.held)
        held.setContentsMargins(16, 0, 16, 10)
        self.held_box.setLayout(held)
        self.details.body.addWidget(self.facts)
        self.details.body.addWidget(self.held_box)
        self.details.body.addWidget(self.figures, 1)
        self.details.body.addStretch(0)
        self.details.body.addWidget(self.foot)
        return self.details

    # reading

    def refresh(self) -> None:
        chosen = self.taken.current
        with self.desk.read() as session:
            rows, sent = exchange.taken(session), exchange.sent(session)
            self.issues.show_schools(exchange.schools_to_tell(session))
        self._waiting = [
            row
            for row in sent
            if row.kind is BundleKind.receipt and row.state is BundleState.approved
        ]
        self._show_strip()
        self.list_card.note.setText(f"{len(rows)} 个" if rows else "")
        self.subtitle_changed.emit("收取学校的数据包，写回回执")
        self.empty.setVisible(not rows)
        self.taken.setVisible(bool(rows))
        self.taken.set_rows(rows)
        if chosen is None or not self.taken.choose(lambda row: row.id == chosen.id):
            self.taken.selectRow(0)
        self._show_details()

    def _show_strip(self) -> None:
        self.strip.setVisible(bool(self._waiting))
        names = list(dict.fromkeys(row.recipient_name for row in self._waiting))
        shown = "、".join(names[:4]) + (f"等 {len(names)} 所" if len(names) > 4 else "")
        self.strip_words.set_whole(
            f"{len(self._waiting)} 份回执还没有写到 U 盘：{shown}。学校拿到回执才算报送完成。"
        )

    def _show_details(self) -> None:
        self._show_chosen()
        self.offer()

    def _show_chosen(self) -> None:
        chosen = self.taken.current
        self.facts.setVisible(chosen is not None)
        self.foot.setVisible(chosen is not None)
        self.figures.setVisible(chosen is not None and bool(chosen.figures))
        self.held_box.setVisible(chosen is not None and bool(chosen.held_for))
        if chosen is None:
            self.details.heading.setText("选一个文件看详情")
            self.details.note.setText("")
            return
        self.details.heading.setText(chosen.sender_name)
        self.details.note.setText(f"{month_words(chosen.period)} {kind_words(chosen)}")
        when = moment_words(self.desk.workspace, chosen.taken_at)
        self.facts.setText(
            f"编号 {number_words(chosen.sequence)}，{when} 收取。{self._meaning(chosen)}"
        )
        self.held.setText(f"退回原因：{chosen.held_for}")
        self.figures.set_rows(chosen.figures)

    @staticmethod
    def _meaning(chosen: TakenRow) -> str:
        if chosen.kind is BundleKind.enrol:
            return "学校的公钥已照纸质公钥卡核对，可以收取它的数据包。"
        if chosen.held_for:
            return "数据没有导入，等学校更正后重报。"
        return "下面是月报数字，已按明细重新计算，与学校签发的一致。"

    # writing

    def _show_file(self, sender_name: str, sequence: int) -> None:
        self.taken.choose(lambda row: (row.sender_name, row.sequence) == (sender_name, sequence))

    @act("inbox-write-issues", "写下发包…", find=False)
    def write_issues(self) -> None:
        write_issues(self.desk, self)

    @act("inbox-take", "收取文件…", keys.IMPORT, help="学校带来的登记文件和数据包")
    def take(self) -> None:
        self.arrivals.ask()

    @act("inbox-keys", "再写县级公钥…", shown=lambda page: page.has_chosen(BundleKind.enrol))
    def write_keys_again(self) -> None:
        if (chosen := self.taken.current) is not None:
            write_keyset(self.desk, self, chosen.sender, self._written)

    def has_chosen(self, kind: BundleKind) -> bool:
        chosen = self.taken.current
        return chosen is not None and chosen.kind is kind

    @act("inbox-again", "再写一次回执…", shown=lambda page: page.has_chosen(BundleKind.snapshot))
    def write_again(self) -> None:
        chosen = self.taken.current
        if chosen is None:
            return
        with self.desk.read() as session:
            receipt = exchange.receipt_of(session, chosen.id)
        if receipt is not None:
            write_to(self.desk, self, receipt, self._written)

    @act(
        "inbox-write-receipts",
        "写出回执…",
        keys.NEXT,
        when=lambda page: bool(page._waiting),
        why="没有等着写出的回执。",
    )
    def write_receipts(self) -> None:
        """All that wait, to one stick, one after another."""
        waiting = list(self._waiting)
        folder = choose_stick(self.desk, self)
        if folder is None or not waiting:
            return
        workspace = self.desk.workspace

        def work(progress: Progress) -> int:
            for number, row_ in enumerate(waiting):
                progress.report(number, len(waiting), row_.file_name)
                exchange.write_out(workspace, row_.id, folder, lambda _p, _w: None)
            return len(waiting)

        run_shown(
            self.desk,
            self,
            "写出回执",
            work,
            lambda count: self.desk.messages.done(f"{count} 份回执已写出，请交给学校。"),
        )

    def _written(self, written: SentRow) -> None:
        self.desk.messages.done(written_words(written))

    @act("inbox-history", "往来记录", keys.PAST)
    def show_history(self) -> None:
        with self.desk.read() as session:
            sent, taken = exchange.sent(session), exchange.taken(session)
        ExchangeHistoryDialog(
            self.window(),
            self.desk.workspace,
            sent,
            taken,
            lambda row_: write_to(self.desk, self, row_, self._written),
        ).open()
