"""Questions of an import in its window: answered once, looked at again, and taken in."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from services import branch, member
from tests.helpers import pictures
from tests.helpers.cases import workbook
from tests.helpers.pages import dialog
from ui.core import theme
from ui.core.desk import Desk
from ui.core.messages import MessageDialog
from ui.roster_import.dialogs import RosterGuide
from ui.roster_import.preview import RosterPreviewPage

PATIENCE = 20_000
LONG = "中共演示镇东吴村支部委员会"
ROWS = [
    ("姓名", "所在党支部", "出生年月", "人员类别"),
    ("部一", "东吴村", "1970.1", "正式党员"),
    ("部二", "东吴支部", "1971.1", "正式党员"),
    ("部三", "东吴支部", "1972.1", "正式党员"),
    ("部四", "东吴村第一党支部", "1973.1", "正式党员"),
    ("部五", "东吴村党支部", "1974.1", "停薪留职"),
    ("部六", "东吴村党支部", "1975.1", "群众"),
]


@pytest.mark.parametrize("percent", [100, 125])
def test_questions_are_answered_in_the_second_step(
    qtbot: QtBot, desk: Desk, tmp_path: Path, percent: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, theme.Theme(percent))
    with desk.workspace.write("branch.ensure") as session:
        branch.ensure(session, LONG)
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    path = workbook(tmp_path / "名册.xlsx", {"名册": ROWS})
    guide = RosterGuide(desk, window, (path,))
    guide.open()

    def shown() -> RosterPreviewPage:
        qtbot.waitUntil(lambda: guide.preview is not None and not guide.busy, timeout=PATIENCE)
        assert guide.preview is not None
        return guide.preview

    page = shown()
    assert page.asking.isVisible()
    assert [one.word for one in page.shown.asked] == ["东吴支部", "东吴村第一党支部", "停薪留职"]
    assert guide.go.text() == "导入 1 人"
    assert "4 人待定" in guide.note.text()
    pictures.keep(guide, f"asking-{percent}")
    qtbot.keyClick(page.asking.rows, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):  # held down since the step before
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(
            page.asking.offers, QKeyEvent(QEvent.Type.KeyPress, key, none, "", autorep=True)
        )
    assert page.choices.answers == {}
    qtbot.keyClick(page.asking.offers, Qt.Key.Key_Space)  # the first that is offered
    assert guide.go.isHidden()  # what is shown no longer holds
    assert guide.next.text() == "按回答再看"
    assert page.asking.rows.current == page.shown.asked[1]
    qtbot.keyClick(page.asking.offers, Qt.Key.Key_Down)
    qtbot.keyClick(page.asking.offers, Qt.Key.Key_Return)
    pictures.keep(guide, f"asking-answered-{percent}")
    qtbot.keyClick(guide, Qt.Key.Key_Escape)  # what was answered is not dropped unasked
    asked = dialog(qtbot, MessageDialog)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert guide.isVisible()
    qtbot.mouseClick(guide.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: guide.preview is not page and not guide.busy, timeout=PATIENCE)
    page = shown()
    assert guide.go.text() == "导入 4 人"
    assert [page.asking.said(one) for one in page.shown.asked] == [
        "待回答",
        "东吴村党支部",
        "新的党支部",
    ]
    pictures.keep(guide, f"asking-again-{percent}")
    qtbot.mouseClick(guide.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: guide._done is not None, timeout=PATIENCE)
    with desk.workspace.read() as session:
        found = {one.name: one.branch for one in member.list_rows(session)}
    assert found == {
        "部一": "东吴村党支部",
        "部二": "东吴村党支部",
        "部三": "东吴村党支部",
        "部四": "东吴村第一党支部",
    }
    guide.reject()
