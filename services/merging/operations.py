"""Two records of one person made one (合并), and taken back (domain.md, invariant 6).

What the merged record has moves to the kept one: sign-ins, enrolments, hours, former posts, the
picture. Where both signed in at one lesson, or have one online study, only one of the two counts;
where both are enrolled in one class, or wait for it, the merged record's row goes, so that the
class shows the person once. All that is needed to take it back is kept in the MemberMerge.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.member import LeftKind, Member, MemberKind, MemberMerge, Role
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.undo import Undo
from services.merging.back import take_back
from services.merging.rows import POST, as_json, count, move, plain, special

FILLED = (
    "sex", "nation", "identity_number", "born", "education", "joined", "became_full",
    "occupation", "phone", "note",
)  # fmt: skip
LEFT = ("identity_number", "retired_at", "left_kind", "left_on", "left_to")


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do: what moves, such as 3 条签到, and sentences on what both have. `post`
    says what becomes of the merged record's post, `refusal` why it cannot be; else empty."""

    moves: tuple[str, ...]
    once: tuple[str, ...]
    post: str
    refusal: str


def preview(session: WorkSession, kept_id: UUID, merged_id: UUID) -> MergePreview:
    """Look at it first; changes nothing. Raises NotFound."""
    kept, merged = session.require(Member, kept_id), session.require(Member, merged_id)
    told = [one.told(session, kept_id, merged_id) for one in special()]
    moves = {name: words for one in told for name, words in one.moves.items()}
    for table in plain():
        name = table.name
        if name not in moves and (number := count(session, table.model, merged_id)):
            moves[name] = f"{number} 条{table.words}"
    return MergePreview(
        moves=tuple(words for words in moves.values() if words),
        once=tuple(words for one in told for words in one.once),
        post=_post_in_words(kept, merged),
        refusal=_refusal(kept, merged),
    )


def merge(session: WorkSession, kept_id: UUID, merged_id: UUID) -> Undo:
    """Make two records one. Raises Refused: two trusted identity numbers that differ, a record
    that was merged already, a guest that would keep a member's history; and what a feature
    refuses once all has moved, such as hours below zero."""
    kept, merged = session.require(Member, kept_id), session.require(Member, merged_id)
    if refusal := _refusal(kept, merged):
        raise Refused(refusal)
    before = {name: as_json(getattr(merged, name)) for name in LEFT}
    moved: dict[str, Any] = {"before": before, "post": _take_post(kept, merged)}
    for one in special():
        one.move(session, kept_id, merged_id, moved)
    for table in plain():
        moved[table.name] = move(session, table.model, merged_id, kept_id)
    for one in special():
        if one.settled is not None:
            one.settled(session, kept_id)
    identity = merged.identity_number
    merged.identity_number = None
    session.flush()  # the number is free before the kept record takes it
    filled = _fill(kept, merged, identity)
    merged.retired_at, merged.left_kind = session.now(), LeftKind.merged
    merged.left_on, merged.left_to, merged.merged_into_id = session.today(), "", kept_id
    row = MemberMerge(
        id=session.new_id(),
        kept_id=kept_id,
        merged_id=merged_id,
        moved=moved,
        filled=filled,
        undone=moved.pop("undone", []),
        merged_at=session.now(),
        taken_back_at=None,
    )
    session.add(row)
    session.flush()
    session.note("merging.merge", id=str(row.id), kept=str(kept_id), merged=str(merged_id))
    merge_id = row.id

    def act(later: WorkSession) -> None:
        take_back(later, merge_id)

    return Undo(f"合并 {kept.name} 的两条记录", "merging.take_back", act)


def _refusal(kept: Member, merged: Member) -> str:
    if kept.id == merged.id:
        return "这是同一条记录，请选另一条。"
    if LeftKind.merged in (kept.left_kind, merged.left_kind):
        return "其中一条已经合并过了，请先撤销那次合并。"
    if kept.retired_at is not None:
        return "要保留的这条已经不在册，请换成在册的那条，或先恢复它。"
    if kept.kind is MemberKind.guest and merged.kind is not MemberKind.guest:
        return "请保留党员的那条，把外单位人员的记录并进去。"
    numbers = {kept.identity_number, merged.identity_number} - {None}
    if len(numbers) > 1:
        return "两条记录的身份证号都可信但不相同，不是同一个人，不能合并。"
    return ""


def _fill(kept: Member, merged: Member, identity: str | None) -> dict[str, Any]:
    """Put what the merged record knows where the kept one knows nothing; columns and values."""
    filled = {}
    for name in FILLED:
        value = identity if name == "identity_number" else getattr(merged, name)
        if value and not getattr(kept, name):
            setattr(kept, name, value)
            filled[name] = as_json(value)
    return filled


def _holds_post(row: Member) -> bool:
    return row.role is not Role.member or bool(row.post)


def _post_in_words(kept: Member, merged: Member) -> str:
    if not _holds_post(merged) or merged.kind is MemberKind.guest:
        return ""
    words = merged.post or "支部职务"
    if not _holds_post(kept):
        return f"现任职务“{words}”也归保留的记录。"
    return "" if kept.post == merged.post else f"现任职务以保留的记录为准，“{words}”不再列出。"


def _take_post(kept: Member, merged: Member) -> dict[str, Any] | None:
    """The post held now, where the kept record holds none: what it said of it and now says."""
    if _holds_post(kept) or not _holds_post(merged):
        return None
    before = {name: as_json(getattr(kept, name)) for name in POST}
    for name in POST:
        setattr(kept, name, getattr(merged, name))
    return {"before": before, "after": {name: as_json(getattr(kept, name)) for name in POST}}
