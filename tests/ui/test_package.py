"""Packages by clicks, keys and dragging."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from services import course, package, site
from services.class_making.sources import FromPackage
from services.core.workspace import Workspace
from services.package import PackageDetail, PackageDraft, StageDraft
from services.site import SiteKind
from tests.helpers.pages import chooser, dialog, leave, press, said, settle, show, travels
from tests.helpers.pdf import pages
from tests.helpers.teaching import Teaching
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.package.form import PackageForm
from ui.package.page import PackagePage
from ui.package.stages import StageLine

Open = Callable[[], PackagePage]
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class School(Teaching):
    """A school with a base."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        with workspace.write("site.create") as session:
            self.hall = site.create(
                session, site.SiteDraft("羊山战役纪念馆", SiteKind.teaching_base)
            ).id

    def package(
        self, title: str = "红色一日行", code: str = "ZSTC01", kind: str = "红色传统"
    ) -> UUID:
        stages = (StageDraft(self.opening), StageDraft(self.course, self.hall))
        with self.workspace.write("package.create") as session:
            return package.create(session, PackageDraft(code, title, kind, stages)).id


@pytest.fixture
def teaching(desk: Desk) -> School:
    return School(desk.workspace)


@pytest.fixture
def open_page(desk: Desk, qtbot: QtBot) -> Open:
    return lambda: show(qtbot, PackagePage(desk))


def detail(desk: Desk, key: UUID) -> PackageDetail:
    with desk.workspace.read() as session:
        return package.detail(session, key)


def titles(desk: Desk, key: UUID) -> list[tuple[str, str, float]]:
    return [(one.title, one.site, float(one.hours)) for one in detail(desk, key).stages]


def pick(line: StageLine, course_code: str, place: str) -> None:
    """Type into the two fields, as a person would."""
    for field, words in ((line.course, course_code), (line.place, place)):
        edit = field.lineEdit()
        assert edit is not None
        edit.selectAll()
        edit.insert(words)
        edit.completer().popup().hide()  # else it would be the window in front


def front(qtbot: QtBot, asked: PackageForm) -> None:
    """Shortcuts are heard in the window in front only."""
    asked.activateWindow()
    qtbot.waitUntil(asked.isActiveWindow)


def drag(line: StageLine, onto: StageLine) -> None:
    """Press the line's number and move it just past the middle of another line."""
    past = QPoint(0, 3 if onto.y() > line.y() else -3)
    for kind, target in (
        (QEvent.Type.MouseButtonPress, line),
        (QEvent.Type.MouseMove, onto),
        (QEvent.Type.MouseButtonRelease, onto),
    ):
        at = target.mapToGlobal(target.rect().center()) + past
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, QPointF(2, 2), QPointF(at), left, left, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(line.handle, event)


def test_a_first_package_from_nothing(desk: Desk, qtbot: QtBot, open_page: Open) -> None:
    School(desk.workspace)
    page = open_page()
    qtbot.mouseClick(page.empty_state.action, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, PackageForm)
    assert asked["code"].text() == "ZSTC01"
    asked["title"].insert("红色一日行")
    press(qtbot, asked, "form-save")
    assert asked.error.text() == "第 1 个环节还没有选课程。"
    (first,) = asked.stages.lines
    pick(first, "ZS001", "课堂")
    front(qtbot, asked)
    qtbot.keyClick(asked["title"], Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: len(asked.stages.lines) == 2)
    second = asked.stages.lines[1]
    pick(second, "蔬菜", "羊山")
    assert second.hours.value() == 2.5, "the course's hours"
    assert asked.total.text() == "2 个环节，共 6.5 学时"
    press(qtbot, asked, "form-save")
    assert not asked.isVisible()
    shown = page.card.shown
    assert shown is not None
    assert (shown.title, shown.kind) == ("红色一日行", "党性教育")
    assert titles(desk, shown.id) == [
        ("党的创新理论进基层", "", 4.0),
        ("大棚蔬菜管护技术", "羊山战役纪念馆", 2.5),
    ]
    assert page.card.findChild(QLabel, "package-stages-heading").text() == "2 个环节，6.5 学时"


def test_without_courses_the_form_says_that_one_is_made_in_it(
    qtbot: QtBot, open_page: Open
) -> None:
    page = open_page()
    press(qtbot, page, "package-new")
    asked = dialog(qtbot, PackageForm)
    asked["title"].setText("红色一日行")
    press(qtbot, asked, "form-save")
    assert asked.error.text() == "第 1 个环节还没有选课程。"
    box = asked.stages.lines[0].course
    assert [box.itemText(n) for n in range(box.count())] == ["＋ 新建课程…"]


def test_hours_typed_stay_when_the_course_changes(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open
) -> None:
    key = teaching.package()
    page = open_page()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    asked = dialog(qtbot, PackageForm)
    first, second = asked.stages.lines
    assert [(one.course.currentText(), one.place.currentText()) for one in (first, second)] == [
        ("ZS001 党的创新理论进基层", package.CLASS_ROOM),
        ("ZS002 大棚蔬菜管护技术", "羊山战役纪念馆"),
    ]
    first.hours.setValue(1.5)
    pick(first, "ZS002", "课堂")
    pick(second, "ZS001", "羊山")
    press(qtbot, asked, "form-save")
    assert titles(desk, key) == [
        ("大棚蔬菜管护技术", "", 1.5),
        ("党的创新理论进基层", "羊山战役纪念馆", 4.0),
    ]
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    assert titles(desk, key)[0] == ("党的创新理论进基层", "", 4.0)


def test_stages_are_moved_by_keys_buttons_and_dragging(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open
) -> None:
    key = teaching.package()
    page = open_page()
    press(qtbot, page, "package-edit")
    asked = dialog(qtbot, PackageForm)
    asked.stages.add()
    pick(asked.stages.lines[2], "ZS002", "课堂")
    a, b, c = asked.stages.lines
    front(qtbot, asked)
    a.course.setFocus()
    qtbot.keyClick(a.course, Qt.Key.Key_Down, ALT)
    assert asked.stages.lines == [b, a, c]
    qtbot.keyClick(a.course, Qt.Key.Key_Up, ALT)
    qtbot.keyClick(a.course, Qt.Key.Key_Up, ALT)  # it is the first already
    assert asked.stages.lines == [a, b, c]
    qtbot.mouseClick(a.down, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(a.down, Qt.MouseButton.LeftButton)
    assert asked.stages.lines == [b, c, a]
    assert [one.handle.text() for one in asked.stages.lines] == ["1", "2", "3"]
    assert not a.down.isEnabled()
    drag(a, b)
    assert asked.stages.lines == [a, b, c]
    drag(b, c)
    assert asked.stages.lines == [a, c, b]
    press(qtbot, c, "stage-remove")
    assert asked.stages.lines == [a, b]
    drag(b, a)
    press(qtbot, asked, "form-save")
    assert [title for title, _, _ in titles(desk, key)] == [
        "大棚蔬菜管护技术",
        "党的创新理论进基层",
    ]


def test_leaving_asks_when_only_the_order_changed(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open
) -> None:
    key = teaching.package()
    before = titles(desk, key)
    page = open_page()
    press(qtbot, page, "package-edit")
    asked = dialog(qtbot, PackageForm)
    press(qtbot, asked.stages.lines[0], "stage-down")
    leave(qtbot, asked)
    assert titles(desk, key) == before


def test_a_place_that_is_none_is_said(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open
) -> None:
    teaching.package()
    page = open_page()
    press(qtbot, page, "package-edit")
    asked = dialog(qtbot, PackageForm)
    pick(asked.stages.lines[1], "ZS002", "没有的地方")
    press(qtbot, asked, "form-save")
    assert asked.error.text() == "第 2 个环节的地点没有选中，请从列表里选。"
    leave(qtbot, asked)


def test_a_package_becomes_a_class_and_its_stages_open_their_bases(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open
) -> None:
    key = teaching.package()
    page = open_page()
    qtbot.keyClick(page.table, Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: bool(travels(desk)))  # Qt presses a button for a moment first
    page.stages.selectRow(1)
    qtbot.keyClick(page.stages, Qt.Key.Key_Return)
    page.stages.selectRow(0)
    qtbot.keyClick(page.stages, Qt.Key.Key_Return)
    assert travels(desk) == [
        ("training_class", FromPackage(key)),
        ("site", teaching.hall),
        ("course", teaching.opening),
    ]


def test_retiring_and_coming_back(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open
) -> None:
    key = teaching.package()
    page = open_page()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert detail(desk, key).retired
    assert page.card.shown is None
    undo = said(desk).undo
    assert undo is not None
    undo()
    assert not detail(desk, key).retired
    press(qtbot, page, "package-retire")
    page.aim(key)
    assert not page.bound_acts["package-class"].can
    press(qtbot, page, "package-restore")
    assert not detail(desk, key).retired


def test_what_is_out_of_use_is_flagged_and_can_be_replaced(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open
) -> None:
    key = teaching.package()
    with desk.workspace.write("course.retire") as session:
        course.retire(session, teaching.course)
    page = open_page()
    assert "环节 2“大棚蔬菜管护技术”：课程已停用" in page.flaws.text()
    assert page.flaws.isVisible()
    press(qtbot, page, "package-edit")
    asked = dialog(qtbot, PackageForm)
    line = asked.stages.lines[1]
    assert line.course.currentText().endswith("（已停用）")
    pick(line, "ZS001", "羊山")
    press(qtbot, asked, "form-save")
    assert not page.flaws.isVisible()
    assert detail(desk, key).flaws == ()


def test_the_list_is_narrowed_and_goes_to_excel(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    teaching.package()
    teaching.package("=产业半日行", "ZSTC02", "家风家训")
    page = open_page()
    kind_box = page.bar.boxes["package-kind-filter"]
    kinds = [kind_box.itemText(place) for place in range(kind_box.count())]
    assert kinds[0] == "全部类别 2"
    assert kinds[-1] == "家风家训 1", "a kind that only a package has is offered, too"
    kind_box.setCurrentIndex(kind_box.count() - 1)
    assert [one.title for one in page.table.rows_model.rows] == ["=产业半日行"]
    chooser(desk).answer = target = tmp_path / "套餐.xlsx"
    press(qtbot, page, "package-list-workbook")
    settle(qtbot, desk)
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert rows[3][:5] == ["ZSTC02", "=产业半日行", "家风家训", 2, 6.5]
    kind_box.setCurrentIndex(0)
    qtbot.keyClick(page.table, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(page.search, "zstc01")
    assert [one.code for one in page.table.rows_model.rows] == ["ZSTC01"]


def test_the_sheet_is_previewed_saved_and_noted(
    desk: Desk, teaching: School, qtbot: QtBot, open_page: Open, tmp_path: Path
) -> None:
    teaching.package()
    page = open_page()
    qtbot.keyClick(page.table, Qt.Key.Key_P, CTRL)
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    chooser(desk).answer = target = tmp_path / "单.pdf"
    press(qtbot, preview, "preview-save")
    assert "红色一日行" in pages(target.read_bytes())[0]
    with desk.workspace.read() as session:
        assert "package.print" in session.scalars(select(AuditEntry.verb)).all()
    preview.reject()
