"""Which rows of the week are shown: figures that are doors, and a search."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from services.booking import TONE_LABELS, LecturerWeek
from services.lecturer import LecturerSource
from ui.booking.dialogs import matches
from ui.core import theme
from ui.core.narrowing import SearchField
from ui.core.widgets import button, clear, row

BUSY, EVERYBODY = "busy", "all"
LEAST_SEARCH, MOST_SEARCH = 96, 200


class Filters(QWidget):
    """Each pill counts rows or blocks and, pressed, shows just those. `changed` says so."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._who, self._tone = BUSY, ""
        self._pool: Sequence[LecturerWeek] = ()
        self.search = SearchField("booking-search", "讲师、专题、拼音首字母", "找讲师")
        self.search.setMinimumWidth(theme.current().px(LEAST_SEARCH))
        self.search.setMaximumWidth(theme.current().px(MOST_SEARCH))
        self.search.textChanged.connect(self.changed)
        self._sources, self._tones = QButtonGroup(self), QButtonGroup(self)
        self._tones.setExclusive(False)
        self._who_row, self._tone_row = row(gap=8), row(gap=8)
        whole = row(self._who_row, None, self._tone_row, gap=12)
        whole.addWidget(self.search, 1)
        self.setLayout(whole)

    def reset(self) -> None:
        """Back to those who teach in the week."""
        self._who, self._tone = BUSY, ""
        self.search.clear()

    def show_pool(self, pool: Sequence[LecturerWeek]) -> None:
        self._pool = pool
        busy = sum(bool(shown.items) for shown in pool)
        sources = Counter(shown.source for shown in pool)
        choices = [(BUSY, f"本周有课 {busy}"), (EVERYBODY, f"全部 {len(pool)}")]
        choices += [
            (source.value, f"{source.word} {sources[source]}")
            for source in LecturerSource
            if sources[source]
        ]
        _empty(self._who_row, self._sources)
        for key, words in choices:
            pill = _pill(words, "pill", f"who-{key}", partial(self._choose_who, key))
            pill.setChecked(key == self._who and not self._tone)
            self._sources.addButton(pill)
            self._who_row.addWidget(pill)
        tones = Counter(item.tone for shown in pool for item in shown.items)
        _empty(self._tone_row, self._tones)
        for tone, words in TONE_LABELS.items():
            text = f"{words} {tones[tone]}"
            pill = _pill(text, f"pill-{tone}", f"tone-{tone}", partial(self._choose_tone, tone))
            pill.setChecked(tone == self._tone)
            self._tones.addButton(pill)
            self._tone_row.addWidget(pill)

    def wants(self, shown: LecturerWeek) -> bool:
        text = self.search.text()
        if text.strip():
            return matches(text, shown.name, shown.pinyin, shown.initials, shown.topics)
        if self._tone:
            return any(item.tone == self._tone for item in shown.items)
        if self._who == BUSY:
            return bool(shown.items)
        return self._who == EVERYBODY or shown.source == self._who

    def empty_words(self) -> str:
        """What to say where no row is left."""
        if self.search.text().strip():
            return "没有符合的讲师，换个字或拼音首字母再找。"
        if self._tone:
            return f"这一周没有“{TONE_LABELS[self._tone]}”的预约。"
        return "这一周还没有预约。选下面一节待定的课，或按“预约讲师”。"

    def _choose_who(self, key: str) -> None:
        self._who, self._tone = key, ""
        self._shown_again()

    def _choose_tone(self, tone: str) -> None:
        self._tone = "" if tone == self._tone else tone
        self._shown_again()

    def _shown_again(self) -> None:
        for pill in self._sources.buttons():
            pill.setChecked(pill.objectName() == f"who-{self._who}" and not self._tone)
        for pill in self._tones.buttons():
            pill.setChecked(pill.objectName() == f"tone-{self._tone}")
        self.changed.emit()


def _pill(words: str, role: str, name: str, act: Callable[[], object]) -> QPushButton:
    made = button(words, act, role, name=name)
    made.setCheckable(True)
    return made


def _empty(layout: QHBoxLayout, group: QButtonGroup) -> None:
    for old in group.buttons():
        group.removeButton(old)
    clear(layout)
