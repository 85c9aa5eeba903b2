"""How a year of training comes to be: menu, grid, orders, a class for several, plan, timetable."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from services import branch, menu, order, plan, training_class
from services.order import OrderState
from services.training_class import ClassState
from ui.tour.filling import fill_in
from ui.tour.story import Story, save_paper
from ui.tour.teaching import DAY, SECOND_COURSE

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
ASKING = 4
HEADS = 9
GRID, CALENDAR = "order-grid.xlsx", "timetable.ics"
WISHED_CLASS = "送学班"


def yearly_menu(story: Story) -> None:
    """Both courses on the year's menu, published and printed to be filled in by hand."""
    stage = story.stage
    with stage.step("年度菜单：发布、打印"):
        story.go(story.school, "course")
        stage.key(Qt.Key.Key_2, ALT)
        stage.until(lambda: stage.shows("menu-go"), "年度菜单")
        stage.click("menu-go")
        stage.until_dialog("起草菜单")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        stage.shot("menu-draft")
        stage.click("menu-go")
        stage.until_named("message")
        stage.click("message-yes")
        stage.until_closed()
        stage.settle()
        with story.read(story.school) as session:
            current = menu.current(session, DAY.year)
        stage.must(current is not None and len(current.entries) == 2, "菜单没有发布")
        stage.shot("menu")
        stage.click("menu-print")
        save_paper(story, "menu.pdf", picture="menu-preview")


def grid_out_and_in(story: Story) -> None:
    """The grid goes out, four branches fill it in, and it comes back as their orders."""
    stage = story.stage
    with stage.step("点单表：导出，四个支部填好，收回成订单"):
        story.go(story.school, "order")
        stage.shot("order-empty")
        stage.chooser.next = stage.out / GRID
        stage.click("order-grid-out")
        stage.until((stage.out / GRID).exists, "点单表")
        _fill_in(story)
        stage.click("order-grid-in")
        stage.until_named("grid-dialog")
        stage.until(lambda: stage.shows("grid-go"), "点单表读完")
        stage.shot("order-grid")
        stage.click("grid-go")
        stage.until_closed()
        stage.settle()
        with story.read(story.school) as session:
            rows = order.list_rows(session, DAY.year)
        stage.must(len(rows) == ASKING, f"收回 {len(rows)} 个订单，应是 {ASKING} 个")
        story.counts["orders"] = len(rows)
        stage.shot("order")


def one_class_for_several(story: Story) -> None:
    """What several branches want alike becomes one class in one step."""
    stage = story.stage
    with stage.step("可合班：四个支部的订单合成一个班"):
        stage.key(Qt.Key.Key_2, ALT)
        stage.until(lambda: stage.shows("order-proposal-make"), "可合班")
        stage.settle()
        stage.shot("order-proposals")
        stage.click("order-proposal-make")
        stage.until_named("class-make")
        stage.type("make-title", WISHED_CLASS)
        stage.shot("class-make")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        stage.shot("class-of-orders")
        with story.read(story.school) as session:
            states = [row.state for row in order.list_rows(session, DAY.year)]
        stage.must(states == [OrderState.scheduled] * ASKING, f"订单状态是 {states}")


def rotation_plan(story: Story) -> None:
    """An item by hand, approved, printed."""
    stage = story.stage
    with stage.step("轮训计划：录入、批准、打印"):
        story.go(story.school, "training_class")
        stage.key(Qt.Key.Key_3, ALT)
        stage.until(lambda: stage.shows("plan-new"), "轮训计划")
        stage.click("plan-new")
        stage.until_dialog("轮训班次")
        stage.type("plan-title", "2026年村支部书记轮训班")
        stage.type("plan-times", "11月下旬")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        stage.click("plan-approve")
        stage.until_dialog("批准")
        stage.type("plan-by", "镇党委")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        with story.read(story.school) as session:
            made = plan.year_plan(session, DAY.year)
        stage.must(made.approved_by == "镇党委", "计划没有批准")
        stage.shot("plan")
        stage.click("plan-print")
        save_paper(story, "plan.pdf", picture="plan-preview")


def timetable(story: Story) -> None:
    """The week as a board; a lesson moved by keys and taken back; on paper and as a calendar."""
    stage = story.stage
    with stage.step("课表：移动一节课，打印，导出日历"):
        story.go(story.school, "training_class")
        stage.key(Qt.Key.Key_2, ALT)
        stage.until(lambda: stage.shows("timetable-print"), "课表")
        stage.settle()
        stage.find("timetable-board", QWidget).setFocus()
        stage.key(Qt.Key.Key_Tab)
        before = _starts(story)
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Right):
            stage.key(key)
        stage.shot("timetable-carry")
        stage.key(Qt.Key.Key_Return)
        stage.until(lambda: _starts(story) != before, "课次移动")
        stage.shot("timetable")
        stage.key(Qt.Key.Key_Z, CTRL)
        stage.until(lambda: _starts(story) == before, "课次移回")
        stage.chooser.next = stage.out / CALENDAR
        stage.click("timetable-export")
        stage.until_dialog("导出日历")
        stage.click("form-save")
        stage.until_closed()
        stage.until((stage.out / CALENDAR).exists, "日历")
        stage.click("timetable-print")
        save_paper(story, "timetable.pdf", picture="timetable-preview")


def called_off(story: Story) -> None:
    """Calling a class off shows what goes with it and whom to tell; its orders wait again."""
    stage = story.stage
    with stage.step("取消培训班：先看影响，订单退回待排"):
        story.go(story.school, "training_class")
        stage.key(Qt.Key.Key_1, ALT)
        stage.until(lambda: stage.shows("class-cancel"), "培训班")
        stage.row("training_class-list", WISHED_CLASS)
        stage.click("class-cancel")
        stage.until_named("class-cancel-dialog")
        stage.type("cancel-reason", "秋收农忙，改期再办")
        stage.shot("class-cancel")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        with story.read(story.school) as session:
            states = {row.state for row in order.list_rows(session, DAY.year)}
            classes = training_class.list_rows(session)
        stage.must(states == {OrderState.accepted}, f"订单状态是 {states}")
        called = [row for row in classes if row.title == WISHED_CLASS]
        stage.must([row.state for row in called] == [ClassState.cancelled], "班没有取消")
        stage.shot("class-cancelled")


def _starts(story: Story) -> list[datetime]:
    """When the lessons of the week start."""
    first = datetime.combine(DAY, datetime.min.time())
    with story.read(story.school) as session:
        lessons = training_class.lessons_between(session, first, first + timedelta(days=7))
    return sorted(lesson.starts_at for lesson in lessons)


def _fill_in(story: Story) -> None:
    """Four branches that have the people want the second course."""
    with story.read(story.school) as session:
        asking = [row for row in branch.list_all(session) if row.members >= HEADS][:ASKING]
    story.stage.must(len(asking) == ASKING, "没有足够的支部")
    fill_in(story.stage.out / GRID, SECOND_COURSE, {row.short_name: HEADS for row in asking})
