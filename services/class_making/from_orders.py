"""One class for several orders: what it would be."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.course import Course
from models.order import Order, OrderState
from models.package import Package, PackageStage
from services.class_making.layout import (
    Laid,
    LayoutStage,
    first_fitting,
    half_days,
    lay_out,
    tomorrow,
)
from services.class_making.proposals import ClassProposal, ClassWish
from services.class_making.rooms import sites_named
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.training_class.operations import LONGEST_TITLE

NAMED = 4
PLACEABLE = (OrderState.submitted, OrderState.accepted)


def from_orders(session: WorkSession, order_ids: Sequence[UUID], wish: ClassWish) -> ClassProposal:
    """A class that holds all of these orders: a lesson for each course that they want, the
    first on the first day that somebody wished for, in a free room for all heads.

    Raises NotFound; Refused for an order that is placed already or at its end.
    """
    orders = _orders(session, order_ids)
    heads = wish.heads or sum(order.heads for order in orders)
    stages, topics, packages = _stages(session, orders)
    liked = sites_named(session, [order.place for order in orders])
    if wish.start is not None:
        laid = lay_out(session, stages, wish.start, heads, liked)
        start = wish.start
    else:
        first, last = _wished(session, orders)
        laid = first_fitting(session, stages, half_days(first, last), heads, liked)
        start = laid.lessons[0].starts_at if laid.lessons else next(half_days(first))
    askers = _askers(session, orders)
    return ClassProposal(
        title=_title([stage.course.title for stage in stages] + topics, list(askers.values())),
        start=start,
        lessons=laid.lessons,
        told=(*_told(orders, askers, topics, laid), *laid.told),
        places=heads,
        order_ids=tuple(order.id for order in orders),
        package_id=packages[0] if len(packages) == 1 else None,
    )


def _orders(session: WorkSession, order_ids: Sequence[UUID]) -> list[Order]:
    found = [session.require(Order, key) for key in dict.fromkeys(order_ids)]
    if not found:
        raise NotFound("没有选订单，请先选一个或几个订单。")
    for order in found:
        if order.owner != session.owner or order.state not in PLACEABLE:
            raise Refused(f"订单 {order.number} 已经排过班或已结束，不能再排。")
    return found


def _stages(
    session: WorkSession, orders: Sequence[Order]
) -> tuple[list[LayoutStage], list[str], list[UUID]]:
    """What is to be taught, each once; free topics, which need a course first; packages."""
    stages: dict[object, list[LayoutStage]] = {}
    topics: dict[str, None] = {}
    packages: dict[UUID, None] = {}
    for order in orders:
        if order.course_id is not None:
            course = session.require(Course, order.course_id)
            stages[order.course_id] = [LayoutStage(course, course.hours)]
        elif order.package_id is not None:
            packages[order.package_id] = None
            stages[order.package_id] = package_stages(session, order.package_id)
        else:
            topics[order.topic] = None
    return [one for some in stages.values() for one in some], list(topics), list(packages)


def package_stages(session: WorkSession, package_id: UUID) -> list[LayoutStage]:
    """The stages of a package in their order. Raises NotFound, Refused for one out of use."""
    package = session.require(Package, package_id)
    if package.retired_at is not None:
        raise Refused(f"套餐“{package.title}”已停用，请先恢复使用。")
    rows = session.execute(
        select(Course, PackageStage.hours, PackageStage.site_id)
        .join(PackageStage, PackageStage.course_id == Course.id)
        .where(PackageStage.package_id == package_id)
        .order_by(PackageStage.position)
    )
    return [LayoutStage(course, hours, site_id) for course, hours, site_id in rows]


def _wished(session: WorkSession, orders: Sequence[Order]) -> tuple[date, date | None]:
    """The first day that somebody wished for, and the last day of that wish; from tomorrow on."""
    soonest = tomorrow(session)
    dated = [order for order in orders if order.wished_from is not None]
    if not dated:
        return soonest, None
    first = min(order.wished_from for order in dated if order.wished_from is not None)
    last = min((order.wished_to or first) for order in dated)
    return max(first, soonest), max(last, soonest)


def _askers(session: WorkSession, orders: Sequence[Order]) -> dict[UUID, str]:
    """Who asks, by order."""
    names = {
        key: name
        for key, name in session.execute(
            select(Branch.id, Branch.short_name).where(
                Branch.id.in_({order.branch_id for order in orders if order.branch_id})
            )
        )
    }
    return {
        order.id: (names.get(order.branch_id, "") if order.branch_id else order.asker) or "未写明"
        for order in orders
    }


def _title(wanted: Sequence[str], askers: Sequence[str]) -> str:
    """大棚蔬菜管护技术（石桥村党支部）; of several: 大棚蔬菜管护技术（4 个单位）."""
    words = wanted[0] if len(set(wanted)) == 1 else f"{wanted[0]}等 {len(set(wanted))} 课"
    once = list(dict.fromkeys(askers))
    tail = f"（{once[0]}）" if len(once) == 1 else f"（{len(once)} 个单位）"
    return words[: LONGEST_TITLE - len(tail)] + tail


def _told(
    orders: Sequence[Order], askers: dict[UUID, str], topics: Sequence[str], laid: Laid
) -> list[str]:
    """Topics without a course, and whose wished dates are not met."""
    told = [f"自选专题“{topic}”还没有课程，建班后先加课程，再加课次" for topic in topics]
    if not laid.lessons:
        return told
    day = laid.lessons[0].starts_at.date()
    missed = []
    for order in orders:
        first, last = order.wished_from, order.wished_to or order.wished_from
        if first is not None and last is not None and not first <= day <= last:
            span = f"{first:%m月%d日}" if first == last else f"{first:%m月%d日}–{last:%m月%d日}"
            missed.append(f"{askers[order.id]}希望在 {span}")
    more = f"等 {len(missed)} 家" if len(missed) > NAMED else ""
    return [*told, *(["、".join(missed[:NAMED]) + more] if missed else [])]
