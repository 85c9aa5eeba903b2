"""Certificates (证书): the register left, the chosen document right."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from services import certificate
from services.certificate import CertificateRow, CertificateState, Issued, WaitingRow, earlier
from services.certificate.document import CERTIFICATE
from services.core.call import call
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.core.text import pinyin_of
from ui.certificate.dialogs import WaitingDialog
from ui.certificate.paper import PaperView, ask_and_issue
from ui.certificate.taking import earlier_import
from ui.core import keys, theme
from ui.core.acts import act
from ui.core.book_out import save_book
from ui.core.desk import Desk, Files
from ui.core.detail_card import DetailCard, Fact
from ui.core.draft_guide import DraftGuide
from ui.core.import_guide import ask_for_sheet
from ui.core.list_page import Empty, Listed, ListPage
from ui.core.preview import show_papers
from ui.core.rows import Column
from ui.core.widgets import button, column

WIDTH, LEAST_PAPER = 494, 200
COLUMNS: tuple[Column[CertificateRow], ...] = (
    Column("编号", 168, lambda one: one.number, firm=True),
    Column("持证人", 0, lambda one: one.holder, bold=True),
    Column("类别", 70, lambda one: one.kind.word, spare=True),
    Column("签发日期", 98, lambda one: str(one.issued_on), lambda one: one.issued_on, firm=True),
    Column("状态", 72, lambda one: one.state.word, tone=lambda one: one.state.tone, firm=True),
    Column(
        "打印",
        48,
        lambda one: "" if one.earlier else f"{one.printed}",
        lambda one: one.printed,
        right=True,
        spare=True,
    ),
)


def _printed_words(one: CertificateRow) -> str:
    if one.earlier:
        return ""
    return f"{one.printed} 次" if one.printed else "还没有打印"


NO_DOCUMENT = "作废的、系统启用前发的和别的电脑签发的，这里不能印。"
FACTS: tuple[Fact[CertificateRow], ...] = (
    Fact("聘任名称", lambda one: one.title),
    Fact("聘期", lambda one: one.term),
    Fact("落款单位", lambda one: one.issuer),
    Fact("签发日期", lambda one: f"{one.issued_on}"),
    Fact("打印", _printed_words),
    Fact("依据", lambda one: one.paper),
)


def _is_valid(page: "CertificatePage") -> bool:
    return page.current is not None and page.current.state is CertificateState.issued


def _can_print(page: "CertificatePage") -> bool:
    """A void one is looked at here, not printed."""
    return _is_valid(page) and bool(page.pdf)


def _print_words(page: "CertificatePage") -> str:
    return "补印" if page.current is not None and page.current.printed else "打印"


def _note(one: CertificateRow) -> str:
    notes = []
    if one.earlier:
        notes.append("系统启用前发的，照“依据”登记：没有原件，不能补印；新编号接着往下排。")
    if one.void_reason:
        notes.append(f"作废原因：{one.void_reason}。编号保留在登记簿里，不再使用。")
    if one.missing_reason:
        notes.append(f"有字印成〓，补上的办法：{one.missing_reason}")
    return "\n".join(notes)


class CertificatePage(ListPage[CertificateRow]):
    key = "certificate"
    title = "证书"
    help = (
        "左边是证书登记簿，右边是选中的证书原件。\n"
        "编号只给一次：作废的编号也留在登记簿里。补印和原件完全一样，并记次数。"
    )
    columns = COLUMNS
    listed = "证书登记簿"
    unit = "个编号"
    find_hint = "编号、姓名、拼音首字母"
    header = ("certificate-import", "certificate-new")
    opens = "certificate-preview"
    empty = Empty(
        "还没有证书",
        "讲师聘任后，在这里签发聘书：自动编号、预览、打印。签发过的都留在登记簿里，"
        "可以随时补印出一模一样的一张。",
        ("certificate-new", "certificate-import"),
    )

    def __init__(self, desk: Desk) -> None:
        self.pdf = b""
        self._waiting: tuple[WaitingRow, ...] = ()
        super().__init__(desk)
        self.waiting = button("", self.issue, "pill-amber", name="certificate-waiting-open")
        self.bar.add(self.waiting)

    def read(self, session: WorkSession) -> Listed[CertificateRow]:
        return Listed(certificate.list_rows(session), certificate.appointments_waiting(session))

    def took(self, more: tuple[WaitingRow, ...]) -> None:
        self._waiting = more
        self.waiting.setText(f"{len(more)} 位讲师已聘任、还没发聘书")
        self.waiting.setVisible(bool(more))

    def texts(self, row: CertificateRow) -> Sequence[str]:
        return row.number, row.holder

    def readings(self, row: CertificateRow) -> Sequence[str]:
        return _readings(row.holder)

    def subtitle(self, in_use: Sequence[CertificateRow]) -> str:
        void = sum(one.state is CertificateState.void for one in in_use)
        return f"{len(in_use)} 个编号，其中作废 {void} 个"

    def detail(self, row: CertificateRow) -> CertificateRow:
        """The row as it stands, its paper beside it."""
        try:
            with self.desk.read() as session:
                self.pdf = certificate.paper(session, row.id)
        except NotFound:
            self.pdf = b""  # issued on another computer: the register shows it all the same
        return row

    def make_card(self) -> DetailCard[CertificateRow]:
        card: DetailCard[CertificateRow] = DetailCard(
            self,
            title=lambda one: one.number,
            about=lambda one: one.holder,
            state=lambda one: (one.state.word, one.state.tone),
            acts=("certificate-preview", "certificate-print"),
            ends=("certificate-void",),
            width=WIDTH,
            most=WIDTH,  # the register has its columns
        )
        card.add_facts(FACTS)
        self.note = card.add_words("certificate-note", _note, "hint-amber")
        self.paper = PaperView("证书原件")
        self.paper.setMinimumHeight(theme.current().px(LEAST_PAPER))
        card.add_part(column(self.paper), lambda _row: self.paper.show_pdf(self.pdf), grows=True)
        return card

    def aim(self, target: object) -> None:
        """A certificate's id or number, "waiting": those who have none yet, or Files."""
        if isinstance(target, Files):
            self._open_files(target.paths)
            return
        if target == "waiting":
            self.issue()
            return
        numbered = next((one.id for one in self.rows if one.number == target), target)
        super().aim(numbered)

    @act(
        "certificate-import",
        "导入旧证书",
        keys.IMPORT,
        help="系统启用以前发的；编号不会再用，新的接着往下排",
    )
    def take_in(self) -> None:
        path = ask_for_sheet(self.desk, self, "选择旧证书登记簿")
        if path is not None:
            self._open_files((path,))

    def _open_files(self, paths: Sequence[Path]) -> None:
        DraftGuide(self.desk, self, paths, earlier_import(self.desk)).open()

    @act("certificate-book", "导出旧证书表", help="列和导入时一样；还没有时是空表")
    def write_out(self) -> None:
        count = sum(one.earlier for one in self.rows)
        save_book(
            self.desk,
            self,
            "导出旧证书表",
            "以前发的证书",
            earlier.book,
            call(earlier.log_exported),
            f"{count} 张",
        )

    @act("certificate-new", "＋ 签发聘书", keys.NEW)
    def issue(self) -> None:
        if not self._waiting:
            self.desk.messages.ask(
                "没有要签发的聘书",
                "每个聘期都已有聘书。新聘讲师先在“师资库”里填聘期，再来签发。",
                "去师资库",
                lambda: self.desk.go("lecturer", None),
            )
            return
        if len(self._waiting) == 1:
            self._issue_one(self._waiting[0])
            return
        WaitingDialog(self.window(), self._waiting, self._issue_one).open()

    def _issue_one(self, one: WaitingRow) -> None:
        def issued(made: Issued) -> None:
            self.choose(made.id)

        words = f"{one.title}，聘期 {one.starts_on} 至 {one.ends_on}，落款{one.issuer}"
        ask_and_issue(self.desk, self, one.appointment_id, one.name, words, issued)

    @act("certificate-preview", "预览", keys.OPEN, when=_can_print, why=NO_DOCUMENT, menu=True)
    def preview(self) -> None:
        if (one := self.current) is not None:
            show_papers(self.desk, self, CERTIFICATE.of(one.id, one.number, one.holder, ()))

    @act(
        "certificate-print",
        "打印",
        keys.PRINT,
        when=_can_print,
        why=NO_DOCUMENT,
        says=_print_words,
        menu=True,
    )
    def print_paper(self) -> None:
        self.preview()

    @act("certificate-void", "作废…", keys.REMOVE, when=_is_valid, why="已经作废。", menu=True)
    def void(self) -> None:
        if (one := self.current) is not None:
            told = f"{one.number} 已作废，编号留在登记簿里。"
            self.desk.do(call(certificate.void, one.id), told)


@lru_cache(maxsize=4_096)
def _readings(name: str) -> tuple[str, ...]:
    pinyin, initials = pinyin_of(name)
    return tuple(f"{initials} {pinyin}".split())
