"""学员 and 学员档案 on a small screen with large text."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from services import member
from services.member import MemberDraft
from tests.helpers.pages import dialog, settle, show
from tests.helpers.pictures import keep
from ui.core import theme
from ui.core.desk import Desk
from ui.core.widgets import button
from ui.member.page import MemberPage
from ui.member.record import RecordDialog


def test_the_record_fits_a_small_screen_with_large_text(
    qtbot: QtBot, desk: Desk, qapp: QApplication
) -> None:
    """1366×768 less the bars of the system; what does not fit is scrolled to."""
    theme.use(qapp, theme.Theme(150))
    with desk.workspace.write("member.create") as session:
        key = member.create(session, MemberDraft("孔令岩", "中共仲山镇石桥村支部委员会")).id
    page = show(qtbot, MemberPage(desk))
    page.aim(key)
    page.table.opened.emit(page.table.current)
    opened = dialog(qtbot, RecordDialog)
    qtbot.wait(50)
    assert opened.minimumSizeHint().height() <= 680
    opened.resize(1100, 680)
    qtbot.wait(50)
    keep(opened, "record-150-680")
    assert opened.height() == 680
    bar = opened.facts.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    opened.facts.setFocus()
    for _ in range(40):
        QTest.keyClick(opened.facts, Qt.Key.Key_Down)
    assert bar.value() == bar.maximum() > 0
    opened.accept()
    settle(qtbot, desk)


def test_the_card_cuts_no_line_on_a_low_screen(
    qtbot: QtBot, desk: Desk, qapp: QApplication
) -> None:
    theme.use(qapp, theme.Theme(150))
    with desk.workspace.write("member.create") as session:
        key = member.create(session, MemberDraft("孔令岩", "中共仲山镇石桥村支部委员会")).id
    page = show(qtbot, MemberPage(desk))
    page.aim(key)
    page.resize(1240, 560)
    qtbot.wait(50)
    texts = [one for one in page.card.findChildren(QLabel) if one.isVisible() and one.text()]
    assert len(texts) > 20
    assert all(one.height() >= one.fontMetrics().height() for one in texts)


def test_a_button_without_room_leaves_its_keys_to_the_tool_tip(qtbot: QtBot) -> None:
    made = button("学时证明", lambda: None, key="Ctrl+P")
    qtbot.addWidget(made)
    made.show()
    (cap,) = made.findChildren(QLabel)
    for width, shown in ((made.sizeHint().width(), True), (made.sizeHint().width() - 20, False)):
        made.resize(width, made.sizeHint().height())
        qtbot.wait(10)
        assert cap.isVisible() is shown
    assert "Ctrl+P" in made.toolTip()
