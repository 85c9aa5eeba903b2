"""Courses (课程) on the menu."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from models.course import Course
from models.course import Task as Task
from models.course import Tier as Tier
from models.site import Room, Site
from models.training_class import Lesson, TrainingClass
from services.core.errors import Refused
from services.core.fields import half_hours, optional_text, required_text, year_span
from services.core.session import WorkSession
from services.school import own

TASK_LABELS = {
    Task.theory: "政治理论教育",
    Task.political: "政治教育和政治训练",
    Task.discipline: "党章党规党纪教育",
    Task.purpose: "党的宗旨教育",
    Task.tradition: "革命传统教育",
    Task.situation: "形势政策教育",
    Task.skills: "知识技能教育",
}
TIER_LABELS = {
    Tier.first: "首课",
    Tier.main: "主课",
    Tier.required: "必修课",
    Tier.elective: "选修课",
}
FORMS = ("专题讲授", "案例精解", "集体研讨", "现场教学", "观看党课视频", "实训操作")


@dataclass(frozen=True)
class CourseDraft:
    """`hours` in half-hour steps, 0.5 to 24."""

    code: str
    title: str
    task: Task
    tier: Tier
    form: str
    hours: Decimal
    audience: str = ""
    syllabus: str = ""


@dataclass(frozen=True)
class CourseRow:
    id: UUID
    code: str
    title: str
    task: Task
    tier: Tier
    form: str
    hours: Decimal
    audience: str
    syllabus: str


@dataclass(frozen=True)
class TaskCoverage:
    """One of the seven tasks in a year: courses on the menu, lessons on the timetable."""

    task: Task
    courses: int
    lessons: int


@dataclass(frozen=True)
class CourseLesson:
    lesson_id: UUID
    starts_at: datetime
    class_title: str
    place: str


def create(session: WorkSession, draft: CourseDraft) -> UUID:
    """Raises BadInput; Refused where the code is taken."""
    fields = _checked(draft)
    _require_free_code(session, str(fields["code"]), None)
    course = session.make(Course, **fields)
    session.note("course.create", id=str(course.id))
    return course.id


def update(session: WorkSession, course_id: UUID, draft: CourseDraft) -> None:
    """Change a course. Lessons keep the title, task, tier, form and hours they were made with."""
    fields = _checked(draft)
    course = session.require(Course, course_id)
    _require_free_code(session, str(fields["code"]), course_id)
    for name, value in fields.items():
        setattr(course, name, value)
    session.note("course.update", id=str(course_id))


def retire(session: WorkSession, course_id: UUID) -> None:
    """Take a course off the menu; past lessons keep it."""
    session.require(Course, course_id).retired_at = session.now()
    session.note("course.retire", id=str(course_id))


def restore(session: WorkSession, course_id: UUID) -> None:
    session.require(Course, course_id).retired_at = None
    session.note("course.restore", id=str(course_id))


def list_all(session: WorkSession) -> tuple[CourseRow, ...]:
    """Courses on the menu by code."""
    return _rows(session, Course.retired_at.is_(None))


def list_retired(session: WorkSession) -> tuple[CourseRow, ...]:
    """Courses taken off the menu, by code."""
    return _rows(session, Course.retired_at.is_not(None))


def coverage(session: WorkSession, year: int) -> tuple[TaskCoverage, ...]:
    """The seven tasks, in their order, with what serves them in a local year."""
    courses = {
        task: count
        for task, count in session.execute(
            select(Course.task, func.count())
            .where(Course.owner == session.owner, Course.retired_at.is_(None))
            .group_by(Course.task)
        )
    }
    lessons = {
        task: count
        for task, count in session.execute(
            select(Lesson.task, func.count())
            .where(
                Lesson.owner == session.owner,
                Lesson.cancelled_at.is_(None),
                Lesson.starts_at.between(*year_span(year)),
            )
            .group_by(Lesson.task)
        )
    }
    return tuple(TaskCoverage(task, courses.get(task, 0), lessons.get(task, 0)) for task in Task)


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


def next_code(session: WorkSession) -> str:
    """The school's code with the next free number: ZS041."""
    prefix = own(session).code
    codes = session.scalars(select(Course.code).where(Course.owner == session.owner))
    tails = (code.removeprefix(prefix) for code in codes if code.startswith(prefix))
    numbers = [int(tail) for tail in tails if tail.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"


def _checked(draft: CourseDraft) -> dict[str, object]:
    return {
        "code": required_text(draft.code, "课程编码", 20),
        "title": required_text(draft.title, "课程名称", 60),
        "task": draft.task,
        "tier": draft.tier,
        "form": required_text(draft.form, "教学形式", 20),
        "hours": half_hours(draft.hours),
        "audience": optional_text(draft.audience, "适用对象", 40),
        "syllabus": optional_text(draft.syllabus, "课程简介", 500),
    }


def _require_free_code(session: WorkSession, code: str, course_id: UUID | None) -> None:
    """A code stays with its course, also after that was taken off the menu."""
    found = session.execute(
        select(Course.id, Course.retired_at).where(
            Course.owner == session.owner, Course.code == code
        )
    ).one_or_none()
    if found is None or found[0] == course_id:
        return
    if found[1] is not None:
        raise Refused(f"编码 {code} 属于一门已停用的课程，请恢复那门课程或换一个编码。")
    raise Refused(f"编码 {code} 已被另一门课程使用，请换一个。")


def _rows(session: WorkSession, which: ColumnElement[bool]) -> tuple[CourseRow, ...]:
    rows = session.execute(
        select(
            Course.id,
            Course.code,
            Course.title,
            Course.task,
            Course.tier,
            Course.form,
            Course.hours,
            Course.audience,
            Course.syllabus,
        )
        .where(Course.owner == session.owner, which)
        .order_by(Course.code)
    )
    return tuple(CourseRow(*row) for row in rows)
