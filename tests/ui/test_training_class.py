"""The page of training classes: made, filled with lessons and people by clicks and keys."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QDateTime, QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from services import training_class
from tests.helpers.keys import type_text
from tests.helpers.pages import dialog, front, leave, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.core.list_edit import GiveForm
from ui.core.messages import ReasonDialog
from ui.core.preview import PreviewDialog
from ui.enrolment.dialog import EnrolDialog
from ui.training_class.dialogs import ClassDialog, LessonDialog
from ui.training_class.page import TrainingClassPage


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


@pytest.fixture
def page(desk: Desk, teaching: Teaching, qtbot: QtBot) -> TrainingClassPage:
    return show(qtbot, TrainingClassPage(desk))


def press(page: TrainingClassPage, qtbot: QtBot, name: str) -> None:
    settle(qtbot, page.desk)  # the list of classes is read in the background
    qtbot.mouseClick(page.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_an_empty_page_offers_the_first_class(page: TrainingClassPage, qtbot: QtBot) -> None:
    assert page.empty_state.isVisible()
    qtbot.mouseClick(page.empty_state.action, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    type_text(dialog["title"], "2026年村支部书记轮训班（第2期）")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, page.desk)
    assert not page.empty_state.isVisible()
    assert page.class_shown is not None
    assert page.class_shown.title == "2026年村支部书记轮训班（第2期）"
    assert page.class_shown.code == "ZS-2026-0001"


def test_a_class_without_a_name_stays_in_the_form(page: TrainingClassPage, qtbot: QtBot) -> None:
    page.aim("new")
    dialog = QApplication.activeModalWidget()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.error.text() == "请填写班次名称。"
    dialog.reject()


def test_a_lesson_is_put_in_a_room(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.class_()
    press(page, qtbot, "lesson-new")
    dialog = QApplication.activeModalWidget()
    type_text(dialog["course_id"], "大棚")
    assert dialog["hours"].value() == 2.5, "typed or picked, the course brings its hours"
    type_text(dialog["room_id"], "102")
    dialog["starts_at"].setDateTime(QDateTime(at(24, 14)))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    (lesson,) = page.lessons_tab.table.rows_model.rows
    assert (lesson.title, lesson.room, lesson.starts_at) == ("大棚蔬菜管护技术", "102", at(24, 14))
    assert lesson.ends_at == at(24, 17)


def test_a_taken_room_is_refused_in_the_form(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30), class_id=teaching.class_("另一个班"))
    press(page, qtbot, "lesson-new")
    dialog = QApplication.activeModalWidget()
    dialog["course_id"].setCurrentIndex(0)
    dialog["room_id"].setCurrentIndex(dialog["room_id"].findText("主校区 201（60 座）"))
    dialog["starts_at"].setDateTime(QDateTime(at(24, 10)))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "已排" in dialog.error.text()
    dialog["starts_at"].setDateTime(QDateTime(at(25, 10)))
    assert not dialog.error.isVisible(), "a new try, and the old refusal is gone"
    leave(qtbot, dialog)


def test_people_are_ticked_and_enrolled(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30))
    teaching.members(12)
    page.refresh()
    press(page, qtbot, "class-enrol")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    for letters in ("ljg", "zqh"):
        qtbot.keyClicks(dialog.field, letters)
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        dialog.field.clear()
    assert len(dialog.table.rows_model.rows) == 12
    qtbot.mouseClick(dialog.count, Qt.MouseButton.LeftButton)
    assert dialog.count.text() == "已勾选 2 人，看全部"
    assert {row.name for row in dialog.table.rows_model.rows} == {"李建国", "张庆华"}
    keep(dialog, "enrol")
    qtbot.mouseClick(dialog.count, Qt.MouseButton.LeftButton)
    assert dialog.count.text() == "已勾选 2 人，看名单"
    assert len(dialog.table.rows_model.rows) == 12
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert {row.name for row in page.roster_tab.table.rows_model.rows} == {"李建国", "张庆华"}
    assert page.tabs.tabText(1) == "名单 2"


def test_everybody_listed_can_be_ticked_at_once(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30))
    teaching.members(12)
    page.refresh()
    press(page, qtbot, "class-enrol")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    qtbot.mouseClick(dialog.findChild(QPushButton, "enrol-all"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert len(page.roster_tab.table.rows_model.rows) == 12


def test_who_is_elsewhere_at_that_hour_is_named(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    members = teaching.members(2)
    other = teaching.class_("另一个班")
    teaching.lesson(at(24, 8, 30), class_id=other, room=teaching.other_room)
    teaching.enrol(other, members[:1])
    mine = teaching.class_("本班")
    teaching.lesson(at(24, 9, 0), class_id=mine)
    page.aim(mine)
    settle(qtbot, page.desk)
    press(page, qtbot, "class-enrol")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    asked = QApplication.activeModalWidget()
    qtbot.mouseClick(asked.findChild(QPushButton, "enrol-all"), Qt.MouseButton.LeftButton)
    assert asked.clashing.text() == "同一时间另有课：王秀兰（另一个班 11-24 08:30）。"
    qtbot.mouseClick(asked.go, Qt.MouseButton.LeftButton)
    assert "1 人同一时间另有课" in said(desk).said[-1]
    qtbot.mouseClick(page.roster_tab.clashing, Qt.MouseButton.LeftButton)
    assert [row.clash for row in page.roster_tab.table.rows_model.rows] == ["另一个班 11-24 08:30"]


def test_a_removed_person_can_be_brought_back(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    class_id = teaching.class_()
    teaching.enrol(class_id, teaching.members(2))
    page.aim(class_id)
    settle(qtbot, page.desk)
    page.roster_tab.table.selectRow(0)
    page.tabs.setCurrentIndex(1)
    press(page, qtbot, "class-remove")
    assert len(page.roster_tab.table.rows_model.rows) == 1
    assert desk.messages.undo is not None
    desk.messages.undo()
    assert len(page.roster_tab.table.rows_model.rows) == 2


def test_a_lesson_called_off_frees_its_room(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    class_id = teaching.class_()
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    page.aim(class_id)
    settle(qtbot, page.desk)
    page.bound_acts["lesson-cancel"].trigger()
    dialog = QApplication.activeModalWidget()
    type_text(dialog.reason, "讲师临时开会")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page.lessons_tab.table.rows_model.rows == []
    teaching.lesson(at(24, 8, 30), class_id=teaching.class_("另一个班"))


def test_enter_on_a_lesson_opens_its_sign_in(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    class_id = teaching.class_()
    lesson = teaching.lesson(at(24, 8, 30), class_id=class_id)
    page.aim(class_id)
    settle(qtbot, page.desk)
    page.lessons_tab.table.selectRow(0)
    qtbot.keyClick(page.lessons_tab.table, Qt.Key.Key_Return)
    assert desk.go.places == [("sign_in", lesson)]


def test_the_hours_of_the_class_are_shown(
    page: TrainingClassPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    from services import sign_in
    from services.sign_in import SignInMethod

    class_id = teaching.class_()
    lesson = teaching.lesson(at(23, 8, 30), class_id=class_id)
    members = teaching.members(2)
    teaching.enrol(class_id, members)
    with desk.workspace.write("sign_in.record") as session:
        sign_in.record(session, lesson, members[0], method=SignInMethod.keyboard)
    page.aim(class_id)
    settle(qtbot, desk)
    assert [row.hours for row in page.hours_tab.table.rows_model.rows] == [Decimal(4), Decimal(0)]
    assert "合计 4 学时" in page.hours_tab.note.text()


def test_the_newest_class_stands_first(page: TrainingClassPage, teaching: Teaching) -> None:
    early, late = teaching.class_("早的班"), teaching.class_("晚的班")
    teaching.lesson(at(25, 8, 30), class_id=late)
    teaching.lesson(at(24, 8, 30), class_id=early)
    with teaching.workspace.read() as session:
        titles = [row.title for row in training_class.list_rows(session)]
    assert titles == ["晚的班", "早的班"]


def test_a_double_click_ticks_and_esc_asks_before_the_ticks_are_lost(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30))
    teaching.members(12)
    page.refresh()
    settle(qtbot, page.desk)
    for _ in range(2):
        qtbot.mouseClick(page.findChild(QPushButton, "class-enrol"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    spot = dialog.table.visualRect(dialog.table.model().index(2, 1)).center()
    view = dialog.table.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=spot)
    assert dialog.count.text().startswith("已勾选 1 人")
    leave(qtbot, dialog)
    qtbot.waitUntil(lambda: not page.desk.background.busy)
    assert QApplication.activeModalWidget() is None, "a second click opened no second dialog"


def test_a_lesson_and_a_class_are_changed_in_their_forms(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    class_id = teaching.class_()
    page.bound_acts["lesson-change"].trigger()
    assert QApplication.activeModalWidget() is None, "no lesson yet"
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    settle(qtbot, page.desk)
    page.lessons_tab.table.setFocus()
    qtbot.keyClick(page.lessons_tab.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert dialog["starts_at"].dateTime() == QDateTime(at(24, 8, 30))
    assert dialog["course_id"].currentText().startswith("ZS001")
    keep(dialog, "lesson-change")
    dialog["hours"].setValue(2.5)
    dialog["room_id"].setCurrentIndex(dialog["room_id"].findText("主校区 102（60 座）"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    (lesson,) = page.lessons_tab.table.rows_model.rows
    assert (lesson.room, lesson.hours) == ("102", Decimal("2.5"))
    press(page, qtbot, "class-change")
    dialog = QApplication.activeModalWidget()
    dialog["title"].selectAll()
    type_text(dialog["title"], "村支部书记轮训班（第3期）")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page.card.name.accessibleName() == "村支部书记轮训班（第3期）"


def test_study_cards_of_the_class(
    page: TrainingClassPage, teaching: Teaching, desk: Desk, qtbot: QtBot
) -> None:
    class_id = teaching.class_()
    people = teaching.members(12)
    page.aim(class_id)
    settle(qtbot, page.desk)
    page.bound_acts["class-cards"].trigger()
    assert "先报名" in desk.messages.explained[-1][1]
    teaching.enrol(class_id, people[:11])
    page.aim(class_id)
    settle(qtbot, page.desk)
    page.bound_acts["class-cards"].trigger()
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    assert preview.windowTitle() == "学员卡：11 张"
    assert preview.document.pages == 2
    preview.reject()


@pytest.mark.parametrize(("keys", "kind"), [("Ctrl+L", LessonDialog), ("Ctrl+B", EnrolDialog)])
def test_keys_work_with_the_focus_in_the_header(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, keys: str, kind: type[QDialog]
) -> None:
    teaching.class_()
    settle(qtbot, page.desk)
    header = page.header_buttons()[0]
    header.setFocus()
    assert header.hasFocus()
    QTest.keySequence(header, QKeySequence(keys))
    settle(qtbot, page.desk)
    dialog(qtbot, kind).reject()


def test_the_edit_and_remove_keys_mean_what_the_cursor_is_on(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching
) -> None:
    teaching.lesson(at(24, 8, 30), class_id=teaching.class_())
    settle(qtbot, page.desk)
    page.table.setFocus()
    QTest.keySequence(page.table, QKeySequence("Ctrl+E"))
    dialog(qtbot, ClassDialog).reject()
    page.lessons_tab.table.setFocus()
    QTest.keySequence(page.lessons_tab.table, QKeySequence("Delete"))
    dialog(qtbot, ReasonDialog).reject()


def test_what_can_be_done_with_a_lesson_stands_in_its_right_click_menu(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    lesson = teaching.lesson(at(24, 8, 30), class_id=teaching.class_())
    settle(qtbot, desk)
    menu = page.lessons_tab.table.make_menu()
    entries = {one.text().partition("\t")[0]: one for one in menu.actions()}
    assert {"签到", "打印签到表", "约讲师", "修改课次", "取消课次"} <= entries.keys()
    entries["约讲师"].trigger()
    assert desk.go.places == [("booking", lesson)]


def test_a_class_just_made_is_taken_back_while_it_is_shown(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk
) -> None:
    page.aim("new")
    form = dialog(qtbot, ClassDialog)
    form.leads.setChecked(False)
    type_text(form["title"], "建错的班")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.class_shown is not None
    front(qtbot, page, page.table)
    QTest.keySequence(page.table, QKeySequence("Ctrl+Z"))
    settle(qtbot, desk)
    assert page.empty_state.isVisible()
    assert desk.messages.errors == []


def test_classes_that_are_not_over_are_found_by_one_choice(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    over = teaching.class_("取消的班")
    with desk.workspace.write("training_class.cancel") as session:
        training_class.cancel(session, over, "防汛")
    teaching.class_("开着的班")
    settle(qtbot, desk)
    states = page.bar.boxes["class-state"]
    for words in ("未结束的", "报名中"):
        states.setCurrentIndex(states.findData(words))
        assert [row.title for row in page.table.rows_model.rows] == ["开着的班"]
    states.setCurrentIndex(0)
    assert len(page.table.rows_model.rows) == 2


def test_f2_names_a_class_in_the_list_and_ctrl_z_takes_it_back(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    teaching.class_("轮训班")
    settle(qtbot, desk)
    front(qtbot, page, page.table)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.findChild(QLineEdit, "cell-editor")
    assert editor is not None
    type_text(editor, "轮训一班")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.current is not None and page.current.title == "轮训一班")
    settle(qtbot, desk)
    front(qtbot, page, page.table)
    QTest.keySequence(page.table, QKeySequence("Ctrl+Z"))
    settle(qtbot, desk)
    assert [row.title for row in page.table.rows_model.rows] == ["轮训班"]


def test_ctrl_e_gives_several_classes_one_value_and_leaves_the_cancelled_alone(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    over = teaching.class_("取消的班")
    with desk.workspace.write("training_class.cancel") as session:
        training_class.cancel(session, over, "防汛")
    for title in ("一班", "二班"):
        teaching.class_(title)
    settle(qtbot, desk)
    page.table.choose_columns(("班次", "名额"))
    front(qtbot, page, page.table)
    page.table.selectAll()
    place = next(n for n, one in enumerate(page.table.columns) if one.title == "名额")
    row = page.table.currentIndex().row()
    page.table.selectionModel().setCurrentIndex(
        page.table.rows_model.index(row, place), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    QTest.keySequence(page.table, QKeySequence("Ctrl+E"))
    form = dialog(qtbot, GiveForm)
    assert form.windowTitle() == "把 2 行改成同一个名额"
    form.field.setValue(45)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    by_title = {row.title: row.places for row in page.table.rows_model.rows}
    assert by_title == {"一班": 45, "二班": 45, "取消的班": None}
    front(qtbot, page, page.table)
    QTest.keySequence(page.table, QKeySequence("Ctrl+Z"))
    settle(qtbot, desk)
    assert {row.places for row in page.table.rows_model.rows} == {None}


def test_what_is_about_one_class_takes_none_of_several(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    for title in ("一班", "二班"):
        teaching.class_(title)
    settle(qtbot, desk)
    front(qtbot, page, page.table)
    page.table.selectAll()
    QTest.keySequence(page.table, QKeySequence("Delete"))
    settle(qtbot, desk)
    assert page.window().findChild(QDialog) is None
    assert "一次只能办一个" in said(desk).said[-1]


def test_a_lesson_form_says_what_is_missing_and_leads_there(
    page: TrainingClassPage, qtbot: QtBot, teaching: Teaching, desk: Desk
) -> None:
    teaching.class_()
    settle(qtbot, desk)
    page.bound_acts["lesson-new"].trigger()
    form = dialog(qtbot, LessonDialog)
    form["room_id"].setCurrentIndex(0)
    form["ends_at"].setDateTime(form["starts_at"].dateTime())
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.error.text() == "课程没有选中，请从列表里选。"
    form["course_id"].setCurrentIndex(0)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.error.text() == "下课时间要在上课时间之后。"


@pytest.mark.parametrize(
    ("step", "kind"), [("lesson-new", LessonDialog), ("class-enrol", EnrolDialog)]
)
def test_a_step_of_another_page_is_done_once_its_class_is_read(
    desk: Desk, teaching: Teaching, qtbot: QtBot, step: str, kind: type[QDialog]
) -> None:
    wanted = teaching.class_()
    teaching.class_()
    page = TrainingClassPage(desk)
    page.enter((step, wanted))
    show(qtbot, page)
    dialog(qtbot, kind).reject()
    assert page.class_shown is not None
    assert page.class_shown.id == wanted
    page.refresh()
    settle(qtbot, desk)
    assert QApplication.activeModalWidget() is None, "once, and not with each reading"
