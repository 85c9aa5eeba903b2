"""Courses (课程) on the yearly menu."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime


class Task(StrEnum):
    """The seven basic tasks of party-member education (党员教育管理工作条例, ch. 3)."""

    theory = "theory"
    political = "political"
    discipline = "discipline"
    purpose = "purpose"
    tradition = "tradition"
    situation = "situation"
    skills = "skills"


class Tier(StrEnum):
    first = "first"
    main = "main"
    required = "required"
    elective = "elective"


class Course(Exchanged, Base):
    __tablename__ = "course"
    __table_args__ = (Index("uq_course_owner_code", "owner", "code", unique=True),)

    code: Mapped[str]
    title: Mapped[str]
    task: Mapped[Task] = mapped_column(enum_type(Task))
    tier: Mapped[Tier] = mapped_column(enum_type(Tier))
    form: Mapped[str]
    hours: Mapped[Decimal]
    audience: Mapped[str] = mapped_column(default="")
    syllabus: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)
