"""One order from request to hours: where it was placed, the lessons, who earned what."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import Member
from models.order import OrderPlacement
from models.site import Room, Site
from models.training_class import Enrolment, Lesson, TrainingClass
from services import hours
from services.core.session import WorkSession
from services.order.queries import OrderRow, row
from services.order.rules import own_order


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
        select(
            Lesson.id,
            Lesson.starts_at,
            Lesson.title,
            Site.name,
            Room.name,
            Lesson.hours,
            Lesson.ends_at,
        )
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
        .order_by(Lesson.starts_at)
    )
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
