"""The county's home page: figures from the rows of its schools, and doors to the lists."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from services import county as schools
from services.core.workspace import Workspace
from tests.helpers.exchange import meet, send, take
from tests.helpers.pages import press, settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui.core.desk import Desk
from ui.county_home.page import CountyHomePage
from ui.home.cards import FigureCard
from ui.home.lines import TodoLine


@pytest.fixture
def taken(
    school: Workspace, second_school: Workspace, county: Workspace, tmp_path: Path
) -> Workspace:
    """A county that met two schools and took in the month of one."""
    stick = tmp_path / "stick"
    fill(school, members=30, lessons=10, sign_ins=120)
    meet(school, county, stick)
    meet(second_school, county, stick)
    take(county, send(school, stick))
    return county


def test_an_empty_county_says_how_it_begins(county_desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, CountyHomePage(county_desk))
    assert page.empty.isVisible()
    assert page.received.figure.text() == "0"
    assert page.reached.figure.text() == "—"
    keep(page, "county-home-empty")


def test_figures_are_those_of_the_rows(county_desk: Desk, qtbot: QtBot, taken: Workspace) -> None:
    page = show(qtbot, CountyHomePage(county_desk))
    with taken.read() as session:
        figures = schools.figures(session, 2026, 11)
    assert (page.received.figure.text(), page.received.unit.text()) == ("1", "/2 所")
    assert page.received.note.text() == "7 天后截止"
    assert page.people.figure.text() == f"{figures.person_times:,}"
    assert page.average.figure.text() == str(figures.average)
    assert page.people.note.text() == "已报各校党员 30 人"
    assert [row.name for row in page.rows.rows_model.rows] == ["马集镇党校", "仲山镇党校"]
    keep(page, "county-home")


def test_every_figure_is_a_door(county_desk: Desk, qtbot: QtBot, taken: Workspace) -> None:
    page = show(qtbot, CountyHomePage(county_desk))
    for card in page.findChildren(FigureCard):
        qtbot.keyClick(card, Qt.Key.Key_Return)
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert travels(county_desk) == [("county", None)] * 10


def test_a_line_opens_its_school(county_desk: Desk, qtbot: QtBot, taken: Workspace) -> None:
    page = show(qtbot, CountyHomePage(county_desk))
    page.rows.selectRow(1)
    qtbot.keyClick(page.rows, Qt.Key.Key_Return)
    assert travels(county_desk) == [("county", page.rows.rows_model.rows[1].id)]


def test_what_waits_leads_to_where_it_is_done(
    county_desk: Desk, qtbot: QtBot, taken: Workspace
) -> None:
    page = show(qtbot, CountyHomePage(county_desk))
    lines = page.findChildren(TodoLine)
    assert len(lines) == 2  # a school is missing, a receipt waits
    for line in lines:
        qtbot.mouseClick(line.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert {key for key, _ in travels(county_desk)} == {"county", "inbox"}


def test_taking_a_file_begins_here(county_desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, CountyHomePage(county_desk))
    press(qtbot, page, "county-take")
    assert travels(county_desk) == [("inbox", "take")]


def test_the_page_follows_what_is_taken_in(
    county_desk: Desk, qtbot: QtBot, school: Workspace, tmp_path: Path
) -> None:
    page = show(qtbot, CountyHomePage(county_desk))
    fill(school, members=30, lessons=10, sign_ins=120)
    meet(school, county_desk.workspace, tmp_path / "stick")
    take(county_desk.workspace, send(school, tmp_path / "stick"))
    qtbot.waitUntil(lambda: page.received.figure.text() == "1")
    settle(qtbot, county_desk)
