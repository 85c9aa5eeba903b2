"""Ctrl+K finds people, teaching and commands by Chinese, pinyin, initials, last four digits."""

from datetime import date

import pytest

from services import certificate, lecturer, member, search
from services.core.workspace import Workspace
from services.lecturer import TermDraft
from services.member import MemberDraft
from services.search import SearchIndex, command
from tests.helpers.teaching import Teaching, at

COMMANDS = (command("签到台", "教学", "sign_in"), command("数据交换", "上报", "exchange"))


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def index(teaching: Teaching) -> SearchIndex:
    with teaching.workspace.read() as session:
        return search.index(session, COMMANDS)


def titles(found: SearchIndex, text: str) -> list[str]:
    return [thing.title for thing in found.find(text).things]


@pytest.mark.parametrize("text", ["签到", "qdt", "qiandao", "QDT", "ｑｄｔ"])
def test_a_command_is_found_by_its_words_and_letters(teaching: Teaching, text: str) -> None:
    (first, *_) = index(teaching).find(text).things
    assert (first.kind.word, first.title, first.page) == ("功能", "签到台", "sign_in")


@pytest.mark.parametrize("text", ["李建", "lijianguo", "ljg", "0001"])
def test_a_person_is_found(teaching: Teaching, text: str) -> None:
    who = teaching.members(3)[1]
    (first, *_) = index(teaching).find(text).things
    assert (first.kind.word, first.title, first.target) == ("学员", "李建国", who)


def test_initials_typed_whole_mean_the_person_before_a_word_that_holds_them(
    teaching: Teaching,
) -> None:
    """cx is 陈新 before it is 党的创新理论进基层."""
    with teaching.workspace.write("member.create") as session:
        member.create(session, MemberDraft("陈新", "石桥村党支部"))
    found = [(thing.kind.word, thing.title) for thing in index(teaching).find("cx").things]
    assert found[0] == ("学员", "陈新")
    assert ("课程", "党的创新理论进基层") in found


def test_a_class_a_lesson_and_a_course(teaching: Teaching) -> None:
    class_id = teaching.class_("村支部书记轮训班")
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id)
    for text in ("轮训", "lunxun", "czbsj"):
        found = {thing.kind.word: thing for thing in index(teaching).find(text).things}
        assert found["班次"].target == class_id
    kinds = {thing.kind.word: thing for thing in index(teaching).find("创新理论").things}
    assert kinds["课次"].target == lesson
    assert kinds["课程"].page == "course"


def test_the_lesson_nearest_in_time_stands_first(teaching: Teaching) -> None:
    class_id = teaching.class_()
    teaching.lesson(at(2, 8, 30, month=10), class_id=class_id)
    near = teaching.lesson(at(24, 8, 30), class_id=class_id)
    lessons = [
        thing for thing in index(teaching).find("创新理论").things if thing.kind.word == "课次"
    ]
    assert lessons[0].target == near


def test_a_certificate_by_the_end_of_its_number(teaching: Teaching) -> None:
    who = teaching.lecturer("孔令岩")
    with teaching.workspace.write("lecturer.appoint") as session:
        first, last = date(2026, 1, 1), date(2028, 12, 31)
        draft = TermDraft("党员教育讲师", first, last, "中共嘉祥县委组织部")
        term = lecturer.appoint(session, who, draft)
        issued = certificate.issue_appointment(session, term.id)
    (first, *_) = index(teaching).find(issued.number[-4:]).things
    assert (first.kind.word, first.target) == ("证书", issued.id)


def test_many_of_one_kind_leave_room_for_the_others(teaching: Teaching) -> None:
    class_id = teaching.class_("党的创新理论专题班")
    for day in range(1, 13):
        teaching.lesson(at(day, 8, 30), class_id=class_id)
    kinds = [thing.kind.word for thing in index(teaching).find("党").things]
    assert {"班次", "课程", "课次"} <= set(kinds)


def test_nothing_typed_or_nothing_there(teaching: Teaching) -> None:
    found = index(teaching)
    assert found.find("  ").things == ()
    assert titles(found, "没有这样的东西") == []
