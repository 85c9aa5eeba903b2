"""The hands stay in the find field: arrows move the row, Enter opens it."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.workspaces import fill
from tests.ui.test_member import Shown, add
from ui.core.desk import Desk
from ui.member.record import RecordDialog


@pytest.fixture
def full(qtbot: QtBot, desk: Desk) -> Shown:
    fill(desk.workspace, members=20, lessons=4, sign_ins=60)
    add(desk, "王秀兰")
    add(desk, "王秀兰", branch="中共仲山镇布山村支部委员会")
    return Shown(qtbot, desk)


def test_the_hands_stay_in_the_find_field(full: Shown) -> None:
    field, table = full.page.search, full.page.table
    full.page.activateWindow()
    full.qtbot.waitUntil(full.page.isActiveWindow)
    field.setFocus()
    full.find("王秀兰")
    assert len(full.names()) == 2
    table.selectRow(0)
    full.qtbot.keyClick(field, Qt.Key.Key_Down)
    assert (table.currentIndex().row(), field.hasFocus()) == (1, True)
    full.qtbot.keyClick(field, Qt.Key.Key_Return)
    (record,) = full.page.findChildren(RecordDialog)
    assert record.shown is not None
    assert record.shown.id == table.rows_model.rows[1].id
    record.accept()
    full.find("没有这个人")
    full.qtbot.keyClick(field, Qt.Key.Key_Down)
    full.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert full.page.card.shown is None
