"""Certificates (证书) and the paper that was issued."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.words import Words


class CertificateKind(Words):
    appointment = "appointment", "聘书"
    completion = "completion", "结业证书"
    honour = "honour", "荣誉证书"


class CertificateState(Words):
    issued = "issued", "有效", "green"
    superseded = "superseded", "已补发"
    void = "void", "已作废", "red"


class Certificate(Exchanged, Base):
    """A number given once and never again; `content` is the words as they were printed.

    An `earlier` one was given before the program came: its number, holder and day were taken in
    from `paper`, and it has no document here.
    """

    __tablename__ = "certificate"
    __table_args__ = (Index("uq_certificate_owner_number", "owner", "number", unique=True),)

    kind: Mapped[CertificateKind] = mapped_column(enum_type(CertificateKind))
    number: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    state: Mapped[CertificateState] = mapped_column(enum_type(CertificateState))
    holder: Mapped[str]
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"))
    issued_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    printed: Mapped[int] = mapped_column(default=0)
    earlier: Mapped[bool] = mapped_column(default=False)
    paper: Mapped[str] = mapped_column(default="")


class CertificatePaper(Base):
    """The issued document itself, byte for byte, so that a reprint is identical. Local."""

    __tablename__ = "certificate_paper"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
