"""Whatever was done, in any order: taken back it is as it was, done again it is the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.core.base import Base
from services import booking, course, hours, order, plan, site
from services.core import settings as keep
from services.core.call import Call, call, run, run_again
from services.core.errors import DeskError
from services.core.session import MadeId
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.course import CourseDraft, CoursewareDraft, CoursewareReview, Task, Tier
from services.hours import CorrectionDraft, OnlineDraft
from services.plan import Audience, ItemDraft
from services.site import RoomDraft, SiteDraft, SiteKind
from tests.helpers.examples import examples
from tests.helpers.ordering import Ordering
from tests.helpers.teaching import at

NOBODY = UUID(int=0)
"""For an act that has nothing to act upon yet: it is refused."""
DAY = date(2026, 11, 20)
UNSEEN = {"updated_at"}
Act = Callable[["House", int], Call[Any]]
Done = tuple[Call[Any], Undo, tuple[MadeId, ...]]


class House:
    """A school with something of everything; `made` are the rows that the acts added."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.teaching = ordering = Ordering(workspace)
        self.wish = ordering.wish
        self.orders = [ordering.order(ordering.wish(who), accepted=False) for who in range(4)]
        self.class_id = ordering.class_of(8)
        self.lecturers = [ordering.lecturer(name) for name in ("孔令岩", "张广运", "宋春霞")]
        self.lessons = [
            ordering.lesson(at(24, hour), 2, room=room)
            for hour in (8, 9)
            for room in (ordering.room, ordering.far_room)
            if (hour == 8) == (room == ordering.room)
        ] * 2
        self.people = ordering.members(3)
        self.made: dict[str, list[UUID]] = {}

    def pick(self, kind: str, number: int, there: Sequence[UUID]) -> UUID:
        """One of those that were there, or that an act of this kind made."""
        of = [*there, *self.made.get(kind, ())]
        return of[number % len(of)]

    def rows(self) -> dict[str, set[tuple[Any, ...]]]:
        """Every table but the audit, as sets of values."""
        found = {}
        with self.workspace.read() as session:
            for table in Base.metadata.sorted_tables:
                if table.name.startswith("audit"):
                    continue
                columns = [one for one in table.columns if one.name not in UNSEEN]
                found[table.name] = {
                    tuple(map(repr, row)) for row in session.execute(select(*columns))
                }
        return found


def draft(house: House, number: int) -> CourseDraft:
    return CourseDraft(
        f"XL{number:03d}", f"课程{number}", Task.skills, Tier.required, "专题讲授", Decimal(2)
    )


def _course(house: House, number: int) -> UUID:
    return house.pick("course.create", number, [house.teaching.course, house.teaching.opening])


def _site(house: House, number: int) -> UUID:
    return house.pick("site.create", number, [house.teaching.campus, house.teaching.point])


def _item(house: House, number: int) -> UUID:
    made = "plan.add_item" if number % 2 else "plan.duplicate_item"
    return house.pick(made, number, [NOBODY])


def _booking(house: House, number: int) -> UUID:
    return house.pick("booking.book", number, house.made.get("booking.substitute") or [NOBODY])


def _room(house: House, number: int) -> UUID:
    there = [house.teaching.room, house.teaching.other_room, house.teaching.far_room]
    return house.pick("site.add_room", number, there)


SITES: tuple[Act, ...] = (
    lambda h, n: call(site.create, SiteDraft(f"阵地{n}", SiteKind.practice_site)),
    lambda h, n: call(
        site.update, _site(h, n), SiteDraft(f"改名{n}", SiteKind.branch_point, address="某处")
    ),
    lambda h, n: call(site.change, [_site(h, n)], "keeper", f"负责人{n}"),
    lambda h, n: call(site.retire, _site(h, n)),
    lambda h, n: call(site.restore, _site(h, n)),
    lambda h, n: call(site.add_room, _site(h, n), RoomDraft(f"教室{n}", 40)),
    lambda h, n: call(site.update_room, _room(h, n), RoomDraft(f"会议室{n}", 50)),
    lambda h, n: call(site.retire_room, _room(h, n)),
    lambda h, n: call(site.restore_room, _room(h, n)),
    lambda h, n: call(site.set_travel, h.teaching.campus, {_site(h, n): n + 1}),
)
COURSES: tuple[Act, ...] = (
    lambda h, n: call(course.create, draft(h, n)),
    lambda h, n: call(course.update, _course(h, n), replace(draft(h, n), title="改了")),
    lambda h, n: call(course.review, [_course(h, n)], CoursewareDraft(CoursewareReview.approved)),
    lambda h, n: call(course.change_field, [_course(h, n)], "audience", f"对象{n}"),
    lambda h, n: call(course.retire, _course(h, n)),
    lambda h, n: call(course.restore, _course(h, n)),
)
PLANS: tuple[Act, ...] = (
    lambda h, n: call(plan.add_item, 2026, ItemDraft(f"第{n}班", Audience.everyone, heads=9)),
    lambda h, n: call(plan.update_item, _item(h, n), ItemDraft("改了", Audience.everyone)),
    lambda h, n: call(plan.duplicate_item, _item(h, n)),
    lambda h, n: call(plan.move_item, _item(h, n), -1 if n % 2 else 1),
    lambda h, n: call(plan.remove_item, _item(h, n)),
)
BOOKINGS: tuple[Act, ...] = (
    lambda h, n: call(booking.book, h.lessons[n % 4], h.lecturers[n % 3], reason="已说好"),
    lambda h, n: call(booking.confirm, _booking(h, n)),
    lambda h, n: call(booking.decline, _booking(h, n), "出差"),
    lambda h, n: call(booking.cancel, _booking(h, n), "停课"),
    lambda h, n: call(
        booking.substitute, _booking(h, n), h.lecturers[n % 3], "开会", reason="已说好"
    ),
)
HOURS: tuple[Act, ...] = (
    lambda h, n: call(
        hours.record_online, h.people[: 1 + n % 3], OnlineDraft(DAY, f"网课{n}", Decimal(2))
    ),
    lambda h, n: call(
        hours.record_correction,
        h.people[n % 3],
        CorrectionDraft(DAY, Decimal(n - 2), "漏登记", "1号", "王主任"),
    ),
    lambda h, n: call(hours.undo_records, [h.pick("hours.record_correction", n, [NOBODY])]),
)
ORDERS: tuple[Act, ...] = (
    lambda h, n: call(order.update, h.orders[n % 4], h.wish(n % 4, 3 + n)),
    lambda h, n: call(order.accept, [h.orders[n % 4]]),
    lambda h, n: call(order.reject, h.orders[n % 4], "没有讲师"),
    lambda h, n: call(order.cancel, h.orders[n % 4], "不办了"),
    lambda h, n: call(order.place, h.class_id, [h.orders[n % 4]], reason="加座"),
    lambda h, n: call(order.release, h.orders[n % 4], "改期"),
    lambda h, n: call(order.confirm, [h.orders[n % 4]]),
)
SETTINGS: tuple[Act, ...] = (
    lambda h, n: call(keep.change, {"hours.target.member": str(30 + n)}, 2025 + n % 3),
    lambda h, n: call(keep.change, {"travel.speed": str(30 + n)}, None),
)
FEATURES = {
    "site": SITES,
    "course": COURSES,
    "plan": PLANS,
    "booking": BOOKINGS,
    "hours": HOURS,
    "order": ORDERS,
    "settings": SETTINGS,
}


@pytest.mark.parametrize("feature", FEATURES)
def test_all_taken_back_is_the_start_and_done_again_the_same_rows(
    school: Workspace, feature: str
) -> None:
    house = House(school)
    steps = st.tuples(st.sampled_from(range(len(FEATURES[feature]))), st.integers(0, 7))

    @settings(max_examples=examples(40), deadline=None)
    @given(chosen=st.lists(steps, min_size=1, max_size=12))
    def holds(chosen: list[tuple[int, int]]) -> None:
        house.made.clear()
        start = house.rows()
        done = [one for which, number in chosen if (one := do(house, feature, which, number))]
        after = house.rows()
        take_back(house, done)
        assert house.rows() == start
        again = []
        for made, _, ids in done:
            result, _ = run_again(school, made, "", ids)
            again.append((made, result.undo, ids))
        assert house.rows() == after
        take_back(house, again)
        assert house.rows() == start

    holds()


def do(house: House, feature: str, which: int, number: int) -> Done | None:
    """Done, or nothing where it is refused."""
    asked = FEATURES[feature][which](house, number)
    try:
        result, ids = run(house.workspace, asked)
    except DeskError:
        return None
    assert result.undo is not None, asked.name
    if isinstance(key := getattr(result, "id", None), UUID):
        house.made.setdefault(asked.name, []).append(key)
    return asked, result.undo, ids


def take_back(house: House, done: Sequence[Done]) -> None:
    """The latest first, as Ctrl+Z does."""
    for _, undo, _ in reversed(done):
        with house.workspace.write(undo.verb) as session:
            undo.act(session)
