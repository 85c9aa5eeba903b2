"""What every page is given: the open workspace, and the window's shared helpers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from services.core.call import Call
from services.core.rights import Right
from services.core.session import WorkSession
from services.core.undo import Undoable
from services.core.workspace import Workspace, WorkspaceKind
from ui.core.acts import Act, Acts, BoundAct
from ui.core.background import Background
from ui.core.chooser import Chooser
from ui.core.finding import children
from ui.core.history import History
from ui.core.making import Make
from ui.core.messages import Messages
from ui.core.widgets import Button, EmptyState

T = TypeVar("T", bound=Undoable)
ALL_RIGHTS = frozenset(Right)
"""Where a school has one person only, that person is clerk and director (domain.md, operator)."""


class Changes(QObject):
    """Brings the workspace's commits, from whichever thread, into the window's: `changed` carries
    the tables that one wrote."""

    changed = Signal(frozenset)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._stop = workspace.subscribe(self.changed.emit)

    def stop(self) -> None:
        self._stop()


class Reads(QObject):
    """The tables that one reader has read so far; `touched` carries those that a commit wrote.

    It reads in any thread and is told in the window's. A commit that is heard of while a read is
    open may be too late for that read: it is kept until the read says what it touched.
    """

    touched = Signal(frozenset)

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._tables: set[str] = set()
        self._meanwhile: dict[int, set[str]] = {}
        self._lock = Lock()
        changes.changed.connect(self._on_changed)

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(self._tables)

    @contextmanager
    def read(self, workspace: Workspace) -> Iterator[WorkSession]:
        came: set[str] = set()
        read: set[str] = set()
        with self._lock:
            self._meanwhile[id(came)] = came
        try:
            with workspace.read() as session:
                read = session.touched.read
                yield session
        finally:
            with self._lock:
                del self._meanwhile[id(came)]
                missed = frozenset(came & read)
                self._tables |= read
            if missed:
                self.touched.emit(missed)

    def _on_changed(self, written: frozenset[str]) -> None:
        with self._lock:
            for came in self._meanwhile.values():
                came |= written
            tables = frozenset(written & self._tables)
        if tables:
            self.touched.emit(tables)


@dataclass
class Desk:
    """What one reader, a page above all, is given.

    `go` opens a page by its key, with a target that the page understands, or None. `makers` are
    what features declare to be made from within forms. `reads` knows what was read through this
    desk.
    """

    workspace: Workspace
    background: Background
    messages: Messages
    chooser: Chooser
    changes: Changes
    history: History
    go: Callable[[str, object], None]
    rights: frozenset[Right] = ALL_RIGHTS
    makers: "Mapping[str, Callable[[Desk], Make]]" = field(default_factory=dict)
    reads: Reads = field(init=False)

    def __post_init__(self) -> None:
        self.reads = Reads(self.changes)

    def read(self) -> AbstractContextManager[WorkSession]:
        """A read transaction, whose tables count from now on as read at this desk."""
        return self.reads.read(self.workspace)

    def apart(self) -> "Desk":
        """The same for another reader, who has read nothing yet."""
        return replace(self)

    def making(self, key: str) -> Make:
        """How one of these is made from within a form, by the key of its maker."""
        return self.makers[key](self)

    def do(
        self,
        call: Call[T],
        told: str | Callable[[T], str],
        *,
        then: Callable[[T], object] | None = None,
    ) -> None:
        """Run a verb that a person asked for, see History.do."""
        self.history.do(call, told, then=then)

    def perform(
        self,
        call: Call[T],
        told: str | Callable[[T], str],
        reason: str = "",
        *,
        then: Callable[[T], object] | None = None,
        quiet: bool = False,
    ) -> T:
        """The same for a form, see History.perform. Raises what the verb raises."""
        return self.history.perform(call, told, reason, then=then, quiet=quiet)


class Page(QWidget):
    """One place in the window. It refreshes only when shown, and when a commit wrote a table that
    was read at its desk.

    `desk` is its own, made with `apart`: a page and all that belongs to it read by `desk.read()`.
    A subclass sets `key`, `title` and `help`, builds itself once, and fills in `refresh`.
    """

    key = ""
    title = ""
    help = ""
    subtitle_changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("role", "page")
        self.setObjectName(f"page-{self.key}")
        self._stale = True
        self.bound_acts = Acts(self, desk.rights, desk.messages.done)
        desk.reads.touched.connect(self._on_touched)

    def header_buttons(self) -> list[QWidget]:
        """At most two buttons for the header; the last is the red one."""
        return []

    def button(self, name: str, role: str = "", sign: str = "") -> Button:
        """A button of the act of this name; see BoundAct.button."""
        return self.bound_acts[name].button(role, sign)

    def acts_in_sight(self) -> list[BoundAct]:
        """Its own acts, and those of what stands on it and can be seen, such as the year."""
        found = cast("list[BoundAct]", self.findChildren(BoundAct))
        return [one for one in found if one.holder is self or one.holder.isVisibleTo(self)]

    def offer(self) -> None:
        """Bring the acts up to date, after something else was chosen or read."""
        self.bound_acts.update()

    def refusal(self, _act: Act) -> str:
        """Why an act that could be done must not be done now; "" where it may."""
        return ""

    def refresh(self) -> None:
        """Read from the workspace and show."""
        raise TypeError(f"{type(self).__name__} does not refresh")

    def refresh_for(self, _tables: frozenset[str]) -> None:
        """The same after these of its tables were written; a page that can do with less
        overrides it."""
        self.refresh()

    def take_back(self) -> None:
        """Ctrl+Z while the page is in front."""
        self.desk.history.take_back()

    def focus_first(self) -> None:
        """Give the keys to what the page is about: the red button of an empty page, else the first
        thing in it that takes them."""
        for empty in children(self, EmptyState):
            if empty.isVisibleTo(self) and empty.action is not None and empty.action.isEnabled():
                empty.action.setFocus()
                return
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

    def _on_touched(self, tables: frozenset[str]) -> None:
        if not self.isVisible():
            self._stale = True
        elif self._stale:
            self._refresh()
        else:
            self._guarded(lambda: self.refresh_for(tables))

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
class Files:
    """A target: files that the page takes in, such as those dropped on the window."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Press:
    """A target: do the page's act of this name, as the person would."""

    button: str


@dataclass(frozen=True)
class Entry:
    """A place in the sidebar. `icon` is a name of ui.core.icons; `group` its heading.

    A place may have several views, each a page of its own: the others name it in `under` and
    are reached by tabs, in the order of `order`; `view` is the tab's words. `kind` is the
    workspace that has it, None for both; one that is `apart` stands in no group.
    """

    key: str
    words: str
    icon: str
    group: str
    make: type[Page] = field(repr=False)
    under: str = ""
    view: str = ""
    kind: WorkspaceKind | None = WorkspaceKind.school
    order: int = 50
    apart: bool = False
