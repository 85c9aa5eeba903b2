"""Steps taken back late and in the wrong order, and what was closed in between."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from services import class_making, course, menu, order, plan, site, timetable, training_class
from services.class_making import ClassWish
from services.class_making.sources import FromPlanItem
from services.core.clock import FixedClock
from services.core.errors import Refused
from services.core.undo import CHANGED_SINCE, Undo
from services.core.workspace import Workspace
from services.course import CourseDraft, Task, Tier
from services.order import OrderState
from services.training_class import ClassState
from tests.helpers.ordering import Ordering
from tests.helpers.planning import add, draft
from tests.helpers.teaching import at

FIRST = CourseDraft("ZS001", "党的创新理论进基层", Task.theory, Tier.first, "专题讲授", Decimal(4))


@pytest.fixture
def desk(school: Workspace) -> Ordering:
    return Ordering(school)


def do(desk: Ordering, verb: Callable[..., Any], *given: Any, **named: Any) -> Any:
    with desk.workspace.write("test.act") as session:
        session.note("test.act")
        return verb(session, *given, **named)


def refused(desk: Ordering, undo: Undo) -> str:
    with pytest.raises(Refused) as caught:
        do(desk, undo.act)
    return caught.value.message


def test_placing_is_not_taken_back_once_the_order_is_in_another_class(desk: Ordering) -> None:
    """In the other class it looks as it did in the first."""
    one, other, asked = desk.class_("甲班"), desk.class_("乙班"), desk.order(desk.wish())
    undo = do(desk, order.place, one, [asked])
    do(desk, order.release, asked, "改期")
    do(desk, order.place, other, [asked])
    assert refused(desk, undo) == CHANGED_SINCE
    assert (desk.row(asked).state, desk.row(asked).class_id) == (OrderState.scheduled, other)


def test_last_years_items_stay_once_a_class_was_made_of_one(desk: Ordering) -> None:
    add(desk.workspace, 2026, draft())
    undo = do(desk, plan.from_last_year, 2027).undo
    with desk.workspace.read() as session:
        (item,) = plan.list_items(session, 2027)
        proposed = class_making.propose(session, FromPlanItem(item.id), ClassWish(at(24, 8)))
    do(desk, class_making.make, proposed)
    assert "建了 1 个班" in refused(desk, undo)
    with desk.workspace.read() as session:
        assert [one.id for one in plan.list_items(session, 2027)] == [item.id]


def test_an_entry_that_was_put_on_the_menu_again_does_not_come_back_twice(desk: Ordering) -> None:
    draft_id = do(desk, menu.begin, 2026, everything=True).id
    with desk.workspace.read() as session:
        entry = menu.menu(session, draft_id).entries[0]
    undo = do(desk, menu.remove, draft_id, [entry.id])
    do(desk, menu.add, draft_id, [desk.opening])
    assert refused(desk, undo) == CHANGED_SINCE


def test_a_lecturer_who_was_linked_again_does_not_come_back_twice(desk: Ordering) -> None:
    linked = replace(FIRST, lecturers=(desk.lecturer("孔令岩"),))
    do(desk, course.update, desk.opening, linked)
    undo = do(desk, course.update, desk.opening, FIRST)
    do(desk, course.update, desk.opening, linked)
    assert refused(desk, undo) == CHANGED_SINCE


def test_a_way_that_was_entered_again_does_not_come_back_twice(desk: Ordering) -> None:
    do(desk, site.set_travel, desk.campus, {desk.point: 30})
    undo = do(desk, site.set_travel, desk.campus, {desk.point: None})
    do(desk, site.set_travel, desk.campus, {desk.point: 40})
    assert refused(desk, undo) == CHANGED_SINCE


def test_a_lesson_does_not_come_back_into_a_room_that_was_retired(desk: Ordering) -> None:
    called_off, moved = desk.lesson(at(24, 8)), desk.lesson(at(24, 14))
    undos = [
        do(desk, timetable.cancel, called_off, "停电"),
        do(desk, timetable.move, moved, at(24, 14), at(24, 17), desk.far_room),
    ]
    again = desk.draft(at(24, 14), 3, desk.other_room)
    do(desk, site.retire_room, desk.room)
    for undo in undos:
        assert "教室 201 后来停用了" in refused(desk, undo)
    undo = do(desk, training_class.change_lesson, moved, again)
    do(desk, site.retire, desk.point)
    assert "教室 会议室 后来停用了" in refused(desk, undo)


def test_no_lesson_comes_into_a_room_of_a_retired_site(desk: Ordering) -> None:
    class_id, lesson = desk.class_(), desk.lesson(at(24, 8))
    do(desk, site.retire, desk.point)
    there = desk.draft(at(25, 8), 3, desk.far_room)
    with pytest.raises(Refused, match="已停用"):
        do(desk, training_class.add_lesson, class_id, there)
    with pytest.raises(Refused, match="已停用"):
        do(desk, training_class.change_lesson, lesson, there)


def test_a_class_of_which_nothing_was_held_delivers_no_order(desk: Ordering) -> None:
    class_id, asked = desk.class_(), desk.order(desk.wish())
    lesson = desk.lesson(at(24, 8), class_id=class_id)
    desk.place(class_id, asked)
    do(desk, training_class.start, class_id, reason="急")
    do(desk, training_class.cancel_lesson, lesson, "停电")
    with pytest.raises(Refused, match="没有一节上过"):
        do(desk, training_class.finish, class_id)
    do(desk, training_class.cancel, class_id, "停电")
    assert desk.row(asked).state is OrderState.accepted


def test_the_last_lesson_of_a_class_that_ended_is_not_called_off(
    desk: Ordering, clock: FixedClock
) -> None:
    class_id = desk.class_()
    first, last = (desk.lesson(at(24, hour), class_id=class_id) for hour in (8, 14))
    do(desk, training_class.start, class_id, reason="急")
    clock.set_to(at(24, 18))
    do(desk, training_class.finish, class_id)
    do(desk, training_class.cancel_lesson, first, "停电")
    with pytest.raises(Refused, match="最后一节课"):
        do(desk, training_class.cancel_lesson, last, "停电")
    do(desk, training_class.cancel, class_id, "停电")


def test_a_class_whose_order_was_confirmed_says_beforehand_that_it_stays(desk: Ordering) -> None:
    class_id, asked = desk.class_(), desk.order(desk.wish())
    desk.place(class_id, asked)
    desk.finish_class(class_id)
    do(desk, order.confirm, [asked])
    with desk.workspace.read() as session:
        told = training_class.consequences(session, class_id).refusal
    assert "确认送学" in told
    with pytest.raises(Refused) as caught:
        do(desk, training_class.cancel, class_id, "防汛")
    assert caught.value.message == told
    with desk.workspace.read() as session:
        assert training_class.detail(session, class_id).state is ClassState.finished
