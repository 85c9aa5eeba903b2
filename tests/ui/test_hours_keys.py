"""The ledger by a hurried hand: find and move without leaving the field, columns, Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.member import Member
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from tests.helpers.keys import type_text
from tests.helpers.pages import dialog, press, settle
from tests.ui.test_hours import Town, names, open_page
from ui.core import theme
from ui.core.desk import Desk
from ui.hours.page import HoursPage
from ui.hours.plan import GainDialog, PlanDialog

MONTH_COLUMN = 4
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def town(school: Workspace, clock: FixedClock) -> Town:
    return Town(school, clock)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, town: Town) -> HoursPage:
    return open_page(qtbot, desk)


def test_the_column_of_a_month_is_there_only_with_a_month(
    qtbot: QtBot, desk: Desk, page: HoursPage
) -> None:
    table = page.people.table
    assert table.isColumnHidden(MONTH_COLUMN)
    page.resize(1100, 700)
    assert table.isColumnHidden(MONTH_COLUMN)
    page.aim(("month", 11))
    settle(qtbot, desk)
    page.resize(1170, 712)
    assert not table.isColumnHidden(MONTH_COLUMN)
    press(qtbot, page, "hours-month")
    assert table.isColumnHidden(MONTH_COLUMN)


def test_the_state_is_in_sight_with_large_text(
    qtbot: QtBot, desk: Desk, town: Town, qapp: QApplication
) -> None:
    theme.use(qapp, theme.Theme(150))
    table = open_page(qtbot, desk).people.table
    last = len(table.columns) - 1
    assert table.columns[last].title == "状态"
    assert not table.horizontalScrollBar().isVisible()
    right = table.columnViewportPosition(last) + table.columnWidth(last)
    assert right <= table.viewport().width()


def test_arrows_and_enter_work_from_the_find_field(qtbot: QtBot, page: HoursPage) -> None:
    field, table = page.people.field, page.people.table
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    assert field.hasFocus()
    for key, place in (
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_Up, 1),
    ):
        qtbot.keyClick(field, key)
        assert table.currentIndex().row() == place
        assert len(page.people.marked()) == 1
    assert field.hasFocus()
    with qtbot.waitSignal(page.people.opened) as opened:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert opened.args == [page.people.shown[1]]
    assert page.row == page.people.shown[1]


def test_the_last_digits_find_somebody(
    qtbot: QtBot, desk: Desk, page: HoursPage, town: Town
) -> None:
    with desk.workspace.write("member.update") as session:
        session.require(Member, town.people[1]).phone = "13800004321"
        session.require(Member, town.people[2]).identity_number = "37082919510715381X"
    settle(qtbot, desk)
    for digits, who in (("4321", town.people[1]), ("381x", town.people[2])):
        page.people.field.clear()
        type_text(page.people.field, digits)
        assert [one.id for one in page.people.shown] == [who]
    page.people.field.clear()
    type_text(page.people.field, "0000000")
    assert names(page) == []


def plan_of(qtbot: QtBot, desk: Desk, page: HoursPage, town: Town) -> PlanDialog:
    page.people.choose(town.people[1])
    qtbot.keyClick(page, Qt.Key.Key_B, CTRL)
    settle(qtbot, desk)
    return dialog(qtbot, PlanDialog)


def test_enter_on_a_lesson_of_a_plan_enrols(
    qtbot: QtBot, desk: Desk, page: HoursPage, town: Town
) -> None:
    plan = plan_of(qtbot, desk, page, town)
    plan.table.setFocus()
    assert plan.table.current is not None
    qtbot.keyClick(plan.table, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert town.enrolled() == {town.people[1]}


@pytest.mark.parametrize("mouse", [False, True])
def test_a_button_or_a_double_click_shows_whom_else_a_lesson_helps(
    qtbot: QtBot, desk: Desk, page: HoursPage, town: Town, mouse: bool
) -> None:
    plan = plan_of(qtbot, desk, page, town)
    if mouse:
        spot = plan.table.visualRect(plan.table.rows_model.index(0, 1)).center()
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(plan.table.viewport(), left, pos=spot)
        QTest.mouseDClick(plan.table.viewport(), left, pos=spot)
    else:
        press(qtbot, plan, "plan-whom")
    settle(qtbot, desk)
    dialog(qtbot, GainDialog).reject()
    assert town.enrolled() == set()
