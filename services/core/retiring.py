"""Out of use and back: what the verbs of rows that are kept for what cites them have in common."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Select

from models.core.base import Exchanged
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.undo import Before, Undo


class Retirable(Protocol):
    """A row that says since when it is out of use; None while it is in use."""

    id: UUID
    retired_at: datetime | None


def set_retired(
    session: WorkSession,
    row: Retirable,
    at: datetime | None,
    verb: str,
    words: str,
    check: Callable[[WorkSession], object] | None = None,
) -> Undo:
    """Out of use since `at`, or in use again with None; noted under `verb`. `words` say so, and
    `check` is that of the way back."""
    assert isinstance(row, Exchanged)  # every table that has the column travels
    before = Before(session)
    before.keep(row)
    row.retired_at = at
    session.note(verb, id=str(row.id))
    return before.undo(words, f"{verb.partition('.')[0]}.undo", check)


def require_free(
    session: WorkSession,
    found: Select[UUID, datetime | None],
    key: UUID | None,
    *,
    taken: str,
    retired: str,
) -> None:
    """Nothing else than the row `key` has the code or the name that `found` asks for: id and
    `retired_at` of what has it. Raises Refused with `taken`, or `retired` where that is out of
    use."""
    one = session.execute(found).one_or_none()
    if one is None or one[0] == key:
        return
    raise Refused(taken if one[1] is None else retired)
