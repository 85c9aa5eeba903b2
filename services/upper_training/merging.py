"""The trainings of two records of one person that are made one, or two again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.hours import HoursRecord
from models.upper_training import UpperTraining
from services.core.merging import Merging, Told
from services.core.session import WorkSession
from services.upper_training.operations import key_of_class


def _in_force(session: WorkSession, member_id: UUID) -> list[UpperTraining]:
    rows = session.scalars(
        select(UpperTraining)
        .where(UpperTraining.member_id == member_id, UpperTraining.undone_at.is_(None))
        .order_by(UpperTraining.id)
    )
    return list(rows)


def _twice(session: WorkSession, kept_id: UUID, merged_id: UUID) -> list[UpperTraining]:
    own = {key_of_class(row) for row in _in_force(session, kept_id)}
    return [row for row in _in_force(session, merged_id) if key_of_class(row) in own]


def _told(session: WorkSession, kept_id: UUID, merged_id: UUID) -> Told:
    twice = len(_twice(session, kept_id, merged_id))
    return Told(once=(f"{twice} 次上级调训两条都记了，只计一次。",) if twice else ())


def _move(session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]) -> None:
    rows = _twice(session, kept_id, merged_id)
    hours = [
        one
        for row in rows
        for one in session.scalars(
            select(HoursRecord).where(
                HoursRecord.training_id == row.id, HoursRecord.undone_at.is_(None)
            )
        )
    ]
    for row in rows:
        row.undone_at = session.now()
    for one in hours:
        one.undone_at = session.now()
    session.flush()
    moved["trained_twice"] = [row.id.hex for row in rows]
    moved["trained_twice_hours"] = [one.id.hex for one in hours]


def _give_back(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: Mapping[str, Any]
) -> None:
    for key in moved.get("trained_twice", ()):
        session.require(UpperTraining, UUID(key)).undone_at = None
    for key in moved.get("trained_twice_hours", ()):
        session.require(HoursRecord, UUID(key)).undone_at = None
    session.flush()


MERGING = Merging(_told, _move, _give_back)
