"""Exchange between a school and its county: files on a stick, signed and encrypted."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from services.core.session import WorkSession
from services.core.todo import Todo
from services.core.workspace import Workspace
from services.exchange.errors import BundleRefused as BundleRefused
from services.exchange.errors import NeedsSecondYes as NeedsSecondYes
from services.exchange.errors import WrongFingerprint as WrongFingerprint
from services.exchange.records import KIND_LABELS as KIND_LABELS
from services.exchange.records import STATE_LABELS as STATE_LABELS
from services.exchange.records import BundleKind as BundleKind
from services.exchange.records import BundleState as BundleState
from services.exchange.records import CheckLine as CheckLine
from services.exchange.records import Inspection as Inspection
from services.exchange.records import Introduction as Introduction
from services.exchange.records import KeyCard as KeyCard
from services.exchange.records import PeerRow as PeerRow
from services.exchange.records import Progress as Progress
from services.exchange.records import SentRow as SentRow
from services.exchange.records import TableChange as TableChange
from services.exchange.records import Taken as Taken
from services.exchange.records import TakenRow as TakenRow

# The signatures come first, so that the pages can be built; each is filled in next.


def own_card(session: WorkSession) -> KeyCard:
    raise NotImplementedError


def peers(session: WorkSession) -> tuple[PeerRow, ...]:
    raise NotImplementedError


def open_card(session: WorkSession, data: bytes) -> Introduction:
    """Verify an enrol or keyset file; changes nothing. Raises BundleRefused."""
    raise NotImplementedError


def trust(session: WorkSession, data: bytes, typed: Sequence[str]) -> PeerRow:
    """Pin the keys. `typed`: the two groups asked for. Raises WrongFingerprint, BundleRefused."""
    raise NotImplementedError


def sent(session: WorkSession) -> tuple[SentRow, ...]:
    raise NotImplementedError


def taken(session: WorkSession) -> tuple[TakenRow, ...]:
    raise NotImplementedError


def for_period(session: WorkSession, year: int, month: int) -> SentRow | None:
    raise NotImplementedError


def make_enrol(session: WorkSession) -> SentRow:
    raise NotImplementedError


def make_keyset(session: WorkSession, school_id: UUID) -> SentRow:
    raise NotImplementedError


def preflight(session: WorkSession, year: int, month: int) -> tuple[CheckLine, ...]:
    raise NotImplementedError


def approve(
    workspace: Workspace, year: int, month: int, approved_by: str, progress: Progress
) -> SentRow:
    raise NotImplementedError


def write_out(workspace: Workspace, sent_id: UUID, folder: Path, progress: Progress) -> SentRow:
    """Raises StorageError with one sentence where the stick is full or gone."""
    raise NotImplementedError


def discard(session: WorkSession, sent_id: UUID) -> None:
    raise NotImplementedError


def inspect(workspace: Workspace, path: Path, progress: Progress) -> Inspection:
    raise NotImplementedError


def take_in(
    workspace: Workspace, path: Path, progress: Progress, second_yes: bool = False
) -> Taken:
    """Raises BundleRefused (NeedsSecondYes among them); nothing is changed then."""
    raise NotImplementedError


def todos(session: WorkSession) -> list[Todo]:
    raise NotImplementedError
