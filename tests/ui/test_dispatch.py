"""Dispatches through real widgets: the county's page, and the school's import of its files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from models.order import OrderState
from services import exchange
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.dispatch import DispatchState
from services.exchange import BundleKind, BundleState
from tests.helpers.dispatching import ask, join, later, orders, report, rows, set_order
from tests.helpers.exchange import issue, meet, outbox, send, take, unchanged
from tests.helpers.pages import chooser, dialog, press, said, settle, show
from tests.helpers.pictures import keep
from ui.core.desk import Desk
from ui.dispatch.form import DispatchForm, WithdrawDialog
from ui.dispatch.page import DispatchPage
from ui.exchange.dialogs import ExchangeHistoryDialog
from ui.exchange.issue import IssueDialog
from ui.exchange.page import ExchangePage
from ui.inbox.page import InboxPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def joined(school: Workspace, county: Workspace, stick: Path) -> Workspace:
    join(school, county, stick)
    return county


@pytest.fixture
def page(qtbot: QtBot, county_desk: Desk, joined: Workspace) -> DispatchPage:
    return show(qtbot, DispatchPage(county_desk))


def words(page: DispatchPage) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def enter(form: DispatchForm | WithdrawDialog) -> None:
    QTest.keyClick(form, Qt.Key.Key_Return)


def test_without_a_school_s_snapshot_there_is_nobody_to_dispatch_to(
    qtbot: QtBot, county_desk: Desk, school: Workspace, stick: Path
) -> None:
    meet(school, county_desk.workspace, stick)
    page = show(qtbot, DispatchPage(county_desk))
    assert page.empty_state.isVisible()
    keep(page, "dispatch-empty")
    press(qtbot, page, "dispatch-new")
    assert "交来第一份数据包以后" in said(county_desk).explained[-1][1]


def test_dispatched_to_two_schools_and_written_in_three_steps(
    qtbot: QtBot,
    county_desk: Desk,
    page: DispatchPage,
    school: Workspace,
    second_school: Workspace,
    stick: Path,
) -> None:
    county = county_desk.workspace
    join(second_school, county, stick)
    QTest.keyClick(page, Qt.Key.Key_N, CTRL)
    form = dialog(qtbot, DispatchForm)
    form["topic"].setText("全会精神宣讲")
    enter(form)
    assert "至少选一所学校" in form.error.text()
    assert form.picker is not None
    qtbot.mouseClick(form.picker.all, Qt.MouseButton.LeftButton)
    assert not form.dated.isChecked()
    form.dated.setChecked(True)
    form["heads"].setValue(55)
    keep(form, "dispatch-new")
    enter(form)
    settle(qtbot, county_desk)
    assert {(row.school, row.heads, row.when) for row in rows(county)} == {
        (name, 55, "2026-12-07 至 12-13") for name in ("仲山镇党校", "马集镇党校")
    }
    assert len(page.table.rows_model.rows) == 2
    assert page.strip.isVisible()
    assert "2 所学校" in words(page)
    keep(page, "dispatch-waiting")
    chooser(county_desk).answer = stick
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: county_desk.background.busy)  # a key presses a button slowly
    settle(qtbot, county_desk)
    assert said(county_desk).said[-1] == "2 所学校的下发包已写出，请交给学校导入。"
    assert not page.strip.isVisible()
    assert {row.state for row in rows(county)} == {DispatchState.issued}
    files = {row.file_name for row in outbox(county) if row.kind is BundleKind.issue}
    assert files <= {path.name for path in stick.iterdir()}
    for space in (school, second_school):
        name = next(one for one in sorted(files) if f"-{_code(space)}-" in one)
        take(space, stick / name)
        assert [order.topic for order in orders(space)] == ["全会精神宣讲"]


def _code(space: Workspace) -> str:
    with space.read() as session:
        return exchange.own_card(session).code


def test_making_one_is_taken_back_with_ctrl_z(
    qtbot: QtBot, county_desk: Desk, page: DispatchPage
) -> None:
    press(qtbot, page, "dispatch-new")
    form = dialog(qtbot, DispatchForm)
    form["topic"].setText("=1+1")
    enter(form)
    settle(qtbot, county_desk)
    assert [row.topic for row in rows(county_desk.workspace)] == ["=1+1"]
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Z, CTRL)
    settle(qtbot, county_desk)
    assert rows(county_desk.workspace) == ()
    assert page.empty_state.isVisible()


def test_changed_by_enter_and_withdrawn_by_delete(
    qtbot: QtBot, county_desk: Desk, page: DispatchPage, school: Workspace
) -> None:
    county = county_desk.workspace
    ask(county, school)
    settle(qtbot, county_desk)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    form = dialog(qtbot, DispatchForm)
    keep(form, "dispatch-edit")
    form["topic"].setText(" ")
    enter(form)
    assert "请填写主题" in form.error.text()
    keep(form, "dispatch-error")
    form["topic"].setText("冬春训")
    enter(form)
    settle(qtbot, county_desk)
    assert page.table.current is not None
    assert page.table.current.topic == "冬春训"
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    asked = dialog(qtbot, WithdrawDialog)
    keep(asked, "dispatch-withdraw")
    enter(asked)
    assert "请写明撤回原因" in asked.error.text()
    asked.reason.setText("会议改期")
    enter(asked)
    settle(qtbot, county_desk)
    assert page.table.rows_model.rows == []
    page.gone.setChecked(True)
    assert page.table.current.state is DispatchState.withdrawn
    assert "原因：会议改期" in words(page)
    assert not page.bound_acts["dispatch-edit"].can
    undo = said(county_desk).undo
    assert undo is not None
    undo()
    settle(qtbot, county_desk)
    assert rows(county)[0].state is DispatchState.waiting


def test_narrowed_listed_and_found(
    qtbot: QtBot,
    county_desk: Desk,
    page: DispatchPage,
    school: Workspace,
    second_school: Workspace,
    stick: Path,
    tmp_path: Path,
) -> None:
    county = county_desk.workspace
    join(second_school, county, stick)
    ask(county, school, second_school)
    (key,) = ask(county, school, topic="=冬春训" + "很长的题目" * 9, place="很长的地点" * 8)
    settle(qtbot, county_desk)
    keep(page, "dispatch-full")
    box = page.bar.boxes["dispatch-school"]
    box.setCurrentIndex(box.findData("马集镇党校"))
    assert [row.school for row in page.table.rows_model.rows] == ["马集镇党校"]
    box.setCurrentIndex(0)
    page.search.setText("冬春训")
    assert [row.id for row in page.table.rows_model.rows] == [key]
    path = tmp_path / "list.xlsx"
    chooser(county_desk).answers = [path]
    press(qtbot, page, "dispatch-list-workbook")
    settle(qtbot, county_desk)
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert any("冬春训" in str(cell) for line in cells for cell in line)
    page.search.setText("没有这个")
    assert page.table.rows_model.rows == []
    other = next(row.id for row in rows(county) if row.school == "马集镇党校")
    page.aim(other)
    assert page.table.current is not None
    assert page.table.current.id == other


def test_how_far_the_school_came_and_the_file_once_more(
    qtbot: QtBot,
    county_desk: Desk,
    page: DispatchPage,
    school: Workspace,
    stick: Path,
    clock: FixedClock,
) -> None:
    county = county_desk.workspace
    ask(county, school)
    path = issue(county, school, stick)
    take(school, path)
    path.unlink()
    set_order(school, OrderState.rejected, "本月已排满")
    later(clock)
    report(school, county, stick)
    settle(qtbot, county_desk)
    assert "原因：本月已排满" in words(page)
    keep(page, "dispatch-returned")
    chooser(county_desk).answer = stick
    press(qtbot, page, "dispatch-again")
    settle(qtbot, county_desk)
    assert path.exists()


def test_the_inbox_writes_them_and_its_history_shows_them(
    qtbot: QtBot, county_desk: Desk, joined: Workspace, school: Workspace, stick: Path
) -> None:
    ask(joined, school)
    page = show(qtbot, InboxPage(county_desk))
    assert page.issues.isVisible()
    keep(page, "inbox-dispatch")
    chooser(county_desk).answer = joined.folder
    press(qtbot, page, "inbox-write-issues")
    assert "不要写进教务台自己的数据文件夹" in str(said(county_desk).errors.pop())
    chooser(county_desk).answer = stick
    press(qtbot, page, "inbox-write-issues")
    settle(qtbot, county_desk)
    assert not page.issues.isVisible()
    press(qtbot, page, "inbox-history")
    history = dialog(qtbot, ExchangeHistoryDialog)
    newest = history.sent.rows_model.rows[0]
    assert (newest.kind, newest.state) == (BundleKind.issue, BundleState.written)
    keep(history, "history-dispatch")


def test_the_school_sees_before_it_takes(
    qtbot: QtBot, desk: Desk, joined: Workspace, school: Workspace, stick: Path, clock: FixedClock
) -> None:
    first, _ = ask(joined, school)[0], ask(joined, school, topic="冬春训")
    path = issue(joined, school, stick)
    page = show(qtbot, ExchangePage(desk))
    chooser(desk).answer = path
    with unchanged(school):
        press(qtbot, page, "exchange-take-in")
        settle(qtbot, desk)
        seen = dialog(qtbot, IssueDialog)
        assert [row.what.word for row in seen.changes.rows_model.rows] == ["新派单", "新派单"]
        keep(seen, "issue-new")
        QTest.keyClick(seen, Qt.Key.Key_Escape)
    press(qtbot, page, "exchange-take-in")
    settle(qtbot, desk)
    QTest.keyClick(dialog(qtbot, IssueDialog), Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert said(desk).said[-1] == "下发包已导入：2 张新派单已记入培训订单。"
    assert len(orders(school)) == 2
    press(qtbot, page, "exchange-take-in")  # once more: told, and nothing asked
    settle(qtbot, desk)
    assert "已导入过" in said(desk).said[-1]
    later(clock)
    with joined.write("test.lost") as session:
        from models.dispatch import Dispatch

        session.delete(session.get_one(Dispatch, first))
    chooser(desk).answer = issue(joined, school, stick)
    press(qtbot, page, "exchange-take-in")
    settle(qtbot, desk)
    seen = dialog(qtbot, IssueDialog)
    assert not seen.go.isEnabled()
    keep(seen, "issue-gone")
    qtbot.mouseClick(seen.second_yes, Qt.MouseButton.LeftButton)
    press(qtbot, seen, "issue-take")
    settle(qtbot, desk)
    assert "1 张县里已没有" in said(desk).said[-1]


def test_a_file_for_another_school_is_named(
    qtbot: QtBot, desk: Desk, joined: Workspace, second_school: Workspace, stick: Path
) -> None:
    join(second_school, joined, stick)
    ask(joined, second_school)
    chooser(desk).answer = issue(joined, second_school, stick)
    page = show(qtbot, ExchangePage(desk))
    press(qtbot, page, "exchange-take-in")
    settle(qtbot, desk)
    assert "不是发给本单位的" in str(said(desk).errors.pop())
    assert send(second_school, stick).exists()
