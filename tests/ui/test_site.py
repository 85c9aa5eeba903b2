"""Sites and rooms by clicks and keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from services import site
from services.core.errors import Refused
from services.site import SiteKind, SiteRow
from tests.helpers.desk import FakeMessages
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.site.dialogs import RoomDialog, SiteDialog
from ui.site.page import SitePage

LEFT = Qt.MouseButton.LeftButton
Open = Callable[[], SitePage]


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Open:
    def make() -> SitePage:
        page = SitePage(desk)
        for made in page.header_buttons():
            made.setParent(page)
        qtbot.addWidget(page)
        page.resize(1170, 712)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.enter()
        return page

    return make


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    qtbot.mouseClick(found, LEFT)


def dialog(page: SitePage, kind: type[QDialog]) -> QDialog:
    return page.findChildren(kind)[-1]


def sites(desk: Desk) -> tuple[SiteRow, ...]:
    with desk.workspace.read() as session:
        return site.list_all(session)


def said(desk: Desk) -> FakeMessages:
    assert isinstance(desk.messages, FakeMessages)
    return desk.messages


def test_a_first_site_and_its_room(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    qtbot.mouseClick(page.empty.action, LEFT)
    asked = dialog(page, SiteDialog)
    assert isinstance(asked, SiteDialog)
    asked.name.insert("布山分教点")
    asked.kind.setCurrentIndex(asked.kind.findData(SiteKind.branch_point))
    qtbot.keyClick(asked.name, Qt.Key.Key_Return)
    assert page.no_rooms.isVisible()
    press(qtbot, page, "room-new")
    room = dialog(page, RoomDialog)
    assert isinstance(room, RoomDialog)
    room.name.insert("会议室")
    room.places.setValue(40)
    qtbot.keyClick(room.name, Qt.Key.Key_Return)
    (made,) = sites(desk)
    assert (made.name, made.kind) == ("布山分教点", SiteKind.branch_point)
    assert [(one.name, one.places) for one in made.rooms] == [("会议室", 40)]
    assert page.rooms.isVisible()


def test_a_name_that_is_there_is_refused_in_place(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    press(qtbot, page, "room-new")
    room = dialog(page, RoomDialog)
    assert isinstance(room, RoomDialog)
    room.name.insert("201")
    press(qtbot, room, "form-save")
    assert room.error.text() == "主校区已有叫“201”的教室。"
    assert room.isVisible()
    assert [len(one.rooms) for one in sites(desk)] == [2, 1]


def test_enter_changes_site_and_room(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    qtbot.keyClick(page.sites, Qt.Key.Key_Return)
    asked = dialog(page, SiteDialog)
    assert isinstance(asked, SiteDialog)
    asked.keeper.insert("赵静")
    press(qtbot, asked, "form-save")
    qtbot.keyClick(page.rooms, Qt.Key.Key_Return)
    room = dialog(page, RoomDialog)
    assert isinstance(room, RoomDialog)
    room.places.setValue(99)
    press(qtbot, room, "form-save")
    assert sites(desk)[0].keeper == "赵静"
    assert sites(desk)[0].rooms[0].places == 99
    assert "赵静" in page.facts.text()


def test_retired_sites_and_rooms_come_back(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    teaching = Teaching(desk.workspace)
    page = open_page()
    page.rooms.setFocus()
    qtbot.keyClick(page.rooms, Qt.Key.Key_Delete)
    assert [one.name for one in sites(desk)[0].rooms] == ["201"]
    press(qtbot, page, f"room-restore-{teaching.other_room}")
    assert [one.name for one in sites(desk)[0].rooms] == ["102", "201"]
    press(qtbot, page, "site-retire")
    assert [one.name for one in sites(desk)] == ["布山分教点"]
    undo = said(desk).undo
    assert undo is not None
    undo()
    assert len(sites(desk)) == 2
    press(qtbot, page, "site-retire")
    press(qtbot, page, "site-retired")
    assert not page.add_room.isVisible()
    press(qtbot, page, "site-retire")  # it says 恢复使用 now
    assert len(sites(desk)) == 2


def test_a_room_with_lessons_to_come_is_kept_and_said(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    teaching = Teaching(desk.workspace)
    teaching.lesson(at(24, 8), room=teaching.far_room)
    page = open_page()
    page.aim(teaching.point)
    press(qtbot, page, "room-retire")
    (error,) = said(desk).errors
    assert isinstance(error, Refused)
    assert "还有 1 节课没上" in error.message
    assert [len(one.rooms) for one in sites(desk)] == [2, 1]
