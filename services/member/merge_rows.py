"""The rows that a merge of two members moves from one record to the other, and back."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from models.hours import HoursRecord, HoursRecordKind
from models.member import FormerPost, MemberPhoto
from models.sign_in import ATTENDED, SignIn
from models.training_class import Enrolment
from services.core.session import WorkSession

MOVED: dict[str, Any] = {"sign_in": SignIn, "hours_record": HoursRecord, "former_post": FormerPost}
POST = ("role", "post", "role_since")


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


def _free_number(session: WorkSession, class_id: UUID, number: int) -> int:
    taken = session.scalars(select(Enrolment.number).where(Enrolment.class_id == class_id)).all()
    return max(taken) + 1 if number in taken else number


def recorded_twice(session: WorkSession, kept_id: UUID, merged_id: UUID) -> list[HoursRecord]:
    """The merged record's online studies that the kept one has too, each against one of them."""
    own = [_study(row) for row in _online(session, kept_id)]
    found = []
    for row in _online(session, merged_id):
        if (study := _study(row)) in own:
            own.remove(study)
            found.append(row)
    return found


def undo_recorded_twice(session: WorkSession, kept_id: UUID, merged_id: UUID) -> list[str]:
    rows = recorded_twice(session, kept_id, merged_id)
    for row in rows:
        row.undone_at = session.now()
    session.flush()
    return [row.id.hex for row in rows]


def revive_records(session: WorkSession, undone: list[str]) -> None:
    for key in undone:
        session.require(HoursRecord, UUID(key)).undone_at = None


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


def move_photo(session: WorkSession, source: UUID, target: UUID) -> str:
    """A picture goes where there is none. Returns what tells it from others, empty if none went."""
    row = session.get(MemberPhoto, source)
    if row is None or session.get(MemberPhoto, target) is not None:
        return ""
    told = sha256(row.jpeg).hexdigest()
    session.add(MemberPhoto(member_id=target, jpeg=row.jpeg))
    session.delete(row)
    session.flush()
    return told


def give_photo_back(session: WorkSession, source: UUID, target: UUID, told: str) -> None:
    """That very picture; one that was put in its place since stays."""
    row = session.get(MemberPhoto, source)
    if told and row is not None and sha256(row.jpeg).hexdigest() == told:
        move_photo(session, source, target)


def as_json(value: Any) -> Any:
    """A column's value as a MemberMerge keeps it."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
