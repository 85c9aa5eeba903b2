"""The register of certificates, and what waits to be issued."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, select

from models.certificate import Certificate
from models.certificate import CertificateKind as CertificateKind
from models.certificate import CertificateState as CertificateState
from models.lecturer import Appointment, Lecturer
from services.core.session import WorkSession
from services.core.todo import Todo
from services.lecturer import ENDING_DAYS

ONE_BY_ONE = 3
"""Up to so many ending terms are told one by one; more in one line."""


@dataclass(frozen=True)
class CertificateRow:
    """One number of the register, with the words that were printed under it.

    `term` is the days as words; `void_reason` is empty unless void; `missing_reason` says how
    characters that no font had were added by hand. An `earlier` one was given before the program
    came and taken in from `paper`.
    """

    id: UUID
    number: str
    holder: str
    kind: CertificateKind
    issued_on: date
    state: CertificateState
    printed: int
    title: str
    term: str
    issuer: str
    void_reason: str
    missing_reason: str
    earlier: bool
    paper: str


@dataclass(frozen=True)
class WaitingRow:
    """An appointment that runs, or is to come, and has no valid certificate."""

    appointment_id: UUID
    lecturer_id: UUID
    name: str
    title: str
    starts_on: date
    ends_on: date
    issuer: str


def list_rows(session: WorkSession) -> tuple[CertificateRow, ...]:
    """The register, the latest number first."""
    rows = session.execute(
        select(
            Certificate.id,
            Certificate.number,
            Certificate.holder,
            Certificate.kind,
            Certificate.issued_on,
            Certificate.state,
            Certificate.printed,
            Certificate.content,
            Certificate.earlier,
            Certificate.paper,
        )
        .where(Certificate.owner == session.owner)
        .order_by(Certificate.year.desc(), Certificate.kind, Certificate.serial.desc())
    )
    return tuple(
        CertificateRow(
            id=key,
            number=number,
            holder=holder,
            kind=kind,
            issued_on=issued_on,
            state=state,
            printed=printed,
            title=content.get("title", ""),
            term=f"{content['starts_on']} 至 {content['ends_on']}" if "ends_on" in content else "",
            issuer=content.get("issuer", ""),
            void_reason=content.get("void_reason", ""),
            missing_reason=content.get("missing_reason", ""),
            earlier=earlier,
            paper=paper,
        )
        for key, number, holder, kind, issued_on, state, printed, content, earlier, paper in rows
    )


def appointments_waiting(session: WorkSession) -> tuple[WaitingRow, ...]:
    """Appointments without a valid certificate that have not ended, by name."""
    certified = exists().where(
        Certificate.appointment_id == Appointment.id,
        Certificate.state == CertificateState.issued,
    )
    rows = session.execute(
        select(
            Appointment.id,
            Lecturer.id,
            Lecturer.name,
            Appointment.title,
            Appointment.starts_on,
            Appointment.ends_on,
            Appointment.issuer,
        )
        .join(Lecturer, Lecturer.id == Appointment.lecturer_id)
        .where(
            Appointment.owner == session.owner,
            Appointment.ends_on >= session.today(),
            Lecturer.retired_at.is_(None),
            ~certified,
        )
        .order_by(Lecturer.pinyin, Appointment.starts_on)
    )
    return tuple(
        WaitingRow(key, lecturer, name, title, starts, ends, issuer)
        for key, lecturer, name, title, starts, ends, issuer in rows
    )


def todos(session: WorkSession) -> list[Todo]:
    """Certificates to issue, and terms that end within 60 days with none after them."""
    found = [_ending_todo(*row) for row in _ending(session)]
    if len(found) > ONE_BY_ONE:
        first = found[0]
        found = [
            Todo(
                kind="聘书",
                tone="amber",
                title=f"{len(found)} 位讲师的聘期快到了",
                note=f"最早的：{first.title}",
                action="去看看",
                page="lecturer",
                target="ending",
                urgency=60,
                count=len(found),
            )
        ]
    if waiting := appointments_waiting(session):
        names = "、".join(row.name for row in waiting[:3])
        found.append(
            Todo(
                kind="聘书",
                tone="blue",
                title=f"{len(waiting)} 位讲师还没发聘书",
                note=f"{names}{' 等' if len(waiting) > 3 else ''}已聘任",
                action="签发",
                page="certificate",
                target="waiting",
                urgency=50,
                count=len(waiting),
            )
        )
    return found


def _ending(session: WorkSession) -> list[tuple[UUID, str, date]]:
    today = session.today()
    later = Appointment.__table__.alias("later")
    rows = session.execute(
        select(Lecturer.id, Lecturer.name, Appointment.ends_on)
        .join(Lecturer, Lecturer.id == Appointment.lecturer_id)
        .outerjoin(
            later,
            and_(
                later.c.lecturer_id == Appointment.lecturer_id,
                later.c.ends_on > Appointment.ends_on,
            ),
        )
        .where(
            Appointment.owner == session.owner,
            Appointment.ends_on.between(today, today + timedelta(days=ENDING_DAYS)),
            Lecturer.retired_at.is_(None),
            later.c.id.is_(None),
        )
        .order_by(Appointment.ends_on, Lecturer.pinyin)
    )
    return [(key, name, ends_on) for key, name, ends_on in rows]


def _ending_todo(lecturer_id: UUID, name: str, ends_on: date) -> Todo:
    return Todo(
        kind="聘书",
        tone="amber",
        title=f"{name}的聘期 {ends_on.month}月{ends_on.day}日到期",
        note="续聘，或者让聘期到时结束",
        action="续聘",
        page="lecturer",
        target=lecturer_id,
        urgency=60,
    )
