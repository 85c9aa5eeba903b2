"""Courses as lists and pages show them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, select

from models.course import Course, CourseLecturer, CoursewareReview, Task, Tier
from models.lecturer import Lecturer
from models.site import Room, Site
from models.training_class import Lesson, TrainingClass
from services.core.checks import year_span
from services.core.session import WorkSession


@dataclass(frozen=True)
class CourseLecturerRow:
    """Somebody of the pool who can give a course."""

    lecturer_id: UUID
    name: str


@dataclass(frozen=True)
class CourseRow:
    """`lecturers` are of the pool and in use, by name; `other_lecturers` names the rest."""

    id: UUID
    code: str
    title: str
    task: Task
    tier: Tier
    form: str
    hours: Decimal
    audience: str
    syllabus: str
    topics: str
    materials: str
    lecturers: tuple[CourseLecturerRow, ...]
    other_lecturers: str
    review: CoursewareReview
    review_note: str
    retired: bool

    @property
    def lecturer_words(self) -> str:
        """Everybody who can give it, as the menu and the sheet name them."""
        names = [one.name for one in self.lecturers]
        return "、".join([*names, self.other_lecturers] if self.other_lecturers else names)


@dataclass(frozen=True)
class CourseLesson:
    lesson_id: UUID
    starts_at: datetime
    class_title: str
    place: str


def list_all(session: WorkSession) -> tuple[CourseRow, ...]:
    """Courses in use by code."""
    return _rows(session, Course.retired_at.is_(None))


def list_retired(session: WorkSession) -> tuple[CourseRow, ...]:
    """Retired courses by code."""
    return _rows(session, Course.retired_at.is_not(None))


def lessons_of(session: WorkSession, course_id: UUID, year: int) -> tuple[CourseLesson, ...]:
    """A course's lessons in a local year, the latest first."""
    rows = session.execute(
        select(Lesson.id, Lesson.starts_at, TrainingClass.title, Site.name, Room.name)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(
            Lesson.course_id == course_id,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(*year_span(year)),
        )
        .order_by(Lesson.starts_at.desc())
    )
    return tuple(
        CourseLesson(lesson, starts_at, title, f"{site} {room}")
        for lesson, starts_at, title, site, room in rows
    )


def _rows(session: WorkSession, which: ColumnElement[bool]) -> tuple[CourseRow, ...]:
    lecturers = _lecturers(session)
    rows = session.scalars(
        select(Course).where(Course.owner == session.owner, which).order_by(Course.code)
    )
    return tuple(
        CourseRow(
            id=row.id,
            code=row.code,
            title=row.title,
            task=row.task,
            tier=row.tier,
            form=row.form,
            hours=row.hours,
            audience=row.audience,
            syllabus=row.syllabus,
            topics=row.topics,
            materials=row.materials,
            lecturers=tuple(lecturers[row.id]),
            other_lecturers=row.other_lecturers,
            review=row.review,
            review_note=row.review_note,
            retired=row.retired_at is not None,
        )
        for row in rows
    )


def _lecturers(session: WorkSession) -> defaultdict[UUID, list[CourseLecturerRow]]:
    found = defaultdict[UUID, list[CourseLecturerRow]](list)
    for course_id, lecturer_id, name in session.execute(
        select(CourseLecturer.course_id, Lecturer.id, Lecturer.name)
        .join(Lecturer, Lecturer.id == CourseLecturer.lecturer_id)
        .where(CourseLecturer.owner == session.owner, Lecturer.retired_at.is_(None))
        .order_by(Lecturer.pinyin, Lecturer.id)
    ):
        found[course_id].append(CourseLecturerRow(lecturer_id, name))
    return found
