"""What pages and papers show of classes and lessons."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, case, func, select

from models.booking import LIVE_BOOKINGS, Booking, BookingState
from models.branch import Branch
from models.lecturer import Lecturer
from models.member import Member
from models.sign_in import ATTENDED, SignIn
from models.site import Room, Site
from models.training_class import BrandKind, ClassState, Enrolment, Lesson, TrainingClass
from services.core.checks import day_span
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.core.text import mask_phone


@dataclass(frozen=True)
class ClassRow:
    id: UUID
    code: str
    title: str
    state: ClassState
    lessons: int
    enrolled: int
    first_day: date | None
    last_day: date | None
    brand: BrandKind | None = None
    rotation: bool = False
    places: int | None = None
    head_teacher: str = ""
    minimum: int | None = None


@dataclass(frozen=True)
class LessonRow:
    """`lecturer` is empty and `booking_state` None where nobody is booked.

    `present` counts who was there, `signed` all with any status, `enrolled` the class.
    """

    id: UUID
    class_id: UUID
    class_title: str
    title: str
    starts_at: datetime
    ends_at: datetime
    site: str
    room: str
    hours: Decimal
    course_id: UUID
    room_id: UUID
    lecturer: str
    booking_state: BookingState | None
    present: int
    signed: int
    enrolled: int


@dataclass(frozen=True)
class EnrolledRow:
    number: int
    member_id: UUID
    name: str
    branch: str
    post: str
    phone_masked: str


@dataclass(frozen=True)
class ClassDetail:
    id: UUID
    code: str
    title: str
    state: ClassState
    rotation: bool
    head_teacher: str
    lessons: tuple[LessonRow, ...]
    roster: tuple[EnrolledRow, ...]
    brand: BrandKind | None = None
    places: int | None = None
    minimum: int | None = None
    state_reason: str = ""


def list_rows(session: WorkSession) -> tuple[ClassRow, ...]:
    """All classes, the latest first."""
    spans = {
        class_id: (count, first, last)
        for class_id, count, first, last in session.execute(
            select(
                Lesson.class_id,
                func.count(),
                func.min(Lesson.starts_at),
                func.max(Lesson.starts_at),
            )
            .where(Lesson.owner == session.owner, Lesson.cancelled_at.is_(None))
            .group_by(Lesson.class_id)
        )
    }
    enrolled = dict(
        session.execute(
            select(Enrolment.class_id, func.count())
            .where(Enrolment.owner == session.owner)
            .group_by(Enrolment.class_id)
        ).all()
    )
    rows = session.execute(
        select(
            TrainingClass.id,
            TrainingClass.code,
            TrainingClass.title,
            TrainingClass.state,
            TrainingClass.brand,
            TrainingClass.rotation,
            TrainingClass.places,
            TrainingClass.head_teacher,
            TrainingClass.minimum,
        )
        .where(TrainingClass.owner == session.owner)
        .order_by(TrainingClass.code.desc())
    )
    found = []
    for row in rows:
        count, first, last = spans.get(row.id, (0, None, None))
        found.append(
            ClassRow(
                id=row.id,
                code=row.code,
                title=row.title,
                state=row.state,
                lessons=count,
                enrolled=enrolled.get(row.id, 0),
                first_day=first.date() if first else None,
                last_day=last.date() if last else None,
                brand=row.brand,
                rotation=row.rotation,
                places=row.places,
                head_teacher=row.head_teacher,
                minimum=row.minimum,
            )
        )
    return tuple(sorted(found, key=_newest_first))


def _newest_first(row: ClassRow) -> tuple[bool, int]:
    """Classes without a lesson yet stand first: they are being made."""
    return row.last_day is not None, -(row.last_day.toordinal() if row.last_day else 0)


def detail(session: WorkSession, class_id: UUID) -> ClassDetail:
    """One class with its lessons in time order and its roster. Raises NotFound."""
    row = session.require(TrainingClass, class_id)
    lessons = _lesson_rows(session, _lessons().where(Lesson.class_id == class_id))
    return ClassDetail(
        id=row.id,
        code=row.code,
        title=row.title,
        state=row.state,
        rotation=row.rotation,
        head_teacher=row.head_teacher,
        lessons=lessons,
        roster=_roster(session, class_id),
        brand=row.brand,
        places=row.places,
        minimum=row.minimum,
        state_reason=row.state_reason,
    )


def enrolled_count(session: WorkSession, class_id: UUID) -> int:
    """How many are enrolled in a class."""
    counted = select(func.count()).where(Enrolment.class_id == class_id)
    return session.scalars(counted).one()


def lessons_on(session: WorkSession, day: date) -> tuple[LessonRow, ...]:
    """A day is the local date at which a lesson starts (invariant 10)."""
    return lessons_between(session, *day_span(day))


def lessons_between(session: WorkSession, first: datetime, last: datetime) -> tuple[LessonRow, ...]:
    """Lessons that start between the two moments, both included, in time order."""
    return _lesson_rows(
        session,
        _lessons().where(Lesson.owner == session.owner, Lesson.starts_at.between(first, last)),
    )


def lesson(session: WorkSession, lesson_id: UUID) -> LessonRow:
    """Raises NotFound."""
    rows = _lesson_rows(session, _lessons().where(Lesson.id == lesson_id))
    if not rows:
        raise NotFound("这节课已经取消或不在了，请刷新后再试。")
    return rows[0]


LessonQuery = Select[UUID, UUID, str, str, datetime, datetime, str, str, Decimal, UUID, UUID]


def _lessons() -> LessonQuery:
    return (
        select(
            Lesson.id,
            Lesson.class_id,
            TrainingClass.title,
            Lesson.title,
            Lesson.starts_at,
            Lesson.ends_at,
            Site.name,
            Room.name,
            Lesson.hours,
            Lesson.course_id,
            Lesson.room_id,
        )
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(Lesson.cancelled_at.is_(None))
        .order_by(Lesson.starts_at, Lesson.id)
    )


def _lesson_rows(session: WorkSession, query: LessonQuery) -> tuple[LessonRow, ...]:
    lessons = session.execute(query).all()
    ids = {row[0] for row in lessons}
    classes = {row[1] for row in lessons}
    enrolled = dict(
        session.execute(
            select(Enrolment.class_id, func.count())
            .where(Enrolment.class_id.in_(classes))
            .group_by(Enrolment.class_id)
        ).all()
    )
    here = func.sum(case((SignIn.status.in_(ATTENDED), 1), else_=0))
    signed = {
        lesson_id: (present, everyone)
        for lesson_id, present, everyone in session.execute(
            select(SignIn.lesson_id, here, func.count())
            .where(SignIn.lesson_id.in_(ids), SignIn.undone_at.is_(None))
            .group_by(SignIn.lesson_id)
        )
    }
    booked: dict[UUID, tuple[str, BookingState | None]] = {
        lesson_id: (name, state)
        for lesson_id, name, state in session.execute(
            select(Booking.lesson_id, Lecturer.name, Booking.state)
            .join(Lecturer, Lecturer.id == Booking.lecturer_id)
            .where(Booking.lesson_id.in_(ids), Booking.state.in_(LIVE_BOOKINGS))
            .order_by(Booking.created_at.desc())
        )
    }
    found = []
    for row in lessons:
        lecturer, state = booked.get(row[0], ("", None))
        present, everyone = signed.get(row[0], (0, 0))
        found.append(LessonRow(*row, lecturer, state, present, everyone, enrolled.get(row[1], 0)))
    return tuple(found)


def _roster(session: WorkSession, class_id: UUID) -> tuple[EnrolledRow, ...]:
    rows = session.execute(
        select(
            Enrolment.number,
            Member.id,
            Member.name,
            Branch.short_name,
            Member.post,
            Member.phone,
        )
        .join(Member, Member.id == Enrolment.member_id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(Enrolment.class_id == class_id)
        .order_by(Enrolment.number)
    )
    return tuple(
        EnrolledRow(number, member_id, name, branch, post, mask_phone(phone))
        for number, member_id, name, branch, post, phone in rows
    )
