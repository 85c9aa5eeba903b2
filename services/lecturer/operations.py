"""Add and change lecturers (讲师) and their appointments (聘任)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from models.booking import Booking, BookingState
from models.certificate import Certificate, CertificateState
from models.lecturer import Appointment, Lecturer, LecturerSource
from models.training_class import Lesson
from services.core.checks import optional_text, required_text
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.settings import ISSUER
from services.core.text import clean_name, pinyin_of

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


def create(session: WorkSession, draft: LecturerDraft) -> UUID:
    """Add a lecturer to the pool. Raises BadInput."""
    lecturer = session.make(Lecturer, **_fields(draft))
    session.note("lecturer.create", id=str(lecturer.id))
    return lecturer.id


def draft_of(session: WorkSession, lecturer_id: UUID) -> LecturerDraft:
    """What a form starts from. The phone number stays masked in lists and is left empty
    here; `update` keeps the old one then. Raises NotFound."""
    row = session.require(Lecturer, lecturer_id)
    return LecturerDraft(
        name=row.name,
        source=row.source,
        sex=row.sex,
        post=row.post,
        rank=row.rank,
        education=row.education,
        employer=row.employer,
        topics=row.topics,
    )


def update(session: WorkSession, lecturer_id: UUID, draft: LecturerDraft) -> None:
    """Change a lecturer; an empty phone leaves the number as it is. Certificates keep the
    words that they were issued with. Raises BadInput, NotFound."""
    lecturer = session.require(Lecturer, lecturer_id)
    for name, value in _fields(draft).items():
        if name != "phone" or value:
            setattr(lecturer, name, value)
    session.note("lecturer.update", id=str(lecturer_id))


def appoint(
    session: WorkSession,
    lecturer_id: UUID,
    title: str,
    starts_on: date,
    ends_on: date,
    issuer: str,
) -> UUID:
    """A term, both days included; without an issuer the one of the settings.

    Raises BadInput; Refused where it overlaps another term.
    """
    lecturer = session.require(Lecturer, lecturer_id)
    _require_free_term(session, lecturer, starts_on, ends_on)
    appointment = session.make(
        Appointment,
        lecturer_id=lecturer_id,
        title=required_text(title, "聘任名称", 30),
        starts_on=starts_on,
        ends_on=ends_on,
        issuer=_issuer(session, issuer),
    )
    session.note("lecturer.appoint", id=str(appointment.id), lecturer=str(lecturer_id))
    return appointment.id


def change_appointment(
    session: WorkSession,
    appointment_id: UUID,
    title: str,
    starts_on: date,
    ends_on: date,
    issuer: str,
) -> None:
    """Correct a term that no valid certificate speaks of. Raises BadInput, Refused."""
    appointment = session.require(Appointment, appointment_id)
    _require_no_certificate(session, appointment_id, void_too=False)
    lecturer = session.require(Lecturer, appointment.lecturer_id)
    _require_free_term(session, lecturer, starts_on, ends_on, except_for=appointment_id)
    appointment.title = required_text(title, "聘任名称", 30)
    appointment.starts_on, appointment.ends_on = starts_on, ends_on
    appointment.issuer = _issuer(session, issuer)
    session.note("lecturer.change_appointment", id=str(appointment_id))


def withdraw_appointment(session: WorkSession, appointment_id: UUID) -> None:
    """Take back a term that was entered by mistake and that no certificate, not even a void
    one, speaks of. Raises Refused."""
    appointment = session.require(Appointment, appointment_id)
    _require_no_certificate(session, appointment_id, void_too=True)
    session.delete(appointment)
    session.note("lecturer.withdraw_appointment", id=str(appointment_id))


def retire(session: WorkSession, lecturer_id: UUID) -> None:
    """Take a lecturer out of the pool; past lessons and certificates keep them. Refused while
    lessons to come are booked."""
    lecturer = session.require(Lecturer, lecturer_id)
    ahead = session.scalar(
        select(func.count())
        .select_from(Booking)
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .where(
            Booking.lecturer_id == lecturer_id,
            Booking.state.in_((BookingState.requested, BookingState.confirmed)),
            Lesson.cancelled_at.is_(None),
            Lesson.ends_at > session.local_now(),
        )
    )
    if ahead:
        raise Refused(f"{lecturer.name}还有 {ahead} 节约好的课没讲，请先改派或取消预约。")
    lecturer.retired_at = session.now()
    session.note("lecturer.retire", id=str(lecturer_id))


def restore(session: WorkSession, lecturer_id: UUID) -> None:
    session.require(Lecturer, lecturer_id).retired_at = None
    session.note("lecturer.restore", id=str(lecturer_id))


def _fields(draft: LecturerDraft) -> dict[str, object]:
    name = required_text(clean_name(draft.name), "讲师姓名", 30)
    pinyin, initials = pinyin_of(name)
    return {
        "name": name,
        "pinyin": pinyin,
        "initials": initials,
        "source": draft.source,
        "sex": draft.sex,
        "post": optional_text(draft.post, "职务", 40),
        "rank": optional_text(draft.rank, "职称", 20),
        "education": optional_text(draft.education, "学历", 20),
        "phone": optional_text(draft.phone, "电话", 20),
        "employer": optional_text(draft.employer, "工作单位", 40),
        "topics": optional_text(draft.topics, "主要讲授专题", 120),
    }


def _issuer(session: WorkSession, typed: str) -> str:
    return required_text(typed if typed.strip() else ISSUER.get(session), "发证单位", 40)


def _require_free_term(
    session: WorkSession,
    lecturer: Lecturer,
    starts_on: date,
    ends_on: date,
    except_for: UUID | None = None,
) -> None:
    if ends_on < starts_on:
        raise BadInput("聘期的结束日期在开始日期之前，请检查。")
    if (ends_on - starts_on).days > MOST_YEARS * 366:
        raise BadInput(f"聘期不要超过 {MOST_YEARS} 年，请检查日期。")
    query = select(Appointment.ends_on).where(
        Appointment.lecturer_id == lecturer.id,
        Appointment.starts_on <= ends_on,
        Appointment.ends_on >= starts_on,
    )
    if except_for is not None:
        query = query.where(Appointment.id != except_for)
    overlapping = session.scalar(query.limit(1))
    if overlapping is not None:
        raise Refused(f"{lecturer.name}已有聘期到 {overlapping}，新聘期不能与它重叠。")


def _require_no_certificate(session: WorkSession, appointment_id: UUID, *, void_too: bool) -> None:
    query = select(Certificate.number).where(Certificate.appointment_id == appointment_id)
    if not void_too:
        query = query.where(Certificate.state == CertificateState.issued)
    number = session.scalar(query.limit(1))
    if number is not None:
        wanted = "不能撤回" if void_too else "请先在“证书”里作废再改"
        raise Refused(f"这次聘任已发聘书 {number}，{wanted}。")
