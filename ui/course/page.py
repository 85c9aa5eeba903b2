"""The courses (课程菜单): the list left, the chosen course right, the seven tasks above."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from services import course, lecturer, school
from services.core.call import call
from services.core.session import WorkSession
from services.course import CourseDraft, CourseRow, CoursewareReview, Task
from ui.core import theme
from ui.core.book_out import save_book
from ui.core.desk import Desk, Files, Page
from ui.core.draft_guide import DraftGuide
from ui.core.forms import text_field
from ui.core.import_guide import ask_for_sheet
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, column, label, row
from ui.course.details import Acts, CourseCard
from ui.course.dialogs import CourseDialog, ReviewDialog
from ui.course.strip import CoverageStrip
from ui.course.tables import COURSES
from ui.course.taking import course_import

LEFT_SHARE, RIGHT_SHARE = 62, 38


def found_by(row: CourseRow) -> str:
    """What the search looks through."""
    return " ".join(
        (row.code, row.title, row.audience, row.form, row.topics, row.materials,
         row.lecturer_words, row.tier.word, row.review.word)
    ).lower()  # fmt: skip


class CoursePage(Page):
    key = "course"
    title = "课程菜单"
    help = (
        "左边是能开的课程，右边是选中的课程和它今年的课次；上面是七项基本任务今年的开课情况，"
        "点一项只看这一项的课程。\n"
        "Ctrl+I 导入课程菜单（先看会改动什么），Ctrl+Shift+M 导出成可再导入的菜单表；"
        "Ctrl+N 新建，回车或 Ctrl+E 修改，Ctrl+R 记课件评审（可选多门），"
        "Ctrl+F 找课程（编码、名称、讲师、专题、课件状态…），Delete 停用，Ctrl+Z 撤销。\n"
        "Ctrl+Shift+L 选列，Ctrl+Shift+E 导出 Excel，Ctrl+Shift+P 打印名单。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[CourseRow, ...] = ()
        self._retired: tuple[CourseRow, ...] = ()
        self.strip = CoverageStrip(lambda _task: self._show_list())
        self.card = CourseCard(
            Acts(
                edit=self._edit,
                retire=self._retire,
                review=self._review,
                open_lesson=lambda key: desk.go("sign_in", key),
            )
        )
        sides = row(gap=14)
        sides.addWidget(self._list(), LEFT_SHARE)
        sides.addWidget(self.card, RIGHT_SHARE)
        whole = column(self.strip, gap=14)
        whole.addLayout(sides, 1)
        whole.setContentsMargins(24, 18, 24, 18)
        main = QWidget()
        main.setLayout(whole)
        self.empty = EmptyState(
            "还没有课程",
            "课程是一年里能开的课，排课次、做年度菜单时都从这里选。"
            "现成的课程菜单（Excel）按 Ctrl+I 导入，也可以一门一门新建；"
            "每门课归入一项基本任务、一个层级，并定好学时。",
            "新建课程",
            self._new,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(main)
        self.setLayout(column(self._stack))
        for keys, act in (("Ctrl+F", self.search.setFocus), ("Delete", self._retire)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header_buttons(self) -> list[QWidget]:
        return [
            button("导入课程菜单", self._take_in, key="Ctrl+I", name="course-import"),
            button("＋ 新建课程", self._new, "primary", key="Ctrl+N", name="course-new"),
        ]

    def aim(self, target: object) -> None:
        if target == "new":
            self._new()
        elif isinstance(target, UUID):
            self._choose(target)
        elif isinstance(target, Files):
            self._open_files(target.paths)

    def refresh(self) -> None:
        year = self.desk.workspace.clock.local_now().year
        with self.desk.read() as session:
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

    def _list(self) -> QWidget:
        self.search = text_field("course-search", hint="编码、名称、讲师、专题")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("找课程")
        self.search.setMinimumWidth(theme.current().px(220))
        self.search.textChanged.connect(lambda _text: self._show_list())
        self.retired = button("已停用", self._show_list, "pill", name="course-retired")
        self.retired.setCheckable(True)
        self.courses: RowsView[CourseRow] = RowsView(COURSES)
        self.courses.setObjectName("courses")
        self.courses.setAccessibleName("课程")
        self.courses.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.courses.chosen.connect(self._show_details)
        self.courses.opened.connect(lambda _row: self._edit())
        self.none = label("没有符合的课程。", "note")
        self.none.setContentsMargins(16, 16, 16, 16)
        self.list_card = Card("课程", " ", padded=False)
        self.list_card.head.addWidget(self.retired)
        self.list_card.head.addWidget(self.search)
        self.list_card.body.addWidget(self.none)
        self.list_card.body.addWidget(self.courses, 1)
        self.list_card.body.addStretch(0)
        export = button(
            "导出菜单表", self._write_out, "link", key="Ctrl+Shift+M", name="course-export"
        )
        named = Named("course", lambda: "课程一览", self.list_card.note.text)
        foot = row(export, None, ListTools(self.desk, self.courses, named), gap=6)
        foot.setContentsMargins(12, 4, 8, 4)
        self.list_card.body.addLayout(foot)
        return self.list_card

    def _show_list(self) -> None:
        chosen = self.courses.current
        rows = self._retired if self.retired.isChecked() else self._rows
        words, task = self.search.text().lower().split(), self.strip.chosen
        found = [
            one
            for one in rows
            if (task is None or one.task is task) and all(word in found_by(one) for word in words)
        ]
        kind = task.word if isinstance(task, Task) else "全部"
        self.list_card.note.setText(f"{kind} {len(found)} 门")
        self.none.setVisible(not found)
        self.courses.setVisible(bool(found))
        self.courses.set_rows(found)
        if chosen is None or all(one.id != chosen.id for one in found):
            self.courses.selectRow(0)
        self._show_details(self.courses.current)

    def _show_details(self, shown: CourseRow | None) -> None:
        lessons: tuple[course.CourseLesson, ...] = ()
        if shown is not None:
            year = self.desk.workspace.clock.local_now().year
            with self.desk.read() as session:
                lessons = course.lessons_of(session, shown.id, year)
        self.card.show_course(shown, lessons, retired=self.retired.isChecked())

    def _choose(self, course_id: UUID) -> None:
        """Show a course, whatever was filtered before."""
        self.strip.clear_choice()
        self.search.clear()
        self.retired.setChecked(any(one.id == course_id for one in self._retired))
        self._show_list()
        self.courses.choose(lambda one: one.id == course_id)

    def _new(self) -> None:
        def save(draft: CourseDraft) -> None:
            self.desk.perform(
                call(course.create, draft),
                "已新建课程。",
                then=lambda made: self._choose(made.id),
            )

        with self.desk.read() as session:
            code, pool = course.next_code(session), lecturer.list_rows(session)
        CourseDialog(self.window(), code, pool, save).open()

    def _edit(self) -> None:
        shown = self.courses.current
        if shown is None or self.retired.isChecked():
            return

        def save(draft: CourseDraft) -> None:
            self.desk.perform(
                call(course.update, shown.id, draft), "已保存，排好的课次保持原来的名称和学时。"
            )

        with self.desk.read() as session:
            pool = lecturer.list_rows(session)
        CourseDialog(self.window(), shown.code, pool, save, shown).open()

    def _review(self) -> None:
        rows = self.courses.marked()
        if not rows or self.retired.isChecked():
            return

        def save(state: CoursewareReview, note: str) -> None:
            ids = [one.id for one in rows]
            self.desk.perform(
                call(course.review, ids, state, note), f"{len(ids)} 门课程的课件：{state.word}。"
            )

        ReviewDialog(self.window(), rows, save).open()

    def _retire(self) -> None:
        shown = self.courses.current
        if shown is None:
            return
        if self.retired.isChecked():
            self.desk.do(
                call(course.restore, shown.id),
                f"“{shown.title}”已恢复使用。",
                then=lambda _: self._choose(shown.id),
            )
        else:
            words = f"“{shown.title}”已停用，以前的课次不变。"
            self.desk.do(call(course.retire, shown.id), words)

    def _take_in(self) -> None:
        path = ask_for_sheet(self.desk, self, "选择课程菜单")
        if path is not None:
            self._open_files((path,))

    def _open_files(self, paths: Sequence[Path]) -> None:
        DraftGuide(self.desk, self, paths, course_import(self.desk)).open()

    def _write_out(self) -> None:
        """The courses in use in the columns of the menu file."""
        rows, year = self._rows, self.desk.workspace.clock.local_now().year

        def make(session: WorkSession) -> bytes:
            from services.course.workbook import menu_book  # only who exports waits for it

            return menu_book(rows, school.own(session).name, year)

        save_book(
            self.desk,
            self,
            "导出菜单表",
            f"{year}年度课程菜单",
            make,
            call(course.log_exported, len(rows)),
            f"{len(rows)} 门",
        )
