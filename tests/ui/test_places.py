"""The places of both kinds of workspace: each opens, and each command has its button."""

from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.helpers.pages import settle, show
from ui.core.desk import Desk, Entry
from ui.places import COUNTY_PLACES, HIDDEN_PLACES, SCHOOL_PLACES


def commands(entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
    return [(entry, name) for entry in entries for _, name in entry.commands]


@pytest.mark.parametrize(("entry", "name"), commands((*SCHOOL_PLACES, *HIDDEN_PLACES)))
def test_a_command_of_a_school_has_its_button(
    desk: Desk, qtbot: QtBot, entry: Entry, name: str
) -> None:
    page = show(qtbot, entry.make(desk))
    settle(qtbot, desk)
    assert page.findChild(QPushButton, name) is not None


@pytest.mark.parametrize(("entry", "name"), commands(COUNTY_PLACES))
def test_a_command_of_a_county_has_its_button(
    county_desk: Desk, qtbot: QtBot, entry: Entry, name: str
) -> None:
    page = show(qtbot, entry.make(county_desk))
    settle(qtbot, county_desk)
    assert page.findChild(QPushButton, name) is not None
