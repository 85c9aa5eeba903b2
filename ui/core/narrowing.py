"""What narrows a list: a search field, pills, picks and cases."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QWidget

from services.core.text import normal
from ui.core.flow import FlowLayout
from ui.core.shared_undo import SharedUndo
from ui.core.table import RowsView
from ui.core.widgets import button, clear, column, is_enter, row

R = TypeVar("R")
ALL = "全部"
IN_ONE_LINE = 2
"""More boxes than these stand in a line of their own, and have no room for counts."""
SHORTEST_BOX = 3
ROOM_OF_A_COUNT = 2
X_PER_TWO = 3
"""Qt measures a box in X; two characters are as wide as three."""


@dataclass(frozen=True)
class Pills(Generic[R]):
    """States one of which is looked at: `tones` gives their words in order, each with its tone.
    A state that no row is in is not offered."""

    name: str
    value: Callable[[R], str]
    tones: Mapping[str, str]

    def fits(self, row: R, picked: str) -> bool:
        return self.value(row) == picked


@dataclass(frozen=True)
class Pick(Generic[R]):
    """The same for many values: a box, `all_words` on top."""

    name: str
    value: Callable[[R], str]
    all_words: str

    def fits(self, row: R, picked: str) -> bool:
        return self.value(row) == picked


@dataclass(frozen=True)
class Cases(Generic[R]):
    """A box of cases that may overlap, each with its test; they are not counted."""

    name: str
    tests: Mapping[str, Callable[[R], bool]]
    all_words: str

    def fits(self, row: R, picked: str) -> bool:
        return self.tests[picked](row)


Filter = Pills[R] | Pick[R] | Cases[R]


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to: what was typed, and the value picked by each filter's name."""

    typed: str = ""
    picked: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_all(self) -> bool:
        return not self.typed and not self.picked

    @property
    def words(self) -> str:
        """For the note over a paper or a workbook."""
        typed = (f"含“{self.typed}”",) if self.typed else ()
        return "、".join((*self.picked.values(), *typed))


class SearchField(QLineEdit):
    """Esc empties it. Of a list that it is `over`, Up and Down move the row and Enter opens it, so
    that the hands stay where the name was typed; over nothing, Down is told to whom it leads to.
    Ctrl+Z takes back what was typed; where nothing was it is the window's."""

    left = Signal()

    def __init__(self, name: str, hint: str, words: str) -> None:
        super().__init__()
        self.over: RowsView[Any] | None = None
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(words)
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        SharedUndo(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif self.over is not None and event.key() in STEPS:
            self._go_to(self.over, self.over.currentIndex().row() + STEPS[event.key()])
        elif self.over is not None and is_enter(event):
            if self.over.current is not None:
                self.over.opened.emit(self.over.current)
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _go_to(self, over: RowsView[Any], place: int) -> None:
        if (last := len(over.rows_model.rows) - 1) >= 0:
            over.selectRow(max(0, min(place, last)))


STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FilterBar(QWidget, Generic[R]):
    """`changed` is told of everything typed or picked. `find` gives those of some rows that fit
    what was typed."""

    changed = Signal()

    def __init__(
        self,
        search: SearchField,
        filters: Sequence[Filter[R]],
        find: Callable[[Sequence[R], str], Sequence[R]],
    ) -> None:
        super().__init__()
        self.field = search
        self._filters, self._find = tuple(filters), find
        self._picked: dict[str, str] = {}
        self._rows: Sequence[R] = ()
        self._counts: dict[str, Counter[str]] = {}
        self._pills = FlowLayout(gap=8)
        self._group = QButtonGroup(self)
        self.boxes: dict[str, QComboBox] = {}
        search.textChanged.connect(lambda _text: self.changed.emit())
        self._head = row(gap=12)
        self._head.addWidget(search, 1)
        self._head.addLayout(self._pills)
        boxed = [one for one in self._filters if not isinstance(one, Pills)]
        self._apart = len(boxed) > IN_ONE_LINE
        boxes = [self._box(one) for one in boxed]
        below = row(gap=8) if self._apart else self._head
        for box in boxes:
            below.addWidget(box, int(self._apart))
        self.setLayout(column(self._head, below, gap=8) if self._apart else self._head)

    def add(self, widget: QWidget) -> None:
        """One more at the right end."""
        self._head.addWidget(widget)

    @property
    def narrowed(self) -> Narrowed:
        return Narrowed(normal(self.field.text()), dict(self._picked))

    def narrow_to(self, wanted: Narrowed) -> None:
        """Show what was narrowed so before. Values that no row has now show an empty list."""
        self._picked = dict(wanted.picked)
        with QSignalBlocker(self.field):
            self.field.setText(wanted.typed)
        self._show_offers()
        self.changed.emit()

    def fitting(self) -> Sequence[R]:
        """Those of the rows on offer that are looked at."""
        typed = normal(self.field.text())
        found = self._find(self._rows, typed) if typed else self._rows
        asked = [(one, self._picked[one.name]) for one in self._filters if one.name in self._picked]
        if not asked:
            return found
        return [row_ for row_ in found if all(one.fits(row_, word) for one, word in asked)]

    def offer(self, rows: Sequence[R]) -> None:
        """Take these rows, and count what each filter would show of them."""
        self._rows = rows
        self._counts = {
            one.name: Counter(map(one.value, rows))
            for one in self._filters
            if not isinstance(one, Cases)
        }
        self._show_offers()

    def _show_offers(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._pills)
        for one in self._filters:
            if isinstance(one, Pills):
                self._offer_pills(one, self._counts.get(one.name, Counter()))
            elif isinstance(one, Pick):
                self._offer_picks(one, self._counts.get(one.name, Counter()))
            else:
                self._offer_cases(one)

    def _pick(self, name: str, value: str) -> None:
        if value:
            self._picked[name] = value
        else:
            self._picked.pop(name, None)
        self.changed.emit()

    def _offer_pills(self, pills: Pills[R], counts: Counter[str]) -> None:
        picked = self._picked.get(pills.name, "")
        offered = [("", ALL, len(self._rows), "grey")]
        offered += [(word, word, counts[word], tone) for word, tone in pills.tones.items()]
        for value, words, count, tone in offered:
            if not count and value and value != picked:
                continue
            role = "pill" if tone == "grey" else f"pill-{tone}"
            made = button(
                f"{words} {count}",
                partial(self._pick, pills.name, value),
                role,
                name=f"{pills.name}-{words}",
            )
            made.setCheckable(True)
            made.setChecked(value == picked)
            self._group.addButton(made)
            self._pills.addWidget(made)

    def _offer_picks(self, pick: Pick[R], counts: Counter[str]) -> None:
        values = dict.fromkeys((*counts, *filter(None, [self._picked.get(pick.name)])))
        if self._apart:
            self._fill_box(pick.name, pick.all_words, [(value, value) for value in values])
            return
        items = [(f"{value} {counts[value]}", value) for value in values]
        self._fill_box(pick.name, f"{pick.all_words} {len(self._rows)}", items)

    def _offer_cases(self, cases: Cases[R]) -> None:
        self._fill_box(cases.name, cases.all_words, [(words, words) for words in cases.tests])

    def _fill_box(self, name: str, all_words: str, items: Sequence[tuple[str, str]]) -> None:
        box = self.boxes[name]
        with QSignalBlocker(box):
            box.clear()
            for words, value in ((all_words, ""), *items):
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(self._picked.get(name, ""))))

    def _box(self, one: Pick[R] | Cases[R]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(one.name)
        box.setAccessibleName(one.all_words.removeprefix(ALL))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        words = max(SHORTEST_BOX, len(one.all_words) * X_PER_TWO // 2)
        counted = isinstance(one, Pick) and not self._apart
        box.setMinimumContentsLength(words + ROOM_OF_A_COUNT * counted)
        box.currentIndexChanged.connect(
            lambda _index: self._pick(one.name, box.currentData() or "")
        )
        self.boxes[one.name] = box
        return box


def as_kept(narrowed: Narrowed) -> dict[str, Any]:
    """For services.core.listing, which keeps filters by name."""
    return {"typed": narrowed.typed, "picked": dict(narrowed.picked)}


def from_kept(kept: Mapping[str, Any]) -> Narrowed:
    return Narrowed(kept["typed"], dict(kept["picked"]))
