"""What a person can do on a page, declared once where it is done.

From `@act` on a method come the button, the shortcut, the entry in the right-click menu, in
Ctrl+K and in F1, and whether it can be done now.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QMenu,
    QWidget,
)

from services.core.rights import Right
from ui.core.keys import ALL, REMOVE, Key
from ui.core.widgets import Button, button

F = TypeVar("F", bound=Callable[..., object])
MARK = "__act__"
SIGN = "sign"
BOXES = (QComboBox, QAbstractSpinBox)
"""What Qt lets Del pass through; a line of text keeps it for itself."""
CANNOT = "先在列表里选中一行。"


@dataclass(frozen=True)
class Act:
    """`name` finds its button and is unique in the program; `words` stand on it.

    `when` asks the page whether it can be done now, and `why` is said where it cannot. Where
    `shown` says no, its button is not there at all. `says` gives the words that follow what is
    chosen. `menu` puts it into the right-click menu of the list, where it is about the chosen row,
    or about all that are selected if it says `many`; `find` puts it into Ctrl+K. `help` is its
    line in F1, where the words alone do not tell.
    """

    name: str
    words: str
    key: Key | None
    method: str
    when: Callable[[Any], bool] | None
    why: str
    shown: Callable[[Any], bool] | None
    says: Callable[[Any], str] | None
    help: str
    right: Right
    menu: bool
    find: bool
    many: bool


def act(
    name: str,
    words: str,
    key: Key | None = None,
    *,
    when: Callable[[Any], bool] | None = None,
    why: str = CANNOT,
    shown: Callable[[Any], bool] | None = None,
    says: Callable[[Any], str] | None = None,
    help: str = "",  # noqa: A002  (what Act calls it)
    right: Right = Right.clerk,
    menu: bool = False,
    find: bool = True,
    many: bool = False,
) -> Callable[[F], F]:
    """Declare a method of a page as an act; see `Act`."""

    def declare(method: F) -> F:
        made = Act(
            name, words, key, method.__name__, when, why, shown, says, help, right, menu, find, many
        )
        setattr(method, MARK, made)
        return method

    return declare


def acts_of(kind: type) -> tuple[Act, ...]:
    """The acts that a class declares and inherits, its own last, each in the order of its code.

    A subclass that declares a method's act anew has it in the old place.
    """
    found: dict[str, Act] = {}
    for base in reversed(kind.__mro__):
        for method in vars(base).values():
            made = getattr(method, MARK, None)
            if isinstance(made, Act):
                found[made.method] = made
    return tuple(found.values())


Teller = Callable[[str], object]
"""How an act that cannot be done says so."""


class BoundAct(QObject):
    """An act of one page that is open: it knows its buttons and its key."""

    def __init__(self, page: QWidget, act: Act, rights: frozenset[Right], tell: Teller) -> None:
        super().__init__(page)
        self.act, self.holder = act, page
        self._page, self._tell = page, tell
        self._allowed = act.right in rights
        self._buttons: list[Button] = []
        if act.key is not None:
            # In the window, not in the page: the focus may be in the header or the sidebar. A
            # page that is not in front is not visible, and then Qt does not ask it.
            keys = QShortcut(QKeySequence(act.key.keys), page, self._on_key)
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.setAutoRepeat(False)

    @property
    def words(self) -> str:
        return self.act.says(self._page) if self.act.says is not None else self.act.words

    @property
    def is_shown(self) -> bool:
        return self._allowed and (self.act.shown is None or bool(self.act.shown(self._page)))

    @property
    def can(self) -> bool:
        return self.is_shown and (self.act.when is None or bool(self.act.when(self._page)))

    def _on_key(self) -> None:
        """Del in a box means what stands in the box, not the row in front."""
        if self.act.key is not REMOVE or not isinstance(QApplication.focusWidget(), BOXES):
            self.trigger()

    def trigger(self) -> None:
        """Do it, or say why not."""
        if self.can and self._is_taken_over():
            return
        if self.can and (why := self._refusal()):
            self._tell(f"现在不能“{self.words.strip('＋ …')}”：{why}")
        elif self.can:
            getattr(self._page, self.act.method)()
        elif not self._allowed:
            self._tell(f"“{self.words}”要由{_WHO[self.act.right]}来办。")
        else:
            self._tell(f"现在不能“{self.words.strip('＋ …')}”：{self.act.why}")

    def _is_taken_over(self) -> bool:
        """Whether the page did what the key means for what is chosen in it."""
        ask = getattr(self._page, "takes_over", None)
        return ask is not None and bool(ask(self.act))

    def _refusal(self) -> str:
        """A page may have its reasons; the window has none."""
        ask = getattr(self._page, "refusal", None)
        return "" if ask is None else str(ask(self.act))

    def button(self, role: str = "", sign: str = "") -> Button:
        """A button of it; there may be several. A `sign` such as ◀ stands for its words, which
        are then its tool tip and what is read aloud."""
        shows = "" if self.act.key is None else spoken(self.act.key)
        made = button(sign or self.act.words, self.trigger, role, shows=shows, name=self.act.name)
        if sign:
            made.setProperty(SIGN, True)
        self._buttons.append(made)
        made.destroyed.connect(lambda: self._buttons.remove(made))
        self._bring_up_to_date(made)
        return made

    def update(self) -> None:
        """After something else was chosen or read."""
        for made in self._buttons:
            self._bring_up_to_date(made)

    def add_to(self, menu: QMenu) -> None:
        entry = QAction(self.words.strip("＋ …"), menu)
        if self.act.key is not None:
            entry.setText(f"{entry.text()}\t{spoken(self.act.key)}")
        entry.setEnabled(self.can)
        entry.triggered.connect(self.trigger)
        menu.addAction(entry)

    def _bring_up_to_date(self, made: Button) -> None:
        if made.property(SIGN):
            made.setAccessibleName(self.words)
            made.setToolTip(f"{self.words}  {spoken(self.act.key)}" if self.act.key else self.words)
        elif made.text() != self.words:
            made.setText(self.words)
        made.setEnabled(self.can)
        if not self.is_shown:
            made.hide()
        elif made.parentWidget() is not None:  # one that stands nowhere would be a window
            made.show()


class Acts:
    """The acts of one page."""

    def __init__(self, page: QWidget, rights: frozenset[Right], tell: Teller) -> None:
        self._bound = {one.name: BoundAct(page, one, rights, tell) for one in acts_of(type(page))}

    def __getitem__(self, name: str) -> BoundAct:
        return self._bound[name]

    def __contains__(self, name: object) -> bool:
        return name in self._bound

    def __iter__(self) -> Iterator[BoundAct]:
        return iter(self._bound.values())

    def update(self) -> None:
        for one in self:
            one.update()

    def menu(self, parent: QWidget) -> QMenu:
        """The right-click menu: what can be done with the chosen row."""
        made = QMenu(parent)
        for one in self:
            if one.act.menu and one.is_shown:
                one.add_to(made)
        return made


def pressed(event: QKeyEvent) -> Key | None:
    """The key of the program that this is; the Enter of the number block is an Enter."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    return _BY_KEYS.get(QKeySequence(QKeyCombination(held, key)).toString())


def spoken(key: Key) -> str:
    """As it stands on a keyboard: Ctrl+Enter, Alt+←."""
    return "+".join(_CAPS.get(part, part) for part in key.keys.split("+"))


_BY_KEYS = {QKeySequence(one.keys).toString(): one for one in ALL}
_CAPS = {
    "Return": "Enter",
    "Delete": "Del",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "PgDown": "PgDn",
}
_WHO = {Right.reader: "查阅人", Right.clerk: "教务员", Right.director: "负责人"}
