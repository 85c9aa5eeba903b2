"""The form of a course, new or changed, and how one is made from wherever a course is asked for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import course, lecturer
from services.core.call import call
from services.core.session import WorkSession
from services.course import FORMS, CourseDraft, CourseRow, Task
from services.lecturer import LecturerRow
from ui.core import theme
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.maker import Maker
from ui.core.making import Make
from ui.core.several_field import SeveralField
from ui.lecturer.form import lecturer_words

POOL = "库内讲师"
WIDTH = 680


class CourseForm(DraftForm[CourseDraft]):
    """`linked` are those of the pool who can give it."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        pool: Sequence[LecturerRow],
        save: Callable[[CourseDraft, str], object],
        start: CourseDraft | Mapping[str, Any],
        linked: Collection[UUID] = (),
        *,
        make_lecturer: Make | None = None,
    ) -> None:
        super().__init__(
            parent,
            "course",
            title,
            CourseDraft,
            save,
            start=start,
            beside=("tier", "hours", "materials"),
            width=theme.current().px(WIDTH),
        )
        offered = [(lecturer_words(one), one.id) for one in pool]
        self.lecturers = SeveralField(POOL, offered, tuple(linked), make_lecturer)
        self.lecturers.setObjectName("course-lecturers")
        self.add_field(POOL, self.lecturers)
        self.span(self.lecturers)
        self["title"].setFocus()

    def special(self) -> dict[str, Any]:
        return {"lecturers": self.lecturers.chosen}


def ask_course(
    desk: Desk,
    parent: QWidget,
    title: str,
    then: Callable[[UUID], object],
    *,
    task: Task | None = None,
) -> CourseForm:
    """The form of a new course, open, of the first task unless told; `then` gets its id."""
    with desk.read() as session:
        pool = lecturer.list_rows(session)
        start = {
            "code": course.next_code(session),
            "title": title,
            "task": task or next(iter(Task)),
            "form": FORMS[0],
        }

    def save(draft: CourseDraft, reason: str) -> None:
        made = call(course.create, draft)
        desk.perform(made, "已新建课程。", reason, then=lambda one: then(one.id))

    form = CourseForm(parent, "新建课程", pool, save, start, make_lecturer=desk.making("lecturer"))
    form.open()
    return form


def course_words(one: CourseRow) -> str:
    """A course in a chooser."""
    return f"{one.code} {one.title}（{one.tier.word}）"


def _said(session: WorkSession, key: UUID) -> str:
    return next(course_words(one) for one in course.list_all(session) if one.id == key)


COURSE = Maker("course", "课程", ask_course, _said)
