"""Whatever a form asks for can be made where it is asked, and what was typed is not lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from services import booking, branch, course, lecturer, order, site, training_class
from services.training_class import ClassDraft
from tests.helpers.keys import type_text
from tests.helpers.pages import dialog, press, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui import features
from ui.booking.dialogs import BookDialog
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.messages import ReasonDialog
from ui.core.picking import MAKE
from ui.core.several_field import SeveralDialog
from ui.course.form import CourseForm
from ui.course.page import CoursePage
from ui.order.page import OrderPage
from ui.package.page import PackagePage
from ui.site.form import NewRoomForm
from ui.training_class.dialogs import LessonDialog
from ui.training_class.page import TrainingClassPage

RETURN = Qt.Key.Key_Return


def in_front(qtbot: QtBot) -> QWidget:
    """Where the keys go in life: to an open list of what fits, else to what has the focus in the
    dialog in front."""
    if (popup := QApplication.activePopupWidget()) is not None:
        return popup
    front = QApplication.activeModalWidget()
    assert front is not None
    front.activateWindow()

    def focused() -> bool:
        found = QApplication.focusWidget()
        return found is not None and front.isAncestorOf(found)

    qtbot.waitUntil(focused)
    found = QApplication.focusWidget()
    assert found is not None
    return found


def enter(qtbot: QtBot) -> None:
    QTest.keyClick(in_front(qtbot), RETURN)


@pytest.fixture
def lesson_form(desk: Desk, qtbot: QtBot) -> LessonDialog:
    """Of a class in a school that has neither course nor room."""
    with desk.workspace.write("training_class.create") as session:
        training_class.create(session, ClassDraft("骨干班"))
    page = show(qtbot, TrainingClassPage(desk))
    page.bound_acts["lesson-new"].trigger()
    return dialog(qtbot, LessonDialog)


def offered(box: QComboBox) -> list[str]:
    return [box.itemText(n) for n in range(box.count())]


def test_a_lesson_is_put_in_a_school_that_has_nothing(
    lesson_form: LessonDialog, desk: Desk, qtbot: QtBot
) -> None:
    form = lesson_form
    assert offered(form["course_id"]) == ["＋ 新建课程…"]
    form["course_id"].setFocus()
    type_text(form["course_id"], "村级财务公开")
    assert offered(form["course_id"]) == ["＋ 新建课程“村级财务公开”…"]
    enter(qtbot)
    made = dialog(qtbot, CourseForm)
    assert made["title"].text() == "村级财务公开"
    made["hours"].setValue(2)
    keep(made, "making-course")
    enter(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
    assert "村级财务公开" in form["course_id"].currentText()
    assert form["hours"].value() == 2, "those of the course that was made"
    form["room_id"].setFocus()
    type_text(form["room_id"], "201")
    enter(qtbot)
    room = dialog(qtbot, NewRoomForm)
    assert room["name"].text() == "201"
    type_text(in_front(qtbot), "主校区")
    keep(room, "making-room")
    enter(qtbot)
    place = dialog(qtbot, DraftForm)
    assert place["name"].text() == "主校区"
    enter(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is room)
    enter(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
    assert form["room_id"].currentText() == "主校区 201（60 座）"
    keep(form, "making-lesson")
    enter(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not form)
    with desk.workspace.read() as session:
        (one,) = training_class.lessons_on(session, at(24, 0).date())
    assert (one.title, one.site, one.room) == ("村级财务公开", "主校区", "201")


def test_enter_on_the_form_makes_what_was_typed_and_is_missing(
    lesson_form: LessonDialog, qtbot: QtBot
) -> None:
    type_text(lesson_form["course_id"].lineEdit(), "没有的课")
    lesson_form["course_id"].completer().popup().hide()
    lesson_form.save_button.click()
    assert dialog(qtbot, CourseForm)["title"].text() == "没有的课"
    lesson_form.save_button.click()
    forms = [one for one in QApplication.topLevelWidgets() if isinstance(one, CourseForm)]
    assert len([one for one in forms if one.isVisible()]) == 1


def test_words_that_fit_several_make_nothing(desk: Desk, qtbot: QtBot) -> None:
    teaching = Teaching(desk.workspace)
    teaching.class_()
    page = show(qtbot, TrainingClassPage(desk))
    page.bound_acts["lesson-new"].trigger()
    form = dialog(qtbot, LessonDialog)
    box = form["course_id"]
    box.setFocus()
    box.lineEdit().selectAll()
    type_text(box, "ZS00")
    assert box.completer().popup().isVisible()
    keep(box.completer().popup(), "making-popup")
    enter(qtbot)
    assert QApplication.activeModalWidget() is form
    form.save_button.click()
    assert form.error.text() == "课程没有选中，请从列表里选。"
    box.lineEdit().selectAll()
    type_text(box, "ZS009")
    popup = box.completer().popup()
    assert popup.isVisible()
    assert [popup.model().index(n, 0).data() for n in range(popup.model().rowCount())] == [
        "＋ 新建课程“ZS009”…"
    ]
    for key in (Qt.Key.Key_Down, RETURN):
        QTest.keyClick(popup, key)
    assert dialog(qtbot, CourseForm)["title"].text() == "ZS009"


def test_the_arrow_keys_stop_before_the_last_entry(desk: Desk, qtbot: QtBot) -> None:
    teaching = Teaching(desk.workspace)
    teaching.class_()
    page = show(qtbot, TrainingClassPage(desk))
    page.bound_acts["lesson-new"].trigger()
    form = dialog(qtbot, LessonDialog)
    box = form["course_id"]
    box.setFocus()
    for _ in range(5):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.view().isVisible(), "the list shows what else there is"
    box.hidePopup()
    assert box.currentText().startswith("ZS002")
    assert QApplication.activeModalWidget() is form


def test_esc_on_the_way_leaves_what_was_typed(lesson_form: LessonDialog, qtbot: QtBot) -> None:
    type_text(lesson_form["course_id"], "没有的课")
    enter(qtbot)
    qtbot.keyClick(dialog(qtbot, CourseForm), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is lesson_form)
    assert lesson_form["course_id"].currentText() == "没有的课"


def test_an_empty_field_says_that_it_can_be_made_there(lesson_form: LessonDialog) -> None:
    lesson_form.save_button.click()
    assert lesson_form.error.text() == "还没有课程，在框里输入名称就能新建。"
    assert lesson_form["course_id"].lineEdit().hasFocus()


def test_the_last_entry_opens_the_form_and_the_choice_before_stays(
    desk: Desk, qtbot: QtBot
) -> None:
    teaching = Teaching(desk.workspace)
    teaching.class_()
    page = show(qtbot, TrainingClassPage(desk))
    page.bound_acts["lesson-new"].trigger()
    box = dialog(qtbot, LessonDialog)["course_id"]
    box.setCurrentIndex(1)
    chosen = box.currentText()
    last = box.count() - 1
    assert box.itemData(last) == MAKE
    box.setCurrentIndex(last)
    box.activated.emit(last)
    form = dialog(qtbot, CourseForm)
    assert form["title"].text() == ""
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert box.currentText() == chosen


def test_a_course_takes_in_a_lecturer_whom_nobody_had(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, CoursePage(desk))
    page.new()
    form = dialog(qtbot, CourseForm)
    form["title"].setText("家风家教")
    form.lecturers.choose()
    several = dialog(qtbot, SeveralDialog)
    type_text(several.field, "莫一帆")
    press(qtbot, several, "several-new")
    person = dialog(qtbot, DraftForm)
    assert person["name"].text() == "莫一帆"
    enter(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is several)
    several._take()
    assert form.lecturers.text() == "莫一帆"
    form.save_button.click()
    with desk.workspace.read() as session:
        (one,) = course.list_all(session)
        assert [who.name for who in lecturer.list_rows(session)] == ["莫一帆"]
    assert one.lecturer_words.startswith("莫一帆")


def test_an_order_of_a_branch_that_is_new(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, OrderPage(desk))
    page.bound_acts["order-new"].trigger()
    form = QApplication.activeModalWidget()
    assert isinstance(form, DraftForm)
    type_text(form.asker, "中共仲山镇石桥村支部委员会")
    enter(qtbot)
    made = dialog(qtbot, DraftForm)
    assert made is not form
    enter(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
    form.what.setEditText("垃圾分类")
    form.save_button.click()
    asked = dialog(qtbot, ReasonDialog)  # it has no members yet
    asked.reason.setText("刚成立")
    enter(qtbot)
    assert not form.isVisible()
    with desk.workspace.read() as session:
        assert [one.asker for one in order.list_rows(session, 2026)] == ["石桥村党支部"]
        assert len(branch.list_all(session)) == 1


def test_a_package_asks_for_course_and_site(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, PackagePage(desk))
    page.bound_acts["package-new"].trigger()
    form = QApplication.activeModalWidget()
    assert isinstance(form, DraftForm)
    line = form.stages.lines[0]
    for box, typed in ((line.course, "红色家书"), (line.place, "革命纪念馆")):
        box.setFocus()
        box.lineEdit().selectAll()
        type_text(box, typed)
        enter(qtbot)
        made = QApplication.activeModalWidget()
        assert made is not form
        enter(qtbot)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
        assert typed in box.currentText()
    with desk.workspace.read() as session:
        assert [one.name for one in site.list_all(session)] == ["革命纪念馆"]


def test_a_booking_takes_somebody_who_is_not_in_the_pool(desk: Desk, qtbot: QtBot) -> None:
    lesson = Teaching(desk.workspace).lesson(at(24, 14))
    with desk.workspace.read() as session:
        items = booking.unbooked(session, at(24, 0), at(25, 0))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.show()
    form = BookDialog(window, desk, items, lesson_id=lesson)
    form.open()
    type_text(form.search, "莫一帆")
    press(qtbot, form, "book-new")
    enter(qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
    assert form.table.current is not None
    assert form.table.current.name == "莫一帆"


def test_every_maker_says_its_key_once() -> None:
    declared = [one.key for feature in features.FEATURES for one in feature.makers]
    assert len(declared) == len(set(declared))
    assert {"course", "room", "site", "branch", "lecturer", "training_class"} <= set(declared)
