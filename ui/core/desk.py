"""What every page is given: the open workspace, and the window's shared helpers."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from services.core.workspace import Workspace
from ui.core.background import Background
from ui.core.chooser import Chooser
from ui.core.messages import Messages


class Changes(QObject):
    """Brings the workspace's commits, from whichever thread, into the window's."""

    changed = Signal(frozenset)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._stop = workspace.subscribe(self.changed.emit)

    def stop(self) -> None:
        self._stop()


@dataclass
class Desk:
    """`go` opens a page by its key, with a target that the page understands, or None."""

    workspace: Workspace
    background: Background
    messages: Messages
    chooser: Chooser
    changes: Changes
    go: Callable[[str, object], None]


class Page(QWidget):
    """One place in the window. It refreshes only when shown and when what it shows changed.

    A subclass sets `key`, `title`, `features` (the words before the dot of the verbs whose
    commits concern it; empty: none) and `help`, builds itself once, and fills in `refresh`.
    """

    key = ""
    title = ""
    help = ""
    features: frozenset[str] = frozenset()
    subtitle_changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("role", "page")
        self.setObjectName(f"page-{self.key}")
        self._stale = True
        desk.changes.changed.connect(self._on_changed)

    def header_buttons(self) -> list[QWidget]:
        """At most two buttons for the header; the last is the red one."""
        return []

    def refresh(self) -> None:
        """Read from the workspace and show."""
        raise TypeError(f"{type(self).__name__} does not refresh")

    def refresh_for(self, _features: frozenset[str]) -> None:
        """The same after a commit of these features; a page that can do with less overrides it."""
        self.refresh()

    def focus_first(self) -> None:
        """Give the keys to what the page is about: the first thing in it that takes them."""
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
            if takes_keys and self.isAncestorOf(widget) and widget.isVisibleTo(self):
                widget.setFocus()
                return
            widget = widget.nextInFocusChain()
        self.setFocus()

    def aim(self, target: object) -> None:
        """Show one thing: an id, or what another page handed over."""

    def enter(self, target: object = None) -> None:
        """The page comes to the front."""
        if self._stale:
            self._refresh()
        if target is not None:
            self._guarded(lambda: self.aim(target))

    def _on_changed(self, features: frozenset[str]) -> None:
        if not features & self.features:
            return
        if not self.isVisible():
            self._stale = True
        elif self._stale:
            self._refresh()
        else:
            self._guarded(lambda: self.refresh_for(features))

    def _refresh(self) -> None:
        self._guarded(self.refresh)

    def _guarded(self, read: Callable[[], None]) -> None:
        self._stale = False
        try:
            read()
        except Exception as error:  # a page that cannot be read must not take the window down
            self._stale = True
            self.desk.messages.error(error)


@dataclass(frozen=True)
class Press:
    """A target: press the page's button of this name, as the person would."""

    button: str


@dataclass(frozen=True)
class Entry:
    """A place in the sidebar. `icon` is a name of ui.core.icons; `group` its heading.

    A place may have several views, each a page of its own: the others name it in `under` and
    are reached by tabs; `view` is the tab's words. `commands` are what Ctrl+K can do there: words,
    and the name of the button that does it.
    """

    key: str
    words: str
    icon: str
    group: str
    make: Callable[[Desk], Page] = field(repr=False)
    under: str = ""
    view: str = ""
    commands: tuple[tuple[str, str], ...] = ()
