"""Enrol people, and take them out again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from models.member import Member
from models.sign_in import SignIn
from models.site import Room
from models.training_class import Enrolment, Lesson, TrainingClass
from services.core.errors import Refused
from services.core.session import WorkSession
from services.training_class.operations import open_class
from services.training_class.rules import LONGEST

AT_ONCE = 5_000


@dataclass(frozen=True)
class EnrolResult:
    """How many came in, how many were in already, who is elsewhere at that hour, and whether
    the room is too small for all."""

    added: int
    already: int
    clashes: tuple[str, ...]
    over_places: int


def enrol(session: WorkSession, class_id: UUID, member_ids: Sequence[UUID]) -> EnrolResult:
    """Enrol members in use; those who are in already stay as they are. Raises Refused."""
    open_class(session, class_id)
    wanted = list(dict.fromkeys(member_ids))
    enrolled = set(
        session.scalars(select(Enrolment.member_id).where(Enrolment.class_id == class_id))
    )
    known = _in_use(session, wanted)
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
    """Take one member out. Refused once they have signed in at one of the class's lessons, and
    where the class is not open."""
    open_class(session, class_id)
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


def _in_use(session: WorkSession, members: Sequence[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in _chunks(members):
        found |= set(
            session.scalars(
                select(Member.id).where(
                    Member.owner == session.owner,
                    Member.retired_at.is_(None),
                    Member.id.in_(some),
                )
            )
        )
    return found


def _elsewhere(session: WorkSession, class_id: UUID, members: Sequence[UUID]) -> tuple[str, ...]:
    """Names, with the other class, of those who have another lesson at one of these hours."""
    ours = session.execute(
        select(Lesson.starts_at, Lesson.ends_at).where(
            Lesson.class_id == class_id, Lesson.cancelled_at.is_(None)
        )
    ).all()
    told: dict[str, None] = {}
    for starts_at, ends_at in ours:
        for some in _chunks(members):
            others = session.execute(
                select(Member.name, TrainingClass.title)
                .join(Enrolment, Enrolment.member_id == Member.id)
                .join(Lesson, Lesson.class_id == Enrolment.class_id)
                .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
                .where(
                    Enrolment.member_id.in_(some),
                    Lesson.owner == session.owner,
                    Lesson.class_id != class_id,
                    Lesson.cancelled_at.is_(None),
                    Lesson.starts_at.between(starts_at - LONGEST, ends_at),
                    Lesson.starts_at < ends_at,
                    Lesson.ends_at > starts_at,
                )
            )
            told |= dict.fromkeys(f"{name}（{title}）" for name, title in others)
    return tuple(told)


def _chunks(members: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """SQLite takes only so many values in one statement."""
    return (members[first : first + AT_ONCE] for first in range(0, len(members), AT_ONCE))
