"""Which planned lessons would close a gap, and whose gap a lesson would close."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.member import Member
from models.site import Room, Site
from models.training_class import Lesson, TrainingClass
from services.core.bulk import in_parts
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.hours.ledger import LedgerRow, State, ledger
from services.hours.outlook import JOINABLE, Coming, Outlook, clashes

BEHIND = (State.under_way, State.out_of_reach, State.needs_lesson)


@dataclass(frozen=True)
class PlanLesson:
    """A lesson to come, with where it is."""

    lesson_id: UUID
    class_id: UUID
    class_title: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    hours: Decimal


@dataclass(frozen=True)
class CatchUpPlan:
    """How one person's gap could be closed: `enrolled` lessons come anyway, `lessons` are of
    classes to join. `left` is what would still be missing after all of them."""

    row: LedgerRow
    enrolled: tuple[PlanLesson, ...]
    lessons: tuple[PlanLesson, ...]
    left: Decimal

    @property
    def class_ids(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(lesson.class_id for lesson in self.lessons))


@dataclass(frozen=True)
class Gain:
    """Somebody whom a lesson's class would help; `closes` where it alone brings them to the
    target. `missing` is what is missing after the lessons that they are enrolled for."""

    row: LedgerRow
    missing: Decimal
    closes: bool


@dataclass(frozen=True)
class LessonGain:
    """Who is not in a lesson's class and would gain from it; `hours` are those of all its
    lessons to come."""

    class_id: UUID
    class_title: str
    hours: Decimal
    gains: tuple[Gain, ...]


def plan_for(session: WorkSession, member_id: UUID, year: int) -> CatchUpPlan:
    """The soonest lessons that close the gap. A class is joined whole, so one of which a lesson
    clashes with what the person has, or with what was chosen before, is left out."""
    row = _row_of(session, member_id, year)
    outlook = Outlook(session, session.owner, year)
    have = outlook.to_come(member_id.bytes)
    left = max(Decimal(0), row.missing - row.planned)
    needs_lesson = row.state is State.needs_lesson and not have
    taken, chosen = list(have), list[Coming]()
    joined = set(outlook.enrolled.get(member_id.bytes, ()))
    for lesson in outlook.lessons if row.owes else ():
        if not (left > 0 or needs_lesson):
            break
        if lesson.class_id in joined or not lesson.open:
            continue
        joined.add(lesson.class_id)
        offered = outlook.classes[lesson.class_id]
        if any(clashes(one, taken) for one in offered):
            continue
        chosen += offered
        taken += offered
        left -= Decimal(sum(one.halves for one in offered)) / 2
        needs_lesson = False
    return CatchUpPlan(
        row=row,
        enrolled=_told(session, have),
        lessons=_told(session, chosen),
        left=max(Decimal(0), left),
    )


def coming(session: WorkSession, year: int) -> tuple[PlanLesson, ...]:
    """The lessons of a year that are not over and can be joined, the soonest first."""
    outlook = Outlook(session, session.owner, year)
    return _told(session, [lesson for lesson in outlook.lessons if lesson.open])


def gains_of(session: WorkSession, lesson_id: UUID) -> LessonGain:
    """Whom a lesson to come would help, first those whom it brings to the target, each time the
    biggest gap first. Raises NotFound, and Refused for a lesson that nobody can join."""
    found = session.execute(
        select(Lesson, TrainingClass)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(Lesson.id == lesson_id, Lesson.cancelled_at.is_(None))
    ).one_or_none()
    if found is None:
        raise NotFound("这节课已经取消或不在了，请刷新后再试。")
    lesson, training_class = found
    if lesson.ends_at <= session.local_now() or training_class.state not in JOINABLE:
        raise Refused("这节课已经上过，或这个班不再报名。")
    year = lesson.starts_at.year
    outlook = Outlook(session, session.owner, year)
    offered = outlook.classes[training_class.id.bytes]
    hours = Decimal(sum(one.halves for one in offered)) / 2
    gains = [
        Gain(row, missing, hours >= missing)
        for row in ledger(session, session.owner, year).rows
        if (missing := _gap(row, outlook)) is not None
        and training_class.id.bytes not in outlook.enrolled.get(row.id.bytes, ())
        and not _clash(outlook, row, offered)
    ]
    gains.sort(key=lambda gain: (not gain.closes, -gain.missing))
    return LessonGain(training_class.id, training_class.title, hours, tuple(gains))


def _gap(row: LedgerRow, outlook: Outlook) -> Decimal | None:
    """What is missing after the lessons to come; None for somebody who needs none."""
    if row.state not in BEHIND:
        return None
    if row.state is State.needs_lesson:
        return None if outlook.to_come(row.id.bytes) else Decimal(0)
    missing = row.missing - row.planned
    return missing if missing > 0 else None


def _clash(outlook: Outlook, row: LedgerRow, offered: Iterable[Coming]) -> bool:
    have = outlook.to_come(row.id.bytes) if row.id.bytes in outlook.enrolled else ()
    return any(clashes(one, have) for one in offered)


def _row_of(session: WorkSession, member_id: UUID, year: int) -> LedgerRow:
    session.require(Member, member_id)
    rows = ledger(session, session.owner, year).rows
    found = next((row for row in rows if row.id == member_id), None)
    if found is None:
        raise NotFound("这个人已不在册，这一年也没有学时。")
    return found


def _told(session: WorkSession, lessons: Sequence[Coming]) -> tuple[PlanLesson, ...]:
    wanted = [UUID(bytes=one.id) for one in lessons]
    query = (
        select(
            Lesson.id,
            Lesson.class_id,
            TrainingClass.title,
            Lesson.title,
            Lesson.starts_at,
            Lesson.ends_at,
            Site.name + " " + Room.name,
            Lesson.hours,
        )
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
    )
    found = [
        PlanLesson(*row)
        for some in in_parts(wanted)
        for row in session.execute(query.where(Lesson.id.in_(some)))
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.lesson_id)))
