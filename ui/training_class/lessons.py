"""The tab of a class's lessons: put, change, call off, sign in, print, book."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from services import course, site, training_class
from services.core.call import call
from services.sign_in.sheet import SHEET
from services.training_class import ClassDetail, LessonRow
from services.training_class.operations import CLOSED
from ui.core import keys
from ui.core.acts import act
from ui.core.desk import Page
from ui.core.detail_card import more_button
from ui.core.messages import ReasonDialog
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import column, row
from ui.training_class.dialogs import LessonDialog
from ui.training_class.tables import LESSONS

OFTEN = ("lesson-sign-in", "lesson-print", "lesson-book")
SELDOM = ("lesson-change", "lesson-cancel")
NO_LESSON = "先选中一节课。"
NOT_OPEN = "先选中一个没有归档、没有取消的班。"


def _open(page: "LessonActs") -> bool:
    return page.class_shown is not None and page.class_shown.state not in CLOSED


def _has_lesson(page: "LessonActs") -> bool:
    return page.lesson is not None


def _can_change(page: "LessonActs") -> bool:
    return _open(page) and _has_lesson(page)


class LessonsTab(QWidget):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.table: RowsView[LessonRow] = RowsView(LESSONS)
        self.table.setObjectName("lessons")
        self.table.setAccessibleName("课次")
        self.table.chosen.connect(lambda _lesson: page.offer())
        self.table.opened.connect(lambda _lesson: page.bound_acts["lesson-sign-in"].trigger())
        self.table.menus.append(self._fill_menu)
        more = more_button(page, "lesson-more", SELDOM)
        buttons = row(*map(page.button, ("lesson-new", *OFTEN)), None, more, gap=6)
        buttons.setContentsMargins(12, 10, 12, 10)
        inside = column(gap=0)
        inside.addLayout(buttons)
        inside.addWidget(self.table, 1)
        self.setLayout(inside)

    def show_class(self, shown: ClassDetail | None) -> None:
        lessons = shown.lessons if shown is not None else ()
        self.table.set_rows(lessons)
        if lessons and self.table.current is None:
            self.table.selectRow(0)

    def _fill_menu(self, menu: QMenu) -> None:
        for name in (*OFTEN, *SELDOM):
            self._page.bound_acts[name].add_to(menu)


class LessonActs(Page):
    """What is done with the lessons of the class that a page shows."""

    lessons_tab: LessonsTab

    @property
    def class_shown(self) -> ClassDetail | None:
        raise TypeError(f"{type(self).__name__} lacks this")

    @property
    def lesson(self) -> LessonRow | None:
        return None if self.class_shown is None else self.lessons_tab.table.current

    @act("lesson-new", "加课次", keys.LESSON, when=_open, why=NOT_OPEN)
    def add_lesson(self) -> None:
        self._ask_lesson(None)

    @act("lesson-sign-in", "签到", when=_has_lesson, why=NO_LESSON)
    def open_sign_in(self) -> None:
        if (lesson := self.lesson) is not None:
            self.desk.go("sign_in", lesson.id)

    @act("lesson-print", "打印签到表", keys.PRINT, when=_has_lesson, why=NO_LESSON)
    def print_sheet(self) -> None:
        if (lesson := self.lesson) is not None:
            show_papers(self.desk, self, SHEET.of(lesson.id))

    @act("lesson-book", "约讲师", when=_has_lesson, why=NO_LESSON)
    def book(self) -> None:
        if (lesson := self.lesson) is not None:
            self.desk.go("booking", lesson.id)

    @act("lesson-change", "修改课次", when=_can_change, why=NO_LESSON)
    def change_lesson(self) -> None:
        self._ask_lesson(self.lesson)

    @act("lesson-cancel", "取消课次", when=_can_change, why=NO_LESSON)
    def cancel_lesson(self) -> None:
        if (lesson := self.lesson) is None:
            return

        def cancel(reason: str) -> None:
            cancelled = call(training_class.cancel_lesson, lesson.id, reason)
            self.desk.do(cancelled, "课次已取消，教室已空出。")

        text = f"取消 {lesson.starts_at:%m月%d日 %H:%M} 的“{lesson.title}”？"
        ReasonDialog(self.window(), text, cancel).open()

    def on_lesson(self) -> Callable[[], object] | None:
        """What comes after a lesson that is put into the class; None for nothing."""
        return None

    def _ask_lesson(self, lesson: LessonRow | None) -> None:
        if (shown := self.class_shown) is None:
            return
        with self.desk.read() as session:
            courses, sites = course.list_all(session), site.list_all(session)
        then = self.on_lesson() if lesson is None else None
        LessonDialog(self.window(), self.desk, shown, courses, sites, lesson, then).open()
