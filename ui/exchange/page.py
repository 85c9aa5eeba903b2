"""The school's exchange page: the month's report and checks, and the bundle step by step."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import exchange, report, school
from services.core.call import call
from services.core.workspace import WorkspaceKind
from services.exchange import BundleKind, BundleState, SentRow
from services.exchange.handover_slip import SLIP
from services.exchange.key_card import CARD
from services.report import ReportRow
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Files, Page
from ui.core.preview import show_papers
from ui.core.steps import StepBar
from ui.core.table import RowsView
from ui.core.widgets import Card, column, row
from ui.core.work import percent, run_shown
from ui.exchange.bundle import BundleCard
from ui.exchange.checks import ChecksCard
from ui.exchange.dialogs import BundleApproveDialog, ExchangeHistoryDialog
from ui.exchange.files import make_file, write_to
from ui.exchange.incoming import open_county_file, take_county_file
from ui.exchange.report import DOORS, REPORT
from ui.exchange.stage import STEPS, Action, ExchangeShown, NextStep, next_step

LEFT_SHARE, RIGHT_SHARE = 60, 40
RESENDABLE = (BundleState.written, BundleState.delivered)


def _can_go_on(page: "ExchangePage") -> bool:
    shown, step = page.shown, page.step
    if shown is None or step is None:
        return False
    return step.action is not Action.mend or bool(shown.stops[0].page)


def _can_resend(page: "ExchangePage") -> bool:
    shown = page.shown
    sent = None if shown is None else shown.sent
    return bool(shown and sent and sent.state in RESENDABLE and not shown.stops)


def _can_withdraw(page: "ExchangePage") -> bool:
    shown = page.shown
    return bool(shown and shown.sent and shown.sent.state is BundleState.approved)


class ExchangePage(Page):
    key = "exchange"
    title = "数据交换"
    help = (
        "每月一次把本校数据签名加密，写进 U 盘交给县里：左边是本月月报，右边是核对结果和数据包。\n"
        "红色按钮总是下一步；在月报某一行按回车，看这个数字的明细。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._chosen: tuple[int, int] | None = None  # else the month that is to be sent
        self._latest = Latest(
            desk.background, "读取月报", self._read, self._show, desk.messages.error
        )
        self.shown: ExchangeShown | None = None
        self._is_past = False
        self.bar = StepBar(STEPS)
        self.bar.setObjectName("exchange-steps")
        self.report: RowsView[ReportRow] = RowsView(REPORT)
        self.report.setObjectName("report")
        self.report.opened.connect(self._open_figure)
        self.checks = ChecksCard(desk.go)
        self.bundle = BundleCard(self)
        right = column(self.checks, self.bundle, None, gap=14)
        sides = row(gap=14)
        sides.addWidget(self._report_card(), LEFT_SHARE)
        sides.addLayout(right, RIGHT_SHARE)
        whole = column(self.bar, gap=12)
        whole.addLayout(sides, 1)
        whole.setContentsMargins(24, 14, 24, 18)
        self.setLayout(whole)

    def _report_card(self) -> QWidget:
        self.report_card = Card(" ", "与上月对比，回车看明细", padded=False)
        self.report_card.head.addWidget(self.button("exchange-earlier", "arrow", "◀"))
        self.report_card.head.addWidget(self.button("exchange-later", "arrow", "▶"))
        self.report_card.head.setContentsMargins(16, 6, 10, 6)
        self.report_card.body.addWidget(self.report, 1)
        return self.report_card

    def header_buttons(self) -> list[QWidget]:
        return [self.button("exchange-take-in"), self.button("exchange-history")]

    def aim(self, target: object) -> None:
        """A month as (year, month), or a bundle's id."""
        if isinstance(target, Files):
            open_county_file(self.desk, self, target.paths[0])
        elif isinstance(target, tuple) and len(target) == 2:
            self._chosen = target
            self.refresh()
        elif isinstance(target, UUID):
            with self.desk.read() as session:
                periods = [row.period for row in exchange.sent(session) if row.id == target]
            if periods:
                year, _, month = periods[0].partition("-")
                self.aim((int(year), int(month)))

    # reading

    def refresh(self) -> None:
        """Read in the background: over a million sign-ins the report takes a moment."""
        self._latest.ask()

    def _read(self, _progress: Progress) -> ExchangeShown:
        with self.desk.read() as session:
            year, month = self._chosen or exchange.month_to_send(session)
            own = school.own(session)
            sent = exchange.sent(session)
            this = exchange.for_period(session, year, month)
            peers = exchange.peers(session)
            snapshots = [row for row in sent if row.kind is BundleKind.snapshot]
            return ExchangeShown(
                year=year,
                month=month,
                school_name=own.name,
                county_name=f"{own.county_name}委组织部",
                county=next((p for p in peers if p.kind is WorkspaceKind.county), None),
                enrol=next((row for row in sent if row.kind is BundleKind.enrol), None),
                sent=this,
                before=_before(snapshots, f"{year:04d}-{month:02d}"),
                approved_by=next((row.approved_by for row in snapshots if row.approved_by), ""),
                report=report.month(session, session.owner, year, month),
                checks=exchange.preflight(session, year, month),
            )

    def _show(self, shown: ExchangeShown) -> None:
        self.shown = shown
        step = next_step(shown)
        self.bar.set_current(step.step)
        today = self.desk.workspace.clock.local_now()
        self._is_past = (shown.year, shown.month) < (today.year, today.month)
        self.report_card.heading.setText(f"{shown.year} 年 {shown.month} 月教育培训月报")
        to = shown.county.name if shown.county is not None else shown.county_name
        self.subtitle_changed.emit(f"向{to}移交 {shown.year} 年 {shown.month} 月数据包")
        self.report.set_rows(shown.report.rows)
        self.checks.show_checks(shown.checks)
        self.bundle.show_bundle(shown, step)
        self.offer()

    @act("exchange-earlier", "上个月", keys.EARLIER, find=False)
    def earlier(self) -> None:
        self._turn(-1)

    @act(
        "exchange-later",
        "下个月",
        keys.LATER,
        when=lambda page: page._is_past,
        why="这已经是本月。",
        find=False,
    )
    def later(self) -> None:
        self._turn(1)

    def _turn(self, months: int) -> None:
        if self.shown is not None:
            year, month = self._chosen or (self.shown.year, self.shown.month)
            number = year * 12 + month - 1 + months
            self._chosen = number // 12, number % 12 + 1
            self.refresh()

    def _open_figure(self, line: ReportRow | None) -> None:
        if line is not None and line.key in DOORS:
            self.desk.go(DOORS[line.key], None)

    # the next step

    @act(
        "exchange-next",
        "办下一步",
        keys.NEXT,
        when=_can_go_on,
        why="先处理右边核对结果里的问题。",
        shown=lambda page: page.step is not None and page.step.action is not Action.nothing,
        says=lambda page: page.step.words if page.step is not None else "办下一步",
        find=False,
    )
    def go_on(self) -> None:
        """The red button: whatever the next step is."""
        if self.shown is None:
            return
        acts: dict[Action, Callable[[], None]] = {
            Action.enrol: self._enrol,
            Action.keyset: self.take_in,
            Action.mend: self._mend,
            Action.approve: self._ask_approval,
            Action.write: self._write,
            Action.receipt: self.take_in,
        }
        step = next_step(self.shown)
        if step.action in acts:
            acts[step.action]()

    def _enrol(self) -> None:
        make_file(self.desk, self, call(exchange.make_enrol), self._enrol_written)

    def _enrol_written(self, written: SentRow) -> None:
        self.desk.messages.done(f"已写入 {written.file_name}。请打印公钥卡，一起交到县里。")
        show_papers(self.desk, self, CARD.of())

    def _mend(self) -> None:
        if self.shown is not None:
            stop = self.shown.stops[0]
            self.desk.go(stop.page, stop.target)

    @act("exchange-resend", "更正重报…", shown=_can_resend, find=False)
    def resend(self) -> None:
        """Facts that were corrected after the file left go in a further one."""
        self._ask_approval()

    def _ask_approval(self) -> None:
        if self.shown is None:
            return
        shown = self.shown
        self.bar.set_current(STEPS.index("签发"))
        dialog = BundleApproveDialog(
            self.window(),
            f"{shown.year} 年 {shown.month} 月",
            shown.approved_by,
            [line for line in shown.checks if line.tone == "warn"],
            lambda name: self._approve(shown, name),
        )
        dialog.rejected.connect(lambda: self.bar.set_current(next_step(shown).step))
        dialog.open()

    def _approve(self, shown: ExchangeShown, name: str) -> None:
        workspace = self.desk.workspace

        def work(progress: Progress) -> SentRow:
            return exchange.approve(workspace, shown.year, shown.month, name, percent(progress))

        def failed(error: Exception) -> None:
            self.bar.set_current(next_step(shown).step)
            self.desk.messages.error(error)

        run_shown(self.desk, self, "生成数据包", work, self._approved, failed)

    def _approved(self, made: SentRow) -> None:
        self.desk.history.did(f"已签发 {made.file_name}，下一步写入 U 盘。", made.undo)

    def _write(self) -> None:
        if self.shown is not None and self.shown.sent is not None:
            write_to(self.desk, self, self.shown.sent, self._written)

    @property
    def step(self) -> NextStep | None:
        return None if self.shown is None else next_step(self.shown)

    @property
    def written(self) -> SentRow | None:
        """What went onto a stick last: the month's bundle, or at first the file of the keys."""
        shown = self.shown
        sent = shown and (shown.sent if shown.county is not None else shown.enrol)
        return sent if sent and sent.written_at is not None else None

    @act("exchange-again", "再写一次…", shown=lambda page: page.written is not None, find=False)
    def write_again(self) -> None:
        if (sent := self.written) is not None:
            write_to(self.desk, self, sent, self._written)

    def _written(self, written: SentRow) -> None:
        self.desk.messages.done(
            f"已写入 {written.file_name}，校验码 {written.check_code}。请从系统里弹出 U 盘再拔。"
        )

    @act("exchange-withdraw", "撤回签发", shown=_can_withdraw, find=False)
    def withdraw(self) -> None:
        shown = self.shown
        if shown is None or shown.sent is None:
            return
        sent = shown.sent

        def act() -> None:
            words = "已撤回签发，可以更正后重新签发。"
            self.desk.do(call(exchange.discard, sent.id), words)

        text = (
            f"撤回 {sent.file_name} 的签发？撤回后不能恢复，它的编号不再使用，重新签发会用新编号。"
        )
        self.desk.messages.ask("撤回签发", text, "撤回", act)

    @act("exchange-card", "打印公钥卡", find=False)
    def print_card(self) -> None:
        show_papers(self.desk, self, CARD.of())

    @act("exchange-take-in", "导入县级包", keys.IMPORT, help="县里给的公钥、回执和派单都从这里导入")
    def take_in(self) -> None:
        take_county_file(self.desk, self)

    # paper and records

    @act(
        "exchange-slip",
        "打印移交清单",
        keys.PRINT,
        when=lambda page: page.written is not None,
        why="数据包写入 U 盘后才有移交清单。",
        shown=lambda page: page.shown is not None and page.shown.county is not None,
    )
    def print_slip(self) -> None:
        shown = self.shown
        if shown is None or shown.sent is None:
            return
        lines = tuple((line.label, line.this) for line in shown.report.rows)
        show_papers(self.desk, self, SLIP.of(shown.school_name, shown.sent, lines))

    @act("exchange-history", "往来记录", keys.PAST)
    def show_history(self) -> None:
        with self.desk.read() as session:
            sent, taken = exchange.sent(session), exchange.taken(session)
        ExchangeHistoryDialog(
            self.window(),
            self.desk.workspace,
            sent,
            taken,
            lambda row: write_to(self.desk, self, row, self._written),
        ).open()


def _before(snapshots: list[SentRow], period: str) -> SentRow | None:
    """The newest bundle of an earlier month than this one."""
    earlier = [row for row in snapshots if row.period < period]
    return max(earlier, key=lambda row: (row.period, row.sequence), default=None)
