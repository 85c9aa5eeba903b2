"""What is found before a month is sent: lessons without people, without a lecturer."""

import pytest

from services import booking, exchange, sign_in, training_class
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.exchange import CheckLine
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def found(teaching: Teaching) -> tuple[CheckLine, ...]:
    with teaching.workspace.read() as session:
        return exchange.preflight(session, 2026, 11)


def tones(teaching: Teaching) -> dict[str, str]:
    return {line.text: line.tone for line in found(teaching)}


def test_a_lesson_that_nobody_was_enrolled_in_is_named(
    teaching: Teaching, clock: FixedClock
) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(20, 9), class_id=class_id)
    (line,) = (line for line in found(teaching) if line.text == "1 节课没有人报名")
    assert (line.tone, line.page, line.target) == ("warn", "training_class", class_id)
    with teaching.workspace.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, lesson, "没有开成")
    assert tones(teaching)["本月没有已结束的课次"] == "ok"


def test_a_lesson_held_without_a_lecturer_is_named(teaching: Teaching, clock: FixedClock) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(23, 9), class_id=class_id)
    teaching.enrol(class_id, teaching.members(2))
    assert "1 节课没有记讲师" not in tones(teaching)  # it is still to come
    clock.set_to(at(23, 13))
    with teaching.workspace.write("sign_in.finish") as session:
        sign_in.finish(session, lesson)
    (line,) = (line for line in found(teaching) if line.text == "1 节课没有记讲师")
    assert (line.tone, line.page, line.target) == ("warn", "booking", lesson)
    with teaching.workspace.write("booking.book") as session:
        booked = booking.book(session, lesson, teaching.lecturer("孔令岩")).id
        booking.confirm(session, booked)
    assert tones(teaching)["每节课都有讲师，预约都有答复"] == "ok"
    assert tones(teaching)["1 节课全部录完签到"] == "ok"
