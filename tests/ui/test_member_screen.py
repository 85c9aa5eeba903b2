"""学员档案 on a small screen with large text."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services import member
from services.member import MemberDraft
from tests.helpers.pages import dialog, settle, show
from tests.helpers.pictures import keep
from ui.core import theme
from ui.core.desk import Desk
from ui.member.page import MemberPage
from ui.member.record import RecordDialog


def test_the_record_fits_a_small_screen_with_large_text(
    qtbot: QtBot, desk: Desk, qapp: QApplication
) -> None:
    """1366×768 less the bars of the system; what does not fit is scrolled to."""
    theme.use(qapp, theme.Theme(150))
    with desk.workspace.write("member.create") as session:
        key = member.create(session, MemberDraft("孔令岩", "中共仲山镇石桥村支部委员会"))
    page = show(qtbot, MemberPage(desk))
    page.aim(key)
    page.list.opened.emit(page.list.table.current)
    opened = dialog(qtbot, RecordDialog)
    qtbot.wait(50)
    assert opened.minimumSizeHint().height() <= 680
    opened.resize(1100, 680)
    qtbot.wait(50)
    keep(opened, "record-150-680")
    assert opened.height() == 680
    bar = opened.facts.verticalScrollBar()
    opened.facts.setFocus()
    for _ in range(40):
        QTest.keyClick(opened.facts, Qt.Key.Key_Down)
    assert bar.value() == bar.maximum() > 0
    opened.accept()
    settle(qtbot, desk)
