"""Hours that no sign-in gave: online study (在线学习), corrections (学时更正), training elsewhere
(上级调训) and those from before the program came (期初学时)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import SignedHours, UtcTime
from models.core.words import Words
from models.course import Task


class HoursRecordKind(Words):
    online = "online", "在线", "blue"
    correction = "correction", "更正", "blue"
    upper_training = "upper_training", "调训", "blue"
    opening = "opening", "期初", "blue"


class HoursRecord(Exchanged, Base):
    """A fact of the hours ledger beside the sign-ins; it counts while `undone_at` is empty.

    `on_day` decides the year. A correction may take hours away, and says why, on which paper
    and who approved it. `task` is one of the seven basic tasks, where it is known. Training
    elsewhere cites what it was. `collective` says that it counts as the collective training that
    a leader needs.
    """

    __tablename__ = "hours_record"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[HoursRecordKind] = mapped_column(enum_type(HoursRecordKind))
    on_day: Mapped[date]
    title: Mapped[str]
    task: Mapped[Task | None] = mapped_column(enum_type(Task))
    hours: Mapped[Decimal] = mapped_column(SignedHours)
    reason: Mapped[str] = mapped_column(default="")
    paper: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[str] = mapped_column(default="")
    training_id: Mapped[UUID | None] = mapped_column(ForeignKey("upper_training.id"), index=True)
    collective: Mapped[bool] = mapped_column(default=False)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
