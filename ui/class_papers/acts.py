"""The papers of the class that a page shows (班级材料), each an act, and the menu of them."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from services.class_papers.content import ClassPaper, NoticeWords, class_paper, notice_words
from services.class_papers.notice_paper import NOTICE
from services.class_papers.roster_paper import CARDS, ROSTER, ROSTER_FULL
from services.class_papers.timetable_paper import TIMETABLE
from services.core.paper.declared import Paper
from services.training_class import ClassDetail
from ui.class_papers.notice import ALL, EACH, NoticeDialog
from ui.core import keys
from ui.core.acts import act
from ui.core.desk import Page
from ui.core.preview import show_papers

PAPERS = (
    "class-roster-paper",
    "class-roster-full",
    "class-timetable",
    "class-notice",
    "class-cards",
)
NO_CLASS = "先选中一个班。"


def _has_class(page: "PaperActs") -> bool:
    return page.class_shown is not None


class PaperActs(Page):
    @property
    def class_shown(self) -> ClassDetail | None:
        raise TypeError(f"{type(self).__name__} lacks this")

    @act("class-papers", "班级材料", keys.PRINT_MORE, when=_has_class, why=NO_CLASS, find=False)
    def open_papers(self) -> None:
        """The same as under 更多, by keys alone."""
        menu = QMenu(self)
        menu.setObjectName("class-papers-menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in PAPERS:
            self.bound_acts[name].add_to(menu)
        menu.popup(self.mapToGlobal(self.rect().center()))

    @act("class-roster-paper", "打印参训名册", when=_has_class, why=NO_CLASS)
    def print_roster(self) -> None:
        self._print_of_people(ROSTER)

    @act("class-roster-full", "打印参训名册（完整电话）", when=_has_class, why=NO_CLASS)
    def print_full_roster(self) -> None:
        """Whole phones are shown only when asked for, and that is logged."""
        self._print_of_people(ROSTER_FULL)

    @act("class-timetable", "打印课程表", when=_has_class, why=NO_CLASS)
    def print_timetable(self) -> None:
        if (shown := self.class_shown) is None:
            return
        if not shown.lessons:
            self.desk.messages.explain("课程表", "这个班还没有课次，请先加课次。")
            return
        show_papers(self.desk, self, TIMETABLE.of(shown.id))

    @act("class-notice", "培训通知…", when=_has_class, why=NO_CLASS)
    def print_notice(self) -> None:
        """Ask for the few words that a notice needs, then show it."""
        if (shown := self.class_shown) is None:
            return
        with self.desk.read() as session:
            paper = class_paper(session, shown.id)
            words = notice_words(session, paper)
        NoticeDialog(self.window(), paper, words, self._show_notice).open()

    @act("class-cards", "打印学员卡", when=_has_class, why=NO_CLASS)
    def print_cards(self) -> None:
        self._print_of_people(CARDS)

    def _show_notice(self, paper: ClassPaper, words: NoticeWords, to: str, cards: bool) -> None:
        branch = "" if to in (ALL, EACH) else to
        show_papers(self.desk, self, NOTICE.of(paper, words, branch, to == EACH, cards))

    def _print_of_people(self, paper: Paper[Any, UUID]) -> None:
        if (shown := self.class_shown) is None:
            return
        if not shown.roster:
            self.desk.messages.explain(paper.words, "这个班还没有报名的人，请先报名学员。")
            return
        show_papers(self.desk, self, paper.of(shown.id))
