"""Who of the school is meant by the names of a list. Nobody is guessed (domain.md, invariant 6).

A name alone means somebody where one person in use has it, however its dots are written. A
branch, a phone or an identity number beside it tells namesakes apart; where what stands beside
fits nobody of that name, or more than one, or says that they may not come, a person decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from models.core.words import Words
from services.enrolment.choosing import EnrolmentCandidate
from services.enrolment.names import BranchWords, Written
from services.enrolment.nearest import Nearest, key_of, lost
from services.enrolment.pasted import read_pasted
from services.enrolment.pieces import Vocabulary

OFFERED = 8
IDENTITY_LENGTH, PHONE_DIGITS, TAIL = 18, 11, 4


class Match(Words):
    sure = "sure", "认出", "green"
    choose = "choose", "请选是谁", "amber"  # namesakes, or what stands beside fits nobody
    asked = "asked", "来不来请定", "amber"  # 请假, or words beside that nobody understands
    unknown = "unknown", "没找到", "red"  # nobody in use has that name
    repeated = "repeated", "重复"  # the same person stands in the list before
    nobody = "nobody", "不是人名"  # a title or a heading


@dataclass(frozen=True)
class NameLine:
    """One name of a list. `person` is who is meant, None while that is open; `offered` those who
    may be, also people whose names are only near; `number` counts from 1."""

    number: int
    written: Written
    match: Match
    person: UUID | None
    offered: tuple[EnrolmentCandidate, ...]

    @property
    def id(self) -> int:
        return self.number


class Matcher:
    """Everybody who may be meant, ready for many look-ups."""

    def __init__(self, persons: Sequence[EnrolmentCandidate]) -> None:
        self._by_name: defaultdict[str, list[EnrolmentCandidate]] = defaultdict(list)
        self._nearest = Nearest(persons)
        self._by_identity = {one.identity_number: one for one in persons if one.identity_number}
        for person in persons:
            self._by_name[key_of(person.name)].append(person)
        self.branches = BranchWords(person.branch for person in persons)
        self._begins = frozenset(name[:1] for name in self._by_name)
        posts = frozenset(person.post for person in persons if person.post)
        self.words = Vocabulary(self._is_name, self.branches, posts)

    def pasted(self, text: str) -> tuple[Written, ...]:
        return read_pasted(text, self.words)

    def _is_name(self, word: str) -> bool:
        # Every part of every line is asked about: most begin as no name does.
        return word[:1] in self._begins and key_of(word) in self._by_name

    def match(
        self, people: Iterable[Written], decided: Mapping[tuple[str, int], UUID] | None = None
    ) -> tuple[NameLine, ...]:
        """A line for each, in their order. `decided` is what a person said before: who is meant
        by `Written.key`."""
        said = decided or {}
        taken: set[UUID] = set()
        lines = []
        for number, written in enumerate(people, 1):
            line = self._line(number, written)
            if written.key in said:
                line = replace(line, match=Match.sure, person=said[written.key])
            if (person := line.person) is not None:
                if person in taken:
                    line = replace(line, match=Match.repeated)
                taken.add(person)
            lines.append(line)
        return tuple(lines)

    def _line(self, number: int, written: Written) -> NameLine:
        if written.nobody:
            return NameLine(number, written, Match.nobody, None, ())
        line = self._named(number, written)
        if written.asked and line.person is not None:
            return replace(line, match=Match.asked, person=None)
        return line

    def _named(self, number: int, written: Written) -> NameLine:
        whole = next((d for d in written.digits if len(d) == IDENTITY_LENGTH), "")
        if (known := self._by_identity.get(whole)) is not None:
            if key_of(known.name) == key_of(written.name):
                return NameLine(number, written, Match.sure, known.id, (known,))
            return NameLine(number, written, Match.choose, None, (known,))
        if lost(written.name):  # whoever is stored with a lost character may be another
            meant = self._nearest.fitting(written.name)[:OFFERED]
            return NameLine(number, written, Match.choose if meant else Match.unknown, None, meant)
        everybody = self._by_name.get(key_of(written.name), [])
        if not everybody:
            return NameLine(
                number, written, Match.unknown, None, self._nearest.find(written.name)[:OFFERED]
            )
        # Whoever has another identity number is somebody else, whatever fits besides.
        named = [one for one in everybody if not (whole and one.identity_number)]
        if not named:
            return NameLine(number, written, Match.choose, None, tuple(everybody))
        fitting, doubtful = self._fitting(written, named)
        if len(fitting) == 1 and not doubtful:
            return NameLine(number, written, Match.sure, fitting[0].id, (fitting[0],))
        return NameLine(number, written, Match.choose, None, tuple(fitting))

    def _fitting(
        self, written: Written, named: Sequence[EnrolmentCandidate]
    ) -> tuple[Sequence[EnrolmentCandidate], bool]:
        """Those whom all that stands beside the name fits; True where it fits nobody.

        A phone that differs says nothing against the only one of that name in the branch: people
        change their numbers. A post only tells namesakes apart.
        """
        fitting, doubtful, settled = named, False, False
        if written.branch:
            meant = self.branches.meant(written.branch)
            here = [one for one in fitting if one.branch in meant]
            fitting, doubtful, settled = here or named, not here, len(here) == 1
        if digits := [part for part in written.digits if len(part) != IDENTITY_LENGTH]:
            here = [one for one in fitting if all(_has(one, part) for part in digits)]
            if here:
                fitting = here
            elif not settled:
                doubtful = True
        if len(fitting) > 1 and written.posts:
            here = [one for one in fitting if one.post in written.posts]
            fitting = here or fitting
        return fitting, doubtful


def _has(person: EnrolmentCandidate, digits: str) -> bool:
    """Whether digits may be of this person's phone, or end their identity number."""
    if len(digits) == PHONE_DIGITS:
        masked = f"{digits[:3]}****{digits[-TAIL:]}"
        return masked == person.phone_masked
    return digits[-TAIL:] in (person.phone_tail, person.identity_tail)
