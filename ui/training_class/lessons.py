"""The tab of a class's lessons: put, change, call off, sign in, print, book."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from services import course, site, training_class
from services.core.call import call
from services.sign_in.sheet import SHEET
from services.training_class import ClassDetail, ClassState, LessonRow
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import button, column, row
from ui.training_class.dialogs import LessonDialog
from ui.training_class.tables import LESSONS

CLOSED = (ClassState.archived, ClassState.cancelled)


class LessonsTab(QWidget):
    """What is done with the lessons of the class that is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: ClassDetail | None = None
        self.table: RowsView[LessonRow] = RowsView(LESSONS)
        self.table.setObjectName("lessons")
        self.table.setAccessibleName("课次")
        self.table.opened.connect(lambda lesson: desk.go("sign_in", lesson.id))
        self._new = button("加课次", self.add, name="lesson-new")
        self._change = button("修改", self.change, name="lesson-change")
        self._cancel = button("取消课次", self.cancel, name="lesson-cancel")
        self._others = (
            button("签到", self._sign_in, name="lesson-sign-in"),
            button("打印签到表", self.print, name="lesson-print"),
            button("约讲师", self._book, name="lesson-book"),
        )
        buttons = row(self._new, *self._others, self._change, None, self._cancel)
        buttons.setContentsMargins(14, 10, 14, 10)
        inside = column(gap=0)
        inside.addLayout(buttons)
        inside.addWidget(self.table, 1)
        self.setLayout(inside)
        delete = QShortcut(QKeySequence("Delete"), self.table, self.cancel)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def show_class(self, shown: ClassDetail | None) -> None:
        self._shown = shown
        lessons = shown.lessons if shown is not None else ()
        self.table.set_rows(lessons)
        if lessons and self.table.current is None:
            self.table.selectRow(0)
        closed = shown is None or shown.state in CLOSED
        self._new.setEnabled(not closed)
        for made in (self._change, self._cancel):
            made.setEnabled(bool(lessons) and not closed)
        for made in self._others:
            made.setEnabled(bool(lessons))

    def add(self) -> None:
        self._open(None)

    def change(self) -> None:
        if (lesson := self.table.current) is not None:
            self._open(lesson)

    def print(self) -> None:
        if (lesson := self.table.current) is not None:
            show_papers(self._desk, self, SHEET.of(lesson.id))

    def cancel(self) -> None:
        lesson = self.table.current
        if lesson is None or not self._cancel.isEnabled():
            return

        def act(reason: str) -> None:
            cancelled = call(training_class.cancel_lesson, lesson.id, reason)
            self._desk.do(cancelled, "课次已取消，教室已空出。")

        text = f"取消 {lesson.starts_at:%m月%d日 %H:%M} 的“{lesson.title}”？"
        ReasonDialog(self.window(), text, act).open()

    def _open(self, lesson: LessonRow | None) -> None:
        if self._shown is None or not self._new.isEnabled():
            return
        with self._desk.read() as session:
            courses, sites = course.list_all(session), site.list_all(session)
        LessonDialog(self.window(), self._desk, self._shown, courses, sites, lesson).open()

    def _sign_in(self) -> None:
        if (lesson := self.table.current) is not None:
            self._desk.go("sign_in", lesson.id)

    def _book(self) -> None:
        if (lesson := self.table.current) is not None:
            self._desk.go("booking", lesson.id)
