"""Who is in another class at the hours of this one, before they are enrolled and after."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.training_class import ClassState, Enrolment, Lesson, TrainingClass
from services.core.session import WorkSession
from services.training_class.rules import LONGEST


@dataclass(frozen=True)
class Clash:
    """Another class with a lesson at one of these hours; `starts_at` its first such lesson."""

    title: str
    starts_at: datetime

    @property
    def words(self) -> str:
        return f"{self.title} {self.starts_at:%m-%d %H:%M}"


def clashes_of(session: WorkSession, class_id: UUID) -> dict[UUID, tuple[Clash, ...]]:
    """Everybody who is enrolled in another class with a lesson at the hour of one of this
    class's, the earliest first."""
    mine, theirs = aliased(Lesson), aliased(Lesson)
    spans = session.execute(
        select(mine.starts_at, mine.ends_at).where(
            mine.class_id == class_id, mine.cancelled_at.is_(None)
        )
    ).all()
    first: dict[UUID, datetime] = {}
    for starts_at, ends_at in spans:
        found = session.execute(
            select(theirs.class_id, func.min(theirs.starts_at))
            .where(
                theirs.owner == session.owner,
                theirs.class_id != class_id,
                theirs.cancelled_at.is_(None),
                theirs.starts_at.between(starts_at - LONGEST, ends_at),
                theirs.starts_at < ends_at,
                theirs.ends_at > starts_at,
            )
            .group_by(theirs.class_id)
        )
        for other, at in found:
            first[other] = min(at, first.get(other, at))
    return _people(session, first)


def _people(session: WorkSession, first: dict[UUID, datetime]) -> dict[UUID, tuple[Clash, ...]]:
    clashes: defaultdict[UUID, list[Clash]] = defaultdict(list)
    for other in sorted(first, key=lambda key: (first[key], key)):
        row = session.require(TrainingClass, other)
        if row.state is ClassState.cancelled:
            continue
        clash = Clash(row.title, first[other])
        for member in session.scalars(
            select(Enrolment.member_id).where(Enrolment.class_id == other)
        ):
            clashes[member].append(clash)
    return {member: tuple(found) for member, found in clashes.items()}
