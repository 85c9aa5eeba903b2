"""What pages and papers show of orders."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from models.branch import Branch
from models.course import Course
from models.member import Member
from models.order import Order, OrderPlacement
from models.package import Package
from models.site import Room, Site
from models.training_class import Enrolment, Lesson, TrainingClass
from services import hours
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.order.operations import LIVE_CLASSES, OrderDraft
from services.order.placing import places_of
from services.order.rules import (
    OrderChannel,
    OrderState,
    own_order,
    wish_words,
)


@dataclass(frozen=True)
class OrderRow:
    """`asker` and `what` are in words. `class_id` is where it is placed now, None for nowhere;
    `displaced_by` the number of the order that it last gave way to. `made_on` is local."""

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
    class_id: UUID | None
    class_title: str
    made_on: date

    @property
    def wish(self) -> str:
        return wish_words(self.wished_from, self.wished_to)

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)

    def draft(self) -> OrderDraft:
        """What a form begins with to change it."""
        return OrderDraft(
            channel=self.channel,
            branch_id=self.branch_id,
            heads=self.heads,
            asker=self.asker if self.branch_id is None else "",
            course_id=self.course_id,
            package_id=self.package_id,
            topic=self.topic,
            wished_from=self.wished_from,
            wished_to=self.wished_to,
            place=self.place,
            contact=self.contact,
            phone=self.phone,
            note=self.note,
        )


@dataclass(frozen=True)
class PlacementRow:
    """One class that an order is or was in; `ended_on` is None where it still is."""

    class_id: UUID
    title: str
    placed_on: date
    ended_on: date | None
    reason: str


@dataclass(frozen=True)
class HeldLesson:
    lesson_id: UUID
    starts_at: datetime
    title: str
    place: str
    hours: Decimal
    held: bool


@dataclass(frozen=True)
class Trained:
    """Somebody enrolled in the order's class, of who asked, and what they earned there."""

    member_id: UUID
    name: str
    hours: Decimal


@dataclass(frozen=True)
class OrderDetail:
    """One number from request to hours: where it was placed, the lessons, the people."""

    row: OrderRow
    placements: tuple[PlacementRow, ...]
    lessons: tuple[HeldLesson, ...]
    people: tuple[Trained, ...]


@dataclass(frozen=True)
class OpenClass:
    """A class that orders may be placed in. `places` is None for no bound."""

    id: UUID
    code: str
    title: str
    first_day: date | None
    places: int | None
    taken: int


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


def years(session: WorkSession) -> tuple[int, ...]:
    """The years that have orders, the latest first."""
    found = select(Order.year).where(Order.owner == session.owner).distinct()
    return tuple(session.scalars(found.order_by(Order.year.desc())))


def detail(session: WorkSession, order_id: UUID) -> OrderDetail:
    """One order with its class, the lessons and its people's hours there. Raises NotFound."""
    own_order(session, order_id)
    shown = row(session, order_id)
    class_id = shown.class_id
    return OrderDetail(
        shown,
        _placements(session, order_id),
        _lessons(session, class_id) if class_id else (),
        _people(session, class_id, shown.branch_id) if class_id else (),
    )


def open_classes(session: WorkSession) -> tuple[OpenClass, ...]:
    """Classes not over yet, those without a lesson first, then the next to come."""
    taken = dict(
        session.execute(
            select(OrderPlacement.class_id, func.sum(Order.heads))
            .join(Order, Order.id == OrderPlacement.order_id)
            .where(OrderPlacement.owner == session.owner, OrderPlacement.ended_at.is_(None))
            .group_by(OrderPlacement.class_id)
        ).all()
    )
    starts = (
        select(Lesson.class_id, func.min(Lesson.starts_at).label("first"))
        .where(Lesson.owner == session.owner, Lesson.cancelled_at.is_(None))
        .group_by(Lesson.class_id)
        .subquery()
    )
    rows = session.execute(
        select(TrainingClass.id, TrainingClass.code, TrainingClass.title, starts.c.first)
        .outerjoin(starts, starts.c.class_id == TrainingClass.id)
        .where(TrainingClass.owner == session.owner, TrainingClass.state.in_(LIVE_CLASSES))
        .order_by(starts.c.first.is_not(None), starts.c.first.desc(), TrainingClass.code.desc())
    )
    return tuple(
        OpenClass(
            key, code, title, first.date() if first else None,
            places_of(session, key), taken.get(key, 0),
        )
        for key, code, title, first in rows
    )  # fmt: skip


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
            TrainingClass.id,
            TrainingClass.title,
        )
        .outerjoin(Branch, Branch.id == Order.branch_id)
        .outerjoin(Course, Course.id == Order.course_id)
        .outerjoin(Package, Package.id == Order.package_id)
        .outerjoin(by, by.id == Order.displaced_by_id)
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
    class_id: UUID | None,
    class_title: str | None,
) -> OrderRow:
    same: dict[str, Any] = {
        name: getattr(order, name)
        for name in (
            "id", "number", "year", "channel", "branch_id", "course_id", "package_id", "topic",
            "heads", "wished_from", "wished_to", "place", "contact", "phone", "note", "state",
            "state_reason", "warning_reason",
        )
    }  # fmt: skip
    return OrderRow(
        **same,
        asker=branch or order.asker,
        what=course or package or order.topic,
        displaced_by=by or "",
        class_id=class_id,
        class_title=class_title or "",
        made_on=session.local(order.created_at).date(),
    )


def _placements(session: WorkSession, order_id: UUID) -> tuple[PlacementRow, ...]:
    rows = session.execute(
        select(OrderPlacement, TrainingClass.title)
        .join(TrainingClass, TrainingClass.id == OrderPlacement.class_id)
        .where(OrderPlacement.order_id == order_id)
        .order_by(OrderPlacement.created_at, OrderPlacement.id)
    )
    return tuple(
        PlacementRow(
            one.class_id,
            title,
            session.local(one.created_at).date(),
            session.local(one.ended_at).date() if one.ended_at else None,
            one.end_reason,
        )
        for one, title in rows
    )


def _lessons(session: WorkSession, class_id: UUID) -> tuple[HeldLesson, ...]:
    now = session.local_now()
    rows = session.execute(
        select(Lesson.id, Lesson.starts_at, Lesson.title, Site.name, Room.name, Lesson.hours,
               Lesson.ends_at)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
        .order_by(Lesson.starts_at)
    )  # fmt: skip
    return tuple(
        HeldLesson(key, starts, title, f"{site} {room}", worth, ends <= now)
        for key, starts, title, site, room, worth, ends in rows
    )


def _people(session: WorkSession, class_id: UUID, branch_id: UUID | None) -> tuple[Trained, ...]:
    """Those of the branch and of what stands under it; all where the county asked."""
    rows = hours.for_class(session, class_id)
    if branch_id is not None:
        theirs = set(
            session.scalars(
                select(Enrolment.member_id)
                .join(Member, Member.id == Enrolment.member_id)
                .where(
                    Enrolment.class_id == class_id,
                    Member.branch_id.in_(_with_below(session, branch_id)),
                )
            )
        )
        rows = tuple(one for one in rows if one.member_id in theirs)
    return tuple(Trained(one.member_id, one.name, one.hours) for one in rows)


def _with_below(session: WorkSession, branch_id: UUID) -> set[UUID]:
    pairs = session.execute(
        select(Branch.id, Branch.parent_id).where(Branch.owner == session.owner)
    ).all()
    found, fresh = {branch_id}, {branch_id}
    while fresh:
        fresh = {key for key, parent in pairs if parent in fresh} - found
        found |= fresh
    return found
