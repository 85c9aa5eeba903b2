"""Filters of a list kept by name: 将到期的聘任, taken again with two clicks."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from services.core import listing
from services.core.errors import BadInput
from ui.core.desk import Desk
from ui.core.forms import FormDialog, text_field
from ui.core.icons import icon
from ui.core.narrowing import FilterBar, Narrowed, as_kept, from_kept
from ui.core.widgets import Button

LONGEST_NAME = 12


class KeptFilters(Button):
    """A button with a menu of the filters kept for the list of this key."""

    def __init__(self, desk: Desk, key: str, bar: FilterBar[Any]) -> None:
        super().__init__("")
        self.setObjectName(f"{key}-filters")
        self.setProperty("role", "arrow")
        self.setIcon(icon("filter", "ink_soft"))
        self.setAccessibleName("常用筛选")
        self.setToolTip("常用筛选：把现在查找和筛选的存成一个名称，以后一点就是")
        self._desk, self._key, self._bar = desk, key, bar
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def fill(self) -> None:
        """The names, the one that is looked at ticked; keeping what is looked at; forgetting."""
        kept = self._kept()
        self._menu.clear()
        for name, narrowed in kept.items():
            entry = QAction(name, self._menu)
            entry.setCheckable(True)
            entry.setChecked(narrowed == self._bar.narrowed)
            entry.triggered.connect(lambda _on=False, one=narrowed: self._bar.narrow_to(one))
            self._menu.addAction(entry)
        if kept:
            self._menu.addSeparator()
        keep = QAction("把现在的筛选存下来…", self._menu)
        keep.triggered.connect(self._ask)
        self._menu.addAction(keep)
        keep.setEnabled(not self._bar.narrowed.is_all)
        if kept:
            forget = self._menu.addMenu("不再保留")
            for name in kept:
                forget.addAction(name, partial(self._keep, name, None))

    def _kept(self) -> dict[str, Narrowed]:
        with self._desk.workspace.read() as session:  # past the desk: the page shows none of it
            kept = listing.kept_filters(session, self._key)
        return {name: from_kept(one) for name, one in kept.items()}

    def _ask(self) -> None:
        NameForm(self.window(), self._bar.narrowed, self._kept(), self._keep).open()

    def _keep(self, name: str, narrowed: Narrowed | None) -> None:
        def act(_reason: str) -> None:
            with self._desk.workspace.write("list.keep_filter") as session:
                kept = None if narrowed is None else as_kept(narrowed)
                listing.keep_filter(session, self._key, name, kept)

        if self._desk.messages.attempt(act):
            done = f"已存为“{name}”。" if narrowed else f"不再保留“{name}”。"
            self._desk.messages.done(done)


class NameForm(FormDialog):
    """What a filter is to be called; one of the same name is replaced."""

    def __init__(
        self,
        parent: QWidget,
        narrowed: Narrowed,
        kept: dict[str, Narrowed],
        keep: Callable[[str, Narrowed], object],
    ) -> None:
        super().__init__(parent, "存下这个筛选", "存下", lambda _reason: self._put(), width=380)
        self.setObjectName("keep-filter")
        self._narrowed, self._keep = narrowed, keep
        self.name = text_field("keep-filter-name", narrowed.words[:LONGEST_NAME], most=LONGEST_NAME)
        taken = "、".join(kept)
        self.add_field("名称", self.name, f"已有：{taken}。同名的会换成这个。" if taken else "")
        self.name.selectAll()
        self.name.setFocus()

    def _put(self) -> None:
        name = self.name.text().strip()
        if not name:
            raise BadInput("请填写名称。")
        self._keep(name, self._narrowed)
