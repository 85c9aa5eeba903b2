"""What can still be earned this year: in the classes somebody is in, and in those still open."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, select, type_coerce

from models.sign_in import SignIn
from models.training_class import ClassState, Enrolment, Lesson, TrainingClass
from services.core.bulk import in_parts
from services.core.checks import year_span
from services.core.session import WorkSession

JOINABLE = (ClassState.open, ClassState.running)
NOTHING: frozenset[bytes] = frozenset()


@dataclass(frozen=True)
class Coming:
    """A lesson that is not over; `open` where people can still be enrolled."""

    id: bytes
    class_id: bytes
    starts_at: datetime
    ends_at: datetime
    halves: int
    open: bool


class Outlook:
    """The lessons of a year that are not over, and who is enrolled in them.

    A lesson that somebody has signed in at already, or was excused from, is none of theirs to
    come. All ids are bytes: there may be many.
    """

    def __init__(self, session: WorkSession, owner: UUID, year: int) -> None:
        self.lessons = _coming(session, owner, year)
        self.classes: dict[bytes, list[Coming]] = {}
        for lesson in self.lessons:
            self.classes.setdefault(lesson.class_id, []).append(lesson)
        self.enrolled = _enrolled(session, self.classes)
        self.signed = _signed(session, [lesson.id for lesson in self.lessons])
        self._open = frozenset(lesson.class_id for lesson in self.lessons if lesson.open)
        self._most = cache(self._most_uncached)

    def planned(self, member: bytes) -> int:
        """Half hours to be earned in the classes that this member is in."""
        return self._most(self.enrolled.get(member, NOTHING), self.signed.get(member, NOTHING))

    def joinable(self, member: bytes) -> int:
        """Half hours that could be earned beyond those by joining classes that are open."""
        classes = self.enrolled.get(member, NOTHING) | self._open
        return self._most(classes, self.signed.get(member, NOTHING)) - self.planned(member)

    def to_come(self, member: bytes) -> list[Coming]:
        """The lessons still to come of the classes that this member is in, in time order."""
        signed = self.signed.get(member, NOTHING)
        classes = self.enrolled.get(member, NOTHING)
        return [one for one in self.lessons if one.class_id in classes and one.id not in signed]

    def _most_uncached(self, classes: frozenset[bytes], signed: frozenset[bytes]) -> int:
        return most_halves(
            lesson
            for class_id in classes
            for lesson in self.classes[class_id]
            if lesson.id not in signed
        )


def most_halves(lessons: Iterable[Coming]) -> int:
    """The most half hours that one person can earn: of lessons at the same time, only one.

    The best choice up to each lesson's end, in the order of the ends (weighted interval
    scheduling): with it, or without it.
    """
    ends: list[datetime] = []
    best = [0]
    for lesson in sorted(lessons, key=lambda one: one.ends_at):
        before = best[bisect_right(ends, lesson.starts_at)]
        best.append(max(best[-1], before + lesson.halves))
        ends.append(lesson.ends_at)
    return best[-1]


def clashes(lesson: Coming, others: Iterable[Coming]) -> bool:
    return any(
        other.starts_at < lesson.ends_at and other.ends_at > lesson.starts_at for other in others
    )


def _coming(session: WorkSession, owner: UUID, year: int) -> tuple[Coming, ...]:
    rows = session.execute(
        select(
            type_coerce(Lesson.id, LargeBinary),
            type_coerce(Lesson.class_id, LargeBinary),
            Lesson.starts_at,
            Lesson.ends_at,
            type_coerce(Lesson.hours, Integer),
            TrainingClass.state,
        )
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(
            Lesson.owner == owner,
            Lesson.starts_at.between(*year_span(year)),
            Lesson.ends_at > session.local_now(),
            Lesson.cancelled_at.is_(None),
            TrainingClass.state != ClassState.cancelled,
        )
        .order_by(Lesson.starts_at, Lesson.id)
    )
    return tuple(
        Coming(key, class_id, starts_at, ends_at, halves, state in JOINABLE)
        for key, class_id, starts_at, ends_at, halves, state in rows
    )


def _enrolled(session: WorkSession, classes: Collection[bytes]) -> dict[bytes, frozenset[bytes]]:
    found: dict[bytes, set[bytes]] = {}
    for some in in_parts([UUID(bytes=one) for one in sorted(classes)]):
        rows = session.execute(
            select(
                type_coerce(Enrolment.member_id, LargeBinary),
                type_coerce(Enrolment.class_id, LargeBinary),
            ).where(Enrolment.class_id.in_(some))
        )
        for member, class_id in rows:
            found.setdefault(member, set()).add(class_id)
    return {member: frozenset(of) for member, of in found.items()}


def _signed(session: WorkSession, lessons: Sequence[bytes]) -> dict[bytes, frozenset[bytes]]:
    found: dict[bytes, set[bytes]] = {}
    for some in in_parts([UUID(bytes=one) for one in lessons]):
        rows = session.execute(
            select(
                type_coerce(SignIn.member_id, LargeBinary),
                type_coerce(SignIn.lesson_id, LargeBinary),
            ).where(SignIn.lesson_id.in_(some), SignIn.undone_at.is_(None))
        )
        for member, lesson in rows:
            found.setdefault(member, set()).add(lesson)
    return {member: frozenset(of) for member, of in found.items()}
