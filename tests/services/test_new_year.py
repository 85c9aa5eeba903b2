"""The turn of the year: five doors on the home page, each ticked by what is in the data."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from services import exemption, home, menu, plan, school, sign_in, training_class
from services.core import settings
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.exemption import ExemptionDraft, ExemptionReason
from services.home import HomeGuide
from services.sign_in import SignInMethod, SignInStatus
from tests.helpers.planning import add, draft
from tests.helpers.teaching import Teaching, at

MENU, PLAN, TARGETS, EXEMPT, LAST = range(5)


def day(number: int, month: int = 1) -> datetime:
    return datetime(2027, month, number, 8)  # noqa: DTZ001  (a local time)


class LastYear(Teaching):
    """A class of two people with one lesson in November 2026, to which the first of them came."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.held = self.class_()
        self.people = self.members(2)
        self.enrol(self.held, self.people)
        self.taught = self.lesson(at(23, 14), class_id=self.held)


@pytest.fixture
def teaching(school: Workspace, clock: FixedClock) -> LastYear:
    """It is January."""
    made = LastYear(school)
    clock.set_to(at(23, 14))
    came(made, made.people[0])
    clock.set_to(day(4))
    return made


def came(teaching: LastYear, member: UUID, status: SignInStatus | None = None) -> None:
    with teaching.workspace.write("sign_in.record") as session:
        sign_in.record(
            session, teaching.taught, member, method=SignInMethod.keyboard, status=status
        )


def do(teaching: LastYear, name: str, verb: Any, *args: Any, **named: Any) -> Any:
    with teaching.workspace.write(name) as session:
        return verb(session, *args, **named)


def led(teaching: LastYear) -> HomeGuide:
    with teaching.workspace.read() as session:
        found = home.guide(session)
    assert found is not None
    return found


def grant(teaching: LastYear, member: UUID, year: int) -> None:
    decided = ExemptionDraft(
        ExemptionReason.old_and_weak,
        date(year, 1, 1),
        date(year, 12, 31),
        date(year, 1, 2),
        "支委会记录",
    )
    do(teaching, "exemption.grant", exemption.grant, [member], decided)


def done(teaching: LastYear, door: int) -> bool:
    return led(teaching).doors[door].done


def test_five_doors_stand_open_in_january(teaching: LastYear) -> None:
    guide = led(teaching)
    assert guide.title == "2027 年开头要办的"
    assert not guide.urgent
    assert [one.words for one in guide.doors] == [
        "2027 年课程菜单",
        "2027 年轮训计划",
        "2027 年学时要求",
        "2027 年学时减免",
        "2026 年的班和补课",
    ]


def test_the_menu_is_done_once_it_is_published(teaching: LastYear) -> None:
    begun = do(teaching, "menu.begin", menu.begin, 2027, everything=True)
    assert not done(teaching, MENU)
    do(teaching, "menu.publish", menu.publish, begun.id)
    assert done(teaching, MENU)


def test_the_plan_is_done_once_it_is_approved(teaching: LastYear) -> None:
    add(teaching.workspace, 2027, draft())
    assert not done(teaching, PLAN)
    with teaching.workspace.read() as session:
        key = plan.year_plan(session, 2027).id
    do(teaching, "plan.approve", plan.approve, key, "钱书记")
    assert done(teaching, PLAN)


def test_targets_are_done_once_somebody_said_that_they_stay(teaching: LastYear) -> None:
    with teaching.workspace.write("settings.change") as session:
        settings.change(session, {settings.TARGET_MEMBER.key: "40"}, 2026)
    assert not done(teaching, TARGETS), "a correction of last year says nothing of this one"
    undo = do(teaching, "school.keep_targets", school.keep_targets, 2027)
    assert done(teaching, TARGETS)
    with teaching.workspace.read() as session:
        assert settings.TARGET_MEMBER.get(session, 2027) == 32
        assert settings.TARGET_LEADER.get(session, 2027) == 56
    assert undo.words == "沿用 2027 年的学时要求"


def test_keeping_the_targets_is_taken_back(teaching: LastYear) -> None:
    undo = do(teaching, "school.keep_targets", school.keep_targets, 2027)
    do(teaching, undo.verb, undo.act)
    assert not done(teaching, TARGETS)


def test_exemptions_are_done_once_those_of_last_year_were_decided(teaching: LastYear) -> None:
    assert done(teaching, EXEMPT), "nobody was exempt"
    grant(teaching, teaching.people[0], 2026)
    guide = led(teaching)
    assert guide.doors[EXEMPT].note.startswith("去年减免的 1 人")
    grant(teaching, teaching.people[0], 2027)
    assert done(teaching, EXEMPT)


def test_last_years_classes_are_done_once_closed_and_made_up(
    teaching: LastYear, clock: FixedClock
) -> None:
    door = led(teaching).doors[LAST]
    assert (door.note, door.target) == ("1 个班没结班", teaching.held)
    do(teaching, "sign_in.finish", sign_in.finish, teaching.taught)
    with teaching.workspace.read() as session:
        state = training_class.detail(session, teaching.held).state
    if state is training_class.ClassState.open:
        do(teaching, "training_class.start", training_class.start, teaching.held, reason="补开")
    door = led(teaching).doors[LAST]
    assert door.note == "1 人次缺课没补"
    came(teaching, teaching.people[1], SignInStatus.made_up)
    assert done(teaching, LAST)


def test_a_class_that_goes_on_this_year_is_not_left_over(teaching: LastYear) -> None:
    teaching.lesson(day(20).replace(hour=14), class_id=teaching.held)
    assert done(teaching, LAST)


def test_the_guide_goes_when_all_is_done_and_in_march(
    teaching: LastYear, clock: FixedClock
) -> None:
    clock.set_to(day(28, month=2))
    assert led(teaching)
    clock.set_to(day(1, month=3))
    with teaching.workspace.read() as session:
        assert home.guide(session) is None


def test_a_school_of_this_year_has_no_year_to_turn(teaching: LastYear, clock: FixedClock) -> None:
    clock.set_to(at(24, 8, month=1))
    with teaching.workspace.read() as session:
        assert home.guide(session) is None


def test_what_a_door_says_is_not_said_again_among_what_waits(teaching: LastYear) -> None:
    with teaching.workspace.read() as session:
        shown, all_of_them = home.home(session).todos, home.todos(session)
    assert any(one.page == "menu" for one in all_of_them)
    assert not any(one.page == "menu" for one in shown)
