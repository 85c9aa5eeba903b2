"""The course menu by clicks and keys."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from services import course
from services.course import CourseRow, Task, Tier
from tests.helpers.desk import FakeMessages, Travels
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.course.dialogs import CourseDialog
from ui.course.page import CoursePage

LEFT = Qt.MouseButton.LeftButton
Open = Callable[[], CoursePage]


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Open:
    def make() -> CoursePage:
        page = CoursePage(desk)
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


def form(page: CoursePage) -> CourseDialog:
    return page.findChildren(CourseDialog)[-1]


def menu(desk: Desk) -> tuple[CourseRow, ...]:
    with desk.workspace.read() as session:
        return course.list_all(session)


def shown(page: CoursePage) -> list[str]:
    return [row.code for row in page.courses.rows_model.rows]


def test_the_empty_menu_offers_the_first_course(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    qtbot.mouseClick(page.empty.action, LEFT)
    asked = form(page)
    assert asked.code.text() == "ZS001"
    qtbot.keyClick(asked.title, Qt.Key.Key_Return)
    assert asked.error.text() == "请填写课程名称。"
    assert menu(desk) == ()
    asked.title.insert("党的创新理论进基层")
    asked.hours.setValue(2.5)
    asked.tier.setCurrentIndex(asked.tier.findData(Tier.required))
    qtbot.keyClick(asked.title, Qt.Key.Key_Return)
    (made,) = menu(desk)
    assert (made.title, made.hours, made.tier) == (
        "党的创新理论进基层",
        Decimal("2.5"),
        Tier.required,
    )
    assert page.courses.current == made
    assert "2.5 学时" in page.facts.text()


def test_enter_changes_a_course_and_a_taken_code_is_refused_in_place(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    qtbot.keyClick(page.courses, Qt.Key.Key_Return)
    asked = form(page)
    asked.code.setText("ZS002")
    press(qtbot, asked, "form-save")
    assert "已被另一门课程使用" in asked.error.text()
    asked.code.setText("ZS009")
    press(qtbot, asked, "form-save")
    assert shown(page) == ["ZS002", "ZS009"]


def test_retiring_can_be_undone_and_found_again(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    assert isinstance(desk.messages, FakeMessages)
    page.courses.setFocus()
    qtbot.keyClick(page.courses, Qt.Key.Key_Delete)
    assert shown(page) == ["ZS002"]
    assert desk.messages.undo is not None
    desk.messages.undo()
    assert shown(page) == ["ZS001", "ZS002"]
    press(qtbot, page, "course-retire")
    press(qtbot, page, "course-retired")
    assert shown(page) == ["ZS001"]
    press(qtbot, page, "course-retire")  # it says 恢复到菜单 now
    assert [row.code for row in menu(desk)] == ["ZS001", "ZS002"]
    assert shown(page) == ["ZS001", "ZS002"]


def test_each_task_is_a_door_to_its_courses(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    teaching = Teaching(desk.workspace)
    lesson = teaching.lesson(at(24, 8))
    page = open_page()
    tile = page.strip.tiles[Task.theory]
    assert tile.count.text() == "1 节"
    assert page.strip.tiles[Task.purpose].count.text() == "未开课"
    qtbot.mouseClick(tile, LEFT)
    assert shown(page) == ["ZS001"]
    page.lessons.selectRow(0)
    qtbot.keyClick(page.lessons, Qt.Key.Key_Return)
    assert isinstance(desk.go, Travels)
    assert desk.go.places == [("sign_in", lesson)]
    qtbot.mouseClick(page.strip.tiles[Task.purpose], LEFT)
    assert shown(page) == []
    assert page.none.isVisible()
    qtbot.mouseClick(page.strip.tiles[Task.purpose], LEFT)
    qtbot.keyClicks(page.search, "002")
    assert shown(page) == ["ZS002"]


def test_a_long_title_leaves_the_list_its_room(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    before = page.list_card.width()
    qtbot.keyClick(page.courses, Qt.Key.Key_Return)
    form(page).title.setText("关于新时代基层党组织书记抓党建促乡村振兴专题研讨暨经验交流" * 2)
    press(qtbot, form(page), "form-save")
    qtbot.wait(50)
    assert page.list_card.width() == before
    assert page.details.heading.wordWrap()
