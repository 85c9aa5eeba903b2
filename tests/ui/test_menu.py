"""The yearly menu by clicks and keys."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from services import course, menu
from services.menu import Menu
from tests.helpers import course_file
from tests.helpers.desk import Desk
from tests.helpers.pages import chooser, dialog, front, press, said, settle, show, travels
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching
from ui.core.draft_form import DraftForm
from ui.core.list_edit import EDITOR, GiveForm
from ui.core.preview import PreviewDialog
from ui.menu.dialogs import AddDialog, BeginDialog, DifferencesDialog
from ui.menu.months import MonthPicker
from ui.menu.page import MenuPage

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Open = Callable[[], MenuPage]


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Open:
    return lambda: show(qtbot, MenuPage(desk))


def codes(page: MenuPage) -> list[str]:
    return [row.code for row in page.table.rows_model.rows]


def current(desk: Desk, year: int = 2026) -> Menu | None:
    with desk.workspace.read() as session:
        return menu.current(session, year)


def go(page: MenuPage) -> QPushButton:
    found = page.findChild(QPushButton, "menu-go")
    assert found is not None
    return found


def hit(qtbot: QtBot, page: MenuPage, key: Qt.Key, with_: Qt.KeyboardModifier) -> None:
    """A shortcut of a button: Qt shows it pressed for a tenth of a second before it acts."""
    qtbot.keyClick(page, key, with_)
    qtbot.wait(130)
    settle(qtbot, page.desk)


def begin(desk: Desk, qtbot: QtBot, page: MenuPage) -> None:
    press(qtbot, page, "menu-go")
    qtbot.keyClick(dialog(qtbot, BeginDialog), Qt.Key.Key_Return)
    front(qtbot, page, page.table)


def publish(desk: Desk, year: int = 2026, **how: bool) -> UUID:
    with desk.workspace.write("menu.begin") as session:
        made = menu.begin(session, year, everything=True).id
        menu.publish(session, made)
    return made


def test_a_first_menu_in_three_steps(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    keep(page, "menu-empty")
    assert page.empty.isVisible()
    assert page.empty.action.text() == "起草2026年菜单"
    qtbot.mouseClick(page.empty.action, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, BeginDialog)
    assert not asked.copied.isVisible()
    assert asked.everything.isChecked()
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert codes(page) == ["ZS001", "ZS002"]
    assert go(page).text() == "发布第 1 版"
    assert "七项任务还缺" in page.panel.gaps.text()
    press(qtbot, page, "menu-go")
    settle(qtbot, desk)
    ((_, text),) = said(desk).asked
    assert "不能撤销" in text
    found = current(desk)
    assert found is not None
    assert len(found.entries) == 2
    assert go(page).text() == "起草第 2 版"
    assert not page.panel.terms.isVisible()
    keep(page, "menu-published")


def test_places_and_months_for_everything_at_once_and_back(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    course_file.take(desk.workspace, course_file.course_file(tmp_path / "菜单.xlsx"))
    page = open_page()
    begin(desk, qtbot, page)
    qtbot.keyClick(page.table, Qt.Key.Key_A, CTRL)
    assert page.panel.go.text() == "设给选中的 40 项"
    page.panel.places.setValue(30)
    for month in (3, 4, 5):
        press(qtbot, page, f"month-{month}")
    hit(qtbot, page, Qt.Key.Key_S, CTRL)
    rows = page.table.rows_model.rows
    assert {(one.places, one.months) for one in rows} == {(30, (3, 4, 5))}
    assert len(page.table.marked()) == 40, "what was marked stays so"
    keep(page, "menu-draft")
    hit(qtbot, page, Qt.Key.Key_Z, CTRL)
    assert {(one.places, one.months) for one in page.table.rows_model.rows} == {(50, ())}


def test_adding_moving_and_removing_by_keys(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    press(qtbot, page, "menu-go")
    asked = dialog(qtbot, BeginDialog)
    asked.nothing.setChecked(True)
    press(qtbot, asked, "form-save")
    front(qtbot, page, page)
    assert codes(page) == []
    hit(qtbot, page, Qt.Key.Key_N, CTRL)
    adding = dialog(qtbot, AddDialog)
    adding.search.setText("知识技能")
    assert [one.code for one in adding.table.rows_model.rows] == ["ZS002"]
    adding.search.clear()
    qtbot.keyClick(adding.table, Qt.Key.Key_A, CTRL)
    keep(adding, "menu-add")
    assert adding.go.text() == "加入 2 项"
    qtbot.keyClick(adding.table, Qt.Key.Key_Return)
    front(qtbot, page, page.table)
    assert codes(page) == ["ZS001", "ZS002"]
    page.table.selectRow(0)
    hit(qtbot, page, Qt.Key.Key_Down, ALT)
    assert codes(page) == ["ZS002", "ZS001"]
    current_row = page.table.current
    assert current_row is not None
    assert current_row.code == "ZS001", "it stays chosen where it went"
    press(qtbot, page, "menu-group")
    settle(qtbot, desk)
    assert codes(page) == ["ZS001", "ZS002"]
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle(qtbot, desk)
    assert codes(page) == ["ZS002"]
    hit(qtbot, page, Qt.Key.Key_Z, CTRL)
    assert codes(page) == ["ZS001", "ZS002"]
    hit(qtbot, page, Qt.Key.Key_N, CTRL)
    assert said(desk).explained == [("加入课程", "全部课程和套餐都已在菜单上。")]


def test_the_next_version_is_compared_with_the_last(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    publish(desk)
    page = open_page()
    begin(desk, qtbot, page)
    page.table.selectRow(0)
    page.panel.places.setValue(20)
    press(qtbot, page, "menu-apply")
    settle(qtbot, desk)
    press(qtbot, page, "menu-compare")
    told = dialog(qtbot, DifferencesDialog)
    (row,) = told.table.rows_model.rows
    assert (row.code, row.what, row.before, row.after) == ("ZS001", "人数", "50", "20")
    keep(told, "menu-differences")
    qtbot.keyClick(told, Qt.Key.Key_Escape)
    front(qtbot, page, page.table)
    assert [page.version.itemText(n) for n in range(2)] == [
        "第 2 版 · 草稿",
        "第 1 版 · 11-23 发布",
    ]
    page.version.setCurrentIndex(1)
    page.version.activated.emit(1)
    settle(qtbot, desk)
    assert page.table.rows_model.rows[0].places == 50
    assert go(page).text() == "接着改草稿"
    press(qtbot, page, "menu-go")
    settle(qtbot, desk)
    assert go(page).text() == "发布第 2 版"
    press(qtbot, page, "menu-discard")
    settle(qtbot, desk)
    assert page.version.count() == 1
    hit(qtbot, page, Qt.Key.Key_Z, CTRL)
    assert page.version.count() == 2


def test_next_years_menu_begins_with_this_years(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    teaching = Teaching(desk.workspace)
    publish(desk)
    with desk.workspace.write("course.retire") as session:
        course.retire(session, teaching.course)
    page = open_page()
    assert page.table.rows_model.rows[1].retired
    assert "1 项已停用" in page.panel.gaps.text()
    press(qtbot, page, "year-later")
    settle(qtbot, desk)
    press(qtbot, page, "menu-go")
    asked = dialog(qtbot, BeginDialog)
    assert asked.copied.text() == "照2026年第 1 版（2 项），已停用的不带入"
    keep(asked, "menu-begin")
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert codes(page) == ["ZS001"]
    assert "1 项已停用没有带入" in said(desk).said[-1]


def test_the_title_and_note_are_printed_on_both_papers(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    begin(desk, qtbot, page)
    press(qtbot, page, "menu-describe")
    asked = dialog(qtbot, DraftForm)
    asked["title"].setText("")
    press(qtbot, asked, "form-save")
    assert asked.error.text() == "请填写菜单名称。"
    asked["title"].setText("仲山镇党校 2026 年课程菜单")
    asked["note"].setPlainText("请于 12 月 10 日前交回。")
    press(qtbot, asked, "form-save")
    settle(qtbot, desk)
    assert "12 月 10 日前交回" in page.panel.facts.text()
    for name, words in (("menu-print", "单页"), ("menu-fold", "折页")):
        press(qtbot, page, name)
        press(qtbot, page, name)
        preview = dialog(qtbot, PreviewDialog)
        assert preview.document.pages == 1
        text = "".join(pages(preview.pdf)[0].split())
        assert "12月10日前交回" in text
        chooser(desk).answer = tmp_path / f"{words}.pdf"
        press(qtbot, preview, "preview-save")
        settle(qtbot, desk)
        qtbot.keyClick(preview, Qt.Key.Key_Escape)
        front(qtbot, page, page)
    assert (tmp_path / "单页.pdf").stat().st_size > 1000
    assert chooser(desk).names[-1] == "仲山镇党校 2026 年课程菜单-折页.pdf"


def test_enter_opens_the_course_and_a_todo_opens_its_year(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    teaching = Teaching(desk.workspace)
    made = publish(desk, 2025)
    page = open_page()
    assert page.table.rows_model.rows == []
    page.enter(2025)
    settle(qtbot, desk)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert travels(desk) == [("course", teaching.opening)]
    with desk.workspace.read() as session:
        entry = menu.menu(session, made).entries[1].id
    page.enter(2026)
    settle(qtbot, desk)
    page.enter(entry)
    settle(qtbot, desk)
    assert page.year.year == 2025
    row = page.table.current
    assert row is not None
    assert row.id == entry


def test_a_refused_publish_changes_nothing(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    publish(desk)
    page = open_page()
    begin(desk, qtbot, page)
    press(qtbot, page, "menu-go")
    settle(qtbot, desk)
    (error,) = said(desk).errors
    assert "完全一样" in str(error)
    assert go(page).text() == "发布第 2 版"


def test_ctrl_enter_is_the_next_step_wherever_the_focus_is(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    go(page).setFocus()
    qtbot.keyClick(go(page), Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(dialog(qtbot, BeginDialog), Qt.Key.Key_Return)
    front(qtbot, page, go(page))
    assert codes(page) == ["ZS001", "ZS002"]
    qtbot.keyClick(go(page), Qt.Key.Key_Delete)
    settle(qtbot, desk)
    assert codes(page) == ["ZS002"]
    qtbot.keyClick(go(page), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert current(desk) is not None
    qtbot.keyClick(go(page), Qt.Key.Key_Delete)
    settle(qtbot, desk)
    assert codes(page) == ["ZS002"], "what was published stays"
    assert "现在不能“移出”" in said(desk).said[-1]


def test_the_right_click_menu_does_what_the_buttons_do(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    begin(desk, qtbot, page)
    entries = {one.text().partition("\t")[0]: one for one in page.table.make_menu().actions()}
    entries["下移"].trigger()
    settle(qtbot, desk)
    assert codes(page) == ["ZS002", "ZS001"]


def test_f2_sets_the_places_of_one_and_the_months_of_several(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    begin(desk, qtbot, page)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.findChild(QSpinBox, EDITOR)
    assert editor is not None
    editor.setValue(35)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.wait(50)  # it is written once Qt is done with the editor
    settle(qtbot, desk)
    assert [row.places for row in page.table.rows_model.rows] == [35, 50]
    page.table.selectAll()
    place = [one.title for one in page.table.columns].index("月份")
    page.table.selectionModel().setCurrentIndex(
        page.table.rows_model.index(0, place), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    form = dialog(qtbot, GiveForm)
    assert form.windowTitle() == "把 2 行改成同一个月份"
    form.field.show_chosen((3, 9))
    keep(form, "menu-months")
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert [row.months for row in page.table.rows_model.rows] == [(3, 9), (3, 9)]
    front(qtbot, page, page.table)
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert [row.months for row in page.table.rows_model.rows] == [(), ()]
    assert [row.places for row in page.table.rows_model.rows] == [35, 50]


def test_f2_on_months_of_one_entry_opens_the_list_to_tick(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    begin(desk, qtbot, page)
    entries = {one.text().partition("\t")[0]: one for one in page.table.make_menu().actions()}
    entries["改月份"].trigger()
    form = dialog(qtbot, GiveForm)
    assert form.windowTitle() == "改月份"
    form.field.show_chosen((12,))
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert [row.months for row in page.table.rows_model.rows] == [(12,), ()]


def test_f2_says_that_a_published_menu_stays(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    publish(desk)
    page = open_page()
    settle(qtbot, desk)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert "不再改动" in said(desk).said[-1]
    assert page.table.findChild(QSpinBox, EDITOR) is None


def test_the_whole_year_is_twelve_months_that_are_on(qtbot: QtBot) -> None:
    heard: list[list[int]] = []
    picker = MonthPicker(lambda: heard.append(picker.months))
    qtbot.addWidget(picker)
    on = lambda: [n for n, one in enumerate(picker.buttons, 1) if one.isChecked()]  # noqa: E731
    assert (on(), picker.months) == ([*range(1, 13)], [])
    for number in (3, 4):
        qtbot.mouseClick(picker.buttons[number - 1], Qt.MouseButton.LeftButton)
    assert (on(), heard) == ([3, 4], [[3], [3, 4]])
    for number in (3, 4):
        qtbot.mouseClick(picker.buttons[number - 1], Qt.MouseButton.LeftButton)
    assert (on(), picker.months) == ([*range(1, 13)], [])
