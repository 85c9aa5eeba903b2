"""The page of learning materials, by keys and clicks."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from models.course import Task
from services import material
from services.material import MaterialDraft, MaterialKind, MaterialReview
from tests.helpers.keys import type_text
from tests.helpers.pages import chooser, dialog, front, press, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.draft_guide import DraftGuide
from ui.core.preview import PreviewDialog
from ui.core.several_field import SeveralDialog
from ui.material.page import MaterialPage

CTRL = Qt.KeyboardModifier.ControlModifier


def add(desk: Desk, title: str, kind: MaterialKind = MaterialKind.courseware) -> None:
    with desk.workspace.write("material.create") as session:
        material.create(session, MaterialDraft(title, kind, Task.theory, "孔令岩", length=12))


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> MaterialPage:
    Teaching(desk.workspace)
    add(desk, "石桥村的红色记忆", MaterialKind.micro_video)
    add(desk, "党章党规学习课件，名字很长很长的那一种，看看列表和卡片上放得下放不下")
    return show(qtbot, MaterialPage(desk))


def titles(page: MaterialPage) -> list[str]:
    return [one.title for one in page.table.rows_model.rows]


def test_an_empty_page_offers_the_first_step(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, MaterialPage(desk))
    keep(page, "material-empty")
    press(qtbot, page, "material-new")
    form = dialog(qtbot, DraftForm)
    keep(form, "material-form")
    type_text(form["title"], "石桥记忆")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert titles(page) == ["石桥记忆"]
    page.activateWindow()
    qtbot.waitUntil(page.table.hasFocus)
    assert page.current is not None
    front(qtbot, page, page.table)
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert titles(page) == []
    qtbot.keyClick(page, Qt.Key.Key_Y, CTRL)
    settle(qtbot, desk)
    assert titles(page) == ["石桥记忆"]


def test_courses_are_ticked_in_a_list(qtbot: QtBot, desk: Desk, page: MaterialPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_E, CTRL)
    form = dialog(qtbot, DraftForm)
    qtbot.keyClick(form["courses"], Qt.Key.Key_Space)
    ticked = dialog(qtbot, SeveralDialog)
    type_text(ticked.field, "创新")
    qtbot.keyClick(ticked.table, Qt.Key.Key_Space)
    type_text(ticked.field, "")
    keep(ticked, "several")
    press(qtbot, ticked, "several-go")
    assert "党的创新理论进基层" in form["courses"].text()
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.current is not None
    assert page.current.course_words == "党的创新理论进基层"
    keep(page, "material-full")


def test_several_are_reviewed_at_once_and_leave_the_to_dos(
    qtbot: QtBot, desk: Desk, page: MaterialPage
) -> None:
    page.table.selectAll()
    qtbot.keyClick(page, Qt.Key.Key_R, CTRL)
    form = dialog(qtbot, DraftForm)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert "审核人" in form.error.text(), "who looked at it must be said"
    type_text(form["by"], "王秀兰")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert {one.review for one in page.rows} == {MaterialReview.approved}
    assert {one.reviewed_on for one in page.rows} == {date(2026, 11, 23)}
    page.aim(MaterialReview.waiting)
    assert titles(page) == []


def test_out_of_use_and_back(qtbot: QtBot, desk: Desk, page: MaterialPage) -> None:
    page.table.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Delete)
    settle(qtbot, desk)
    assert len(titles(page)) == 1
    page.gone.setChecked(True)
    retired = next(one for one in page.rows if one.retired)
    page.choose(retired.id)
    press(qtbot, page, "material-restore")
    settle(qtbot, desk)
    assert not any(one.retired for one in page.rows)


def test_the_catalogue_is_shown_before_it_is_printed(
    qtbot: QtBot, desk: Desk, page: MaterialPage
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    preview.reject()
    assert said(desk).errors == []


def test_a_workbook_goes_out_and_comes_in_again_unchanged(
    qtbot: QtBot, desk: Desk, page: MaterialPage, tmp_path: Path
) -> None:
    chooser(desk).answer = tmp_path / "资源.xlsx"
    page.bound_acts["material-export"].trigger()
    settle(qtbot, desk)
    assert said(desk).said[-1] == "已导出 2 件：资源.xlsx"
    front(qtbot, page, page.table)
    qtbot.keyClick(page, Qt.Key.Key_I, CTRL)
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    keep(guide, "material-taking")
    assert guide.go.isHidden(), "there is nothing to take"
    guide.reject()
    assert said(desk).errors == []


def test_what_a_workbook_brings_goes_back_in_one_step_and_comes_again(
    qtbot: QtBot, desk: Desk, page: MaterialPage, tmp_path: Path
) -> None:
    chooser(desk).answer = tmp_path / "资源.xlsx"
    page.bound_acts["material-export"].trigger()
    settle(qtbot, desk)
    with desk.workspace.write("material.change_field") as session:
        material.change_field(session, [one.id for one in page.rows], "author", "王秀兰")
    page.bound_acts["material-import"].trigger()
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    guide.go.click()
    settle(qtbot, desk)
    assert {one.author for one in page.rows} == {"孔令岩"}
    desk.history.take_back()
    assert {one.author for one in page.rows} == {"王秀兰"}
    desk.history.redo()
    assert {one.author for one in page.rows} == {"孔令岩"}
    assert len(desk.history.done) == 1


def test_del_with_several_chosen_takes_none_of_them_in_silence(
    qtbot: QtBot, desk: Desk, page: MaterialPage
) -> None:
    page.table.selectAll()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert said(desk).said[-1] == "现在不能“停用”：一次只能办一件，现在选中了 2 件。"
    assert not any(one.retired for one in page.rows)


@pytest.mark.parametrize("where", ["material-kind", "cell"])
def test_del_in_a_box_is_about_the_box(
    qtbot: QtBot, desk: Desk, page: MaterialPage, where: str
) -> None:
    if where == "cell":
        page.table.setCurrentIndex(page.table.rows_model.index(0, 1))
        qtbot.keyClick(page.table, Qt.Key.Key_F2)
    else:
        page.findChild(QComboBox, where).setFocus()
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    assert not any(one.retired for one in page.rows)


def test_what_is_typed_in_a_cell_outlives_a_commit_of_somebody_else(
    qtbot: QtBot, desk: Desk, page: MaterialPage
) -> None:
    page.table.setCurrentIndex(page.table.rows_model.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.setText("写了一半")
    add(desk, "别处来的一件")
    settle(qtbot, desk)
    qtbot.wait(20)
    assert QApplication.focusWidget() is line
    assert line.text() == "写了一半"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(titles(page)) == 3)


def test_the_edit_key_changes_a_field_of_all_that_are_chosen(
    qtbot: QtBot, desk: Desk, page: MaterialPage
) -> None:
    """As on every list: it refused where several were chosen, though F2 did it."""
    page.table.selectAll()
    front(qtbot, page, page.table)
    qtbot.keyClick(page, Qt.Key.Key_E, CTRL)
    form = QApplication.activeModalWidget()
    assert form is not None
    assert "2" in form.windowTitle()
    qtbot.keyClick(form, Qt.Key.Key_Escape)


def test_enter_with_ctrl_is_no_enter_in_the_search_field(
    qtbot: QtBot, desk: Desk, page: MaterialPage
) -> None:
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Return, CTRL)
    assert QApplication.activeModalWidget() is None
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert dialog(qtbot, DraftForm)["title"].text()
