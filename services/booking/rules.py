"""When a lecturer can take a lesson: what forbids it, and what only warns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from models.booking import LIVE_BOOKINGS, Booking
from models.lecturer import Appointment, LecturerSource
from models.site import Room, Site
from models.training_class import Lesson, TrainingClass
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.site import TravelTimes

UNKNOWN_TRAVEL = 30
"""Minutes between two sites of which nothing is known."""
NEAR = timedelta(days=1)
"""No lesson is longer than twelve hours: what starts farther off cannot matter."""

Term = tuple[date, date]


@dataclass(frozen=True)
class Slot:
    """A lesson as a booking sees it: when and where."""

    lesson_id: UUID
    title: str
    class_title: str
    starts_at: datetime
    ends_at: datetime
    site_id: UUID
    site: str
    room: str

    @property
    def when(self) -> str:
        return f"{self.starts_at:%m月%d日 %H:%M}–{self.ends_at:%H:%M}"

    @property
    def place(self) -> str:
        return f"{self.site} {self.room}"


_COLUMNS = (
    Lesson.id,
    Lesson.title,
    TrainingClass.title,
    Lesson.starts_at,
    Lesson.ends_at,
    Site.id,
    Site.name,
    Room.name,
)


def slot_of(session: WorkSession, lesson_id: UUID) -> Slot:
    """Raises NotFound for a lesson that is cancelled or gone."""
    row = session.execute(
        select(*_COLUMNS)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(Lesson.id == lesson_id, Lesson.cancelled_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound("这节课已经取消或不在了，请刷新后再试。")
    lesson, title, class_title, start, end, site_id, site, room = row
    return Slot(lesson, title, class_title, start, end, site_id, site, room)


def slots_near(session: WorkSession, slot: Slot) -> dict[UUID, list[Slot]]:
    """By lecturer: the other lessons near this one that they are booked for, in time order."""
    found: dict[UUID, list[Slot]] = {}
    rows = session.execute(
        select(*_COLUMNS, Booking.lecturer_id)
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(
            Booking.owner == session.owner,
            Booking.state.in_(LIVE_BOOKINGS),
            Booking.lesson_id != slot.lesson_id,
            Lesson.owner == session.owner,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(slot.starts_at - NEAR, slot.ends_at + NEAR),
        )
        .order_by(Lesson.starts_at)
    )
    for lesson, title, class_title, start, end, site_id, site, room, lecturer in rows:
        other = Slot(lesson, title, class_title, start, end, site_id, site, room)
        found.setdefault(lecturer, []).append(other)
    return found


def terms(session: WorkSession) -> dict[UUID, list[Term]]:
    """By lecturer: the days of each appointment, the earliest first."""
    found: dict[UUID, list[Term]] = {}
    for lecturer_id, starts_on, ends_on in session.execute(
        select(Appointment.lecturer_id, Appointment.starts_on, Appointment.ends_on)
        .where(Appointment.owner == session.owner)
        .order_by(Appointment.ends_on)
    ):
        found.setdefault(lecturer_id, []).append((starts_on, ends_on))
    return found


def clash(slot: Slot, others: Iterable[Slot]) -> Slot | None:
    """The first of `others` that is at the same time (domain.md, invariant 4)."""
    return next(
        (o for o in others if o.starts_at < slot.ends_at and o.ends_at > slot.starts_at), None
    )


def hurry(slot: Slot, other: Slot, travel: TravelTimes) -> str:
    """Words for two lessons at different sites with less time between them than the way takes:
    只隔 20 分钟，路上要 35 分钟. Empty where there is time, or none at all: that is a clash."""
    if slot.site_id == other.site_id:
        return ""
    first, second = sorted((slot, other), key=lambda one: one.starts_at)
    gap = (second.starts_at - first.ends_at) // timedelta(minutes=1)
    known = travel(slot.site_id, other.site_id)
    if not 0 <= gap < (UNKNOWN_TRAVEL if known is None else known):
        return ""
    if known is None:
        return f"只隔 {gap} 分钟，路程没填，按 {UNKNOWN_TRAVEL} 分钟算"
    return f"只隔 {gap} 分钟，路上要 {known} 分钟"


def outside_term(slot: Slot, source: LecturerSource, held: Sequence[Term]) -> str:
    """Why the lesson's day is in no appointment of an appointed lecturer; empty where it is."""
    day = slot.starts_at.date()
    if source is not LecturerSource.appointed or any(a <= day <= b for a, b in held):
        return ""
    if not held:
        return "还没有登记聘期"
    last = held[-1][1]
    return f"聘期到 {last}，这节课在聘期之后" if day > last else "这节课不在聘期之内"


def warnings(
    slot: Slot,
    source: LecturerSource,
    held: Sequence[Term],
    others: Iterable[Slot],
    travel: TravelTimes,
) -> tuple[str, ...]:
    """What needs a reason: too little time to travel, a day outside the appointment."""
    found = [outside_term(slot, source, held)]
    for other in others:
        if words := hurry(slot, other, travel):
            found.append(
                f"与 {other.starts_at:%H:%M}–{other.ends_at:%H:%M} {other.site}的"
                f"“{other.title}”{words}"
            )
    return tuple(words for words in found if words)
