"""Whom an item is for, and who has not been rotated: against a plain recount of all members."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from models.sign_in import ATTENDED, SignIn, SignInMethod, SignInStatus
from services import plan, training_class
from services.core.clock import FixedClock
from services.core.days import add_months
from services.core.workspace import Workspace
from services.plan import Audience, Who
from services.plan.audience import day_for, reaches
from tests.helpers.examples import examples
from tests.helpers.planning import add, branch, draft, numbers, person
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

YEAR = 2026


class Back(Exception):
    """Leaves a unit of work without a change."""


@dataclass(frozen=True)
class Made:
    """A member as an example makes it; `status` of a sign-in at the lesson of `lesson`."""

    kind: MemberKind
    role: Role
    role_since: PartialDate | None
    became_full: PartialDate | None
    floating: bool
    retired: bool
    lesson: str
    status: SignInStatus
    undone: bool


@st.composite
def partial(draw: Any) -> PartialDate | None:
    day = draw(st.none() | st.dates(date(2024, 6, 1), date(2026, 12, 31)))
    if day is None:
        return None
    parts = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:parts])


people = st.builds(
    Made,
    st.sampled_from(MemberKind),
    st.sampled_from(Role),
    partial(),
    partial(),
    st.booleans(),
    st.sampled_from((False, False, True)),
    st.sampled_from(("none", "rotation", "rotation", "plain", "cancelled", "last_year")),
    st.sampled_from(SignInStatus),
    st.sampled_from((False, False, True)),
)


def days_of(day: PartialDate) -> Iterator[date]:
    """Every day that a date may mean."""
    one = date(day.year, day.month or 1, day.day or 1)
    while day.agrees_with(PartialDate.of(one)) and one.year == day.year:
        yield one
        one += timedelta(days=1)


def within(day: PartialDate | None, on: date, months: int) -> bool:
    """Some day that it may mean is not after `on`, nor more than so many months before it."""
    first = add_months(on, -months)
    return day is not None and any(first <= one <= on for one in days_of(day))


def is_for(one: Made, audience: Audience, on: date) -> bool:
    """The rule in plain words."""
    if one.retired or one.kind is MemberKind.guest:
        return False
    secretary = one.role is Role.secretary
    return {
        Audience.everyone: True,
        Audience.secretaries: secretary,
        Audience.committee: secretary or one.role is Role.committee,
        Audience.new_secretaries: secretary and within(one.role_since, on, 6),
        Audience.probationary: one.kind is MemberKind.probationary,
        Audience.new_full: one.kind is MemberKind.full and within(one.became_full, on, 12),
        Audience.floating: one.floating,
        Audience.other: False,
    }[audience]


def was_rotated(one: Made) -> bool:
    return one.lesson == "rotation" and one.status in ATTENDED and not one.undone


class Ground:
    """A school with an item for each rule, and a lesson of each sort."""

    def __init__(self, space: Workspace) -> None:
        self.space = space
        drafts = [draft(f"{one}", audience=one, audience_words="谁") for one in Audience]
        self.items = dict(zip(Audience, add(space, YEAR, *drafts), strict=True))
        teaching = Teaching(space)
        rotation, plain = teaching.class_(rotation=True), teaching.class_()
        self.lessons = {
            "rotation": teaching.lesson(at(2, 8, month=3), class_id=rotation),
            "plain": teaching.lesson(at(3, 8, month=3), class_id=plain),
            "cancelled": teaching.lesson(at(4, 8, month=3), class_id=rotation),
            "last_year": teaching.lesson(datetime(2025, 12, 31, 8), class_id=rotation),  # noqa: DTZ001
        }
        with space.write("training_class.cancel_lesson") as session:
            training_class.cancel_lesson(session, self.lessons["cancelled"], "停电")

    def make(self, session: Any, made: list[Made]) -> list[UUID]:
        place = branch(session, f"支部{session.new_id()}")
        ids = []
        for one in made:
            key = person(
                session,
                place,
                kind=one.kind,
                role=one.role,
                role_since=one.role_since,
                became_full=one.became_full,
                floating=one.floating,
                retired=one.retired,
            )
            ids.append(key)
            session.flush()
            if one.lesson != "none":
                session.make(
                    SignIn,
                    lesson_id=self.lessons[one.lesson],
                    member_id=key,
                    status=one.status,
                    method=SignInMethod.paper,
                    undone_at=session.now() if one.undone else None,
                )
        session.flush()
        return ids


@pytest.fixture(scope="module")
def ground(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    clock = FixedClock(datetime(2026, 11, 23, 8))  # noqa: DTZ001
    space = templates.open(SCHOOL, tmp_path_factory.mktemp("audience") / "school", clock)
    yield Ground(space)
    space.close()


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(people, max_size=12), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_rules_agree_with_a_recount(ground: Ground, made: list[Made], on: date) -> None:
    with pytest.raises(Back), ground.space.write("test.example") as session:
        ids = ground.make(session, made)
        counted = reaches(session, YEAR, on)
        for audience, item_id in ground.items.items():
            fitting = [n for n, one in enumerate(made) if is_for(one, audience, on)]
            missing = [n for n in fitting if not was_rotated(made[n])]
            found = plan.members_for(session, item_id, on)
            assert numbers(found, ids) == missing, audience
            reach = counted[audience]
            assert (reach.people, reach.missing) == (len(fitting), len(missing)), audience
        raise Back


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(people, max_size=10))
def test_the_lists_are_as_long_as_the_figures_say(ground: Ground, made: list[Made]) -> None:
    with pytest.raises(Back), ground.space.write("test.example") as session:
        ids = ground.make(session, made)
        shown = plan.year_plan(session, YEAR)
        rows = [(row.id, row.reach) for row in shown.rows]
        for item_id, reach in [*rows, (None, shown.everyone)]:
            for who, count in (
                (Who.due, reach.people),
                (Who.missing, reach.missing),
                (Who.rotated, reach.rotated),
            ):
                listed = plan.people(session, YEAR, who, item_id)
                assert len(listed) == count, (item_id, who)
                assert {one.id for one in listed} <= set(ids)
                if who is not Who.due:
                    assert all(one.rotated == (who is Who.rotated) for one in listed)
            due = plan.people(session, YEAR, Who.due, item_id)
            assert sum(one.unsure for one in due) == reach.unsure
        raise Back


@pytest.mark.parametrize(
    ("since", "counts", "unsure"),
    [
        ("2026-05-23", True, False),
        ("2026-05-22", False, False),
        ("2026-05", True, True),
        ("2026-04", False, False),
        ("2026-06", True, False),
        ("2026-11", True, False),
        ("2026", True, True),
        ("2025", False, False),
        ("2026-11-24", False, False),
    ],
)
def test_a_month_counts_where_it_could_be_within(
    ground: Ground, since: str, counts: bool, unsure: bool
) -> None:
    with pytest.raises(Back), ground.space.write("test.example") as session:
        place = branch(session)
        key = person(session, place, role=Role.secretary, role_since=PartialDate.parse(since))
        session.flush()
        item_id = ground.items[Audience.new_secretaries]
        found = plan.people(session, YEAR, Who.due, item_id)
        assert [one.id for one in found] == ([key] if counts else [])
        if counts:
            assert (found[0].since, found[0].unsure) == (since, unsure)
        raise Back


def test_secretaries_without_a_date_are_told(ground: Ground) -> None:
    with pytest.raises(Back), ground.space.write("test.example") as session:
        person(session, branch(session), role=Role.secretary)
        session.flush()
        reach = reaches(session, YEAR, date(2026, 11, 23))[Audience.new_secretaries]
        assert (reach.people, reach.undated) == (0, 1)
        raise Back


def test_the_day_on_which_rules_are_read() -> None:
    today = date(2026, 11, 23)
    assert day_for(2026, today) == today
    assert day_for(2027, today) == date(2027, 1, 1)
    assert day_for(2025, today) == date(2025, 12, 31)
    assert add_months(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 1), -12) == date(2025, 3, 1)


def test_a_merged_or_left_member_is_in_no_list(ground: Ground) -> None:
    with pytest.raises(Back), ground.space.write("test.example") as session:
        key = person(session, branch(session))
        session.flush()
        item_id = ground.items[Audience.everyone]
        assert plan.members_for(session, item_id, date(2026, 5, 1)) == (key,)
        session.require(Member, key).retired_at = session.now()
        assert plan.members_for(session, item_id, date(2026, 5, 1)) == ()
        raise Back
