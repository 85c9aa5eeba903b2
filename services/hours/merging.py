"""The hours records of two records of one person that are made one, or two again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.hours import HoursRecord, HoursRecordKind
from services.core.merging import Merging, Told
from services.core.session import WorkSession
from services.hours.records import require_enough


def recorded_twice(session: WorkSession, kept_id: UUID, merged_id: UUID) -> list[HoursRecord]:
    """The merged record's online studies that the kept one has too, each against one of them."""
    own = [_study(row) for row in _online(session, kept_id)]
    found = []
    for row in _online(session, merged_id):
        if (study := _study(row)) in own:
            own.remove(study)
            found.append(row)
    return found


def _told(session: WorkSession, kept_id: UUID, merged_id: UUID) -> Told:
    twice = len(recorded_twice(session, kept_id, merged_id))
    return Told(once=(f"{twice} 次在线学习两条都记了，只计一次。",) if twice else ())


def _undo_twice(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]
) -> None:
    rows = recorded_twice(session, kept_id, merged_id)
    for row in rows:
        row.undone_at = session.now()
    session.flush()
    moved["recorded_twice"] = [row.id.hex for row in rows]


def _revive(session: WorkSession, kept_id: UUID, merged_id: UUID, moved: Mapping[str, Any]) -> None:
    """Raises Refused where hours were taken away that only both records together had."""
    for key in moved["recorded_twice"]:
        session.require(HoursRecord, UUID(key)).undone_at = None
    session.flush()
    require_enough(session, (kept_id, merged_id))


def _online(session: WorkSession, member_id: UUID) -> list[HoursRecord]:
    return list(
        session.scalars(
            select(HoursRecord)
            .where(
                HoursRecord.member_id == member_id,
                HoursRecord.kind == HoursRecordKind.online,
                HoursRecord.undone_at.is_(None),
            )
            .order_by(HoursRecord.id)
        )
    )


def _study(row: HoursRecord) -> tuple[Any, ...]:
    return row.on_day, row.title, row.hours


def _require_enough(session: WorkSession, kept_id: UUID) -> None:
    """What both had counts once: a correction may have taken the other away."""
    session.flush()
    require_enough(session, (kept_id,))


MERGING = Merging(_told, _undo_twice, _revive, settled=_require_enough)
