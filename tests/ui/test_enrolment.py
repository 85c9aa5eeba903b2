"""Enrolment through the dialog and the roster: six ways, the waiting list, the papers."""

from pathlib import Path
from uuid import UUID

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.audit import AuditEntry
from models.branch import Branch
from models.member import Member, MemberKind, Role
from models.training_class import TrainingClass
from tests.helpers.pages import chooser, dialog, leave, press, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.class_papers.notice import NoticeDialog
from ui.core import keys, theme
from ui.core.desk import Desk
from ui.core.finding import child
from ui.core.messages import ReasonDialog
from ui.core.preview import PreviewDialog
from ui.enrolment.dialog import WAYS, EnrolDialog
from ui.enrolment.pick import PickDialog
from ui.training_class.page import TrainingClassPage

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class People:
    """Sixteen people of two branches, four of them namesakes of the other branch's."""

    def __init__(self, teaching: Teaching) -> None:
        self.teaching, self.space = teaching, teaching.workspace
        self.ids = teaching.members(16)
        with self.space.write("member.update") as session:
            second = session.make(
                Branch, name="中共仲山镇布山村支部委员会", short_name="布山村党支部"
            )
            session.flush()
            for key in self.ids[10:]:
                session.require(Member, key).branch_id = second.id
            session.require(Member, self.ids[0]).role = Role.secretary
            session.require(Member, self.ids[1]).role = Role.committee
            session.require(Member, self.ids[2]).kind = MemberKind.probationary
            session.require(Member, self.ids[3]).floating = True
            session.note("member.update")
        self.class_id = teaching.class_()
        teaching.lesson(at(24, 8, 30), class_id=self.class_id)

    def hold(self, places: int | None) -> None:
        with self.space.write("training_class.change") as session:
            session.require(TrainingClass, self.class_id).places = places
            session.note("training_class.change")

    def names(self, *places: int) -> list[str]:
        with self.space.read() as session:
            return [session.require(Member, self.ids[place]).name for place in places]


@pytest.fixture
def people(desk: Desk) -> People:
    return People(Teaching(desk.workspace))


@pytest.fixture
def page(desk: Desk, people: People, qtbot: QtBot) -> TrainingClassPage:
    made = show(qtbot, TrainingClassPage(desk))
    made.aim(people.class_id)
    made.tabs.setCurrentIndex(1)
    settle(qtbot, desk)
    return made


def enrolling(qtbot: QtBot, page: TrainingClassPage, way: str = "one") -> EnrolDialog:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page, Qt.Key.Key_B, CONTROL)
    settle(qtbot, page.desk)
    made = dialog(qtbot, EnrolDialog)
    qtbot.waitUntil(made.isActiveWindow)
    number = [key for key, _ in WAYS].index(way)
    qtbot.keyClick(made, Qt.Key(Qt.Key.Key_1 + number), ALT)
    return made


def summary(made: QDialog) -> str:
    found = made.findChild(QLabel, "enrol-summary")
    assert found is not None
    return str(found.text())


def members(page: TrainingClassPage) -> list[UUID]:
    return [row.member_id for row in page.roster_tab.table.rows_model.rows]


def waiting(page: TrainingClassPage) -> list[UUID]:
    return [row.member_id for row in page.roster_tab.waiting.table.rows_model.rows]


def test_a_whole_branch_and_some_of_another(
    page: TrainingClassPage, people: People, qtbot: QtBot
) -> None:
    made = enrolling(qtbot, page, "branch")
    branches = made.people.branches.table
    assert branches.hasFocus()
    assert [line.short_name for line in branches.rows_model.rows] == [
        "布山村党支部",
        "石桥村党支部",
    ]
    qtbot.keyClick(branches, Qt.Key.Key_Space)
    assert made.go.text() == "报名 6 人"
    qtbot.keyClick(branches, Qt.Key.Key_Down)
    assert len(made.table.rows_model.rows) == 10
    made.table.setFocus()
    qtbot.keyClick(made.table, Qt.Key.Key_Space)
    marks = [branches.columns[0].text(line) for line in branches.rows_model.rows]
    counts = [branches.columns[2].text(line) for line in branches.rows_model.rows]
    assert (marks, counts) == (["✓", "－"], ["6 / 6", "1 / 10"])
    keep(made, "enrol-branch")
    qtbot.keyClick(made, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(members(page)) == 7)
    assert set(people.ids[10:]) < set(members(page))


def test_a_branch_is_unticked_as_a_whole(page: TrainingClassPage, qtbot: QtBot) -> None:
    made = enrolling(qtbot, page, "branch")
    branches = made.people.branches.table
    spot = branches.visualRect(branches.model().index(0, 0)).center()
    qtbot.mouseClick(branches.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert made.count.text() == "已勾选 6 人，看名单"
    qtbot.mouseClick(branches.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert not made.go.isEnabled()
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible(), "nothing is ticked, nothing is asked"


def test_by_role_and_kind(page: TrainingClassPage, people: People, qtbot: QtBot) -> None:
    made = enrolling(qtbot, page, "role")
    assert made.people.roles.pills["secretary"].text() == "支部书记 1"
    assert not made.people.roles.pills["guest"].isEnabled()
    for key in ("secretary", "probationary", "floating"):
        press(qtbot, made, f"enrol-role-{key}")
    found = {row.id for row in made.table.rows_model.rows}
    assert found == {people.ids[0], people.ids[2], people.ids[3]}
    keep(made, "enrol-role")
    qtbot.keyClick(made, Qt.Key.Key_A, ALT)
    qtbot.waitUntil(lambda: made.go.text() == "报名 3 人")
    press(qtbot, made, "enrol-go")
    assert set(members(page)) == found


def test_by_the_hours_that_are_missing(
    page: TrainingClassPage, people: People, qtbot: QtBot
) -> None:
    made = enrolling(qtbot, page, "gap")
    made.people.gap.least.setValue(33)
    rows = made.table.rows_model.rows
    assert {row.id for row in rows} == {people.ids[0], people.ids[1]}, "56 for leaders"
    made.people.gap.least.setValue(4)
    assert [row.missing for row in made.table.rows_model.rows[:3]] == [56, 56, 32]
    made.reject()


def test_pasted_names_are_matched_and_doubts_settled_one_by_one(
    page: TrainingClassPage, people: People, qtbot: QtBot
) -> None:
    made = enrolling(qtbot, page, "paste")
    assert made.paste.text.hasFocus()
    namesake, unknown = people.names(0)[0], "王秀蓝"
    made.paste.text.setPlainText(f"赵春红、黄海山\n{namesake}\n{unknown}\n赵春红")
    qtbot.waitUntil(lambda: made.go.text() == "报名 2 人")
    assert made.paste.count.text() == "认出 2 · 请选是谁 1 · 没找到 1 · 重复 1"
    assert "2 行还没认出是谁，不会报名" in summary(made)
    keep(made, "enrol-paste")
    qtbot.keyClick(made, Qt.Key.Key_D, ALT)
    asked = dialog(qtbot, PickDialog)
    qtbot.waitUntil(asked.isActiveWindow)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert asked.isVisible(), "Enter alone decides nothing"
    keep(asked, "enrol-pick")
    qtbot.keyClick(asked.table, Qt.Key.Key_Down)
    chosen = asked.table.current
    assert chosen is not None
    assert chosen.id in (people.ids[0], people.ids[12])
    qtbot.keyClick(asked.table, Qt.Key.Key_Return)
    assert made.go.text() == "报名 3 人"
    (line,) = made.paste.lines.marked()
    assert line.written.name == unknown, "on to the next open line"
    qtbot.keyClick(made.paste.lines, Qt.Key.Key_Return)
    asked = dialog(qtbot, PickDialog)
    assert {row.name for row in asked.table.rows_model.rows} == {namesake}, "read the same"
    qtbot.keyClicks(asked.field, "ljg")
    asked.reject()
    made.paste.text.setPlainText(f"赵春红\n{namesake}")
    made.paste.read()
    assert made.go.text() == "报名 2 人", "who is named no more is not enrolled"
    press(qtbot, made, "enrol-go")
    assert {people.ids[6], chosen.id} == set(members(page))


def test_unsure_lines_of_a_list_come_back_until_they_are_settled_or_dropped(
    page: TrainingClassPage, people: People, qtbot: QtBot
) -> None:
    made = enrolling(qtbot, page, "paste")
    text = "#接龙\n1.赵春红✅\n2、黄海山（请假）\n3.王秀蓝\n③李建国+1\n石桥村：刘小凤、钱进书记"
    made.paste.text.setPlainText(text)
    made.paste.read()
    told = [(n.written.text, n.match.word) for n in made.paste.lines.rows_model.rows]
    assert ("#接龙", "不是人名") in told
    assert ("黄海山(请假)", "来不来请定") in told
    assert "关闭后还留着" in summary(made)
    keep(made, "enrol-unsure")
    chosen = len(made.paste.meant())
    press(qtbot, made, "enrol-go")
    qtbot.waitUntil(lambda: len(members(page)) == chosen)
    again = enrolling(qtbot, page, "paste")
    lines = again.paste.lines.rows_model.rows
    assert {n.written.where for n in lines} == {"上次"}
    assert "黄海山(请假)" in [n.written.text for n in lines]
    again.paste.lines.choose(lambda n: n.written.text.startswith("黄海山"))
    qtbot.keyClick(again, Qt.Key.Key_D, ALT)
    asked = dialog(qtbot, PickDialog)
    keep(asked, "enrol-asked")
    qtbot.keyClick(asked.table, Qt.Key.Key_Down)
    qtbot.keyClick(asked.table, Qt.Key.Key_Return)
    assert again.go.text() == "报名 1 人", "they come after all"
    press(qtbot, again, "enrol-go")
    qtbot.waitUntil(lambda: len(members(page)) == chosen + 1)
    last = enrolling(qtbot, page, "paste")
    left = len(last.paste.lines.rows_model.rows)
    assert left == len(lines) - 1
    press(qtbot, last, "enrol-paste-drop")
    assert last.paste.waiting == 0
    last.reject()
    fresh = enrolling(qtbot, page, "paste")
    assert fresh.paste.lines.rows_model.rows == []
    assert not fresh.paste.drop.isVisible()
    fresh.reject()


def test_an_excel_list_is_read_and_who_is_in_already_is_told(
    page: TrainingClassPage, people: People, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    people.teaching.enrol(people.class_id, people.ids[6:7])
    path = tmp_path / "名单.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    rows = [("姓名", "所在党支部"), ("赵春红", "石桥村"), ("王秀兰", "布山村党支部"), ("钱进", "")]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    chooser(desk).answer = path
    made = enrolling(qtbot, page, "sheet")
    QTest.keySequence(made, QKeySequence(keys.IMPORT.keys))
    qtbot.waitUntil(lambda: made.sheet.count.text() == "认出 2 · 没找到 1")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is made)
    assert "名单上 1 人已报过，不重复" in summary(made)
    keep(made, "enrol-sheet")
    press(qtbot, made, "enrol-go")
    assert set(members(page)) == {people.ids[6], people.ids[12]}
    desk.history.take_back()
    assert members(page) == [people.ids[6]], "a list is one step"
    desk.history.redo()
    assert set(members(page)) == {people.ids[6], people.ids[12]}


def test_a_file_that_is_no_list_is_refused(
    page: TrainingClassPage, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    path = tmp_path / "课程.csv"
    path.write_text("课程,时间\n党史,9:00\n", encoding="utf-8")
    chooser(desk).answer = path
    made = enrolling(qtbot, page, "sheet")
    press(qtbot, made, "enrol-sheet-file")
    settle(qtbot, desk)
    assert "没有找到“姓名”" in str(said(desk).errors[-1])
    made.reject()


def test_a_ticked_name_of_a_list_can_be_left_out(
    page: TrainingClassPage, people: People, qtbot: QtBot
) -> None:
    made = enrolling(qtbot, page, "paste")
    made.paste.text.setPlainText("赵春红\n黄海山")
    made.paste.read()
    qtbot.keyClick(made, Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(made.count.isChecked)
    assert {row.name for row in made.table.rows_model.rows} == {"赵春红", "黄海山"}
    qtbot.keyClick(made.table, Qt.Key.Key_Space)
    assert made.go.text() == "报名 1 人"
    leave(qtbot, made)
    assert members(page) == []


def test_a_full_class_lets_people_wait_or_takes_them_with_a_reason(
    page: TrainingClassPage, people: People, qtbot: QtBot, desk: Desk
) -> None:
    people.hold(4)
    page.refresh()
    made = enrolling(qtbot, page, "branch")
    qtbot.keyClick(made.people.branches.table, Qt.Key.Key_Space)
    assert made.go.text() == "报名 4 人，候补 2 人"
    assert "名额 4 个，已报 0 人；这次新报 6 人；名额不够，其中 2 人排到候补" in summary(made)
    assert made.over.text() == "全部报名，超 2 人"
    press(qtbot, made, "enrol-over")
    asked = dialog(qtbot, ReasonDialog)
    assert asked.isVisible()
    asked.reject()
    assert made.isVisible()
    assert members(page) == [], "without a reason nothing is done"
    press(qtbot, made, "enrol-go")
    assert (len(members(page)), len(waiting(page))) == (4, 2)
    assert "候补 2 人" in said(desk).said[-1]
    assert page.roster_tab.facts.accessibleName() == "名额 4，已满"
    again = enrolling(qtbot, page)
    qtbot.keyClicks(again.field, "zch")
    qtbot.keyClick(again.field, Qt.Key.Key_Return)
    press(qtbot, again, "enrol-over")
    asked = dialog(qtbot, ReasonDialog)
    qtbot.keyClicks(asked.reason, "zhenwei")
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    assert not again.isVisible()
    assert len(members(page)) == 5
    assert page.roster_tab.facts.accessibleName() == "名额 4，超 1 人"


def test_a_place_that_becomes_free_is_offered_and_taken_by_one_click(
    page: TrainingClassPage, people: People, qtbot: QtBot, desk: Desk
) -> None:
    people.hold(2)
    people.teaching.enrol(people.class_id, people.ids[:5])
    tab = page.roster_tab
    assert not tab.waiting.offer.isVisible()
    page.roster_tab.table.setFocus()
    page.roster_tab.table.selectRow(0)
    qtbot.keyClick(page.roster_tab.table, Qt.Key.Key_Delete)
    assert tab.waiting.words.accessibleName() == (
        f"空出 1 个名额：候补第 1 位 {people.names(2)[0]}，转入名单？"
    )
    keep(page, "roster-offer")
    press(qtbot, page, "waiting-offer")
    assert members(page) == people.ids[1:3]
    assert waiting(page) == people.ids[3:5]
    undo = said(desk).undo
    assert undo is not None
    undo()
    assert waiting(page) == people.ids[2:5]
    qtbot.keyClick(page, Qt.Key.Key_Z, CONTROL)
    assert members(page) == people.ids[:2], "and the removal before it"


def test_the_waiting_list_is_ordered_and_left(
    page: TrainingClassPage, people: People, qtbot: QtBot, desk: Desk
) -> None:
    people.hold(1)
    people.teaching.enrol(people.class_id, people.ids[:4])
    tab = page.roster_tab
    press(qtbot, page, "roster-waiting")
    table = tab.waiting.table
    table.setFocus()
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_Up, ALT)
    assert waiting(page) == [people.ids[1], people.ids[3], people.ids[2]]
    assert table.marked()[0].member_id == people.ids[3], "and stays chosen"
    press(qtbot, page, "waiting-down")
    assert waiting(page) == people.ids[1:4]
    keep(page, "roster-waiting")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert waiting(page) == people.ids[1:3]
    said(desk).reason = ""
    table.selectRow(0)
    press(qtbot, page, "waiting-in")
    assert "超出 1 人" in said(desk).warnings[-1]
    assert waiting(page) == people.ids[1:3]
    said(desk).reason = "镇里加派"
    press(qtbot, page, "waiting-in")
    assert members(page) == people.ids[:2]


def test_everything_fits_at_large_text(desk: Desk, people: People, qtbot: QtBot) -> None:
    theme.use(QApplication.instance(), theme.Theme(150))
    people.hold(2)
    people.teaching.enrol(people.class_id, people.ids[:5])
    with people.space.write("enrolment.remove_enrolment") as session:
        from services import enrolment

        enrolment.remove_enrolment(session, people.class_id, people.ids[0])
    page = show(qtbot, TrainingClassPage(desk))
    page.aim(people.class_id)
    settle(qtbot, page.desk)
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(page.roster_tab.waiting.offer.isVisible)
    for name in ("class-enrol", "roster-waiting", "waiting-offer", "class-remove"):
        made = page.findChild(QPushButton, name)
        assert made is not None
        assert made.width() >= made.sizeHint().width(), name
    assert page.roster_tab.table.height() >= 3 * page.roster_tab.table.rowHeight(0)
    keep(page, "roster-150")


def test_the_papers_of_a_class(
    page: TrainingClassPage, people: People, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    keys = CONTROL | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page, Qt.Key.Key_M, keys)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions()] == [
        "打印参训名册",
        "打印参训名册（完整电话）",
        "打印课程表",
        "培训通知",
        "打印学员卡",
    ]
    menu.close()
    page.bound_acts["class-roster-paper"].trigger()
    assert "先报名" in said(desk).explained[-1][1]
    people.teaching.enrol(people.class_id, people.ids)

    def verbs() -> list[str]:
        with desk.workspace.read() as session:
            return list(session.scalars(select(AuditEntry.verb)))

    for name in ("class-roster-paper", "class-roster-full", "class-timetable"):
        page.bound_acts[name].trigger()
        settle(qtbot, desk)
        preview = dialog(qtbot, PreviewDialog)
        assert preview.document.pages == 1
        preview.reject()
    assert verbs().count("class_papers.show_phones") == 1
    page.bound_acts["class-notice"].trigger()
    form = dialog(qtbot, NoticeDialog)
    assert form.report.text() == "11月24日 08:15 前"
    form.to.setCurrentIndex(1)
    keep(form, "notice")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    assert preview.document.pages >= 2 * 4, "each branch's, with its cards"
    desk.chooser.answer = tmp_path / "培训通知.pdf"
    qtbot.mouseClick(child(preview, QPushButton, "preview-save"), Qt.MouseButton.LeftButton)
    preview.reject()
    assert verbs()[-1] == "class_papers.print_notice"


def test_a_class_without_lessons_has_no_timetable(
    page: TrainingClassPage, people: People, desk: Desk, qtbot: QtBot
) -> None:
    page.aim(people.teaching.class_("空班"))
    settle(qtbot, desk)
    page.bound_acts["class-timetable"].trigger()
    assert "先加课次" in said(desk).explained[-1][1]
