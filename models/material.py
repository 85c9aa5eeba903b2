"""Learning materials (学习资源), and the courses that use them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import PartialDate, UtcTime
from models.core.words import Words
from models.course import Task


class MaterialKind(Words):
    textbook = "textbook", "教材"
    courseware = "courseware", "课件"
    micro_video = "micro_video", "微视频"
    lesson_video = "lesson_video", "党课视频"
    article = "article", "文章"
    case = "case", "案例"


class MaterialReview(Words):
    """Whether somebody answerable has looked at it before it is given to members."""

    waiting = "waiting", "待审核", "amber"
    approved = "approved", "已审核", "green"
    returned = "returned", "退回修改", "red"


class Material(Exchanged, Base):
    """`length` counts minutes of a video and pages of all else; 0 where nobody counted."""

    __tablename__ = "material"

    kind: Mapped[MaterialKind] = mapped_column(enum_type(MaterialKind))
    title: Mapped[str]
    task: Mapped[Task] = mapped_column(enum_type(Task))
    author: Mapped[str] = mapped_column(default="")
    made_on: Mapped[PartialDate | None]
    length: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    review: Mapped[MaterialReview] = mapped_column(
        enum_type(MaterialReview), default=MaterialReview.waiting
    )
    reviewed_by: Mapped[str] = mapped_column(default="")
    reviewed_on: Mapped[date | None]
    review_note: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class MaterialCourse(Exchanged, Base):
    """That a course uses a material."""

    __tablename__ = "material_course"
    __table_args__ = (
        Index("uq_material_course_material_id_course_id", "material_id", "course_id", unique=True),
    )

    material_id: Mapped[UUID] = mapped_column(ForeignKey("material.id"))
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"), index=True)
