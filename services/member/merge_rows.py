"""The rows that a merge of two members moves from one record to the other, and back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from models.member import MemberPhoto
from models.sign_in import ATTENDED, SignIn
from models.training_class import Enrolment
from services.core.session import WorkSession


def count(session: WorkSession, kind: Any, member_id: UUID) -> int:
    return session.scalar(select(func.count()).where(kind.member_id == member_id)) or 0


def live_sign_ins(session: WorkSession, member_id: UUID) -> dict[UUID, SignIn]:
    """The sign-ins that count, by lesson."""
    rows = session.scalars(
        select(SignIn).where(SignIn.member_id == member_id, SignIn.undone_at.is_(None))
    )
    return {row.lesson_id: row for row in rows}


def signed_in_twice(
    session: WorkSession, kept_id: UUID, merged_id: UUID
) -> list[tuple[SignIn, SignIn]]:
    """(the one that counts, the other) for each lesson at which both signed in.

    The kept record's counts, unless only the other one was there: that is how two records of
    one person come about, enrolled and absent under one, walked in under the other.
    """
    own = live_sign_ins(session, kept_id)
    found = []
    for lesson, theirs in sorted(live_sign_ins(session, merged_id).items()):
        if (mine := own.get(lesson)) is not None:
            other_was_there = theirs.status in ATTENDED and mine.status not in ATTENDED
            found.append((theirs, mine) if other_was_there else (mine, theirs))
    return found


def undo_twice(session: WorkSession, kept_id: UUID, merged_id: UUID) -> list[str]:
    rows = [other for _, other in signed_in_twice(session, kept_id, merged_id)]
    for row in rows:
        row.undone_at = session.now()
    session.flush()
    return [row.id.hex for row in rows]


def revive(session: WorkSession, undone: list[str]) -> None:
    """Those of a lesson at which nobody signed the person in anew meanwhile."""
    for row in (session.require(SignIn, UUID(key)) for key in undone):
        if row.lesson_id not in live_sign_ins(session, row.member_id):
            row.undone_at = None
    session.flush()


def move(session: WorkSession, kind: Any, source: UUID, target: UUID) -> list[str]:
    keys = session.scalars(select(kind.id).where(kind.member_id == source)).all()
    session.execute(
        update(kind)
        .where(kind.member_id == source)
        .values(member_id=target, updated_at=session.now())
    )
    return sorted(key.hex for key in keys)


def give_back(session: WorkSession, kind: Any, keys: list[str], target: UUID) -> None:
    """One by one: what was taken away meanwhile stays away."""
    for key in keys:
        session.execute(
            update(kind)
            .where(kind.id == UUID(key))
            .values(member_id=target, updated_at=session.now())
        )


def enrolments_of(session: WorkSession, member_id: UUID) -> list[Enrolment]:
    return list(session.scalars(select(Enrolment).where(Enrolment.member_id == member_id)))


def move_enrolments(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]
) -> list[str]:
    """The ids of those that moved; those that went are kept whole in `moved`."""
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
    return sorted(keys)


def enrol_again(session: WorkSession, dropped: list[dict[str, Any]]) -> None:
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
                "number": row["number"],
            }
            for row in dropped
        ),
    )


def move_photo(session: WorkSession, source: UUID, target: UUID) -> bool:
    """A picture goes where there is none."""
    row = session.get(MemberPhoto, source)
    if row is None or session.get(MemberPhoto, target) is not None:
        return False
    session.add(MemberPhoto(member_id=target, jpeg=row.jpeg))
    session.delete(row)
    session.flush()
    return True
