"""The course menu: codes, half hours, and the year's coverage of the seven tasks."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.training_class import Lesson
from services import course, lecturer, training_class
from services.core.errors import BadInput, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.course import CourseDraft, CourseRow, CoursewareDraft, CoursewareReview, Task, Tier
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at

DRAFT = CourseDraft("ZS040", "党章党规学习", Task.discipline, Tier.required, "专题讲授", Decimal(2))


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def test_the_next_code_follows_the_highest(school: Workspace) -> None:
    with school.write("course.create") as session:
        assert course.next_code(session) == "ZS001"
        course.create(session, DRAFT)
        assert course.next_code(session) == "ZS041"


def test_a_code_belongs_to_one_course_for_good(school: Workspace) -> None:
    with school.write("course.create") as session:
        first = course.create(session, DRAFT).id
        second = course.create(session, replace(DRAFT, code="ZS041")).id
    with (
        pytest.raises(Refused, match="已被另一门课程使用"),
        school.write("course.update") as session,
    ):
        course.update(session, second, DRAFT)
    with school.write("course.update") as session:
        course.update(session, first, replace(DRAFT, title="党章学习"))
        course.retire(session, first)
    with pytest.raises(Refused, match="已停用的课程"), school.write("course.create") as session:
        course.create(session, DRAFT)
    with school.read() as session:
        assert [one.code for one in course.list_all(session)] == ["ZS041"]
        assert [one.title for one in course.list_retired(session)] == ["党章学习"]


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(hours=st.decimals(-1, 30, places=2))
def test_hours_come_in_half_hour_steps(school: Workspace, hours: Decimal) -> None:
    fits = Decimal("0.5") <= hours <= 24 and hours * 2 == int(hours * 2)
    with school.write("course.create") as session:
        draft = replace(DRAFT, code=str(session.new_id())[:20], hours=hours)
        if fits:
            made = course.create(session, draft).id
            kept = {one.id: one.hours for one in course.list_all(session)}
            assert kept[made] == hours
        else:
            with pytest.raises(BadInput, match="半学时"):
                course.create(session, draft)


def test_chinese_marks_stay_as_typed(school: Workspace) -> None:
    with school.write("course.create") as session:
        course.create(session, replace(DRAFT, title="案例精解：村级警示（第１讲）"))
    with school.read() as session:
        assert course.list_all(session)[0].title == "案例精解：村级警示（第1讲）"


def kept(teaching: Teaching, lesson: UUID) -> tuple[object, ...]:
    """What a lesson says of itself, and what the year's lessons cover."""
    with teaching.workspace.read() as session:
        row = session.get_one(Lesson, lesson)
        covered = [(one.task, one.lessons) for one in course.coverage(session, 2026)]
        return row.title, row.task, row.tier, row.form, row.hours, covered


def test_a_changed_or_retired_course_leaves_its_lessons_alone(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(20, 8))
    before = kept(teaching, lesson)
    assert before[:5] == ("党的创新理论进基层", Task.theory, Tier.first, "专题讲授", Decimal(4))
    with teaching.workspace.write("course.update") as session:
        draft = replace(DRAFT, code="ZS001", form="现场教学", hours=Decimal(1))
        course.update(session, teaching.opening, draft)
    assert kept(teaching, lesson) == before
    with teaching.workspace.write("course.retire") as session:
        course.retire(session, teaching.opening)
    assert kept(teaching, lesson) == before


def listed(teaching: Teaching) -> tuple[CourseRow, ...]:
    with teaching.workspace.read() as session:
        return course.list_all(session)


def take_back(teaching: Teaching, undo: Undo) -> None:
    with teaching.workspace.write(undo.verb) as session:
        undo.act(session)


def test_a_change_is_taken_back_with_its_lecturers(teaching: Teaching) -> None:
    first, second = teaching.lecturer("李运"), teaching.lecturer("丁栋")
    with teaching.workspace.write("course.create") as session:
        made = course.create(session, replace(DRAFT, lecturers=(first,), other_lecturers="王工")).id
    before = listed(teaching)
    assert before[-1].lecturer_words == "李运、王工"
    with teaching.workspace.write("course.update") as session:
        draft = replace(DRAFT, title="党章", topics="三讲", materials="讲义", lecturers=(second,))
        undo = course.update(session, made, draft)
    assert undo.words == "修改“党章党规学习”的课程名称、专题、教学资料、库外讲师、讲师"
    after = listed(teaching)[-1]
    assert (after.lecturer_words, after.topics, after.materials) == ("丁栋", "三讲", "讲义")
    take_back(teaching, undo)
    assert listed(teaching) == before
    with pytest.raises(Refused, match="后来又改过"):
        take_back(teaching, undo)


def test_a_change_is_not_taken_back_over_a_taken_code(teaching: Teaching) -> None:
    with teaching.workspace.write("course.create") as session:
        made = course.create(session, DRAFT).id
        undo = course.update(session, made, replace(DRAFT, code="ZS050"))
        course.create(session, DRAFT)
    with pytest.raises(Refused, match="已被另一门课程使用"):
        take_back(teaching, undo)


def test_who_left_the_pool_is_not_offered_and_comes_back_with_the_course(
    teaching: Teaching,
) -> None:
    gone = teaching.lecturer("李运")
    with teaching.workspace.write("course.create") as session:
        made = course.create(session, replace(DRAFT, lecturers=(gone,))).id
        lecturer.retire(session, gone)
        course.update(session, made, replace(DRAFT, title="党章"))
    assert listed(teaching)[-1].lecturer_words == ""
    with (
        pytest.raises(Refused, match="已离开师资库"),
        teaching.workspace.write("course.create") as session,
    ):
        course.create(session, replace(DRAFT, code="ZS099", lecturers=(gone,)))
    with teaching.workspace.write("lecturer.restore") as session:
        lecturer.restore(session, gone)
    assert listed(teaching)[-1].lecturer_words == "李运"


def test_courseware_that_was_returned_says_what_to_change(teaching: Teaching) -> None:
    both = (teaching.opening, teaching.course)
    returned, approved = CoursewareReview.returned, CoursewareReview.approved
    with (
        pytest.raises(BadInput, match="写明要改什么"),
        teaching.workspace.write("course.review") as session,
    ):
        course.review(session, both, CoursewareDraft(returned, " "))
    with teaching.workspace.write("course.review") as session:
        course.review(session, both, CoursewareDraft(approved))
        undo = course.review(session, both[:1], CoursewareDraft(returned, "补充本镇案例"))
    assert [(one.review, one.review_note) for one in listed(teaching)] == [
        (returned, "补充本镇案例"),
        (approved, ""),
    ]
    take_back(teaching, undo)
    assert [one.review for one in listed(teaching)] == [approved, approved]


def test_retiring_and_restoring_are_taken_back(teaching: Teaching) -> None:
    with teaching.workspace.write("course.retire") as session:
        undo = course.retire(session, teaching.course)
    assert [one.code for one in listed(teaching)] == ["ZS001"]
    take_back(teaching, undo)
    assert [one.code for one in listed(teaching)] == ["ZS001", "ZS002"]


def test_coverage_counts_this_years_lessons(teaching: Teaching) -> None:
    teaching.lesson(at(24, 8))
    called_off = teaching.lesson(at(24, 14))
    teaching.lesson(at(25, 14), course_id=teaching.course)
    with teaching.workspace.write("training_class.cancel_lesson") as session:
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


def test_a_new_course_can_be_taken_back_until_a_lesson_has_it(teaching: Teaching) -> None:
    space = teaching.workspace
    with space.write("course.create") as session:
        unused, used = (
            course.create(session, replace(DRAFT, code=code)) for code in ("ZS040", "ZS041")
        )
    teaching.lesson(at(24, 8, 30), course_id=used.id)
    take_back(teaching, unused.undo)
    with pytest.raises(Refused, match="后来又改过"):
        take_back(teaching, used.undo)
    with space.read() as session:
        assert [one.code for one in course.list_all(session)] == ["ZS001", "ZS002", "ZS041"]
