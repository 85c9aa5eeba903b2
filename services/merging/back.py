"""A merge of two records taken back (撤销合并)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.core.types import PartialDate
from models.member import LeftKind, Member, MemberMerge, Role
from services import branch
from services.core.errors import NotFound, Refused
from services.core.merging import give_back_rows
from services.core.session import WorkSession
from services.core.undo import Final
from services.member.rules import require_free
from services.merging.rows import as_json, plain, special

EMPTY_IS_NONE = ("born", "joined", "became_full", "identity_number")


def take_back(session: WorkSession, merge_id: UUID) -> Final:
    """Two records again, as before; they can be merged anew.

    Raises NotFound where that was done already; Refused where something builds on it: a later
    merge, a correction of a sign-in that moved, hours taken away that only both together had,
    or the identity number with somebody else.
    """
    row = session.get(MemberMerge, merge_id)
    if row is None or row.taken_back_at is not None:
        raise NotFound("这次合并已经撤销过了。")
    _require_last(session, row)
    kept, merged = session.require(Member, row.kept_id), session.require(Member, row.merged_id)
    moved = row.moved | {"undone": row.undone}
    for one in special():
        if one.check is not None:
            one.check(session, kept.id, moved)
    for table in plain():
        # A merge of an earlier version knew fewer tables.
        keys = moved.get(table.name, [])
        give_back_rows(session, table.model, keys, merged.id)
    _restore(session, kept, merged, row)
    for one in special():
        one.give_back(session, kept.id, merged.id, moved)
    session.flush()
    row.taken_back_at = session.now()
    session.note("merging.take_back", id=str(merge_id))
    return Final("要合并请再合并一次")


def _restore(session: WorkSession, kept: Member, merged: Member, row: MemberMerge) -> None:
    """What the two records say of the person."""
    before = row.moved["before"]
    _empty_again(kept, row.filled)
    _give_post_back(kept, row.moved["post"])
    session.flush()
    require_free(session, before["identity_number"], merged.id)
    for name, value in before.items():
        setattr(merged, name, _read(name, value))
    merged.merged_into_id = None
    if merged.retired_at is None:
        branch.restore(session, merged.branch_id)
    session.flush()


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
