"""What an import did, in JSON, so that it can be taken back: ids made, and what rows said."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.core.types import PartialDate
from models.member import LeftKind, MemberKind, Role

DATES = ("born", "joined", "became_full", "role_since")
TIMES = ("retired_at", "updated_at")
KINDS = {"kind": MemberKind, "role": Role, "left_kind": LeftKind}


@dataclass
class Done:
    """Ids are 32 hexadecimal digits. `at` is the record time that every touched row was given:
    a row with another has been changed since. `before` holds, by a member's id, the values of
    the columns that the import changed; `branches_before` the same of branches."""

    at: str
    members: list[str] = field(default_factory=list)
    branches: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    former_branches: list[str] = field(default_factory=list)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    branches_before: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Done":
        return cls(**kept)

    def all_members(self) -> list[UUID]:
        """Everybody whom it made or changed."""
        return [UUID(key) for key in (*self.members, *self.before)]


def to_json(value: Any) -> Any:
    """A column's value; the column's name tells `from_json` what it was."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(name: str, value: Any) -> Any:
    """What `to_json` was given for the column of this name."""
    if value is None:
        return None
    if name in DATES:
        return PartialDate.parse(value)
    if name in TIMES:
        return datetime.fromisoformat(value)
    if name in KINDS:
        return KINDS[name](value)
    if name == "left_on":
        return date.fromisoformat(value)
    return UUID(value) if name.endswith("_id") else value
