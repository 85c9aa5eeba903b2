"""Who of a class is wanted at two places at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from models.member import Member
from models.site import Room
from models.training_class import Enrolment, Lesson, TrainingClass
from services import booking
from services.core.session import WorkSession
from services.training_class.queries import enrolled_count
from services.training_class.rules import LONGEST

NAMED = 5


@dataclass(frozen=True)
class Elsewhere:
    """Somebody enrolled who has another lesson at the same hour, of `class_title`."""

    member_id: UUID
    name: str
    class_title: str


def elsewhere(session: WorkSession, lesson: Lesson) -> tuple[Elsewhere, ...]:
    """Those enrolled in the lesson's class who have another lesson at that hour, of this class
    or of another, by name."""
    mine = aliased(Enrolment)
    rows = session.execute(
        select(Member.id, Member.name, TrainingClass.title)
        .distinct()
        .select_from(Lesson)
        .join(Enrolment, Enrolment.class_id == Lesson.class_id)
        .join(mine, mine.member_id == Enrolment.member_id)
        .join(Member, Member.id == Enrolment.member_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(
            mine.class_id == lesson.class_id,
            Lesson.owner == session.owner,
            Lesson.id != lesson.id,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(lesson.starts_at - LONGEST, lesson.ends_at),
            Lesson.starts_at < lesson.ends_at,
            Lesson.ends_at > lesson.starts_at,
        )
        .order_by(Member.name, TrainingClass.title)
    )
    return tuple(Elsewhere(*row) for row in rows)


def lesson_warnings(session: WorkSession, lesson_id: UUID) -> tuple[str, ...]:
    """What the clerk should know of a lesson that was just put or moved where it is: a room too
    small, people who are elsewhere, a lecturer who is hurried or out of term. One sentence
    each; none of it forbids the lesson."""
    session.flush()
    lesson = session.require(Lesson, lesson_id)
    room = session.require(Room, lesson.room_id)
    enrolled = enrolled_count(session, lesson.class_id)
    told = []
    if enrolled > room.places:
        told.append(f"教室 {room.name} 只有 {room.places} 座，本班已报名 {enrolled} 人")
    if people := elsewhere(session, lesson):
        told.append(f"{named(people)}同一时间另有课")
    told += booking.warnings_of(session, lesson_id)
    return tuple(told)


def named(people: Iterable[Elsewhere]) -> str:
    """王秀兰（甲班）、李建国（乙班）等 7 人: each person once."""
    once = {one.member_id: f"{one.name}（{one.class_title}）" for one in people}
    words = "、".join(list(once.values())[:NAMED])
    return words if len(once) <= NAMED else f"{words}等 {len(once)} 人"
