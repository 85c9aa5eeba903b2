"""Training classes (培训班), their lessons (课次), enrolments (报名) and waiting lists."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import LocalTime, UtcTime
from models.core.words import Words
from models.course import Task, Tier


class ClassState(Words):
    """Domain.md, states: draft → open → running → finished → archived; cancelled."""

    draft = "draft", "草稿"
    open = "open", "报名中", "blue"
    running = "running", "进行中", "green"
    finished = "finished", "已结束"
    archived = "archived", "已归档"
    cancelled = "cancelled", "已取消", "red"


NOT_OVER = (ClassState.draft, ClassState.open, ClassState.running)
"""A class that is still to come or under way."""


class BrandKind(Words):
    """特色课堂 (domain.md): how a class is given."""

    bench = "bench", "板凳课堂"
    front_line = "front_line", "一线课堂"
    community = "community", "社区小课堂"
    evening = "evening", "书记夜话"
    delivered = "delivered", "送课下基层"
    campaign = "campaign", "集中宣讲"


class TrainingClass(Exchanged, Base):
    """`places` is how many may be enrolled, None for as many as the rooms hold; `minimum` how
    many it takes to be held. `state_reason` is why it was cancelled, or why it was set running
    with checks undone. `plan_item_id` and `package_id` say what it was made from.
    """

    __tablename__ = "training_class"
    __table_args__ = (Index("uq_training_class_owner_code", "owner", "code", unique=True),)

    code: Mapped[str]
    title: Mapped[str]
    rotation: Mapped[bool] = mapped_column(default=False)
    head_teacher: Mapped[str] = mapped_column(default="")
    brand: Mapped[BrandKind | None] = mapped_column(enum_type(BrandKind))
    places: Mapped[int | None]
    minimum: Mapped[int | None]
    plan_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_item.id"), index=True)
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("package.id"), index=True)
    state: Mapped[ClassState] = mapped_column(enum_type(ClassState))
    state_reason: Mapped[str] = mapped_column(default="")


class Lesson(Exchanged, Base):
    """One sitting. Times are local; `hours` is what it is worth, in half-hour steps.

    `title`, `task`, `tier`, `form` and `hours` are the lesson's own: a course changed later
    leaves them as they were.
    `cancel_reason` is set with `cancelled_at`.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        Index("ix_lesson_owner_starts_at", "owner", "starts_at"),
        Index("ix_lesson_room_id_starts_at", "room_id", "starts_at"),
    )

    class_id: Mapped[UUID] = mapped_column(ForeignKey("training_class.id"), index=True)
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))
    title: Mapped[str]
    task: Mapped[Task] = mapped_column(enum_type(Task))
    tier: Mapped[Tier] = mapped_column(enum_type(Tier))
    form: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(LocalTime)
    ends_at: Mapped[datetime] = mapped_column(LocalTime)
    hours: Mapped[Decimal]
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancel_reason: Mapped[str] = mapped_column(default="")


class Enrolment(Exchanged, Base):
    __tablename__ = "enrolment"
    __table_args__ = (
        Index("uq_enrolment_class_id_member_id", "class_id", "member_id", unique=True),
    )

    class_id: Mapped[UUID] = mapped_column(ForeignKey("training_class.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    number: Mapped[int]


class WaitingPlace(Exchanged, Base):
    """Somebody who comes into a full class when a place is free; lower numbers first."""

    __tablename__ = "waiting_place"
    __table_args__ = (
        Index("uq_waiting_place_class_id_member_id", "class_id", "member_id", unique=True),
    )

    class_id: Mapped[UUID] = mapped_column(ForeignKey("training_class.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    number: Mapped[int]
