"""Sites, their rooms, ways and visits by clicks and keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from services import package, sign_in, site
from services.core.errors import Refused
from services.package import PackageDraft, StageDraft
from services.sign_in import SignInMethod, SignInStatus
from services.site import SiteKind, SiteRow
from tests.helpers.pages import (
    LEFT,
    chooser,
    dialog,
    front,
    leave,
    press,
    said,
    settle,
    show,
    travels,
)
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.table import RowsView
from ui.core.widgets import ElidedLabel
from ui.site.page import SitePage
from ui.site.travel import TravelDialog
from ui.site.visits import VisitsDialog

Open = Callable[[], SitePage]


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Open:
    return lambda: show(qtbot, SitePage(desk))


def sites(desk: Desk) -> tuple[SiteRow, ...]:
    with desk.workspace.read() as session:
        return site.list_all(session)


def minutes(desk: Desk, one: UUID, other: UUID) -> int | None:
    with desk.workspace.read() as session:
        return site.travel_minutes(session)(one, other)


def base(desk: Desk, name: str, phone: str = "") -> UUID:
    with desk.workspace.write("site.create") as session:
        return site.create(session, site.SiteDraft(name, SiteKind.teaching_base, phone=phone)).id


def told(page: SitePage, caption: str) -> str:
    """What the card says of this."""
    for one in page.card.findChildren(ElidedLabel):
        if one.accessibleDescription() == caption:
            return one.toolTip() or one.text()
    raise AssertionError(caption)


def menu(table: RowsView[Any], words: str) -> QAction:
    """An entry of the right-click menu."""
    entries = table.make_menu().actions()
    return next(one for one in entries if one.text().partition("\t")[0] == words)


def visited(teaching: Teaching) -> UUID:
    """Two people at a lesson in the far room last Friday."""
    class_id = teaching.class_()
    people = teaching.members(2)
    teaching.enrol(class_id, people)
    lesson = teaching.lesson(at(20, 8), room=teaching.far_room, class_id=class_id)
    with teaching.workspace.write("sign_in.record") as session:
        for who in people:
            sign_in.record(
                session, lesson, who, method=SignInMethod.paper, status=SignInStatus.present
            )
    return lesson


def test_a_first_site_and_its_room(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    qtbot.mouseClick(page.empty_state.action, LEFT)
    asked = dialog(qtbot, DraftForm)
    asked["name"].insert("布山分教点")
    asked["kind"].setCurrentIndex(asked["kind"].findData(SiteKind.branch_point))
    asked["other_use"].setCurrentText("闲置校舍")
    asked["opening"].insert("工作日 8:30–17:30")
    asked["map_point"].insert("116.34，35.41")
    qtbot.keyClick(asked["name"], Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.card.about.text() == "分教点 · 平时是闲置校舍"
    assert not page.rooms.isVisible()
    press(qtbot, page, "room-new")
    room = dialog(qtbot, DraftForm)
    room["name"].insert("会议室")
    room["places"].setValue(40)
    room["equipment"].insert("投影、音响")
    qtbot.keyClick(room["name"], Qt.Key.Key_Return)
    settle(qtbot, desk)
    (made,) = sites(desk)
    assert (made.name, made.kind) == ("布山分教点", SiteKind.branch_point)
    assert made.other_use == "闲置校舍"
    assert (made.opening, made.map_point) == ("工作日 8:30–17:30", "35.4100,116.3400")
    assert [(one.name, one.places, one.equipment) for one in made.rooms] == [
        ("会议室", 40, "投影、音响")
    ]
    assert page.rooms.isVisible()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("phone", "12", "电话应为"),
        ("map_point", "东院", "地图位置看不懂"),
        ("name", "", "请填写名称"),
    ],
)
def test_what_does_not_fit_is_said_in_the_form(
    desk: Desk, qtbot: QtBot, open_page: Open, field: str, typed: str, told: str
) -> None:
    Teaching(desk.workspace)
    open_page()
    page = QApplication.activeWindow()
    assert page is not None
    qtbot.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(qtbot, DraftForm)
    asked[field].setText(typed)
    press(qtbot, asked, "form-save")
    assert told in asked.error.text()
    before = sites(desk)[0]
    assert (before.name, before.phone, before.map_point) == ("主校区", "", "")
    leave(qtbot, asked)


def test_a_name_that_is_there_is_refused_in_place(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    press(qtbot, page, "room-new")
    room = dialog(qtbot, DraftForm)
    room["name"].insert("201")
    press(qtbot, room, "form-save")
    assert room.error.text() == "主校区已有叫“201”的教室。"
    assert [len(one.rooms) for one in sites(desk)] == [2, 1]
    leave(qtbot, room)


def test_enter_changes_site_and_room_and_ctrl_z_takes_back(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    asked = dialog(qtbot, DraftForm)
    asked["keeper"].insert("赵静")
    press(qtbot, asked, "form-save")
    qtbot.keyClick(page.rooms, Qt.Key.Key_Return)
    room = dialog(qtbot, DraftForm)
    room["places"].setValue(99)
    press(qtbot, room, "form-save")
    assert (sites(desk)[0].keeper, sites(desk)[0].rooms[0].places) == ("赵静", 99)
    front(qtbot, page, page.table)
    assert told(page, "负责人") == "赵静"
    for expected in (("赵静", 60), ("", 60)):
        qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, desk)
        assert (sites(desk)[0].keeper, sites(desk)[0].rooms[0].places) == expected


def test_retired_sites_and_rooms_come_back(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    page.rooms.setFocus()
    qtbot.keyClick(page.rooms, Qt.Key.Key_Delete)
    settle(qtbot, desk)
    assert [one.name for one in sites(desk)[0].rooms] == ["201"]
    page.rooms.choose(lambda one: one.retired)
    menu(page.rooms, "恢复教室").trigger()
    settle(qtbot, desk)
    assert [one.name for one in sites(desk)[0].rooms] == ["102", "201"]
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle(qtbot, desk)
    assert [one.name for one in sites(desk)] == ["布山分教点"]
    desk.history.take_back()
    settle(qtbot, desk)
    assert len(sites(desk)) == 2
    page.aim(sites(desk)[0].id)
    menu(page.table, "停用阵地").trigger()
    settle(qtbot, desk)
    qtbot.mouseClick(page.gone, LEFT)
    page.table.choose(lambda one: one.retired)
    assert not page.bound_acts["room-new"].can
    assert not page.bound_acts["room-retire"].is_shown
    menu(page.table, "恢复使用").trigger()
    settle(qtbot, desk)
    assert len(sites(desk)) == 2


def test_what_is_needed_is_kept_and_said(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    teaching = Teaching(desk.workspace)
    teaching.lesson(at(24, 8), room=teaching.far_room)
    hall = base(desk, "羊山战役纪念馆")
    with desk.workspace.write("package.create") as session:
        stages = (StageDraft(teaching.course, hall),)
        package.create(session, PackageDraft("A1", "红色一日行", "红色传统", stages))
    page = open_page()
    page.aim(teaching.point)
    page.bound_acts["room-retire"].trigger()
    page.aim(hall)
    page.bound_acts["site-retire"].trigger()
    lessons, packages = said(desk).errors
    assert isinstance(lessons, Refused)
    assert isinstance(packages, Refused)
    assert "还有 1 节课没上" in lessons.message
    assert "红色一日行" in packages.message
    assert [len(one.rooms) for one in sites(desk)] == [2, 1, 0]


def test_a_kind_is_picked_and_a_word_finds(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    base(desk, "羊山战役纪念馆")
    page = open_page()
    kinds = page.bar.boxes["site-kind"]
    words = [kinds.itemText(place) for place in range(kinds.count())]
    assert words == ["全部类型 3", "主校区 1", "分教点 1", "现场教学基地 1"]
    kinds.setCurrentIndex(3)
    assert [one.name for one in page.table.rows_model.rows] == ["羊山战役纪念馆"]
    qtbot.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(qtbot, DraftForm)
    assert asked["kind"].currentText() == "现场教学基地"
    asked.reject()
    kinds.setCurrentIndex(0)
    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.search, "x")
    assert page.table.rows_model.rows == []
    assert page.card.nobody.isVisible()
    page.search.setText("布山")
    assert [one.name for one in page.table.rows_model.rows] == ["布山分教点"]


def test_ways_are_entered_in_one_table(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    teaching = Teaching(desk.workspace)
    hall = base(desk, "羊山战役纪念馆")
    page = open_page()
    page.aim(teaching.campus)
    press(qtbot, page, "site-travel")
    asked = dialog(qtbot, TravelDialog)
    asked.fields[teaching.point].setText("二十")
    press(qtbot, asked, "form-save")
    assert "到布山分教点的路程要填分钟数" in asked.error.text()
    asked.fields[teaching.point].setText("２５ 分钟")
    asked.search.setText("羊山")
    assert not asked.fields[teaching.point].isVisible()
    asked.fields[hall].setText("40")
    press(qtbot, asked, "form-save")
    assert minutes(desk, teaching.point, teaching.campus) == 25
    assert minutes(desk, teaching.campus, hall) == 40
    settle(qtbot, desk)
    ways = page.ways.rows_model.rows
    known = [("布山分教点", 25, "填写"), ("羊山战役纪念馆", 40, "填写")]
    assert [(way.name, way.minutes, way.source) for way in ways] == known
    page.aim(hall)
    assert [way.minutes for way in page.ways.rows_model.rows] == [40, None]
    front(qtbot, page, page.table)
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert minutes(desk, teaching.campus, hall) is None


def test_an_emptied_way_is_forgotten_and_leaving_asks(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    teaching = Teaching(desk.workspace)
    with desk.workspace.write("site.set_travel") as session:
        site.set_travel(session, teaching.campus, {teaching.point: 25})
    page = open_page()
    press(qtbot, page, "site-travel")
    asked = dialog(qtbot, TravelDialog)
    asked.fields[teaching.point].clear()
    leave(qtbot, asked)
    assert minutes(desk, teaching.campus, teaching.point) == 25
    press(qtbot, page, "site-travel")
    asked = dialog(qtbot, TravelDialog)
    assert asked.fields[teaching.point].text() == "25"
    asked.fields[teaching.point].clear()
    qtbot.keyClick(asked.fields[teaching.point], Qt.Key.Key_Return)
    assert minutes(desk, teaching.campus, teaching.point) is None


def test_figures_open_the_lessons_behind_them(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    teaching = Teaching(desk.workspace)
    lesson = visited(teaching)
    page = open_page()
    page.aim(teaching.point)
    assert told(page, "上课") == "2026 年 1 节，2 人次"
    press(qtbot, page, "site-visits")
    shown = dialog(qtbot, VisitsDialog)
    assert [one.id for one in shown.lessons.rows_model.rows] == [lesson]
    chooser(desk).answer = tmp_path / "课次.xlsx"
    press(qtbot, shown, "site-lessons-list-workbook")
    settle(qtbot, desk)
    qtbot.keyClick(shown.lessons, Qt.Key.Key_Return)
    assert travels(desk) == [("sign_in", lesson)]
    assert (tmp_path / "课次.xlsx").exists()


def test_the_year_turns_and_the_list_goes_to_excel(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    teaching = Teaching(desk.workspace)
    visited(teaching)
    page = open_page()
    chooser(desk).answer = target = tmp_path / "阵地.xlsx"
    press(qtbot, page, "site-list-workbook")
    settle(qtbot, desk)
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "阵地一览（2026 年课次和人次）"
    assert ["布山分教点", "分教点", 1, 40, 1, 2] in [row[:6] for row in rows]
    qtbot.mouseClick(page.years.earlier, LEFT)
    settle(qtbot, desk)
    page.aim(teaching.point)
    assert told(page, "上课") == "2025 年 0 节，0 人次"
    assert not page.bound_acts["site-visits"].is_shown


def test_a_number_is_masked_until_it_is_asked_for(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    hall = base(desk, "羊山战役纪念馆", "13805370001")
    page = open_page()
    page.aim(hall)
    assert told(page, "电话") == "138****0001"
    press(qtbot, page, "site-phone-show")
    assert told(page, "电话") == "13805370001"
    assert not page.bound_acts["site-phone-show"].is_shown
    with desk.workspace.read() as session:
        verbs = [entry.verb for entry in session.scalars(select(AuditEntry))]
    assert verbs.count("site.show_phone") == 1


def test_several_sites_get_one_keeper_in_place_and_one_undo(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    page.change(page.rows, "keeper", "赵静", "")
    assert [one.keeper for one in sites(desk)] == ["赵静", "赵静"]
    desk.history.take_back()
    assert [one.keeper for one in sites(desk)] == ["", ""]
    with pytest.raises(Refused, match="已有叫"):
        page.change(page.rows[:1], "name", "布山分教点", "")


def test_keys_do_their_work_with_the_focus_in_the_header(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    new = page.findChild(QPushButton, "site-new")
    assert new is not None
    new.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(new, Qt.Key.Key_N, both)
    assert dialog(qtbot, DraftForm).windowTitle() == "主校区：加教室"
