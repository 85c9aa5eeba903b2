"""Certificates (证书): the register left, the chosen document right."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import certificate
from services.certificate import CertificateRow, CertificateState, WaitingRow
from services.certificate.document import CERTIFICATE
from services.core.call import call
from services.core.errors import DeskError
from services.core.text import pinyin_of
from ui.certificate.details import Acts, CertificateCard
from ui.certificate.dialogs import WaitingDialog
from ui.certificate.paper import ask_and_issue
from ui.core.desk import Desk, Page
from ui.core.forms import text_field
from ui.core.messages import ReasonDialog
from ui.core.preview import show_papers
from ui.core.table import Column, RowsView
from ui.core.theme import set_role
from ui.core.widgets import Card, EmptyState, button, column, label, row

LEFT_SHARE, RIGHT_SHARE = 56, 44
COLUMNS: tuple[Column[CertificateRow], ...] = (
    Column("编号", 142, lambda one: one.number, firm=True),
    Column("持证人", 0, lambda one: one.holder, bold=True),
    Column("类别", 70, lambda one: one.kind.word),
    Column("签发日期", 98, lambda one: str(one.issued_on), lambda one: one.issued_on, firm=True),
    Column(
        "状态",
        72,
        lambda one: one.state.word,
        tone=lambda one: one.state.tone,
        firm=True,
    ),
    Column("打印", 48, lambda one: f"{one.printed}", lambda one: one.printed, right=True),
)


class CertificatePage(Page):
    key = "certificate"
    title = "证书"
    help = (
        "左边是证书登记簿，右边是选中的证书原件。\n"
        "Ctrl+N 签发聘书，Ctrl+F 查找（编号、姓名、拼音首字母），Ctrl+O 预览，Ctrl+P 打印或补印。\n"
        "编号只给一次：作废的编号也留在登记簿里。补印和原件完全一样，并记次数。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[CertificateRow, ...] = ()
        self._waiting: tuple[WaitingRow, ...] = ()
        self.card = CertificateCard(Acts(self._preview, self._preview, self._void))
        full = QWidget()
        sides = row(gap=14)
        sides.addWidget(self._register(), LEFT_SHARE)
        sides.addWidget(self.card, RIGHT_SHARE)
        full.setLayout(sides)
        empty_card = Card(padded=False)
        self.empty = EmptyState(
            "还没有证书",
            "讲师聘任后，在这里签发聘书：自动编号、预览、打印。签发过的都留在登记簿里，"
            "可以随时补印出一模一样的一张。",
            "签发第一张聘书",
            self._issue,
        )
        empty_card.body.addWidget(self.empty)
        self._states = QStackedWidget()
        self._states.addWidget(empty_card)
        self._states.addWidget(full)
        whole = column(gap=0)
        whole.setContentsMargins(24, 18, 24, 18)
        whole.addWidget(self._states)
        self.setLayout(whole)
        self._issue_button = button(
            "＋ 签发聘书", self._issue, "primary", key="Ctrl+N", name="certificate-new"
        )

    def header_buttons(self) -> list[QWidget]:
        return [self._issue_button]

    def aim(self, target: object) -> None:
        """A certificate's id or number, or "waiting": those who have none yet."""
        if target == "waiting":
            self._issue()
        elif target is not None:
            self.field.clear()
            self.table.choose(lambda one: target in (one.id, one.number))

    def refresh(self) -> None:
        chosen = self.table.current
        known = {one.id for one in self._rows}
        with self.desk.read() as session:
            self._rows = certificate.list_rows(session)
            self._waiting = certificate.appointments_waiting(session)
        anything = bool(self._rows)
        self._states.setCurrentIndex(1 if anything else 0)
        set_role(self._issue_button, "primary" if anything else "")
        self._narrow()
        new = next((one for one in self._rows if one.id not in known), None) if known else None
        front = new or chosen
        if front is None or not self.table.choose(lambda one: one.id == front.id):
            self.table.selectRow(0)
        self._show_details()
        void = sum(one.state is CertificateState.void for one in self._rows)
        words = f"{len(self._rows)} 个编号，其中作废 {void} 个" if anything else ""
        self.subtitle_changed.emit(words)
        self.waiting.setText(f"{len(self._waiting)} 位讲师已聘任、还没发聘书")
        self.waiting.setVisible(bool(self._waiting))

    def _register(self) -> Card:
        card = Card(padded=False)
        self.field = text_field("certificate-find", hint="编号、姓名、拼音首字母")
        self.field.setProperty("role", "search")
        self.field.setAccessibleName("查找证书")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self._narrow())
        QShortcut(QKeySequence("Ctrl+F"), self, self.field.setFocus)
        leave = QShortcut(QKeySequence("Esc"), self.field, self.field.clear)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.waiting = button("", self._issue, "pill-amber", name="certificate-waiting-open")
        self.table: RowsView[CertificateRow] = RowsView(COLUMNS)
        self.table.setObjectName("certificates")
        self.table.setAccessibleName("证书登记簿")
        self.table.chosen.connect(lambda _row: self._show_details())
        self.table.opened.connect(lambda _row: self._preview())
        self.nothing = label("没有符合的证书。换个字，或清空查找框（Esc）。", "note")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = row(gap=8)
        head.setContentsMargins(12, 10, 12, 10)
        head.addWidget(self.field, 1)
        head.addWidget(self.waiting)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing, 1)
        return card

    def _narrow(self) -> None:
        text = self.field.text().strip().lower()
        shown = [one for one in self._rows if _fits(one, text)]
        chosen = self.table.current
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        if chosen is None or not self.table.choose(lambda one: one.id == chosen.id):
            self.table.selectRow(0)
        self._show_details()

    def _show_details(self) -> None:
        chosen = self.table.current
        if chosen is None:
            self.card.show_certificate(None, b"")
            return
        try:
            with self.desk.read() as session:
                pdf = certificate.paper(session, chosen.id)
        except DeskError:
            pdf = b""  # issued on another computer: the register shows it all the same
        self.card.show_certificate(chosen, pdf)

    def _issue(self) -> None:
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
        words = f"{one.title}，聘期 {one.starts_on} 至 {one.ends_on}，落款{one.issuer}"
        ask_and_issue(self.desk, self, one.appointment_id, one.name, words)

    def _preview(self) -> None:
        shown = self.card.shown
        if shown is not None and shown.state is CertificateState.issued:
            paper = CERTIFICATE.of(shown.id, shown.number, shown.holder, ())
            show_papers(self.desk, self, paper)

    def _void(self) -> None:
        shown = self.card.shown
        if shown is None:
            return

        def act(reason: str) -> None:
            words = f"{shown.number} 已作废，编号留在登记簿里。"
            self.desk.do(call(certificate.void, shown.id, reason), words)

        text = f"作废 {shown.number}（{shown.holder}）？作废后不能恢复，编号不再使用。"
        ReasonDialog(self.window(), text, act).open()


def _fits(one: CertificateRow, text: str) -> bool:
    return text in one.number.lower() or text in one.holder or text in _readings(one.holder)


@lru_cache(maxsize=4_096)
def _readings(name: str) -> str:
    return " ".join(pinyin_of(name))
