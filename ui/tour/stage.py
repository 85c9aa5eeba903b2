"""What the tour plays with: clicks, keys, waiting, pictures, and the count of seconds."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from ui.core import theme
from ui.core.finding import children
from ui.core.main_window import MainWindow
from ui.core.messages import Toast

W = TypeVar("W", bound=QWidget)
WIDTH, HEIGHT = 1366, 768
PATIENCE_SECONDS = 60
SETTLE_MILLISECONDS = 60
POLL_MILLISECONDS = 20
TITLE_HEIGHT = 30
NO_KEYS = Qt.KeyboardModifier.NoModifier


class TourFailed(Exception):
    """A step did not end as it should."""


class Asked:
    """A chooser that gives the path put in `next`, as a person would in the system's dialog."""

    def __init__(self) -> None:
        self.next: Path | None = None

    def open_file(self, _parent: QWidget, _title: str, _kinds: str) -> Path | None:
        return self.next

    def save_file(self, _parent: QWidget, _title: str, _name: str, _kinds: str) -> Path | None:
        return self.next

    def folder(self, _parent: QWidget, _title: str) -> Path | None:
        return self.next

    def printer(self, _parent: QWidget, _printer: object, _pages: int) -> bool:
        return False

    def open(self, _path: Path) -> bool:
        return False


class TourStage:
    """One window at a time is played on; `pictures` counts what was taken of it."""

    def __init__(self, out: Path, say: Callable[[str], object]) -> None:
        self.out, self.chooser = out, Asked()
        self.seconds: dict[str, float] = {}
        self.pictures = 0
        self.unexpected: list[str] = []
        self._say = say
        self.window: Callable[[], QWidget | None] = lambda: None

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """One step of the tour: told, timed, and named when it fails."""
        started = time.monotonic()
        try:
            yield
            self.must(not self.unexpected, f"程序出错 {'；'.join(self.unexpected)}")
        except TourFailed as failure:
            raise TourFailed(f"{words}：{failure}") from failure
        self.seconds[words] = round(time.monotonic() - started, 2)
        self._say(f"{len(self.seconds):2d}. {words}（{self.seconds[words]} 秒）")

    def front(self) -> QWidget:
        """The dialog on top, else the window."""
        popup = QApplication.activeModalWidget()
        window = popup or self.window()
        if window is None:
            raise TourFailed("没有窗口")
        return window

    def find(self, name: str, kind: type[W]) -> W:
        """A visible widget by its object name, in front before behind."""
        window = self.window()
        for top in (self.front(), window):
            if top is None:
                continue
            for found in children(top, kind, name):
                if found.isVisible():
                    return found
        raise TourFailed(f"找不到 {name}")

    def shows(self, name: str) -> bool:
        """Whether a widget of this name can be seen."""
        window = self.window()
        found = children(window, QWidget, name) if window is not None else []
        return any(widget.isVisible() for widget in found)

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        target = self.find(name, QWidget)
        if not target.isEnabled():
            raise TourFailed(f"{name} 按不动")
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, NO_KEYS, target.rect().center())
        self.settle()

    def type(self, name: str, text: str) -> None:
        """Put `text` in a field by keys, in the place of what stands there."""
        found = self.find(name, QWidget)
        field = found.lineEdit() if isinstance(found, QComboBox) else found
        if field is None:
            raise TourFailed(f"{name} 里不能输入")
        field.setFocus()
        if isinstance(field, QLineEdit | QAbstractSpinBox):
            field.selectAll()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            _commit(field, text)
        self.settle()
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()  # the list of a field that finds while one types

    def pick(self, name: str, words: str) -> None:
        """Choose the line of a combo box that holds these words, by the arrow keys."""
        box = self.find(name, QComboBox)
        wanted = next((n for n in range(box.count()) if words in box.itemText(n)), None)
        if wanted is None:
            raise TourFailed(f"{name} 里没有“{words}”")
        box.setFocus()
        for _ in range(box.count() + 1):
            if box.currentIndex() == wanted:
                break
            below = box.currentIndex() < wanted
            QTest.keyClick(box, Qt.Key.Key_Down if below else Qt.Key.Key_Up)
        self.settle()
        self.must(box.currentIndex() == wanted, f"{name} 没有选中“{words}”")

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS, *, on: str = "") -> None:
        """Press a key where the focus is, or on a named widget."""
        target = self.find(on, QWidget) if on else self.front().focusWidget() or self.front()
        if not target.window().isActiveWindow():
            target.window().activateWindow()  # shortcuts belong to the window in front
            self.until(target.window().isActiveWindow, "窗口到前面来")
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def moment(self, name: str, text: str) -> None:
        """Type a date or a time over what stands there, as a person does."""
        field = self.find(name, QDateTimeEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        self.settle()
        shape = "yyyy-MM-dd" if isinstance(field, QDateEdit) else "yyyy-MM-dd HH:mm"
        shown = field.dateTime().toString(shape)
        self.must(shown == text, f"{name} 是 {shown}，不是 {text}")

    def row(self, name: str, words: str) -> None:
        """Choose the row of a table that shows these words, by a click."""
        table = self.find(name, QTableView)
        model = table.model()
        for number in range(model.rowCount()):
            for place in range(model.columnCount()):
                index = model.index(number, place)
                if words in str(index.data()):
                    table.scrollTo(index)
                    middle = table.visualRect(index).center()
                    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, middle)
                    self.settle()
                    return
        raise TourFailed(f"{name} 里没有“{words}”")

    def text(self, name: str) -> str:
        """What a label says."""
        return self.find(name, QLabel).text()

    def must(self, so: bool, words: str) -> None:
        if not so:
            raise TourFailed(words)

    def until(self, so: Callable[[], object], words: str) -> None:
        """Wait for it, for as long as a patient person would."""
        started = time.monotonic()
        while not so():
            if time.monotonic() - started > PATIENCE_SECONDS:
                raise TourFailed(f"等不到{words}")
            _wait(POLL_MILLISECONDS)
        self.settle()

    def until_dialog(self, words: str) -> QDialog:
        """Wait for a dialog in front."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), QDialog), words)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        return dialog

    def until_named(self, name: str) -> None:
        """Wait for the dialog of this name in front."""

        def is_open() -> bool:
            front = QApplication.activeModalWidget()
            return front is not None and front.objectName() == name

        self.until(is_open, f"对话框 {name}")

    def words(self, name: str) -> str:
        """What a button says; nothing while it is not there."""
        front = self.front()
        seen = [one for one in children(front, QPushButton, name) if one.isVisible()]
        return seen[0].text() if seen else ""

    def until_closed(self, words: str = "对话框关上") -> None:
        self.until(lambda: QApplication.activeModalWidget() is None, words)

    def settle(self) -> None:
        _wait(SETTLE_MILLISECONDS)

    def shot(self, name: str) -> Path:
        """A numbered picture of the window with the dialogs that stand over it, once what it
        reads in the background is there."""
        window = self.window()
        if window is None:
            raise TourFailed("没有窗口可拍")
        if isinstance(window, MainWindow):
            self.until(lambda: not window.desk.background.busy, "后台读取结束")
        self.settle()
        for toast in children(window, Toast):
            toast.hide()  # it goes by itself, but not in the time that the tour gives it
        picture = QPixmap(WIDTH, HEIGHT)
        picture.fill(theme.current().color("handle"))
        painter = QPainter(picture)
        where = QRect(QPoint(0, 0), window.size())
        where.moveCenter(picture.rect().center())
        painter.drawPixmap(where.topLeft(), window.grab())
        for dialog in _dialogs(window):
            _paint_dialog(painter, dialog, picture.rect())
        painter.end()
        self.pictures += 1
        path = self.out / f"{self.pictures:02d}-{name}.png"
        if not picture.save(str(path)):
            raise TourFailed(f"存不下图片 {path.name}")
        return path


def _commit(field: QWidget, text: str) -> None:
    """Chinese comes from an input method, all at once."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def _wait(milliseconds: int) -> None:
    """Let the window live for a while. QTest.qWait would keep other threads from running."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _dialogs(window: QWidget) -> list[QWidget]:
    """The dialogs that are open over a window, the lowest first."""
    tops = QApplication.topLevelWidgets()
    found = [top for top in tops if isinstance(top, QDialog) and top.isVisible()]
    return sorted((top for top in found if top is not window), key=_depth)


def _depth(widget: QWidget) -> int:
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent.window())


def _paint_dialog(painter: QPainter, dialog: QWidget, screen: QRect) -> None:
    """The dialog in the middle, with a plain frame in the place of the system's."""
    look = theme.current()
    inside = QRect(QPoint(0, 0), dialog.size())
    inside.moveCenter(screen.center())
    title = QRect(inside.left(), inside.top() - TITLE_HEIGHT, inside.width(), TITLE_HEIGHT)
    painter.fillRect(title, look.color("card"))
    painter.setFont(look.font(12))
    painter.setPen(look.color("ink_soft"))
    painter.drawText(
        title.adjusted(12, 0, -12, 0), Qt.AlignmentFlag.AlignVCenter, dialog.windowTitle()
    )
    painter.drawPixmap(inside.topLeft(), dialog.grab())
    painter.setPen(look.color("ink_faint"))
    painter.drawRect(title.united(inside).adjusted(0, 0, -1, -1))
