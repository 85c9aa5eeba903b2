"""The county's list of schools: a month, a year, and one school's details."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from services import exchange
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from tests.helpers.exchange import meet, send, silent, take
from tests.helpers.pages import button_of, chooser, press, settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui.core.desk import Desk
from ui.county.page import CountyPage

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def two_schools(
    school: Workspace, second_school: Workspace, county: Workspace, stick: Path, clock: FixedClock
) -> tuple[Workspace, Workspace]:
    """Both registered in October; the first handed in both months, the second's was held."""
    clock.set_to(datetime(2026, 10, 20, 9, 0))  # noqa: DTZ001
    fill(school, members=30, lessons=10, sign_ins=120)
    fill(second_school, members=20, lessons=4, sign_ins=40, seed=2)
    meet(school, county, stick)
    meet(second_school, county, stick)
    take(county, send(school, stick, 2026, 10))
    clock.set_to(datetime(2026, 11, 23, 19, 0))  # noqa: DTZ001
    take(county, send(school, stick, 2026, 11))
    exchange.hold(county, send(second_school, stick, 2026, 11), "缺一个班", silent)
    return school, second_school


def states(page: CountyPage) -> dict[str, str]:
    return {row.name: row.state.word for row in page.overview.rows_model.rows}


def test_without_schools_the_first_step_is_offered(county_desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, CountyPage(county_desk))
    assert page.empty.isVisible()
    qtbot.mouseClick(page.empty.action, Qt.MouseButton.LeftButton)
    assert travels(county_desk) == [("inbox", "take")]
    keep(page, "schools-empty")


def test_a_month_shows_each_school_with_its_figures(
    county_desk: Desk, qtbot: QtBot, two_schools: tuple[Workspace, Workspace]
) -> None:
    page = show(qtbot, CountyPage(county_desk))
    assert states(page) == {"仲山镇党校": "准时", "马集镇党校": "待更正"}
    members = {row.name: row.members for row in page.overview.rows_model.rows}
    assert members == {"仲山镇党校": 30, "马集镇党校": 0}  # a held file brings no rows
    assert "2 所，已收 1 所" in page.list_card.note.text()
    keep(page, "schools-month")


def test_a_school_without_a_file_of_the_month_is_missing(
    county_desk: Desk, qtbot: QtBot, two_schools: tuple[Workspace, Workspace]
) -> None:
    page = show(qtbot, CountyPage(county_desk))
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CONTROL)
    qtbot.waitUntil(lambda: "10 月" in page.list_card.heading.text())
    assert states(page) == {"仲山镇党校": "准时", "马集镇党校": "缺交"}
    assert button_of(page, "school-later").isEnabled()


def test_the_year_leaves_out_the_months_before_a_school_came(
    county_desk: Desk, qtbot: QtBot, two_schools: tuple[Workspace, Workspace]
) -> None:
    page = show(qtbot, CountyPage(county_desk))
    qtbot.keyClick(page, Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(page.months.isVisible)
    model = page.months.rows_model
    cells = {
        model.index(line, 0).data(): [model.index(line, month).data() for month in range(1, 13)]
        for line in range(model.rowCount())
    }
    before = ["—"] * 9
    assert cells["仲山镇党校"] == [*before, "准时", "准时", "—"]
    assert cells["马集镇党校"] == [*before, "缺交", "待更正", "—"]
    keep(page, "schools-year")


def test_a_cell_of_the_year_opens_that_school_in_that_month(
    county_desk: Desk, qtbot: QtBot, two_schools: tuple[Workspace, Workspace]
) -> None:
    page = show(qtbot, CountyPage(county_desk))
    press(qtbot, page, "school-view")
    line = next(n for n, row in enumerate(page.months.rows_model.rows) if row.name == "马集镇党校")
    page.months.setCurrentIndex(page.months.rows_model.index(line, 10))
    qtbot.keyClick(page.months, Qt.Key.Key_Return)
    settle(qtbot, county_desk)
    assert page.overview.isVisible()
    assert "10 月" in page.list_card.heading.text()
    assert page.details.heading.text() == "马集镇党校"


def test_a_school_shows_its_files_which_open_in_the_inbox(
    county_desk: Desk, qtbot: QtBot, two_schools: tuple[Workspace, Workspace]
) -> None:
    page = show(qtbot, CountyPage(county_desk))
    page.enter(two_schools[0].owner)
    assert page.details.heading.text() == "仲山镇党校"
    kinds = [row.kind.value for row in page.files.rows_model.rows]
    assert kinds == ["snapshot", "snapshot", "enrol"]
    page.files.selectRow(0)
    qtbot.keyClick(page.files, Qt.Key.Key_Return)
    assert travels(county_desk) == [("inbox", page.files.rows_model.rows[0].id)]


def test_the_county_keys_are_written_for_the_chosen_school(
    county_desk: Desk, qtbot: QtBot, two_schools: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    page = show(qtbot, CountyPage(county_desk))
    page.enter(two_schools[1].owner)
    other = tmp_path / "other-stick"
    other.mkdir()
    chooser(county_desk).answer = other
    press(qtbot, page, "school-keys")
    settle(qtbot, county_desk)
    (keyset,) = other.iterdir()
    done = take(two_schools[1], keyset)
    assert done.sender_name == "嘉祥县委组织部"
