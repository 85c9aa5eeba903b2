"""Dispatches (上级派单): what the county asks a school to hold."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged
from models.core.types import UtcTime


class Dispatch(Exchanged, Base):
    """The county's row; the school that takes it makes an Order of its own that cites it.

    `wished_from` and `wished_to` are both None where the school may choose the days.
    `withdrawn_at` is set with `withdrawn_reason`.
    """

    __tablename__ = "dispatch"
    __table_args__ = (Index("uq_dispatch_owner_number", "owner", "number", unique=True),)

    number: Mapped[str]
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    topic: Mapped[str]
    heads: Mapped[int]
    wished_from: Mapped[date | None]
    wished_to: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_reason: Mapped[str] = mapped_column(default="")
