"""Whatever was done, in any order: taken back it is as it was, done again it is the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.core.base import Base
from services import course, site
from services.core.call import Call, call, run, run_again
from services.core.errors import DeskError
from services.core.session import MadeId
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.course import CourseDraft, CoursewareDraft, CoursewareReview, Task, Tier
from services.site import RoomDraft, SiteDraft, SiteKind
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching

UNSEEN = {"updated_at"}
Act = Callable[["House", int], Call[Any]]
Done = tuple[Call[Any], Undo, tuple[MadeId, ...]]


class House:
    """A school with something of everything; `made` are the rows that the acts added."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.teaching = Teaching(workspace)
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
FEATURES = {"site": SITES, "course": COURSES}


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
