"""Courses (课程), and the lecturers who can give them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
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


class CoursewareReview(StrEnum):
    """How far the courseware has come before the panel (课件评审)."""

    none = "none"
    submitted = "submitted"
    approved = "approved"
    returned = "returned"


class Course(Exchanged, Base):
    """`other_lecturers` names those who can give it and are in no pool, as the menu has them."""

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
    topics: Mapped[str] = mapped_column(default="")
    materials: Mapped[str] = mapped_column(default="")
    other_lecturers: Mapped[str] = mapped_column(default="")
    review: Mapped[CoursewareReview] = mapped_column(
        enum_type(CoursewareReview), default=CoursewareReview.none
    )
    review_note: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class CourseLecturer(Exchanged, Base):
    """That a lecturer of the pool can give a course."""

    __tablename__ = "course_lecturer"
    __table_args__ = (
        Index("uq_course_lecturer_course_id_lecturer_id", "course_id", "lecturer_id", unique=True),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    lecturer_id: Mapped[UUID] = mapped_column(ForeignKey("lecturer.id"), index=True)
