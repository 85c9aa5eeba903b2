"""A class's way from draft to archived, its checks, and how it is cancelled."""

from datetime import date
from uuid import UUID

import pytest

from models.booking import Booking, BookingState
from models.order import Order, OrderChannel, OrderPlacement, OrderState
from models.training_class import Lesson, TrainingClass, WaitingPlace
from services import booking, course, hours, order, sign_in, training_class
from services.core.clock import FixedClock
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.workspace import Workspace
from services.sign_in import SignInMethod
from services.training_class import CheckKind, ClassDraft, ClassState
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def state(teaching: Teaching, class_id: UUID) -> ClassState:
    with teaching.workspace.read() as session:
        return training_class.detail(session, class_id).state


def undone(teaching: Teaching, class_id: UUID) -> set[CheckKind]:
    with teaching.workspace.read() as session:
        return {one.kind for one in training_class.checks(session, class_id) if not one.done}


def confirm(teaching: Teaching, lesson: UUID, name: str = "孔令岩") -> UUID:
    who = teaching.lecturer(name)
    with teaching.workspace.write("booking.book") as session:
        made = booking.book(session, lesson, who).id
        booking.confirm(session, made)
    return made


def ready(teaching: Teaching, day: int = 24) -> tuple[UUID, UUID, list[UUID]]:
    """A class with everything done: one lesson, its lecturer confirmed, three people."""
    class_id, people = teaching.class_(), teaching.members(3)
    lesson = teaching.lesson(at(day, 8, 30), class_id=class_id)
    confirm(teaching, lesson)
    teaching.enrol(class_id, people)
    return class_id, lesson, people


def placed(teaching: Teaching, class_id: UUID) -> UUID:
    with teaching.workspace.write("order.place") as session:
        asked = session.make(
            Order,
            number="ZS-订-2026-0001",
            year=2026,
            channel=OrderChannel.individual,
            course_id=teaching.course,
            asker="仲山小学",
            contact="周老师",
            phone="13805370000",
            heads=20,
            wished_from=None,
            wished_to=None,
            state=OrderState.accepted,
        ).id
        order.place(session, class_id, [asked])
    return asked


def test_each_check_says_what_is_missing(teaching: Teaching) -> None:
    with teaching.workspace.write("training_class.create") as session:
        class_id = training_class.create(
            session, ClassDraft("书记轮训班", rotation=True, minimum=42)
        ).id
    assert undone(teaching, class_id) == {
        CheckKind.lessons, CheckKind.opening, CheckKind.people,
    }  # fmt: skip
    people = teaching.members(41)
    teaching.enrol(class_id, people)  # before a room limits the places
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id, room=teaching.far_room)
    other = teaching.class_("另一个班")
    teaching.lesson(at(24, 10), class_id=other)
    teaching.enrol(other, people[:1])
    with teaching.workspace.read() as session:
        found = {one.kind: one.words for one in training_class.checks(session, class_id)}
    assert found[CheckKind.rooms] == "会议室（40 座）坐不下已报名的 41 人"
    assert "1 节课的讲师还没确认" in found[CheckKind.lecturers]
    assert "不到最低开班人数 42 人" in found[CheckKind.people]
    assert found[CheckKind.double] == "王秀兰（另一个班）同一时间另有课"
    confirm(teaching, lesson)
    with teaching.workspace.write("training_class.change_lesson") as session:
        training_class.change_lesson(session, lesson, teaching.draft(at(25, 8, 30)))
        training_class.change(
            session, class_id, ClassDraft("书记轮训班", rotation=True, minimum=40)
        )
    assert undone(teaching, class_id) == set()


def test_a_booking_that_waits_is_no_confirmed_lecturer(teaching: Teaching) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.enrol(class_id, teaching.members(1))
    who = teaching.lecturer("孔令岩")
    with teaching.workspace.write("booking.book") as session:
        asked = booking.book(session, lesson, who).id
    assert undone(teaching, class_id) == {CheckKind.lecturers}
    with teaching.workspace.write("booking.confirm") as session:
        booking.confirm(session, asked)
    assert undone(teaching, class_id) == set()


def test_the_whole_way_and_each_step_back(teaching: Teaching, clock: FixedClock) -> None:
    with teaching.workspace.write("training_class.create") as session:
        class_id = training_class.create(session, ClassDraft("专题班"), opens=False).id
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id)
    confirm(teaching, lesson)
    with (
        pytest.raises(Refused, match="草稿"),
        teaching.workspace.write("training_class.start") as session,
    ):
        training_class.start(session, class_id)
    with teaching.workspace.write("training_class.open_enrolment") as session:
        opened = training_class.open_enrolment(session, class_id)
    with teaching.workspace.write(opened.verb) as session:
        opened.act(session)
    assert state(teaching, class_id) is ClassState.draft
    teaching.enrol(class_id, teaching.members(2))
    with teaching.workspace.write("training_class.open_enrolment") as session:
        training_class.open_enrolment(session, class_id)
        started = training_class.start(session, class_id)
    assert not started.over
    with (
        pytest.raises(Refused, match="还有 1 节课"),
        teaching.workspace.write("training_class.finish") as session,
    ):
        training_class.finish(session, class_id)
    asked = placed(teaching, class_id)
    clock.set_to(at(24, 12))
    with teaching.workspace.write("training_class.finish") as session:
        finished = training_class.finish(session, class_id)
        assert session.require(Order, asked).state is OrderState.delivered
    with teaching.workspace.write(finished.verb) as session:
        finished.act(session)
        assert session.require(Order, asked).state is OrderState.scheduled
    assert state(teaching, class_id) is ClassState.running
    with teaching.workspace.write("training_class.finish") as session:
        training_class.finish(session, class_id)
        archived = training_class.archive(session, class_id)
    with pytest.raises(Refused, match="已经归档"):
        teaching.lesson(at(30, 8), class_id=class_id)
    with teaching.workspace.write(archived.verb) as session:
        archived.act(session)
    with teaching.workspace.write("training_class.archive") as session:
        training_class.archive(session, class_id)
        training_class.take_out(session, class_id)
    assert state(teaching, class_id) is ClassState.finished
    with (
        pytest.raises(Refused, match="要“报名中”"),
        teaching.workspace.write("training_class.start") as session,
    ):
        training_class.start(session, class_id)


def test_without_its_checks_a_class_begins_only_with_a_reason(teaching: Teaching) -> None:
    class_id = teaching.class_()
    with (
        pytest.raises(Refused, match="还没有排课"),
        teaching.workspace.write("training_class.start") as session,
    ):
        training_class.start(session, class_id, reason="急")
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    with (
        pytest.raises(NeedsReason, match="还没有人报名"),
        teaching.workspace.write("training_class.start") as session,
    ):
        training_class.start(session, class_id)
    with teaching.workspace.write("training_class.start") as session:
        training_class.start(session, class_id, reason="现场补名")
    with teaching.workspace.read() as session:
        shown = training_class.detail(session, class_id)
    assert (shown.state, shown.state_reason) == (ClassState.running, "现场补名")


def test_a_reason_is_not_kept_where_nothing_was_missing(teaching: Teaching) -> None:
    class_id, _, _ = ready(teaching)
    with teaching.workspace.write("training_class.start") as session:
        training_class.start(session, class_id, reason="多余的话")
    with teaching.workspace.read() as session:
        assert training_class.detail(session, class_id).state_reason == ""


@pytest.mark.parametrize("checked", [True, False])
def test_the_sign_in_desk_is_never_held_up(
    teaching: Teaching, clock: FixedClock, checked: bool
) -> None:
    """With its checks done the class goes on with the sheet; without, it stays and the home page
    asks. Hours and the report are the same in both cases."""
    class_id, lesson, people = ready(teaching, 23)
    if not checked:
        with teaching.workspace.write("booking.cancel") as session:
            made = session.query(Booking).one()
            booking.cancel(session, made.id, "出差")
    clock.set_to(at(23, 8, 30))
    with teaching.workspace.write("sign_in.record") as session:
        for one in people:
            sign_in.record(session, lesson, one, method=SignInMethod.scan)
    clock.set_to(at(23, 12))
    with teaching.workspace.write("sign_in.finish") as session:
        assert sign_in.finish(session, lesson).absent == 0
    assert state(teaching, class_id) is (ClassState.finished if checked else ClassState.open)
    with teaching.workspace.read() as session:
        asked = [todo for todo in training_class.todos(session)]
        assert [todo.kind for todo in asked] == ([] if checked else ["开班"])
        assert sum(hours.totals(session, session.owner, 2026).values()) == 12
        assert sign_in.classes_held(session, session.owner, 2026, 11) == 1
    if not checked:
        assert asked[0].target == class_id
        with teaching.workspace.write("training_class.start") as session:
            assert training_class.start(session, class_id, reason="讲师临时换人").over
        assert state(teaching, class_id) is ClassState.finished


def test_a_sheet_moves_no_class_that_was_put_away(teaching: Teaching, clock: FixedClock) -> None:
    class_id, lesson, _ = ready(teaching, 23)
    clock.set_to(at(23, 12))
    with teaching.workspace.write("sign_in.finish") as session:
        sign_in.finish(session, lesson)
        training_class.archive(session, class_id)
        sign_in.finish(session, lesson)
    assert state(teaching, class_id) is ClassState.archived


def test_what_is_over_and_still_running_is_told(teaching: Teaching, clock: FixedClock) -> None:
    class_id, _, _ = ready(teaching)
    with teaching.workspace.write("training_class.start") as session:
        training_class.start(session, class_id)
        assert training_class.todos(session) == []
    clock.set_to(at(24, 12))
    with teaching.workspace.read() as session:
        (todo,) = training_class.todos(session)
    assert (todo.kind, todo.target) == ("结班", class_id)


def test_cancelling_tells_first_and_then_lets_everything_go(teaching: Teaching) -> None:
    class_id, lesson, people = ready(teaching)
    asked = placed(teaching, class_id)
    with teaching.workspace.write("t") as session:
        session.make(WaitingPlace, class_id=class_id, member_id=teaching.members(1)[0], number=1)
    with teaching.workspace.read() as session:
        found = training_class.consequences(session, class_id)
    counts = (found.lessons, found.bookings, found.enrolled, found.waiting, found.orders)
    assert counts == (1, 1, 3, 1, 1)
    assert [one.who for one in found.people] == [
        "讲师", "阵地", "订单", "学员", "学员", "学员", "候补",
    ]  # fmt: skip
    assert {one.phone for one in found.people if one.who == "学员"} <= {
        f"138****{number:04d}" for number in range(4)
    }
    with (
        pytest.raises(BadInput, match="取消原因"),
        teaching.workspace.write("training_class.cancel") as session,
    ):
        training_class.cancel(session, class_id, " ")
    with teaching.workspace.write("training_class.cancel") as session:
        training_class.cancel(session, class_id, "防汛值班")
    with teaching.workspace.read() as session:
        row = session.require(TrainingClass, class_id)
        assert (row.state, row.state_reason) == (ClassState.cancelled, "防汛值班")
        assert session.require(Lesson, lesson).cancel_reason == "防汛值班"
        assert session.query(Booking).one().state is BookingState.cancelled
        assert session.require(Order, asked).state is OrderState.accepted
        assert session.query(OrderPlacement).one().ended_at is not None
        assert len(training_class.detail(session, class_id).roster) == len(people)
        again = training_class.consequences(session, class_id)
    assert again.refusal == "这个班已经取消了。"
    teaching.lesson(at(24, 8, 30), class_id=teaching.class_("别的班"))
    with pytest.raises(Refused, match="已经归档或取消"):
        teaching.lesson(at(26, 8, 30), class_id=class_id)


def test_once_somebody_came_only_single_lessons_are_called_off(
    teaching: Teaching, clock: FixedClock
) -> None:
    class_id, lesson, people = ready(teaching, 23)
    later = teaching.lesson(at(25, 8, 30), class_id=class_id)
    with teaching.workspace.write("sign_in.record") as session:
        mark = sign_in.record(session, lesson, people[0], method=SignInMethod.scan)
    with (
        pytest.raises(Refused, match="逐节取消"),
        teaching.workspace.write("training_class.cancel") as session,
    ):
        training_class.cancel(session, class_id, "防汛值班")
    assert state(teaching, class_id) is ClassState.open
    with teaching.workspace.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, later, "防汛值班")
        sign_in.undo(session, mark.sign_in_id)
        training_class.cancel(session, class_id, "防汛值班")
    assert state(teaching, class_id) is ClassState.cancelled


def test_adding_and_moving_a_lesson_can_be_taken_back_while_its_place_is_free(
    teaching: Teaching,
) -> None:
    class_id = teaching.class_()
    with teaching.workspace.write("training_class.add_lesson") as session:
        made = training_class.add_lesson(session, class_id, teaching.draft(at(24, 8)))
    lesson, added = made.id, made.undo
    assert added is not None
    with teaching.workspace.write("training_class.change_lesson") as session:
        moved = training_class.change_lesson(session, lesson, teaching.draft(at(25, 8)))
    with (
        pytest.raises(Refused, match="后来又改过"),
        teaching.workspace.write(added.verb) as session,
    ):
        added.act(session)
    other = teaching.lesson(at(24, 9))
    with (
        pytest.raises(Refused, match="请换教室或时间"),
        teaching.workspace.write(moved.verb) as session,
    ):
        moved.act(session)
    with teaching.workspace.write("training_class.cancel_lesson") as session:
        assert session.require(Lesson, lesson).starts_at == at(25, 8)
        training_class.cancel_lesson(session, other, "让出")
    with teaching.workspace.write(moved.verb) as session:
        moved.act(session)
    with teaching.workspace.write(added.verb) as session:
        assert session.require(Lesson, lesson).starts_at == at(24, 8)
        added.act(session)
    with teaching.workspace.read() as session:
        assert training_class.detail(session, class_id).lessons == ()


def test_a_lesson_that_was_booked_is_not_taken_back_but_called_off(teaching: Teaching) -> None:
    with teaching.workspace.write("training_class.create") as session:
        class_id = training_class.create(session, ClassDraft("专题班")).id
        made = training_class.add_lesson(session, class_id, teaching.draft(at(24, 8)))
    lesson, added = made.id, made.undo
    assert added is not None
    confirm(teaching, lesson)
    with pytest.raises(Refused, match="已约讲师"), teaching.workspace.write(added.verb) as session:
        added.act(session)


def test_a_course_retired_in_mid_class_stays_and_can_be_moved(teaching: Teaching) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(24, 8), class_id=class_id, course_id=teaching.course)
    with teaching.workspace.write("course.retire") as session:
        course.retire(session, teaching.course)
    with teaching.workspace.write("training_class.change_lesson") as session:
        draft = teaching.draft(at(25, 22), 3, teaching.other_room, teaching.course)
        training_class.change_lesson(session, lesson, draft)
    with teaching.workspace.read() as session:
        (row,) = training_class.lessons_on(session, date(2026, 11, 25))
    assert (row.title, row.ends_at) == ("大棚蔬菜管护技术", at(26, 1))
    with pytest.raises(Refused, match="22:00"):
        teaching.lesson(at(26, 0, 30), 2, room=teaching.other_room)
    with pytest.raises(Refused, match="已停用"):
        teaching.lesson(at(26, 8), class_id=class_id, course_id=teaching.course)


def test_a_moved_lesson_warns_of_people_rooms_and_lecturers(teaching: Teaching) -> None:
    people = teaching.members(41)
    one, other = teaching.class_("甲班"), teaching.class_("乙班")
    lesson = teaching.lesson(at(24, 8, 30), class_id=one)
    teaching.lesson(at(25, 8, 30), class_id=other, room=teaching.other_room)
    teaching.enrol(one, people)
    teaching.enrol(other, people[:7])
    with teaching.workspace.write("training_class.change_lesson") as session:
        assert training_class.lesson_warnings(session, lesson) == ()
        draft = teaching.draft(at(25, 9), room=teaching.far_room)
        training_class.change_lesson(session, lesson, draft)
        small, busy = training_class.lesson_warnings(session, lesson)
    assert small == "教室 会议室 只有 40 座，本班已报名 41 人"
    assert busy.endswith("等 7 人同一时间另有课")


def test_places_and_minimum_must_fit(teaching: Teaching) -> None:
    class_id = teaching.class_()
    for numbers in ({"places": 0}, {"places": 5_001}, {"places": 20, "minimum": 21}):
        with pytest.raises(BadInput), teaching.workspace.write("training_class.change") as session:
            training_class.change(session, class_id, ClassDraft("专题班", **numbers))
    with teaching.workspace.write("training_class.change") as session:
        changed = training_class.change(
            session,
            class_id,
            ClassDraft("专题班", brand=training_class.BrandKind.bench, places=20, minimum=20),
        )
    with teaching.workspace.read() as session:
        (row,) = training_class.list_rows(session)
        assert (row.brand, row.places) == (training_class.BrandKind.bench, 20)
    with teaching.workspace.write(changed.verb) as session:
        changed.act(session)
    with teaching.workspace.read() as session:
        assert training_class.detail(session, class_id).title == "村支部书记轮训班"
