"""A merge of two records taken back (撤销合并)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.core.types import PartialDate
from models.member import LeftKind, Member, MemberMerge, Role
from models.sign_in import SignIn
from models.training_class import Enrolment, WaitingPlace
from services import branch, hours
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.member.merge_rows import (
    MOVED,
    as_json,
    enrol_again,
    give_back,
    give_photo_back,
    live_sign_ins,
    revive,
    revive_records,
)
from services.member.merge_waiting import wait_again
from services.member.rules import require_free

EMPTY_IS_NONE = ("born", "joined", "became_full", "identity_number")


def take_back_merge(session: WorkSession, merge_id: UUID) -> None:
    """Two records again, as before. Raises NotFound where that was done already; Refused where
    something builds on it: a later merge, a correction of a sign-in that moved, hours taken
    away that only both together had, or the identity number with somebody else."""
    row = session.get(MemberMerge, merge_id)
    if row is None or row.taken_back_at is not None:
        raise NotFound("这次合并已经撤销过了。")
    _require_last(session, row)
    kept, merged = session.require(Member, row.kept_id), session.require(Member, row.merged_id)
    moved = row.moved
    _require_uncorrected(session, kept.id, moved["sign_in"])
    for name, kind in MOVED.items():
        give_back(session, kind, moved[name], merged.id)
    give_back(session, Enrolment, moved["enrolment"], merged.id)
    revive(session, row.undone)
    revive_records(session, moved["recorded_twice"])
    enrol_again(session, moved["enrolment_dropped"])
    # Merges of earlier versions knew no waiting lists.
    give_back(session, WaitingPlace, moved.get("waiting", []), merged.id)
    wait_again(session, moved.get("waiting_dropped", []))
    give_photo_back(session, kept.id, merged.id, moved["photo"])
    _empty_again(kept, row.filled)
    _give_post_back(kept, moved["post"])
    session.flush()
    require_free(session, moved["before"]["identity_number"], merged.id)
    for name, value in moved["before"].items():
        setattr(merged, name, _read(name, value))
    merged.merged_into_id = None
    if merged.retired_at is None:
        branch.restore(session, merged.branch_id)
    session.flush()
    hours.require_enough(session, (kept.id, merged.id))
    row.taken_back_at = session.now()
    session.note("member.take_back_merge", id=str(merge_id))


def _require_last(session: WorkSession, row: MemberMerge) -> None:
    later = session.scalar(
        select(func.count()).where(
            MemberMerge.taken_back_at.is_(None),
            MemberMerge.id > row.id,
            MemberMerge.kept_id.in_((row.kept_id, row.merged_id))
            | MemberMerge.merged_id.in_((row.kept_id, row.merged_id)),
        )
    )
    if later:
        raise Refused("这之后又合并过一次，请先撤销后来的那次合并。")


def _require_uncorrected(session: WorkSession, kept_id: UUID, moved: list[str]) -> None:
    """A correction made after the merge would stay behind without what it corrects."""
    there = {UUID(key) for key in moved}
    corrections = session.execute(
        select(SignIn.id, SignIn.lesson_id, SignIn.replaces_id).where(
            SignIn.member_id == kept_id, SignIn.replaces_id.is_not(None)
        )
    )
    lessons = {lesson for key, lesson, old in corrections if old in there and key not in there}
    live = live_sign_ins(session, kept_id)
    if any(lesson in live and live[lesson].id not in there for lesson in lessons):
        raise Refused("合并之后又改过其中的签到，请先到签到台撤销那笔更改，再撤销合并。")


def _empty_again(kept: Member, filled: dict[str, Any]) -> None:
    """What the merge filled and nobody typed over since."""
    for name, value in filled.items():
        if as_json(getattr(kept, name)) == value:
            setattr(kept, name, None if name in EMPTY_IS_NONE else "")


def _give_post_back(kept: Member, post: dict[str, Any] | None) -> None:
    if post and {name: as_json(getattr(kept, name)) for name in post["after"]} == post["after"]:
        for name, value in post["before"].items():
            setattr(kept, name, _read(name, value))


def _read(name: str, stored: Any) -> Any:
    if stored is None:
        return None
    read = READ.get(name)
    return stored if read is None else read(stored)


READ: dict[str, Callable[[str], Any]] = {
    "retired_at": datetime.fromisoformat,
    "left_on": date.fromisoformat,
    "left_kind": LeftKind,
    "role": Role,
    "role_since": PartialDate.parse,
}
