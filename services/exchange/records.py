"""What the exchange hands to its callers: cards, sent and taken files, findings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.core.words import Words
from models.exchange import BundleKind as BundleKind
from models.exchange import BundleState as BundleState
from models.school import WorkspaceKind as WorkspaceKind

Progress = Callable[[int, str], object]
"""Percent (0 to 100) and what is being done; it may raise Cancelled to stop the work."""


@dataclass(frozen=True)
class KeyCard:
    """What the printed card says. `fingerprint`: ten groups of four digits with spaces."""

    name: str
    code: str
    kind: WorkspaceKind
    county_name: str
    fingerprint: str
    made_on: date


@dataclass(frozen=True)
class PeerRow:
    """A workspace whose keys were checked against its card."""

    workspace: UUID
    name: str
    code: str
    kind: WorkspaceKind
    fingerprint: str
    trusted_at: datetime

    @property
    def undo(self) -> None:
        """Keys that were checked stay so until others are."""
        return None


@dataclass(frozen=True)
class Introduction:
    """Who an enrol or keyset file says it is from, before anybody checked it.

    `asked`: which two of the ten groups (1-based, rising) are to be typed from the paper card.
    `known`: the same keys were checked before.
    """

    name: str
    code: str
    kind: WorkspaceKind
    asked: tuple[int, int]
    known: bool


@dataclass(frozen=True)
class SentRow:
    """One file of the outbox. `note` is what the county answered, where it held the file."""

    id: UUID
    kind: BundleKind
    recipient_name: str
    period: str
    sequence: int
    state: BundleState
    file_name: str
    size: int
    check_code: str
    approved_by: str
    created_at: datetime
    written_at: datetime | None
    delivered_at: datetime | None
    note: str = ""

    @property
    def undo(self) -> None:
        """A file that was made has its number for good; until it is written it is discarded."""
        return None


@dataclass(frozen=True)
class TakenRow:
    """One file of the inbox. `figures` are the report's totals of a snapshot, in words;
    `held_for` is why the county sent it back, else empty."""

    id: UUID
    kind: BundleKind
    sender: UUID
    sender_name: str
    period: str
    sequence: int
    taken_at: datetime
    figures: tuple[tuple[str, str], ...]
    file_hash: str
    held_for: str = ""


@dataclass(frozen=True)
class CheckLine:
    """One finding before the month is sent. `tone`: ok, warn or stop."""

    tone: str
    text: str
    note: str = ""
    page: str = ""
    target: object = None


@dataclass(frozen=True)
class TableChange:
    """What taking a snapshot in does to one kind of row; `words` is the kind in Chinese."""

    words: str
    new: int
    changed: int
    removed: int


class DispatchNews(Words):
    """What taking an issue in does to a dispatch; `gone` is no longer in the county's list."""

    new = "new", "新派单", "blue"
    changed = "changed", "有改动", "amber"
    withdrawn = "withdrawn", "已撤回"
    gone = "gone", "已去掉", "red"


@dataclass(frozen=True)
class DispatchChange:
    """One dispatch of an issue, and what taking it in does."""

    number: str
    topic: str
    heads: int
    when: str
    what: DispatchNews


@dataclass(frozen=True)
class Inspection:
    """The dry run. `outcome`: "new", or "again" for a file that was taken in before.
    `dispatches` are an issue's only."""

    kind: BundleKind
    sender_name: str
    period: str
    sequence: int
    outcome: str
    gap: bool
    tables: tuple[TableChange, ...]
    totals: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    needs_second_yes: bool
    check_code: str
    dispatches: tuple[DispatchChange, ...] = ()


@dataclass(frozen=True)
class BundleTaken:
    """What taking a file in did. At the county `receipt` waits in the outbox to be written."""

    kind: BundleKind
    sender_name: str
    period: str
    sequence: int
    again: bool
    receipt: SentRow | None
    words: str
