"""Exemptions (学时减免): of whom no hours are demanded in a year, by decision of the branch."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class ExemptionReason(Words):
    """Why nothing is demanded (党员教育管理工作条例, art. 23)."""

    old_and_weak = "old_and_weak", "年老体弱"
    hard_of_moving = "hard_of_moving", "行动不便"
    gravely_ill = "gravely_ill", "身患重病"
    disabled = "disabled", "失能"
    other = "other", "其他"


class Exemption(Exchanged, Base):
    """One member and one year; it holds while `undone_at` is empty, one at a time.

    `starts_on` and `ends_on` lie in the year. `decided_on` is the day of the branch's decision,
    `paper` what it is kept in, `reason_note` what the reason alone does not say.
    """

    __tablename__ = "exemption"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    year: Mapped[int]
    reason: Mapped[ExemptionReason] = mapped_column(enum_type(ExemptionReason))
    reason_note: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    decided_on: Mapped[date]
    paper: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
