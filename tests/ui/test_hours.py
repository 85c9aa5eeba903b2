"""The ledger's page: views, doors, records, corrections, closing gaps, papers, workbooks."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from models.branch import Branch
from models.member import Member, Role
from services import hours, sign_in, training_class
from services.core import settings
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.hours import CorrectionDraft
from services.sign_in import SignInMethod
from tests.helpers.keys import type_text
from tests.helpers.pages import LEFT, button_of, chooser, dialog, press, said, settle, show, travels
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import fill
from ui.core import theme
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.hours.dialogs import CorrectionForm, OnlineForm
from ui.hours.page import HoursPage
from ui.hours.plan import GainDialog, PlanDialog

CTRL = Qt.KeyboardModifier.ControlModifier


class Town:
    """Four people of two branches: one at the target, one near, one far, a secretary."""

    def __init__(self, school: Workspace, clock: FixedClock) -> None:
        self.school, self.clock = school, clock
        self.teaching = Teaching(school)
        self.people = self.teaching.members(4)
        with school.write("test.town") as session:
            other = session.make(Branch, name="南村党支部", short_name="南村党支部")
            session.flush()
            session.require(Member, self.people[3]).branch_id = other.id
            session.require(Member, self.people[3]).role = Role.secretary
        self.past = self.teaching.class_("春季轮训班")
        self.taught = self.teaching.lesson(at(2, 8, month=11), class_id=self.past)
        self.teaching.enrol(self.past, self.people)
        for who in (self.people[0], self.people[3]):
            with school.write("sign_in.record") as session:
                sign_in.record(session, self.taught, who, method=SignInMethod.paper)
        self.give(self.people[0], "30")
        self.give(self.people[1], "28")
        self.coming = self.teaching.class_("冬季补学班")
        self.next = self.teaching.lesson(at(27, 8), class_id=self.coming)

    def give(self, who: UUID, worth: str) -> None:
        with self.school.write("hours.record_correction") as session:
            draft = CorrectionDraft(
                date(2026, 5, 6), Decimal(worth), "县里培训", "嘉组发〔2026〕7号", "王主任"
            )
            hours.record_correction(session, who, draft)

    def hours(self, who: UUID) -> Decimal:
        with self.school.read() as session:
            return hours.totals(session, session.owner, 2026).get(who, Decimal(0))

    def enrolled(self) -> set[UUID]:
        with self.school.read() as session:
            return {row.member_id for row in training_class.detail(session, self.coming).roster}


@pytest.fixture
def town(school: Workspace, clock: FixedClock) -> Town:
    return Town(school, clock)


def open_page(qtbot: QtBot, desk: Desk) -> HoursPage:
    """The page as it is shown, its header's buttons out of the picture's way."""
    page = show(qtbot, HoursPage(desk))
    for name in ("hours-export", "hours-online"):
        made = page.findChild(QPushButton, name)
        assert made is not None
        made.resize(1, 1)
    return page


def names(page: HoursPage) -> list[str]:
    return [row.name for row in page.people.shown]


def turn_to(qtbot: QtBot, page: HoursPage, place: int) -> None:
    """By Ctrl+T, which goes through the views one by one."""
    while page.place != place:
        before = page.place
        qtbot.keyClick(page, Qt.Key.Key_T, CTRL)
        assert page.place == (before + 1) % 5


def enter(qtbot: QtBot, desk: Desk, table) -> None:  # type: ignore[no-untyped-def]
    """Open the first row by the keyboard."""
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, desk)


def test_an_empty_school_is_led_to_its_roster(desk: Desk, qtbot: QtBot) -> None:
    page = open_page(qtbot, desk)
    keep(page, "hours-empty")
    assert button_of(page, "hours-online").property("role") == ""
    press(qtbot, page, "hours-import")
    assert travels(desk) == [("member", "import")]


def test_everybody_is_listed_with_state_and_each_line_opens_its_lesson(
    desk: Desk, town: Town, qtbot: QtBot
) -> None:
    page = open_page(qtbot, desk)
    assert len(names(page)) == 4
    page.people.choose(town.people[0])
    assert page.person.hours.text() == "34"
    assert page.person.outlook.text() == "已达到全年目标。"
    assert [line.source for line in page.person.lines.rows_model.rows] == [
        "签到表补录",
        "嘉组发〔2026〕7号，王主任批准",
    ]
    keep(page, "hours-person")
    qtbot.keyClick(page.people.table, Qt.Key.Key_Return)
    assert page.person.lines.hasFocus()
    enter(qtbot, desk, page.person.lines)
    assert travels(desk) == [("sign_in", town.taught)]
    page.people.choose(town.people[1])
    assert "另有 4 学时的课可以报名" in page.person.outlook.text()
    page.people.choose(town.people[2])
    assert page.person.outlook.text().endswith("按已排的课补不齐。")


def test_the_list_is_narrowed_by_name_state_post_and_branch(
    desk: Desk, town: Town, qtbot: QtBot
) -> None:
    page = open_page(qtbot, desk)
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    type_text(page.people.field, "wxl")
    assert names(page) == ["王秀兰"]
    qtbot.keyClick(page.people.field, Qt.Key.Key_Escape)
    for target, wanted in (
        ("behind", 3), ("leaders-behind", 1), ("out_of_reach", 2), ("reached", 1), ("all", 4),
    ):  # fmt: skip
        page.aim(target)
        assert len(names(page)) == wanted, target
        assert page.people.count.text() == f"列出 {wanted} 人"
    page.people.branch.setCurrentText("南村党支部")
    assert len(names(page)) == 1
    page.aim(town.people[0])
    assert page.row is not None
    assert page.row.id == town.people[0]


def test_each_group_opens_its_people(desk: Desk, town: Town, qtbot: QtBot) -> None:
    page = open_page(qtbot, desk)
    turn_to(qtbot, page, 1)
    keep(page, "hours-branches")
    table = page.branches.table
    assert [(g.words, g.people, g.reached) for g in table.rows_model.rows] == [
        ("南村党支部", 1, 0),
        ("石桥村党支部", 3, 1),
    ]
    enter(qtbot, desk, table)
    assert [row.branch for row in page.people.shown] == ["南村党支部"]
    turn_to(qtbot, page, 1)
    bars = page.branches.bars
    assert "南村党支部 0.0%，石桥村党支部 33.3%" in bars.accessibleName()
    qtbot.mouseClick(bars, LEFT, pos=QPoint(20, bars.height() - 10))  # the last: most reached
    assert len(names(page)) == 3
    turn_to(qtbot, page, 2)
    keep(page, "hours-posts")
    enter(qtbot, desk, page.posts.table)
    assert [row.role for row in page.people.shown] == [Role.secretary]


def test_a_month_opens_who_was_taught_in_it(desk: Desk, town: Town, qtbot: QtBot) -> None:
    page = open_page(qtbot, desk)
    turn_to(qtbot, page, 3)
    keep(page, "hours-months")
    rows = page.months.table.rows_model.rows
    assert (rows[10].person_times, rows[10].hours, rows[4].hours) == (2, 8, 58)
    bars = page.months.bars
    qtbot.mouseClick(bars, LEFT, pos=QPoint(int(bars.width() * 10.5 / 12), bars.height() - 60))
    settle(qtbot, desk)
    assert page.people.month.text().startswith("11 月　2 人，2 人次，8 学时")
    assert {row.id for row in page.people.shown} == {town.people[0], town.people[3]}
    keep(page, "hours-one-month")
    press(qtbot, page, "hours-month")
    assert len(names(page)) == 4


def test_another_year_is_shown_by_key(desk: Desk, town: Town, qtbot: QtBot) -> None:
    page = open_page(qtbot, desk)
    qtbot.keyClick(page, Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: page.years.year == 2025)
    settle(qtbot, desk)
    assert {row.state for row in page.people.shown} == {hours.State.missed}
    assert page.person.lines.isHidden()


def test_online_study_of_several_is_recorded_once_and_undone(
    desk: Desk, town: Town, qtbot: QtBot
) -> None:
    page = open_page(qtbot, desk)
    page.people.table.selectAll()
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    form = dialog(qtbot, OnlineForm)
    keep(form, "hours-online")
    press(qtbot, form, "form-save")
    assert form.error.text() == "请填写学习内容。"
    type_text(form["title"], "党员教育网专题班")
    form.minutes.setValue(90)
    assert form["hours"].value() == 2
    press(qtbot, form, "online-half")
    assert form["hours"].value() == 4
    qtbot.keyClick(form["title"], Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert said(desk).said[-1].startswith("已给 4 人记下。撤销：")
    assert [town.hours(who) for who in town.people] == [38, 32, 4, 8]
    page.people.choose(town.people[2])
    assert page.person.hours.text() == "4"
    undo = said(desk).undo
    assert undo is not None
    undo()
    settle(qtbot, desk)
    assert town.hours(town.people[2]) == 0
    assert said(desk).said[-1] == "已撤销：给 4 人记在线学习。"


def test_a_correction_needs_everything_and_is_undone_from_its_line(
    desk: Desk, town: Town, qtbot: QtBot
) -> None:
    page = open_page(qtbot, desk)
    page.people.choose(town.people[2])
    qtbot.keyClick(page, Qt.Key.Key_G, CTRL)
    form = dialog(qtbot, CorrectionForm)
    form.findChild(QDoubleSpinBox, "correction-hours").setValue(6.5)
    for name, words, error in (
        ("correction-reason", "县里培训未签到", "请填写更正原因。请填写依据文号。请填写批准人。"),
        ("correction-paper", "仲党校〔2026〕3号", "请填写依据文号。请填写批准人。"),
        ("correction-approved_by", "王主任", "请填写批准人。"),
    ):
        press(qtbot, form, "form-save")
        assert form.error.text() == error
        field = form.findChild(QLineEdit, name)
        assert field is not None
        type_text(field, words)
    keep(form, "hours-correction")
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert town.hours(town.people[2]) == Decimal("6.5")
    enter(qtbot, desk, page.person.lines)
    _, text = said(desk).asked[-1]
    assert "仲党校〔2026〕3号，王主任批准" in text
    settle(qtbot, desk)
    assert town.hours(town.people[2]) == 0


def test_f2_says_that_hours_are_derived(desk: Desk, town: Town, qtbot: QtBot) -> None:
    page = open_page(qtbot, desk)
    qtbot.keyClick(page.people.table, Qt.Key.Key_F2)
    assert "不能在表里改" in said(desk).said[-1]


def test_a_gap_is_closed_by_joining_the_lessons_planned(
    desk: Desk, town: Town, qtbot: QtBot
) -> None:
    page = open_page(qtbot, desk)
    page.people.choose(town.people[1])
    qtbot.keyClick(page, Qt.Key.Key_B, CTRL)
    settle(qtbot, desk)
    plan = dialog(qtbot, PlanDialog)
    keep(plan, "hours-plan")
    assert plan.words.text().endswith("再报名下面 1 节课，可得 4 学时，就能达标。")
    qtbot.keyClick(plan, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert town.enrolled() == {town.people[1]}
    assert said(desk).said[-1].startswith("已报名 1 个班。撤销：")
    page.people.choose(town.people[1])
    assert "已报名的课还有 4 学时" in page.person.outlook.text()
    undo = said(desk).undo
    assert undo is not None
    undo()
    assert town.enrolled() == set()


def test_a_lesson_shows_whom_it_helps_and_enrols_them(desk: Desk, town: Town, qtbot: QtBot) -> None:
    page = open_page(qtbot, desk)
    turn_to(qtbot, page, 4)
    keep(page, "hours-coming")
    enter(qtbot, desk, page.coming.table)
    found = dialog(qtbot, GainDialog)
    keep(found, "hours-gains")
    assert found.go.text() == "报名 1 人"  # the one whom it brings to the target
    found.table.selectRow(1)
    qtbot.keyClick(found.table, Qt.Key.Key_Space)
    assert found.go.text() == "报名 2 人"
    qtbot.mouseClick(found.go, LEFT)
    settle(qtbot, desk)
    assert len(town.enrolled()) == 2
    assert town.people[1] in town.enrolled()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hours-record", "叁拾肆学时"),
        ("hours-print-branch", "石桥村支部委员会"),
        ("hours-print-tasks", "七项基本任务"),
    ],
)
def test_papers_open_in_the_preview_and_are_noted(
    desk: Desk, town: Town, qtbot: QtBot, tmp_path: Path, name: str, words: str
) -> None:
    page = open_page(qtbot, desk)
    page.people.choose(town.people[0])
    press(qtbot, page, name)
    settle(qtbot, desk)
    paper = dialog(qtbot, PreviewDialog)
    assert words in pages(paper.pdf)[0].replace("\r\n", "").replace("\n", "")
    chooser(desk).answer = tmp_path / "paper.pdf"
    press(qtbot, paper, "preview-save")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    with town.school.read() as session:
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))
    assert verbs[-1].startswith("hours.print_")
    paper.reject()


def test_what_is_listed_goes_to_excel_as_it_is_listed(
    desk: Desk, town: Town, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page(qtbot, desk)
    page.aim("behind")
    for place, rows in enumerate((3, 2, 2, 12, 1)):
        turn_to(qtbot, page, place)
        chooser(desk).answer = tmp_path / f"view-{place}"
        press(qtbot, page, "hours-export")
        settle(qtbot, desk)
        book = CalamineWorkbook.from_path(tmp_path / f"view-{place}.xlsx")
        assert len(book.get_sheet_by_index(0).to_python()) == rows + 1
    assert said(desk).said[-1] == "已导出：view-4.xlsx"
    page.aim(town.people[0])
    for name, rows in (("hours-lines-export", 2), ("hours-export-tasks", 8)):
        chooser(desk).answer = tmp_path / f"{name}.xlsx"
        press(qtbot, page, name)
        settle(qtbot, desk)
        book = CalamineWorkbook.from_path(tmp_path / f"{name}.xlsx")
        assert len(book.get_sheet_by_index(0).to_python()) == rows + 1
    chooser(desk).answer = None
    press(qtbot, page, "hours-export")  # Esc in the system's dialog
    assert len(said(desk).said) == 7


def test_a_new_target_shows_at_once(desk: Desk, town: Town, qtbot: QtBot) -> None:
    page = open_page(qtbot, desk)
    with town.school.write("settings.change") as session:
        settings.change(session, {settings.TARGET_MEMBER.key: "28"}, 2026)
    settle(qtbot, desk)
    page.aim("reached")
    assert len(names(page)) == 2


def test_many_people_with_long_names(desk: Desk, qtbot: QtBot, school: Workspace) -> None:
    fill(school, members=200, lessons=80, sign_ins=900)
    with school.write("test.names") as session:
        for row in session.query(Branch):
            row.short_name = f"{row.short_name}第二网格综合党支部联合委员会"
    page = open_page(qtbot, desk)
    keep(page, "hours-many")
    for number, name in ((1, "branches"), (3, "months"), (4, "coming")):
        page.show_view(number)
        keep(page, f"hours-many-{name}")
    assert len(names(page)) == 200


def test_larger_text_leaves_room_for_everything(
    desk: Desk, town: Town, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.use(qapp, theme.Theme(150))
    page = open_page(qtbot, desk)
    page.people.choose(town.people[1])
    keep(page, "hours-150")
    assert page.person.width() + page.people.table.width() < page.width()
    page.show_view(1)
    keep(page, "hours-150-branches")


def test_the_keys_work_from_the_header_and_find_leads_back_to_the_people(
    desk: Desk, town: Town, qtbot: QtBot
) -> None:
    page = open_page(qtbot, desk)
    page.people.choose(town.people[1])
    turn_to(qtbot, page, 3)
    header = button_of(page, "hours-online")
    header.setFocus()
    qtbot.keyClick(header, Qt.Key.Key_G, CTRL)
    assert said(desk).said == ["现在不能“更正”：先在“按人”的名单里选一个在册的人。"], (
        "nobody is corrected who is out of sight"
    )
    qtbot.keyClick(header, Qt.Key.Key_F, CTRL)
    assert page.people.field.hasFocus()
    header.setFocus()
    qtbot.keyClick(header, Qt.Key.Key_G, CTRL)
    dialog(qtbot, CorrectionForm).reject()


def test_the_right_button_offers_what_can_be_done_with_a_person(
    desk: Desk, town: Town, qtbot: QtBot
) -> None:
    """Who has reached the target has no gap to close: the entry is not there, the key says why."""
    page = open_page(qtbot, desk)

    def entries() -> set[str]:
        menu = page.people.table.make_menu()
        found = {one.text() for one in menu.actions()}
        menu.deleteLater()
        return found

    page.people.choose(town.people[1])
    assert {"补齐\tCtrl+B", "更正\tCtrl+G", "学时证明\tCtrl+P"} <= entries()
    page.people.choose(town.people[0])
    assert "补齐\tCtrl+B" not in entries()
    qtbot.keyClick(page, Qt.Key.Key_B, CTRL)
    assert said(desk).said == ["现在不能“补齐”：只用于学时还不够的人。"]
