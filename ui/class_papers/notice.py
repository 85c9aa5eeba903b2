"""The few words of a notice of a class (培训通知) that differ from class to class."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from services.class_papers.content import ClassPaper, NoticeWords
from ui.core.forms import FormDialog, date_field, date_of, text_field

ALL, EACH = "all", "each"


class NoticeDialog(FormDialog):
    """To whom, and the words that differ from class to class; `show` gets them."""

    def __init__(
        self,
        parent: QWidget,
        paper: ClassPaper,
        words: NoticeWords,
        show: Callable[[ClassPaper, NoticeWords, str, bool], object],
    ) -> None:
        super().__init__(parent, "培训通知", "看通知", self._show_paper, width=560)
        self.setObjectName("notice")
        self._paper, self._show = paper, show
        branches = paper.by_branch()
        self.to = QComboBox()
        self.to.setObjectName("notice-to")
        self.to.addItem(f"全部支部合一份（{len(branches)} 个支部）", ALL)
        if branches:
            self.to.addItem(f"每个支部各一份（{len(branches)} 份）", EACH)
        for branch, people in branches:
            self.to.addItem(f"只给 {branch}（{len(people)} 人）", branch)
        self.report = text_field("notice-report", words.report, "例如：11月24日 08:15 前", most=40)
        self.bring = text_field("notice-bring", words.bring, "可不填", most=60)
        self.more = text_field("notice-more", words.more, "其他要求，可不填", most=120)
        self.contact = text_field("notice-contact", words.contact, "可不填", most=20)
        self.phone = text_field("notice-phone", words.phone, "可不填", most=20)
        self.issuer = text_field("notice-issuer", words.issuer, "印在落款处", most=40)
        self.day = date_field("notice-day", words.issued_on)
        self.with_cards = QCheckBox("后面附上参训人员的学员卡（扫码签到）")
        self.with_cards.setObjectName("notice-cards")
        self.with_cards.setChecked(True)
        for caption, field in (
            ("发给", self.to),
            ("报到时间", self.report),
            ("携带", self.bring),
            ("其他要求", self.more),
            ("联系人", self.contact),
            ("联系电话", self.phone),
            ("落款单位", self.issuer),
            ("落款日期", self.day),
            ("", self.with_cards),
        ):
            self.add_field(caption, field)
        self.with_cards.setAccessibleName("附学员卡")
        self.to.setFocus()

    def reject(self) -> None:
        """Nothing is kept of a notice, so that nothing is lost by leaving."""
        self.done(self.DialogCode.Rejected)

    def _show_paper(self, _reason: str) -> None:
        words = NoticeWords(
            report=self.report.text().strip(),
            bring=self.bring.text().strip(),
            more=self.more.text().strip(),
            contact=self.contact.text().strip(),
            phone=self.phone.text().strip(),
            issuer=self.issuer.text().strip(),
            issued_on=date_of(self.day),
        )
        self._show(self._paper, words, self.to.currentData(), self.with_cards.isChecked())
