"""What narrows a list: a search field, pills and picks with counts, and filters kept by name."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QWidget

from services.core.text import normal
from ui.core.widgets import button, clear, row

R = TypeVar("R")
ALL = "全部"


@dataclass(frozen=True)
class Pills(Generic[R]):
    """States one of which is looked at: `tones` gives their words in order, each with its tone.
    A state that no row is in is not offered."""

    name: str
    value: Callable[[R], str]
    tones: Mapping[str, str]


@dataclass(frozen=True)
class Pick(Generic[R]):
    """The same for many values: a box, `all_words` on top."""

    name: str
    value: Callable[[R], str]
    all_words: str


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
    """Esc empties it, Down goes to the list. Ctrl+Z takes back what was typed; where nothing was
    it is the window's."""

    left = Signal()

    def __init__(self, name: str, hint: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(words)
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and not self.isUndoAvailable():
            assert isinstance(event, QKeyEvent)
            if event.matches(QKeySequence.StandardKey.Undo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget, Generic[R]):
    """`changed` is told of everything typed or picked. `texts` are what is searched for the words
    typed, `readings` what they may begin: pinyin and initials."""

    changed = Signal()

    def __init__(
        self,
        search: SearchField,
        filters: Sequence[Pills[R] | Pick[R]],
        texts: Callable[[R], Sequence[str]],
        readings: Callable[[R], Sequence[str]],
    ) -> None:
        super().__init__()
        self.field = search
        self._filters, self._texts, self._readings = tuple(filters), texts, readings
        self._picked: dict[str, str] = {}
        self._pills = row(gap=8)
        self._group = QButtonGroup(self)
        self.boxes: dict[str, QComboBox] = {}
        search.textChanged.connect(lambda _text: self.changed.emit())
        self._head = row(gap=12)
        self._head.addWidget(search, 1)
        self._head.addLayout(self._pills)
        for one in self._filters:
            if isinstance(one, Pick):
                self._head.addWidget(self._box(one))
        self.setLayout(self._head)

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
        self.changed.emit()

    def fitting(self, rows: Sequence[R]) -> list[R]:
        """Those of the rows that are looked at."""
        typed = normal(self.field.text()).lower()
        return [
            one
            for one in rows
            if all(
                self._picked.get(filter_.name) in (None, filter_.value(one))
                for filter_ in self._filters
            )
            and (not typed or self._says(one, typed))
        ]

    def offer(self, rows: Sequence[R]) -> None:
        """Count anew what each filter would show of these rows."""
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._pills)
        for one in self._filters:
            counts = Counter(map(one.value, rows))
            if isinstance(one, Pills):
                self._offer_pills(one, counts, len(rows))
            else:
                self._offer_picks(one, counts, len(rows))

    def _says(self, one: R, typed: str) -> bool:
        """Each of the words that were typed, in whichever of its texts."""
        texts = [text.lower() for text in self._texts(one)]
        readings = self._readings(one)
        return all(
            any(word in text for text in texts)
            or any(reading.startswith(word) for reading in readings)
            for word in typed.split()
        )

    def _pick(self, name: str, value: str) -> None:
        if value:
            self._picked[name] = value
        else:
            self._picked.pop(name, None)
        self.changed.emit()

    def _offer_pills(self, pills: Pills[R], counts: Counter[str], everything: int) -> None:
        picked = self._picked.get(pills.name, "")
        offered = [("", ALL, everything, "grey")]
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

    def _offer_picks(self, pick: Pick[R], counts: Counter[str], everything: int) -> None:
        box, picked = self.boxes[pick.name], self._picked.get(pick.name, "")
        with QSignalBlocker(box):
            box.clear()
            box.addItem(f"{pick.all_words} {everything}", "")
            for value in dict.fromkeys((*counts, *filter(None, [picked]))):
                box.addItem(f"{value} {counts[value]}", value)
            box.setCurrentIndex(max(0, box.findData(picked)))

    def _box(self, pick: Pick[R]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(pick.name)
        box.setAccessibleName(pick.all_words.removeprefix(ALL))
        box.currentIndexChanged.connect(
            lambda _index: self._pick(pick.name, box.currentData() or "")
        )
        self.boxes[pick.name] = box
        return box


def as_kept(narrowed: Narrowed) -> dict[str, Any]:
    """For services.core.listing, which keeps filters by name."""
    return {"typed": narrowed.typed, "picked": dict(narrowed.picked)}


def from_kept(kept: Mapping[str, Any]) -> Narrowed:
    return Narrowed(kept["typed"], dict(kept["picked"]))
