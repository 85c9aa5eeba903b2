"""Who was at a site in a year: lessons that were held there, and person-times (人次)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from models.sign_in import ATTENDED, SignIn
from models.site import Room
from models.training_class import Lesson, TrainingClass
from services.core.checks import year_span
from services.core.session import WorkSession


@dataclass(frozen=True)
class Visits:
    """`lessons` are those that somebody attended, as in the monthly report."""

    lessons: int
    person_times: int


NO_VISITS = Visits(0, 0)


@dataclass(frozen=True)
class SiteLesson:
    """One of the lessons behind the figures, with how many were there."""

    id: UUID
    starts_at: datetime
    title: str
    class_title: str
    room: str
    person_times: int


def visits(session: WorkSession, year: int) -> dict[UUID, Visits]:
    """By site; a site where nothing was held is not in it. A cancelled lesson counts nothing."""
    rows = session.execute(
        select(Room.site_id, func.count(Lesson.id.distinct()), func.count(SignIn.id))
        .select_from(Lesson)
        .join(Room, Room.id == Lesson.room_id)
        .join(SignIn, SignIn.lesson_id == Lesson.id)
        .where(*_attended(session, year))
        .group_by(Room.site_id)
    )
    return {site: Visits(lessons, people) for site, lessons, people in rows}


def lessons_at(session: WorkSession, site_id: UUID, year: int) -> tuple[SiteLesson, ...]:
    """The lessons that `visits` counts for one site, the latest first."""
    rows = session.execute(
        select(
            Lesson.id,
            Lesson.starts_at,
            Lesson.title,
            TrainingClass.title,
            Room.name,
            func.count(SignIn.id),
        )
        .select_from(Lesson)
        .join(Room, Room.id == Lesson.room_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(SignIn, SignIn.lesson_id == Lesson.id)
        .where(Room.site_id == site_id, *_attended(session, year))
        .group_by(Lesson.id)
        .order_by(Lesson.starts_at.desc(), Lesson.id)
    )
    return tuple(SiteLesson(*row) for row in rows)


def _attended(session: WorkSession, year: int) -> tuple[ColumnElement[bool], ...]:
    """Sign-ins of people who were there, in lessons of the year."""
    return (
        Lesson.owner == session.owner,
        Lesson.cancelled_at.is_(None),
        Lesson.starts_at.between(*year_span(year)),
        SignIn.undone_at.is_(None),
        SignIn.status.in_(ATTENDED),
    )
