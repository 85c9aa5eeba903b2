"""The opening hours of two records of one person that are made one, or two again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from models.hours import HoursRecord
from services.core.merging import Merging, Told
from services.core.session import WorkSession
from services.core.text import plain
from services.opening_hours.operations import in_force


def _twice(
    session: WorkSession, kept_id: UUID, merged_id: UUID
) -> list[tuple[HoursRecord, HoursRecord]]:
    """The merged record's beside the kept one's, of each year that both have."""
    own = {row.on_day.year: row for row in in_force(session, [kept_id])}
    return [
        (row, own[row.on_day.year])
        for row in in_force(session, [merged_id])
        if row.on_day.year in own
    ]


def _told(session: WorkSession, kept_id: UUID, merged_id: UUID) -> Told:
    return Told(
        once=tuple(
            f"{row.on_day.year} 年期初学时两条都有（{plain(kept.hours)} 和 {plain(row.hours)}），"
            f"只计留下的 {plain(kept.hours)}。"
            for row, kept in _twice(session, kept_id, merged_id)
        )
    )


def _move(session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]) -> None:
    rows = [row for row, _ in _twice(session, kept_id, merged_id)]
    for row in rows:
        row.undone_at = session.now()
    session.flush()
    moved["opened_twice"] = [row.id.hex for row in rows]


def _give_back(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: Mapping[str, Any]
) -> None:
    """In force again, unless another was recorded since."""
    there = {row.on_day.year for row in in_force(session, [merged_id])}
    for key in moved.get("opened_twice", ()):
        row = session.require(HoursRecord, UUID(key))
        if row.on_day.year not in there:
            row.undone_at = None
    session.flush()


MERGING = Merging(_told, _move, _give_back)
