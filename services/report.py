"""The monthly report (月报表), computed from facts."""

from dataclasses import dataclass
from uuid import UUID

from services.core.session import WorkSession


@dataclass(frozen=True)
class ReportRow:
    """One indicator. `change` is words such as +3 or −1; `tone` green, amber or grey."""

    key: str
    label: str
    this: str
    last: str
    change: str
    tone: str
    source: str


@dataclass(frozen=True)
class MonthReport:
    year: int
    month: int
    rows: tuple[ReportRow, ...]


def month(session: WorkSession, owner: UUID, year: int, month: int) -> MonthReport:
    raise NotImplementedError


def totals(session: WorkSession, owner: UUID, year: int, month: int) -> dict[str, str]:
    """The figures by key, as a manifest carries them."""
    raise NotImplementedError
