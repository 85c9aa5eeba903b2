"""The page of branches: the tree, figures as doors, changes by hand, papers."""

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from services import branch, member, search
from services.branch import BranchDraft
from services.member import MemberDraft
from tests.helpers.guests import create_guest
from tests.helpers.pages import chooser, dialog, press, said, settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui.branch.merge import BranchMergeDialog
from ui.branch.page import BranchPage
from ui.core import theme
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.preview import PreviewDialog
from ui.member.filters import of_branch

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def union(desk: Desk) -> UUID:
    fill(desk.workspace, members=60, lessons=4, sign_ins=150)
    with desk.workspace.write("branch.add") as session:
        rows = branch.list_all(session)
        key = branch.add(session, BranchDraft("中共仲山镇前进社区总支部委员会")).id
        for row in rows[:3]:
            branch.set_parent(session, row.id, key)
    return key


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, union: UUID) -> BranchPage:
    made = show(qtbot, BranchPage(desk))
    made.table.setFocus()
    return made


def names(page: BranchPage) -> list[str]:
    return [node.short_name for node in page.table.rows_model.rows]


def test_an_empty_page_offers_the_first_one(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, BranchPage(desk))
    keep(page, "branch-empty")
    qtbot.mouseClick(
        page.empty_state.findChild(QPushButton, "branch-new"), Qt.MouseButton.LeftButton
    )
    form = dialog(qtbot, DraftForm)
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "请填写党支部" in form.error.text()
    form["name"].setText("中共仲山镇石桥村支部委员会")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert names(page) == ["石桥村党支部"]


def test_those_below_stand_under_the_one_above(page: BranchPage, union: UUID) -> None:
    keep(page, "branch-full")
    page.aim(union)
    place = names(page).index("前进社区党总支")
    depths = [node.depth for node in page.table.rows_model.rows]
    assert depths[place : place + 5] == [0, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("name", "hours"), [("members", ""), ("reached", "已达标"), ("behind", "未达标")]
)
def test_figures_are_doors(
    qtbot: QtBot, desk: Desk, page: BranchPage, name: str, hours: str
) -> None:
    node = next(one for one in page.table.rows_model.rows if one.members)
    page.aim(node.id)
    door = page.doors[name]
    counted = {"members": node.members, "reached": node.reached}.get(
        name, node.members - node.reached
    )
    assert door.text() == str(counted)
    if counted:
        qtbot.mouseClick(door, Qt.MouseButton.LeftButton)
        assert travels(desk)[-1] == ("member", of_branch(node.short_name, hours))


def test_its_people_are_there_and_open(qtbot: QtBot, desk: Desk, page: BranchPage) -> None:
    node = next(one for one in page.table.rows_model.rows if one.members)
    page.aim(node.id)
    assert len(page.people.rows_model.rows) == node.members
    page.people.selectRow(0)
    QTest.keyClick(page.people, Qt.Key.Key_Return)
    assert travels(desk)[-1] == ("member", page.people.rows_model.rows[0].id)


def test_changed_and_taken_back(qtbot: QtBot, desk: Desk, page: BranchPage, union: UUID) -> None:
    below = next(one for one in page.table.rows_model.rows if one.parent_id == union)
    page.aim(union)
    QTest.keyClick(page, Qt.Key.Key_E, CTRL)
    form = dialog(qtbot, DraftForm)
    keep(form, "branch-edit")
    form["parent_id"].setCurrentIndex(form["parent_id"].findData(below.id))
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "上级不能是它自己" in form.error.text()
    form["parent_id"].setCurrentIndex(0)
    form["contact"].setText("李干事")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.table.current is not None
    assert (page.table.current.id, page.table.current.contact) == (union, "李干事")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert page.table.current.contact == ""
    assert said(desk).said[-1] == "已撤销：修改 前进社区党总支。"


def test_a_branch_stays_under_the_one_above_when_something_else_is_changed(
    qtbot: QtBot, desk: Desk, page: BranchPage, union: UUID
) -> None:
    below = next(one for one in page.table.rows_model.rows if one.parent_id == union)
    page.aim(below.id)
    QTest.keyClick(page, Qt.Key.Key_E, CTRL)
    form = dialog(qtbot, DraftForm)
    form["contact"].setText("李干事")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    after = page.table.current
    assert after is not None
    assert (after.id, after.contact, after.parent_id) == (below.id, "李干事", union)


def test_retired_and_restored(qtbot: QtBot, desk: Desk, page: BranchPage, union: UUID) -> None:
    page.aim(union)
    press(qtbot, page, "branch-retire")
    assert "3 个党支部" in str(said(desk).errors[-1])
    with desk.workspace.write("branch.set_parent") as session:
        for node in branch.tree(session):
            if node.parent_id == union:
                branch.set_parent(session, node.id, None)
    settle(qtbot, desk)
    page.aim(union)
    press(qtbot, page, "branch-retire")
    settle(qtbot, desk)
    assert "前进社区党总支" not in names(page)
    page.gone.click()
    assert names(page)[-1] == "前进社区党总支"
    page.aim(union)
    press(qtbot, page, "branch-restore")
    settle(qtbot, desk)
    assert not page.gone.isVisible()
    assert "前进社区党总支" in names(page)


def test_cards_of_its_people(qtbot: QtBot, desk: Desk, page: BranchPage) -> None:
    node = next(one for one in page.table.rows_model.rows if one.members)
    page.aim(node.id)
    press(qtbot, page, "branch-cards")
    settle(qtbot, desk)
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    assert preview.windowTitle() == f"学员卡：{node.members} 张"
    preview.reject()


def test_the_tree_goes_to_excel(qtbot: QtBot, desk: Desk, page: BranchPage, tmp_path: Path) -> None:
    chooser(desk).answer = tmp_path / "a.xlsx"
    press(qtbot, page, "branch-list-workbook")
    settle(qtbot, desk)
    lines = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert lines[0][0] == "党支部一览"
    assert len(lines) == 3 + len(names(page))


def test_ctrl_k_finds_branches(desk: Desk, union: UUID) -> None:
    with desk.workspace.read() as session:
        index = search.index(session, ())
    for text in ("前进社区", "qjsq", "qianjinshequ"):
        found = [thing for thing in index.find(text).things if thing.kind.word == "党支部"]
        assert [(thing.page, thing.target) for thing in found] == [("branch", union)]


def test_a_guest_is_in_no_branch(qtbot: QtBot, desk: Desk, page: BranchPage) -> None:
    before = names(page)
    with desk.workspace.write("member.create") as session:
        create_guest(session, "孙成田", "县农业农村局")
        member.create(session, MemberDraft("李建国", "中共仲山镇石桥村支部委员会"))
    settle(qtbot, desk)
    assert "县农业农村局" not in names(page)
    assert set(names(page)) == {*before, "仲山镇石桥村党支部"}  # another town's is there


@pytest.mark.parametrize("percent", [100, 125])
def test_branches_that_are_one_are_merged_and_come_back(
    qtbot: QtBot, desk: Desk, union: UUID, percent: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, theme.Theme(percent))
    page = show(qtbot, BranchPage(desk))
    rows = [node for node in page.table.rows_model.rows if node.members and not node.retired]
    kept, *going = sorted(rows[:3], key=lambda node: -node.members)
    people = sum(node.members for node in rows[:3])
    page.table.clearSelection()
    for node in rows[:3]:
        index = page.table.rows_model.index(page.table.rows_model.rows.index(node), 0)
        page.table.selectionModel().select(
            index,
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    page.merge()
    made = dialog(qtbot, BranchMergeDialog)
    assert f"{sum(node.members for node in going)} 名学员" in made.moves.text()
    keep(made, f"branch-merge-{percent}")
    made.save_button.click()
    settle(qtbot, desk)
    shown = {node.id: node for node in page.rows}
    assert shown[kept.id].members == people
    assert [shown[node.id].merged_into for node in going] == [kept.short_name] * 2
    keep(page, f"branch-merged-{percent}")
    page.choose(going[0].id)
    settle(qtbot, desk)
    page.restore()
    settle(qtbot, desk)
    assert {node.id: node.members for node in page.rows}[going[0].id] == going[0].members
