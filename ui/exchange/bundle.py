"""The card of the month's bundle: its facts, and the one red button that is the next step."""

from PySide6.QtWidgets import QGridLayout, QLayout, QSizePolicy, QWidget

from services.exchange import BundleState, SentRow
from ui.core import theme
from ui.core.desk import Page
from ui.core.widgets import Card, ElidedLabel, chip, label, row, set_chip
from ui.exchange.stage import Action, ExchangeShown, NextStep
from ui.exchange.words import moment_words, number_words, size_words, state_words

PROTECTION = "签名 + 加密，U 盘遗失也打不开"
OPEN_PROTECTION = "签名，只含公钥，没有党员信息"
FACT_WIDTH = 48
LINKS = ("exchange-card", "exchange-again", "exchange-resend", "exchange-withdraw")


class BundleCard(Card):
    """The facts, and the page's acts at the foot."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._workspace = page.desk.workspace
        self.state = chip("")
        heading = row(label("数据包", "heading"), self.state, None)
        self.file, self.recipient = ElidedLabel(), ElidedLabel()
        self.trusted, self.protection = chip(""), label()
        self.check_code, self.before = label(), ElidedLabel()
        self.check_code.setObjectName("bundle-check-code")
        self.note = label("", "note", wrap=True)
        self.note.setObjectName("bundle-note")
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(7)
        facts.setColumnMinimumWidth(0, theme.current().px(FACT_WIDTH))
        facts.setColumnStretch(1, 1)
        recipient = row(gap=8)
        recipient.addWidget(self.recipient, 1)
        recipient.addWidget(self.trusted)
        self._fact(facts, "文件", self.file)
        self._fact(facts, "收件", recipient)
        self._fact(facts, "保护", self.protection)
        self._fact(facts, "校验码", self.check_code)
        self._fact(facts, "上一包", self.before)
        buttons = row(page.button("exchange-slip"), gap=10)
        buttons.addWidget(page.button("exchange-next", "primary"), 1)
        links = row(*(page.button(name, "link") for name in LINKS), None, gap=4)
        self.body.addLayout(heading)
        self.body.addLayout(facts)
        self.body.addWidget(self.note)
        self.body.addLayout(buttons)
        self.body.addLayout(links)
        self.body.setContentsMargins(16, 12, 16, 8)
        # Where the screen is low the checks above give way, which scroll.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @staticmethod
    def _fact(grid: QGridLayout, words: str, value: QWidget | QLayout) -> None:
        number = grid.rowCount()
        grid.addWidget(label(words, "subtitle"), number, 0)
        if isinstance(value, QLayout):
            grid.addLayout(value, number, 1)
        else:
            grid.addWidget(value, number, 1)

    def show_bundle(self, shown: ExchangeShown, step: NextStep) -> None:
        sent = shown.sent if shown.county is not None else shown.enrol
        self._show_file(sent, first_contact=shown.county is None)
        self._show_county(shown)
        self.protection.setText(PROTECTION if shown.county is not None else OPEN_PROTECTION)
        self.before.set_whole(self._before_words(shown))
        theme.set_role(self.before, _before_role(shown.before))
        self.note.setText(step.note)
        theme.set_role(self.note, "error" if _is_trouble(shown, step) else "note")

    def _show_file(self, sent: SentRow | None, *, first_contact: bool) -> None:
        if sent is None:
            self.file.set_whole("登记文件还没有生成" if first_contact else "签发后生成")
            self.check_code.setText("—")
            set_chip(self.state, "首次报送" if first_contact else "未签发", "grey")
            return
        self.file.set_whole(f"{sent.file_name}（{size_words(sent.size)}）")
        self.check_code.setText(sent.check_code)
        set_chip(self.state, state_words(sent), sent.state.tone)

    def _show_county(self, shown: ExchangeShown) -> None:
        if shown.county is None:
            self.recipient.set_whole(shown.county_name)
            set_chip(self.trusted, "公钥未核", "amber")
            return
        self.recipient.set_whole(shown.county.name)
        set_chip(self.trusted, "公钥已核", "green")

    def _before_words(self, shown: ExchangeShown) -> str:
        before = shown.before
        if before is None:
            return "这是第一份月报" + (
                f"（{number_words(shown.enrol.sequence)}是登记文件）" if shown.enrol else ""
            )
        month = int(before.period.partition("-")[2] or 0)
        what = f"{month} 月 {number_words(before.sequence)}，"
        if before.state is BundleState.delivered and before.delivered_at is not None:
            when = self._workspace.clock.local(before.delivered_at)
            return f"{what}县里 {when:%m-%d} 已签收"
        if before.state is BundleState.written:
            return (
                f"{what}{moment_words(self._workspace, before.written_at)[5:10]} 写出，还没有回执"
            )
        return what + before.state.word


def _before_role(before: SentRow | None) -> str:
    if before is None:
        return "faint"
    tones = {BundleState.delivered: "fact-green", BundleState.held: "fact-red"}
    return tones.get(before.state, "fact-amber")


def _is_trouble(shown: ExchangeShown, step: NextStep) -> bool:
    held = shown.sent is not None and shown.sent.state is BundleState.held
    return step.action is Action.mend or (held and shown.county is not None)
