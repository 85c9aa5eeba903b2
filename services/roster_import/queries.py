"""What earlier imports did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from models.roster_import import RosterImport
from services.core.session import WorkSession
from services.roster_import.entries import ProblemKind, RosterProblem


@dataclass(frozen=True)
class ImportRow:
    """One import. `at` is local; `problems` as they were told then; `undone_at` local too."""

    id: UUID
    file_name: str
    at: datetime
    people: int
    new: int
    changed: int
    left: int
    problems: tuple[RosterProblem, ...]
    undone_at: datetime | None


def list_imports(session: WorkSession) -> tuple[ImportRow, ...]:
    """Every import, the latest first."""
    columns = (
        RosterImport.id,
        RosterImport.file_name,
        RosterImport.imported_at,
        RosterImport.counts,
        RosterImport.problems,
        RosterImport.undone_at,
    )
    rows = session.execute(select(*columns).order_by(RosterImport.id.desc()))
    return tuple(
        ImportRow(
            id=key,
            file_name=name,
            at=session.local(at),
            people=counts["people"],
            new=counts["new"],
            changed=counts["changed"],
            left=counts.get("left", 0),
            problems=tuple(
                RosterProblem(**{**problem, "kind": ProblemKind(problem["kind"])})
                for problem in problems
            ),
            undone_at=None if undone_at is None else session.local(undone_at),
        )
        for key, name, at, counts, problems, undone_at in rows
    )


def last_import(session: WorkSession) -> ImportRow | None:
    """The latest import; None before the first."""
    return next(iter(list_imports(session)), None)
