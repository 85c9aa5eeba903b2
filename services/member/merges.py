"""Which records were made one (services/merging.py does it)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from models.member import Member, MemberMerge
from services.core.session import WorkSession


@dataclass(frozen=True)
class MergeRow:
    """A merge that stands: whose record it was. `merged_at` is local time."""

    id: UUID
    kept_id: UUID
    merged_id: UUID
    merged_name: str
    merged_at: datetime


def merges_of(session: WorkSession, member_id: UUID) -> tuple[MergeRow, ...]:
    """The merges that stand of which this record is either side, the latest first."""
    rows = session.execute(
        select(
            MemberMerge.id,
            MemberMerge.kept_id,
            MemberMerge.merged_id,
            Member.name,
            MemberMerge.merged_at,
        )
        .join(Member, Member.id == MemberMerge.merged_id)
        .where(
            MemberMerge.taken_back_at.is_(None),
            (MemberMerge.kept_id == member_id) | (MemberMerge.merged_id == member_id),
        )
        .order_by(MemberMerge.merged_at.desc(), MemberMerge.id.desc())
    )
    return tuple(MergeRow(*row[:4], session.local(row[4])) for row in rows)
