"""A page that lists things: the list left, the card of the chosen one right.

It stays one file: what a subclass fills in and what every such page does are read together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QMenu,
    QStackedWidget,
    QWidget,
)

from services.core.errors import NotFound
from services.core.session import WorkSession
from ui.core import keys
from ui.core.acts import Act, act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.detail_card import DetailCard
from ui.core.ends import Ends
from ui.core.field_widgets import Offer
from ui.core.kept_filters import KeptFilters
from ui.core.list_edit import ChangesInPlace, ListEditing, one_at_a_time
from ui.core.list_tools import ListTools, Named
from ui.core.narrowing import Filter, FilterBar, Narrowed, SearchField
from ui.core.rows import Column, key_of
from ui.core.table import RowsView
from ui.core.theme import set_role
from ui.core.widgets import Button, Card, EmptyState, button, column, label, row

R = TypeVar("R")
BLANK, EMPTY, FULL = range(3)
REST_MILLISECONDS = 120
"""Longer than between two keys of who types quickly."""
NOTHING_FITS = "没有符合的。换个字，或清空查找框（Esc）。"


@dataclass(frozen=True)
class Listed(Generic[R]):
    """What a page read: its rows, and what else it needs for them (see `ListPage.took`)."""

    rows: Sequence[R]
    more: Any = None


@dataclass(frozen=True)
class Empty:
    """An empty page: what belongs there, and the acts that begin it, first what comes first in
    practice: it is the red one."""

    title: str
    text: str
    acts: tuple[str, ...]


def is_in_use(page: "ListPage[Any]") -> bool:
    """When an act is for a row that is in use."""
    return page.in_use is not None


def is_out_of_use(page: "ListPage[Any]") -> bool:
    return page.out_of_use is not None


class ListPage(ChangesInPlace, Page, Generic[R]):
    """A subclass states its columns, its filters, what an empty page says and which acts stand in
    the header, and fills in `read`, `texts`, `make_card` and `subtitle`.

    A row is known by its id, so that it stays chosen when it is read anew; rows that are `gone`,
    out of use, are listed only where that is asked for. What can be changed in place is what a
    column has a field for; `change` does it.
    """

    columns: Sequence[Column[Any]] = ()
    filters: Sequence[Filter[Any]] = ()
    listed = ""
    """What the list is called over a paper: 师资库."""
    unit = "个"
    find_hint = ""
    gone_words = "已停用"
    header: tuple[str, ...] = ()
    opens = ""
    """The act that Enter and a double click on a row do."""
    empty = Empty("", "", ())
    slow = False
    """Reading may take over 50 ms, so that it is done in the background."""
    several = False
    reads_card = False
    """`detail` reads: it waits until the typing rests, since no key may wait for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows: Sequence[R] = ()
        self._in_use: Sequence[R] = ()
        self._looked_at: Sequence[R] = ()
        self._target: object = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._show_details)
        self._latest: Latest[Listed[R]] = Latest(
            desk.background, f"读取{self.listed}", self._read, self._show, desk.messages.error
        )
        self._header = [self.button(name) for name in self.header]
        self.table: RowsView[R] = RowsView(self.columns)
        self.table.setObjectName(f"{self.key}-list")
        self.table.setAccessibleName(self.listed)
        if self.several:
            self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.menus.append(self._fill_menu)
        if any(shape.edit for shape in self.columns):
            self.editing = ListEditing(
                desk.messages, self.table, self.change, can=self.can_change, offers=self.offers
            )
        self.search = SearchField(f"{self.key}-find", self.find_hint, f"查找{self.listed}")
        self.bar: FilterBar[R] = FilterBar(self.search, self.filters, self.look_up)
        self.card: DetailCard[Any] = self.make_card()
        self._lay_out()
        self.search.over = self.table
        self.bar.changed.connect(lambda: self._narrow(anew=True))
        if self.several:
            self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_count())
        self.table.chosen.connect(lambda _row: self._show_details())
        self.table.opened.connect(lambda _row: self._open())

    # What a subclass fills in.

    def read(self, session: WorkSession) -> Listed[R]:
        """All rows, those out of use among them. `slow`: in the background."""
        raise TypeError(f"{type(self).__name__} lacks this")

    def took(self, more: Any) -> None:
        """Keep what `read` gave besides the rows."""

    def texts(self, row: R) -> Sequence[str]:
        """What of a row is searched for the words that were typed."""
        raise TypeError(f"{type(self).__name__} lacks this")

    def readings(self, _row: R) -> Sequence[str]:
        """What the words typed may begin: pinyin, initials."""
        return ()

    def look_up(self, rows: Sequence[R], typed: str) -> Sequence[R]:
        """Those that fit what was typed, the best first where there is a best. A list of tens of
        thousands has its index."""
        words = typed.lower().split()
        return [one for one in rows if self._says(one, words)]

    def is_gone(self, row: R) -> bool:
        return bool(getattr(row, "retired", False))

    def look_at(self, rows: Sequence[R]) -> Sequence[R]:
        """Of these those that are listed at all, before anything is searched or picked."""
        return rows

    def make_card(self) -> DetailCard[Any]:
        raise TypeError(f"{type(self).__name__} lacks this")

    def detail(self, row: R) -> Any:
        """What the card shows of a row."""
        return row

    def subtitle(self, _in_use: Sequence[R]) -> str:
        return ""

    def narrowed_words(self) -> str:
        """What the list is narrowed to, over a paper or a workbook."""
        return self.bar.narrowed.words

    def change(self, rows: Sequence[R], name: str, value: Any, reason: str) -> object:
        """Give these rows a value of a field, see ui.core.list_edit."""
        raise TypeError(f"{type(self).__name__} lacks this")

    def can_change(self, row: R) -> bool:
        return not self.is_gone(row)

    def offers(self, _name: str) -> Sequence[Offer]:
        """What a field that is changed in place may be picked from."""
        return ()

    def above(self) -> Sequence[QWidget]:
        """What stands over the list and over its empty page. What tells of rows hides itself, in
        `took`, while there are none."""
        return ()

    def refusal(self, act: Act) -> str:
        """What is about one row must not quietly take one of several."""
        return one_at_a_time(act, self.table, self.unit)

    # What every such page does.

    @property
    def current(self) -> R | None:
        return self.table.current

    @property
    def in_use(self) -> R | None:
        """The chosen row, unless it is out of use."""
        shown = self.current
        return None if shown is None or self.is_gone(shown) else shown

    @property
    def out_of_use(self) -> R | None:
        """The chosen row, if it is out of use."""
        shown = self.current
        return shown if shown is not None and self.is_gone(shown) else None

    def header_buttons(self) -> list[QWidget]:
        return [*self._header]

    def hideEvent(self, event: QHideEvent) -> None:
        self.show_card()  # not after the workspace was closed
        super().hideEvent(event)

    def focus_first(self) -> None:
        if self.rows:
            self.table.setFocus()
        else:
            super().focus_first()

    def refresh(self) -> None:
        if self.slow:
            self._latest.ask()
        else:
            with self.desk.read() as session:
                listed = self.read(session)
            self._show(listed)

    def aim(self, target: object) -> None:
        """A row's id, or "new": the act that begins one."""
        if target == "new":
            self.bound_acts[f"{self.key}-new"].trigger()
        elif isinstance(target, UUID):
            self.choose(target)

    def choose(self, key: UUID) -> None:
        """Bring a row to the front, whatever the list is narrowed to, once it has been read."""
        self._target = key
        self._aim()

    def narrow_to(self, wanted: Narrowed) -> None:
        self.bar.narrow_to(wanted)

    @act(
        "list-find", "在本页查找", keys.FIND, find=False, help="接着用 ↑↓ 选、回车打开，按 Esc 清空"
    )
    def go_to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @act("list-columns", "选列", keys.COLUMNS, find=False, help="列也可以拖动、拉宽，会记住")
    def choose_columns(self) -> None:
        self.tools.choose()

    @act("list-workbook", "导出 Excel", keys.EXPORT, find=False, help="按现在列出的行和列")
    def export(self) -> None:
        self.tools.export()

    @act("list-paper", "打印名单", keys.PRINT_LIST, find=False, help="按现在列出的行和列")
    def print_list(self) -> None:
        self.tools.print_list()

    def show_all(self) -> None:
        """Nothing narrowed any more."""
        self.narrow_to(Narrowed())

    def _lay_out(self) -> None:
        self.nothing_fits = label(NOTHING_FITS, "note", wrap=True)
        self.nothing_fits.setContentsMargins(16, 24, 16, 24)
        self.count = label("", "note")
        self.count.setObjectName(f"{self.key}-count")
        self.all_button = button("全部显示", self.show_all, "link", name=f"{self.key}-all")
        self.gone = QCheckBox()
        self.gone.setObjectName(f"{self.key}-gone")
        self.gone.toggled.connect(lambda _on: self._offer_rows())
        self.kept = KeptFilters(self.desk, self.key, self.bar)
        named = Named(self.key, lambda: self.listed, self._note)
        self.tools = ListTools(self.desk, self.table, named, listens=False)
        self.bar.add(self.kept)
        self.bar.setContentsMargins(12, 10, 12, 10)
        left = row(self.count, self.all_button, 6, self.gone, None, gap=6)
        self.foot = Ends(left, row(None, self.tools, gap=6))
        card = Card(padded=False)
        card.body.setSpacing(0)
        card.body.addWidget(self.bar)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.nothing_fits, 1)
        card.body.addWidget(self.foot)
        sides = row(card, self.card, gap=14)
        sides.setStretch(0, 1)
        full = QWidget()
        full.setLayout(sides)
        self._states = QStackedWidget()
        for state in (QWidget(), self._empty(), full):
            self._states.addWidget(state)
        above = self.above()
        whole = column(*above, self._states, gap=14)
        whole.setStretch(len(above), 1)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    def _empty(self) -> Card:
        made = Card(padded=False)
        first: list[Button] = []
        for place, name in enumerate(self.empty.acts):
            first.append(self.button(name, "" if place else "primary"))
        self.empty_state = EmptyState(self.empty.title, self.empty.text, buttons=first)
        made.body.addWidget(self.empty_state)
        return made

    def _read(self, _progress: Progress) -> Listed[R]:
        with self.desk.read() as session:
            return self.read(session)

    def _show(self, listed: Listed[R]) -> None:
        if self.editing is None:
            self._put(listed)
        else:
            self.editing.when_closed(partial(self._put, listed))

    def _put(self, listed: Listed[R]) -> None:
        """The one place where the page changes its state."""
        self.rows = listed.rows
        self.took(listed.more)
        was_empty = self._states.currentIndex() == EMPTY
        self._states.setCurrentIndex(FULL if self.rows else EMPTY)
        if self._header:  # an empty page has its red button in its middle
            set_role(self._header[-1], "primary" if self.rows else "")
        self._in_use = [one for one in self.rows if not self.is_gone(one)]
        gone = len(self.rows) - len(self._in_use)
        self.gone.setText(f"也列出{self.gone_words}的 {gone} {self.unit}")
        self.gone.setVisible(bool(gone))
        if not gone:
            self.gone.setChecked(False)
        self.subtitle_changed.emit(self.subtitle(self._in_use) if self._in_use else "")
        self._offer_rows()
        self._aim()
        if self.rows and (QApplication.focusWidget() is self or (was_empty and self.isVisible())):
            self.table.setFocus()  # else what was made first would leave the keys in the search

    def _offer_rows(self) -> None:
        self._looked_at = self.look_at(self.rows if self.gone.isChecked() else self._in_use)
        self.bar.offer(self._looked_at)
        self._narrow()

    def _narrow(self, *, anew: bool = False) -> None:
        """Show what fits. Where the one in front does not any more, whatever took its place is in
        front, or what fits best where something else is looked for `anew`."""
        found, before = self.bar.fitting(), self.table.current
        with QSignalBlocker(self.table):  # the details are shown once, below
            self.table.set_rows(found, same=anew)
            now = self.table.current
            lost = now is None or (anew and key_of(now) != key_of(before))
            if lost and found:
                self.table.selectRow(0)
        self.table.setVisible(bool(found))
        self.nothing_fits.setVisible(not found)
        self._show_count()
        if anew and self.reads_card and found:
            self._rest.start()
            self.offer()
        else:
            self._show_details()

    def show_card(self) -> None:
        """The card of the chosen row now, where it was waiting for the typing to rest."""
        if self._rest.isActive():
            self._show_details()

    def _show_count(self) -> None:
        found, marked = len(self.table.rows_model.rows), len(self.table.marked())
        hidden = len(self._looked_at) - found
        selected = f"，选中 {marked:,} {self.unit}" if marked > 1 else ""
        more = f"，另有 {hidden:,} {self.unit}被筛选隐藏" if hidden else ""
        self.count.setText(f"{found:,} {self.unit}{selected}{more}")
        self.all_button.setVisible(bool(hidden))

    def _show_details(self) -> None:
        self._rest.stop()
        chosen = self.table.current
        try:
            shown = None if chosen is None else self.detail(chosen)
        except NotFound:  # it went meanwhile, and the list is about to be read anew
            shown = None
        self.card.show_row(shown)
        self.offer()

    def _aim(self) -> None:
        target = self._target
        if target is None:
            return
        wanted = next((one for one in self.rows if key_of(one) == target), None)
        if wanted is None:
            return
        self._target = None
        if self.is_gone(wanted):
            self.gone.setChecked(True)
        if not self.table.choose(lambda one: key_of(one) == target):
            self.show_all()
            self.table.choose(lambda one: key_of(one) == target)

    def _says(self, one: R, words: Sequence[str]) -> bool:
        """Each of the words that were typed, in whichever of its texts."""
        texts = [text.lower() for text in self.texts(one)]
        readings = self.readings(one)
        return all(
            any(word in text for text in texts)
            or any(reading.startswith(word) for reading in readings)
            for word in words
        )

    def _open(self) -> None:
        if self.opens:
            self.bound_acts[self.opens].trigger()

    def _fill_menu(self, menu: QMenu) -> None:
        for bound in self.bound_acts:
            if bound.act.menu and bound.is_shown:
                bound.add_to(menu)

    def _note(self) -> str:
        gone = f"含{self.gone_words}的" if self.gone.isChecked() else ""
        return "，".join(part for part in (self.narrowed_words(), gone) if part)
