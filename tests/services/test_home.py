"""The home page's figures: this month, the year, what waits."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from models.member import Member, Role
from services import home, hours, sign_in
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.home import Home
from services.hours import CorrectionDraft
from services.sign_in import SignInMethod
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def shown(teaching: Teaching) -> Home:
    with teaching.workspace.read() as session:
        return home.home(session)


def record(teaching: Teaching, lesson: UUID, members: list[UUID]) -> None:
    with teaching.workspace.write("sign_in.record") as session:
        for member in members:
            sign_in.record(session, lesson, member, method=SignInMethod.keyboard)


def test_a_new_school_has_nothing_to_divide_by(teaching: Teaching) -> None:
    figures = shown(teaching).figures
    assert figures.classes == figures.person_times == 0
    assert figures.attended_percent is None
    assert figures.members_percent is None


def test_this_months_classes_and_person_times(teaching: Teaching, clock: FixedClock) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(23, 8, 30), class_id=class_id)
    teaching.lesson(at(23, 14), class_id=class_id)
    members = teaching.members(4)
    before = teaching.class_()
    lesson_before = teaching.lesson(at(20, 8, 30, month=10), class_id=before)
    planned = teaching.class_()
    teaching.lesson(at(25, 8, 30), class_id=planned)
    for one in (class_id, before, planned):
        teaching.enrol(one, members)
    clock.set_to(at(20, 8, 30, month=10))
    record(teaching, lesson_before, members[:1])
    clock.set_to(at(23, 8, 30))
    record(teaching, lesson, members[:3])
    clock.set_to(at(23, 12))
    figures = shown(teaching).figures
    assert (figures.classes, figures.planned, figures.classes_last_month) == (1, 2, 1)
    with teaching.workspace.read() as session:
        reported = sign_in.month_counts(session, session.owner, 2026, 11)
    assert (figures.classes, figures.person_times) == (reported.classes, reported.person_times)
    assert figures.person_times == 3
    assert figures.attended_percent == Decimal("75.0")


def test_todays_lessons_are_those_that_start_today(teaching: Teaching) -> None:
    today = teaching.lesson(at(23, 19))
    teaching.lesson(at(24, 8, 30))
    assert [lesson.id for lesson in shown(teaching).lessons] == [today]


def test_twelve_months_end_with_this_one(teaching: Teaching) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(23, 8, 30), class_id=class_id)
    members = teaching.members(2)
    teaching.enrol(class_id, members)
    record(teaching, lesson, members)
    months = shown(teaching).months
    assert [(bar.year, bar.month) for bar in (months[0], months[-1])] == [(2025, 12), (2026, 11)]
    assert [bar.person_times for bar in months] == [0] * 11 + [2]


def test_reached_targets_in_percent(teaching: Teaching, clock: FixedClock) -> None:
    members = teaching.members(4)
    class_id = teaching.class_()
    lessons = [
        teaching.lesson(at(day, 8), class_id=class_id, worth=Decimal(16)) for day in (16, 17)
    ]
    teaching.enrol(class_id, members)
    for lesson, day in zip(lessons, (16, 17), strict=True):
        clock.set_to(at(day, 8))
        record(teaching, lesson, members[:1])
    assert shown(teaching).figures.members_percent == Decimal("25.0")


def test_an_unfinished_lesson_waits_until_it_is_finished(
    teaching: Teaching, clock: FixedClock
) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(23, 8, 30), class_id=class_id)
    teaching.enrol(class_id, teaching.members(2))
    clock.set_to(at(23, 12))
    with teaching.workspace.read() as session:
        assert home.waiting(session)["sign_in"] == 1
    (todo,) = (todo for todo in shown(teaching).todos if todo.page == "sign_in")
    assert todo.target == lesson
    with teaching.workspace.write("sign_in.finish") as session:
        sign_in.finish(session, lesson)
    with teaching.workspace.read() as session:
        assert "sign_in" not in home.waiting(session)


def test_todos_come_by_urgency(teaching: Teaching, clock: FixedClock) -> None:
    class_id = teaching.class_()
    teaching.lesson(at(23, 8, 30), class_id=class_id)
    teaching.enrol(class_id, teaching.members(1))
    clock.set_to(at(23, 12))
    urgencies = [todo.urgency for todo in shown(teaching).todos]
    assert urgencies == sorted(urgencies)


@pytest.mark.parametrize(
    ("month", "day", "days"), [(11, 23, 7), (2, 23, 5), (11, 30, 0), (12, 31, -1)]
)
def test_days_to_the_cut_off_on_the_30th(
    teaching: Teaching, clock: FixedClock, month: int, day: int, days: int
) -> None:
    clock.set_to(at(day, 8, month=month))  # February ends on the 28th
    assert shown(teaching).figures.days_to_cut_off == days


def test_who_comes_early_is_not_more_than_everybody(teaching: Teaching, clock: FixedClock) -> None:
    """Once, people signing in before the hour made an attendance of 700 %."""
    class_id, members = teaching.class_(), teaching.members(4)
    first = teaching.lesson(at(23, 8, 30), class_id=class_id)
    second = teaching.lesson(at(23, 14), class_id=class_id)
    teaching.enrol(class_id, members)
    clock.set_to(at(23, 8, 30))
    record(teaching, first, members[:2])
    clock.set_to(at(23, 13, 50))
    record(teaching, second, members)
    figures = shown(teaching).figures
    assert (figures.person_times, figures.attended_percent) == (6, Decimal("50.0"))


def test_who_cannot_reach_the_target_any_more_is_told_from_october(
    teaching: Teaching, clock: FixedClock
) -> None:
    people = teaching.members(3)
    class_id = teaching.class_()
    teaching.lesson(at(27, 8), class_id=class_id)
    with teaching.workspace.write("hours.record_correction") as session:
        draft = CorrectionDraft(date(2026, 5, 1), Decimal(28), "补录", "1号", "王主任")
        hours.record_correction(session, people[0], draft)
        session.require(Member, people[2]).role = Role.committee

    def told() -> list[tuple[str, str, object, int]]:
        found = [todo for todo in shown(teaching).todos if todo.page == "hours"]
        return [(todo.title, todo.note, todo.target, todo.count) for todo in found]

    note = "剩余课次合计 4 学时，已列名单"
    assert told() == [
        ("1 名党员今年补不齐 32 学时", note, "members-out_of_reach", 0),
        ("1 名书记委员今年补不齐 56 学时", note, "leaders-out_of_reach", 0),
    ]
    clock.set_to(at(30, 8, month=9))
    assert told() == []
