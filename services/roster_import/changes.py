"""What a row of a file would change of a person who is stored."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from models.core.types import PartialDate
from models.member import LeftKind, MemberKind, Role
from services.core.text import bare_name, has_lost
from services.member.operations import birth_of
from services.roster_import.entries import RosterEntry


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
    left_kind: LeftKind | None
    left_on: date | None
    left_to: str
    merged_into_id: UUID | None
    role_since: PartialDate | None
    updated_at: datetime

    @property
    def birth(self) -> PartialDate | None:
        return birth_of(self.identity_number) if self.identity_number else self.born


TEXTS = ("nation", "education", "occupation", "phone", "note")
DATES = ("joined", "became_full")


def as_stored(entry: RosterEntry) -> dict[str, Any]:
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


def changes(entry: RosterEntry, row: Stored, branch_id: UUID) -> dict[str, Any]:
    """The columns that the file would change. What it leaves empty stays as it is stored, and
    a date never becomes less precise. `retired_at` stands for all that says how somebody left."""
    found: dict[str, Any] = {}
    if bare_name(entry.name) != bare_name(row.name) and not has_lost(entry.name):
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
    if row.kind is MemberKind.guest:
        found["kind"] = entry.kind or MemberKind.full  # whom a roster lists is no guest
    for name in DATES:
        if _adds(getattr(entry, name), getattr(row, name)):
            found[name] = getattr(entry, name)
    born = entry.born or (entry.birth if row.born is None else None)
    if _adds(born, row.born):
        found["born"] = born
    if row.retired_at is not None:
        found["retired_at"] = None
    return found


def _switches(entry: RosterEntry) -> Iterable[tuple[str, Any]]:
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


def is_copy(entry: RosterEntry, row: Stored) -> bool:
    """True where the row is word for word what taking it in would store."""
    return all(
        getattr(row, name) == value
        for name, value in as_stored(entry).items()
        if name not in ("kind", "role", "floating") or getattr(entry, name) is not None
    )
