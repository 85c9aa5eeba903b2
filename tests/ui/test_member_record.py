"""A member's record, leaving, posts, merges, guests, undo: by clicks and keys."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from services import member
from services.member import LeftKind, MemberDetail, MemberDraft, Role
from tests.helpers.keys import type_text
from tests.helpers.pages import chooser, dialog, press, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui.core.desk import Desk
from ui.core.history import NOTHING
from ui.core.narrowing import Narrowed
from ui.member import filters
from ui.member.filters import BEHIND
from ui.member.forms import GuestForm, MemberForm
from ui.member.leave import LeaveDialog, TransferDialog
from ui.member.merge import MergeDialog
from ui.member.page import MemberPage
from ui.member.posts import FormerPostDialog, PostDialog
from ui.member.record import RecordDialog

BRANCH = "中共仲山镇石桥村支部委员会"
OTHER = "中共仲山镇布山村支部委员会"
NUMBER = "37082919510715381X"
CTRL = Qt.KeyboardModifier.ControlModifier


def add(desk: Desk, name: str, **more: Any) -> UUID:
    with desk.workspace.write("member.create") as session:
        return member.create(session, MemberDraft(name, more.pop("branch", BRANCH), **more)).id


def detail(desk: Desk, key: UUID) -> MemberDetail:
    with desk.workspace.read() as session:
        return member.detail(session, key)


@pytest.fixture
def key(desk: Desk) -> UUID:
    fill(desk.workspace, members=20, lessons=4, sign_ins=60)
    return add(
        desk,
        "孔令岩",
        identity_number=NUMBER,
        phone="13800000417",
        role=Role.committee,
        post="委员",
    )


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, key: UUID) -> MemberPage:
    made = show(qtbot, MemberPage(desk))
    made.aim(key)
    return made


def take_back(qtbot: QtBot, widget: QWidget) -> None:
    """Ctrl+Z in the window in front."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Z, CTRL)


def record(qtbot: QtBot, page: MemberPage) -> RecordDialog:
    """By Enter on the list."""
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    return dialog(qtbot, RecordDialog)


def test_enter_opens_the_record(qtbot: QtBot, desk: Desk, page: MemberPage) -> None:
    opened = record(qtbot, page)
    keep(opened, "record-facts")
    assert opened.shown is not None
    assert opened.name.accessibleName() == "孔令岩"
    identity = opened.findChild(QLabel, "record-identity")
    phone = opened.findChild(QLabel, "record-phone")
    assert (identity.text(), phone.text()) == ("370***********381X", "138****0417")
    press(qtbot, opened, "record-phone-show")
    assert phone.text() == "13800000417"
    press(qtbot, opened, "record-identity-show")
    assert identity.text() == NUMBER
    for place, name in enumerate(("posts", "hours", "merges"), 1):
        opened.tabs.setCurrentIndex(place)
        keep(opened, f"record-{name}")
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()


def test_a_new_post_and_back(qtbot: QtBot, desk: Desk, page: MemberPage, key: UUID) -> None:
    opened = record(qtbot, page)
    opened.tabs.setCurrentIndex(1)
    before = detail(desk, key)
    press(qtbot, opened, "record-appoint")
    form = dialog(qtbot, PostDialog)
    form["role"].setCurrentIndex(form["role"].findData(Role.secretary))
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "日期" in form.error.text(), "without a day nothing is done"
    form["role_since"].setText("2026.03")
    keep(form, "post")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert detail(desk, key).role is Role.secretary
    assert "2026-03 起" in opened.post.text()
    assert [one.post for one in opened.former.rows_model.rows] == ["委员"]
    keep(opened, "record-posts-former")
    press(qtbot, opened, "record-former-correct")
    former = dialog(qtbot, FormerPostDialog)
    former["ends"].setText("2026.02")
    QTest.keyClick(former, Qt.Key.Key_Return)
    assert detail(desk, key).former[0].ends == "2026-02"
    press(qtbot, opened, "record-former-remove")
    assert detail(desk, key).former == ()
    for _ in range(2):
        press(qtbot, opened, "record-undo")
    take_back(qtbot, opened)
    assert detail(desk, key) == before
    settle(qtbot, desk)


def test_the_year_turns(qtbot: QtBot, desk: Desk, page: MemberPage) -> None:
    opened = record(qtbot, page)
    opened.tabs.setCurrentIndex(2)
    assert opened.years.words.text() == "2026 年"
    assert not opened.years.later.isEnabled()
    qtbot.mouseClick(opened.years.earlier, Qt.MouseButton.LeftButton)
    assert opened.years.words.text() == "2025 年"
    assert opened.no_lessons.isVisible()
    qtbot.mouseClick(opened.years.later, Qt.MouseButton.LeftButton)
    assert opened.years.words.text() == "2026 年"


def test_a_picture_is_made_small_and_can_be_taken_away(
    qtbot: QtBot, desk: Desk, page: MemberPage, key: UUID, tmp_path: Path
) -> None:
    opened = record(qtbot, page)
    large = QImage(1200, 900, QImage.Format.Format_RGB32)
    large.fill(Qt.GlobalColor.darkCyan)
    large.save(str(tmp_path / "a.png"))
    (tmp_path / "b.png").write_text("no picture")
    chooser(desk).answers = [tmp_path / "b.png", tmp_path / "a.png"]
    press(qtbot, opened, "record-photo")
    assert "不是能读的图片" in str(said(desk).errors[0])
    press(qtbot, opened, "record-photo")
    with desk.workspace.read() as session:
        jpeg = member.photo_of(session, key)
    assert jpeg is not None
    small = QImage.fromData(jpeg)
    assert (small.width(), small.height()) == (240, 180)
    assert len(jpeg) <= 60 * 1024
    keep(opened, "record-photo")
    press(qtbot, opened, "record-photo-remove")
    assert opened.photo.text() == "没有照片"
    take_back(qtbot, opened)
    with desk.workspace.read() as session:
        assert member.photo_of(session, key) == jpeg


def test_transferred_out_and_taken_back_by_ctrl_z(
    qtbot: QtBot, desk: Desk, page: MemberPage, key: UUID
) -> None:
    page.bound_acts["member-transfer-out"].trigger()
    form = dialog(qtbot, LeaveDialog)
    keep(form, "leave")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "转往何处" in form.error.text()
    type_text(form["to"], "济宁市高新区某支部")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert "孔令岩" not in [one.name for one in page.table.rows_model.rows]
    assert "撤销：转出 孔令岩" in said(desk).said[-1]
    page.aim("retired")
    assert [one.left for one in page.table.rows_model.rows] == [
        "2026-11-23 转出至济宁市高新区某支部"
    ]
    keep(page, "member-left")
    take_back(qtbot, page)
    settle(qtbot, desk)
    assert not detail(desk, key).retired
    assert said(desk).said[-1] == "已撤销：转出 孔令岩。"
    take_back(qtbot, page)
    assert said(desk).said[-1] == NOTHING


def test_died_and_into_another_branch(
    qtbot: QtBot, desk: Desk, page: MemberPage, key: UUID
) -> None:
    page.bound_acts["member-transfer-in"].trigger()
    form = dialog(qtbot, TransferDialog)
    form["branch"].setCurrentText(OTHER)
    keep(form, "transfer")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert detail(desk, key).branch == "仲山镇布山村党支部", "another town has one of this name"
    page.bound_acts["member-died"].trigger()
    QTest.keyClick(dialog(qtbot, LeaveDialog), Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert detail(desk, key).left_kind is LeftKind.died
    page.aim(key)
    assert not page.bound_acts["member-transfer-in"].is_shown
    press(qtbot, page, "member-restore")
    settle(qtbot, desk)
    assert not detail(desk, key).retired


def test_an_edit_is_told_and_taken_back(
    qtbot: QtBot, desk: Desk, page: MemberPage, key: UUID
) -> None:
    QTest.keyClick(page, Qt.Key.Key_E, CTRL)
    form = dialog(qtbot, MemberForm)
    keep(form, "member-edit")
    form["phone"].setText("13911112222")
    form["joined"].setText("上个月")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert form.error.text().startswith("入党日期看不懂")
    assert detail(desk, key).phone_masked == "138****0417"
    form["joined"].setText("2001年7月")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert said(desk).said[-1] == "已保存：孔令岩。撤销：修改 孔令岩 的手机、入党日期"
    undo = said(desk).undo
    assert undo is not None
    undo()
    undo()  # an impatient second click
    settle(qtbot, desk)
    assert (detail(desk, key).phone_masked, detail(desk, key).joined) == ("138****0417", "")
    assert not said(desk).errors


def test_merge_offers_namesakes_and_can_be_taken_back(qtbot: QtBot, desk: Desk) -> None:
    first = add(desk, "王秀兰", identity_number=NUMBER)
    second = add(desk, "王秀兰", branch=OTHER, phone="13911112222")
    add(desk, "李建国")
    page = show(qtbot, MemberPage(desk))
    page.aim(first)
    page.bound_acts["member-merge"].trigger()
    form = dialog(qtbot, MergeDialog)
    assert [one.id for one in form.table.rows_model.rows] == [second]
    assert "没有要移动" in form.moves.text()
    keep(form, "merge")
    form.field.setFocus()
    type_text(form.field, "ljg")
    assert [one.name for one in form.table.rows_model.rows] == ["李建国"]
    form.field.clear()
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert [one.id for one in page.table.rows_model.rows if one.name == "王秀兰"] == [first]
    assert detail(desk, first).phone_masked == "139****2222"
    opened = record(qtbot, page)
    opened.tabs.setCurrentIndex(3)
    assert len(opened.merges.rows_model.rows) == 1
    keep(opened, "record-merged")
    press(qtbot, opened, "record-merge-back")
    settle(qtbot, desk)
    assert not detail(desk, second).retired
    assert opened.no_merges.isVisible()
    opened.accept()


def test_two_trusted_numbers_cannot_be_merged(qtbot: QtBot, desk: Desk) -> None:
    from random import Random

    from services.demo import person

    first = add(desk, "王秀兰", identity_number=NUMBER)
    add(desk, "王秀兰", identity_number=person(Random(1))["identity_number"])
    page = show(qtbot, MemberPage(desk))
    page.aim(first)
    page.bound_acts["member-merge"].trigger()
    form = dialog(qtbot, MergeDialog)
    assert "不是同一个人" in form.moves.text()
    assert not form.save_button.isEnabled()
    keep(form, "merge-refused")
    form.reject()


def test_a_guest_by_ctrl_shift_n(qtbot: QtBot, desk: Desk, page: MemberPage) -> None:
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    form = dialog(qtbot, GuestForm)
    type_text(form["name"], "孙成田")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "单位" in form.error.text()
    form["branch"].setCurrentText("县农业农村局")
    keep(form, "guest")
    QTest.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.card.shown is not None
    assert (page.card.shown.name, page.card.shown.guest) == ("孙成田", True)
    keep(page, "member-guest")
    page.aim("guests")
    assert [one.name for one in page.table.rows_model.rows] == ["孙成田"]


def test_conditions_are_combined_and_cleared(qtbot: QtBot, desk: Desk, page: MemberPage) -> None:
    everybody = page.table.rows_model.rows
    wanted = Narrowed(
        picked={filters.BRANCH: "石桥村党支部", filters.POST: "书记和委员", filters.HOURS: BEHIND}
    )
    page.aim(wanted)
    expected = [
        one
        for one in everybody
        if one.branch == "石桥村党支部" and one.role is not Role.member and not one.reached
    ]
    assert [one.id for one in page.table.rows_model.rows] == [one.id for one in expected]
    assert expected
    assert page.tools.taken().note.startswith("石桥村党支部、书记和委员、未达标")
    keep(page, "member-narrowed")
    press(qtbot, page, "member-all")
    assert len(page.table.rows_model.rows) == len(everybody)


def test_the_same_person_stays_when_others_change(
    qtbot: QtBot, desk: Desk, page: MemberPage, key: UUID
) -> None:
    with desk.workspace.write("member.died") as session:
        member.died(session, page.table.rows_model.rows[0].id, date(2026, 11, 1))
    settle(qtbot, desk)
    assert page.card.shown is not None
    assert page.card.shown.id == key


def test_a_post_without_its_day_leads_to_the_day(
    qtbot: QtBot, desk: Desk, page: MemberPage
) -> None:
    opened = record(qtbot, page)
    opened.tabs.setCurrentIndex(1)
    press(qtbot, opened, "record-correct")
    form = dialog(qtbot, PostDialog)
    assert form["post"].text() == "委员", "a correction begins with what stands there"
    form["role_since"].setText("五月")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert "任职日期看不懂" in form.error.text()
    assert form.focusWidget() is form["role_since"]
    form.reject()
