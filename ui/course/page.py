"""The course menu (课程菜单): the list left, the chosen course right, the seven tasks above."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import course
from services.core.errors import DeskError
from services.course import TASK_LABELS, TIER_LABELS, CourseLesson, CourseRow, Task, Tier
from ui.core.desk import Desk, Page
from ui.core.forms import text_field
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, EmptyState, button, column, label, row
from ui.course.coverage import CoverageStrip
from ui.course.dialogs import CourseDialog

TIER_TONES = {Tier.first: "red", Tier.main: "amber", Tier.required: "blue", Tier.elective: "grey"}
LEFT_SHARE, RIGHT_SHARE = 62, 38


def number(row: CourseRow) -> str:
    return f"{row.hours.normalize():f}"


COURSES: tuple[Column[CourseRow], ...] = (
    Column("编码", 76, lambda r: r.code, faint=True),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("基本任务", 136, lambda r: TASK_LABELS[r.task]),
    Column("层级", 74, lambda r: TIER_LABELS[r.tier], tone=lambda r: TIER_TONES[r.tier]),
    Column("形式", 86, lambda r: r.form),
    Column("学时", 52, number, sort=lambda r: r.hours, right=True, firm=True),
)
LESSONS: tuple[Column[CourseLesson], ...] = (
    Column("时间", 104, lambda r: f"{r.starts_at:%m-%d %H:%M}", sort=lambda r: r.starts_at),
    Column("班次", 0, lambda r: r.class_title),
    Column("地点", 104, lambda r: r.place, faint=True),
)


class CoursePage(Page):
    key = "course"
    title = "课程菜单"
    help = (
        "左边是今年的课程菜单，右边是选中的课程和它今年的课次；上面是七项基本任务今年的开课情况，"
        "点一项只看这一项的课程。Ctrl+N 新建，回车或 Ctrl+E 修改，Ctrl+F 找课程，"
        "Delete 停用（可撤销）。"
    )
    features = frozenset({"course", "training_class"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[CourseRow, ...] = ()
        self.strip = CoverageStrip(lambda _task: self._show_list())
        self.search = text_field("course-search", hint="编码、名称、对象")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("找课程")
        self.search.setMaximumWidth(240)
        self.search.textChanged.connect(lambda _text: self._show_list())
        self.retired = button("已停用", self._show_list, "pill", name="course-retired")
        self.retired.setCheckable(True)
        self.courses: RowsView[CourseRow] = RowsView(COURSES)
        self.courses.setObjectName("courses")
        self.courses.setAccessibleName("课程菜单")
        self.courses.chosen.connect(self._show_details)
        self.courses.opened.connect(lambda _row: self._edit())
        self.none = label("没有符合的课程。", "note")
        self.none.setContentsMargins(16, 16, 16, 16)
        self.list_card = Card("课程", " ", padded=False)
        self.list_card.head.addWidget(self.retired)
        self.list_card.head.addWidget(self.search)
        self.list_card.body.addWidget(self.none)
        self.list_card.body.addWidget(self.courses, 1)
        sides = row(gap=14)
        sides.addWidget(self.list_card, LEFT_SHARE)
        sides.addWidget(self._details(), RIGHT_SHARE)
        whole = column(self.strip, gap=14)
        whole.addLayout(sides, 1)
        whole.setContentsMargins(24, 18, 24, 18)
        main = QWidget()
        main.setLayout(whole)
        self.empty = EmptyState(
            "课程菜单还是空的",
            "课程菜单是一年里能开的课，排课次时从这里选。"
            "每门课归入一项基本任务、一个层级，并定好学时。",
            "新建课程",
            self._new,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(main)
        self.setLayout(column(self._stack))
        for keys, act in (
            ("Ctrl+F", self.search.setFocus),
            ("Ctrl+E", self._edit),
            ("Delete", self._retire),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header_buttons(self) -> list[QWidget]:
        return [button("＋ 新建课程", self._new, "primary", key="Ctrl+N", name="course-new")]

    def aim(self, target: object) -> None:
        if target == "new":
            self._new()
        elif isinstance(target, UUID):
            self._choose(target)

    def refresh(self) -> None:
        year = self.desk.workspace.clock.local_now().year
        with self.desk.workspace.read() as session:
            self._rows = course.list_all(session)
            self._retired = course.list_retired(session)
            covered = course.coverage(session, year)
        self._stack.setCurrentIndex(1 if self._rows or self._retired else 0)
        self.strip.show_coverage(year, covered)
        self.retired.setText(f"已停用 {len(self._retired)}")
        self.retired.setVisible(bool(self._retired))
        if not self._retired:
            self.retired.setChecked(False)
        self._show_list()

    def _details(self) -> QWidget:
        self.details = Card(" ", " ", padded=False)
        self.details.heading.setWordWrap(True)  # a long name must not push the list aside
        self.details.head.setStretch(0, 1)
        self.details.head.setStretch(2, 0)
        self.facts = label("", wrap=True)
        self.facts.setObjectName("course-facts")
        self.syllabus = label("", "note", wrap=True)
        self.edit_button = button("修改", self._edit, key="Ctrl+E", name="course-edit")
        self.retire_button = button("停用", self._retire, name="course-retire")
        self.lessons: RowsView[CourseLesson] = RowsView(LESSONS)
        self.lessons.setObjectName("course-lessons")
        self.lessons.setAccessibleName("今年的课次")
        self.lessons.opened.connect(lambda one: self.desk.go("sign_in", one.lesson_id))
        self.held = label("", "heading")
        above = column(
            self.facts, self.syllabus, row(self.edit_button, self.retire_button, None), self.held
        )
        above.setContentsMargins(16, 12, 16, 4)
        self.details.body.addLayout(above)
        self.details.body.addWidget(self.lessons, 1)
        return self.details

    def _show_list(self) -> None:
        chosen = self.courses.current
        rows = self._retired if self.retired.isChecked() else self._rows
        text = self.search.text().strip().lower()
        task = self.strip.chosen
        found = [
            one
            for one in rows
            if (task is None or one.task is task)
            and text in f"{one.code} {one.title} {one.audience}".lower()
        ]
        words = TASK_LABELS[task] if isinstance(task, Task) else "全部"
        self.list_card.note.setText(f"{words} {len(found)} 门")
        self.none.setVisible(not found)
        self.courses.setVisible(bool(found))
        self.courses.set_rows(found)
        if chosen is None or not self.courses.choose(lambda one: one.id == chosen.id):
            self.courses.selectRow(0)
        self._show_details(self.courses.current)

    def _show_details(self, shown: CourseRow | None) -> None:
        for made in (self.edit_button, self.retire_button, self.lessons, self.held):
            made.setVisible(shown is not None)
        if shown is None:
            self.details.heading.setText("选一门课程看详情")
            self.facts.setText("")
            self.syllabus.setText("")
            self.lessons.set_rows(())
            return
        is_retired = self.retired.isChecked()
        self.edit_button.setVisible(not is_retired)
        self.retire_button.setText("恢复到菜单" if is_retired else "停用")
        self.details.heading.setText(shown.title)
        self.facts.setText(
            f"{shown.code} · {TIER_LABELS[shown.tier]} · {shown.form} · {number(shown)} 学时\n"
            f"{TASK_LABELS[shown.task]}\n适用对象：{shown.audience or '未填写'}"
        )
        self.syllabus.setText(shown.syllabus)
        self.syllabus.setVisible(bool(shown.syllabus))
        year = self.desk.workspace.clock.local_now().year
        with self.desk.workspace.read() as session:
            lessons = course.lessons_of(session, shown.id, year)
        self.held.setText(f"今年 {len(lessons)} 节课" if lessons else "今年还没有排课")
        self.lessons.set_rows(lessons)

    def _choose(self, course_id: UUID) -> None:
        """Show a course, whatever was filtered before."""
        self.strip.clear_choice()
        self.search.clear()
        self.retired.setChecked(any(one.id == course_id for one in self._retired))
        self._show_list()
        self.courses.choose(lambda one: one.id == course_id)

    def _new(self) -> None:
        with self.desk.workspace.read() as session:
            code = course.next_code(session)

        def saved(key: UUID) -> None:
            self._choose(key)
            self.desk.messages.done("课程已加入菜单。")

        CourseDialog(self.window(), self.desk.workspace, code, saved).open()

    def _edit(self) -> None:
        shown = self.courses.current
        if shown is None or self.retired.isChecked():
            return

        def saved(_key: UUID) -> None:
            self.desk.messages.done("已保存。排好的课次保持原来的名称和学时。")

        CourseDialog(self.window(), self.desk.workspace, shown.code, saved, shown).open()

    def _retire(self) -> None:
        shown = self.courses.current
        if shown is None:
            return
        if self.retired.isChecked():
            self._restore(shown)
            return
        try:
            with self.desk.workspace.write("course.retire") as session:
                course.retire(session, shown.id)
        except DeskError as error:
            self.desk.messages.error(error)
            return
        self.desk.messages.done(
            f"已停用“{shown.title}”，以前的课次不变。", on_action=lambda: self._restore(shown)
        )

    def _restore(self, shown: CourseRow) -> None:
        try:
            with self.desk.workspace.write("course.restore") as session:
                course.restore(session, shown.id)
        except DeskError as error:
            self.desk.messages.error(error)
            return
        self._choose(shown.id)
        self.desk.messages.done(f"“{shown.title}”已恢复到菜单。")
