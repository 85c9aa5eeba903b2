"""What Ctrl+K finds: each feature tells its own things in this one form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from services.core.text import normal, pinyin_of


@dataclass(frozen=True)
class FindingKind:
    """What sort of thing it is: its word and the word's tone. Where texts fit equally well, the
    lower `urgency` comes first."""

    word: str
    tone: str = "grey"
    urgency: int = 50


@dataclass(frozen=True)
class Thing:
    """Something that can be opened. `keys` are lower-case texts that find it from their start
    or, for Chinese, from anywhere. `page` and `target` are where it is shown."""

    kind: FindingKind
    title: str
    note: str
    page: str
    target: object
    keys: tuple[str, ...]


Ranked = tuple[int, Thing]
"""How close it is, see `rank`, and what it is."""
Lookup = Callable[[str], tuple[list[Ranked], int]]
"""What a lower-case text finds, where a feature looks it up in a way of its own: few, the closest
first, and how many there are in all."""


def keys(title: str, *others: str) -> tuple[str, ...]:
    """A title is found by its words, pinyin and initials; the others as they stand."""
    return (normal(title).lower(), *_readings(title), *(other.lower() for other in others))


def number_keys(number: str, *names: str) -> tuple[str, ...]:
    """A number is found whole and by its last four digits, and by the names that go with it."""
    return (number.lower(), number[-4:], *(key for name in names for key in keys(name)))


def rank(found_by: Iterable[str], wanted: str) -> int | None:
    """0 for the whole, 1 for the start, 2 for somewhere inside; None where nothing fits."""
    best = None
    for key in found_by:
        if key == wanted:
            return 0
        if key.startswith(wanted):
            best = 1
        elif best is None and wanted in key and (not wanted.isascii() or len(wanted) > 1):
            best = 2
    return best


@lru_cache(maxsize=4_096)
def _readings(title: str) -> tuple[str, ...]:
    chinese = "".join(c for c in title if "\u4e00" <= c <= "\u9fff")
    if not chinese:
        return ()
    pinyin, initials = pinyin_of(chinese)
    return (*pinyin.split(), *initials.split())
