"""One run of the program: the lock, the unlock window or the guide, then the main window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from services.core.clock import Clock, SystemClock
from services.core.files import explained
from services.core.places import KEY_IS_LOST, has_lost_its_key, is_workspace
from ui.core import theme
from ui.core.background import Background
from ui.core.folder_lock import hold_folder
from ui.core.garbage import Garbage
from ui.core.look import Appearance, LookFollower
from ui.unlock.window import UnlockWindow, preload

# What the unlock window does not need is imported where it is used: people wait for it.
if TYPE_CHECKING:
    from services.core.session import WorkSession
    from services.core.workspace import Workspace
    from ui.core.chooser import Chooser
    from ui.core.curtain import Curtain
    from ui.core.main_window import MainWindow

PRELOAD_AFTER_MILLISECONDS = 100  # so that it does not hold up the first painting
CRASHED_BEFORE = "上次程序没有正常结束。已保存的数据都在；如果有一步没做完，请再做一次。"
LOCKED = "已锁定。打开后回到刚才的地方，填了一半的都在。"


def make_application(arguments: list[str]) -> QApplication:
    app = QApplication(arguments)
    app.setApplicationName("镇街党校教务台")
    app.setQuitOnLastWindowClosed(True)
    Garbage(app)
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    theme.use(app, theme.Theme(dark=dark))
    app.setWindowIcon(_window_icon())
    return app


class Run:
    """Holds the one window that is open. Everything from outside can be put in its place."""

    def __init__(
        self,
        folder: Path,
        *,
        chooser: "Chooser | None" = None,
        clock: Clock | None = None,
    ) -> None:
        self.folder = folder
        self._chooser = chooser
        self.clock = clock or SystemClock()
        self.background = Background()
        self.window: QWidget | None = None
        self.workspace: Workspace | None = None
        self.locked: UnlockWindow | None = None
        self.look = LookFollower(_application())

    @property
    def chooser(self) -> "Chooser":
        if self._chooser is None:
            from ui.core.chooser import SystemChooser

            self._chooser = SystemChooser()
        return self._chooser

    def start(self, note: str = "") -> None:
        """Show the unlock window, or the guide where there is no workspace yet."""
        if is_workspace(self.folder):
            unlock = UnlockWindow(self._open, self.background, note)
            unlock.unlocked.connect(self.show_main)
            unlock.restore_asked.connect(self.show_restore)
            self._show(unlock)
            QTimer.singleShot(PRELOAD_AFTER_MILLISECONDS, unlock, self._preload)
            return
        from ui.roster_import.dialogs import import_roster
        from ui.setup.guide import SetupGuide

        guide = SetupGuide(self.folder, self.background, self.chooser, self.clock, import_roster)
        guide.finished.connect(self.show_main)
        self._show(guide)

    def show_restore(self) -> None:
        """Close the data and show the way back to a copy; after it comes the unlock window."""
        from ui.restore.window import RestoreWindow

        guide = RestoreWindow(self.folder, self.background, self.clock)
        guide.finished.connect(self.start, Qt.ConnectionType.QueuedConnection)
        self._show(guide)
        self.close()

    def show_main(self, workspace: "Workspace") -> None:
        """Build the main window in the workspace's look, and close what was before."""
        from services.core.settings import TEXT_SIZE
        from ui.places import make_window

        self.workspace = workspace
        with workspace.read() as session:
            self._choose_look(session, TEXT_SIZE.get(session))
        window = make_window(workspace, self.background, self.chooser)
        window.desk.changes.changed.connect(self._on_changed)
        window.closed.connect(self.close)
        window.lock_asked.connect(self.lock)
        window.restore_asked.connect(self.show_restore)
        self._show(window)
        window.go("home")

    def _choose_look(self, session: "WorkSession", text_percent: int) -> None:
        from services.core.settings import APPEARANCE, HIGH_CONTRAST

        high_contrast = bool(HIGH_CONTRAST.get(session))
        appearance = Appearance(APPEARANCE.get(session))
        self.look.choose(appearance, text_percent, high_contrast=high_contrast)

    def _on_changed(self, tables: frozenset[str]) -> None:
        """A changed colour is seen at once; what is open has sizes of the text it was made for."""
        if self.workspace is not None and "setting" in tables:
            with self.workspace.read() as session:
                self._choose_look(session, theme.current().percent)

    def lock(self) -> None:
        """Show nothing but the question for the password. Dialogs, typed text and work under way
        stay as they are, and the data stay open for them."""
        from ui.core.curtain import Curtain

        if self.locked is not None:
            return
        self.locked = UnlockWindow(self._checked, self.background, LOCKED, quits=False)
        curtain = Curtain(self.locked)
        self.locked.unlocked.connect(lambda _workspace: self._go_on(curtain))
        self.locked.show()
        curtain.draw()
        self.locked.activateWindow()

    def _checked(self, secret: str) -> "Workspace":
        from services.core import key_file
        from services.core.places import KEY_FILE

        key_file.unlock(self.folder / KEY_FILE, secret)
        assert self.workspace is not None
        return self.workspace

    def _go_on(self, curtain: "Curtain") -> None:
        curtain.lift()
        if self.locked is not None:
            self.locked.close()
            self.locked.deleteLater()
            self.locked = None
        self.main_window.come_back()

    @property
    def main_window(self) -> "MainWindow":
        from ui.core.main_window import MainWindow

        assert isinstance(self.window, MainWindow)
        return self.window

    def close(self) -> None:
        """Finish the work under way and close the workspace with a checkpoint."""
        self.background.wait()
        self.background.forget()
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def _preload(self) -> None:
        self.background.run("准备", preload, _nothing, _nothing)

    def _open(self, secret: str) -> "Workspace":
        from services.core.workspace import unlock

        return unlock(self.folder, secret, clock=self.clock)

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()


def run_window(folder: Path) -> int:
    """The program as the clerk starts it. Returns the exit status."""
    from services.core.errors import BadPlace, DeskError
    from ui.core.crash import CrashHandler

    app = make_application([])
    crash = CrashHandler(folder / "logs")
    try:
        if has_lost_its_key(folder):
            raise BadPlace(KEY_IS_LOST)
        lock = hold_folder(folder)
        with explained("打开数据夹"):
            left_before = crash.install()
    except DeskError as error:
        _say(app, "没有打开", error.message)
        return 1
    run = Run(folder)
    crash.tell = _crash_teller(run)
    run.start(CRASHED_BEFORE if left_before else "")
    status = app.exec()
    run.close()
    crash.close()
    lock.unlock()
    return status


def _crash_teller(run: Run) -> Callable[[Exception], None]:
    def tell(error: Exception) -> None:
        from ui.core.messages import Messages

        if run.window is not None:
            Messages(run.window).error(error)

    return tell


def _say(app: QApplication, title: str, text: str) -> None:
    from ui.core.messages import MessageDialog

    stand = QWidget()
    dialog = MessageDialog(stand, title, text)
    dialog.finished.connect(app.quit)
    dialog.open()
    app.exec()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _nothing(_result: object) -> None:
    """A job whose end nobody waits for."""


def _window_icon() -> QIcon:
    look = theme.current()
    pixmap = QPixmap(64, 64)
    pixmap.fill(look.color("fill"))
    painter = QPainter(pixmap)
    painter.setFont(theme.Theme(260).font(14, bold=True))
    painter.setPen(look.color("white"))
    painter.drawText(pixmap.rect(), 0x84, "党")
    painter.end()
    return QIcon(pixmap)
