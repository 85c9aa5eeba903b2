"""The sign-in desk: names, digits and scans at the field, corrections, who is missing."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models.member import Member
from services import merging, sign_in, training_class
from services.core.clock import FixedClock
from services.core.text import is_card_code
from services.sign_in import DeskPerson, SignInMethod, SignInStatus
from tests.helpers.desk import FakeMessages
from tests.helpers.keys import type_text
from tests.helpers.pages import button_of, dialog, press, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.core.history import NOTHING, History
from ui.member.forms import GuestForm
from ui.sign_in.dialogs import ChooseLessonDialog, WalkInDialog
from ui.sign_in.page import SignInPage

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


@pytest.fixture
def lesson(teaching: Teaching) -> UUID:
    """Monday 8:30 to 11:30, with twelve different names and a second 王秀兰 enrolled."""
    class_id = teaching.class_()
    made = teaching.lesson(at(23, 8, 30), class_id=class_id)
    teaching.enrol(class_id, teaching.members(13))
    return made


@pytest.fixture
def page(desk: Desk, lesson: UUID, qtbot: QtBot) -> SignInPage:
    made = show(qtbot, SignInPage(desk))
    made.setFocus()
    return made


def persons(page: SignInPage) -> dict[str, DeskPerson]:
    assert page.shown is not None
    return {person.name: person for person in page.shown.persons}


def status(page: SignInPage, name: str) -> SignInStatus | None:
    return persons(page)[name].status


def test_the_page_opens_on_the_lesson_that_is_next(page: SignInPage, lesson: UUID) -> None:
    assert page.lesson_id == lesson
    assert page.count.of.text() == "/ 13"


def test_initials_and_enter_sign_somebody_in(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert status(page, "刘明芳") is SignInStatus.present
    assert page.count.here.text() == "1"
    assert page.entry.field.text() == ""
    assert "刘明芳" in page.entry.said.text()


def test_the_last_four_digits_of_a_phone_find_somebody(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "0002")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert status(page, "张庆华") is SignInStatus.present


def test_a_scan_needs_no_enter_and_takes_one(page: SignInPage, qtbot: QtBot) -> None:
    code = persons(page)["李建国"].card_code
    qtbot.keyClicks(page.entry.field, code)
    assert status(page, "李建国") is SignInStatus.present
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert page.count.here.text() == "1"


def test_full_width_digits_of_an_input_method_are_a_scan_too(
    page: SignInPage, qtbot: QtBot
) -> None:
    code = persons(page)["李建国"].card_code
    page.entry.field.setText("".join(chr(ord(digit) + 0xFEE0) for digit in code))
    assert status(page, "李建国") is SignInStatus.present


def test_a_repeated_scan_records_once_and_says_so(page: SignInPage, qtbot: QtBot) -> None:
    code = persons(page)["李建国"].card_code
    qtbot.keyClicks(page.entry.field, code)
    qtbot.keyClicks(page.entry.field, code)
    assert "没有重复记" in page.entry.said.text()
    assert len(page.recent.rows.rows_model.rows) == 1


def test_the_cards_of_merged_records_are_still_about(
    page: SignInPage, desk: Desk, teaching: Teaching, qtbot: QtBot
) -> None:
    """Also where the record that was kept was merged into a third in its turn."""
    first, second = teaching.members(2)
    with desk.workspace.read() as session:
        code = session.require(Member, first).card_code
    with desk.workspace.write("merging.merge") as session:
        merging.merge(session, second, first)
        merging.merge(session, persons(page)["李建国"].id, second)
    page.enter()
    qtbot.keyClicks(page.entry.field, code)
    assert status(page, "李建国") is SignInStatus.present


def test_a_card_of_another_class_is_told(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "4539148803436467")
    qtbot.waitUntil(lambda: "不在本班名单" in page.entry.said.text())
    assert page.entry.field.text() == ""
    qtbot.keyClicks(page.entry.field, "4539148803436467")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert "不在本班名单" in page.entry.said.text(), "a scanner's Enter is not waited for"


def test_an_identity_number_is_never_taken_for_a_card(
    page: SignInPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    """Once, where its first sixteen digits had a card's check digit, somebody else whose phone
    ended in the last two was signed in."""
    number = "370829199001010405"
    assert is_card_code(number[:16])
    who = persons(page)["张庆华"].id
    with desk.workspace.write("member.update") as session:
        session.require(Member, who).identity_number = number
    qtbot.keyClicks(page.entry.field, number)
    assert page.entry.field.text() == number
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert status(page, "张庆华") is SignInStatus.present
    assert page.count.here.text() == "1"


def test_namesakes_must_be_chosen(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "wxl")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert "同名" in page.entry.said.text()
    assert page.count.here.text() == "0"
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Down)
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert page.count.here.text() == "1"
    (recent,) = page.recent.rows.rows_model.rows
    assert recent.namesakes == 2


def test_after_the_grace_somebody_is_late(
    page: SignInPage, qtbot: QtBot, clock: FixedClock
) -> None:
    clock.set_to(at(23, 8, 46))
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert status(page, "刘明芳") is SignInStatus.late


def test_f4_asks_for_the_reason_of_a_leave(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_F4)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    type_text(dialog.reason, "住院")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert status(page, "刘明芳") is SignInStatus.leave
    assert persons(page)["刘明芳"].reason == "住院"


def test_f5_records_a_make_up_after_the_lesson(
    page: SignInPage, qtbot: QtBot, clock: FixedClock
) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_F5)
    assert "还没有下课" in page.entry.said.text()
    clock.set_to(at(24, 9))
    qtbot.keyClick(page.entry.field, Qt.Key.Key_F5)
    assert status(page, "刘明芳") is SignInStatus.made_up


def test_the_desk_says_what_lateness_costs(page: SignInPage) -> None:
    said = page.people.hint.text()
    assert "本节 4 学时。迟到 15 分钟内照计，再晚计 50%；早退不计，补课照计。" in said


def test_the_list_counts_who_came_and_who_is_away_apart(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert page.recent.note.text() == "到课 1 笔，都已存盘"
    qtbot.keyClicks(page.entry.field, "clj")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_F4)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    type_text(dialog.reason, "住院")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page.recent.note.text() == "到课 1 笔，请假和缺席 1 笔，都已存盘"


def test_ctrl_z_takes_the_last_one_back(page: SignInPage, qtbot: QtBot) -> None:
    for letters in ("lmf", "clj"):
        qtbot.keyClicks(page.entry.field, letters)
        qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert status(page, "陈丽军") is None
    assert status(page, "刘明芳") is SignInStatus.present
    assert "已撤销" in page.entry.said.text()


def test_ctrl_z_after_a_restart_takes_back_what_was_recorded_before_it(
    desk: Desk, lesson: UUID, qtbot: QtBot, clock: FixedClock
) -> None:
    clock.set_to(at(23, 8, 20))
    before = show(qtbot, SignInPage(desk))
    for minute, letters in ((21, "lmf"), (22, "clj")):
        clock.set_to(at(23, 8, minute))
        qtbot.keyClicks(before.entry.field, letters)
        qtbot.keyClick(before.entry.field, Qt.Key.Key_Return)
    again = replace(desk, history=History(desk.workspace, desk.messages, desk.background))
    page = show(qtbot, SignInPage(again))
    page.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.entry.field, Qt.Key.Key_Z, CONTROL)
    assert [status(page, name) for name in ("陈丽军", "刘明芳")] == [None, None]
    assert page.entry.said.text() == "已撤销：记 刘明芳 为已到。"
    again.history.redo()
    assert status(page, "刘明芳") is SignInStatus.present
    again.history.redo()
    assert status(page, "陈丽军") is SignInStatus.present
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Z, CONTROL)
    assert status(page, "陈丽军") is None
    assert [one.fate.word for one in again.history.log] == ["已撤销", "已撤销", "已办", "已撤销"]


def test_ctrl_z_leaves_those_whom_the_end_of_the_sheet_marked(
    desk: Desk, lesson: UUID, qtbot: QtBot, clock: FixedClock
) -> None:
    clock.set_to(at(23, 11, 0))
    with desk.workspace.write("sign_in.finish") as session:
        sign_in.finish(session, lesson)
    page = show(qtbot, SignInPage(desk))
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Z, CONTROL)
    assert status(page, "刘明芳") is SignInStatus.absent
    assert page.entry.said.text() == NOTHING


def test_a_click_on_undo_takes_that_one_back(page: SignInPage, qtbot: QtBot) -> None:
    for letters in ("lmf", "clj"):
        qtbot.keyClicks(page.entry.field, letters)
        qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    model = page.recent.rows.rows_model
    place = next(n for n, row in enumerate(model.rows) if row.name == "刘明芳")
    spot = page.recent.rows.visualRect(model.index(place, len(model.columns) - 1)).center()
    qtbot.mouseClick(page.recent.rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert status(page, "刘明芳") is None
    assert status(page, "陈丽军") is SignInStatus.present


def test_f6_adds_somebody_who_came_without(
    page: SignInPage, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.members(14)
    qtbot.keyClicks(page.entry.field, "0013")
    for _ in range(2):  # an impatient second click opens nothing more
        qtbot.mouseClick(page.findChild(QPushButton, "sign-in-F6"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog.field.text() == "0013", "what was typed is looked for in the whole roster"
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert page.count.of.text() == "/ 14"
    assert page.count.here.text() == "1"
    (recent,) = page.recent.rows.rows_model.rows
    assert recent.walk_in


def test_nobody_found_is_said_and_nothing_recorded(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "qqq")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert "没有这个人" in page.entry.said.text()
    assert page.count.here.text() == "0"


def test_a_figure_opens_its_people(page: SignInPage, qtbot: QtBot, clock: FixedClock) -> None:
    clock.set_to(at(23, 9, 0))
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    qtbot.mouseClick(page.count.doors[0], Qt.MouseButton.LeftButton)
    assert page.people.heading.text() == "迟到"
    assert page.people.note.text() == "1 人"


def test_finishing_marks_the_rest_absent(
    page: SignInPage, qtbot: QtBot, clock: FixedClock, desk: Desk
) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    clock.set_to(at(23, 11, 31))
    qtbot.mouseClick(button_of(page, "sign-in-finish"), Qt.MouseButton.LeftButton)
    assert "12 人" in desk.messages.asked[0][1]
    assert status(page, "张庆华") is SignInStatus.absent
    with desk.workspace.read() as session:
        shown = sign_in.desk(session, page.lesson_id)
    assert shown.count(SignInStatus.absent) == 12


def test_the_desk_goes_on_to_the_next_lesson(
    page: SignInPage, qtbot: QtBot, clock: FixedClock, teaching: Teaching, lesson: UUID
) -> None:
    """Once, the afternoon's people were recorded in the morning's lesson."""
    assert page.shown is not None
    afternoon = teaching.lesson(at(23, 14), class_id=page.shown.lesson.class_id)
    clock.set_to(at(23, 12, 30))
    page.enter()
    assert page.lesson_id == lesson, "at noon the morning's sheet is being entered"
    clock.set_to(at(23, 13, 50))
    qtbot.keyClicks(page.entry.field, persons(page)["李建国"].card_code)
    assert page.lesson_id == afternoon
    assert "请再签一次" in page.entry.said.text()
    assert page.count.here.text() == "0", "a scan meant for another lesson records nobody"
    qtbot.keyClicks(page.entry.field, persons(page)["李建国"].card_code)
    assert status(page, "李建国") is SignInStatus.present
    clock.set_to(at(24, 8))
    page.hide()
    page.show()
    page.enter()
    assert page.lesson_id is None, "yesterday's lesson is not today's"


def test_coming_back_opens_the_present_lesson(
    page: SignInPage, clock: FixedClock, teaching: Teaching
) -> None:
    assert page.shown is not None
    tomorrow = teaching.lesson(at(24, 8, 30), class_id=page.shown.lesson.class_id)
    page.hide()
    clock.set_to(at(24, 8, 20))
    page.show()
    page.enter()
    assert page.lesson_id == tomorrow


def test_a_lesson_that_was_over_when_chosen_is_entered_from_paper(
    page: SignInPage, qtbot: QtBot, clock: FixedClock, teaching: Teaching, lesson: UUID
) -> None:
    assert page.shown is not None
    teaching.lesson(at(24, 8, 30), class_id=page.shown.lesson.class_id)
    clock.set_to(at(24, 8, 40))
    page.enter(lesson)
    assert page.lesson_id == lesson
    assert "按纸质签到表补录" in page.entry.said.text()
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    assert page.lesson_id == lesson
    fact = persons(page)["刘明芳"].fact
    assert fact is not None
    assert (fact.status, fact.method, fact.arrived_at) == (
        SignInStatus.present,
        SignInMethod.paper,
        None,
    )
    qtbot.keyClicks(page.entry.field, persons(page)["李建国"].card_code)
    assert "不再刷卡签到" in page.entry.said.text()
    assert status(page, "李建国") is None


def test_a_lesson_cancelled_meanwhile_gives_way_to_the_next(
    page: SignInPage, teaching: Teaching, desk: Desk, lesson: UUID
) -> None:
    assert page.shown is not None
    later = teaching.lesson(at(23, 14), class_id=page.shown.lesson.class_id)
    with desk.workspace.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, lesson, "停电")
    assert page.lesson_id == later
    assert isinstance(desk.messages, FakeMessages)
    page.enter(lesson)
    assert len(desk.messages.errors) == 1, "one sentence; the list stays that of its lesson"
    assert page.lesson_id == later


def test_after_the_end_the_field_has_the_keys_again(
    page: SignInPage, qtbot: QtBot, clock: FixedClock
) -> None:
    clock.set_to(at(23, 11, 31))
    button_of(page, "sign-in-finish").setFocus()
    qtbot.mouseClick(button_of(page, "sign-in-finish"), Qt.MouseButton.LeftButton)
    assert page.entry.field.hasFocus()


def test_keys_without_a_person_say_what_is_missing(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.entry.field, Qt.Key.Key_F2)
    assert page.entry.said.text() == "先输入姓名、拼音首字母或后四位，找到人再按这个键。"


def test_without_a_lesson_the_page_says_what_to_do(desk: Desk, qtbot: QtBot) -> None:
    made = show(qtbot, SignInPage(desk))
    assert made.empty.isVisible()
    assert made.empty.action.text() == "选一节课"
    assert made.empty.action.property("role") == "primary"
    finish = button_of(made, "sign-in-finish")
    assert not finish.isEnabled()
    assert finish.property("role") == ""
    qtbot.keyClick(made, Qt.Key.Key_P, CONTROL)
    assert said(desk).said == ["现在不能“打印签到表”：先选一节课。"]
    keep(made, "sign_in_empty")


def test_the_clock_of_the_page_is_the_workspaces(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    (recent,) = page.recent.rows.rows_model.rows
    assert recent.recorded_at == datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001


def test_somebody_of_another_unit_is_registered_and_signed_in(
    page: SignInPage, desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClick(page.entry.field, Qt.Key.Key_F6)
    settle(qtbot, desk)
    asked = dialog(qtbot, WalkInDialog)
    type_text(asked.field, "孙成田甲")
    keep(asked, "walk-in-guest")
    qtbot.mouseClick(asked.findChild(QPushButton, "walk-in-guest"), Qt.MouseButton.LeftButton)
    form = dialog(qtbot, GuestForm)
    assert form["name"].text() == "孙成田甲"
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "单位" in form.error.text()
    assert "孙成田甲" not in persons(page)
    form["branch"].setCurrentText("县农业农村局")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert status(page, "孙成田甲") is SignInStatus.present
    assert persons(page)["孙成田甲"].branch == "县农业农村局"
    assert persons(page)["孙成田甲"].walk_in


def test_the_keys_work_from_the_header_and_from_the_lists(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    page.recent.rows.setFocus()
    qtbot.keyClick(page.recent.rows, Qt.Key.Key_F2)
    assert status(page, "刘明芳") is SignInStatus.late
    keep(page, "sign_in")
    header = button_of(page, "sign-in-print")
    header.setFocus()
    qtbot.keyClick(header, Qt.Key.Key_L, CONTROL)
    dialog(qtbot, ChooseLessonDialog).reject()
    qtbot.keyClick(header, Qt.Key.Key_Z, CONTROL)
    assert status(page, "刘明芳") is None
    press(qtbot, page, "sign-in-lesson")
    dialog(qtbot, ChooseLessonDialog).reject()
