"""Classes and their timetable (培训班与课表): the list left, the chosen class right."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer

from services import training_class
from services.class_making.sources import Source
from services.core.call import call
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.training_class import BrandKind, Check, ClassDetail, ClassRow, ClassState
from services.training_class.operations import CLOSED
from ui.class_papers.acts import PaperActs
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Once
from ui.core.desk import Desk
from ui.core.list_page import Empty, Listed, ListPage
from ui.core.narrowing import Cases
from ui.enrolment.acts import RosterActs
from ui.enrolment.people import BRANCH
from ui.enrolment.roster import RosterTab
from ui.training_class.acts import StateActs
from ui.training_class.card import ClassCard
from ui.training_class.hours import HoursTab
from ui.training_class.lessons import LessonActs, LessonsTab
from ui.training_class.tables import CLASSES

OVER = (ClassState.finished, ClassState.archived, ClassState.cancelled)


ClassTest = Callable[[ClassRow], bool]


def _in_state(state: ClassState) -> ClassTest:
    return lambda one: one.state is state


def _of_brand(brand: BrandKind) -> ClassTest:
    return lambda one: one.brand is brand


STATES: dict[str, ClassTest] = {
    "未结束的": lambda one: one.state not in OVER,
    **{state.word: _in_state(state) for state in ClassState},
}
KINDS: dict[str, ClassTest] = {
    "年度轮训": lambda one: one.rotation,
    **{brand.word: _of_brand(brand) for brand in BrandKind},
}


class TrainingClassPage(LessonActs, RosterActs, PaperActs, StateActs, ListPage[ClassRow]):
    key = "training_class"
    title = "培训班与课表"
    help = (
        "左边是全部培训班，右边是选中的班：课次、名单和学时；下面的第一个按钮是它的下一步。"
        "开班前先看检查，没做完的写明理由也能开。\n"
        "名额满了以后报名的人排候补，空出名额时按次序转入；在课次上按回车打开签到台。"
    )
    columns = CLASSES
    filters = (
        Cases("class-state", STATES, "全部状态"),
        Cases("class-brand-filter", KINDS, "全部种类"),
    )
    listed = "培训班一览"
    find_hint = "名称或编号"
    header = ("class-new",)
    opens = "class-change"
    several = True
    slow = True
    empty = Empty(
        "还没有培训班",
        "一个培训班有几节课和一份名单。先建班，再排课次、报名学员，就可以打印签到表；"
        "也可以从培训订单、轮训计划、套餐直接建班。",
        ("class-new",),
    )

    def __init__(self, desk: Desk) -> None:
        self._leads = False
        self._step: tuple[str, UUID] | None = None
        super().__init__(desk)
        self.reading = Once(desk.background, desk.messages.error)

    def read(self, session: WorkSession) -> Listed[ClassRow]:
        return Listed(training_class.list_rows(session))

    def texts(self, row: ClassRow) -> Sequence[str]:
        return row.title, row.code

    def subtitle(self, in_use: Sequence[ClassRow]) -> str:
        open_ones = sum(one.state in (ClassState.open, ClassState.running) for one in in_use)
        return f"{len(in_use):,} 个班，{open_ones} 个报名或进行中"

    def make_card(self) -> ClassCard:
        self.lessons_tab = LessonsTab(self)
        self.roster_tab = RosterTab(self)
        self.hours_tab = HoursTab(self.desk, self._count_missing)
        card = ClassCard(self, self.lessons_tab, self.roster_tab, self.hours_tab)
        self.tabs = card.tabs
        return card

    def detail(self, row: ClassRow) -> ClassDetail:
        before = self.class_shown
        if before is None or before.id != row.id:
            self.missing = 0
        with self.desk.read() as session:
            return training_class.detail(session, row.id)

    @property
    def class_shown(self) -> ClassDetail | None:
        return None if self.current is None else self.card.shown

    def change(self, rows: Sequence[ClassRow], name: str, value: Any, reason: str) -> object:
        changed = call(training_class.change_field, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    def can_change(self, row: ClassRow) -> bool:
        return row.state not in CLOSED

    def aim(self, target: object) -> None:
        """A class's id, "new", what a class is to be made from, or the name of an act with the
        class that it is to be done for."""
        if target == "new":
            self.bound_acts["class-new"].trigger()
        elif isinstance(target, Source):
            self.make_from(target)
        elif isinstance(target, tuple):
            self._step = target
            self.choose(target[1])
            self.offer()
        else:
            super().aim(target)

    def offer(self) -> None:
        """A step that waits for its class is done once the class is shown."""
        super().offer()
        if self._step is not None and self.class_shown is not None:
            name, key = self._step
            if self.class_shown.id == key:
                self._step = None
                QTimer.singleShot(0, self.bound_acts[name].trigger)

    def refresh(self) -> None:
        """What is shown at once; the list in the background, since it counts everybody."""
        with suppress(NotFound):  # gone, and the list is about to say so
            self._show_details()
        super().refresh()

    def refresh_for(self, tables: frozenset[str]) -> None:
        """A sign-in or a booking changes nothing in the list."""
        if tables <= {"sign_in", "booking"}:
            self._show_details()
        else:
            self.refresh()

    def bring(self, class_id: UUID) -> None:
        self.choose(class_id)
        self.tabs.setCurrentWidget(self.lessons_tab)

    def lead_on(self, class_id: UUID) -> None:
        self._leads = True
        self.aim(("lesson-new", class_id))

    def on_lesson(self) -> Callable[[], None] | None:
        """To the people, where a new class leads on; whole branches come first then."""
        leads, self._leads = self._leads, False
        return (lambda: self.enrol_by(BRANCH)) if leads else None

    def show_roster(self) -> None:
        self.tabs.setCurrentWidget(self.roster_tab)

    @act(
        "class-edit",
        "修改",
        keys.EDIT,
        find=False,
        help="光标在课次上就修改课次，否则修改班次；选了几个班就把一列一起改",
    )
    def edit(self) -> None:
        on_lesson = self.lessons_tab.table.hasFocus()
        if not on_lesson and len(self.table.marked()) > 1 and self.editing is not None:
            self.editing.begin_together()
            return
        self.bound_acts["lesson-change" if on_lesson else "class-change"].trigger()

    @act(
        "class-take-out",
        "取消、移出",
        keys.REMOVE,
        find=False,
        help="光标在课次、名单或候补上，就取消课次、移出名单或候补；否则取消培训班",
    )
    def take_out(self) -> None:
        for table, name in (
            (self.lessons_tab.table, "lesson-cancel"),
            (self.roster_tab.table, "class-remove"),
            (self.roster_tab.waiting.table, "waiting-out"),
        ):
            if table.hasFocus():
                self.bound_acts[name].trigger()
                return
        self.bound_acts["class-cancel"].trigger()

    def _count_missing(self, found: tuple[Check, ...]) -> None:
        self.missing = sum(not check.done for check in found)
        self.offer()
