"""The card of the chosen row: who or what it is, its facts, lists that belong to it, its buttons.

A card has its buttons in one place on every page: in a row at its foot, what comes next first,
then 修改; what takes something out of use or brings it back stands at the right end, and what is
done seldom under 更多. The head says what is shown and in which state, and has no buttons.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QMenu, QTabWidget, QWidget

from services.core.fields import field_of
from ui.core import theme
from ui.core.desk import Page
from ui.core.table import Column, RowsView
from ui.core.widgets import (
    Button,
    Card,
    ElidedLabel,
    button,
    chip,
    clear,
    column,
    label,
    line,
    row,
    scrolling,
    set_chip,
)

R = TypeVar("R")
NONE = "—"
STANDARD_WIDTH = 404
MOST_WIDTH = 520
"""However large the text: the list needs the rest of the smallest screen."""


@dataclass(frozen=True)
class Fact(Generic[R]):
    """One line of what is known; a `wide` one has the card's width. `act` is the one whose link
    stands beside it."""

    caption: str
    text: Callable[[R], str]
    wide: bool = False
    act: str = ""


def fact(draft: type, name: str, *, wide: bool = False) -> Fact[Any]:
    """The fact of a declared field."""
    field = field_of(draft, name)
    return Fact(field.caption, field.shown, wide)


class DetailCard(Card, Generic[R]):
    """`title` and `state` (words and tone) stand at its head, `about` under it; `acts` are the
    page's acts at its foot, `ends` those at its right end, `more` those under 更多.
    `width` 0 lets it grow with the page, `most` is its limit however large the text."""

    def __init__(
        self,
        page: Page,
        *,
        title: Callable[[R], str],
        about: Callable[[R], str],
        state: Callable[[R], tuple[str, str]] = lambda _row: ("", "grey"),
        acts: Sequence[str] = (),
        ends: Sequence[str] = (),
        more: Sequence[str] = (),
        nobody: str = "",
        width: int = STANDARD_WIDTH,
        most: int = MOST_WIDTH,
    ) -> None:
        super().__init__(padded=False)
        if width:
            self.setFixedWidth(min(theme.current().px(width), most))
        self._page, self._title, self._about, self._state = page, title, about, state
        self.shown: R | None = None
        self._parts: list[Callable[[R], object]] = []
        self.name = ElidedLabel("", "title")
        self.name.setObjectName(f"{page.key}-shown")
        self.state = chip("")
        self.state.setObjectName(f"{page.key}-state")
        self.about = ElidedLabel("", "subtitle")
        names = row(gap=8)
        names.addWidget(self.name, 1)
        names.addWidget(self.state)
        self._head = column(names, self.about, gap=4)
        self._head.setContentsMargins(16, 14, 16, 10)
        self._inside = column(self._head, gap=0)
        self._whole = column(self._inside, gap=0)
        self._whole.addStretch(0)
        outer = column(gap=0)
        outer.addWidget(scrolling(self._whole), 1)  # large text on a low screen
        outer.addWidget(line())
        outer.addLayout(self._foot(acts, ends, more))
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(outer)
        self.nobody = label(nobody, "note", wrap=True)
        self.nobody.setContentsMargins(16, 16, 16, 16)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.inside)
        self.body.addWidget(self.nobody)
        self.show_row(None)

    def show_row(self, shown: R | None) -> None:
        """Show one; None empties the card."""
        self.shown = shown
        self.inside.setVisible(shown is not None)
        self.nobody.setVisible(shown is None)
        if shown is None:
            return
        self.name.set_whole(self._title(shown))
        self.about.set_whole(self._about(shown))
        words, tone = self._state(shown)
        set_chip(self.state, words, tone)
        self.state.setVisible(bool(words))
        for part in self._parts:
            part(shown)

    def add_facts(self, facts: Sequence[Fact[R]], across: int = 1) -> None:
        """Captions with their values, so many `across`; what is not known is a dash."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        place = 0
        values: list[tuple[Fact[R], ElidedLabel]] = []
        for one in facts:
            if one.wide and place % across:
                place += 1
            line_, side = divmod(place, across)
            span = 2 * across - 1 if one.wide else 1
            value = ElidedLabel()
            value.setAccessibleDescription(one.caption)
            grid.addWidget(label(one.caption, "note"), line_, 2 * side)
            said = row(value, gap=4)
            said.setStretch(0, 1)
            if one.act:
                said.addWidget(self._page.button(one.act, "link"))
            grid.addLayout(said, line_, 2 * side + 1, 1, span)
            grid.setColumnStretch(2 * side + 1, 1)
            values.append((one, value))
            place += across if one.wide else 1
        self._head.addSpacing(4)
        self._head.addLayout(grid)

        def show(shown: R) -> None:
            for one, value in values:
                value.set_whole(one.text(shown) or NONE)

        self._parts.append(show)

    def add_chips(self, chips: Callable[[R], Sequence[tuple[str, str]]]) -> None:
        """Further states under the head, each with its words and tone."""
        held = row(gap=6)
        self._head.addLayout(held)

        def show(shown: R) -> None:
            clear(held)
            for words, tone in chips(shown):
                held.addWidget(chip(words, tone))
            held.addStretch(1)

        self._parts.append(show)

    def add_lines(
        self,
        lines: Sequence[tuple[str, QLayout]],
        show: Callable[[R], object],
    ) -> None:
        """Captions with something of the page's own; `show` is told who is shown."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for number, (caption, content) in enumerate(lines):
            grid.addWidget(label(caption, "note"), number, 0)
            grid.addLayout(content, number, 1)
        self._head.addLayout(grid)
        self._parts.append(show)

    def add_words(self, name: str, words: Callable[[R], str], role: str = "note") -> QLabel:
        """A note under the head, not there while it has nothing to say."""
        made = label("", role, wrap=True)
        made.setObjectName(name)
        self._head.addWidget(made)

        def show(shown: R) -> None:
            made.setText(words(shown))
            made.setVisible(bool(made.text()))

        self._parts.append(show)
        return made

    def add_tabs(self, name: str) -> QTabWidget:
        """Where the card is too low for several lists they stand behind tabs, see `add_list`."""
        tabs = QTabWidget()
        tabs.setObjectName(name)
        tabs.setDocumentMode(True)
        self._inside.addWidget(tabs, 1)
        self._fill()
        return tabs

    def add_list(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        rows: Callable[[R], Sequence[Any]],
        *,
        heading: Callable[[R], str],
        words: str,
        empty: str,
        stretch: int = 1,
        tabs: QTabWidget | None = None,
    ) -> RowsView[Any]:
        """A list that belongs to the row, under a heading; `empty` says why there is none yet.
        `words` name it for who cannot see it. In `tabs` the heading is the words of its tab."""
        table: RowsView[Any] = RowsView(columns)
        table.setObjectName(name)
        table.setAccessibleName(words)
        none = label(empty, "note", wrap=True)
        if tabs is None:
            none.setContentsMargins(16, 2, 16, 12)
            head = label("", "heading")
            head.setObjectName(f"{name}-heading")
            above = row(head, None)
            above.setContentsMargins(16, 10, 16, 8)
            self.add_part(above)
            none.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._inside.addWidget(table, stretch)
            self._inside.addWidget(none, stretch)
            self._fill()
            entitle = head.setText
        else:
            none.setContentsMargins(16, 12, 16, 12)
            none.setAlignment(Qt.AlignmentFlag.AlignTop)
            inside = column(table, none, gap=0)
            inside.setStretch(0, 1)
            inside.setStretch(1, 1)
            page = QWidget()
            page.setLayout(inside)
            entitle = partial(tabs.setTabText, tabs.addTab(page, words))

        def show(shown: R) -> None:
            found = rows(shown)
            entitle(heading(shown))
            table.set_rows(found)
            if found and table.current is None:
                table.selectRow(0)
            table.setVisible(bool(found))
            none.setVisible(not found)

        self._parts.append(show)
        return table

    def add_part(
        self, part: QLayout, show: Callable[[R], object] | None = None, *, grows: bool = False
    ) -> None:
        """Something of the page's own between two lines; `show` is told who is shown. One that
        `grows` takes what is left of the card."""
        self._inside.addWidget(line())
        self._inside.addLayout(part, int(grows))
        if grows:
            self._fill()
        if show is not None:
            self._parts.append(show)

    def _fill(self) -> None:
        """What grows has the whole height; else the rest of the card is empty."""
        self._whole.setStretch(0, 1)

    def _foot(self, acts: Sequence[str], ends: Sequence[str], more: Sequence[str]) -> QLayout:
        foot = row(*map(self._page.button, acts), None, *map(self._page.button, ends), gap=8)
        foot.setContentsMargins(12, 8, 12, 8)
        if more:
            foot.addWidget(more_button(self._page, f"{self._page.key}-more", more))
        return foot


def more_button(page: Page, name: str, names: Sequence[str]) -> Button:
    """更多: the acts that are done seldom, those that can be seen now."""
    made = button("更多", lambda: None, name=name)
    made.setProperty("role", "more")
    menu = QMenu(made)
    menu.setObjectName(f"{name}-menu")

    def fill() -> None:
        menu.clear()
        for bound in map(page.bound_acts.__getitem__, names):
            if bound.is_shown:
                bound.add_to(menu)

    menu.aboutToShow.connect(fill)
    made.setMenu(menu)
    return made
