"""One identity number that stands twice in a file: one person listed twice, or a mistake."""

import re
from collections.abc import Iterable

from services.core.text import bare_name, mask_identity
from services.roster_import.entries import ProblemKind, RosterEntry, RosterProblem

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def without_doubles(
    entries: list[RosterEntry],
) -> tuple[tuple[RosterEntry, ...], list[RosterProblem]]:
    """The entries in the file's order, once what two of them share has been settled.

    The same number under the same name is one person listed twice: the row of the latest year in
    its sheet's name comes in, and where posts, branches or kinds differ that is told; under
    different names
    nobody knows whose it is, so none of them keeps it.
    """
    holders: dict[str, list[RosterEntry]] = {}
    for entry in entries:
        if entry.identity_number:
            holders.setdefault(entry.identity_number, []).append(entry)
    changed: dict[int, RosterEntry | None] = {}
    problems: list[RosterProblem] = []
    for sharing in holders.values():
        if len(sharing) > 1:
            problems += _settle(sharing, changed)
    if not changed:
        return tuple(entries), problems
    settled = (changed.get(id(entry), entry) for entry in entries)
    return tuple(entry for entry in settled if entry is not None), problems


def _year_of(entry: RosterEntry) -> int:
    """The year in a sheet's name, 0 where there is none: 2026年 goes before 2025年."""
    return max((int(year) for year in _YEAR.findall(entry.sheet)), default=0)


def _differs(one: RosterEntry, other: RosterEntry) -> str:
    """In what two rows of one person differ, as far as both say anything."""
    pairs = (
        ("党支部", one.branch, other.branch),
        ("职务", one.post, other.post),
        ("人员类别", one.kind, other.kind),
    )
    return "、".join(words for words, a, b in pairs if a != b and None not in (a, b))


def _settle(
    sharing: list[RosterEntry], changed: dict[int, RosterEntry | None]
) -> Iterable[RosterProblem]:
    first = max(sharing, key=_year_of)  # of one year, the one that stands first
    one_person = all(bare_name(entry.name) == bare_name(first.name) for entry in sharing)
    for entry in sharing:
        if one_person:
            if entry is first:
                continue
            where = f"“{first.sheet}”{first.identity_cell}"
            kind, reason = ProblemKind.row, f"与{where}是同一个人，只导入那一行"
            if differs := _differs(first, entry):
                kind, reason = ProblemKind.told, f"{reason}；两行的{differs}不同，请核对"
            changed[id(entry)] = None
        else:
            others = "、".join(other.identity_cell for other in sharing if other is not entry)
            kind, reason = ProblemKind.identity, f"与 {others[:40]} 的号码相同，但姓名不同"
            changed[id(entry)] = entry._replace(identity_number="", birth=entry.born)
        shown = mask_identity(entry.identity_number)
        yield RosterProblem(kind, entry.sheet, entry.identity_cell, entry.name, shown, reason)
