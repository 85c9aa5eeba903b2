"""Sign-ins (签到): who was at which lesson, and how."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import LocalTime, UtcTime
from models.core.words import Words


class SignInStatus(Words):
    present = "present", "已到", "green"
    late = "late", "迟到", "amber"
    left_early = "left_early", "早退", "amber"
    leave = "leave", "请假", "grey"
    absent = "absent", "缺席", "red"
    made_up = "made_up", "补课", "blue"


ATTENDED = (
    SignInStatus.present,
    SignInStatus.late,
    SignInStatus.left_early,
    SignInStatus.made_up,
)
"""The statuses of somebody who was taught; each earns what the settings say."""


class SignInMethod(Words):
    scan = "scan", "扫码"
    keyboard = "keyboard", "键盘"
    paper = "paper", "补录"


class SignIn(Exchanged, Base):
    """One fact. It counts while `undone_at` is empty; one per lesson and person counts.

    A correction undoes the row it replaces and cites it, so that history stays whole.
    `minutes_late` is whole minutes after the lesson's start, only where late. A `walk_in` was
    not enrolled before (现场补名).
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        Index(
            "uq_sign_in_lesson_id_member_id",
            "lesson_id",
            "member_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
        ),
        Index("ix_sign_in_member_id", "member_id"),
    )

    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    status: Mapped[SignInStatus] = mapped_column(enum_type(SignInStatus))
    method: Mapped[SignInMethod] = mapped_column(enum_type(SignInMethod))
    arrived_at: Mapped[datetime | None] = mapped_column(LocalTime)
    minutes_late: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    walk_in: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("sign_in.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
