"""People whose names are nearest to one that nobody has: read alike, or one character away."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from services.core.text import bare_name, clean_name, pinyin_of
from services.enrolment.choosing import EnrolmentCandidate

LOST = "?？□\ufffd"
"""What stands where a character was lost on its way."""
_LOST_CHARACTER = re.compile(f"[{LOST}]")
SHORTEST = 2


def key_of(name: str) -> str:
    """A name without its dots, however they are written."""
    return bare_name(clean_name(name))


def lost(name: str) -> bool:
    """Whether a character of a name was lost on its way: 李?明."""
    return _LOST_CHARACTER.search(name) is not None


class Nearest:
    """Ready for many look-ups; what it needs is made at the first of them."""

    def __init__(self, persons: Sequence[EnrolmentCandidate]) -> None:
        self._persons = persons

    def find(self, name: str) -> tuple[EnrolmentCandidate, ...]:
        """Those who are read the same come first, then those who are read nearly so, then those
        whose names differ in one character."""
        key = key_of(name)
        if len(key) < SHORTEST:
            return ()
        sounds = pinyin_of(key)[0].split()
        near = [
            *(one for sound in sounds for one in self._by_sound[0].get(sound, ())),
            *(one for sound in sounds for one in self._by_sound[1].get(_blurred(sound), ())),
            *(
                one
                for part in sorted(_shortened(key))
                for one in self._by_part.get(part, ())
                if len(part) >= SHORTEST or _one_away(key, key_of(one.name))
            ),
        ]
        return tuple({one.id: one for one in near}.values())

    def fitting(self, name: str) -> tuple[EnrolmentCandidate, ...]:
        """Those who may be meant by a name with a lost character."""
        parts = _LOST_CHARACTER.split(key_of(name))
        pattern = re.compile(".".join(map(re.escape, parts)))
        return tuple(one for one in self._persons if pattern.fullmatch(key_of(one.name)))

    @cached_property
    def _by_sound(self) -> tuple[dict[str, list[EnrolmentCandidate]], ...]:
        """By how a name is read, and by how it is read where the like are one."""
        exact = defaultdict[str, list[EnrolmentCandidate]](list)
        nearly = defaultdict[str, list[EnrolmentCandidate]](list)
        for person in self._persons:
            for sound in person.pinyin.split():
                exact[sound].append(person)
                nearly[_blurred(sound)].append(person)
        return exact, nearly

    @cached_property
    def _by_part(self) -> dict[str, list[EnrolmentCandidate]]:
        """By each name, and by what is left of it without one of its characters."""
        found = defaultdict[str, list[EnrolmentCandidate]](list)
        for person in self._persons:
            for part in _shortened(key_of(person.name)):
                found[part].append(person)
        return found


def _shortened(name: str) -> frozenset[str]:
    return frozenset({name, *(name[:at] + name[at + 1 :] for at in range(len(name)))})


def _one_away(one: str, other: str) -> bool:
    """Of names of two characters: the surname is the same, and one reading of the rest nearly."""
    if len(one) != len(other):
        return len(one) + len(other) > 2 * SHORTEST
    return one[0] == other[0] and not _begins(one[1:]).isdisjoint(_begins(other[1:]))


def _begins(text: str) -> frozenset[str]:
    return frozenset(_first_letters(pinyin_of(text)[0].split()))


def _first_letters(sounds: Iterable[str]) -> Iterator[str]:
    return (_blurred(sound)[:2] for sound in sounds)


def _blurred(sound: str) -> str:
    """zhang is zang, ling is lin, ning is lin: what ears and dialects take for one."""
    plain = re.sub(r"([zcs])h", r"\1", sound)
    plain = re.sub(r"(?<=[aei]n)g(?![aeiou])", "", plain)
    return plain.replace("n", "l").replace("hu", "f")
