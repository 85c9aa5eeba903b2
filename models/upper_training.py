"""Training elsewhere: classes that county, city, province or centre held (上级调训), and those
that floating members took part in where they live."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class TrainingLevel(Words):
    """Who held it; `elsewhere` is where a floating member lives."""

    county = "county", "县级"
    city = "city", "市级"
    province = "province", "省级"
    centre = "centre", "中央"
    elsewhere = "elsewhere", "流入地"


class TrainingResult(Words):
    completed = "completed", "结业", "green"
    not_completed = "not_completed", "未结业", "red"
    unknown = "unknown", "未注明"


class UpperTraining(Exchanged, Base):
    """One member's class; one by member, organiser, class and first day, while `undone_at` is
    empty. Its hours are records of the ledger that cite it, one for each year of its span.

    `collective` says that it counts as the collective training that a leader needs.
    """

    __tablename__ = "upper_training"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    level: Mapped[TrainingLevel] = mapped_column(enum_type(TrainingLevel))
    organiser: Mapped[str]
    class_name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    result: Mapped[TrainingResult] = mapped_column(enum_type(TrainingResult))
    collective: Mapped[bool] = mapped_column(default=True)
    paper: Mapped[str] = mapped_column(default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
