"""Lecturers (讲师) and their appointments (聘任)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class LecturerSource(Words):
    appointed = "appointed", "聘任"
    invited = "invited", "邀请"
    seconded = "seconded", "选派"


class Lecturer(Exchanged, Base):
    __tablename__ = "lecturer"

    name: Mapped[str]
    pinyin: Mapped[str]
    initials: Mapped[str]
    sex: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    rank: Mapped[str] = mapped_column(default="")  # 职称
    education: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    source: Mapped[LecturerSource] = mapped_column(enum_type(LecturerSource))
    employer: Mapped[str] = mapped_column(default="")
    topics: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Appointment(Exchanged, Base):
    """A term of appointment, both days included; made by `issuer`."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_lecturer_id", "lecturer_id"),)

    lecturer_id: Mapped[UUID] = mapped_column(ForeignKey("lecturer.id"))
    title: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    issuer: Mapped[str]
