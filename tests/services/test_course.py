"""The course menu: codes, half hours, and the year's coverage of the seven tasks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import course, training_class
from services.core.errors import BadInput, Refused
from services.core.workspace import Workspace
from services.course import CourseDraft, Task, Tier
from tests.helpers.teaching import Teaching, at

DRAFT = CourseDraft("ZS040", "党章党规学习", Task.discipline, Tier.required, "专题讲授", Decimal(2))


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def test_the_next_code_follows_the_highest(school: Workspace) -> None:
    with school.write("t") as session:
        assert course.next_code(session) == "ZS001"
        course.create(session, DRAFT)
        assert course.next_code(session) == "ZS041"


def test_a_code_belongs_to_one_course_for_good(school: Workspace) -> None:
    with school.write("t") as session:
        first = course.create(session, DRAFT)
        second = course.create(session, replace(DRAFT, code="ZS041"))
    with pytest.raises(Refused, match="已被另一门课程使用"), school.write("t") as session:
        course.update(session, second, DRAFT)
    with school.write("t") as session:
        course.update(session, first, replace(DRAFT, title="党章学习"))
        course.retire(session, first)
    with pytest.raises(Refused, match="已停用的课程"), school.write("t") as session:
        course.create(session, DRAFT)
    with school.read() as session:
        assert [one.code for one in course.list_all(session)] == ["ZS041"]
        assert [one.title for one in course.list_retired(session)] == ["党章学习"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(hours=st.decimals(-1, 30, places=2))
def test_hours_come_in_half_hour_steps(school: Workspace, hours: Decimal) -> None:
    fits = Decimal("0.5") <= hours <= 24 and hours * 2 == int(hours * 2)
    with school.write("t") as session:
        draft = replace(DRAFT, code=str(session.new_id())[:20], hours=hours)
        if fits:
            made = course.create(session, draft)
            kept = {one.id: one.hours for one in course.list_all(session)}
            assert kept[made] == hours
        else:
            with pytest.raises(BadInput, match="半学时"):
                course.create(session, draft)


def test_chinese_marks_stay_as_typed(school: Workspace) -> None:
    with school.write("t") as session:
        course.create(session, replace(DRAFT, title="案例精解：村级警示（第１讲）"))
    with school.read() as session:
        assert course.list_all(session)[0].title == "案例精解：村级警示（第1讲）"


def test_a_changed_course_leaves_its_lessons_alone(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 8))
    with teaching.workspace.write("t") as session:
        course.update(session, teaching.opening, replace(DRAFT, code="ZS001", hours=Decimal(1)))
    with teaching.workspace.read() as session:
        held = training_class.lesson(session, lesson)
    assert (held.title, held.hours) == ("党的创新理论进基层", Decimal(4))


def test_coverage_counts_this_years_lessons(teaching: Teaching) -> None:
    teaching.lesson(at(24, 8))
    called_off = teaching.lesson(at(24, 14))
    teaching.lesson(at(25, 14), course_id=teaching.course)
    with teaching.workspace.write("t") as session:
        training_class.cancel_lesson(session, called_off, "停电")
    with teaching.workspace.read() as session:
        found = {row.task: row for row in course.coverage(session, 2026)}
        before = course.coverage(session, 2025)
        (held,) = course.lessons_of(session, teaching.opening, 2026)
    assert len(found) == 7
    assert (found[Task.theory].courses, found[Task.theory].lessons) == (1, 1)
    assert (found[Task.skills].courses, found[Task.skills].lessons) == (1, 1)
    assert found[Task.purpose].lessons == 0
    assert all(row.lessons == 0 for row in before)
    assert (held.starts_at, held.place) == (at(24, 8), "主校区 201")
