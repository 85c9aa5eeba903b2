"""The main window: it navigates between pages, and does nothing else."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from ui.core import keys, theme
from ui.core.acts import Acts, act, pressed
from ui.core.desk import Desk, Entry, Page, Press
from ui.core.done_list import DoneList
from ui.core.finding import child
from ui.core.header import Header
from ui.core.key_sheet import EVERYWHERE, HERE, KeySheet, lines_of
from ui.core.keys import Key
from ui.core.sidebar import Sidebar
from ui.core.views import Views
from ui.core.widgets import column

LEAST_WIDTH, LEAST_HEIGHT = 1180, 700
NARROW_BELOW = 1_050
TOAST_MARGIN = 16
LOCK_KEY = "lock-key"


class PageStack(QStackedWidget):
    """Asks for no more room than the page in front needs."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        front = self.currentWidget()
        return QSize() if front is None else front.minimumSizeHint()


class MainWindow(QMainWindow):
    """`make_desk` gets this window, since messages and pages need one to stand in."""

    closed = Signal()
    search_asked = Signal()
    lock_asked = Signal()
    restore_asked = Signal()
    open_asked = Signal()
    files_dropped = Signal(list)

    def __init__(
        self,
        title: str,
        operator: str,
        entries: Sequence[Entry],
        make_desk: Callable[["MainWindow"], Desk],
    ) -> None:
        super().__init__()
        self.setWindowTitle(f"镇街党校教务台 — {title}")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setAcceptDrops(True)
        self.desk = make_desk(self)
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._buttons: dict[str, list[QWidget]] = {}
        self._subtitles: dict[str, str] = {}
        in_sidebar = [one for one in entries if not one.under and not one.apart]
        self.sidebar = Sidebar(title, operator, in_sidebar)
        self.header = Header(self.search_asked.emit)
        self._stack = PageStack()
        self.views = Views()
        right = column(self.header, self.views, gap=0)
        right.addWidget(self._stack, 1)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(right, 1)
        middle = QWidget()
        middle.setLayout(whole)
        self.setCentralWidget(middle)
        self.sidebar.picked.connect(self.go)
        self._way: list[str] = []
        self.bound_acts = Acts(self, self.desk.rights, self.desk.messages.done)
        self.views.picked.connect(self.go)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        for number, key in enumerate(keys.VIEWS):
            QShortcut(QKeySequence(key.keys), self, partial(self._pick_view, number))

    @property
    def page(self) -> Page:
        """The page in front."""
        current = self._stack.currentWidget()
        assert isinstance(current, Page)
        return current

    def toast_area(self) -> QRect:
        """The head of the page, left of the search: no button is there."""
        left = self.header.mapTo(self, QPoint(0, 0))
        room = self.header.search.geometry().left() - 2 * TOAST_MARGIN
        return QRect(left.x() + TOAST_MARGIN, left.y(), room, self.header.height())

    @act("window-search", "查找", keys.SEARCH, find=False, help="中文、拼音首字母、后四位都能找")
    def search(self) -> None:
        self.search_asked.emit()

    @act("window-undo", "撤销", keys.UNDO, help="哪一页都可以，一次退一步")
    def undo(self) -> None:
        self.page.take_back()

    @act("window-redo", "重做", keys.REDO, help="刚撤销的再做一遍")
    def redo(self) -> None:
        self.desk.history.redo()

    @act("window-done", "刚才做了什么", keys.DONE, help="最近二十步，可以一步步退回")
    def show_done(self) -> None:
        DoneList(self, self.desk.history).open()

    @act("window-open", "打开文件…", help="花名册、菜单、计划、点单表、数据包：也可以直接拖进窗口")
    def open_file(self) -> None:
        self.open_asked.emit()

    @act("window-lock", "锁定", keys.LOCK, help="只剩输密码的窗口，别人看不到数据；填了一半的都在")
    def lock(self) -> None:
        self.lock_asked.emit()

    def come_back(self) -> None:
        """The lock is gone: what was written behind it is shown."""
        self.page.enter()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The lock's key works in dialogs, too: a shortcut of the window does not reach there."""
        dialog = None if now is None else now.window()
        if not isinstance(dialog, QDialog) or not self._stands_under(dialog):
            return
        if child(dialog, QShortcut, LOCK_KEY) is None:
            key = QShortcut(QKeySequence(keys.LOCK.keys), dialog, self.lock)
            key.setObjectName(LOCK_KEY)

    def _stands_under(self, dialog: QWidget) -> bool:
        above = dialog.parentWidget()
        return above is not None and (above.window() is self or self._stands_under(above.window()))

    def go(self, key: str, target: object = None) -> None:
        """Bring a page to the front, making it the first time."""
        if self._way and self._way[-1] != key:
            self.desk.messages.leave()
        if key not in self._pages:
            self._make(key)
        page = self._pages[key]
        if not self._way or self._way[-1] != key:
            self._way.append(key)
        self.header.present(page.title, self._subtitles.get(key, ""), self._buttons[key])
        self._stack.setCurrentWidget(page)
        place = self._entries[key].under or key
        self.sidebar.show_place(place)
        self.views.present(self.views_of(place), key)
        page.offer()
        page.enter(None if isinstance(target, Press) else target)
        page.focus_first()
        if isinstance(target, Press):
            page.bound_acts[target.button].trigger()

    def views_of(self, place: str) -> list[Entry]:
        """A place and its other views, in the order of their tabs."""
        found = [one for one in self._entries.values() if place in (one.key, one.under)]
        return sorted(found, key=lambda one: (bool(one.under), one.order))

    @act("window-back", "回到上一页", keys.BACK, find=False)
    def back(self) -> None:
        """To the page before this one."""
        if len(self._way) > 1:
            self._way.pop()
            self.go(self._way.pop())

    @act("window-explain", "这一页有哪些按键", keys.EXPLAIN, find=False)
    def explain(self) -> None:
        """What this page is for, and which keys work on it."""
        page = self.page
        lines = lines_of(page.acts_in_sight(), HERE) + lines_of(self.bound_acts, EVERYWHERE)
        KeySheet(self, page.title, page.help, lines).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of the table that nothing on the page has taken is answered, too."""
        key = None if event.isAutoRepeat() else pressed(event)
        if key is None:
            super().keyPressEvent(event)
        else:
            self._lacks(key)

    def _pick_view(self, number: int) -> None:
        if not self.views.pick(number):
            self._lacks(keys.VIEWS[number])

    def _lacks(self, key: Key) -> None:
        self.desk.messages.done(f"本页没有“{key.means}”。")

    def _make(self, key: str) -> None:
        page = self._entries[key].make(self.desk.apart())
        page.subtitle_changed.connect(lambda text: self._set_subtitle(key, text))
        self._pages[key] = page
        self._buttons[key] = page.header_buttons()
        self._stack.addWidget(page)

    def _set_subtitle(self, key: str, text: str) -> None:
        """Kept, since a page that is not read anew when it comes back does not say it again."""
        self._subtitles[key] = text
        if self._way[-1] == key:
            self.header.subtitle.set_whole(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_narrow(self.width() < theme.current().px(NARROW_BELOW))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _files_of(event):
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.background.wait()
        super().closeEvent(event)
        self.closed.emit()


def _files_of(event: QDropEvent) -> list[Path]:
    """What is dragged from the file manager, folders too; text and pictures are none."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.exists()]
