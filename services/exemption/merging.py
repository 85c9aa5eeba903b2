"""The exemptions of two records of one person that are made one, or two again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.exemption import Exemption
from services.core.merging import Merging, Told
from services.core.session import WorkSession


def _in_force(session: WorkSession, member_id: UUID) -> dict[int, Exemption]:
    """By year."""
    rows = session.scalars(
        select(Exemption).where(Exemption.member_id == member_id, Exemption.undone_at.is_(None))
    )
    return {row.year: row for row in rows}


def _twice(session: WorkSession, kept_id: UUID, merged_id: UUID) -> list[Exemption]:
    """The merged record's for years in which the kept one has its own."""
    own = _in_force(session, kept_id)
    return [row for year, row in _in_force(session, merged_id).items() if year in own]


def _told(session: WorkSession, kept_id: UUID, merged_id: UUID) -> Told:
    years = sorted(row.year for row in _twice(session, kept_id, merged_id))
    told = "、".join(f"{year} 年" for year in years)
    return Told(once=(f"{told}的学时减免两条都有，只留一条。",) if years else ())


def _move(session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]) -> None:
    rows = _twice(session, kept_id, merged_id)
    for row in rows:
        row.undone_at = session.now()
    session.flush()
    moved["exempt_twice"] = [row.id.hex for row in rows]


def _give_back(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: Mapping[str, Any]
) -> None:
    """What was put away because both had it is in force again, unless another was granted since."""
    there = _in_force(session, merged_id)
    for key in moved.get("exempt_twice", ()):
        row = session.require(Exemption, UUID(key))
        if row.year not in there:
            row.undone_at = None
    session.flush()


MERGING = Merging(_told, _move, _give_back)
