"""The places of the two kinds of workspace, and the main window built from them."""

from PySide6.QtCore import QObject

from services import home, school
from services.core.workspace import Workspace, WorkspaceKind
from ui import features
from ui.core.background import Background, Latest, Progress
from ui.core.backups import Backups
from ui.core.chooser import Chooser
from ui.core.desk import Changes, Desk, Entry
from ui.core.feature import FileKind
from ui.core.history import History
from ui.core.main_window import MainWindow
from ui.core.messages import Messages
from ui.core.opening import Opening
from ui.search.dialog import SearchDialog


def places(kind: WorkspaceKind) -> tuple[Entry, ...]:
    """What the window of such a workspace has, in the order of the sidebar."""
    found = [one for feature in features.FEATURES for one in feature.places]
    return tuple(one for one in found if one.kind in (None, kind))


def file_kinds() -> tuple[FileKind, ...]:
    """All kinds of files that features take in."""
    return tuple(one for feature in features.FEATURES for one in feature.files)


def make_window(workspace: Workspace, background: Background, chooser: Chooser) -> MainWindow:
    """The main window of an open workspace, with its search and its badges."""
    with workspace.read() as session:
        own = school.own(session)
    entries = places(own.kind)

    operator = "教务员" if own.kind is WorkspaceKind.school else "经办人"

    def make_desk(window: MainWindow) -> Desk:
        messages = Messages(window, window.toast_area)
        return Desk(
            workspace=workspace,
            background=background,
            messages=messages,
            chooser=chooser,
            changes=Changes(workspace),
            history=History(workspace, messages, background),
            go=window.go,
            makers=features.makers(),
        )

    window = MainWindow(own.name, operator, entries, make_desk)
    search = SearchDialog(window.desk, entries, window.bound_acts, lambda: window.page, window)
    window.search_asked.connect(search.ask)
    keys = {one.key for one in entries}
    Opening(window, [one for one in file_kinds() if one.page in keys])
    Badges(window).count()
    Backups(window.desk, window)
    return window


class Badges(QObject):
    """Counts in the background what waits in each place, and shows it in the sidebar.

    Lives as long as the window, and counts again when a table that it counted in was written.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk.apart()
        self._desk.reads.touched.connect(self.count)
        # A count that fails leaves the old badges; the page itself tells what is wrong.
        self._latest = Latest(
            self._desk.background, "数待办", self._read, self._show, _keep_the_old
        )

    def count(self, _tables: frozenset[str] = frozenset()) -> None:
        self._latest.ask()

    def _read(self, _progress: Progress) -> dict[str, int]:
        with self._desk.read() as session:
            return home.waiting(session)

    def _show(self, waiting: dict[str, int]) -> None:
        """What waits in a view of a place waits in the place."""
        for key, nav in self._window.sidebar.buttons.items():
            nav.count(sum(waiting.get(one.key, 0) for one in self._window.views_of(key)))


def _keep_the_old(_error: Exception) -> None:
    """The error is in the log already."""
