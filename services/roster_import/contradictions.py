"""What the rows of a roster say against themselves or each other: told, and never decided here.

A reason names no date and no number of a person, since a command prints it; what is meant stands
in what is shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from models.core.types import PartialDate
from models.member import Role
from services.core.text import bare_name
from services.member.operations import sex_of
from services.roster_import.entries import ProblemKind, RosterEntry, RosterProblem

GROWN_UP_MONTHS = 18 * 12
ONE_BRANCH, TWO_BRANCHES = "党支部也相同", "党支部不同"
Told = tuple[str, str]
"""A reason, and what is shown of the person."""


def contradictions(entries: Iterable[RosterEntry], today: date) -> list[RosterProblem]:
    """In the order of the file; each row comes in as it says."""
    entries, now = list(entries), PartialDate.of(today)
    found = [_problem(entry, why, shown) for entry in entries for why, shown in _of_one(entry, now)]
    return [*found, *_of_several(entries), *_of_branches(entries)]


SLIPPED_FROM = 3


def without_slipped(
    entries: Sequence[RosterEntry],
) -> tuple[tuple[RosterEntry, ...], list[RosterProblem]]:
    """The same without numbers where most of those that can be held against a birth or a sex do
    not fit: a column that slipped by a row gives everybody somebody else's. Each is told."""
    comparable = [one for one in entries if one.identity_number and (one.sex or one.born)]
    wrong = [one for one in comparable if _is_anothers(one)]
    if len(wrong) < SLIPPED_FROM or 2 * len(wrong) <= len(comparable):
        return tuple(entries), []
    reason = (
        f"{len(comparable)} 个号码里有 {len(wrong)} 个和出生、性别对不上，像是号码一列错了行，"
        "这一列都没有采信"
    )
    kept = [
        one._replace(identity_number="", birth=one.born) if one.identity_number else one
        for one in entries
    ]
    told = [
        RosterProblem(ProblemKind.identity, one.sheet, one.identity_cell, one.name, "", reason)
        for one in entries
        if one.identity_number
    ]
    return tuple(kept), told


def _is_anothers(entry: RosterEntry) -> bool:
    known = entry.birth
    off = known is not None and entry.born is not None and not known.agrees_with(entry.born)
    return off or bool(entry.sex and sex_of(entry.identity_number) != entry.sex)


def _of_one(entry: RosterEntry, today: PartialDate) -> Iterator[Told]:
    number, said = entry.identity_number, entry.born
    known = entry.birth if number else None
    if known is not None and said is not None and not known.agrees_with(said):
        yield "身份证号里的出生日期与表里写的不同", f"号码 {known}，表里 {said}"
    if number and entry.sex and (sex := sex_of(number)) != entry.sex:
        yield "身份证号里的性别与表里写的不同", f"号码 {sex}，表里 {entry.sex}"
    joined, full, birth = entry.joined, entry.became_full, entry.birth
    if joined is not None and full is not None and _before(full, joined):
        yield "转正日期早于入党日期", f"转正 {full}，入党 {joined}"
    if joined is not None and birth is not None and _is_child(birth, joined):
        yield "入党时不满 18 岁", f"出生 {birth}，入党 {joined}"
    elif birth is not None and _is_child(birth, today):
        yield "现在不满 18 岁", f"出生 {birth}"
    for words, day in (("出生", said), ("入党", joined)):  # who is on probation has a day to come
        if day is not None and _before(today, day):
            yield f"{words}日期在今天以后", str(day)


def _of_several(entries: list[RosterEntry]) -> Iterator[RosterProblem]:
    """Of one name and month of birth, where nothing says that they are two: two numbers, two
    branches, or one branch and no number."""
    alike = defaultdict[tuple[str, int, int], list[RosterEntry]](list)
    for entry in entries:
        if entry.birth is not None and entry.birth.month:
            alike[bare_name(entry.name), entry.birth.year, entry.birth.month].append(entry)
    for same in alike.values():
        first = same[0]
        for other in same[1:]:
            if (
                first.birth is None
                or other.birth is None
                or not first.birth.agrees_with(other.birth)
            ):
                continue
            where = f"与“{first.sheet}”第{first.row}行的姓名、出生日期相同"
            place = ONE_BRANCH if other.branch == first.branch else TWO_BRANCHES
            if first.identity_number and other.identity_number:
                yield _problem(other, f"{where}，身份证号不同，请核对")
            else:
                yield _problem(other, f"{where}，{place}，请核对是不是一个人")


def _of_branches(entries: list[RosterEntry]) -> Iterator[RosterProblem]:
    """Where one branch has more than one secretary."""
    led = defaultdict[str, list[RosterEntry]](list)
    for entry in entries:
        if entry.role is Role.secretary:
            led[entry.branch].append(entry)
    for branch, several in led.items():
        for entry in several[1:]:
            yield _problem(
                entry, f"“{branch}”在这个文件里有 {len(several)} 名书记，请核对", entry.post or ""
            )


def _is_child(birth: PartialDate, day: PartialDate) -> bool:
    """Beyond doubt: of dates that are no whole days, the ends that speak for the person."""
    months = (day.year - birth.year) * 12 + (day.month or 12) - (birth.month or 1)
    if months != GROWN_UP_MONTHS or not (birth.day and day.day):
        return months < GROWN_UP_MONTHS
    return day.day < birth.day


def _before(one: PartialDate, other: PartialDate) -> bool:
    """Beyond doubt: 2001-07 and 2001 may be the same day."""
    return one.year <= other.year and not one.agrees_with(other) and one < other


def _problem(entry: RosterEntry, reason: str, shown: str = "") -> RosterProblem:
    place = entry.identity_cell or f"第{entry.row}行"
    return RosterProblem(ProblemKind.told, entry.sheet, place, entry.name, shown, reason)
