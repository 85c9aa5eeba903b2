"""One identity number that stands twice in a file: one person listed twice, or a mistake."""

from collections.abc import Iterable

from services.core.text import mask_identity
from services.roster_import.entries import ProblemKind, RosterEntry, RosterProblem


def without_doubles(
    entries: list[RosterEntry],
) -> tuple[tuple[RosterEntry, ...], list[RosterProblem]]:
    """The entries in the file's order, once what two of them share has been settled.

    The same number under the same name is one person listed twice; under different names
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


def _settle(
    sharing: list[RosterEntry], changed: dict[int, RosterEntry | None]
) -> Iterable[RosterProblem]:
    first = sharing[0]
    one_person = all(entry.name == first.name for entry in sharing)
    for entry in sharing[1:] if one_person else sharing:
        if one_person:
            kind, reason = ProblemKind.row, f"与 {first.identity_cell} 是同一个人，只导入一次"
            changed[id(entry)] = None
        else:
            others = "、".join(other.identity_cell for other in sharing if other is not entry)
            kind, reason = ProblemKind.identity, f"与 {others[:40]} 的号码相同，但姓名不同"
            changed[id(entry)] = entry._replace(identity_number="", birth=entry.born)
        shown = mask_identity(entry.identity_number)
        yield RosterProblem(kind, entry.sheet, entry.identity_cell, entry.name, shown, reason)
