"""Classes made from something: laid out, looked over, then all of it or nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from models.order import Order, OrderChannel, OrderPlacement, OrderState
from models.package import Package, PackageStage
from models.plan import Audience, Plan, PlanItem, PlanState
from models.site import Travel
from models.training_class import Enrolment, Lesson, TrainingClass
from services import class_making, course, site, training_class
from services.class_making import ClassProposal, ClassWish
from services.class_making.sources import (
    FromClass,
    FromOrders,
    FromPackage,
    FromPlanItem,
    Source,
)
from services.core.errors import Refused
from services.core.workspace import Workspace
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def order(teaching: Teaching, number: int, heads: int = 20, **fields: object) -> UUID:
    """An accepted order for the course, unless told otherwise."""
    wanted: dict[str, object] = {
        "course_id": teaching.course,
        "wished_from": None,
        "wished_to": None,
        "asker": f"第{number}支部",
        "state": OrderState.accepted,
    }
    with teaching.workspace.write("test.order") as session:
        return session.make(
            Order,
            number=f"ZS-订-2026-{number:04d}",
            year=2026,
            channel=OrderChannel.individual,
            heads=heads,
            **(wanted | fields),
        ).id


def package(teaching: Teaching, *stages: tuple[UUID, UUID | None, str]) -> UUID:
    with teaching.workspace.write("test.package") as session:
        made = session.make(Package, code="TC01", title="红色沂蒙一日", kind="党性教育")
        session.flush()
        for number, (of, where, hours) in enumerate(stages, 1):
            session.make(
                PackageStage,
                package_id=made.id,
                position=number,
                course_id=of,
                site_id=where,
                hours=Decimal(hours),
            )
        return made.id


def travel(teaching: Teaching, minutes: int) -> None:
    one, other = sorted((teaching.campus, teaching.point))
    with teaching.workspace.write("test.travel") as session:
        session.make(Travel, from_id=one, to_id=other, minutes=minutes)


def propose(teaching: Teaching, source: Source, wish: ClassWish | None = None) -> ClassProposal:
    with teaching.workspace.read() as session:
        return class_making.propose(session, source, wish)


def make(teaching: Teaching, proposal: ClassProposal) -> training_class.ClassDetail:
    with teaching.workspace.write("class_making.make") as session:
        made = class_making.make(session, proposal)
    with teaching.workspace.read() as session:
        return training_class.detail(session, made.id)


def test_a_class_is_taken_back_with_all_that_came_with_it(teaching: Teaching) -> None:
    asked = order(teaching, 1, 30)
    people = tuple(teaching.members(2))
    proposal = replace(propose(teaching, FromOrders((asked,))), member_ids=people)
    with teaching.workspace.write("class_making.make") as session:
        made = class_making.make(session, proposal)
    assert states(teaching, asked) == [OrderState.scheduled]
    with teaching.workspace.write(made.undo.verb) as session:
        made.undo.act(session)
    assert states(teaching, asked) == [OrderState.accepted]
    with teaching.workspace.read() as session:
        assert session.get(TrainingClass, made.id) is None
        for kind in (Lesson, Enrolment, OrderPlacement):
            assert session.scalars(select(kind)).all() == []


def states(teaching: Teaching, *orders: UUID) -> list[OrderState]:
    with teaching.workspace.read() as session:
        return [session.require(Order, key).state for key in orders]


def test_several_orders_make_one_class(teaching: Teaching) -> None:
    asked = (
        order(teaching, 1, 30, wished_from=date(2026, 12, 2), wished_to=date(2026, 12, 4)),
        order(teaching, 2, 25, wished_from=date(2026, 12, 9), wished_to=date(2026, 12, 9)),
    )
    proposal = propose(teaching, FromOrders(asked))
    assert (proposal.title, proposal.places) == ("大棚蔬菜管护技术（2 个单位）", 55)
    assert proposal.told == ("第2支部希望在 12月09日",)
    (lesson,) = proposal.lessons
    assert lesson.starts_at == at(2, 8, 30, month=12)
    assert lesson.ends_at - lesson.starts_at == timedelta(minutes=115), "112.5 minutes, in fives"
    shown = make(teaching, proposal)
    assert [row.room for row in shown.lessons] == ["102"]
    assert states(teaching, *asked) == [OrderState.scheduled] * 2
    with pytest.raises(Refused, match="已经排过班"):
        propose(teaching, FromOrders(asked))


def test_a_taken_room_sends_the_lesson_on_within_what_was_wished(teaching: Teaching) -> None:
    for room in (teaching.room, teaching.other_room, teaching.far_room):
        teaching.lesson(at(2, 8, month=12), 4, room=room)
    asked = order(teaching, 1, wished_from=date(2026, 12, 2), wished_to=date(2026, 12, 3))
    (lesson,) = propose(teaching, FromOrders((asked,))).lessons
    assert lesson.starts_at == at(2, 14, month=12)
    (lesson,) = propose(teaching, FromOrders((asked,)), ClassWish(at(2, 9, month=12))).lessons
    assert (lesson.room_id, lesson.trouble) == (None, "那时没有空教室")


def test_the_place_that_was_named_comes_first_and_the_heads_must_fit(teaching: Teaching) -> None:
    asked = order(teaching, 1, 30, place="布山分教点")
    assert propose(teaching, FromOrders((asked,))).lessons[0].room_id == teaching.far_room
    many = order(teaching, 2, 50, place="布山分教点")
    assert propose(teaching, FromOrders((many,))).lessons[0].room_id != teaching.far_room
    crowd = order(teaching, 3, 500)
    assert "坐得下 500 人" in propose(teaching, FromOrders((crowd,))).lessons[0].trouble


def test_a_free_topic_makes_a_class_and_says_what_is_missing(teaching: Teaching) -> None:
    proposal = propose(teaching, FromOrders((order(teaching, 1, course_id=None, topic="=河长制"),)))
    assert proposal.title == "=河长制（第1支部）"
    assert proposal.lessons == ()
    assert "还没有课程" in proposal.told[0]
    assert make(teaching, proposal).lessons == ()


def test_making_is_all_or_nothing(teaching: Teaching) -> None:
    asked = order(teaching, 1)
    proposal = propose(teaching, FromOrders((asked,)))
    (lesson,) = proposal.lessons
    assert lesson.room_id is not None
    teaching.lesson(lesson.starts_at, room=lesson.room_id)
    with teaching.workspace.read() as session:
        before = len(training_class.list_rows(session))
    with pytest.raises(Refused, match="请换教室或时间"):
        make(teaching, proposal)
    with teaching.workspace.read() as session:
        assert len(training_class.list_rows(session)) == before
    assert states(teaching, asked) == [OrderState.accepted]
    without = make(teaching, replace(proposal, lessons=()))
    assert without.lessons == ()
    with pytest.raises(Refused, match="不能再排"):
        make(teaching, replace(proposal, lessons=()))
    with teaching.workspace.read() as session:
        assert session.query(OrderPlacement).count() == 1


def test_a_package_is_scheduled_in_one_go_with_the_way_between(teaching: Teaching) -> None:
    travel(teaching, 45)
    source = FromPackage(
        package(
            teaching,
            (teaching.opening, None, "2"),
            (teaching.course, teaching.point, "2"),
            (teaching.course, teaching.point, "4"),
            (teaching.opening, None, "8"),
        )
    )
    proposal = propose(teaching, source, ClassWish(at(27, 8, 30), heads=40))
    spans = [(one.starts_at, one.ends_at) for one in proposal.lessons]
    assert spans == [
        (at(27, 8, 30), at(27, 10)),
        (at(27, 14), at(27, 15, 30)),  # 10:45 and an hour and a half is past noon
        (at(30, 8, 30), at(30, 11, 30)),  # over the weekend
        (at(1, 8, 30, month=12), at(1, 16, 30, month=12)),
    ]
    assert proposal.told == ()
    assert [one.place for one in proposal.lessons[:2]] == ["主校区 102", "布山分教点 会议室"]
    shown = make(teaching, proposal)
    assert [row.hours for row in shown.lessons] == [2, 2, 4, 8]
    with teaching.workspace.read() as session:
        row = session.require(TrainingClass, shown.id)
        assert row.package_id == source.package_id


def test_an_unknown_way_is_half_an_hour_and_is_told(teaching: Teaching) -> None:
    source = FromPackage(
        package(teaching, (teaching.opening, None, "1"), (teaching.course, teaching.point, "1"))
    )
    proposal = propose(teaching, source, ClassWish(at(27, 8, 30)))
    assert [one.starts_at for one in proposal.lessons] == [at(27, 8, 30), at(27, 9, 50)]
    assert "按 30 分钟排" in proposal.told[0]


def test_what_a_package_cannot_place_is_told_and_nothing_is_made(teaching: Teaching) -> None:
    source = FromPackage(
        package(teaching, (teaching.opening, None, "2"), (teaching.course, teaching.point, "2"))
    )
    proposal = propose(teaching, source, ClassWish(at(27, 8, 30), heads=50))
    assert [one.trouble for one in proposal.lessons] == ["", "基地没有坐得下 50 人的教室"]
    with pytest.raises(Refused, match="坐得下 50 人"):
        make(teaching, proposal)
    with teaching.workspace.write("course.retire") as session:
        course.retire(session, teaching.course)
    proposal = propose(teaching, source, ClassWish(at(27, 8, 30)))
    assert proposal.lessons[1].trouble == "这门课程已停用"


def item(teaching: Teaching, **fields: object) -> UUID:
    with teaching.workspace.write("test.plan") as session:
        plan = session.make(Plan, year=2027, title="2027年度轮训计划", state=PlanState.approved)
        session.flush()
        wanted: dict[str, object] = {
            "title": "村支部书记轮训班", "heads": 50, "month": 3, "hours": Decimal(16),
            "responsible": "赵静",
        }  # fmt: skip
        return session.make(
            PlanItem,
            plan_id=plan.id,
            position=1,
            audience=Audience.secretaries,
            audience_words="村支部书记",
            days=Decimal(2),
            **(wanted | fields),
        ).id


def test_an_item_of_the_plan_becomes_a_rotation_class_of_its_year(teaching: Teaching) -> None:
    source = FromPlanItem(item(teaching))
    proposal = propose(teaching, source)
    assert proposal.lessons[0].starts_at.date() == date(2027, 3, 1)
    assert proposal.told == ("计划共 16 学时，首课之外还有 12 学时要排",)
    shown = make(teaching, proposal)
    assert (shown.code, shown.rotation, shown.places) == ("ZS-2027-0001", True, 50)
    with teaching.workspace.read() as session:
        assert session.require(TrainingClass, shown.id).plan_item_id == source.item_id


def test_no_class_is_laid_out_on_new_years_day(teaching: Teaching) -> None:
    """1 January 2027 is a Friday."""
    proposal = propose(teaching, FromPlanItem(item(teaching, month=1)))
    assert proposal.lessons[0].starts_at.date() == date(2027, 1, 4)


def test_many_whose_wish_is_not_met_are_told_in_one_line(teaching: Teaching) -> None:
    asked = tuple(
        order(teaching, number, 5, wished_from=date(2026, 12, number), wished_to=None)
        for number in range(1, 8)
    )
    (line,) = propose(teaching, FromOrders(asked)).told
    assert line.startswith("第2支部希望在 12月02日、")
    assert line.endswith("第5支部希望在 12月05日等 6 家")


def test_without_a_first_lesson_on_the_menu_the_class_is_made_and_says_so(
    teaching: Teaching,
) -> None:
    with teaching.workspace.write("course.retire") as session:
        course.retire(session, teaching.opening)
    proposal = propose(teaching, FromPlanItem(item(teaching, month=None)))
    assert (proposal.lessons, proposal.rotation) == ((), True)
    assert any("首课" in words for words in proposal.told)


def test_a_copy_keeps_weekdays_and_moves_on_over_new_year(teaching: Teaching) -> None:
    class_id = teaching.class_("2026年村支部书记轮训班（第2期）", rotation=True)
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(26, 22), 3, class_id=class_id, course_id=teaching.course)
    proposal = propose(teaching, FromClass(class_id), ClassWish(at(30, 0)))
    assert proposal.title == "2026年村支部书记轮训班（第3期）"
    assert [one.starts_at for one in proposal.lessons] == [
        at(1, 8, 30, month=12),
        at(3, 22, month=12),
    ]
    assert "周二" in proposal.told[0]
    late = propose(teaching, FromClass(class_id), ClassWish(at(28, 0, month=12)))
    assert late.lessons[1].ends_at == at(1, 1, month=1).replace(year=2027)
    assert late.title == "2026年村支部书记轮训班（第3期）"
    new = propose(teaching, FromClass(class_id), ClassWish(at(4, 0, month=1).replace(year=2027)))
    assert new.title == "2027年村支部书记轮训班（第1期）"
    shown = make(teaching, new)
    assert (shown.code, shown.rotation) == ("ZS-2027-0001", True)
    assert [row.starts_at.strftime("%m-%d %a") for row in shown.lessons] == [
        "01-05 Tue",
        "01-07 Thu",
    ]
    assert make(teaching, late).code == "ZS-2026-0002"


def test_what_clashes_in_a_copy_is_told_or_moved_and_what_is_retired_left_out(
    teaching: Teaching,
) -> None:
    class_id = teaching.class_("专题班")
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(24, 14), class_id=class_id, course_id=teaching.course)
    teaching.lesson(at(1, 9, month=12))
    wish = ClassWish(at(1, 0, month=12), other_rooms=False)
    first, second = propose(teaching, FromClass(class_id), wish).lessons
    assert (first.trouble, second.trouble) == ("主校区 201那时已排课", "")
    moved = propose(teaching, FromClass(class_id), replace(wish, other_rooms=True))
    assert [one.place for one in moved.lessons] == ["主校区 102", "主校区 201"]
    with teaching.workspace.write("course.retire") as session:
        course.retire(session, teaching.course)
        site.retire_room(session, teaching.far_room)
    proposal = propose(teaching, FromClass(class_id), wish)
    assert proposal.lessons[1].trouble == "这门课程已停用"
    kept = replace(moved, lessons=moved.lessons[:1])
    assert len(make(teaching, kept).lessons) == 1
