"""Classes and their timetable (培训班与课表): the list left, the chosen class right."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from services import training_class
from services.class_making.sources import FromClass, Source
from services.training_class import ClassDetail, ClassRow, ClassState
from ui.class_making.dialog import open_making
from ui.class_papers.menu import ClassPapers
from ui.core.background import Latest, Once, Progress
from ui.core.desk import Desk, Page
from ui.core.widgets import Card, EmptyState, button, column, row
from ui.enrolment.roster import RosterTab
from ui.training_class.dialogs import ClassDialog
from ui.training_class.hours import HoursTab
from ui.training_class.lessons import LessonsTab
from ui.training_class.list import ClassList
from ui.training_class.state import ClassHead

LEFT_SHARE, RIGHT_SHARE = 46, 54


class TrainingClassPage(Page):
    key = "training_class"
    title = "培训班与课表"
    help = (
        "左边是全部培训班，右边是选中的班：课次、名单和学时。一个班从草稿、报名中、进行中、"
        "已结束到已归档，右上的按钮是它的下一步；开班前先看检查，没做完的写明理由也能开。\n"
        "Ctrl+N 新建培训班，Ctrl+D 复制成新班，F2 修改班次，Ctrl+F 查找；Ctrl+L 加课次，"
        "Ctrl+E 修改课次，Ctrl+B 报名学员，Ctrl+P 打印签到表，"
        "Ctrl+Shift+M 班级材料（名册、课程表、培训通知、学员卡），Ctrl+Z 撤销本页上一步；"
        "名额满了以后报名的人排候补，空出名额时按次序转入；"
        "在班次或课次上按 Delete 取消它；在课次上按回车打开签到台。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: ClassDetail | None = None
        self._wanted: UUID | None = None
        self._once = Once(desk.background, desk.messages.error)
        self._latest = Latest(
            desk.background, "读取培训班", self._read, self._show_list, desk.messages.error
        )
        self.list = ClassList(desk)
        self.list.chosen.connect(self._on_chosen)
        self.classes = self.list.table
        self.empty = EmptyState(
            "还没有培训班",
            "一个培训班有几节课和一份名单。先建班，再排课次、报名学员，就可以打印签到表；"
            "也可以从培训订单、轮训计划、套餐直接建班。",
            "新建培训班",
            self._new_class,
        )
        self.empty.hide()
        self._sides = QWidget()
        sides = row(gap=14)
        sides.addWidget(self.list, LEFT_SHARE)
        sides.addWidget(self._details(), RIGHT_SHARE)
        self._sides.setLayout(sides)
        whole = column(gap=0)
        whole.addWidget(self._sides, 1)
        whole.addWidget(self.empty, 1)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)
        # A shortcut of a button on a tab behind would not work, so the page has them.
        for keys, act in (
            ("Ctrl+L", self.lessons_tab.add),
            ("Ctrl+E", self.lessons_tab.change),
            ("Ctrl+B", self.roster_tab.enrol),
            ("Ctrl+P", self.lessons_tab.print),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        delete = QShortcut(QKeySequence("Delete"), self.classes, self.head.cancel_class)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def header_buttons(self) -> list[QWidget]:
        new = button("＋ 新建培训班", self._new_class, "primary", key="Ctrl+N", name="class-new")
        return [new]

    def aim(self, target: object) -> None:
        """A class's id, "new", or what a class is to be made from."""
        if target == "new":
            self._new_class()
        elif isinstance(target, UUID):
            self._bring(target)
        elif isinstance(target, Source):
            open_making(self.desk, self._once, self, target, self._made)

    def refresh(self) -> None:
        """What is shown at once; the list in the background, since it counts everybody."""
        if self.shown is not None:
            self._show_details(self.shown.id)
        self._latest.ask()

    def refresh_for(self, tables: frozenset[str]) -> None:
        """A sign-in or a booking changes nothing in the list."""
        if tables <= {"sign_in", "booking"} and self.shown is not None:
            self._show_details(self.shown.id)
        else:
            self.refresh()

    def _read(self, _progress: Progress) -> tuple[ClassRow, ...]:
        with self.desk.read() as session:
            return training_class.list_rows(session)

    def _show_list(self, rows: tuple[ClassRow, ...]) -> None:
        wanted = self._wanted or (self.shown.id if self.shown is not None else None)
        self.empty.setVisible(not rows)
        self._sides.setVisible(bool(rows))
        self.list.show_rows(rows)
        if wanted is not None and self._wanted is not None:
            self.list.choose(wanted)
        self._wanted = None
        open_ones = sum(one.state in (ClassState.open, ClassState.running) for one in rows)
        self.subtitle_changed.emit(
            f"{len(rows):,} 个班，{open_ones} 个报名或进行中" if rows else ""
        )

    def _bring(self, class_id: UUID) -> None:
        """Show a class now, and choose it in the list as soon as that is read."""
        self._wanted = class_id
        self.empty.hide()
        self._sides.show()
        self._show_details(class_id)
        if self.list.choose(class_id):
            self._wanted = None

    def _details(self) -> QWidget:
        self.details = Card(" ", padded=False)
        self.details.heading.setWordWrap(True)  # a long name must not push the list aside
        self.head = ClassHead(self.desk)
        self.head.copy_wanted.connect(lambda key: self.aim(FromClass(key)))
        self.lessons_tab = LessonsTab(self.desk)
        self.lessons = self.lessons_tab.table
        self.roster_tab = RosterTab(self.desk)
        self.roster_tab.enrolled.connect(self._show_roster)
        self.roster = self.roster_tab.table
        self.hours_tab = HoursTab(self.desk, self.head.show_checks)
        self.hours = self.hours_tab.table
        self.tabs = QTabWidget()
        self.tabs.setObjectName("class-tabs")
        self.tabs.setDocumentMode(True)
        self.papers = ClassPapers(self.desk, self, lambda: self.shown)
        self.tabs.setCornerWidget(self.papers.button)
        self.tabs.addTab(self.lessons_tab, "课次")
        self.tabs.addTab(self.roster_tab, "名单")
        self.tabs.addTab(self.hours_tab, "学时")
        self.details.body.setSpacing(4)
        self.details.body.addWidget(self.head)
        self.details.body.addWidget(self.tabs, 1)
        return self.details

    def _on_chosen(self, chosen: ClassRow | None) -> None:
        if chosen is None:
            self._show_nothing()
        elif self._wanted is None and (self.shown is None or self.shown.id != chosen.id):
            self._show_details(chosen.id)

    def _show_nothing(self) -> None:
        self.shown = None
        self.tabs.setEnabled(False)
        self.details.heading.setText("选一个培训班看详情")
        self.head.show_class(None)
        self.lessons_tab.show_class(None)
        self.roster_tab.show_class(None)
        self.hours_tab.show_class(None)

    def _show_details(self, class_id: UUID) -> None:
        """The class at once; its hours and checks, which take longer, when they are there."""
        with self.desk.read() as session:
            self.shown = shown = training_class.detail(session, class_id)
        self.tabs.setEnabled(True)
        self.details.heading.setText(shown.title)
        self.head.show_class(shown)
        self.lessons_tab.show_class(shown)
        self.roster_tab.show_class(shown)
        self.tabs.setTabText(0, f"课次 {len(shown.lessons)}")
        self.tabs.setTabText(1, f"名单 {len(shown.roster)}")
        self.hours_tab.show_class(shown)

    def _new_class(self) -> None:
        ClassDialog(self.window(), self.desk, self._made).open()

    def _made(self, key: UUID) -> None:
        self._bring(key)
        self.tabs.setCurrentIndex(0)

    def _show_roster(self) -> None:
        self.tabs.setCurrentWidget(self.roster_tab)
