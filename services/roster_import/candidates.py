"""Who of the workspace a row without a deciding identity number may mean. Offered to a person,
never assumed: namesakes are different people until somebody says otherwise (domain.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.core.types import PartialDate
from services.core.text import bare_name
from services.roster_import.changes import Stored
from services.roster_import.entries import RosterEntry

NAME, BRANCH, BIRTH, JOINED = "姓名", "党支部", "出生日期", "入党日期"
PHONE, SEX = "电话", "性别"


@dataclass(frozen=True)
class RosterCandidate:
    """`agrees` and `differs` are the words of what both say and both say alike or not."""

    row: Stored
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A person of the file who may be one of these; a person is to say whom it means."""

    entry: RosterEntry
    branch_id: UUID
    candidates: tuple[RosterCandidate, ...]


def candidates_for(
    entry: RosterEntry, branch_id: UUID, stored: Sequence[Stored], *, by_number: bool = False
) -> tuple[RosterCandidate, ...]:
    """Of people of that name, those who may be meant; who agrees most comes first. `by_number`:
    they have the number of the entry and another name."""
    found = [
        _compared(entry, branch_id, row)
        for row in stored
        if by_number or may_be(entry, branch_id, row)
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.agrees), len(one.differs))))


def may_be(entry: RosterEntry, branch_id: UUID, row: Stored) -> bool:
    """By name + branch + birth, day of joining or phone.

    In the same branch one of the three must agree, or no date may differ: a telephone changes,
    a birth does not. From another branch only who has a birth, a day of joining or a telephone
    in common is somebody who moved. Two identity numbers that differ are two people.
    """
    if entry.identity_number and row.identity_number:
        return False
    births, joined = _agree(entry.birth, row.birth), _agree(entry.joined, row.joined)
    phones = entry.phone == row.phone if entry.phone and row.phone else None
    if row.branch_id == branch_id:
        return True in (births, joined, phones) or False not in (births, joined)
    if births is False:
        return False
    exact = births is True and _has_month(entry.birth) and _has_month(row.birth)
    return exact or phones is True or (joined is True and _has_day(entry.joined, row.joined))


def _compared(entry: RosterEntry, branch_id: UUID, row: Stored) -> RosterCandidate:
    told = dict(_told(entry, branch_id, row))
    return RosterCandidate(
        row,
        tuple(word for word, same in told.items() if same),
        tuple(word for word, same in told.items() if same is False),
    )


def _told(entry: RosterEntry, branch_id: UUID, row: Stored) -> Iterator[tuple[str, bool | None]]:
    """What both say, and whether it is the same."""
    if bare_name(entry.name) != bare_name(row.name):
        yield NAME, False
    yield BRANCH, row.branch_id == branch_id
    yield BIRTH, _agree(entry.birth, row.birth)
    yield JOINED, _agree(entry.joined, row.joined)
    yield PHONE, entry.phone == row.phone if entry.phone and row.phone else None
    yield SEX, entry.known_sex == row.sex if entry.known_sex and row.sex else None


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool | None:
    return None if one is None or other is None else one.agrees_with(other)


def _has_month(day: PartialDate | None) -> bool:
    return day is not None and day.month > 0


def _has_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.day > 0 and other.day > 0
