"""The form of a course, new or changed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services.course import CourseDraft
from services.lecturer import LecturerRow
from ui.core import theme
from ui.core.draft_form import DraftForm
from ui.core.several_field import SeveralField

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
        offered = [(f"{one.name}　{one.employer}".strip(), one.id) for one in pool]
        self.lecturers = SeveralField(POOL, offered, tuple(linked))
        self.lecturers.setObjectName("course-lecturers")
        self.add_field(POOL, self.lecturers)
        self.span(self.lecturers)
        self["title"].setFocus()

    def special(self) -> dict[str, Any]:
        return {"lecturers": self.lecturers.chosen}
