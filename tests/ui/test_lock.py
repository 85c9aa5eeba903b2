"""The lock: at once, from wherever the keys are, and behind it everything stays as it was."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from models.lecturer import LecturerSource
from services import lecturer
from services.core.call import call
from services.core.workspace import Workspace
from services.lecturer import LecturerDraft
from tests.helpers.desk import FakeChooser
from tests.helpers.keys import type_text
from tests.helpers.pages import dialog, settle
from tests.helpers.pictures import keep
from tests.helpers.workspaces import PASSWORD
from ui.app import Run
from ui.core.draft_form import DraftForm
from ui.core.list_edit import EDITOR
from ui.core.messages import MessageDialog
from ui.lecturer.page import LecturerPage
from ui.settings.page import SettingsPage
from ui.unlock.window import UnlockWindow

DRAFT = LecturerDraft("莫一帆", LecturerSource.appointed)
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Locking:
    """A program with its main window open, and a person at the keyboard."""

    def __init__(self, run: Run, qtbot: QtBot) -> None:
        self.run, self.qtbot, self.window = run, qtbot, run.main_window

    def lock(self) -> None:
        """By the key, where the focus is."""
        front = QApplication.activeModalWidget() or self.window
        front.activateWindow()
        self.qtbot.waitUntil(lambda: front.isAncestorOf(QApplication.focusWidget()))
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, CTRL_ALT)
        assert self.run.locked is not None

    def unlock(self, secret: str = PASSWORD) -> None:
        front = self.front
        front.password.setText(secret)
        self.qtbot.keyClick(front.password, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: not self.run.background.busy)

    @property
    def front(self) -> UnlockWindow:
        assert self.run.locked is not None
        return self.run.locked

    def seen(self) -> list[QWidget]:
        QTest.qWait(20)
        return [one for one in QApplication.topLevelWidgets() if one.isVisible()]

    def settle(self) -> None:
        settle(self.qtbot, self.window.desk)


@pytest.fixture
def open_program(school: Workspace, qtbot: QtBot, look: object) -> Iterator[Locking]:
    run = Run(school.folder, chooser=FakeChooser())
    run.show_main(school)
    run.main_window.activateWindow()
    made = Locking(run, qtbot)
    made.settle()
    yield made
    run.background.wait()
    if run.locked is not None:
        made.unlock()
    while (front := QApplication.activeModalWidget()) is not None:
        front.close()
    run.main_window.close()


def pool(program: Locking) -> LecturerPage:
    program.window.desk.perform(call(lecturer.create, DRAFT), "已登记。")
    program.window.go("lecturer")
    program.settle()
    page = program.window.page
    assert isinstance(page, LecturerPage)
    return page


def test_a_dialog_with_typed_text_is_hidden_and_comes_back(open_program: Locking) -> None:
    pool(open_program).bound_acts["lecturer-new"].trigger()
    form = dialog(open_program.qtbot, DraftForm)
    field = form["name"]
    assert isinstance(field, QLineEdit)
    type_text(field, "孔令岩")
    open_program.lock()
    assert open_program.seen() == [open_program.front]
    keep(open_program.front, "locked")
    open_program.unlock()
    assert set(open_program.seen()) == {open_program.window, form}
    assert QApplication.activeModalWidget() is form
    assert field.text() == "孔令岩"
    assert form.focusWidget() is field
    assert open_program.run.locked is None
    open_program.lock()  # once more, now that it was there before
    assert open_program.seen() == [open_program.front]


def test_settings_that_are_not_saved_stay(open_program: Locking) -> None:
    open_program.window.go("settings")
    page = open_program.window.page
    assert isinstance(page, SettingsPage)
    page.contact.setFocus()
    page.contact.clear()
    type_text(page.contact, "张干事")
    open_program.lock()
    open_program.unlock()
    assert open_program.window.page is page
    assert (page.contact.text(), page.changes) == ("张干事", 1)


def test_a_half_typed_cell_stays_half_typed(open_program: Locking) -> None:
    page = pool(open_program)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    editor = page.table.findChild(QLineEdit, EDITOR)
    assert editor is not None
    editor.selectAll()
    type_text(editor, "莫二")
    open_program.lock()
    assert open_program.seen() == [open_program.front]
    open_program.unlock()
    assert page.table.findChild(QLineEdit, EDITOR) is editor
    assert editor.isVisible()
    assert editor.text() == "莫二"
    assert QApplication.focusWidget() is editor
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(20)
    assert page.rows[0].name == "莫二"


def test_what_comes_while_it_is_locked_is_seen_afterwards(open_program: Locking) -> None:
    open_program.window.desk.messages.explain("从前", "李建国的电话")
    ended = dialog(open_program.qtbot, MessageDialog)
    open_program.lock()
    open_program.window.desk.messages.explain("后来", "王秀兰的电话")
    assert open_program.seen() == [open_program.front]
    ended.accept()
    open_program.unlock()
    shown = [one for one in open_program.seen() if isinstance(one, MessageDialog)]
    assert [one.windowTitle() for one in shown] == ["后来"]
    assert shown[0].windowOpacity() == 1


def test_a_menu_that_is_open_goes(open_program: Locking) -> None:
    menu = QMenu(open_program.window)
    menu.addAction("王秀兰")
    menu.popup(open_program.window.pos())
    open_program.window.bound_acts["window-lock"].trigger()
    assert open_program.seen() == [open_program.front]


def test_only_the_password_opens_it(open_program: Locking) -> None:
    open_program.window.bound_acts["window-lock"].trigger()
    front = open_program.front
    QTest.keyClick(front, Qt.Key.Key_Escape)
    open_program.run.lock()
    assert open_program.front is front
    open_program.unlock("village-tree-1962")
    assert "密码不对" in front.error.text()
    assert open_program.seen() == [front]
    open_program.unlock()
    assert open_program.seen() == [open_program.window]


def test_the_page_shows_what_was_written_behind_the_lock(open_program: Locking) -> None:
    page = pool(open_program)
    open_program.lock()
    with open_program.window.desk.workspace.write("lecturer.create") as session:
        lecturer.create(session, LecturerDraft("孔令岩", LecturerSource.appointed))
    open_program.unlock()
    open_program.settle()
    assert {one.name for one in page.rows} == {"莫一帆", "孔令岩"}
