"""The pool (师资库) as lists and pages show it: terms, state, this year's lessons."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, func, select

from models.booking import LIVE_BOOKINGS, Booking
from models.booking import BookingState as BookingState
from models.certificate import Certificate, CertificateState
from models.core.words import Words
from models.lecturer import Appointment, Lecturer
from models.lecturer import LecturerSource as LecturerSource
from models.site import Room, Site
from models.training_class import Lesson, TrainingClass
from services.core.checks import year_span
from services.core.session import WorkSession
from services.core.text import mask_phone

ENDING_DAYS = 60


class AppointmentState(Words):
    """Whether a lecturer may be asked; `ending` within 60 days."""

    current = "current", "在聘", "green"
    ending = "ending", "将到期", "amber"
    ended = "ended", "已到期", "red"
    none = "none", "未聘任"


@dataclass(frozen=True)
class AppointmentRow:
    """`certificate` is the number of the valid certificate; empty where there is none."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date
    issuer: str
    certificate: str = ""


@dataclass(frozen=True)
class TaughtRow:
    """One lesson that a lecturer is booked for; `starts_at` is local."""

    lesson_id: UUID
    starts_at: datetime
    title: str
    class_title: str
    place: str
    hours: Decimal
    state: BookingState


@dataclass(frozen=True)
class LecturerRow:
    """`appointed_until` is the last day of the latest appointment; `ending`: within 60 days."""

    id: UUID
    name: str
    initials: str
    pinyin: str
    source: LecturerSource
    sex: str
    post: str
    rank: str
    education: str
    employer: str
    topics: str
    phone_masked: str
    appointed_until: date | None
    retired: bool
    state: AppointmentState
    ending: bool
    lessons_this_year: int
    appointments: tuple[AppointmentRow, ...] = ()
    lessons: tuple[TaughtRow, ...] = ()


def list_rows(session: WorkSession, *, retired: bool = False) -> tuple[LecturerRow, ...]:
    """The pool by name, with the latest term and this year's lessons; or who left it."""
    today = session.today()
    terms = _appointments(session)
    taught = _lessons_of(session, today.year)
    rows = session.scalars(
        select(Lecturer)
        .where(
            Lecturer.owner == session.owner,
            Lecturer.retired_at.is_not(None) if retired else Lecturer.retired_at.is_(None),
        )
        .order_by(Lecturer.pinyin)
    )
    return tuple(_row(row, terms.get(row.id, ()), taught.get(row.id, 0), today) for row in rows)


def detail(session: WorkSession, lecturer_id: UUID) -> LecturerRow:
    """One lecturer with every appointment and this year's lessons, the latest first.

    Raises NotFound.
    """
    lecturer = session.require(Lecturer, lecturer_id)
    terms = _appointments(session).get(lecturer_id, ())
    lessons = _taught(session, lecturer_id, session.today().year)
    row = _row(lecturer, terms, len(lessons), session.today())
    return replace(row, appointments=terms, lessons=lessons)


def _row(
    lecturer: Lecturer, terms: tuple[AppointmentRow, ...], taught: int, today: date
) -> LecturerRow:
    until = terms[0].ends_on if terms else None
    ending = until is not None and today <= until <= today + timedelta(days=ENDING_DAYS)
    return LecturerRow(
        id=lecturer.id,
        name=lecturer.name,
        initials=lecturer.initials,
        pinyin=lecturer.pinyin,
        source=lecturer.source,
        sex=lecturer.sex,
        post=lecturer.post,
        rank=lecturer.rank,
        education=lecturer.education,
        employer=lecturer.employer,
        topics=lecturer.topics,
        phone_masked=mask_phone(lecturer.phone),
        appointed_until=until,
        retired=lecturer.retired_at is not None,
        state=_state(until, today, ending),
        ending=ending,
        lessons_this_year=taught,
    )


def _state(until: date | None, today: date, ending: bool) -> AppointmentState:
    if until is None:
        return AppointmentState.none
    if until < today:
        return AppointmentState.ended
    return AppointmentState.ending if ending else AppointmentState.current


def _appointments(session: WorkSession) -> dict[UUID, tuple[AppointmentRow, ...]]:
    found: dict[UUID, tuple[AppointmentRow, ...]] = {}
    rows = session.execute(
        select(
            Appointment.lecturer_id,
            Appointment.id,
            Appointment.title,
            Appointment.starts_on,
            Appointment.ends_on,
            Appointment.issuer,
            func.coalesce(Certificate.number, ""),
        )
        .outerjoin(
            Certificate,
            and_(
                Certificate.appointment_id == Appointment.id,
                Certificate.state == CertificateState.issued,
            ),
        )
        .where(Appointment.owner == session.owner)
        .order_by(Appointment.ends_on.desc())
    )
    for lecturer_id, key, title, starts_on, ends_on, issuer, number in rows:
        term = AppointmentRow(key, title, starts_on, ends_on, issuer, number)
        found[lecturer_id] = (*found.get(lecturer_id, ()), term)
    return found


def _lessons_of(session: WorkSession, year: int) -> dict[UUID, int]:
    rows = session.execute(
        select(Booking.lecturer_id, func.count())
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .where(
            Booking.owner == session.owner,
            Booking.state.in_(LIVE_BOOKINGS),
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(*year_span(year)),
        )
        .group_by(Booking.lecturer_id)
    )
    return {lecturer: count for lecturer, count in rows}


def _taught(session: WorkSession, lecturer_id: UUID, year: int) -> tuple[TaughtRow, ...]:
    rows = session.execute(
        select(
            Lesson.id,
            Lesson.starts_at,
            Lesson.title,
            TrainingClass.title,
            Site.name,
            Room.name,
            Lesson.hours,
            Booking.state,
        )
        .join(Booking, Booking.lesson_id == Lesson.id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(
            Booking.owner == session.owner,
            Booking.lecturer_id == lecturer_id,
            Booking.state.in_(LIVE_BOOKINGS),
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(*year_span(year)),
        )
        .order_by(Lesson.starts_at.desc(), Lesson.id)
    )
    return tuple(
        TaughtRow(key, starts, title, class_title, f"{site} {room}", hours, state)
        for key, starts, title, class_title, site, room, hours, state in rows
    )
