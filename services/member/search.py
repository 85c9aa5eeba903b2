"""Finding people as fast as one types: by name, pinyin, initials, last four digits, codes.

Every way of asking is a prefix of some sorted keys, so that a search takes the same time
among 50,000 people as among 5,000 (performance.md: p99 within one frame).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from services.core.text import bare_name, normal

TAIL = 4
PHONE_DIGITS = 11
CARD_DIGITS = 16
IDENTITY_LENGTH = 18
_NUMBER = re.compile(r"\+?\d+")
LAST = "\U0010ffff"
"""Sorts after every character of a name."""


class Findable(Protocol):
    """What a search needs to know of a person."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def branch(self) -> str: ...
    @property
    def pinyin(self) -> str: ...
    @property
    def initials(self) -> str: ...
    @property
    def phone_tail(self) -> str: ...
    @property
    def phone_masked(self) -> str: ...
    @property
    def identity_tail(self) -> str: ...
    @property
    def identity_number(self) -> str: ...
    @property
    def card_code(self) -> str: ...


P = TypeVar("P", bound=Findable)


class _Keys:
    """Sorted keys, each with the place of its person."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(pairs)
        self._keys = [key for key, _ in ordered]
        self._places = [place for _, place in ordered]

    def exactly(self, key: str) -> Iterator[int]:
        return self._between(bisect_left(self._keys, key), bisect_right(self._keys, key))

    def starting(self, prefix: str) -> Iterator[int]:
        start = bisect_left(self._keys, prefix)
        return self._between(start, bisect_left(self._keys, prefix + LAST, start))

    def _between(self, start: int, end: int) -> Iterator[int]:
        return map(self._places.__getitem__, range(start, end))


class PersonIndex:
    """The sorted keys of a list of people; made once, while the list stays as it is."""

    def __init__(self, persons: Sequence[Findable]) -> None:
        places = range(len(persons))
        self._names = _Keys((bare_name(persons[place].name), place) for place in places)
        self._name_parts = _Keys(
            (name[start:], place)
            for place in places
            for name in (bare_name(persons[place].name),)
            for start in range(1, len(name))
        )
        self._initials = _Keys(_readings(persons, lambda person: person.initials))
        self._pinyin = _Keys(_readings(persons, lambda person: person.pinyin))
        self._given = _Keys(
            (reading[1:], place)
            for reading, place in _readings(persons, lambda person: person.initials)
            if len(reading) > 1
        )
        self._tails = _Keys(
            (tail, place)
            for place in places
            for tail in {persons[place].phone_tail, persons[place].identity_tail}
            if tail
        )
        self._codes = {
            code: place
            for place in places
            for code in (persons[place].card_code, persons[place].identity_number)
            if code
        }

    def by_latin(self, text: str) -> Iterator[int]:
        """Initials and pinyin: whole ones first, then those that begin so, then given names."""
        yield from self._initials.exactly(text)
        yield from self._pinyin.exactly(text)
        yield from self._initials.starting(text)
        yield from self._pinyin.starting(text)
        if len(text) > 1:
            yield from self._given.starting(text)

    def by_chinese(self, text: str) -> Iterator[int]:
        """Names that are it, that begin with it, that hold it."""
        text = bare_name(text)
        yield from self._names.starting(text)
        yield from self._name_parts.starting(text)

    def by_tail(self, text: str) -> Iterator[int]:
        yield from self._tails.starting(text)

    def by_code(self, text: str) -> Iterator[int]:
        place = self._codes.get(text)
        if place is not None:
            yield place


class Persons(tuple[P, ...]):
    """An unchanging list of people that keeps its index."""

    def __init__(self, persons: Iterable[P] = ()) -> None:
        self.keys = PersonIndex(self)


def find(persons: Sequence[P], text: str, limit: int = 8) -> tuple[P, ...]:
    """The people whom `text` may mean, best first.

    `text` is part of a Chinese name, pinyin, initials, the last four digits of a phone or an
    identity number, a whole one of these, or a card code; further words after a space are
    part of the branch: 王秀兰 布山; where that finds nobody, the branch may come first, or the
    words be one name. `Persons` from `search_index` are searched by their index.
    """
    found = _find(persons, text, limit)
    if found or text.isascii() or not (words := normal(text).split())[1:]:
        return found
    turned = " ".join((words[-1], *words[:-1]))  # 东吴 吕绿
    return _find(persons, turned, limit) or _find(persons, "".join(words), limit)  # 吕 绿


def _find(persons: Sequence[P], text: str, limit: int) -> tuple[P, ...]:
    words = _latin(normal(text)).split()
    if not words:
        return ()
    index = persons.keys if isinstance(persons, Persons) else PersonIndex(persons)
    first, branch_parts = words[0], words[1:]
    if len(words) > 1 and first.isascii() and all(word.isascii() for word in words):
        first, branch_parts = "".join(words), []  # zhang guang yun; 138 0000 0417
    if not branch_parts and limit >= len(persons):  # all of them: nothing to ask each
        return tuple([persons[place] for place in dict.fromkeys(_places(index, persons, first))])
    found: dict[int, P] = {}
    for place in _places(index, persons, first):
        if place in found:
            continue
        person = persons[place]
        if all(part in person.branch for part in branch_parts):
            found[place] = person
            if len(found) >= limit:
                break
    return tuple(found.values())


def _latin(text: str) -> str:
    """ü as it is typed: lü and lyu are lv; a number as it is written: 138-0000-0417, +86 138…"""
    if text[:1].isdigit() or text.startswith("+"):
        digits = re.sub(r"[\s\-]", "", text)
        return (
            re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", digits) if _NUMBER.fullmatch(digits) else text
        )
    return text.replace("Ü", "v").replace("ü", "v").replace("lyu", "lv").replace("nyu", "nv")


def _places(index: PersonIndex, persons: Sequence[Findable], text: str) -> Iterator[int]:
    if not text.isascii():
        return index.by_chinese(text)
    upper = text.upper()
    if not text[0].isdigit():
        return index.by_latin(text.lower().replace("'", ""))
    if len(upper) in (CARD_DIGITS, IDENTITY_LENGTH):
        return index.by_code(upper)
    if len(upper) == PHONE_DIGITS:
        return _by_phone(index, persons, upper)
    return index.by_tail(upper) if len(upper) <= TAIL else iter(())


def _by_phone(index: PersonIndex, persons: Sequence[Findable], phone: str) -> Iterator[int]:
    masked = f"{phone[:3]}****{phone[-TAIL:]}"
    return (
        place for place in index.by_tail(phone[-TAIL:]) if persons[place].phone_masked == masked
    )


def _readings(persons: Sequence[Findable], of: Callable[[Any], str]) -> Iterator[tuple[str, int]]:
    """Each reading of each person's name with the person's place."""
    for place, person in enumerate(persons):
        for reading in of(person).replace("·", "").split():
            yield reading, place
