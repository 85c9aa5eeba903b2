"""What the rows of a roster say against themselves or each other: told, and never decided here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from models.core.types import PartialDate
from services.core.text import bare_name
from services.member.operations import sex_of
from services.roster_import.entries import ProblemKind, RosterEntry, RosterProblem

GROWN_UP = 18


def contradictions(entries: Iterable[RosterEntry], today: date) -> list[RosterProblem]:
    """In the order of the file; each row comes in as it says."""
    entries = list(entries)
    found = [_problem(entry, why) for entry in entries for why in _of_one(entry, today)]
    return found + list(_of_several(entries))


def _of_one(entry: RosterEntry, today: date) -> Iterator[str]:
    number, said = entry.identity_number, entry.born
    known = entry.birth if number else None
    if known is not None and said is not None and not known.agrees_with(said):
        yield f"身份证号里的出生日期是 {known}，表里写 {said}"
    if number and entry.sex and sex_of(number) != entry.sex:
        yield f"身份证号里的性别是{sex_of(number)}，表里写{entry.sex}"
    joined, full, birth = entry.joined, entry.became_full, entry.birth
    if joined is not None and full is not None and _before(full, joined):
        yield f"转正日期 {full} 早于入党日期 {joined}"
    if joined is not None and birth is not None and joined.year - birth.year < GROWN_UP:
        yield f"入党日期 {joined} 时不满 {GROWN_UP} 岁"
    elif birth is not None and today.year - birth.year < GROWN_UP:
        yield f"出生日期 {birth}，现在不满 {GROWN_UP} 岁"
    for words, day in (("出生", said), ("入党", joined)):  # who is on probation has a day to come
        if day is not None and _before(PartialDate.of(today), day):
            yield f"{words}日期 {day} 在今天以后"


def _of_several(entries: list[RosterEntry]) -> Iterator[RosterProblem]:
    """Of one name and birth: two numbers in one branch, or the same in two branches."""
    alike = defaultdict[tuple[str, PartialDate], list[RosterEntry]](list)
    for entry in entries:
        if entry.birth is not None and entry.birth.month:
            alike[bare_name(entry.name), entry.birth].append(entry)
    for same in alike.values():
        if len(same) == 1:
            continue
        first = same[0]
        for other in same[1:]:
            numbers = {one.identity_number for one in (first, other) if one.identity_number}
            where = f"{first.sheet}第{first.row}行"
            if len(numbers) > 1:
                yield _problem(other, f"与{where}的姓名、出生日期相同，身份证号不同，请核对")
            elif other.branch != first.branch:
                yield _problem(
                    other, f"与{where}的姓名、出生日期相同，党支部不同，请核对是不是一个人"
                )


def _before(one: PartialDate, other: PartialDate) -> bool:
    """Beyond doubt: 2001-07 and 2001 may be the same day."""
    return not one.agrees_with(other) and one < other


def _problem(entry: RosterEntry, reason: str) -> RosterProblem:
    place = entry.identity_cell or f"第{entry.row}行"
    return RosterProblem(ProblemKind.told, entry.sheet, place, entry.name, "", reason)
