"""Materials as lists and pages show them, and what waits for its review."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from models.core.types import PartialDate
from models.course import Course, Task
from models.material import Material, MaterialCourse, MaterialKind, MaterialReview
from services.core.session import WorkSession
from services.core.todo import Todo


@dataclass(frozen=True)
class MaterialRow:
    """`courses` are those that use it, by code, and `course_words` their titles."""

    id: UUID
    title: str
    kind: MaterialKind
    task: Task
    author: str
    made_on: PartialDate | None
    length: int
    note: str
    review: MaterialReview
    reviewed_by: str
    reviewed_on: date | None
    review_note: str
    retired: bool
    courses: tuple[UUID, ...]
    course_words: str

    @property
    def is_reviewed(self) -> bool:
        return self.review is MaterialReview.approved


def list_rows(session: WorkSession) -> tuple[MaterialRow, ...]:
    """Everything in the register, retired too, by kind and title."""
    courses = _courses(session)
    rows = session.scalars(select(Material).where(Material.owner == session.owner))
    order = list(MaterialKind)
    found = [
        MaterialRow(
            id=row.id,
            title=row.title,
            kind=row.kind,
            task=row.task,
            author=row.author,
            made_on=row.made_on,
            length=row.length,
            note=row.note,
            review=row.review,
            reviewed_by=row.reviewed_by,
            reviewed_on=row.reviewed_on,
            review_note=row.review_note,
            retired=row.retired_at is not None,
            courses=tuple(key for key, _ in courses[row.id]),
            course_words="、".join(title for _, title in courses[row.id]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.title, one.id)))


def todos(session: WorkSession) -> list[Todo]:
    """One line for all that was not reviewed or was returned."""
    waiting = session.scalar(
        select(func.count()).where(
            Material.owner == session.owner,
            Material.retired_at.is_(None),
            Material.review != MaterialReview.approved,
        )
    )
    if not waiting:
        return []
    return [
        Todo(
            "资源",
            "amber",
            f"{waiting} 件学习资源还没有审核",
            "给党员学习之前要有人看过。",
            "去审核",
            "material",
            MaterialReview.waiting,
            urgency=60,
            count=waiting,
        )
    ]


def _courses(session: WorkSession) -> defaultdict[UUID, list[tuple[UUID, str]]]:
    found = defaultdict[UUID, list[tuple[UUID, str]]](list)
    for material_id, course_id, title in session.execute(
        select(MaterialCourse.material_id, Course.id, Course.title)
        .join(Course, Course.id == MaterialCourse.course_id)
        .where(MaterialCourse.owner == session.owner)
        .order_by(Course.code)
    ):
        found[material_id].append((course_id, title))
    return found
