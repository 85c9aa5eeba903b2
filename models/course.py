"""Courses (课程), and the lecturers who can give them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class Task(Words):
    """The seven basic tasks of party-member education (党员教育管理工作条例, ch. 3)."""

    theory = "theory", "政治理论教育"
    political = "political", "政治教育和政治训练"
    discipline = "discipline", "党章党规党纪教育"
    purpose = "purpose", "党的宗旨教育"
    tradition = "tradition", "革命传统教育"
    situation = "situation", "形势政策教育"
    skills = "skills", "知识技能教育"


class Tier(Words):
    first = "first", "首课", "red"
    main = "main", "主课", "amber"
    required = "required", "必修课", "blue"
    elective = "elective", "选修课"


class CoursewareReview(Words):
    """How far the courseware has come before the panel (课件评审)."""

    none = "none", "未送审"
    submitted = "submitted", "评审中", "blue"
    approved = "approved", "已通过", "green"
    returned = "returned", "退回修改", "amber"


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
