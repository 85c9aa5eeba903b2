"""The register's page: issue, look, print again, void, by clicks and keys."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from services import certificate
from services.certificate import CertificateState
from tests.helpers.keys import type_text
from tests.helpers.pages import dialog, settle
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching
from tests.services.test_certificate_earlier import OLD, written
from tests.services.test_paper import NEWEST
from ui.certificate.dialogs import WaitingDialog
from ui.certificate.page import CertificatePage
from ui.core import theme
from ui.core.desk import Desk, Files
from ui.core.draft_guide import DraftGuide
from ui.core.messages import ReasonDialog
from ui.core.preview import PreviewDialog

LAST = date(2028, 12, 31)


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> CertificatePage:
    made = CertificatePage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.header_buttons()[0])
    made.resize(1170, 712)
    made.show()
    made.enter()
    return made


def click(page: CertificatePage, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def issue_all(teaching: Teaching, *names: str) -> list[UUID]:
    made = []
    for name in names:
        teaching.lecturer(name, until=LAST)
        with teaching.workspace.write("certificate.issue_appointment") as session:
            (waiting,) = certificate.appointments_waiting(session)
            made.append(certificate.issue_appointment(session, waiting.appointment_id).id)
    return made


def preview_of(qtbot: QtBot) -> PreviewDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PreviewDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PreviewDialog)
    return dialog


def test_an_empty_register_says_what_comes_first(
    page: CertificatePage, desk: Desk, qtbot: QtBot
) -> None:
    assert page.empty_state.isVisible()
    keep(page, "certificate-empty")
    qtbot.mouseClick(page.empty_state.action, Qt.MouseButton.LeftButton)
    assert desk.messages.asked[0][0] == "没有要签发的聘书"
    assert desk.go.places == [("lecturer", None)]


def test_one_who_waits_gets_a_certificate_at_once(
    page: CertificatePage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    teaching.lecturer("张广运", until=LAST)
    qtbot.mouseClick(page.empty_state.action, Qt.MouseButton.LeftButton)
    dialog = preview_of(qtbot)
    assert "ZS-聘-2026-0001" in dialog.windowTitle()
    dialog.reject()
    (row,) = page.table.rows_model.rows
    assert (row.number, row.holder, row.printed) == ("ZS-聘-2026-0001", "张广运", 0)
    assert page.paper.shown()


def test_of_several_one_is_chosen_by_keys(
    page: CertificatePage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    issue_all(teaching, "孔令岩")
    for name in ("张广运", "李延庆"):
        teaching.lecturer(name, until=LAST)
    assert page.waiting.text() == "2 位讲师已聘任、还没发聘书"
    click(page, qtbot, "certificate-waiting-open")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WaitingDialog)
    keep(dialog, "certificate-choose")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    preview_of(qtbot).reject()
    assert [one.holder for one in page.table.rows_model.rows] == ["张广运", "孔令岩"]
    assert page.card.shown is not None
    assert page.card.shown.holder == "张广运", "the new one comes to the front"
    assert page.waiting.text() == "1 位讲师已聘任、还没发聘书"


def test_what_went_to_paper_is_counted_and_the_same(
    page: CertificatePage, teaching: Teaching, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (key,) = issue_all(teaching, "张广运")
    assert page.bound_acts["certificate-print"].words == "打印"
    for number in (1, 2):
        click(page, qtbot, "certificate-print")
        dialog = preview_of(qtbot)
        desk.chooser.answer = tmp_path / f"{number}.pdf"
        save = dialog.findChild(QPushButton, "preview-save")
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
        dialog.reject()
    assert desk.chooser.names[0] == "ZS-聘-2026-0001-张广运.pdf"
    with desk.workspace.read() as session:
        pdf = certificate.paper(session, key)
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes() == pdf
    assert page.table.rows_model.rows[0].printed == 2
    assert page.bound_acts["certificate-print"].words == "补印"


def test_looking_without_printing_counts_nothing(
    page: CertificatePage, teaching: Teaching, qtbot: QtBot
) -> None:
    issue_all(teaching, "张广运")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    preview_of(qtbot).reject()
    assert page.table.rows_model.rows[0].printed == 0


def test_a_void_certificate_keeps_its_number_and_prints_no_more(
    page: CertificatePage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    issue_all(teaching, "张广运")
    click(page, qtbot, "certificate-void")
    assert "ZS-聘-2026-0001（张广运）" in desk.messages.warnings[0]
    assert page.table.rows_model.rows[0].state is CertificateState.issued, "no reason, no void"
    desk.messages.reason = "姓名写错"
    click(page, qtbot, "certificate-void")
    (row,) = page.table.rows_model.rows
    assert (row.number, row.state) == ("ZS-聘-2026-0001", CertificateState.void)
    assert "姓名写错" in page.note.text()
    assert page.card.state.text() == "已作废"
    assert not page.bound_acts["certificate-print"].can
    assert not page.bound_acts["certificate-void"].can
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert not isinstance(QApplication.activeModalWidget(), PreviewDialog)
    assert page.waiting.text().startswith("1 位"), "the appointment waits for a right one"


def test_a_character_that_no_font_has_asks_how_it_will_be_added(
    page: CertificatePage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    teaching.lecturer(f"李{NEWEST}", until=LAST)
    qtbot.mouseClick(page.empty_state.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ReasonDialog))
    assert page.table.rows_model.rows == []
    dialog = QApplication.activeModalWidget()
    type_text(dialog.reason, "手写补上")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    preview_of(qtbot).reject()
    assert "手写补上" in page.note.text()


@pytest.mark.parametrize(
    ("typed", "found"), [("zgy", "张广运"), ("0001", "孔令岩"), ("李", "李延庆")]
)
def test_typing_finds_by_number_name_and_initials(
    page: CertificatePage, teaching: Teaching, typed: str, found: str
) -> None:
    issue_all(teaching, "孔令岩", "张广运", "李延庆")
    type_text(page.search, typed)
    assert [one.holder for one in page.table.rows_model.rows] == [found]
    assert page.card.shown is not None
    assert page.card.shown.holder == found


def test_another_page_leads_to_one_certificate(page: CertificatePage, teaching: Teaching) -> None:
    keys = issue_all(teaching, "孔令岩", "张广运")
    type_text(page.search, "xyz")
    assert page.card.shown is None
    for target in (keys[0], "ZS-聘-2026-0001"):
        page.aim(target)
        assert page.card.shown is not None
        assert page.card.shown.holder == "孔令岩"


@pytest.mark.parametrize("percent", [100, 125])
def test_the_whole_page_as_it_looks(
    desk: Desk, teaching: Teaching, qtbot: QtBot, percent: int
) -> None:
    theme.use(QApplication.instance(), theme.Theme(percent))
    keys = issue_all(teaching, "孔令岩", "张广运", "李延庆", "阿卜杜热合曼·麦麦提图尔逊", "䶮𬍛𬭎")
    with desk.workspace.write("certificate.void") as session:
        certificate.void(session, keys[1], "姓名写错")
        certificate.reprint(session, keys[0])
    made = CertificatePage(desk)
    qtbot.addWidget(made)
    qtbot.addWidget(made.header_buttons()[0])
    made.resize(1170, 712)
    made.show()
    made.enter(keys[0])
    keep(made, f"certificate-{percent}")
    made.aim(keys[1])
    keep(made, f"certificate-void-{percent}")
    assert made.card.shown is not None
    assert made.card.shown.state is CertificateState.void
    assert made.card.width() + made.table.width() <= 1170


def test_the_old_register_comes_in_and_has_no_paper(
    qtbot: QtBot, desk: Desk, page: CertificatePage, tmp_path: Path
) -> None:
    page.aim(Files((written(tmp_path, *OLD, (4, "无号", "聘书", "孙八", LAST, "")),)))
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    keep(guide, "certificate-taking")
    guide.go.click()
    settle(qtbot, desk)
    assert [one.earlier for one in page.rows] == [True] * 3
    page.choose(page.rows[0].id)
    assert "没有原件" in page.note.text()
    assert not page.bound_acts["certificate-print"].can
    keep(page, "certificate-earlier")
    desk.history.take_back()
    settle(qtbot, desk)
    assert not page.rows
