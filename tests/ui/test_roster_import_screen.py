"""The import dialog after an earlier import was taken back in it, and on a small screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers import pictures
from tests.helpers.pages import LEFT, dialog, said, settle
from tests.helpers.roster_file import BRANCH, PERSON, small_roster, take
from tests.ui.test_roster_import import TWINS, Import
from ui.core import theme
from ui.core.desk import Desk
from ui.roster_import.history import ImportHistoryDialog


@pytest.fixture
def importing(qtbot: QtBot, desk: Desk) -> Import:
    return Import(qtbot, desk)


def take_back_in_history(importing: Import) -> None:
    importing.press("roster-history")
    history = dialog(importing.qtbot, ImportHistoryDialog)
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
    assert said(importing.desk).undo is None


def test_the_guide_fits_a_small_screen_with_large_text(
    importing: Import, tmp_path: Path, look: theme.Theme, qapp: QApplication
) -> None:
    """1366×768 less the bars of the system; somebody to decide, and both notes."""
    theme.use(qapp, theme.Theme(150))
    take(importing.desk.workspace, small_roster(tmp_path / "a.xlsx", TWINS))
    rows = [
        ("王秀兰", "", BRANCH, "1951-07-15", "", "13800000009"),
        ("孙成田", "", "中共仲山镇前进村支部委员会", "1960.01", "", ""),
    ]
    importing.open(small_roster(tmp_path / "b.xlsx", rows)).wait_for("roster-import")
    made = importing.dialog
    assert made is not None
    assert made.preview is not None
    assert len(made.preview.shown.to_decide) == 1
    importing.qtbot.wait(50)
    assert made.minimumSizeHint().height() <= 680
    assert made.minimumSizeHint().width() <= 1326
    made.resize(1326, 680)
    importing.qtbot.wait(50)
    pictures.keep(made, "roster-decide-680")
    assert made.height() == 680
    decide = made.preview.decide
    for table in (decide.rows, decide.answers):
        assert table.viewport().height() >= theme.current().px(theme.ROW_HEIGHT)
