"""The chosen course: what it is, who gives it, its courseware, this year's lessons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.core.listing import text_of
from services.course import CourseLesson, CourseRow
from ui.core.table import RowsView
from ui.core.widgets import Card, button, chip, column, label, row, set_chip
from ui.course.tables import LESSONS

Act = Callable[[], object]


@dataclass(frozen=True)
class Acts:
    """`open_lesson` gets a lesson's id; `retire` restores where the course is retired."""

    edit: Act
    retire: Act
    review: Act
    open_lesson: Callable[[UUID], object]


class CourseCard(Card):
    def __init__(self, acts: Acts) -> None:
        super().__init__(" ", " ", padded=False)
        self.heading.setWordWrap(True)  # a long name must not push the list aside
        self.head.setStretch(0, 1)
        self.head.setStretch(2, 0)
        self.facts = label("", wrap=True)
        self.facts.setObjectName("course-facts")
        self.more = label("", "note", wrap=True)
        self.more.setObjectName("course-more")
        self.review = chip("")
        self.review_note = label("", "note", wrap=True)
        self.review_button = button(
            "课件评审…", acts.review, "link", key="Ctrl+R", name="course-review"
        )
        self.edit_button = button("修改", acts.edit, key="Ctrl+E", name="course-edit")
        self.retire_button = button("停用", acts.retire, name="course-retire")
        self.lessons: RowsView[CourseLesson] = RowsView(LESSONS)
        self.lessons.setObjectName("course-lessons")
        self.lessons.setAccessibleName("今年的课次")
        self.lessons.opened.connect(lambda one: acts.open_lesson(one.lesson_id))
        self.held = label("", "heading")
        courseware = row(label("课件", "note"), self.review, self.review_button, None)
        above = column(
            self.facts,
            self.more,
            courseware,
            self.review_note,
            row(self.edit_button, self.retire_button, None),
            self.held,
        )
        above.setContentsMargins(16, 12, 16, 4)
        self.body.addLayout(above)
        self.body.addWidget(self.lessons, 1)
        self._parts = (
            self.facts, self.more, self.review, self.review_button, self.edit_button,
            self.retire_button, self.lessons, self.held,
        )  # fmt: skip

    def show_course(
        self, shown: CourseRow | None, lessons: Sequence[CourseLesson], *, retired: bool
    ) -> None:
        for made in self._parts:
            made.setVisible(shown is not None)
        self.review_note.setVisible(bool(shown and shown.review_note))
        self.lessons.set_rows(lessons)
        if shown is None:
            self.heading.setText("选一门课程看详情")
            return
        self.edit_button.setVisible(not retired)
        self.review_button.setVisible(not retired)
        self.retire_button.setText("恢复使用" if retired else "停用")
        self.heading.setText(shown.title)
        worth = f"{text_of(shown.hours)} 学时"
        self.facts.setText(
            f"{shown.code} · {shown.tier.word} · {shown.form} · {worth}\n"
            f"{shown.task.word}\n适用对象：{shown.audience or '未填写'}\n"
            f"讲师：{shown.lecturer_words or '还没有定'}"
        )
        told = (("专题", shown.topics), ("教学资料", shown.materials), ("简介", shown.syllabus))
        self.more.setText("\n".join(f"{words}：{text}" for words, text in told if text))
        self.more.setVisible(bool(self.more.text()))
        set_chip(self.review, shown.review.word, shown.review.tone)
        self.review_note.setText(f"评审意见：{shown.review_note}")
        self.held.setText(f"今年 {len(lessons)} 节课" if lessons else "今年还没有排课")
