"""The search dialog: typed, chosen with the arrows, opened with Enter."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.keys import type_text
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching
from ui.core.desk import Desk, Entry, Page
from ui.search.dialog import NOTHING, SearchDialog

ENTRIES = (
    Entry("sign_in", "签到台", "check", "教学", Page),
    Entry("training_class", "培训班与课表", "calendar-days", "教学", Page),
)


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


@pytest.fixture
def search(desk: Desk, teaching: Teaching, qtbot: QtBot) -> Iterator[SearchDialog]:
    teaching.members(3)
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    made = SearchDialog(desk, ENTRIES, window)
    made.ask()
    qtbot.waitUntil(lambda: not desk.background.busy)
    yield made
    keep(made, "search")
    made.reject()


def test_enter_opens_what_stands_first(search: SearchDialog, qtbot: QtBot, desk: Desk) -> None:
    type_text(search.field, "签到")
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert desk.go.places == [("sign_in", None)]
    assert not search.isVisible()


def test_the_arrows_choose_another(search: SearchDialog, qtbot: QtBot, desk: Desk) -> None:
    type_text(search.field, "d")
    rows = search.table.rows_model.rows
    assert len(rows) > 1
    qtbot.keyClick(search.field, Qt.Key.Key_Down)
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert desk.go.places == [(rows[1].page, rows[1].target)]


def test_a_person_opens_the_members_page(search: SearchDialog, qtbot: QtBot, desk: Desk) -> None:
    type_text(search.field, "ljg")
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    ((page, target),) = desk.go.places
    assert page == "member"
    assert target is not None


def test_escape_changes_nothing(search: SearchDialog, qtbot: QtBot, desk: Desk) -> None:
    type_text(search.field, "签到")
    qtbot.keyClick(search.field, Qt.Key.Key_Escape)
    assert desk.go.places == []
    assert not search.isVisible()


def test_nothing_found_is_said(search: SearchDialog, qtbot: QtBot) -> None:
    type_text(search.field, "qqqq")
    assert search.said.text() == NOTHING


def test_opened_again_it_is_empty(search: SearchDialog, qtbot: QtBot) -> None:
    type_text(search.field, "签到")
    search.reject()
    search.ask()
    assert search.field.text() == ""
    assert search.table.rows_model.rows == []
