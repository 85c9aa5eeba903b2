"""What a moved lesson would mean for its people: asked before, so that the clerk can think."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from models.booking import LIVE_BOOKINGS, Booking
from models.lecturer import Lecturer
from models.member import Member
from models.site import Room, Site
from models.training_class import Enrolment, Lesson, TrainingClass
from services.booking import rules
from services.core.session import WorkSession
from services.site import travel_minutes
from services.training_class import LessonDraft
from services.training_class.rules import LONGEST

MOST_NAMES = 6


@dataclass(frozen=True)
class Warnings:
    """`people` are enrolled elsewhere at that hour, "王秀兰（轮训班）"; `of_class` says what else
    the class itself has then; `lecturer` what needs a reason (domain.md, invariant 4); `seats`
    that the room is too small."""

    people: tuple[str, ...] = ()
    of_class: str = ""
    lecturer: tuple[str, ...] = ()
    seats: str = ""

    def __bool__(self) -> bool:
        return bool(self.people or self.of_class or self.lecturer or self.seats)

    @property
    def words(self) -> str:
        """Everything in one sentence for the person."""
        told = [self.of_class, *self.lecturer, self.seats]
        if self.people:
            names = "、".join(self.people[:MOST_NAMES])
            more = f"等 {len(self.people)} 人" if len(self.people) > MOST_NAMES else ""
            told.insert(0, f"{names}{more}同一时间另有课")
        return "；".join(words for words in told if words)


def warnings(
    session: WorkSession, lesson_id: UUID, draft: LessonDraft, *, copied: bool = False
) -> Warnings:
    """What to think of before the lesson takes the draft's time and room, or a copy of it does.

    A copy has no lecturer yet. Raises NotFound.
    """
    lesson, room = session.require(Lesson, lesson_id), session.require(Room, draft.room_id)
    own_id = None if copied else lesson_id
    return Warnings(
        people=_elsewhere(session, lesson.class_id, draft.starts_at, draft.ends_at),
        of_class=_of_class(session, lesson.class_id, own_id, draft),
        lecturer=() if copied else _lecturer(session, lesson_id, room, draft),
        seats=_seats(session, lesson.class_id, room),
    )


def _elsewhere(
    session: WorkSession, class_id: UUID, starts_at: datetime, ends_at: datetime
) -> tuple[str, ...]:
    """Members of the class who have a lesson of another class then."""
    other = aliased(Enrolment)
    rows = session.execute(
        select(Member.id, Member.name, TrainingClass.title)
        .join(Enrolment, Enrolment.member_id == Member.id)
        .join(other, and_(other.member_id == Member.id, other.class_id != class_id))
        .join(Lesson, Lesson.class_id == other.class_id)
        .join(TrainingClass, TrainingClass.id == other.class_id)
        .where(
            Enrolment.class_id == class_id,
            Lesson.owner == session.owner,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(starts_at - LONGEST, ends_at),
            Lesson.starts_at < ends_at,
            Lesson.ends_at > starts_at,
        )
        .order_by(Enrolment.number)
        .distinct()
    )
    return tuple(f"{name}（{title}）" for _, name, title in rows)


def _of_class(session: WorkSession, class_id: UUID, own_id: UUID | None, draft: LessonDraft) -> str:
    rows = session.execute(
        select(Lesson.id, Lesson.title, Lesson.starts_at, Lesson.ends_at).where(
            Lesson.class_id == class_id,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at < draft.ends_at,
            Lesson.ends_at > draft.starts_at,
        )
    )
    for key, title, start, end in rows:
        if key != own_id:
            return f"本班 {start:%H:%M}–{end:%H:%M} 还有“{title}”"
    return ""


def _lecturer(
    session: WorkSession, lesson_id: UUID, room: Room, draft: LessonDraft
) -> tuple[str, ...]:
    """What `booking.book` would warn of at the new time and place."""
    slot = rules.slot_of(session, lesson_id)
    site = session.require(Site, room.site_id)
    moved = replace(
        slot, starts_at=draft.starts_at, ends_at=draft.ends_at, site_id=site.id, site=site.name
    )
    near, held = rules.slots_near(session, moved), rules.terms(session)
    travel = travel_minutes(session)
    booked = session.scalars(
        select(Lecturer)
        .join(Booking, Booking.lecturer_id == Lecturer.id)
        .where(Booking.lesson_id == lesson_id, Booking.state.in_(LIVE_BOOKINGS))
    )
    told = []
    for lecturer in booked:
        others = near.get(lecturer.id, [])
        words = rules.warnings(moved, lecturer.source, held.get(lecturer.id, []), others, travel)
        told += [f"讲师{lecturer.name}：{word}" for word in words]
    return tuple(told)


def _seats(session: WorkSession, class_id: UUID, room: Room) -> str:
    enrolled = session.scalar(
        select(func.count()).select_from(Enrolment).where(Enrolment.class_id == class_id)
    )
    if enrolled is None or enrolled <= room.places:
        return ""
    return f"教室 {room.name} 只有 {room.places} 座，本班 {enrolled} 人"
