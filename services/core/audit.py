"""The audit trail: an entry in every write, in the same transaction, chained by hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from models.audit import AuditEntry

_GENESIS = bytes(32)


_INSERT = insert(cast("Table", AuditEntry.__table__))
_LAST = select(AuditEntry.seq, AuditEntry.digest).order_by(AuditEntry.seq.desc()).limit(1)


def append(
    session: Session,
    at: datetime,
    operator: str,
    entries: Iterable[tuple[str, Mapping[str, Any]]],
) -> None:
    """Add entries (verb, details) after the last. `details` are JSON values; they name rows by
    id. Written as plain rows: this is part of every write."""
    connection = session.connection()
    last = connection.execute(_LAST).one_or_none()
    before, digest = (0, _GENESIS) if last is None else (last[0], last[1])
    rows = []
    for number, (verb, details) in enumerate(entries, before + 1):
        row = {"seq": number, "at": at, "operator": operator, "verb": verb, "details": details}
        digest = _digest(digest, number, at, operator, verb, details)
        rows.append({**row, "digest": digest})
    connection.execute(_INSERT, rows)


def first_break(session: Session) -> int | None:
    """The number of the first entry that does not follow from the one before; None if whole."""
    digest, expected = _GENESIS, 1
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).yield_per(1000):
        follows = _digest(digest, entry.seq, entry.at, entry.operator, entry.verb, entry.details)
        if entry.seq != expected or follows != entry.digest:
            return expected
        digest, expected = entry.digest, expected + 1
    return None


def _digest(
    before: bytes,
    number: int,
    at: datetime,
    operator: str,
    verb: str,
    details: Mapping[str, Any],
) -> bytes:
    text = json.dumps(
        [number, at.isoformat(), operator, verb, dict(details)], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(before + text.encode()).digest()
