"""Choosing columns, Excel and paper under a list: by click and key."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from services.core.listing import AS_MADE
from tests.helpers.pages import chooser, dialog, press, said, settle
from tests.helpers.pictures import keep
from ui.core import theme
from ui.core.desk import Desk
from ui.core.list_tools import ColumnsDialog, ListTools, Named
from ui.core.preview import PreviewDialog
from ui.core.table import Column, RowsView
from ui.core.widgets import column

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    hours: Decimal


LINES = (Line(1, "=王秀兰", Decimal(4)), Line(2, "李建国", Decimal("9.5")))
COLUMNS = (
    Column[Line]("姓名", 0, lambda one: one.name),
    Column[Line](
        "学时", 80, lambda one: f"{one.hours} 学时", lambda one: one.hours, value=lambda o: o.hours
    ),
    Column[Line]("编号", 60, lambda one: str(one.id), extra=True),
)


class Listed(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.table: RowsView[Line] = RowsView(COLUMNS)
        self.table.set_rows(LINES)
        named = Named("people", lambda: "名单", lambda: "石桥村党支部")
        self.tools = ListTools(desk, self.table, named)
        self.setLayout(column(self.table, self.tools))


@pytest.fixture
def listed(qtbot: QtBot, desk: Desk) -> Listed:
    made = Listed(desk)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def verbs(desk: Desk) -> list[str]:
    with desk.workspace.read() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def test_columns_are_chosen_and_remembered(qtbot: QtBot, desk: Desk, listed: Listed) -> None:
    QTest.keyClick(listed, Qt.Key.Key_L, CTRL_SHIFT)
    asked = dialog(qtbot, ColumnsDialog)
    keep(asked, "columns")
    assert [box.isChecked() for box in asked.boxes] == [True, True, False]
    assert not asked.boxes[0].isEnabled(), "who it is stays"
    asked.boxes[2].setFocus()
    QTest.keyClick(asked.boxes[2], Qt.Key.Key_Space)
    asked.boxes[1].setFocus()
    QTest.keyClick(asked.boxes[1], Qt.Key.Key_Space)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert [shape.title for shape in listed.table.shown_columns()] == ["姓名", "编号"]
    again = Listed(desk)
    qtbot.addWidget(again)
    assert [shape.title for shape in again.table.shown_columns()] == ["姓名", "编号"]
    press(qtbot, listed, "people-list-columns")
    press(qtbot, dialog(qtbot, ColumnsDialog), "columns-usual")
    assert [shape.title for shape in listed.table.shown_columns()] == ["姓名", "学时"]
    press(qtbot, listed, "people-list-columns")
    QTest.keyClick(dialog(qtbot, ColumnsDialog), Qt.Key.Key_Escape)
    assert [shape.title for shape in listed.table.shown_columns()] == ["姓名", "学时"]


def test_excel_gets_the_list_as_it_stands(
    qtbot: QtBot, desk: Desk, listed: Listed, tmp_path: Path
) -> None:
    listed.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    chooser(desk).answer = tmp_path / "名单"
    press(qtbot, listed, "people-list-workbook")
    settle(qtbot, desk)
    sheet = CalamineWorkbook.from_path(tmp_path / "名单.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[1][0].startswith("石桥村党支部 · 共 2 行 · 2026-11-23")
    assert sheet[2:] == [["姓名", "学时"], ["李建国", 9.5], ["=王秀兰", 4.0]]
    assert said(desk).said == ["已导出 2 行：名单.xlsx"]
    assert chooser(desk).names == ["名单-20261123.xlsx"]
    assert verbs(desk)[-1] == "list.take"


def test_leaving_the_file_dialog_writes_nothing(qtbot: QtBot, desk: Desk, listed: Listed) -> None:
    before = verbs(desk)
    press(qtbot, listed, "people-list-workbook")
    settle(qtbot, desk)
    assert verbs(desk) == before
    assert said(desk).said == []


def test_a_folder_that_cannot_be_written_is_told(
    qtbot: QtBot, desk: Desk, listed: Listed, tmp_path: Path
) -> None:
    (tmp_path / "名单.xlsx.part").mkdir()
    chooser(desk).answer = tmp_path / "名单.xlsx"
    before = verbs(desk)
    press(qtbot, listed, "people-list-workbook")
    settle(qtbot, desk)
    assert "导出没有完成" in str(said(desk).errors[0])
    assert verbs(desk) == before


def test_paper_is_shown_before_it_is_printed(
    qtbot: QtBot, desk: Desk, listed: Listed, tmp_path: Path
) -> None:
    QTest.keyClick(listed, Qt.Key.Key_P, CTRL_SHIFT)
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    assert preview.document.pages == 1
    before = len(verbs(desk))
    chooser(desk).answer = tmp_path / "名单.pdf"
    qtbot.mouseClick(preview.findChild(QPushButton, "preview-save"), Qt.MouseButton.LeftButton)
    assert verbs(desk)[before:] == ["list.take"]
    preview.reject()


def test_a_column_without_room_is_told_and_a_click_shows_it(
    qtbot: QtBot, desk: Desk, look: theme.Theme
) -> None:
    table: RowsView[Line] = RowsView(
        (*COLUMNS[:2], Column[Line]("党支部全称", 300, lambda _: "石桥村", spare=True))
    )
    table.set_rows(LINES)
    whole = QWidget()
    qtbot.addWidget(whole)
    tools = ListTools(desk, table, Named("people", lambda: "名单", lambda: ""))
    whole.setLayout(column(table, tools))
    whole.resize(360, 300)
    whole.show()
    qtbot.waitUntil(tools.left_out.isVisible)
    assert tools.left_out.text() == "另有 1 列放不下"
    assert "党支部全称" in tools.left_out.toolTip()
    qtbot.mouseClick(tools.left_out, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, ColumnsDialog)
    assert asked.boxes[2].isChecked()
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(tools.left_out.isHidden)
    assert not table.isColumnHidden(2)


def test_dragged_columns_are_remembered_and_put_back(
    qtbot: QtBot, desk: Desk, listed: Listed
) -> None:
    with qtbot.waitSignal(listed.table.arranged):
        listed.table.horizontalHeader().resizeSection(1, 140)
    again = Listed(desk)
    qtbot.addWidget(again)
    assert again.table.arrangement.widths == {"学时": 140}
    press(qtbot, again, "people-list-columns")
    press(qtbot, dialog(qtbot, ColumnsDialog), "columns-usual")
    third = Listed(desk)
    qtbot.addWidget(third)
    assert third.table.arrangement == AS_MADE
    assert verbs(desk)[-2:] == ["list.arrange", "list.arrange"]


def test_copying_is_said(desk: Desk, listed: Listed) -> None:
    listed.table.selectRow(0)
    listed.table.copy()
    assert said(desk).said == ["已复制 1 行，可以粘贴到表格里。"]
