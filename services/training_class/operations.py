"""Make classes, put lessons in rooms, enrol people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.course import Course, Tier
from models.member import Member
from models.sign_in import SignIn
from models.site import Room, Site
from models.training_class import ClassState as ClassState
from models.training_class import Enrolment, Lesson, TrainingClass
from services.core.errors import BadInput, Refused
from services.core.fields import optional_text, required_text
from services.core.session import WorkSession
from services.school import own

LONGEST = timedelta(hours=12)
NAMES_TOLD = 5


@dataclass(frozen=True)
class EnrolResult:
    """How many came in, how many were in already, who is elsewhere at that hour, and whether
    the room is too small for all."""

    added: int
    already: int
    clashes: tuple[str, ...]
    over_places: int


def create(
    session: WorkSession, title: str, *, rotation: bool = False, head_teacher: str = ""
) -> UUID:
    """A new class, open for enrolment, with the year's next number. Raises BadInput."""
    made = session.make(
        TrainingClass,
        code=_next_code(session),
        title=required_text(title, "班次名称", 60),
        rotation=rotation,
        head_teacher=optional_text(head_teacher, "班主任", 20),
        state=ClassState.open,
    )
    session.note("training_class.create", id=str(made.id))
    return made.id


def add_lesson(
    session: WorkSession,
    class_id: UUID,
    course_id: UUID,
    room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    hours: Decimal | None = None,
) -> UUID:
    """Put a lesson in a room; `hours` is the course's unless told.

    Raises BadInput for times that make no lesson; Refused where the room is taken, or where
    a rotation class would not open with a 首课 (domain.md).
    """
    training_class = session.require(TrainingClass, class_id)
    course, room = session.require(Course, course_id), session.require(Room, room_id)
    if training_class.state in (ClassState.finished, ClassState.archived, ClassState.cancelled):
        raise Refused("这个班已经结束，不能再加课。")
    if course.retired_at is not None or room.retired_at is not None:
        raise Refused("这门课程或这间教室已停用，请换一个，或先恢复使用。")
    if ends_at <= starts_at:
        raise BadInput("下课时间要在上课时间之后。")
    if ends_at - starts_at > LONGEST:
        raise BadInput("一节课不能超过 12 小时，请检查时间。")
    hours = course.hours if hours is None else hours
    if not Decimal("0.5") <= hours <= 24 or hours * 2 % 1:
        raise BadInput("学时应在 0.5 到 24 之间，以半学时为单位。")
    _require_free_room(session, room, starts_at, ends_at)
    if training_class.rotation:
        _require_opening(session, class_id, course, starts_at)
    lesson = session.make(
        Lesson,
        class_id=class_id,
        course_id=course_id,
        room_id=room_id,
        title=course.title,
        starts_at=starts_at,
        ends_at=ends_at,
        hours=hours,
    )
    session.note("training_class.add_lesson", id=str(lesson.id))
    return lesson.id


def cancel_lesson(session: WorkSession, lesson_id: UUID, reason: str) -> None:
    """Call a lesson off; its room is free again. Refused once somebody has signed in."""
    reason = required_text(reason, "取消原因", 60)
    lesson = session.require(Lesson, lesson_id)
    signed = select(SignIn.id).where(SignIn.lesson_id == lesson_id, SignIn.undone_at.is_(None))
    if session.scalar(signed.limit(1)):
        raise Refused("这节课已有人签到，不能取消。")
    lesson.cancelled_at = session.now()
    session.note("training_class.cancel_lesson", id=str(lesson_id), reason=reason)


def enrol(session: WorkSession, class_id: UUID, member_ids: Sequence[UUID]) -> EnrolResult:
    """Enrol members; those who are in already stay as they are."""
    training_class = session.require(TrainingClass, class_id)
    if training_class.state in (ClassState.finished, ClassState.archived, ClassState.cancelled):
        raise Refused("这个班已经结束，不能再报名。")
    wanted = list(dict.fromkeys(member_ids))
    enrolled = set(
        session.scalars(select(Enrolment.member_id).where(Enrolment.class_id == class_id))
    )
    known = set(
        session.scalars(
            select(Member.id).where(Member.owner == session.owner, Member.retired_at.is_(None))
        )
    )
    fresh = [member for member in wanted if member not in enrolled and member in known]
    clashes = _elsewhere(session, class_id, fresh)
    last = session.scalar(select(func.max(Enrolment.number)).where(Enrolment.class_id == class_id))
    rows = [
        {"class_id": class_id, "member_id": member, "number": number}
        for number, member in enumerate(fresh, (last or 0) + 1)
    ]
    session.insert_many(Enrolment, rows)
    session.note("training_class.enrol", id=str(class_id), added=len(rows))
    places = session.scalar(
        select(func.min(Room.places))
        .join(Lesson, Lesson.room_id == Room.id)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
    )
    over = max(0, len(enrolled) + len(rows) - places) if places else 0
    already = sum(member in enrolled for member in wanted)
    return EnrolResult(len(rows), already, clashes, over)


def remove_enrolment(session: WorkSession, class_id: UUID, member_id: UUID) -> None:
    """Take one member out. Refused once they have signed in at one of the class's lessons."""
    signed = session.scalar(
        select(SignIn.id)
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .where(
            Lesson.class_id == class_id,
            SignIn.member_id == member_id,
            SignIn.undone_at.is_(None),
        )
        .limit(1)
    )
    if signed:
        raise Refused("这名学员在本班已有签到，不能移出；请先撤销签到。")
    enrolment = session.scalars(
        select(Enrolment).where(Enrolment.class_id == class_id, Enrolment.member_id == member_id)
    ).one_or_none()
    if enrolment is not None:
        session.delete(enrolment)
    session.note("training_class.remove_enrolment", id=str(class_id), member=str(member_id))


def _next_code(session: WorkSession) -> str:
    prefix = f"{own(session).code}-{session.today().year}-"
    codes = session.scalars(
        select(TrainingClass.code).where(
            TrainingClass.owner == session.owner, TrainingClass.code.startswith(prefix)
        )
    )
    tails = (code.removeprefix(prefix) for code in codes)
    numbers = [int(tail) for tail in tails if tail.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


def _require_free_room(
    session: WorkSession, room: Room, starts_at: datetime, ends_at: datetime
) -> None:
    """Invariant 4: a room never holds two lessons at once."""
    taken = session.execute(
        select(Lesson.title, Lesson.starts_at, Lesson.ends_at, Site.name)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(
            Lesson.room_id == room.id,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at < ends_at,
            Lesson.starts_at > starts_at - LONGEST,
            Lesson.ends_at > starts_at,
        )
        .limit(1)
    ).one_or_none()
    if taken is not None:
        title, start, end, site = taken
        raise Refused(
            f"{site}{room.name} {start:%m月%d日 %H:%M}–{end:%H:%M} 已排“{title}”，请换教室或时间。"
        )


def _require_opening(
    session: WorkSession, class_id: UUID, course: Course, starts_at: datetime
) -> None:
    """A rotation class must open with a 首课."""
    first = session.execute(
        select(Lesson.starts_at)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
        .order_by(Lesson.starts_at)
        .limit(1)
    ).scalar_one_or_none()
    if (first is None or starts_at < first) and course.tier is not Tier.first:
        raise Refused("轮训班的第一节课必须是“首课”类型的课程。")


def _elsewhere(session: WorkSession, class_id: UUID, members: Sequence[UUID]) -> tuple[str, ...]:
    """Names, with the other class, of those who have another lesson at one of these hours."""
    ours = session.execute(
        select(Lesson.starts_at, Lesson.ends_at).where(
            Lesson.class_id == class_id, Lesson.cancelled_at.is_(None)
        )
    ).all()
    wanted, told = set(members), []
    for starts_at, ends_at in ours:
        others = session.execute(
            select(Enrolment.member_id, Member.name, TrainingClass.title)
            .join(Lesson, Lesson.class_id == Enrolment.class_id)
            .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
            .join(Member, Member.id == Enrolment.member_id)
            .where(
                Lesson.owner == session.owner,
                Lesson.class_id != class_id,
                Lesson.cancelled_at.is_(None),
                Lesson.starts_at.between(starts_at - LONGEST, ends_at),
                Lesson.starts_at < ends_at,
                Lesson.ends_at > starts_at,
            )
        )
        told += [f"{name}（{title}）" for member, name, title in others if member in wanted]
    return tuple(dict.fromkeys(told))
