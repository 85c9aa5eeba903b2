"""The audit trail: an entry in every write, in the same transaction, chained by hash."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEntry

_GENESIS = bytes(32)


def append(
    session: Session, at: datetime, operator: str, verb: str, details: Mapping[str, Any]
) -> None:
    """Add one entry after the last. `details` are JSON values; they name rows by id."""
    last = session.scalar(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1))
    entry = AuditEntry(
        seq=(last.seq if last else 0) + 1,
        at=at,
        operator=operator,
        verb=verb,
        details=dict(details),
    )
    entry.digest = _digest(last.digest if last else _GENESIS, entry)
    session.add(entry)


def first_break(session: Session) -> int | None:
    """The number of the first entry that does not follow from the one before; None if whole."""
    digest, expected = _GENESIS, 1
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).yield_per(1000):
        if entry.seq != expected or _digest(digest, entry) != entry.digest:
            return expected
        digest, expected = entry.digest, expected + 1
    return None


def _digest(before: bytes, entry: AuditEntry) -> bytes:
    at = entry.at.isoformat()
    text = json.dumps(
        [entry.seq, at, entry.operator, entry.verb, entry.details],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(before + text.encode()).digest()
