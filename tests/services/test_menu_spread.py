"""How the menu, orders and lessons spread over the seven tasks and the tiers."""

from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from models.branch import Branch
from models.order import Order, OrderChannel, OrderState
from services import course, menu, training_class
from services.core.workspace import Workspace
from services.course import CourseDraft, Task, Tier
from services.menu import Series, Spread, SpreadCount, count
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    made = Teaching(school)
    made.members(1)
    return made


def order(
    teaching: Teaching, number: str, heads: int, state: OrderState, course_id: UUID | None = None
) -> UUID:
    with teaching.workspace.write("order.test") as session:
        return session.make(
            Order,
            number=number,
            year=2026,
            channel=OrderChannel.individual,
            branch_id=session.scalars(select(Branch.id)).first(),
            course_id=course_id,
            topic="" if course_id else "自选题目",
            heads=heads,
            state=state,
        ).id


def seen(teaching: Teaching, year: int = 2026) -> Spread:
    with teaching.workspace.read() as session:
        return menu.spread(session, year)


def test_each_figure_is_its_list(teaching: Teaching) -> None:
    held = teaching.lesson(at(20, 8))
    teaching.lesson(at(24, 8))  # to come
    called_off = teaching.lesson(at(20, 14))
    with teaching.workspace.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, called_off, "停电")
        draft = menu.begin(session, 2026, everything=True)
    first = order(teaching, "2026-1", 30, OrderState.submitted, teaching.opening)
    order(teaching, "2026-2", 12, OrderState.delivered, teaching.opening)
    order(teaching, "2026-3", 99, OrderState.rejected, teaching.opening)
    order(teaching, "2026-4", 99, OrderState.cancelled, teaching.course)
    free = order(teaching, "2026-5", 8, OrderState.accepted)
    found = seen(teaching)
    assert (found.version, found.is_draft) == (1, True)
    assert [one.target for one in found.of(Series.lessons, Task.theory)] == [held]
    orders = found.of(Series.orders, Task.theory)
    assert count(orders) == SpreadCount(2, 42)
    assert (orders[0].target, orders[0].note) == (first, "石桥村党支部 · 30 人")
    assert [one.target for one in found.of(Series.orders, None)] == [free]
    assert count(found.of_tier(Series.orders, Tier.first)) == SpreadCount(2, 42)
    assert count(found.of(Series.menu, Task.skills)) == SpreadCount(1, 0)
    with teaching.workspace.write("menu.publish") as session:
        menu.publish(session, draft.id)
    assert not seen(teaching).is_draft
    assert seen(teaching, 2025).items == ()


def test_held_lessons_stay_where_they_were(teaching: Teaching) -> None:
    teaching.lesson(at(20, 8))
    before = seen(teaching).of(Series.lessons, Task.theory)
    with teaching.workspace.write("course.update") as session:
        course.update(
            session,
            teaching.opening,
            CourseDraft("ZS001", "改了", Task.skills, Tier.main, "现场教学", Decimal(1)),
        )
        course.retire(session, teaching.opening)
    assert seen(teaching).of(Series.lessons, Task.theory) == before


def test_everything_stands_in_one_task_or_beside_them(teaching: Teaching) -> None:
    for number in range(6):
        order(teaching, f"2026-{number}", number + 1, OrderState.accepted,
              (teaching.opening, teaching.course, None)[number % 3])  # fmt: skip
    found = seen(teaching)
    for series in Series:
        by_task = [one for task in (*Task, None) for one in found.of(series, task)]
        assert sorted(by_task, key=repr) == sorted(
            (one for one in found.items if one.series is series), key=repr
        )
