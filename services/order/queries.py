"""What pages and papers show of orders."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from models.branch import Branch
from models.course import Course
from models.dispatch import Dispatch
from models.order import Order, OrderPlacement
from models.package import Package
from models.training_class import TrainingClass
from services.core.errors import NotFound
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.order.operations import OrderDraft
from services.order.rules import OrderChannel, OrderState, wish_words

NEAR = timedelta(days=30)
"""How long before its first wished day an order without a class is told."""
COPIED = (
    *("id", "number", "year", "channel", "branch_id", "course_id", "package_id", "topic"),
    *("heads", "wished_from", "wished_to", "place", "contact", "phone", "note"),
    *("state", "state_reason", "warning_reason"),
)
"""What an OrderRow says in the words of the order itself."""


@dataclass(frozen=True)
class OrderRow:
    """`asker` and `what` are in words. `class_id` is where it is placed now, None for nowhere;
    `displaced_by` the number of the order that it last gave way to. `withdrawn`: the county took
    back the dispatch that it answers. `near`: it should be placed soon; what the county took back
    is told as such instead. `made_on` is local."""

    id: UUID
    number: str
    year: int
    channel: OrderChannel
    branch_id: UUID | None
    asker: str
    course_id: UUID | None
    package_id: UUID | None
    topic: str
    what: str
    heads: int
    wished_from: date | None
    wished_to: date | None
    place: str
    contact: str
    phone: str
    note: str
    state: OrderState
    state_reason: str
    warning_reason: str
    displaced_by: str
    withdrawn: bool
    near: bool
    class_id: UUID | None
    class_title: str
    made_on: date

    @property
    def wish(self) -> str:
        return wish_words(self.wished_from, self.wished_to)

    @property
    def short_wish(self) -> str:
        """As `wish`, without the order's own year."""
        return self.wish.removeprefix(f"{self.year}年")

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)

    def draft(self) -> OrderDraft:
        """What a form begins with to change it."""
        return draft_of(
            OrderDraft,
            self,
            branch_id=self.branch_id,
            asker=self.asker if self.branch_id is None else "",
            course_id=self.course_id,
            package_id=self.package_id,
            topic=self.topic,
            wished_from=self.wished_from,
            wished_to=self.wished_to,
        )


def list_rows(session: WorkSession, year: int) -> tuple[OrderRow, ...]:
    """A year's orders, the latest number first."""
    return rows_where(session, Order.year == year)


def row(session: WorkSession, order_id: UUID) -> OrderRow:
    """Raises NotFound."""
    found = rows_where(session, Order.id == order_id)
    if not found:
        raise NotFound("这个订单已经不在了，请刷新后再试。")
    return found[0]


def of_class(session: WorkSession, class_id: UUID) -> tuple[OrderRow, ...]:
    """The orders placed in a class now, the latest number first."""
    return rows_where(session, OrderPlacement.class_id == class_id)


def first_year(session: WorkSession, state: OrderState) -> int:
    """The earliest year that has an order in this state; this year where none is."""
    found = session.scalar(
        select(func.min(Order.year)).where(Order.owner == session.owner, Order.state == state)
    )
    return found or session.today().year


def rows_where(session: WorkSession, *which: ColumnElement[bool]) -> tuple[OrderRow, ...]:
    """Our orders that fit, the latest number first."""
    by = aliased(Order)
    rows = session.execute(
        select(
            Order,
            Branch.short_name,
            Course.title,
            Package.title,
            by.number,
            Dispatch.withdrawn_at,
            TrainingClass.id,
            TrainingClass.title,
        )
        .outerjoin(Branch, Branch.id == Order.branch_id)
        .outerjoin(Course, Course.id == Order.course_id)
        .outerjoin(Package, Package.id == Order.package_id)
        .outerjoin(by, by.id == Order.displaced_by_id)
        .outerjoin(Dispatch, Dispatch.id == Order.dispatch_id)
        .outerjoin(
            OrderPlacement,
            and_(OrderPlacement.order_id == Order.id, OrderPlacement.ended_at.is_(None)),
        )
        .outerjoin(TrainingClass, TrainingClass.id == OrderPlacement.class_id)
        .where(Order.owner == session.owner, *which)
        .order_by(Order.year.desc(), func.length(Order.number).desc(), Order.number.desc())
    )
    return tuple(_row(session, *found) for found in rows)


def _row(
    session: WorkSession,
    order: Order,
    branch: str | None,
    course: str | None,
    package: str | None,
    by: str | None,
    withdrawn_at: datetime | None,
    class_id: UUID | None,
    class_title: str | None,
) -> OrderRow:
    same: dict[str, Any] = {name: getattr(order, name) for name in COPIED}
    first, withdrawn = order.wished_from, withdrawn_at is not None
    soon = first is not None and first <= session.today() + NEAR
    return OrderRow(
        **same,
        asker=branch or order.asker,
        what=course or package or order.topic,
        displaced_by=by or "",
        withdrawn=withdrawn,
        near=soon and order.state is OrderState.accepted and not withdrawn,
        class_id=class_id,
        class_title=class_title or "",
        made_on=session.local(order.created_at).date(),
    )
