"""Lecturers (讲师) and their appointments (聘任)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from models.booking import LIVE_BOOKINGS, Booking
from models.lecturer import Appointment, Lecturer
from models.lecturer import LecturerSource as LecturerSource
from models.training_class import Lesson
from services.core.errors import BadInput, Refused
from services.core.fields import optional_text, required_text, year_span
from services.core.session import WorkSession
from services.core.text import clean_name, mask_phone, pinyin_of

SOURCE_LABELS = {
    LecturerSource.appointed: "聘任",
    LecturerSource.invited: "邀请",
    LecturerSource.seconded: "选派",
}
ENDING_DAYS = 60
MOST_YEARS = 5


@dataclass(frozen=True)
class LecturerDraft:
    name: str
    source: LecturerSource
    sex: str = ""
    post: str = ""
    rank: str = ""
    education: str = ""
    phone: str = ""
    employer: str = ""
    topics: str = ""


@dataclass(frozen=True)
class AppointmentRow:
    id: UUID
    title: str
    starts_on: date
    ends_on: date
    issuer: str


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
    state: str
    ending: bool
    lessons_this_year: int
    appointments: tuple[AppointmentRow, ...] = ()


def create(session: WorkSession, draft: LecturerDraft) -> UUID:
    """Add a lecturer to the pool. Raises BadInput."""
    name = required_text(clean_name(draft.name), "讲师姓名", 30)
    pinyin, initials = pinyin_of(name)
    lecturer = session.make(
        Lecturer,
        name=name,
        pinyin=pinyin,
        initials=initials,
        source=draft.source,
        sex=draft.sex,
        post=optional_text(draft.post, "职务", 40),
        rank=optional_text(draft.rank, "职称", 20),
        education=optional_text(draft.education, "学历", 20),
        phone=optional_text(draft.phone, "电话", 20),
        employer=optional_text(draft.employer, "工作单位", 40),
        topics=optional_text(draft.topics, "主要讲授专题", 120),
    )
    session.note("lecturer.create", id=str(lecturer.id))
    return lecturer.id


def appoint(
    session: WorkSession,
    lecturer_id: UUID,
    title: str,
    starts_on: date,
    ends_on: date,
    issuer: str,
) -> UUID:
    """A term, both days included. Raises BadInput; Refused where it overlaps another term."""
    lecturer = session.require(Lecturer, lecturer_id)
    if ends_on < starts_on:
        raise BadInput("聘期的结束日期在开始日期之前，请检查。")
    if (ends_on - starts_on).days > MOST_YEARS * 366:
        raise BadInput(f"聘期不要超过 {MOST_YEARS} 年，请检查日期。")
    overlapping = session.scalar(
        select(Appointment.ends_on).where(
            Appointment.lecturer_id == lecturer_id,
            Appointment.starts_on <= ends_on,
            Appointment.ends_on >= starts_on,
        )
    )
    if overlapping is not None:
        raise Refused(f"{lecturer.name}已有聘期到 {overlapping}，新聘期不能与它重叠。")
    appointment = session.make(
        Appointment,
        lecturer_id=lecturer_id,
        title=required_text(title, "聘任名称", 30),
        starts_on=starts_on,
        ends_on=ends_on,
        issuer=required_text(issuer, "发证单位", 40),
    )
    session.note("lecturer.appoint", id=str(appointment.id), lecturer=str(lecturer_id))
    return appointment.id


def retire(session: WorkSession, lecturer_id: UUID) -> None:
    """Take a lecturer out of the pool; past lessons and certificates keep them."""
    session.require(Lecturer, lecturer_id).retired_at = session.now()
    session.note("lecturer.retire", id=str(lecturer_id))


def restore(session: WorkSession, lecturer_id: UUID) -> None:
    session.require(Lecturer, lecturer_id).retired_at = None
    session.note("lecturer.restore", id=str(lecturer_id))


def list_rows(session: WorkSession) -> tuple[LecturerRow, ...]:
    """The pool by name, with the latest term and this year's lessons."""
    today = session.today()
    terms = _appointments(session)
    taught = _lessons_of(session, today.year)
    rows = session.scalars(
        select(Lecturer)
        .where(Lecturer.owner == session.owner, Lecturer.retired_at.is_(None))
        .order_by(Lecturer.pinyin)
    )
    return tuple(_row(row, terms.get(row.id, ()), taught.get(row.id, 0), today) for row in rows)


def detail(session: WorkSession, lecturer_id: UUID) -> LecturerRow:
    """One lecturer with every appointment, the latest first. Raises NotFound."""
    lecturer = session.require(Lecturer, lecturer_id)
    terms = _appointments(session).get(lecturer_id, ())
    taught = _lessons_of(session, session.today().year).get(lecturer_id, 0)
    return replace(_row(lecturer, terms, taught, session.today()), appointments=terms)


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
        state=_state(until, today, ending),
        ending=ending,
        lessons_this_year=taught,
    )


def _state(until: date | None, today: date, ending: bool) -> str:
    if until is None:
        return "未聘任"
    if until < today:
        return "已到期"
    return "将到期" if ending else "在聘"


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
        )
        .where(Appointment.owner == session.owner)
        .order_by(Appointment.ends_on.desc())
    )
    for lecturer_id, key, title, starts_on, ends_on, issuer in rows:
        term = AppointmentRow(key, title, starts_on, ends_on, issuer)
        found[lecturer_id] = (*found.get(lecturer_id, ()), term)
    return found


def _lessons_of(session: WorkSession, year: int) -> dict[UUID, int]:
    rows = session.execute(
        select(Booking.lecturer_id, func.count())
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .where(
            Booking.owner == session.owner,
            Booking.state.in_(LIVE_BOOKINGS),
            Lesson.starts_at.between(*year_span(year)),
        )
        .group_by(Booking.lecturer_id)
    )
    return {lecturer: count for lecturer, count in rows}
