"""The papers of the chosen class (班级材料): a menu, the previews, the notice's few words."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QPushButton, QWidget

from services.class_papers.content import ClassPaper, NoticeWords, class_paper, notice_words
from services.class_papers.notice_paper import NOTICE
from services.class_papers.roster_paper import CARDS, ROSTER, ROSTER_FULL
from services.class_papers.timetable_paper import TIMETABLE
from services.core.paper.declared import Paper
from services.training_class import ClassDetail
from ui.core.desk import Desk
from ui.core.forms import FormDialog, date_field, date_of, text_field
from ui.core.preview import show_papers
from ui.core.widgets import button

ALL, EACH = "all", "each"


class ClassPapers:
    """The button with its menu; `shown` is the class that the page shows."""

    def __init__(self, desk: Desk, page: QWidget, shown: Callable[[], ClassDetail | None]) -> None:
        self._desk, self._page, self._shown = desk, page, shown
        self.button: QPushButton = button("班级材料", self.open_menu, "link", name="class-papers")
        self.button.setToolTip("班级材料  Ctrl+Shift+M")
        self.menu = QMenu(self.button)
        self.menu.setObjectName("class-papers-menu")
        for words, act in (
            ("参训名册", partial(self.roster, full=False)),
            ("参训名册（完整电话）", partial(self.roster, full=True)),
            ("课程表", self.timetable),
            ("培训通知…", self.notice),
            ("学员卡", self.cards),
        ):
            self.menu.addAction(words, act)
        self.button.setMenu(self.menu)
        QShortcut(QKeySequence("Ctrl+Shift+M"), page, self.open_menu)

    def open_menu(self) -> None:
        if self._shown() is not None:
            self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def roster(self, *, full: bool) -> None:
        """The roster; whole phones are shown only when asked for, and that is logged."""
        self._of_people(ROSTER_FULL if full else ROSTER)

    def timetable(self) -> None:
        if (shown := self._shown()) is None:
            return
        if not shown.lessons:
            self._desk.messages.explain("课程表", "这个班还没有课次，请先加课次。")
            return
        show_papers(self._desk, self._page, TIMETABLE.of(shown.id))

    def cards(self) -> None:
        self._of_people(CARDS)

    def notice(self) -> None:
        """Ask for the few words that a notice needs, then show it."""
        if (shown := self._shown()) is None:
            return
        with self._desk.read() as session:
            paper = class_paper(session, shown.id)
            words = notice_words(session, paper)
        NoticeDialog(self._page.window(), paper, words, self._show_notice).open()

    def _show_notice(self, paper: ClassPaper, words: NoticeWords, to: str, cards: bool) -> None:
        branch = "" if to in (ALL, EACH) else to
        show_papers(self._desk, self._page, NOTICE.of(paper, words, branch, to == EACH, cards))

    def _of_people(self, paper: Paper[Any, UUID]) -> None:
        if (shown := self._shown()) is None:
            return
        if not shown.roster:
            self._desk.messages.explain(paper.words, "这个班还没有报名的人，请先报名学员。")
            return
        show_papers(self._desk, self._page, paper.of(shown.id))


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
