"""Add and change lecturers (讲师) and their appointments (聘任)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.booking import Booking, BookingState
from models.certificate import Certificate, CertificateState
from models.lecturer import Appointment, Lecturer, LecturerSource
from models.training_class import Lesson
from services.core.checks import required_text
from services.core.errors import BadInput, Refused
from services.core.fields import (
    changed,
    checked,
    checked_some,
    choice,
    day,
    draft,
    draft_of,
    field_of,
    phone,
    put,
    suggested,
    text,
)
from services.core.retiring import set_retired
from services.core.session import WorkSession
from services.core.settings import ISSUER
from services.core.text import clean_name, pinyin_of
from services.core.undo import Before, Made, Undo

MOST_YEARS = 5
RANKS = ("正高", "副高", "中级", "初级")
DEGREES = ("研究生", "大学本科", "大学专科", "中专", "高中")


@draft
class LecturerDraft:
    name: str = text("姓名", 30, clean=clean_name)
    source: LecturerSource = choice("来源", LecturerSource)
    sex: str = suggested("性别", 2, ("男", "女"), free=False, default="")
    employer: str = text("工作单位", 40, hint="工作单位全称", default="")
    post: str = text("职务", 40, hint="例如：副校长", default="")
    rank: str = suggested("职称", 20, RANKS, default="")
    education: str = suggested("学历", 20, DEGREES, default="")
    phone: str = phone("手机号码", masked=True, hint="手机号码", default="")
    topics: str = text("主要讲授专题", 120, hint="例如：党章党规、乡村振兴", default="")


@draft
class TermDraft:
    """A term of appointment, both days included; without an issuer the one of the settings."""

    title: str = text("聘任名称", 30, note="印在聘书上：兹聘请 … 同志为这里写的名称")
    starts_on: date = day("聘期从")
    ends_on: date = day("聘期到")
    issuer: str = text(
        "发证单位",
        40,
        hint="例如：中共嘉祥县委组织部",
        note="印在聘书右下角，用全称，盖章要与它一致",
        default="",
    )


def create(session: WorkSession, draft: LecturerDraft) -> Made:
    """Add a lecturer to the pool. Raises BadInput."""
    before = Before(session)
    lecturer = session.make(Lecturer, **_read(checked(draft)))
    before.made(lecturer)
    session.note("lecturer.create", id=str(lecturer.id))
    return Made(lecturer.id, before.undo(f"登记 {lecturer.name}", "lecturer.undo"))


def start_of(session: WorkSession, lecturer_id: UUID) -> LecturerDraft:
    """What a form starts from; the phone number stays masked. Raises NotFound."""
    return draft_of(LecturerDraft, session.require(Lecturer, lecturer_id))


def update(session: WorkSession, lecturer_id: UUID, draft: LecturerDraft) -> Undo:
    """Change a lecturer; an empty phone leaves the number as it is. Certificates keep the
    words that they were issued with. Raises BadInput, NotFound."""
    lecturer = session.require(Lecturer, lecturer_id)
    before = Before(session)
    before.keep(lecturer)
    words = f"修改 {lecturer.name} 的资料"
    put(lecturer, _read(changed(draft)))
    session.note("lecturer.update", id=str(lecturer_id))
    return before.undo(words, "lecturer.undo")


def change(session: WorkSession, keys: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give one field of several lecturers the same value. Raises BadInput, NotFound."""
    values = _read(checked_some(LecturerDraft, {name: value}))
    before = Before(session)
    for key in keys:
        lecturer = session.require(Lecturer, key)
        before.keep(lecturer)
        put(lecturer, values)
    session.note("lecturer.change", ids=[str(key) for key in keys], field=name)
    caption = field_of(LecturerDraft, name).caption
    return before.undo(f"修改 {len(keys)} 位讲师的{caption}", "lecturer.undo")


def appoint(session: WorkSession, lecturer_id: UUID, draft: TermDraft) -> Made:
    """A new term. Raises BadInput; Refused where it overlaps another one."""
    lecturer = session.require(Lecturer, lecturer_id)
    values = _checked_term(session, lecturer, draft)
    before = Before(session)
    term = session.make(Appointment, lecturer_id=lecturer_id, **values)
    before.made(term)
    session.note("lecturer.appoint", id=str(term.id), lecturer=str(lecturer_id))
    return Made(
        term.id,
        before.undo(
            f"聘任 {lecturer.name}",
            "lecturer.undo",
            lambda later: _require_no_certificate(later, term.id, void_too=True),
        ),
    )


def change_appointment(session: WorkSession, appointment_id: UUID, draft: TermDraft) -> Undo:
    """Correct a term that no valid certificate speaks of. Raises BadInput, Refused."""
    term = session.require(Appointment, appointment_id)
    _require_no_certificate(session, appointment_id, void_too=False)
    lecturer = session.require(Lecturer, term.lecturer_id)
    values = _checked_term(session, lecturer, draft, except_for=appointment_id)
    before = Before(session)
    before.keep(term)
    first, last = term.starts_on, term.ends_on
    put(term, values)
    session.note("lecturer.change_appointment", id=str(appointment_id))

    def check(later: WorkSession) -> None:
        _require_no_certificate(later, appointment_id, void_too=False)
        _require_free_term(later, lecturer_id, first, last, except_for=appointment_id)

    lecturer_id = lecturer.id
    return before.undo(f"修改 {lecturer.name} 的聘期", "lecturer.undo", check)


def retire(session: WorkSession, lecturer_id: UUID) -> Undo:
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
    words = f"把 {lecturer.name} 移出师资库"
    return set_retired(session, lecturer, session.now(), "lecturer.retire", words)


def restore(session: WorkSession, lecturer_id: UUID) -> Undo:
    lecturer = session.require(Lecturer, lecturer_id)
    words = f"把 {lecturer.name} 放回师资库"
    return set_retired(session, lecturer, None, "lecturer.restore", words)


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """With the pinyin of a name."""
    if "name" not in values:
        return values
    pinyin, initials = pinyin_of(values["name"])
    return {**values, "pinyin": pinyin, "initials": initials}


def _checked_term(
    session: WorkSession, lecturer: Lecturer, draft: TermDraft, except_for: UUID | None = None
) -> dict[str, Any]:
    values = checked(draft)
    values["issuer"] = required_text(values["issuer"] or ISSUER.get(session), "发证单位", 40)
    first, last = values["starts_on"], values["ends_on"]
    if last < first:
        raise BadInput("聘期的结束日期在开始日期之前，请检查。", "ends_on")
    if (last - first).days > MOST_YEARS * 366:
        raise BadInput(f"聘期不要超过 {MOST_YEARS} 年，请检查日期。", "ends_on")
    _require_free_term(session, lecturer.id, first, last, except_for=except_for)
    return values


def _require_free_term(
    session: WorkSession,
    lecturer_id: UUID,
    starts_on: date,
    ends_on: date,
    except_for: UUID | None = None,
) -> None:
    query = select(Appointment.ends_on).where(
        Appointment.lecturer_id == lecturer_id,
        Appointment.starts_on <= ends_on,
        Appointment.ends_on >= starts_on,
    )
    if except_for is not None:
        query = query.where(Appointment.id != except_for)
    overlapping = session.scalar(query.limit(1))
    if overlapping is not None:
        name = session.require(Lecturer, lecturer_id).name
        raise Refused(f"{name}已有聘期到 {overlapping}，新聘期不能与它重叠。")


def _require_no_certificate(session: WorkSession, appointment_id: UUID, *, void_too: bool) -> None:
    query = select(Certificate.number).where(Certificate.appointment_id == appointment_id)
    if not void_too:
        query = query.where(Certificate.state == CertificateState.issued)
    number = session.scalar(query.limit(1))
    if number is not None:
        wanted = "不能撤回" if void_too else "请先在“证书”里作废再改"
        raise Refused(f"这次聘任已发聘书 {number}，{wanted}。")
