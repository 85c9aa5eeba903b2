"""The card of a class: what it is, how far it is, its lessons, its people and their hours."""

from PySide6.QtWidgets import QTabWidget

from services.training_class import ClassDetail, ClassState
from ui.class_papers.acts import PAPERS
from ui.core.desk import Page
from ui.core.detail_card import DetailCard
from ui.enrolment.roster import RosterTab
from ui.training_class.hours import HoursTab
from ui.training_class.lessons import LessonsTab


class ClassCard(DetailCard[ClassDetail]):
    """The tabs fill themselves, each with what it reads of the class."""

    def __init__(self, page: Page, lessons: LessonsTab, people: RosterTab, hours: HoursTab) -> None:
        self._tabs = (lessons, people, hours)
        super().__init__(
            page,
            title=lambda shown: shown.title,
            state=lambda shown: (shown.state.word, shown.state.tone),
            about=lambda shown: " · ".join(_facts(shown)),
            acts=("class-next", "class-change"),
            ends=("class-cancel",),
            more=("class-copy", *PAPERS),
            nobody="在左边选一个培训班，这里显示它的课次、名单和学时。",
            width=0,
        )
        self.reason = self.add_words("class-reason", _reason)
        self.tabs: QTabWidget = self.add_tabs("class-tabs")
        for tab, words in zip(self._tabs, ("课次", "名单", "学时"), strict=True):
            self.tabs.addTab(tab, words)

    def show_row(self, shown: ClassDetail | None) -> None:
        super().show_row(shown)
        for tab in self._tabs:
            tab.show_class(shown)
        if shown is not None:
            self.tabs.setTabText(0, f"课次 {len(shown.lessons)}")
            self.tabs.setTabText(1, f"名单 {len(shown.roster)}")


def _facts(shown: ClassDetail) -> list[str]:
    facts = [shown.code, "年度轮训班" if shown.rotation else "专题培训班"]
    if shown.brand is not None:
        facts.append(shown.brand.word)
    facts.append(f"班主任 {shown.head_teacher}" if shown.head_teacher else "未定班主任")
    if shown.places is not None:
        facts.append(f"名额 {shown.places}")
    if shown.minimum is not None:
        facts.append(f"满 {shown.minimum} 人开班")
    return facts


def _reason(shown: ClassDetail) -> str:
    if not shown.state_reason:
        return ""
    cancelled = shown.state is ClassState.cancelled
    return f"{'取消原因' if cancelled else '开班理由'}：{shown.state_reason}"
