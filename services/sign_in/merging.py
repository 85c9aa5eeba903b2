"""The sign-ins of two records of one person that are made one, and of one that are two again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.sign_in import ATTENDED, SignIn
from services.core.errors import Refused
from services.core.merging import Merging, Told
from services.core.session import WorkSession


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


def _told(session: WorkSession, kept_id: UUID, merged_id: UUID) -> Told:
    live, twice = live_sign_ins(session, merged_id), signed_in_twice(session, kept_id, merged_id)
    return Told(
        {SignIn.__tablename__: f"{len(live)} 条签到" if live else ""},
        (f"{len(twice)} 节课两条都签了到，只计一次。",) if twice else (),
    )


def _undo_twice(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]
) -> None:
    rows = [other for _, other in signed_in_twice(session, kept_id, merged_id)]
    for row in rows:
        row.undone_at = session.now()
    session.flush()
    moved["undone"] = [row.id.hex for row in rows]


def _revive(
    session: WorkSession, _kept_id: UUID, _merged_id: UUID, moved: Mapping[str, Any]
) -> None:
    """Those of a lesson at which nobody signed the person in anew meanwhile."""
    for row in (session.require(SignIn, UUID(key)) for key in moved["undone"]):
        if row.lesson_id not in live_sign_ins(session, row.member_id):
            row.undone_at = None
    session.flush()


def _require_uncorrected(session: WorkSession, kept_id: UUID, moved: Mapping[str, Any]) -> None:
    """A correction made after the merge would stay behind without what it corrects."""
    there = {UUID(key) for key in moved[SignIn.__tablename__]}
    corrections = session.execute(
        select(SignIn.id, SignIn.lesson_id, SignIn.replaces_id).where(
            SignIn.member_id == kept_id, SignIn.replaces_id.is_not(None)
        )
    )
    lessons = {lesson for key, lesson, old in corrections if old in there and key not in there}
    live = live_sign_ins(session, kept_id)
    if any(lesson in live and live[lesson].id not in there for lesson in lessons):
        raise Refused("合并之后又改过其中的签到，请先到签到台撤销那笔更改，再撤销合并。")


MERGING = Merging(_told, _undo_twice, _revive, check=_require_uncorrected)
