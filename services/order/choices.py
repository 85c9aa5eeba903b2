"""What forms and dialogs offer: who may order, what, and the classes to place orders in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.course import Course
from models.order import Order, OrderPlacement
from models.package import Package
from models.training_class import NOT_OVER, Lesson, TrainingClass
from services.core.session import WorkSession
from services.order.giving_way import places_of
from services.order.rules import members_in_use


@dataclass(frozen=True)
class OpenClass:
    """A class that orders may be placed in. `places` is None for no bound."""

    id: UUID
    code: str
    title: str
    first_day: date | None
    places: int | None
    taken: int


@dataclass(frozen=True)
class Asker:
    """A branch in use that may order, with its members in use and whom to call."""

    id: UUID
    name: str
    members: int
    contact: str
    phone: str


@dataclass(frozen=True)
class OrderOffer:
    """A course or a package in use, that may be ordered."""

    course_id: UUID | None
    package_id: UUID | None
    words: str


def askers(session: WorkSession) -> tuple[Asker, ...]:
    """The branches in use by short name."""
    members = members_in_use(session)
    rows = session.scalars(
        select(Branch)
        .where(
            Branch.owner == session.owner,
            Branch.outside.is_(False),
            Branch.retired_at.is_(None),
        )
        .order_by(Branch.short_name, Branch.name)
    )
    return tuple(
        Asker(row.id, row.short_name, members.get(row.id, 0), row.contact, row.phone)
        for row in rows
    )


def offers(session: WorkSession) -> tuple[OrderOffer, ...]:
    """Courses, then packages, each by code."""
    courses = session.execute(
        select(Course.id, Course.code, Course.title)
        .where(Course.owner == session.owner, Course.retired_at.is_(None))
        .order_by(Course.code)
    )
    packages = session.execute(
        select(Package.id, Package.code, Package.title)
        .where(Package.owner == session.owner, Package.retired_at.is_(None))
        .order_by(Package.code)
    )
    return (
        *(OrderOffer(key, None, f"{code} {title}") for key, code, title in courses),
        *(OrderOffer(None, key, f"{code} {title}（套餐）") for key, code, title in packages),
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
        .where(TrainingClass.owner == session.owner, TrainingClass.state.in_(NOT_OVER))
        .order_by(starts.c.first.is_not(None), starts.c.first.desc(), TrainingClass.code.desc())
    )
    return tuple(
        OpenClass(
            key, code, title, first.date() if first else None,
            places_of(session, key), taken.get(key, 0),
        )
        for key, code, title, first in rows
    )  # fmt: skip
