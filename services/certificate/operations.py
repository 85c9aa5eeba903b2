"""Issue, reprint and void certificates; a number is given once and never again."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.certificate import Certificate, CertificatePaper, CertificateState
from models.certificate import CertificateKind as CertificateKind
from models.lecturer import Appointment, Lecturer
from models.school import School
from services.core.checks import required_text
from services.core.errors import BadInput, NeedsReason, NotFound, Refused
from services.core.session import WorkSession
from services.core.settings import ISSUER
from services.core.undo import Final

NUMBER_WORDS = {CertificateKind.appointment: "聘"}


@dataclass(frozen=True)
class Issued:
    """`missing` are the characters printed as 〓, which the person agreed to."""

    id: UUID
    number: str
    pdf: bytes
    missing: tuple[str, ...]

    @property
    def undo(self) -> None:
        """A number is given for good; a certificate can only become void."""
        return None


def issue_appointment(session: WorkSession, appointment_id: UUID, *, reason: str = "") -> Issued:
    """Give a number to an appointment's certificate, and keep its words and its paper.

    Raises Refused where the appointment has a valid certificate; NeedsReason where a
    character is in no font; BadInput where no issuer is known.
    """
    # Imported here so that the program's start does not pay for what only printing needs.
    from services.certificate import appointment_paper
    from services.certificate.appointment_paper import AppointmentPaper

    appointment = session.require(Appointment, appointment_id)
    _require_none_yet(session, appointment_id)
    lecturer = session.require(Lecturer, appointment.lecturer_id)
    issuer = appointment.issuer or ISSUER.get(session)
    if not issuer:
        raise BadInput("还没有发证单位，请先在“设置”里填写聘书落款单位。")
    kind, year = CertificateKind.appointment, session.today().year
    serial, number = _next_number(session, kind, year)
    paper = AppointmentPaper(
        number=number,
        holder=lecturer.name,
        title=appointment.title,
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        issuer=issuer,
        issued_on=session.today(),
    )
    missing = appointment_paper.missing(paper)
    if missing and not reason.strip():
        raise NeedsReason(
            f"本机字体里没有这些字：{'、'.join(missing)}，聘书上会印成〓。"
            "请先安装含这些字的字体；要照样签发，请写明怎样补上，例如手写。"
        )
    pdf = appointment_paper.render(paper)
    certificate = session.make(
        Certificate,
        kind=kind,
        number=paper.number,
        year=year,
        serial=serial,
        state=CertificateState.issued,
        holder=paper.holder,
        appointment_id=appointment_id,
        issued_on=paper.issued_on,
        content=_frozen(asdict(paper), missing_reason=reason.strip() if missing else ""),
    )
    session.flush()  # the paper cites its certificate
    session.add(CertificatePaper(certificate_id=certificate.id, pdf=pdf))
    session.note("certificate.issue_appointment", id=str(certificate.id))
    return Issued(certificate.id, paper.number, pdf, missing)


def reprint(session: WorkSession, certificate_id: UUID) -> bytes:
    """The very document that was issued, counted as printed once more.

    Raises Refused for one that is no longer valid or was given before the program came, NotFound
    where its paper is not here.
    """
    certificate = _own(session, certificate_id)
    if certificate.state is not CertificateState.issued:
        raise Refused(f"{certificate.number} 已作废，不能再印。")
    if certificate.earlier:
        raise Refused(f"{certificate.number} 是系统启用前发的，没有原件，不能补印。")
    pdf = _paper(session, certificate_id)
    certificate.printed += 1
    session.note("certificate.reprint", id=str(certificate_id), printed=certificate.printed)
    return pdf


def void(session: WorkSession, certificate_id: UUID, reason: str = "") -> Final:
    """Take a certificate back for good: its number stays in the register as void.

    Raises NeedsReason without a reason, Refused where it is void already.
    """
    certificate = _own(session, certificate_id)
    if certificate.state is not CertificateState.issued:
        raise Refused(f"{certificate.number} 已经作废。")
    if not reason.strip():
        raise NeedsReason(
            f"作废 {certificate.number}（{certificate.holder}）？作废后不能恢复，"
            "编号留在登记簿里不再使用。请写明作废原因。"
        )
    certificate.state = CertificateState.void
    # The words as printed stay; why and when it became void stands beside them.
    certificate.content = _frozen(
        certificate.content,
        void_reason=required_text(reason, "作废原因", 60),
        voided_on=session.today(),
    )
    session.note("certificate.void", id=str(certificate_id))
    return Final("作废的编号不再使用")


def paper(session: WorkSession, certificate_id: UUID) -> bytes:
    """The document to look at; a query, counted nowhere. Raises NotFound."""
    return _paper(session, certificate_id)


def _paper(session: WorkSession, certificate_id: UUID) -> bytes:
    row = session.get(CertificatePaper, certificate_id)
    if row is None:
        raise NotFound("这张证书的原件不在本机，请在签发它的电脑上补印。")
    return row.pdf


def _own(session: WorkSession, certificate_id: UUID) -> Certificate:
    certificate = session.require(Certificate, certificate_id)
    if certificate.owner != session.owner:
        raise Refused("这张证书由别的单位签发，只能由签发单位办理。")
    return certificate


def _require_none_yet(session: WorkSession, appointment_id: UUID) -> None:
    number = session.scalar(
        select(Certificate.number).where(
            Certificate.appointment_id == appointment_id,
            Certificate.state == CertificateState.issued,
        )
    )
    if number is not None:
        raise Refused(f"这次聘任已签发聘书 {number}，不能再发一张；需要时请补印。")


def _next_number(session: WorkSession, kind: CertificateKind, year: int) -> tuple[int, str]:
    """The next serial whose number nobody has: one from the old register may look like ours and
    be of another year or kind."""
    serial = _next_serial(session, kind, year)
    while _is_taken(session, number := _number(session, kind, year, serial)):
        serial += 1
    return serial, number


def _is_taken(session: WorkSession, number: str) -> bool:
    found = select(Certificate.id).where(
        Certificate.owner == session.owner, Certificate.number == number
    )
    return session.scalar(found) is not None


def _next_serial(session: WorkSession, kind: CertificateKind, year: int) -> int:
    """One more than was ever given, void ones and those from before the program too. The write
    lock keeps it for this writer."""
    last = session.scalar(
        select(func.max(Certificate.serial)).where(
            Certificate.owner == session.owner,
            Certificate.kind == kind,
            Certificate.year == year,
        )
    )
    return (last or 0) + 1


def _number(session: WorkSession, kind: CertificateKind, year: int, serial: int) -> str:
    code = session.require(School, session.owner).code
    return f"{code}-{NUMBER_WORDS[kind]}-{year}-{serial:04d}"


def _frozen(words: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The words as JSON keeps them: days as ISO text; nothing for what is empty."""
    whole = {**words, **{key: value for key, value in more.items() if value}}
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in whole.items()
    }
