"""The course menu by clicks and keys."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from services import course
from services.core.draft_taking import News
from services.course import CourseRow, CoursewareReview, Task, Tier
from tests.helpers import course_file, roster_file
from tests.helpers.desk import FakeMessages, Travels
from tests.helpers.pages import chooser, dialog, front, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.draft_guide import DraftGuide, PreviewPage
from ui.core.several_field import SeveralDialog
from ui.core.widgets import ElidedLabel
from ui.course.form import CourseForm
from ui.course.page import CoursePage

LEFT = Qt.MouseButton.LeftButton
Open = Callable[[], CoursePage]


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Open:
    def make() -> CoursePage:
        return show(qtbot, CoursePage(desk))

    return make


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    qtbot.mouseClick(found, LEFT)


def form(page: CoursePage) -> CourseForm:
    return page.findChildren(CourseForm)[-1]


def told(page: CoursePage, caption: str) -> str:
    """What the card says of this."""
    for one in page.card.findChildren(ElidedLabel):
        if one.accessibleDescription() == caption:
            return one.toolTip() or one.text()
    raise AssertionError(caption)


def menu(desk: Desk) -> tuple[CourseRow, ...]:
    with desk.workspace.read() as session:
        return course.list_all(session)


def shown(page: CoursePage) -> list[str]:
    return [row.code for row in page.table.rows_model.rows]


def test_the_empty_menu_offers_the_first_course(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    page = open_page()
    assert page.empty_state.action.objectName() == "course-import"
    press(qtbot, page.empty_state, "course-new")
    asked = form(page)
    assert asked["code"].text() == "ZS001"
    qtbot.keyClick(asked["title"], Qt.Key.Key_Return)
    assert asked.error.text() == "请填写课程名称。"
    assert menu(desk) == ()
    asked["title"].insert("党的创新理论进基层")
    asked["hours"].setValue(2.5)
    asked["tier"].setCurrentIndex(asked["tier"].findData(Tier.required))
    qtbot.keyClick(asked["title"], Qt.Key.Key_Return)
    (made,) = menu(desk)
    assert (made.title, made.hours, made.tier) == (
        "党的创新理论进基层",
        Decimal("2.5"),
        Tier.required,
    )
    assert page.table.current == made
    assert "2.5 学时" in page.card.about.toolTip() + page.card.about.text()


def test_enter_changes_a_course_and_a_taken_code_is_refused_in_place(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    asked = form(page)
    asked["code"].setText("ZS002")
    press(qtbot, asked, "form-save")
    assert "已被另一门课程使用" in asked.error.text()
    asked["code"].setText("ZS009")
    press(qtbot, asked, "form-save")
    assert shown(page) == ["ZS002", "ZS009"]


def test_retiring_can_be_undone_and_found_again(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    assert isinstance(desk.messages, FakeMessages)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert shown(page) == ["ZS002"]
    assert desk.messages.undo is not None
    desk.messages.undo()
    assert shown(page) == ["ZS001", "ZS002"]
    page.table.selectRow(0)
    page.bound_acts["course-retire"].trigger()
    assert page.gone.text() == "也列出已停用的 1 门"
    qtbot.mouseClick(page.gone, LEFT)
    assert shown(page) == ["ZS002", "ZS001"]
    page.table.selectRow(1)
    page.bound_acts["course-restore"].trigger()
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
    assert page.nothing_fits.isVisible()
    qtbot.mouseClick(page.strip.tiles[Task.purpose], LEFT)
    qtbot.keyClicks(page.search, "002")
    assert shown(page) == ["ZS002"]


def test_a_long_title_leaves_the_list_its_room(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    Teaching(desk.workspace)
    page = open_page()
    before = page.table.width()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form(page)["title"].setText("关于新时代基层党组织书记抓党建促乡村振兴专题研讨暨经验交流" * 2)
    press(qtbot, form(page), "form-save")
    qtbot.wait(50)
    assert page.table.width() == before


def filled(desk: Desk, tmp_path: Path) -> Path:
    """The forty of a yearly menu, in the school and in a file."""
    path = course_file.course_file(tmp_path / "课程菜单.xlsx")
    course_file.take(desk.workspace, path)
    return path


def looked(qtbot: QtBot, desk: Desk) -> PreviewPage:
    """What the guide in front shows of its file."""
    guide = dialog(qtbot, DraftGuide)
    settle(qtbot, desk)
    assert guide.shown is not None
    return guide.shown


def test_a_file_is_looked_at_taken_in_and_taken_back(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    path = course_file.course_file(
        tmp_path / "课程菜单.xlsx",
        [
            course_file.line(1),
            course_file.line(30),
            ("ZS031", "看不懂", "党的宗旨教育", "主课", "专题讲授", "很久", "", "", ""),
        ],
    )
    chooser(desk).answer = path
    press(qtbot, page, "course-import")
    asked = looked(qtbot, desk)
    assert asked.summary.text() == (
        "新增 1 门，改动 1 门，没有变化 0 门，读不懂 1 处（这些行不导入），"
        "文件里没有的 1 门保持不动。"
    )
    first = asked.table.rows_model.rows[0]
    assert (first.news.word, first.where, first.after) == (
        "读不懂", "菜单 F5", "学时看不懂，请写成 4 或 4学时 这样。",
    )  # fmt: skip
    guide = dialog(qtbot, DraftGuide)
    keep(guide, "course-taking")
    assert guide.go.text() == "导入 2 门课程"
    qtbot.keyClick(guide.go, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert shown(page) == ["ZS001", "ZS002", "ZS030"]
    assert said(desk).said[-1].startswith("已导入：新增 1 门，改动 1 门。")
    front(qtbot, page, page.table)
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(page) == ["ZS001", "ZS002"]
    assert menu(desk)[0].title == "党的创新理论进基层"


def test_the_same_file_again_offers_nothing(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    chooser(desk).answer = filled(desk, tmp_path)
    page = open_page()
    keep(page, "course-forty")
    press(qtbot, page, "course-import")
    asked = looked(qtbot, desk)
    assert "没有变化 40 门" in asked.summary.text()
    guide = dialog(qtbot, DraftGuide)
    assert not guide.go.isVisible()
    assert guide.cancel.text() == "关闭"
    qtbot.keyClick(guide, Qt.Key.Key_Escape)


def test_a_wrong_file_is_refused_in_a_sentence(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    page = open_page()
    chooser(desk).answer = roster_file.small_roster(tmp_path / "花名册.xlsx", [roster_file.PERSON])
    press(qtbot, page, "course-import")
    guide = dialog(qtbot, DraftGuide)
    settle(qtbot, desk)
    assert "像是党员花名册" in guide.failed.fault.text()
    assert guide.again.isVisible()
    qtbot.keyClick(guide, Qt.Key.Key_Escape)


def test_what_is_written_out_is_unchanged_when_taken_in(
    desk: Desk, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    filled(desk, tmp_path)
    page = open_page()
    chooser(desk).answer = tmp_path / "导出"
    page.bound_acts["course-export"].trigger()
    settle(qtbot, desk)
    assert said(desk).said[-1] == "已导出 40 门：导出.xlsx"
    assert course_file.look(desk.workspace, tmp_path / "导出.xlsx").count(News.same) == 40


def test_courseware_of_several_is_reviewed_at_once(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    page.table.selectAll()
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(qtbot, DraftForm)
    asked["state"].setCurrentIndex(asked["state"].findData(CoursewareReview.returned))
    press(qtbot, asked, "form-save")
    assert "写明要改什么" in asked.error.text()
    asked["note"].setPlainText("补充本镇案例")
    press(qtbot, asked, "form-save")
    assert {one.review for one in menu(desk)} == {CoursewareReview.returned}
    assert page.card.state.text() == "课件退回修改"
    note = page.card.findChild(QLabel, "course-review-note")
    assert note is not None
    assert note.text() == "评审意见：补充本镇案例"
    page.search.setText("退回")
    assert shown(page) == ["ZS001", "ZS002"]
    keep(page, "course-returned")
    front(qtbot, page, page.table)
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {one.review for one in menu(desk)} == {CoursewareReview.none}


def test_lecturers_are_marked_in_the_pool(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    teaching = Teaching(desk.workspace)
    chosen = teaching.lecturer("李运")
    teaching.lecturer("丁栋")
    page = open_page()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    asked = form(page)
    keep(asked, "course-form")
    qtbot.keyClick(asked.lecturers, Qt.Key.Key_Space)
    pool = dialog(qtbot, SeveralDialog)
    keep(pool, "course-pool")
    assert pool.table.choose(lambda one: one[1] == chosen)
    press(qtbot, pool, "several-go")
    assert asked.lecturers.text() == "李运"
    asked["other_lecturers"].setText("王工")
    asked["topics"].setText("三讲")
    press(qtbot, asked, "form-save")
    made = menu(desk)[0]
    assert [one.lecturer_id for one in made.lecturers] == [chosen]
    assert told(page, "讲师") == "李运、王工"
    assert told(page, "专题") == "三讲"
    page.search.setText("王工 三讲")
    assert shown(page) == ["ZS001"]


def test_ctrl_z_and_ctrl_e_are_heard_with_the_focus_in_the_header(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    page.change(page.rows, "audience", "村支部书记", "")
    assert {one.audience for one in menu(desk)} == {"村支部书记"}
    new = page.findChild(QPushButton, "course-new")
    assert new is not None
    new.setFocus()
    qtbot.keyClick(new, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {one.audience for one in menu(desk)} == {""}
    qtbot.keyClick(new, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert form(page)["code"].text() == "ZS001"


def test_a_new_course_begins_with_the_task_that_is_looked_at(
    desk: Desk, qtbot: QtBot, open_page: Open
) -> None:
    Teaching(desk.workspace)
    page = open_page()
    qtbot.mouseClick(page.strip.tiles[Task.purpose], LEFT)
    press(qtbot, page, "course-new")
    assert form(page)["task"].currentText() == Task.purpose.word
