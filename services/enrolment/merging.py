"""Enrolments and places on waiting lists when two records are made one, or two again.

Somebody is in a class or waits for it, and stands once in either list. So a row moves where the
kept record has none; else the merged record's goes. Where the merged record brings an enrolment,
the kept one's own waiting is over. What went is kept whole, to be put back.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from models.training_class import Enrolment, WaitingPlace
from services.core.merging import Merging, Told, give_back_rows
from services.core.session import WorkSession


def enrolments_of(session: WorkSession, member_id: UUID) -> list[Enrolment]:
    return list(session.scalars(select(Enrolment).where(Enrolment.member_id == member_id)))


def waiting_of(session: WorkSession, member_id: UUID) -> list[WaitingPlace]:
    return list(session.scalars(select(WaitingPlace).where(WaitingPlace.member_id == member_id)))


def _told(session: WorkSession, kept_id: UUID, merged_id: UUID) -> Told:
    own = {row.class_id for row in enrolments_of(session, kept_id)}
    enrolments = enrolments_of(session, merged_id)
    both = sum(row.class_id in own for row in enrolments)
    there = own | {row.class_id for row in waiting_of(session, kept_id)}
    waiting = sum(row.class_id not in there for row in waiting_of(session, merged_id))
    moving = len(enrolments) - both
    return Told(
        {
            Enrolment.__tablename__: f"{moving} 个班的报名" if moving else "",
            WaitingPlace.__tablename__: f"{waiting} 个班的候补" if waiting else "",
        },
        (f"{both} 个班两条都报了名，名单里只留一个。",) if both else (),
    )


def _move(session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]) -> None:
    _move_enrolments(session, kept_id, merged_id, moved)
    _move_waiting(session, kept_id, merged_id, moved)


def _give_back(
    session: WorkSession, _kept_id: UUID, merged_id: UUID, moved: Mapping[str, Any]
) -> None:
    give_back_rows(session, Enrolment, moved["enrolment"], merged_id)
    _enrol_again(session, moved["enrolment_dropped"])
    # Merges of earlier versions knew no waiting lists.
    give_back_rows(session, WaitingPlace, moved.get("waiting", []), merged_id)
    _wait_again(session, moved.get("waiting_dropped", []))


def _move_enrolments(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]
) -> None:
    moved["enrolment_dropped"] = []
    own = {row.class_id for row in enrolments_of(session, kept_id)}
    keys = []
    for row in enrolments_of(session, merged_id):
        if row.class_id in own:
            moved["enrolment_dropped"].append(
                {
                    "id": row.id.hex,
                    "class_id": row.class_id.hex,
                    "member_id": row.member_id.hex,
                    "number": row.number,
                    "created_at": row.created_at.isoformat(),
                }
            )
            session.delete(row)
        else:
            row.member_id = kept_id
            keys.append(row.id.hex)
    session.flush()
    moved["enrolment"] = sorted(keys)


def _enrol_again(session: WorkSession, dropped: list[dict[str, Any]]) -> None:
    """With the number of then, or the class's next where somebody else has that now."""
    session.insert_many(
        Enrolment,
        (
            {
                "id": UUID(row["id"]),
                "owner": session.owner,
                "created_at": datetime.fromisoformat(row["created_at"]),
                "updated_at": session.now(),
                "class_id": UUID(row["class_id"]),
                "member_id": UUID(row["member_id"]),
                "number": _free_number(session, UUID(row["class_id"]), row["number"]),
            }
            for row in dropped
        ),
    )


def _free_number(session: WorkSession, class_id: UUID, number: int) -> int:
    taken = session.scalars(select(Enrolment.number).where(Enrolment.class_id == class_id)).all()
    return max(taken) + 1 if number in taken else number


def _move_waiting(
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


def _wait_again(session: WorkSession, dropped: Iterable[dict[str, Any]]) -> None:
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


MERGING = Merging(
    _told,
    _move,
    _give_back,
    own=frozenset({Enrolment.__tablename__, WaitingPlace.__tablename__}),
)
