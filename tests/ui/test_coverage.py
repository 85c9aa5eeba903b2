"""七项任务分布 by clicks and keys: each bar is a door to its list."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from services import menu
from services.menu import Series
from tests.helpers.desk import Desk
from tests.helpers.pages import press, settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.course.coverage_page import CoveragePage


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    made = Teaching(desk.workspace)
    with desk.workspace.write("menu.begin") as session:
        menu.begin(session, 2026, everything=True)
    return made


def titles(page: CoveragePage) -> list[str]:
    return [one.title for one in page.table.rows_model.rows]


def test_a_click_and_the_arrows_open_the_list_of_a_bar(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    lesson = teaching.lesson(at(20, 8))
    page = show(qtbot, CoveragePage(desk))
    keep(page, "coverage")
    assert titles(page) == ["党的创新理论进基层"]
    assert page.list_card.heading.text() == "政治理论教育 · 菜单"
    where = page.chart.cell(0, Series.lessons).center().toPoint()
    qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=where)
    assert page.list_card.heading.text() == "政治理论教育 · 已上课次"
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert travels(desk) == [("sign_in", lesson)]
    page.chart.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, *[Qt.Key.Key_Down] * 6):
        qtbot.keyClick(page.chart, key)
    assert page.list_card.heading.text() == "知识技能教育 · 菜单"
    assert titles(page) == ["大棚蔬菜管护技术"]
    for _ in range(20):
        qtbot.keyClick(page.chart, Qt.Key.Key_Down)
    assert page.list_card.heading.text() == "选修课 · 菜单"
    press(qtbot, page, "coverage-open")
    key, target = travels(desk)[-1]
    with desk.workspace.read() as session:
        draft = menu.draft(session, 2026)
    assert draft is not None
    assert (key, target) == ("menu", draft.entries[1].id)


def test_what_is_lacking_is_named_and_a_year_without_anything_is_empty(
    desk: Desk, qtbot: QtBot, teaching: Teaching
) -> None:
    page = show(qtbot, CoveragePage(desk))
    assert page.gaps.text() == (
        "菜单还没有：政治教育和政治训练、党章党规党纪教育、党的宗旨教育、革命传统教育、形势政策教育。"
    )
    assert "政治理论教育 菜单 1 项，订单 —，已上课次 —" in page.chart.accessibleName()
    press(qtbot, page, "year-earlier")
    settle(qtbot, desk)
    assert titles(page) == []
    assert page.none.isVisible()
    assert not page.gaps.isVisible()
    page.enter(2026)
    settle(qtbot, desk)
    assert titles(page) == ["党的创新理论进基层"]
