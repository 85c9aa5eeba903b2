"""Who of a file is whom of the workspace: by identity number, else by name, branch and birth.

Namesakes are different people until a person says otherwise (domain.md, invariant 6): where
more than one could be meant, nobody is chosen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from services import branch
from services.core.session import WorkSession
from services.member.operations import birth_of
from services.roster_import.entries import Entry, Problem, ProblemKind, Roster


class Stored(NamedTuple):
    """A member as stored: what is matched, and what a file may change."""

    id: UUID
    name: str
    sex: str
    nation: str
    identity_number: str | None
    born: PartialDate | None
    education: str
    kind: MemberKind
    role: Role
    post: str
    branch_id: UUID
    joined: PartialDate | None
    became_full: PartialDate | None
    occupation: str
    phone: str
    floating: bool
    note: str
    retired_at: datetime | None


TEXTS = ("nation", "education", "occupation", "phone", "note")
DATES = ("joined", "became_full")


@dataclass
class Plan:
    """What taking a roster in would do. `new_branches` maps ids to names as the file has them."""

    new: list[tuple[Entry, UUID]] = field(default_factory=list)
    changed: list[tuple[Stored, Entry, dict[str, Any]]] = field(default_factory=list)
    unchanged: list[tuple[Stored, Entry]] = field(default_factory=list)
    new_branches: dict[UUID, str] = field(default_factory=dict)
    branches: set[UUID] = field(default_factory=set)
    absent: list[Stored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def match(session: WorkSession, roster: Roster) -> Plan:
    """Read what is stored and decide for each entry; writes nothing."""
    plan = Plan()
    branches = _branches(session, roster, plan)
    columns = [getattr(Member, name) for name in Stored._fields]
    rows = session.execute(
        select(*columns).where(
            Member.owner == session.owner,
            Member.kind != MemberKind.guest,
            Member.merged_into_id.is_(None),
        )
    )
    stored = [Stored(*row) for row in rows]
    by_identity = {row.identity_number: row for row in stored if row.identity_number}
    taken: set[UUID] = set()
    rest: list[Entry] = []
    for entry in roster.entries:
        known = by_identity.get(entry.identity_number) if entry.identity_number else None
        if known is None:
            rest.append(entry)
        else:
            taken.add(known.id)
            _put(plan, known, entry, branches[entry.branch])
    free: dict[tuple[str, UUID], list[Stored]] = {}
    for row in stored:
        if row.id not in taken:
            free.setdefault((row.name, row.branch_id), []).append(row)
    groups: dict[tuple[str, UUID], list[Entry]] = {}
    for entry in rest:
        groups.setdefault((entry.name, branches[entry.branch]), []).append(entry)
    for key, entries in groups.items():
        taken |= _match_namesakes(plan, key[1], entries, free.get(key, []))
    plan.absent = [row for row in stored if row.id not in taken and row.retired_at is None]
    return plan


def _branches(session: WorkSession, roster: Roster, plan: Plan) -> dict[str, UUID]:
    """Each branch name of the file with its branch; new ones are given their ids here."""
    names = branch.Names(session)
    found: dict[str, UUID] = {}
    for name in dict.fromkeys(entry.branch for entry in roster.entries):
        key = names.find(name)
        if key is None:
            key = session.new_id()
            names.add(key, name, branch.short_name_of(name))
            plan.new_branches[key] = name
        found[name] = key
    plan.branches = set(found.values())
    return found


def _match_namesakes(
    plan: Plan, branch_id: UUID, entries: list[Entry], stored: list[Stored]
) -> set[UUID]:
    """Match people of one name in one branch. Returns who was found.

    First those who are word for word what is stored, so that a file taken in twice changes
    nothing; then those of whom nothing differs; then the only ones who can be meant.
    """
    left, free = entries, stored
    if free:
        for fits in (_is_copy, _says_nothing_new):
            left, free = _pair(plan, branch_id, left, free, fits)
        left, free = _pair_only_ones(plan, branch_id, left, free)
    plan.new += [(entry, branch_id) for entry in left]
    remaining = {row.id for row in free}
    return {row.id for row in stored} - remaining


def _pair(
    plan: Plan,
    branch_id: UUID,
    entries: list[Entry],
    stored: list[Stored],
    fits: Callable[[Entry, Stored], bool],
) -> tuple[list[Entry], list[Stored]]:
    free, left = list(stored), []
    for entry in entries:
        known = next((row for row in free if _may_be(entry, row) and fits(entry, row)), None)
        if known is None:
            left.append(entry)
        else:
            free.remove(known)
            _put(plan, known, entry, branch_id)
    return left, free


def _pair_only_ones(
    plan: Plan, branch_id: UUID, entries: list[Entry], stored: list[Stored]
) -> tuple[list[Entry], list[Stored]]:
    free, left = list(stored), []
    for entry in entries:
        meant = [row for row in stored if _may_be(entry, row)]
        rivals = [other for other in entries if any(_may_be(other, row) for row in meant)]
        if len(meant) == 1 and len(rivals) == 1:
            free.remove(meant[0])
            _put(plan, meant[0], entry, branch_id)
            continue
        left.append(entry)
        if meant:
            plan.problems.append(_ambiguous(entry))
    return left, free


def _may_be(entry: Entry, row: Stored) -> bool:
    """True where name and branch agree already and nothing tells the two apart.

    The births must agree; where one of them is unknown, the phone must be the same, or
    nothing at all may differ.
    """
    if entry.identity_number and row.identity_number:
        return False  # equal numbers were matched before; these differ
    born = birth_of(row.identity_number) if row.identity_number else row.born
    if entry.birth is not None and born is not None:
        return bool(entry.birth.agrees_with(born))
    same_phone = bool(entry.phone) and entry.phone == row.phone
    return same_phone or _is_copy(entry, row)


def _is_copy(entry: Entry, row: Stored) -> bool:
    return all(
        getattr(row, name) == value
        for name, value in as_stored(entry).items()
        if name not in ("kind", "role", "floating") or getattr(entry, name) is not None
    )


def _says_nothing_new(entry: Entry, row: Stored) -> bool:
    return not changes(entry, row, row.branch_id)


def _put(plan: Plan, row: Stored, entry: Entry, branch_id: UUID) -> None:
    if changed := changes(entry, row, branch_id):
        plan.changed.append((row, entry, changed))
    else:
        plan.unchanged.append((row, entry))


def as_stored(entry: Entry) -> dict[str, Any]:
    """The columns of a new member that come from the file."""
    return {
        "name": entry.name,
        "sex": entry.known_sex,
        "nation": entry.nation,
        "identity_number": entry.identity_number or None,
        "born": entry.born or entry.birth,
        "education": entry.education,
        "kind": entry.kind or MemberKind.full,
        "role": entry.role or Role.member,
        "post": entry.post or "",
        "joined": entry.joined,
        "became_full": entry.became_full,
        "occupation": entry.occupation,
        "phone": entry.phone,
        "floating": bool(entry.floating),
        "note": entry.note,
    }


def changes(entry: Entry, row: Stored, branch_id: UUID) -> dict[str, Any]:
    """The columns that the file would change. What it leaves empty stays as it is stored, and
    a date never becomes less precise."""
    found: dict[str, Any] = {}
    if entry.name != row.name:
        found["name"] = entry.name
    if branch_id != row.branch_id:
        found["branch_id"] = branch_id
    if entry.identity_number and entry.identity_number != row.identity_number:
        found["identity_number"] = entry.identity_number
    if entry.sex and entry.sex != row.sex:
        found["sex"] = entry.sex
    for name in TEXTS:
        value = getattr(entry, name)
        if value and value != getattr(row, name):
            found[name] = value
    for name, value in _switches(entry):
        if value is not None and value != getattr(row, name):
            found[name] = value
    for name in DATES:
        if _adds(getattr(entry, name), getattr(row, name)):
            found[name] = getattr(entry, name)
    born = entry.born or (entry.birth if row.born is None else None)
    if _adds(born, row.born):
        found["born"] = born
    if row.retired_at is not None:
        found["retired_at"] = None
    return found


def _switches(entry: Entry) -> Iterable[tuple[str, Any]]:
    return (
        ("kind", entry.kind),
        ("role", entry.role),
        ("post", entry.post),
        ("floating", entry.floating),
    )


def _adds(said: PartialDate | None, stored: PartialDate | None) -> bool:
    if said is None:
        return False
    if stored is None or not said.agrees_with(stored):
        return True
    return len(str(said)) > len(str(stored))


def _ambiguous(entry: Entry) -> Problem:
    return Problem(
        ProblemKind.person,
        entry.sheet,
        entry.identity_cell,
        entry.name,
        "",
        "与已有的同名党员分不清，按不同的人导入",
    )


def branch_names(session: WorkSession) -> dict[UUID, str]:
    """Short names of all branches, for telling what changes."""
    rows = session.execute(
        select(Branch.id, Branch.short_name).where(Branch.owner == session.owner)
    )
    return {key: name for key, name in rows}
