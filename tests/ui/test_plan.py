"""The page of the rotation plan by clicks and keys."""

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from models.member import Role
from models.training_class import TrainingClass
from services import plan, training_class
from services.class_making.sources import FromPlanItem
from services.core.sheet_reader import read
from services.plan import Audience, ItemState, Who
from services.plan.workbook import book
from services.training_class import ClassDraft
from tests.helpers.pages import chooser, dialog, leave, press, said, settle, show, travels
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from tests.helpers.planning import add, branch, draft, person, titles
from ui.core.desk import Desk
from ui.core.draft_guide import DraftGuide
from ui.core.key_sheet import HERE, lines_of
from ui.core.list_edit import EDITOR, GiveForm
from ui.core.messages import ReasonDialog
from ui.core.preview import PreviewDialog
from ui.plan.dialogs import ItemForm, NameDialog, PlanApproveDialog
from ui.plan.page import BARS, PlanPage
from ui.plan.people import PeopleDialog

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
LONG = "2026年新时代基层党组织书记抓党建促乡村振兴暨党务工作者集中轮训示范培训班（第十二期）"


@pytest.fixture
def items(desk: Desk) -> list[UUID]:
    with desk.workspace.write("test.people") as session:
        place = branch(session)
        for number in range(5):
            role = Role.secretary if number < 2 else Role.member
            person(session, place, role=role, name=f"王秀{'兰芳英梅霞'[number]}")
    everyone = draft("全体党员轮训班", audience=Audience.everyone, heads=120, times="10月")
    words = draft("党务工作者班", audience=Audience.other, audience_words="党务工作者", times="")
    return add(desk.workspace, 2026, draft(LONG), everyone, words)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, items: list[UUID]) -> PlanPage:
    made = show(qtbot, PlanPage(desk))
    settle(qtbot, desk)
    made.table.setFocus()
    return made


def front(qtbot: QtBot, page: PlanPage) -> None:
    """After a dialog: shortcuts are heard in the window in front only."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()


def key(
    qtbot: QtBot,
    page: PlanPage,
    pressed: Qt.Key,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A key of a button: Qt shows the button pressed for a moment before it clicks."""
    QTest.keyClick(page, pressed, held)
    qtbot.wait(150)
    settle(qtbot, page.desk)


def shown(page: PlanPage) -> list[str]:
    return [row.title for row in page.table.rows_model.rows]


def choose(page: PlanPage, key: UUID) -> None:
    assert page.table.choose(lambda row: row.id == key)


def test_a_year_without_a_plan_begins_by_hand(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, PlanPage(desk))
    settle(qtbot, desk)
    keep(page, "plan-empty")
    assert not page.bound_acts["plan-from-last-year"].is_shown
    page.bound_acts["plan-new"].trigger()
    form = dialog(qtbot, ItemForm)
    qtbot.keyClick(form["title"], Qt.Key.Key_Return)
    assert form.error.text() == "请填写班次名称。"
    form["title"].setText("支部书记班")
    form["times"].setText("3月中旬")
    assert form.reads.text() == "读作 3 月"
    form["budget"].setText("八千")
    qtbot.keyClick(form["title"], Qt.Key.Key_Return)
    assert "看不懂这个金额" in form.error.text()
    keep(form, "plan-form")
    form["budget"].setText("0.8万元")
    form["days"].setValue(1.5)
    qtbot.keyClick(form["title"], Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert shown(page) == ["支部书记班"]
    assert "预算 8,000 元" in page.totals.accessibleName()
    assert page.bound_acts["plan-new"].can


def test_from_last_year_in_one_step(qtbot: QtBot, desk: Desk, page: PlanPage) -> None:
    key(qtbot, page, Qt.Key.Key_PageDown, CTRL)
    keep(page, "plan-next-year")
    press(qtbot, page, "plan-from-last-year")
    settle(qtbot, desk)
    assert shown(page) == [LONG.replace("2026", "2027"), "全体党员轮训班", "党务工作者班"]
    assert [row.heads for row in page.table.rows_model.rows] == [2, 5, 60]
    undo = said(desk).undo
    assert undo is not None
    undo()
    settle(qtbot, desk)
    assert titles(desk.workspace, 2027) == []


def test_the_page_shows_planned_against_held(qtbot: QtBot, page: PlanPage) -> None:
    keep(page, "plan-full")
    assert page.table.current is not None
    assert page.table.current.held.state is ItemState.owed
    assert "合计 3 个班次，240 人" in page.totals.accessibleName()
    assert page.bound_acts["plan-everyone"].words == "全体党员 5 人，未轮训 5 人"
    key(qtbot, page, Qt.Key.Key_T, CTRL)
    assert page.views.currentIndex() == BARS
    keep(page, "plan-bars")
    QTest.mouseClick(page.bars, LEFT, pos=QPoint(60, page.bars.height() // 2))
    assert page.table.current.title == "全体党员轮训班"
    assert "到 0 / 报 0 / 计划 120 人" in page.bars.accessibleName()


@pytest.mark.parametrize(("who", "count"), [(Who.due, 2), (Who.missing, 2)])
def test_a_figure_opens_its_people(
    qtbot: QtBot, desk: Desk, page: PlanPage, items: list[UUID], who: Who, count: int
) -> None:
    choose(page, items[0])
    assert page.card.doors[who].text() == str(count)
    press(qtbot, page, f"plan-{who}")
    listed = dialog(qtbot, PeopleDialog)
    keep(listed, f"plan-people-{who}")
    rows = listed.table.rows_model.rows
    assert len(rows) == count
    qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    assert travels(desk)[-1] == ("member", rows[0].id)


def test_everybody_not_rotated_yet_goes_to_excel(
    qtbot: QtBot, desk: Desk, page: PlanPage, tmp_path: Path
) -> None:
    press(qtbot, page, "plan-everyone")
    listed = dialog(qtbot, PeopleDialog)
    target = tmp_path / "名单.xlsx"
    chooser(desk).answer = target
    press(qtbot, listed, "plan-people-list-workbook")
    settle(qtbot, desk)
    (sheet,) = read(target, lambda *_: None).sheets
    assert len(sheet.rows) == 3 + 5
    listed.reject()


def test_only_words_tell_no_people(page: PlanPage, items: list[UUID]) -> None:
    choose(page, items[2])
    assert page.card.doors[Who.missing].text() == "—"
    assert not page.card.doors[Who.missing].isEnabled()
    assert "只写了文字" in page.card.rule.text()


def test_order_copy_remove_and_back_with_the_keyboard(
    qtbot: QtBot, desk: Desk, page: PlanPage, items: list[UUID]
) -> None:
    choose(page, items[0])
    QTest.keyClick(page.table, Qt.Key.Key_Down, ALT)
    settle(qtbot, desk)
    assert shown(page) == ["全体党员轮训班", LONG, "党务工作者班"]
    assert page.table.current is not None
    assert page.table.current.id == items[0]
    QTest.keyClick(page.table, Qt.Key.Key_Up, ALT)
    settle(qtbot, desk)
    QTest.keyClick(page.table, Qt.Key.Key_D, CTRL)
    settle(qtbot, desk)
    assert shown(page)[:2] == [LONG, LONG]
    assert page.table.current.number == 2
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    settle(qtbot, desk)
    assert len(shown(page)) == 3
    QTest.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert len(shown(page)) == 4


def test_enter_changes_an_item_and_esc_asks(
    qtbot: QtBot, desk: Desk, page: PlanPage, items: list[UUID]
) -> None:
    choose(page, items[1])
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form = dialog(qtbot, ItemForm)
    assert form.count_button.text() == "填入现有 5 人"
    press(qtbot, form, "plan-count")
    assert form["heads"].value() == 5
    form["audience"].setCurrentIndex(form["audience"].findData(Audience.other))
    assert not form.count_button.isVisible()
    form["audience"].setCurrentIndex(form["audience"].findData(Audience.committee))
    assert "支部书记和委员" in form["audience_words"].placeholderText()
    leave(qtbot, form)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form = dialog(qtbot, ItemForm)
    press(qtbot, form, "plan-count")
    qtbot.keyClick(form["title"], Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.table.current is not None
    assert page.table.current.heads == 5


def at(page: PlanPage, title: str) -> None:
    """Put the keyboard on a column of the row in front, as the arrows do."""
    place = [one.title for one in page.table.columns].index(title)
    index = page.table.rows_model.index(page.table.currentIndex().row(), place)
    page.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)


def test_f2_changes_a_cell_and_one_undo_takes_it_back(
    qtbot: QtBot, desk: Desk, page: PlanPage, items: list[UUID]
) -> None:
    choose(page, items[1])
    at(page, "时间")
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.findChild(QLineEdit, EDITOR)
    assert editor is not None
    editor.setText("5月")
    page.refresh()  # what is read meanwhile must not close the cell over what is typed
    settle(qtbot, desk)
    keep(page, "plan-in-place")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.wait(50)  # it is written once Qt is done with the editor
    settle(qtbot, desk)
    assert page.table.current is not None
    assert (page.table.current.times, page.table.current.month) == ("5月", 5)
    QTest.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert [row.times for row in page.table.rows_model.rows] == ["3月中旬", "10月", ""]


def test_f2_gives_several_rows_one_value(qtbot: QtBot, desk: Desk, page: PlanPage) -> None:
    page.table.selectAll()
    at(page, "人数")
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    form = dialog(qtbot, GiveForm)
    assert form.windowTitle() == "把 3 行改成同一个人数"
    form.field.setValue(85)
    keep(form, "plan-several")
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    settle(qtbot, desk)
    heads = [row.heads for row in page.table.rows_model.rows]
    assert heads == [85] * 3
    front(qtbot, page)
    QTest.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert [row.heads for row in page.table.rows_model.rows] == [60, 120, 60]


def test_what_is_about_one_item_does_not_take_one_of_several(
    qtbot: QtBot, desk: Desk, page: PlanPage
) -> None:
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert "选中了 3 个班次" in said(desk).said[-1]
    assert len(shown(page)) == 3


def test_f1_tells_of_the_years_and_the_last_one_says_so(
    qtbot: QtBot, desk: Desk, page: PlanPage
) -> None:
    lines = {(one.words, one.key) for one in lines_of(page.acts_in_sight(), HERE)}
    assert {("上一年", "Ctrl+PgUp"), ("下一年", "Ctrl+PgDn"), ("在表里改", "F2")} <= lines
    for _ in range(3):
        key(qtbot, page, Qt.Key.Key_PageDown, CTRL)
    assert page.years.year == 2028
    assert "现在不能“下一年”" in said(desk).said[-1]


def test_an_item_becomes_a_class(
    qtbot: QtBot, desk: Desk, page: PlanPage, items: list[UUID]
) -> None:
    choose(page, items[1])
    key(qtbot, page, Qt.Key.Key_B, CTRL)
    assert travels(desk)[-1] == ("training_class", FromPlanItem(items[1]))
    with desk.workspace.write("training_class.create") as session:
        made = training_class.create(
            session, ClassDraft("全体党员轮训班（第1期）", rotation=True)
        ).id
        session.require(TrainingClass, made).plan_item_id = items[1]
    settle(qtbot, desk)
    assert [one.id for one in page.card.classes.rows_model.rows] == [made]
    keep(page, "plan-with-class")
    page.card.classes.selectRow(0)
    qtbot.keyClick(page.card.classes, Qt.Key.Key_Return)
    assert travels(desk)[-1] == ("training_class", made)
    front(qtbot, page)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert "不能移除" in str(said(desk).errors[-1])


def test_approved_frozen_and_opened_again(qtbot: QtBot, desk: Desk, page: PlanPage) -> None:
    press(qtbot, page, "plan-approve")
    form = dialog(qtbot, PlanApproveDialog)
    qtbot.keyClick(form.by, Qt.Key.Key_Return)
    assert form.error.text() == "请填写批准人。"
    form.by.setText("中共仲山镇委员会")
    keep(form, "plan-approve")
    qtbot.keyClick(form.by, Qt.Key.Key_Return)
    settle(qtbot, desk)
    keep(page, "plan-approved")
    assert page.state.text() == "已批准"
    assert not page.bound_acts["plan-new"].can
    for name in ("edit", "copy", "up", "down", "remove"):
        assert not page.bound_acts[f"plan-{name}"].can, name
    front(qtbot, page)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert "已批准" in said(desk).said[-1]
    assert len(shown(page)) == 3
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    assert "已批准" in said(desk).said[-1]
    assert page.table.findChild(QLineEdit, EDITOR) is None
    press(qtbot, page, "plan-reopen")
    asked = dialog(qtbot, ReasonDialog)
    asked.reason.setText("县里要求加一期")
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.state.text() == "草稿"
    assert "县里要求加一期" in page.approved.toolTip() + page.approved.text()
    assert page.bound_acts["plan-new"].can


def test_the_plan_has_a_name_on_paper(qtbot: QtBot, desk: Desk, page: PlanPage) -> None:
    press(qtbot, page, "plan-rename")
    form = dialog(qtbot, NameDialog)
    form.name.setText("仲山镇2026年党员集中轮训计划")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    settle(qtbot, desk)
    front(qtbot, page)
    QTest.keyClick(page.table, Qt.Key.Key_P, CTRL)
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    assert preview.document.pages == 1
    assert "集中轮训计划" in pages(preview.pdf)[0]
    preview.reject()


def test_out_to_excel_and_in_again(
    qtbot: QtBot, desk: Desk, page: PlanPage, tmp_path: Path
) -> None:
    target = tmp_path / "计划.xlsx"
    chooser(desk).answer = target
    press(qtbot, page, "plan-export")
    settle(qtbot, desk)
    press(qtbot, page, "plan-import")
    settle(qtbot, desk)
    taking = dialog(qtbot, DraftGuide)
    keep(taking, "plan-taking-same")
    assert (taking.go.isVisible(), taking.cancel.text()) == (False, "关闭")
    assert taking.shown is not None
    assert "新增 0 个，改动 0 个" in taking.shown.summary.text()
    taking.reject()
    front(qtbot, page)
    key(qtbot, page, Qt.Key.Key_PageDown, CTRL)
    page.bound_acts["plan-import"].trigger()
    settle(qtbot, desk)
    taking = dialog(qtbot, DraftGuide)
    keep(taking, "plan-taking")
    press(qtbot, taking, "plan-taking-go")
    settle(qtbot, desk)
    assert titles(desk.workspace, 2027) == shown(page) == titles(desk.workspace, 2026)
    desk.history.take_back()
    settle(qtbot, desk)
    assert titles(desk.workspace, 2027) == []
    assert not page.table.isVisible()
    desk.history.redo()
    settle(qtbot, desk)
    assert titles(desk.workspace, 2027) == shown(page) == titles(desk.workspace, 2026)


def test_what_differs_is_taken_only_where_asked(
    qtbot: QtBot, desk: Desk, page: PlanPage, items: list[UUID], tmp_path: Path
) -> None:
    target = tmp_path / "计划.xlsx"
    with desk.workspace.read() as session:
        target.write_bytes(book(plan.year_plan(session, 2026), "仲山镇党校"))
    with desk.workspace.write("plan.update_item") as session:
        plan.update_item(session, items[0], draft(LONG, heads=77))
    settle(qtbot, desk)
    chooser(desk).answer = target
    press(qtbot, page, "plan-import")
    settle(qtbot, desk)
    taking = dialog(qtbot, DraftGuide)
    assert not taking.go.isEnabled()
    assert taking.shown is not None
    taking.shown.change.setChecked(True)
    assert taking.go.text() == "导入 1 个班次"
    press(qtbot, taking, "plan-taking-go")
    settle(qtbot, desk)
    assert page.table.rows_model.rows[0].heads == 60


def test_another_list_is_refused(qtbot: QtBot, desk: Desk, page: PlanPage, tmp_path: Path) -> None:
    target = tmp_path / "名单.csv"
    target.write_text("姓名,党支部\n王秀兰,石桥村党支部\n", encoding="utf-8")
    chooser(desk).answer = target
    press(qtbot, page, "plan-import")
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    assert "不像轮训计划表" in guide.failed.fault.text()
    guide.reject()


def test_the_search_and_the_to_dos_lead_here(
    qtbot: QtBot, desk: Desk, page: PlanPage, items: list[UUID]
) -> None:
    page.enter(2027)
    settle(qtbot, desk)
    assert page.years.year == 2027
    page.enter(items[2])
    settle(qtbot, desk)
    assert page.years.year == 2026
    assert page.table.current is not None
    assert page.table.current.id == items[2]
    assert page.findChild(QPushButton, "plan-make") is not None
