"""Ctrl+Z: one press takes back one thing, and the thing that was done last."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from services import branch, member
from services.branch import BranchDraft
from services.member import MemberDetail, MemberDraft
from tests.helpers.keys import type_text
from tests.helpers.pages import chooser, dialog, press, said, settle, show, window_keys
from ui.branch.page import BranchPage
from ui.core.desk import Desk, Page
from ui.core.draft_form import DraftForm
from ui.core.history import NOTHING, History
from ui.core.messages import Messages, Toast
from ui.core.widgets import column
from ui.member.forms import GuestForm, MemberForm
from ui.member.merge import MergeDialog
from ui.member.page import MemberPage
from ui.member.record import RecordDialog

BRANCH = "中共仲山镇石桥村支部委员会"
CTRL = Qt.KeyboardModifier.ControlModifier


def add(desk: Desk, name: str, **more: Any) -> UUID:
    with desk.workspace.write("member.create") as session:
        return member.create(session, MemberDraft(name, BRANCH, **more)).id


def detail(desk: Desk, key: UUID) -> MemberDetail:
    with desk.workspace.read() as session:
        return member.detail(session, key)


class Window(QWidget):
    """A window with one page and the toast of the running program."""

    def __init__(self, qtbot: QtBot, desk: Desk, kind: type[Page]) -> None:
        super().__init__()
        qtbot.addWidget(self)
        self.qtbot = qtbot
        self.messages = Messages(self)
        history = History(desk.workspace, self.messages, desk.background)
        self.desk = replace(desk, messages=self.messages, history=history)
        window_keys(self, self.desk)
        self.page = kind(self.desk)
        for made in self.page.header_buttons():
            made.setParent(self.page)
        self.setLayout(column(self.page))
        self.resize(1170, 712)
        self.show()
        self.front()
        self.page.enter()
        settle(qtbot, self.desk)

    def front(self) -> None:
        self.activateWindow()
        self.qtbot.waitUntil(self.isActiveWindow)

    @property
    def toast(self) -> Toast:
        found = self.findChild(Toast)
        assert found is not None
        return found

    def take_back(self, widget: QWidget) -> None:
        self.front()
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Z, CTRL)
        settle(self.qtbot, self.desk)


def change_phone(qtbot: QtBot, page: MemberPage, phone: str) -> None:
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_E, CTRL)
    form = dialog(qtbot, MemberForm)
    form["phone"].setText(phone)
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, page.desk)


@pytest.mark.parametrize("where", ["table", "search"])
def test_a_press_takes_back_one_change_of_a_member(qtbot: QtBot, desk: Desk, where: str) -> None:
    key = add(desk, "孔令岩", phone="13800000417")
    window = Window(qtbot, desk, MemberPage)
    page = window.page
    assert isinstance(page, MemberPage)
    page.aim(key)
    change_phone(qtbot, page, "13911112222")
    change_phone(qtbot, page, "13933334444")
    assert window.toast.isVisible()
    focused = getattr(page, where)
    window.take_back(focused)
    assert detail(desk, key).phone_masked == "139****2222"
    window.take_back(focused)
    assert detail(desk, key).phone_masked == "138****0417"
    window.take_back(focused)
    assert window.toast.accessibleName() == NOTHING


def test_a_press_takes_back_one_change_of_a_branch(qtbot: QtBot, desk: Desk) -> None:
    with desk.workspace.write("branch.add") as session:
        branch.add(session, BranchDraft(BRANCH))
    window = Window(qtbot, desk, BranchPage)
    page = window.page
    assert isinstance(page, BranchPage)
    for name in ("中共仲山镇前进村支部委员会", "中共仲山镇布山村支部委员会"):
        window.front()
        QTest.keyClick(page.table, Qt.Key.Key_E, CTRL)
        form = dialog(qtbot, DraftForm)
        form["name"].setText(name)
        QTest.keyClick(form, Qt.Key.Key_Return)
        settle(qtbot, desk)
    for name in ("前进村党支部", "石桥村党支部"):
        window.take_back(page.table)
        assert [node.short_name for node in page.table.rows_model.rows] == [name]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> MemberPage:
    """With a change waiting that is older than what a test does."""
    key = add(desk, "孔令岩", phone="13800000417")
    made = show(qtbot, MemberPage(desk))
    made.aim(key)
    change_phone(qtbot, made, "13911112222")
    assert desk.history.done
    return made


def take_back(qtbot: QtBot, widget: QWidget) -> None:
    """Ctrl+Z in the window in front."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    QTest.keyClick(widget, Qt.Key.Key_Z, CTRL)


def record(qtbot: QtBot, page: MemberPage) -> RecordDialog:
    """By Enter on the list."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    return dialog(qtbot, RecordDialog)


@pytest.mark.parametrize("guest", [False, True])
def test_somebody_new_goes_back_before_what_is_older(
    qtbot: QtBot, desk: Desk, page: MemberPage, guest: bool
) -> None:
    assert page.card.shown is not None
    key = page.card.shown.id
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    if guest:
        QTest.keyClick(page, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
        other = dialog(qtbot, GuestForm)
        other["branch"].setCurrentText("县农业农村局")
        type_text(other["name"], "孙成田")
        QTest.keyClick(other, Qt.Key.Key_Return)
    else:
        press(qtbot, page, "member-new")
        form = dialog(qtbot, MemberForm)
        form["branch"].setCurrentText(BRANCH)
        type_text(form["name"], "孙成田")
        QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    take_back(qtbot, page)
    assert said(desk).said[-1] == "已撤销：新增 孙成田。"
    assert detail(desk, key).phone_masked == "139****2222"


def test_a_photo_goes_back_to_the_one_before_and_to_none(
    qtbot: QtBot, desk: Desk, page: MemberPage, tmp_path: Path
) -> None:
    opened = record(qtbot, page)
    photos: list[bytes | None] = []

    def photo() -> bytes | None:
        with desk.workspace.read() as session:
            return member.photo_of(session, opened.shown.id)  # type: ignore[union-attr]

    for colour in (Qt.GlobalColor.darkCyan, Qt.GlobalColor.darkRed):
        picture = QImage(60, 80, QImage.Format.Format_RGB32)
        picture.fill(colour)
        picture.save(str(tmp_path / "a.png"))
        chooser(desk).answer = tmp_path / "a.png"
        photos.append(photo())
        press(qtbot, opened, "record-photo")
        assert "撤销：" in opened.said.accessibleName()
    for before in reversed(photos):
        take_back(qtbot, opened)
        assert photo() == before
    assert photo() is None
    assert opened.shown is not None
    assert opened.shown.phone_masked == "139****2222"
    opened.accept()


def test_a_merge_taken_back_in_the_record_is_not_offered_again(
    qtbot: QtBot, desk: Desk, page: MemberPage
) -> None:
    assert page.card.shown is not None
    other = add(desk, "孔令岩")
    settle(qtbot, desk)
    page.bound_acts["member-merge"].trigger()
    merging = dialog(qtbot, MergeDialog)
    assert [one.id for one in merging.table.rows_model.rows] == [other]
    QTest.keyClick(merging.field, Qt.Key.Key_Return)
    settle(qtbot, desk)
    opened = record(qtbot, page)
    opened.tabs.setCurrentIndex(3)
    press(qtbot, opened, "record-merge-back")
    assert opened.said.accessibleName() == "已撤销合并，两条记录恢复原样。"
    assert opened.undo.isHidden()
    take_back(qtbot, opened)
    assert "不能撤销" in said(desk).said[-1]
    assert not said(desk).errors
    opened.accept()
    settle(qtbot, desk)


def test_saving_without_a_change_is_no_step(qtbot: QtBot, desk: Desk, page: MemberPage) -> None:
    change_phone(qtbot, page, "")  # empty: as it was
    assert said(desk).said[-1] == "没有改动：孔令岩。"
    assert said(desk).undo is None
    take_back(qtbot, page)
    settle(qtbot, desk)
    assert page.card.shown is not None
    assert page.card.shown.phone_masked == "138****0417"


def test_a_new_branch_goes_back_before_what_is_older(qtbot: QtBot, desk: Desk) -> None:
    with desk.workspace.write("branch.add") as session:
        branch.add(session, BranchDraft(BRANCH))
    page = show(qtbot, BranchPage(desk))
    QTest.keyClick(page.table, Qt.Key.Key_E, CTRL)
    form = dialog(qtbot, DraftForm)
    form["name"].setText("中共仲山镇前进村支部委员会")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    press(qtbot, page, "branch-new")
    form = dialog(qtbot, DraftForm)
    form["name"].setText("中共仲山镇布山村支部委员会")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    take_back(qtbot, page)
    assert said(desk).said[-1] == "已撤销：登记 布山村党支部。"
    settle(qtbot, desk)
    take_back(qtbot, page)
    settle(qtbot, desk)
    assert [one.name for one in page.rows] == [BRANCH]
