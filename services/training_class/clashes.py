"""Who of a class is wanted at two places at once, and what else a lesson where it is put means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    class_id: UUID
    class_title: str


def elsewhere_at(
    session: WorkSession,
    class_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    own_id: UUID | None = None,
) -> tuple[Elsewhere, ...]:
    """Those enrolled in a class who have a lesson between two moments, of this class or of
    another, by their numbers. `own_id` is the lesson of which that is asked."""
    mine = aliased(Enrolment)
    rows = session.execute(
        select(Member.id, Member.name, TrainingClass.id, TrainingClass.title)
        .distinct()
        .select_from(Lesson)
        .join(Enrolment, Enrolment.class_id == Lesson.class_id)
        .join(mine, mine.member_id == Enrolment.member_id)
        .join(Member, Member.id == Enrolment.member_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(
            mine.class_id == class_id,
            Lesson.owner == session.owner,
            *((Lesson.id != own_id,) if own_id is not None else ()),
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(starts_at - LONGEST, ends_at),
            Lesson.starts_at < ends_at,
            Lesson.ends_at > starts_at,
        )
        .order_by(mine.number, TrainingClass.title)
    )
    return tuple(Elsewhere(*row) for row in rows)


def lesson_warnings(session: WorkSession, lesson_id: UUID) -> tuple[str, ...]:
    """What the clerk should know of a lesson that was just put or moved where it is: a room too
    small, people who are elsewhere, a lecturer who is hurried or out of term. One sentence
    each; none of it forbids the lesson."""
    session.flush()
    lesson = session.require(Lesson, lesson_id)
    seats = too_few_seats(session, lesson.class_id, session.require(Room, lesson.room_id))
    told = [seats] if seats else []
    people = elsewhere_at(session, lesson.class_id, lesson.starts_at, lesson.ends_at, lesson_id)
    if people:
        told.append(busy_words(each_named(people)))
    told += booking.warnings_of(session, lesson_id)
    return tuple(told)


def too_few_seats(session: WorkSession, class_id: UUID, room: Room) -> str:
    """That a room does not hold a class; empty where it does."""
    enrolled = enrolled_count(session, class_id)
    if enrolled <= room.places:
        return ""
    return f"教室 {room.name} 只有 {room.places} 座，本班已报名 {enrolled} 人"


def each_named(people: Iterable[Elsewhere]) -> tuple[str, ...]:
    """王秀兰（甲班、乙班）, 李建国（乙班）: each person once."""
    found: dict[UUID, tuple[str, dict[str, None]]] = {}
    for one in people:
        found.setdefault(one.member_id, (one.name, {}))[1][one.class_title] = None
    return tuple(f"{name}（{'、'.join(titles)}）" for name, titles in found.values())


def busy_words(named: Sequence[str]) -> str:
    """王秀兰（甲班）、李建国（乙班）等 7 人同一时间另有课."""
    more = f"等 {len(named)} 人" if len(named) > NAMED else ""
    return f"{'、'.join(named[:NAMED])}{more}同一时间另有课"
