"""Bookings (讲师预约): a lecturer for a lesson."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.words import Words


class BookingState(Words):
    """Domain.md, states: requested → confirmed → taught → paid; or one of the endings."""

    requested = "requested", "待答复", "amber"
    confirmed = "confirmed", "已确认", "green"
    taught = "taught", "已授课", "blue"
    paid = "paid", "已发课酬", "blue"
    declined = "declined", "已谢绝"
    cancelled = "cancelled", "已取消"
    substituted = "substituted", "已换人"


LIVE_BOOKINGS = (
    BookingState.requested,
    BookingState.confirmed,
    BookingState.taught,
    BookingState.paid,
)


class Booking(Exchanged, Base):
    """`warning_reason` is why the clerk went on where the program warned."""

    __tablename__ = "booking"
    __table_args__ = (
        Index(
            "uq_booking_lesson_id_lecturer_id",
            "lesson_id",
            "lecturer_id",
            unique=True,
            sqlite_where=text("state IN ('requested', 'confirmed', 'taught', 'paid')"),
        ),
        Index("ix_booking_lecturer_id", "lecturer_id"),
    )

    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"))
    lecturer_id: Mapped[UUID] = mapped_column(ForeignKey("lecturer.id"))
    state: Mapped[BookingState] = mapped_column(enum_type(BookingState))
    state_reason: Mapped[str] = mapped_column(default="")
    warning_reason: Mapped[str] = mapped_column(default="")
