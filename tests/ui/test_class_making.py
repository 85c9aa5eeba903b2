"""Classes made from something, set running, and cancelled, by clicks and keys."""

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.order import Order, OrderState
from models.training_class import Lesson
from services import sign_in, training_class
from services.class_making.sources import FromOrders, FromPackage
from services.core.clock import FixedClock
from services.core.errors import Refused
from services.sign_in import SignInMethod
from services.training_class import BrandKind, ClassDraft, ClassState
from tests.helpers.keys import type_text
from tests.helpers.pages import button_of, dialog, press, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from tests.services.test_class_making import order, package
from ui.class_making.dialog import MakeDialog
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog
from ui.core.preview import PreviewDialog
from ui.training_class.cancelling import CancelDialog
from ui.training_class.dialogs import ClassDialog, LessonDialog
from ui.training_class.page import TrainingClassPage
from ui.training_class.starting import StartDialog


@pytest.fixture
def teaching(desk: Desk) -> Teaching:
    return Teaching(desk.workspace)


@pytest.fixture
def page(desk: Desk, teaching: Teaching, qtbot: QtBot) -> TrainingClassPage:
    return show(qtbot, TrainingClassPage(desk))


def making(page: TrainingClassPage, qtbot: QtBot, source: object) -> MakeDialog:
    page.aim(source)
    return dialog(qtbot, MakeDialog)


def detail(desk: Desk, class_id: UUID) -> training_class.ClassDetail:
    with desk.workspace.read() as session:
        return training_class.detail(session, class_id)


def enter(qtbot: QtBot, form: QDialog) -> None:
    qtbot.keyClick(form, Qt.Key.Key_Return)


def test_orders_become_a_class_with_one_enter(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    asked = (
        order(teaching, 1, 18, wished_from=date(2026, 12, 2), wished_to=date(2026, 12, 4)),
        order(teaching, 2, 12),
    )
    form = making(page, qtbot, FromOrders(asked))
    assert form.windowTitle() == "2 个订单合成一个班"
    assert form.own["title"].text() == "大棚蔬菜管护技术（2 个单位）"
    assert (form.own["places"].value(), form.save_button.text()) == (30, "建班（1 节课）")
    keep(form, "class-from-orders")
    enter(qtbot, form)
    settle(qtbot, desk)
    assert said(desk).said[-1].startswith("培训班已建好：排了 1 节课，排进 2 个订单。撤销：")
    assert page.class_shown is not None
    assert [row.starts_at for row in page.class_shown.lessons] == [at(2, 8, 30, month=12)]
    assert page.table.current is not None
    assert page.table.current.id == page.class_shown.id


def test_another_day_lays_it_out_anew_and_space_leaves_a_lesson_out(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    form = making(page, qtbot, FromOrders((order(teaching, 1),)))
    type_text(form.own["title"], "村级")
    form.start.setDateTime(QDateTime(at(3, 19, month=12)))
    assert not form.save_button.isEnabled(), "what is shown is not what was asked for"
    settle(qtbot, desk)
    assert [one.starts_at for one in form.lessons.rows_model.rows] == [at(3, 19, month=12)]
    assert "村级" in form.own["title"].text(), "what was typed stays"
    form.lessons.setFocus()
    qtbot.keyClick(form.lessons, Qt.Key.Key_Space)
    assert form.save_button.text() == "建班"
    qtbot.keyClick(form.lessons, Qt.Key.Key_Space)
    assert form.save_button.text() == "建班（1 节课）"
    qtbot.keyClick(form.lessons, Qt.Key.Key_Space)
    form.own["brand"].setCurrentIndex(form.own["brand"].findText("书记夜话"))
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert page.class_shown is not None
    assert page.class_shown.lessons == ()
    assert page.class_shown.brand is BrandKind.evening


def test_a_package_that_cannot_be_placed_whole_is_not_made(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    made = package(teaching, (teaching.opening, None, "2"), (teaching.course, teaching.point, "2"))
    form = making(page, qtbot, FromPackage(made))
    form.own["places"].setValue(50)
    settle(qtbot, desk)
    assert not form.save_button.isEnabled()
    assert "要一起排上" in form.hint.text()
    keep(form, "class-from-package")
    form.own["places"].setValue(40)
    settle(qtbot, desk)
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert page.class_shown is not None
    assert len(page.class_shown.lessons) == 2


def test_a_copy_tells_what_is_taken_and_moves_it_by_choice(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    class_id = teaching.class_("2026年专题班（第1期）")
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(24, 14), class_id=class_id)
    teaching.lesson(at(1, 9, month=12), class_id=teaching.class_("别的班"))
    settle(qtbot, desk)
    page.aim(class_id)
    settle(qtbot, page.desk)
    qtbot.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    form = dialog(qtbot, MakeDialog)
    assert form.own["title"].text() == "2026年专题班（第2期）"
    assert [one.place for one in form.lessons.rows_model.rows] == ["主校区 102", "主校区 201"]
    other_rooms = form.findChild(QCheckBox, "make-other-rooms")
    assert other_rooms is not None
    other_rooms.setChecked(False)
    settle(qtbot, desk)
    assert form.save_button.text() == "建班（1 节课）"
    assert "1 节排不上" in form.hint.text()
    keep(form, "class-copy")
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert page.class_shown is not None
    assert [row.starts_at for row in page.class_shown.lessons] == [at(1, 14, month=12)]


def test_a_room_taken_meanwhile_keeps_the_form_open_and_makes_nothing(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    asked = order(teaching, 1)
    form = making(page, qtbot, FromOrders((asked,)))
    (lesson,) = form.lessons.rows_model.rows
    teaching.lesson(lesson.starts_at, room=lesson.room_id)
    press(qtbot, form, "form-save")
    assert form.isVisible()
    assert "请换教室或时间" in form.error.text()
    with desk.workspace.read() as session:
        assert session.require(Order, asked).state is OrderState.accepted
        assert len(training_class.list_rows(session)) == 1
    form.close()


def test_what_forbids_a_class_is_told_at_once(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    page.aim(FromOrders((order(teaching, 1, state=OrderState.scheduled),)))
    settle(qtbot, desk)
    (error,) = said(desk).errors
    assert isinstance(error, Refused)


def test_a_class_begins_with_its_checks_or_a_reason_and_the_step_can_be_taken_back(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    class_id = teaching.class_()
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    settle(qtbot, desk)
    page.aim(class_id)
    settle(qtbot, desk)
    assert button_of(page, "class-next").text() == "开班（还差 2 项）"
    press(qtbot, page, "class-next")
    form = dialog(qtbot, StartDialog)
    missing = form.findChild(QLabel, "check-people")
    assert missing is not None
    assert missing.text() == "还没有人报名"
    keep(form, "class-start")
    enter(qtbot, form)
    asked = dialog(qtbot, ReasonDialog)
    asked.reason.setText("现场补名")
    enter(qtbot, asked)
    assert detail(desk, class_id).state is ClassState.running
    assert page.card.reason.text() == "开班理由：现场补名"
    desk.history.take_back()
    assert detail(desk, class_id).state is ClassState.open


def test_a_class_is_finished_and_put_away_by_its_next_step(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching, clock: FixedClock
) -> None:
    class_id = teaching.class_()
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    with desk.workspace.write("training_class.start") as session:
        training_class.start(session, class_id, reason="急")
    settle(qtbot, desk)
    page.aim(class_id)
    settle(qtbot, page.desk)
    press(qtbot, page, "class-next")
    assert "还有 1 节课" in str(said(desk).errors.pop())
    clock.set_to(at(24, 18))
    for state, words in (
        (ClassState.finished, "归档"),
        (ClassState.archived, "取回修改"),
        (ClassState.finished, "归档"),
    ):
        press(qtbot, page, "class-next")
        assert (detail(desk, class_id).state, button_of(page, "class-next").text()) == (
            state,
            words,
        )


def test_cancelling_shows_whom_to_tell_and_asks_why(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    class_id = teaching.class_("2026年村支部书记轮训班（第2期）")
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.enrol(class_id, teaching.members(3))
    settle(qtbot, desk)
    page.aim(class_id)
    settle(qtbot, page.desk)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    form = dialog(qtbot, CancelDialog)
    assert form.what.text() == "会一起取消：1 节课取消，教室空出，3 人已报名。"
    assert [one.who for one in form.people.rows_model.rows] == ["阵地", "学员", "学员", "学员"]
    keep(form, "class-cancel")
    press(qtbot, form, "to-tell-list-paper")
    settle(qtbot, desk)
    dialog(qtbot, PreviewDialog).reject()
    enter(qtbot, form)
    assert form.error.text() == "请填写取消原因。"
    type_text(form.reason, "防汛值班")
    enter(qtbot, form)
    settle(qtbot, desk)
    shown = detail(desk, class_id)
    assert (shown.state, shown.state_reason) == (ClassState.cancelled, "防汛值班")
    assert not button_of(page, "class-cancel").isVisible()
    assert not button_of(page, "class-next").isVisible()


def test_a_class_where_somebody_came_is_not_cancelled_whole(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    class_id, (one,) = teaching.class_(), teaching.members(1)
    lesson = teaching.lesson(at(23, 8), class_id=class_id)
    teaching.enrol(class_id, [one])
    with desk.workspace.write("sign_in.record") as session:
        sign_in.record(session, lesson, one, method=SignInMethod.scan)
    settle(qtbot, desk)
    page.aim(class_id)
    settle(qtbot, page.desk)
    press(qtbot, page, "class-cancel")
    settle(qtbot, desk)
    assert "逐节取消" in said(desk).explained[-1][1]


def test_the_list_is_narrowed_and_a_class_asked_for_comes_through(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    with desk.workspace.write("training_class.create") as session:
        bench = training_class.create(
            session, ClassDraft("板凳班", brand=BrandKind.bench, places=30)
        ).id
        other = training_class.create(session, ClassDraft("轮训班", rotation=True), opens=False).id
    settle(qtbot, desk)
    kinds = page.bar.boxes["class-brand-filter"]
    kinds.setCurrentIndex(kinds.findData("板凳课堂"))
    assert [row.id for row in page.table.rows_model.rows] == [bench]
    page.search.setText("没有这个班")
    assert page.nothing_fits.isVisible()
    assert page.class_shown is None
    page.aim(other)
    settle(qtbot, page.desk)
    assert page.table.current is not None
    assert page.table.current.id == other
    assert button_of(page, "class-next").text() == "开放报名"
    press(qtbot, page, "class-next")
    assert detail(desk, other).state is ClassState.open


def test_a_class_is_made_and_changed_with_its_brand_and_numbers(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk
) -> None:
    page.aim("new")
    form = dialog(qtbot, ClassDialog)
    type_text(form["title"], "书记夜话")
    form["brand"].setCurrentIndex(form["brand"].findText("书记夜话"))
    form["places"].setValue(20)
    form["minimum"].setValue(25)
    enter(qtbot, form)
    assert "比名额 20 还多" in form.error.text()
    form["minimum"].setValue(10)
    keep(form, "class-new")
    enter(qtbot, form)
    settle(qtbot, desk)
    assert page.class_shown is not None
    assert (page.class_shown.brand, page.class_shown.places, page.class_shown.minimum) == (
        BrandKind.evening,
        20,
        10,
    )
    assert "满 10 人开班" in page.card.about.accessibleName()


def test_a_lesson_just_added_is_taken_back_with_ctrl_z(
    page: TrainingClassPage, qtbot: QtBot, desk: Desk, teaching: Teaching
) -> None:
    class_id = teaching.class_()
    settle(qtbot, desk)
    page.aim(class_id)
    settle(qtbot, page.desk)
    press(qtbot, page, "lesson-new")
    form = dialog(qtbot, LessonDialog)
    form["course_id"].setCurrentIndex(0)
    form["room_id"].setCurrentIndex(0)
    press(qtbot, form, "form-save")
    assert len(detail(desk, class_id).lessons) == 1
    assert "加课次“党的创新理论进基层”（11月24日 08:30）" in said(desk).said[-1]
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert detail(desk, class_id).lessons == ()
    with desk.workspace.read() as session:
        assert session.scalar(select(Lesson.id)) is None
