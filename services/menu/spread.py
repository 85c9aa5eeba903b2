"""How a year's menu, orders and lessons spread over the seven tasks and the tiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.core.words import Words
from models.course import Course, Task, Tier
from models.order import Order, OrderState
from models.package import Package
from models.training_class import Lesson, TrainingClass
from services.core.checks import year_span
from services.core.session import WorkSession
from services.menu import queries
from services.menu.words import month_words

NOT_WANTED = (OrderState.rejected, OrderState.cancelled)


class Series(Words):
    """What is counted."""

    menu = "menu", "菜单"
    orders = "orders", "订单"
    lessons = "lessons", "已上课次"


@dataclass(frozen=True)
class SpreadItem:
    """One entry of the menu, order or lesson held. `task` and `tier` are None for a package and
    a free topic; `heads` are those of an order; `page` and `target` open it."""

    series: Series
    task: Task | None
    tier: Tier | None
    title: str
    note: str
    heads: int
    page: str
    target: UUID


@dataclass(frozen=True)
class SpreadCount:
    """How many of one kind, and for how many people where that is asked."""

    items: int
    heads: int


@dataclass(frozen=True)
class Spread:
    """A year's items. `version` is the menu that was counted; 0 without one, `is_draft` where
    only a draft is there."""

    year: int
    version: int
    is_draft: bool
    items: tuple[SpreadItem, ...]

    def of_series(self, series: Series) -> tuple[SpreadItem, ...]:
        return tuple(one for one in self.items if one.series is series)

    def of(self, series: Series, task: Task | None) -> tuple[SpreadItem, ...]:
        """The items of a task; of packages and free topics for None."""
        return tuple(one for one in self.of_series(series) if one.task is task)

    def of_tier(self, series: Series, tier: Tier) -> tuple[SpreadItem, ...]:
        return tuple(one for one in self.of_series(series) if one.tier is tier)


def count(items: Iterable[SpreadItem]) -> SpreadCount:
    found = list(items)
    return SpreadCount(len(found), sum(one.heads for one in found))


def spread(session: WorkSession, year: int) -> Spread:
    """The year's published menu (its draft before there is one), the orders that were neither
    rejected nor cancelled, and the lessons held until now, each by task and tier.

    A lesson counts for what it was made with, an order for what its course is now.
    """
    menu = queries.year_menu(session, year)
    items = [
        SpreadItem(
            Series.menu, one.task, one.tier, one.title, month_words(one.months), 0, "menu", one.id
        )
        for one in (menu.entries if menu else ())
    ]
    return Spread(
        year=year,
        version=menu.version.version if menu else 0,
        is_draft=menu is not None and menu.version.published_at is None,
        items=(*items, *_orders(session, year), *_lessons(session, year)),
    )


def _orders(session: WorkSession, year: int) -> list[SpreadItem]:
    rows = session.execute(
        select(Order, Course.task, Course.tier, Course.title, Package.title, Branch.short_name)
        .outerjoin(Course, Course.id == Order.course_id)
        .outerjoin(Package, Package.id == Order.package_id)
        .outerjoin(Branch, Branch.id == Order.branch_id)
        .where(Order.owner == session.owner, Order.year == year, Order.state.not_in(NOT_WANTED))
        .order_by(Order.number)
    )
    return [
        SpreadItem(
            Series.orders,
            task,
            tier,
            course or package or order.topic,
            f"{branch or order.asker} · {order.heads} 人",
            order.heads,
            "order",
            order.id,
        )
        for order, task, tier, course, package, branch in rows
    ]


def _lessons(session: WorkSession, year: int) -> list[SpreadItem]:
    rows = session.execute(
        select(
            Lesson.id, Lesson.task, Lesson.tier, Lesson.title, Lesson.starts_at, TrainingClass.title
        )
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(
            Lesson.owner == session.owner,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(*year_span(year)),
            Lesson.ends_at <= session.local_now(),
        )
        .order_by(Lesson.starts_at.desc())
    )
    return [
        SpreadItem(
            Series.lessons, task, tier, title, f"{at:%m-%d} · {class_title}", 0, "sign_in", key
        )
        for key, task, tier, title, at, class_title in rows
    ]
