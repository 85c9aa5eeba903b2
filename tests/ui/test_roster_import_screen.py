"""The import dialog after an earlier import was taken back in it, and on a small screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.pages import LEFT, dialog, settle
from tests.helpers.roster_file import PERSON, small_roster, take
from tests.ui.test_roster_import import Import
from ui.core.desk import Desk
from ui.roster_import.history import HistoryDialog


@pytest.fixture
def importing(qtbot: QtBot, desk: Desk) -> Import:
    return Import(qtbot, desk)


def take_back_in_history(importing: Import) -> None:
    importing.press("roster-history")
    history = dialog(importing.qtbot, HistoryDialog)
    importing.qtbot.mouseClick(history.undo, LEFT)
    settle(importing.qtbot, importing.desk)
    importing.qtbot.keyClick(history, Qt.Key.Key_Escape)
    settle(importing.qtbot, importing.desk)


def test_the_file_is_compared_anew_after_an_import_was_taken_back(
    importing: Import, tmp_path: Path
) -> None:
    path = small_roster(tmp_path / "a.xlsx", [PERSON])
    take(importing.desk.workspace, path)
    importing.open(path).wait_for("roster-cancel")
    settle(importing.qtbot, importing.desk)
    made = importing.dialog
    assert made is not None
    assert made.preview is not None
    assert (made.preview.shown.new, made.preview.shown.unchanged) == (0, 1)
    assert not made.go.isVisible()
    take_back_in_history(importing)
    assert (made.preview.shown.new, made.preview.shown.unchanged) == (1, 0)
    assert made.go.isVisible()
    assert made.go.text() == "导入 1 人"


def test_the_guide_closes_when_its_own_import_was_taken_back(
    importing: Import, tmp_path: Path
) -> None:
    importing.open(small_roster(tmp_path / "a.xlsx", [PERSON])).wait_for("roster-import")
    importing.press("roster-import")
    importing.wait_for("roster-undo")
    take_back_in_history(importing)
    importing.wait_closed()
    assert importing.desk.messages.undo is None
