"""The pool's page: found by initials, added, appointed, retired by clicks and keys."""

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from services import booking, certificate, lecturer
from services.certificate import CertificateState
from tests.helpers.keys import type_text
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core import theme
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.lecturer.page import LecturerPage


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> LecturerPage:
    made = LecturerPage(desk)
    qtbot.addWidget(made)
    made.header_buttons()
    made.resize(1170, 712)
    made.show()
    made.enter()
    return made


def click(page: LecturerPage, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def words(page: LecturerPage, name: str) -> str:
    found = page.card.findChild(QPushButton, name)
    assert found is not None
    return str(found.text())


def names(page: LecturerPage) -> list[str]:
    return [one.name for one in page.table.rows_model.rows]


def pool(teaching: Teaching) -> dict[str, UUID]:
    return {
        "孔令岩": teaching.lecturer("孔令岩", topics="党史党建", until=date(2028, 6, 30)),
        "张广运": teaching.lecturer("张广运", topics="乡村振兴", until=date(2026, 12, 31)),
        "李延庆": teaching.lecturer("李延庆", topics="农业技术"),
        "宋春霞": teaching.lecturer("宋春霞", topics="意识形态", until=date(2026, 3, 31)),
    }


def test_an_empty_pool_takes_its_first_lecturer(page: LecturerPage, qtbot: QtBot) -> None:
    assert page.empty_state.isVisible()
    keep(page, "lecturer-empty")
    qtbot.mouseClick(page.empty_state.action, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    type_text(dialog["name"], "张广运")
    type_text(dialog["employer"], "嘉祥县农业农村局")
    type_text(dialog["phone"], "13805371234")
    keep(dialog, "lecturer-form")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert names(page) == ["张广运"]
    assert page.card.shown is not None
    assert page.card.shown.phone_masked == "138****1234"
    assert not page.empty_state.isVisible()


def test_a_lecturer_without_a_name_stays_in_the_form(page: LecturerPage, qtbot: QtBot) -> None:
    page.aim("new")
    dialog = QApplication.activeModalWidget()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.error.text() == "请填写姓名。"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("typed", "found"), [("zgy", "张广运"), ("konglingyan", "孔令岩"), ("农业", "李延庆")]
)
def test_typing_finds_by_initials_pinyin_and_subject(
    page: LecturerPage, teaching: Teaching, typed: str, found: str
) -> None:
    pool(teaching)
    type_text(page.search, typed)
    assert names(page) == [found]
    assert page.card.name.toolTip() in ("", found)
    assert page.card.shown is not None
    assert page.card.shown.name == found


def test_nobody_found_says_so_and_escape_clears(
    page: LecturerPage, teaching: Teaching, qtbot: QtBot
) -> None:
    pool(teaching)
    type_text(page.search, "xyz")
    assert page.nothing_fits.isVisible()
    assert page.card.shown is None
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(names(page)) == 4


def test_the_pills_count_states_and_narrow_down(
    page: LecturerPage, teaching: Teaching, qtbot: QtBot
) -> None:
    pool(teaching)
    pills = [one for one in page.findChildren(QPushButton) if "state-" in one.objectName()]
    assert [pill.text() for pill in pills] == [
        "全部 4",
        "在聘 1",
        "将到期 1",
        "已到期 1",
        "未聘任 1",
    ]
    click(page, qtbot, "lecturer-state-将到期")
    assert names(page) == ["张广运"]
    click(page, qtbot, "lecturer-state-全部")
    assert len(names(page)) == 4
    page.aim("ending")
    assert names(page) == ["张广运"]


def test_an_appointment_follows_the_last_term_and_can_be_undone(
    page: LecturerPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    who = pool(teaching)["张广运"]
    page.aim(who)
    click(page, qtbot, "lecturer-appoint")
    dialog = QApplication.activeModalWidget()
    assert dialog["starts_on"].date() == QDate(2027, 1, 1)
    assert dialog["ends_on"].date() == QDate(2029, 12, 31)
    assert dialog["issuer"].text() == "中共嘉祥县委组织部"
    keep(dialog, "lecturer-appoint")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page.card.shown is not None
    assert [term.ends_on.year for term in page.card.shown.appointments] == [2029, 2026]
    assert page.terms.current.starts_on == date(2027, 1, 1)
    desk.messages.undo()
    assert len(page.card.shown.appointments) == 1


def test_an_overlapping_term_is_refused_in_the_form(
    page: LecturerPage, teaching: Teaching, qtbot: QtBot
) -> None:
    page.aim(pool(teaching)["孔令岩"])
    click(page, qtbot, "lecturer-appoint")
    dialog = QApplication.activeModalWidget()
    dialog["starts_on"].setDate(QDate(2026, 1, 1))
    assert dialog["ends_on"].date() == QDate(2028, 12, 31)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "2028-06-30" in dialog.error.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_certificate_is_issued_and_shown(
    page: LecturerPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    page.aim(pool(teaching)["孔令岩"])
    assert words(page, "lecturer-certificate") == "签发聘书"
    click(page, qtbot, "lecturer-certificate")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PreviewDialog))
    preview = QApplication.activeModalWidget()
    assert preview.document.pages == 1
    ((title, text),) = desk.messages.asked
    assert title == "签发聘书"
    assert "孔令岩" in text
    preview.reject()
    with desk.workspace.read() as session:
        (row,) = certificate.list_rows(session)
    assert (row.number, row.holder) == ("ZS-聘-2026-0001", "孔令岩")
    assert row.state is CertificateState.issued
    assert words(page, "lecturer-certificate") == "看聘书"
    assert not page.bound_acts["lecturer-correct"].can
    click(page, qtbot, "lecturer-certificate")
    assert desk.go.places == [("certificate", "ZS-聘-2026-0001")]


def test_saying_no_gives_no_number(
    page: LecturerPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    page.aim(pool(teaching)["孔令岩"])
    desk.messages.yes = False
    click(page, qtbot, "lecturer-certificate")
    with desk.workspace.read() as session:
        assert certificate.list_rows(session) == ()


def test_who_is_moved_out_can_be_brought_back(
    page: LecturerPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    who = pool(teaching)["李延庆"]
    page.aim(who)
    page.bound_acts["lecturer-retire"].trigger()
    assert "李延庆" not in names(page)
    desk.messages.undo()
    assert "李延庆" in names(page)
    page.aim(who)
    page.bound_acts["lecturer-retire"].trigger()
    page.gone.click()
    click(page, qtbot, "lecturer-state-已移出")
    assert names(page) == ["李延庆"]
    assert not page.bound_acts["lecturer-edit"].can
    page.bound_acts["lecturer-restore"].trigger()
    assert len(names(page)) == 4


def test_a_change_leaves_the_phone_alone(
    page: LecturerPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    who = pool(teaching)["李延庆"]
    with desk.workspace.write("lecturer.update") as session:
        draft = lecturer.LecturerDraft(
            "李延庆", lecturer.LecturerSource.invited, phone="13805379999"
        )
        lecturer.update(session, who, draft)
    page.aim(who)
    click(page, qtbot, "lecturer-edit")
    dialog = QApplication.activeModalWidget()
    assert "138****9999" in dialog["phone"].placeholderText()
    type_text(dialog["topics"], "果树栽培")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page.card.shown is not None
    assert (page.card.shown.topics, page.card.shown.phone_masked) == ("果树栽培", "138****9999")


def test_this_years_lessons_lead_to_the_sign_in_desk(
    page: LecturerPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    who = pool(teaching)["孔令岩"]
    lesson = teaching.lesson(at(24, 8, 30))
    with desk.workspace.write("booking.book") as session:
        booking.book(session, lesson, who)
    page.aim(who)
    assert page.card.findChild(QLabel, "lecturer-lessons-heading").text() == "今年的课 1"
    page.lessons.selectRow(0)
    qtbot.keyClick(page.lessons, Qt.Key.Key_Return)
    assert desk.go.places == [("sign_in", lesson)]


@pytest.mark.parametrize("percent", [100, 125])
def test_the_whole_page_as_it_looks(
    desk: Desk, teaching: Teaching, qtbot: QtBot, percent: int
) -> None:
    theme.use(QApplication.instance(), theme.Theme(percent))
    who = pool(teaching)
    for number, name in enumerate(("欧阳刘明芳", "阿卜杜热合曼·麦麦提图尔逊", "䶮𬍛𬭎", "赵静")):
        teaching.lecturer(
            name, topics="党章党规党纪、基层组织建设、党员发展工作实务" if number else ""
        )
    for day in (23, 24, 25, 26, 27):
        lesson = teaching.lesson(at(day, 14))
        with desk.workspace.write("booking.book") as session:
            booking.book(session, lesson, who["张广运"])
    made = LecturerPage(desk)
    qtbot.addWidget(made)
    made.header_buttons()
    made.resize(1170, 712)
    made.show()
    made.enter(who["张广运"])
    qtbot.wait(50)  # pills are laid out in the next turn
    keep(made, f"lecturer-{percent}")
    assert made.card.shown is not None
    assert made.card.shown.state.word == "将到期"
    assert made.card.width() + made.table.width() <= 1170
