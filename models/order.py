"""Training orders (培训订单), and the classes that they were placed in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class OrderChannel(Words):
    collective = "collective", "集中接单"  # from the year's grid
    individual = "individual", "单独点单"  # a branch asks
    dispatched = "dispatched", "上级派单"  # the county asks


class OrderState(Words):
    """Domain.md, states: submitted → accepted → scheduled → delivered → confirmed; or an end."""

    submitted = "submitted", "待受理", "amber"
    accepted = "accepted", "已受理", "blue"
    scheduled = "scheduled", "已排班", "blue"
    delivered = "delivered", "已送学", "amber"
    confirmed = "confirmed", "已确认", "green"
    rejected = "rejected", "不受理"
    cancelled = "cancelled", "已取消"


class Order(Exchanged, Base):
    """What somebody wants taught: a course, a package, or a free topic.

    `branch_id` is who asks; None for the county, which `asker` names. `wished_from` and
    `wished_to` are both None for an interest without a date. `menu_id` is the menu whose grid
    it came from, `dispatch_id` the county's row that it answers. `displaced_by_id` is the order
    that this one last gave way to. `state_reason` is why it was rejected, cancelled or set back;
    `warning_reason` why the clerk took it where the program warned.
    """

    __tablename__ = "training_order"
    __table_args__ = (
        CheckConstraint(
            "(course_id IS NOT NULL) + (package_id IS NOT NULL) + (topic <> '') = 1", name="one"
        ),
        Index("uq_training_order_owner_number", "owner", "number", unique=True),
        Index("uq_training_order_dispatch_id", "dispatch_id", unique=True),
        Index("ix_training_order_owner_year", "owner", "year"),
    )

    number: Mapped[str]
    year: Mapped[int]
    channel: Mapped[OrderChannel] = mapped_column(enum_type(OrderChannel))
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branch.id"), index=True)
    asker: Mapped[str] = mapped_column(default="")
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"), index=True)
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("package.id"), index=True)
    topic: Mapped[str] = mapped_column(default="")
    heads: Mapped[int]
    wished_from: Mapped[date | None]
    wished_to: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    menu_id: Mapped[UUID | None] = mapped_column(ForeignKey("menu.id"))
    state: Mapped[OrderState] = mapped_column(enum_type(OrderState))
    state_reason: Mapped[str] = mapped_column(default="")
    warning_reason: Mapped[str] = mapped_column(default="")
    displaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("training_order.id"))
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatch.id"))


class OrderPlacement(Exchanged, Base):
    """That an order is held in a class. It is kept for good: `ended_at` and `end_reason` say
    when and why the order left the class again. An order is in one class at a time."""

    __tablename__ = "order_placement"
    __table_args__ = (
        Index(
            "uq_order_placement_order_id",
            "order_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("training_order.id"), index=True)
    class_id: Mapped[UUID] = mapped_column(ForeignKey("training_class.id"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    end_reason: Mapped[str] = mapped_column(default="")
