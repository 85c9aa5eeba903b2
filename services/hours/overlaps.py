"""One person earns hours once for one stretch of time (domain.md, invariant 2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, case, func, select

from models.sign_in import ATTENDED, SignIn
from models.training_class import Lesson
from services.core.bulk import in_parts
from services.core.session import WorkSession
from services.hours.rules import Span, counting_of_some, taught, worth


@dataclass(frozen=True)
class Blocked:
    """A sign-in that earns nothing, what it would have earned, and the lesson that earned."""

    id: UUID
    member_id: UUID
    starts_at: datetime
    halves: int
    rival: str


def overlapping(session: WorkSession, owner: UUID, span: Span) -> int:
    """How many sign-ins in a span of local time earn nothing, since the person earned
    elsewhere at that time."""
    twice = maybe_counted_twice(session, owner, span)
    return sum(1 for _ in blocked(session, owner, span, twice))


def maybe_counted_twice(session: WorkSession, owner: UUID, span: Span) -> Sequence[UUID]:
    """The members who may have been counted at two places at one time."""
    times = lesson_times(owner, span)
    return session.scalars(
        select(SignIn.member_id)
        .join(times, times.c.id == SignIn.lesson_id)
        .where(SignIn.undone_at.is_(None), SignIn.status.in_(ATTENDED))
        .group_by(SignIn.member_id)
        .having(maybe_twice(times))
    ).all()


def lesson_times(owner: UUID, span: Span) -> Subquery:
    """The lessons of a span with `stretch`, which two lessons share if they overlap.

    In the order of their starts a new stretch begins where every lesson before has ended.
    """
    order = (Lesson.starts_at, Lesson.id)
    ended = func.max(Lesson.ends_at).over(order_by=order, rows=(None, -1))
    lessons = (
        select(
            Lesson.id,
            Lesson.starts_at,
            Lesson.hours,
            case((ended > Lesson.starts_at, 0), else_=1).label("fresh"),
        )
        .where(*taught(owner, span))
        .subquery()
    )
    stretch = func.sum(lessons.c.fresh).over(order_by=(lessons.c.starts_at, lessons.c.id))
    return select(
        lessons.c.id, lessons.c.starts_at, lessons.c.hours, stretch.label("stretch")
    ).subquery()


def maybe_twice(times: Subquery) -> ColumnElement[bool]:
    """True for a member (grouped by) with two credited lessons in one stretch: who may have
    been counted at two places at one time, which is then looked at one by one."""
    return func.count() > func.count(times.c.stretch.distinct())


def blocked(
    session: WorkSession, owner: UUID, span: Span, members: Sequence[UUID]
) -> Iterator[Blocked]:
    """The sign-ins of these members that earn nothing for an overlap.

    In the order in which they were recorded: the first of two overlapping ones earns, if it
    has any credit at all. A correction stands where what it corrects stood.
    """
    for some in in_parts(members):
        rows = session.execute(
            select(
                SignIn.member_id,
                SignIn.created_at,
                SignIn.id,
                SignIn.replaces_id,
                Lesson.starts_at,
                Lesson.ends_at,
                Lesson.title,
                worth(session, span[0].year),
            )
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(
                *counting_of_some(owner, span),
                SignIn.status.in_(ATTENDED),
                SignIn.member_id.in_(some),
            )
        ).all()
        began = _first_recorded(session, {row[0] for row in rows if row.replaces_id is not None})
        ordered = sorted(
            rows, key=lambda row: (row[0], *began.get(row.id, (row.created_at, row.id)))
        )
        for member, facts in groupby(ordered, key=lambda row: row[0]):
            earned: list[tuple[datetime, datetime, str]] = []
            for _, _, sign_in, _, starts_at, ends_at, title, halves in facts:
                rival = next((t for s, e, t in earned if s < ends_at and e > starts_at), None)
                if rival is None:
                    if halves:  # what earned nothing keeps nothing else from earning
                        earned.append((starts_at, ends_at, title))
                else:
                    yield Blocked(sign_in, member, starts_at, halves, rival)


def _first_recorded(session: WorkSession, members: set[UUID]) -> dict[UUID, tuple[datetime, UUID]]:
    """When each sign-in of these members was first recorded, and by which row: its own moment,
    or that of the first in the chain of rows that it replaced."""
    rows = session.execute(
        select(SignIn.id, SignIn.replaces_id, SignIn.created_at).where(
            SignIn.member_id.in_(members)
        )
    ).all()
    before = {row.id: row.replaces_id for row in rows}
    moments = {row.id: row.created_at for row in rows}
    found = {}
    for key in moments:
        root = key
        while (replaced := before[root]) is not None and replaced in moments:
            root = replaced
        found[key] = (moments[root], root)
    return found
