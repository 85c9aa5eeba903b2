"""The sign-in desk: names, digits and scans at the field, corrections, who is missing."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from services import sign_in
from services.core.clock import FixedClock
from services.sign_in import DeskPerson, SignInStatus
from tests.helpers.keys import type_text
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.sign_in.page import SignInPage


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
def page(desk: Desk, lesson: UUID, qtbot: QtBot) -> Iterator[SignInPage]:
    made = SignInPage(desk)
    qtbot.addWidget(made)
    made.header_buttons()
    made.resize(1170, 712)
    made.show()
    made.enter()
    made.setFocus()
    yield made
    keep(made, "sign_in")


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


def test_a_card_of_another_class_is_told(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "4539148803436467")
    assert "不在本班名单" in page.entry.said.text()
    assert page.entry.field.text() == ""


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
    qtbot.mouseClick(page.findChild(QPushButton, "sign-in-F6"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    qtbot.keyClicks(dialog.field, "0013")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
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
    qtbot.mouseClick(page.finish_button, Qt.MouseButton.LeftButton)
    assert "12 人" in desk.messages.asked[0][1]
    assert status(page, "张庆华") is SignInStatus.absent
    with desk.workspace.read() as session:
        shown = sign_in.desk(session, page.lesson_id)
    assert shown.count(SignInStatus.absent) == 12


def test_without_a_lesson_the_page_says_what_to_do(desk: Desk, qtbot: QtBot) -> None:
    made = SignInPage(desk)
    qtbot.addWidget(made)
    made.header_buttons()
    made.show()
    made.enter()
    assert made.empty.isVisible()
    assert not made.finish_button.isEnabled()
    keep(made, "sign_in_empty")


def test_the_clock_of_the_page_is_the_workspaces(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.entry.field, "lmf")
    qtbot.keyClick(page.entry.field, Qt.Key.Key_Return)
    (recent,) = page.recent.rows.rows_model.rows
    assert recent.recorded_at == datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001
