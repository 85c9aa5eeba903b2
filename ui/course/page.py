"""The courses (课程菜单): the list left, the chosen course right, the seven tasks above."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from services import course, lecturer, school
from services.core.call import call
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.core.text import plain
from services.course import (
    CourseDraft,
    CourseLesson,
    CourseRow,
    CoursewareDraft,
    Task,
    TaskCoverage,
)
from ui.core import keys
from ui.core.acts import act
from ui.core.book_out import save_book
from ui.core.desk import Desk, Files
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.draft_form import DraftForm
from ui.core.draft_guide import DraftGuide
from ui.core.import_guide import ask_for_sheet
from ui.core.list_page import Empty, Listed, ListPage, is_in_use, is_out_of_use
from ui.core.narrowing import Pick
from ui.course.form import CourseForm, ask_course
from ui.course.strip import CoverageStrip
from ui.course.tables import COURSES, LESSONS
from ui.course.taking import course_import

TASK = "course-task-filter"
CARD_WIDTH = 440


def _state(one: CourseRow) -> tuple[str, str]:
    return ("已停用", "grey") if one.retired else (f"课件{one.review.word}", one.review.tone)


def _note(one: CourseRow) -> str:
    return f"评审意见：{one.review_note}" if one.review_note else ""


class CoursePage(ListPage[CourseRow]):
    key = "course"
    title = "课程菜单"
    help = (
        "左边是能开的课程，右边是选中的课程和它今年的课次；上面是七项基本任务今年的开课情况，"
        "点一项只看这一项的课程。\n选几门可以一起记课件评审；导出的菜单表改好可以再导入。"
    )
    columns = COURSES
    filters = (Pick(TASK, lambda one: one.task.word, "全部任务"),)
    listed = "课程一览"
    unit = "门"
    find_hint = "编码、名称、讲师、专题"
    header = ("course-import", "course-new")
    opens = "course-edit"
    several = True
    empty = Empty(
        "还没有课程",
        "课程是一年里能开的课，排课次、做年度菜单时都从这里选。现成的课程菜单（Excel）可以导入，"
        "也可以一门一门新建；每门课归入一项基本任务、一个层级，并定好学时。",
        ("course-import", "course-new"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.bar.changed.connect(
            lambda: self.strip.show_choice(self.bar.narrowed.picked.get(TASK, ""))
        )

    @property
    def _year(self) -> int:
        return self.desk.workspace.clock.local_now().year

    def read(self, session: WorkSession) -> Listed[CourseRow]:
        rows = (*course.list_all(session), *course.list_retired(session))
        return Listed(rows, course.coverage(session, self._year))

    def took(self, more: Sequence[TaskCoverage]) -> None:
        self.strip.setVisible(bool(self.rows))
        self.strip.show_coverage(self._year, more)

    def texts(self, row: CourseRow) -> Sequence[str]:
        said = (row.code, row.title, row.audience, row.form, row.topics, row.materials)
        return *said, row.lecturer_words, row.tier.word, row.review.word

    def subtitle(self, in_use: Sequence[CourseRow]) -> str:
        return f"{len(in_use)} 门课程"

    def above(self) -> Sequence[QWidget]:
        self.strip = CoverageStrip(self._pick_task)
        self.strip.hide()  # until something was read
        return (self.strip,)

    def make_card(self) -> DetailCard[CourseRow]:
        card: DetailCard[CourseRow] = DetailCard(
            self,
            title=lambda one: one.title,
            state=_state,
            about=lambda one: " · ".join(
                (one.code, one.tier.word, one.form, f"{plain(one.hours)} 学时")
            ),
            acts=("course-review", "course-edit"),
            more=("course-export", "course-retire", "course-restore"),
            nobody="在左边选一门课程，这里显示它的讲师、课件和今年的课次。",
            width=CARD_WIDTH,
        )
        card.add_facts(
            [
                fact(CourseDraft, "task"),
                fact(CourseDraft, "audience"),
                Fact("讲师", lambda one: one.lecturer_words),
                fact(CourseDraft, "topics"),
                fact(CourseDraft, "materials"),
                fact(CourseDraft, "syllabus"),
            ]
        )
        card.add_words("course-review-note", _note, "hint-amber")
        self.lessons = card.add_list(
            "course-lessons",
            LESSONS,
            self._lessons,
            heading=lambda one: f"今年 {len(self._lessons(one))} 节课",
            words="今年的课次",
            empty="今年还没有排课。",
        )
        self.lessons.opened.connect(lambda one: self.desk.go("sign_in", one.lesson_id))
        return card

    def change(self, rows: Sequence[CourseRow], name: str, value: Any, reason: str) -> object:
        changed = call(course.change_field, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改，排好的课次不变。", reason)

    def aim(self, target: object) -> None:
        """As on every list, or the files that were dropped on the window."""
        if isinstance(target, Files):
            self._open_files(target.paths)
        else:
            super().aim(target)

    @act("course-import", "导入课程菜单", keys.IMPORT)
    def take_in(self) -> None:
        path = ask_for_sheet(self.desk, self, "选择课程菜单")
        if path is not None:
            self._open_files((path,))

    @act("course-new", "＋ 新建课程", keys.NEW)
    def new(self) -> None:
        picked = self.bar.narrowed.picked.get(TASK)
        task = next((one for one in Task if one.word == picked), next(iter(Task)))
        ask_course(self.desk, self.window(), "", self.choose, task=task)

    @act("course-review", "课件评审…", keys.REVIEW, when=is_in_use, menu=True, many=True)
    def review(self) -> None:
        chosen = [one for one in self.table.marked() if not one.retired]
        if not chosen:
            return

        def save(draft: CoursewareDraft, reason: str) -> None:
            told = f"{len(chosen)} 门课程的课件：{draft.state.word}。"
            self.desk.perform(call(course.review, [one.id for one in chosen], draft), told, reason)

        first = chosen[0]
        names = f"“{first.title}”" if len(chosen) == 1 else f" {len(chosen)} 门课程"
        DraftForm(
            self.window(),
            "course-review",
            f"课件评审：{names}",
            CoursewareDraft,
            save,
            start=CoursewareDraft(first.review, first.review_note),
        ).open()

    @act("course-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (shown := self.in_use) is None:
            return

        def save(draft: CourseDraft, reason: str) -> None:
            told = "已保存，排好的课次保持原来的名称和学时。"
            self.desk.perform(call(course.update, shown.id, draft), told, reason)

        linked = tuple(one.lecturer_id for one in shown.lecturers)
        with self.desk.read() as session:
            pool = lecturer.list_rows(session)
        CourseForm(
            self.window(),
            "修改课程",
            pool,
            save,
            draft_of(CourseDraft, shown, lecturers=linked),
            linked,
            make_lecturer=self.desk.making("lecturer"),
        ).open()

    @act("course-retire", "停用", keys.REMOVE, shown=is_in_use, menu=True)
    def retire(self) -> None:
        if (one := self.in_use) is not None:
            told = f"“{one.title}”已停用，以前的课次不变。"
            self.desk.do(call(course.retire, one.id), told)

    @act("course-restore", "恢复使用", shown=is_out_of_use, menu=True)
    def restore(self) -> None:
        if (one := self.out_of_use) is not None:
            told = f"“{one.title}”已恢复使用。"
            self.desk.do(call(course.restore, one.id), told, then=lambda _: self.choose(one.id))

    @act("course-export", "导出菜单表…", help="在用的课程，改好可以再导入")
    def write_out(self) -> None:
        """The courses in use in the columns of the menu file."""
        rows, year = [one for one in self.rows if not one.retired], self._year

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

    def _open_files(self, paths: Sequence[Path]) -> None:
        DraftGuide(self.desk, self, paths, course_import(self.desk)).open()

    def _lessons(self, one: CourseRow) -> tuple[CourseLesson, ...]:
        with self.desk.read() as session:
            return course.lessons_of(session, one.id, self._year)

    def _pick_task(self, task: Task) -> None:
        """Show its courses alone, or all again."""
        narrowed = self.bar.narrowed
        picked = dict(narrowed.picked)
        if picked.pop(TASK, "") != task.word:
            picked[TASK] = task.word
        self.narrow_to(replace(narrowed, picked=picked))
