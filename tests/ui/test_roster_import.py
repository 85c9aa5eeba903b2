"""The import dialog: choose, look, take in; and every way in which that can end."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from services import member, roster_import
from tests.helpers import pictures, roster_file
from ui.core.desk import Desk
from ui.roster_import.dialogs import ImportDialog, import_roster

PATIENCE = 20_000


class Import:
    """The dialog over an empty window, and what it told."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = QWidget()
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        self.done: list[int] = []
        self.dialog: ImportDialog | None = None

    def open(self, path: Path | None) -> "Import":
        self.desk.chooser.answer = path
        self.dialog = import_roster(self.desk, self.window, self.done.append)
        return self

    def button(self, name: str) -> QPushButton:
        assert self.dialog is not None
        found = self.dialog.findChild(QPushButton, name)
        assert found is not None
        return found

    def label(self, name: str) -> QLabel:
        assert self.dialog is not None
        found = self.dialog.findChild(QLabel, name)
        assert found is not None
        return found

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def wait_for(self, name: str) -> None:
        self.qtbot.waitUntil(lambda: self.button(name).isVisible(), timeout=PATIENCE)

    def wait_closed(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.findChildren(ImportDialog), timeout=PATIENCE)


@pytest.fixture
def importing(qtbot: QtBot, desk: Desk) -> Import:
    return Import(qtbot, desk)


@pytest.fixture
def made(tmp_path: Path) -> roster_file.MadeRoster:
    return roster_file.roster_file(tmp_path / "花名册.xlsx", people=120)


def members(desk: Desk) -> int:
    with desk.workspace.read() as session:
        return len(member.list_rows(session))


def test_look_then_import(importing: Import, made: roster_file.MadeRoster, tmp_path: Path) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    dialog = importing.dialog
    assert dialog is not None
    assert dialog.preview is not None
    pictures.keep(dialog, "roster-preview")
    cells = [problem.cell for problem in dialog.preview.problems.rows_model.rows]
    assert set(cells) == set(made.untrusted)
    assert importing.button("roster-import").text() == "导入 120 人"
    assert importing.button("roster-import").isDefault()
    assert "不能一键撤销" in dialog.note.text()
    assert members(importing.desk) == 0

    importing.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    importing.wait_closed()
    assert importing.done == [120]
    assert members(importing.desk) == 120
    assert "新增 120 人" in importing.desk.messages.said[-1]


def test_each_figure_opens_the_people_behind_it(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    assert importing.dialog is not None
    preview = importing.dialog.preview
    assert preview is not None
    importing.press("roster-new")
    assert len(preview.lines.rows_model.rows) == 120
    importing.press("roster-namesakes")
    shown = preview.lines.rows_model.rows
    assert sum(line.name == "王秀兰" for line in shown) == made.namesakes
    assert all(line.namesakes > 1 for line in shown)
    importing.press("roster-waiting")
    assert preview.problems.isVisible()
    assert not preview.lines.isVisible()


def test_the_problems_can_be_saved(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    importing.desk.chooser.answer = tmp_path / "待核"
    importing.press("roster-save-problems")
    book = CalamineWorkbook.from_path(str(tmp_path / "待核.xlsx"))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[1] for row in rows[1:]} == set(made.untrusted)
    assert importing.desk.chooser.names == ["花名册_待核单元格.xlsx"]


def test_escape_leaves_without_a_change(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    importing.qtbot.keyClick(importing.dialog, Qt.Key.Key_Escape)
    importing.wait_closed()
    assert members(importing.desk) == 0
    assert importing.done == []


def test_reading_can_be_stopped(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx")
    assert importing.button("roster-cancel").text() == "停止"
    importing.press("roster-cancel")
    importing.wait_closed()
    assert importing.desk.messages.said == ["已停止，没有改动任何数据。"]
    assert importing.done == []


def test_a_bad_file_says_why_and_lets_choose_again(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    bad = tmp_path / "网页.xls"
    bad.write_text("<html>", "utf-8")
    importing.open(bad).wait_for("roster-again")
    assert importing.dialog is not None
    pictures.keep(importing.dialog, "roster-fault")
    assert "网页" in importing.label("roster-fault").text()
    assert not importing.button("roster-import").isVisible()
    importing.desk.chooser.answer = tmp_path / "花名册.xlsx"
    importing.press("roster-again")
    importing.wait_for("roster-import")
    importing.press("roster-import")
    importing.wait_closed()
    assert importing.done == [made.people]


def test_the_same_file_again_has_nothing_to_import(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    path = tmp_path / "花名册.xlsx"

    def silent(_done: int, _of: int, _what: str) -> None:
        """Nobody watches."""

    roster_import.take(importing.desk.workspace, roster_import.read(path, silent), silent)
    importing.open(path)
    assert importing.dialog is not None
    importing.qtbot.waitUntil(
        lambda: importing.button("roster-cancel").text() == "关闭", timeout=PATIENCE
    )
    assert not importing.button("roster-import").isVisible()
    assert "不需要导入" in importing.dialog.note.text()
    importing.press("roster-cancel")
    importing.wait_closed()


def test_no_file_chosen_opens_nothing(importing: Import) -> None:
    importing.open(None)
    assert importing.dialog is None
