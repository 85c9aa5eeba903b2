"""What earlier imports did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from models.roster_import import RosterImport
from services.core.session import WorkSession
from services.roster_import.entries import Problem, ProblemKind


@dataclass(frozen=True)
class ImportRow:
    """One import. `at` is local; `problems` as they were told then."""

    id: UUID
    file_name: str
    at: datetime
    people: int
    new: int
    changed: int
    problems: tuple[Problem, ...]


def last_import(session: WorkSession) -> ImportRow | None:
    """The latest import; None before the first."""
    row = session.scalar(select(RosterImport).order_by(RosterImport.imported_at.desc()).limit(1))
    if row is None:
        return None
    return ImportRow(
        id=row.id,
        file_name=row.file_name,
        at=session.local_now() - (session.now() - row.imported_at),
        people=row.counts["people"],
        new=row.counts["new"],
        changed=row.counts["changed"],
        problems=tuple(
            Problem(**{**problem, "kind": ProblemKind(problem["kind"])}) for problem in row.problems
        ),
    )
