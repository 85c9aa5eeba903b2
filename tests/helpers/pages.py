"""A page on the screen, its buttons, and the end of what it does in the background."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.desk import FakeChooser, FakeMessages, Travels
from ui.core import keys
from ui.core.desk import Desk, Page
from ui.core.messages import MessageDialog

P = TypeVar("P", bound=Page)
D = TypeVar("D", bound=QDialog)
LEFT = Qt.MouseButton.LeftButton
WIDTH, HEIGHT = 1170, 712


def show(qtbot: QtBot, page: P) -> P:
    """As in the main window at 1366×768; its header buttons belong to it here."""
    for made in page.header_buttons():
        made.setParent(page)
        made.move(WIDTH, HEIGHT)  # not over what a picture shows
    window_keys(page, page.desk)
    # A read under way must not find the page gone.
    qtbot.addWidget(page, before_close_func=lambda _: settle(qtbot, page.desk))
    page.resize(WIDTH, HEIGHT)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)  # shortcuts are heard in the window in front only
    page.enter()
    settle(qtbot, page.desk)
    return page


def window_keys(window: QWidget, desk: Desk) -> None:
    """Ctrl+Z and Ctrl+Y, which belong to the main window and ask the page in front."""
    undo = window.take_back if isinstance(window, Page) else desk.history.take_back
    for key, act in ((keys.UNDO, undo), (keys.REDO, desk.history.redo)):
        QShortcut(QKeySequence(key.keys), window, act)


def settle(qtbot: QtBot, desk: Desk) -> None:
    """Until nothing is under way in the background."""
    qtbot.waitUntil(lambda: not desk.background.busy, timeout=30_000)


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    """Click a button by its name; it must be there to be seen and allowed."""
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    assert found.isEnabled(), name
    qtbot.mouseClick(found, LEFT)


def button_of(parent: QWidget, name: str) -> QPushButton:
    """A button by its name, to look at."""
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    return found


def dialog(qtbot: QtBot, kind: type[D]) -> D:
    """The dialog in front, once it is of this kind."""

    def there() -> None:
        assert isinstance(QApplication.activeModalWidget(), kind), QApplication.activeModalWidget()

    qtbot.waitUntil(there)
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def said(desk: Desk) -> FakeMessages:
    assert isinstance(desk.messages, FakeMessages)
    return desk.messages


def chooser(desk: Desk) -> FakeChooser:
    assert isinstance(desk.chooser, FakeChooser)
    return desk.chooser


def travels(desk: Desk) -> list[tuple[str, object]]:
    assert isinstance(desk.go, Travels)
    return desk.go.places


def leave(qtbot: QtBot, form: QDialog) -> None:
    """Esc, and the button that says so: what was typed may go."""
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    asked = dialog(qtbot, MessageDialog)
    assert form.isVisible(), "it asks first"
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert form.isVisible(), "a hurried Enter goes on with it"
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    asked = dialog(qtbot, MessageDialog)
    press(qtbot, asked, "message-no")
    assert not form.isVisible()


def front(qtbot: QtBot, page: Page, focus: QWidget) -> None:
    """The page takes the keys again after a dialog, and what is under way ends."""
    settle(qtbot, page.desk)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    focus.setFocus()
