"""A class from a plan item, a package or another class: what it would be."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from models.course import Course, Tier
from models.package import Package
from models.plan import Plan, PlanItem
from models.training_class import Lesson, TrainingClass
from services import plan
from services.class_making.from_orders import package_stages
from services.class_making.layout import (
    LayoutStage,
    first_fitting,
    half_days,
    lay_out,
    tomorrow,
)
from services.class_making.proposals import ClassProposal, ClassWish, PlannedLesson
from services.class_making.rooms import Rooms, RoomSpot, sites_named
from services.core.days import WEEKDAYS
from services.core.errors import Refused
from services.core.session import WorkSession
from services.training_class.operations import LONGEST_TITLE

WEEK = timedelta(days=7)
_TERM = re.compile(r"第(\d{1,3})期")


def from_plan_item(session: WorkSession, item_id: UUID, wish: ClassWish) -> ClassProposal:
    """A rotation class for an item of the plan: it opens with a 首课 (domain.md) in the item's
    month, has the item's heads as places, and offers those whom the item is for."""
    item = session.require(PlanItem, item_id)
    year = session.require(Plan, item.plan_id).year
    heads = wish.heads or item.heads
    opening = session.scalars(
        select(Course)
        .where(
            Course.owner == session.owner,
            Course.tier == Tier.first,
            Course.retired_at.is_(None),
        )
        .order_by(Course.code)
        .limit(1)
    ).one_or_none()
    stages = [LayoutStage(opening, opening.hours)] if opening is not None else []
    liked = sites_named(session, [item.place])
    if wish.start is not None:
        laid = lay_out(session, stages, wish.start, heads, liked)
    else:
        first = max(date(year, item.month or 1, 1), tomorrow(session))
        laid = first_fitting(session, stages, _mornings(first), heads, liked)
    start = wish.start or (laid.lessons[0].starts_at if laid.lessons else _morning(session))
    told = list(laid.told)
    if opening is None:
        told.append("课程菜单里还没有“首课”类型的课程，建班后先加首课")
    elif (left := item.hours - opening.hours) > 0:
        told.append(f"计划共 {item.hours:g} 学时，首课之外还有 {left:g} 学时要排")
    if item.month is not None and (start.year, start.month) != (year, item.month):
        told.append(f"计划在 {year}年{item.month}月")
    return ClassProposal(
        title=item.title[:LONGEST_TITLE],
        start=start,
        lessons=laid.lessons,
        told=tuple(told),
        rotation=True,
        head_teacher=item.responsible if len(item.responsible) <= 4 else "",
        places=heads or None,
        plan_item_id=item_id,
        member_ids=plan.members_for(session, item_id, start.date()),
    )


def from_package(session: WorkSession, package_id: UUID, wish: ClassWish) -> ClassProposal:
    """A class with all stages of a package in one go, for `heads` people. They stand or fall
    together: what cannot be placed is told, and then nothing is made. Raises Refused for a
    package that is out of use or has no stage."""
    stages = package_stages(session, package_id)
    title = session.require(Package, package_id).title
    if not stages:
        raise Refused(f"套餐“{title}”还没有环节，请先在“套餐”里加上。")
    heads = wish.heads or 1
    if wish.start is not None:
        laid = lay_out(session, stages, wish.start, heads)
    else:
        laid = first_fitting(session, stages, _mornings(tomorrow(session)), heads)
    return ClassProposal(
        title=title[:LONGEST_TITLE],
        start=laid.lessons[0].starts_at,
        lessons=laid.lessons,
        told=laid.told,
        places=wish.heads,
        package_id=package_id,
        whole=True,
    )


def from_class(session: WorkSession, class_id: UUID, wish: ClassWish) -> ClassProposal:
    """A copy of a class. Its lessons keep their weekdays and hours and move by whole weeks, so
    that the first is in the week from the wished day on. The year in the title moves on with
    the dates; within a year the number of the term does."""
    row = session.require(TrainingClass, class_id)
    lessons = session.execute(
        select(Lesson, Course)
        .join(Course, Course.id == Lesson.course_id)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
        .order_by(Lesson.starts_at, Lesson.id)
    ).all()
    rooms = Rooms(session)
    heads = wish.heads or row.places or 1
    wanted = wish.start.date() if wish.start is not None else tomorrow(session)
    shift = timedelta(0)
    if lessons:
        first = lessons[0][0].starts_at.date()
        if wish.start is None:
            wanted = max(wanted, lessons[-1][0].starts_at.date() + timedelta(days=1))
        shift = -((first - wanted) // WEEK) * WEEK
    planned = tuple(_moved(rooms, lesson, course, shift, heads, wish) for lesson, course in lessons)
    start = planned[0].starts_at if planned else datetime.combine(wanted, datetime.min.time())
    told = []
    if planned and start.date() != wanted:
        told.append(f"星期不变，第一节排在 {start:%m月%d日}（{WEEKDAYS[start.weekday()]}）")
    before = lessons[0][0].starts_at.year if lessons else start.year
    return ClassProposal(
        title=_next_title(session, row.title, before, start.year),
        start=datetime.combine(wanted, start.time()),
        lessons=planned,
        told=tuple(told),
        rotation=row.rotation,
        head_teacher=row.head_teacher,
        brand=row.brand,
        places=wish.heads or row.places,
        minimum=row.minimum,
        plan_item_id=row.plan_item_id if start.year == before else None,
        package_id=row.package_id,
    )


def _moved(
    rooms: Rooms, lesson: Lesson, course: Course, shift: timedelta, heads: int, wish: ClassWish
) -> PlannedLesson:
    """The lesson at its new time: in its room, or in another one where that is asked for."""
    starts_at, ends_at = lesson.starts_at + shift, lesson.ends_at + shift
    spot = rooms.spot(lesson.room_id)
    trouble = "原教室已停用" if spot is None else ""
    if spot is not None and spot.room_id in rooms.busy(starts_at, ends_at):
        trouble = f"{spot.words}那时已排课"
    if trouble and wish.other_rooms:
        liked = [spot.site_id] if spot is not None else []
        other: RoomSpot | None = rooms.find(starts_at, ends_at, heads, first=liked)
        spot, trouble = (other, "") if other is not None else (None, f"{trouble}，没有别的空教室")
    if course.retired_at is not None:
        trouble = "这门课程已停用"
    if spot is not None and not trouble:
        rooms.take(spot.room_id, starts_at, ends_at)
    return PlannedLesson(
        course_id=course.id,
        title=course.title,
        tier=course.tier,
        starts_at=starts_at,
        ends_at=ends_at,
        hours=lesson.hours,
        room_id=spot.room_id if spot is not None else None,
        place=spot.words if spot is not None else "",
        trouble=trouble,
    )


def _next_title(session: WorkSession, title: str, before: int, year: int) -> str:
    """2026年…（第2期）: of a later year 2027年…（第1期）; within the year the next free term."""
    moved = title
    if year != before:
        moved = moved.replace(f"{before}年", f"{year}年").replace(f"{before}年度", f"{year}年度")
        moved = _TERM.sub("第1期", moved)
    taken = set(
        session.scalars(select(TrainingClass.title).where(TrainingClass.owner == session.owner))
    )
    while moved in taken and (found := _TERM.search(moved)):
        moved = f"{moved[: found.start()]}第{int(found[1]) + 1}期{moved[found.end() :]}"
    return moved[:LONGEST_TITLE]


def _mornings(day: date) -> Iterator[datetime]:
    return (moment for moment in half_days(day) if moment.hour < 12)


def _morning(session: WorkSession) -> datetime:
    return next(half_days(tomorrow(session)))
