"""One certificate: the paper itself, what it says, what was done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QWidget

from services.certificate import CertificateRow, CertificateState
from ui.certificate.paper import PaperView
from ui.core import theme
from ui.core.widgets import Card, ElidedLabel, button, chip, column, label, line, row, set_chip

FIELDS = ("持证人", "聘任名称", "聘期", "落款单位", "签发日期", "打印")


@dataclass(frozen=True)
class Acts:
    """What the buttons do; the page knows which certificate is shown."""

    preview: Callable[[], object]
    reprint: Callable[[], object]
    void: Callable[[], object]


class CertificateCard(Card):
    def __init__(self, acts: Acts) -> None:
        super().__init__(padded=False)
        look = theme.current()
        self.shown: CertificateRow | None = None
        self.number = ElidedLabel("", "title")
        self.number.setObjectName("certificate-number")
        self.state = chip("")
        self.state.setObjectName("certificate-state")
        self.paper = PaperView("证书原件")
        self.paper.setMinimumHeight(look.px(200))
        self.note = label("", "hint-amber", wrap=True)
        self.note.setObjectName("certificate-note")
        self._values = {words: ElidedLabel() for words in FIELDS}
        self.preview = button("预览", acts.preview, key="Ctrl+O", name="certificate-preview")
        self.reprint = button("打印", acts.reprint, key="Ctrl+P", name="certificate-print")
        self.void = button("作废…", acts.void, name="certificate-void")
        self._fill()

    def _fill(self) -> None:
        head = row(gap=8)
        head.setContentsMargins(16, 12, 16, 10)
        head.addWidget(self.number, 1)
        head.addWidget(self.state)
        grid = QGridLayout()
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (words, value) in enumerate(self._values.items()):
            grid.addWidget(label(words, "note"), number, 0)
            grid.addWidget(value, number, 1)
            value.setAccessibleDescription(words)
        noted = row(gap=0)
        noted.setContentsMargins(16, 0, 16, 12)
        noted.addWidget(self.note)
        foot = row(self.preview, self.reprint, None, self.void, gap=8)
        foot.setContentsMargins(12, 8, 12, 8)
        inside = column(gap=0)
        inside.addLayout(head)
        inside.addWidget(line())
        inside.addWidget(self.paper, 1)
        inside.addWidget(line())
        inside.addLayout(grid)
        inside.addLayout(noted)
        inside.addWidget(line())
        inside.addLayout(foot)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.body.addWidget(self.inside)

    def show_certificate(self, shown: CertificateRow | None, pdf: bytes) -> None:
        """One row of the register with its paper; None empties the card."""
        self.shown = shown
        self.inside.setVisible(shown is not None)
        if shown is None:
            return
        self.number.set_whole(shown.number)
        set_chip(self.state, shown.state.word, shown.state.tone)
        values = (
            shown.holder,
            shown.title,
            shown.term,
            shown.issuer,
            f"{shown.issued_on}",
            f"{shown.printed} 次" if shown.printed else "还没有打印",
        )
        for field, value in zip(self._values.values(), values, strict=True):
            field.set_whole(value or "—")
        self.paper.setVisible(bool(pdf))
        if pdf:
            self.paper.show_pdf(pdf)
        notes = []
        if shown.void_reason:
            notes.append(f"作废原因：{shown.void_reason}。编号保留在登记簿里，不再使用。")
        if shown.missing_reason:
            notes.append(f"有字印成〓，补上的办法：{shown.missing_reason}")
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        valid = shown.state is CertificateState.issued
        self.reprint.setText("补印" if shown.printed else "打印")
        self.void.setEnabled(valid)
        for made in (self.preview, self.reprint):
            made.setEnabled(valid and bool(pdf))  # a void one is looked at here, not printed
