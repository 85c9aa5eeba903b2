"""The places on waiting lists when two records are made one, and when they are two again.

Somebody is in a class or waits for it, and stands once in either list. So a place moves where the
kept record is in neither; else the merged record's goes. Where the merged record brings an
enrolment, the kept one's own waiting is over. What went is kept whole, to be put back.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from models.training_class import Enrolment, WaitingPlace
from services.core.session import WorkSession


def waiting_of(session: WorkSession, member_id: UUID) -> list[WaitingPlace]:
    return list(session.scalars(select(WaitingPlace).where(WaitingPlace.member_id == member_id)))


def move_waiting(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]
) -> None:
    """After the enrolments have moved. The ids of the places that moved go into `moved`, and
    those that went, whole."""
    enrolled = set(
        session.scalars(select(Enrolment.class_id).where(Enrolment.member_id == kept_id))
    )
    moved["waiting"], moved["waiting_dropped"] = [], []
    own = set()
    for row in waiting_of(session, kept_id):
        if row.class_id in enrolled:
            _drop(session, row, moved)
        else:
            own.add(row.class_id)
    for row in waiting_of(session, merged_id):
        if row.class_id in enrolled | own:
            _drop(session, row, moved)
        else:
            row.member_id = kept_id
            moved["waiting"].append(row.id.hex)
    session.flush()


def wait_again(session: WorkSession, dropped: Iterable[dict[str, Any]]) -> None:
    """With the number of then; not where the person is in the class or waits for it by now."""
    for row in dropped:
        class_id, member_id = UUID(row["class_id"]), UUID(row["member_id"])
        there = select(Enrolment.id).where(
            Enrolment.class_id == class_id, Enrolment.member_id == member_id
        )
        waits = select(WaitingPlace.id).where(
            or_(
                WaitingPlace.id == UUID(row["id"]),
                (WaitingPlace.class_id == class_id) & (WaitingPlace.member_id == member_id),
            )
        )
        if session.scalar(there.limit(1)) or session.scalar(waits.limit(1)):
            continue
        session.insert_many(
            WaitingPlace,
            [
                {
                    "id": UUID(row["id"]),
                    "owner": session.owner,
                    "created_at": datetime.fromisoformat(row["created_at"]),
                    "updated_at": session.now(),
                    "class_id": class_id,
                    "member_id": member_id,
                    "number": row["number"],
                }
            ],
        )


def _drop(session: WorkSession, row: WaitingPlace, moved: dict[str, Any]) -> None:
    moved["waiting_dropped"].append(
        {
            "id": row.id.hex,
            "class_id": row.class_id.hex,
            "member_id": row.member_id.hex,
            "number": row.number,
            "created_at": row.created_at.isoformat(),
        }
    )
    session.delete(row)
