"""Several records of one branch made one (合并党支部), and taken back: a village that came in under
many spellings. Whatever cites the merged branch cites the kept one, by the foreign keys; the
merged one is retired, and its names go on meaning the kept one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update

from models.branch import Branch, BranchMerge
from services import features
from services.core.errors import NotFound, Refused
from services.core.feature import Table
from services.core.session import WorkSession
from services.core.undo import Final, Undo
from services.merging.rows import as_json

FOLLOWED = ("merged_into_id",)
"""Columns that go on citing a merged branch: names are followed through them."""
WORDS = {"branch": "个下级党支部", "member": "名学员"}


@dataclass(frozen=True)
class BranchMergePreview:
    """What a merge would move, such as 3 条培训订单; `refusal` says why it cannot be."""

    moves: tuple[str, ...]
    refusal: str


def preview_branches(
    session: WorkSession, kept_id: UUID, merged_ids: Sequence[UUID]
) -> BranchMergePreview:
    """Look at it first; changes nothing. Raises NotFound."""
    kept = session.require(Branch, kept_id)
    counts: Counter[str] = Counter()
    refusal = _refusal_among(session, merged_ids)
    for merged_id in merged_ids:
        refusal = refusal or _refusal(session, kept, session.require(Branch, merged_id))
        for table, column in _citing():
            found = session.scalar(select(func.count()).where(column == merged_id)) or 0
            counts[WORDS.get(table.name, f"条{table.words}")] += found
    moves = tuple(f"{count:,} {words}" for words, count in counts.items() if count)
    return BranchMergePreview(moves, refusal)


def merge_branches(session: WorkSession, kept_id: UUID, merged_ids: Sequence[UUID]) -> Undo:
    """Make these branches the kept one. Raises Refused: one that is out of use or was merged
    already, a unit of guests, one that stands above or below the other."""
    kept = session.require(Branch, kept_id)
    if refusal := _refusal_among(session, merged_ids):
        raise Refused(refusal)
    made = [_merge(session, kept, session.require(Branch, key)) for key in merged_ids]
    session.note(
        "merging.merge_branches",
        ids=[str(key) for key in made],
        kept=str(kept_id),
        merged=[str(key) for key in merged_ids],
    )

    def act(later: WorkSession) -> None:
        for key in reversed(made):
            take_back_branches(later, key)

    words = f"把 {len(made)} 个党支部合并到 {kept.short_name}"
    return Undo(words, "merging.take_back_branches", act)


def take_back_branches(session: WorkSession, merge_id: UUID) -> Final:
    """Two branches again; what moved on to another branch meanwhile stays there.

    Raises NotFound where that was done already, Refused where a later merge builds on it.
    """
    row = session.get(BranchMerge, merge_id)
    if row is None or row.taken_back_at is not None:
        raise NotFound("这次合并已经撤销过了。")
    kept, merged = session.require(Branch, row.kept_id), session.require(Branch, row.merged_id)
    if kept.merged_into_id is not None:
        raise Refused(f"{kept.short_name}后来又并入了别的党支部，请先撤销那次合并。")
    for table, column in _citing():
        for key in row.moved.get(f"{table.name}.{column.key}", ()):
            session.execute(
                update(table.model)
                .where(table.model.id == UUID(key), column == kept.id)
                .values({column.key: merged.id, "updated_at": session.now()})
            )
    before = row.moved["retired_at"]
    merged.retired_at = None if before is None else datetime.fromisoformat(before)
    merged.merged_into_id = None
    row.taken_back_at = session.now()
    session.flush()
    session.expire_all()
    if _is_above(session, merged, merged):
        raise Refused(
            f"{merged.short_name}的上级后来改到了它原来的下级下面，撤销合并会成一个圈；请先改回上级。"
        )
    session.note("merging.take_back_branches", id=str(merge_id))
    return Final("要合并请再合并一次")


def _merge(session: WorkSession, kept: Branch, merged: Branch) -> UUID:
    if refusal := _refusal(session, kept, merged):
        raise Refused(refusal)
    moved: dict[str, object] = {"retired_at": as_json(merged.retired_at)}
    for table, column in _citing():
        keys = session.scalars(select(table.model.id).where(column == merged.id)).all()
        moved[f"{table.name}.{column.key}"] = sorted(key.hex for key in keys)
        session.execute(
            update(table.model)
            .where(column == merged.id)
            .values({column.key: kept.id, "updated_at": session.now()})
        )
    merged.retired_at, merged.merged_into_id = session.now(), kept.id
    row = BranchMerge(
        id=session.new_id(),
        kept_id=kept.id,
        merged_id=merged.id,
        moved=moved,
        merged_at=session.now(),
        taken_back_at=None,
    )
    session.add(row)
    session.flush()
    return row.id


def _citing() -> Iterator[tuple[Table, ColumnElement[UUID]]]:
    """The columns that cite a branch, as the models' foreign keys tell."""
    for table in features.tables():
        for column in table.sql.columns:
            cited = {key.column.table.name for key in column.foreign_keys}
            if Branch.__tablename__ in cited and column.name not in FOLLOWED:
                yield table, getattr(table.model, column.name)


def _refusal_among(session: WorkSession, merged_ids: Sequence[UUID]) -> str:
    """What is to be merged must not stand above one another either, in whatever order."""
    if not merged_ids:
        return "请选要并进来的党支部。"
    rows = [session.require(Branch, key) for key in merged_ids]
    for above in rows:
        for below in rows:
            if above.id != below.id and _is_above(session, above, below):
                return _of_two_levels(above, below)
    return ""


def _of_two_levels(one: Branch, other: Branch) -> str:
    return f"{one.short_name}和{other.short_name}是上下级，不是同一个党支部，不能合并。"


def _refusal(session: WorkSession, kept: Branch, merged: Branch) -> str:
    if kept.id == merged.id:
        return "这是同一个党支部，请选另一个。"
    if kept.outside or merged.outside:
        return "外单位不能与党支部合并。"
    if merged.merged_into_id is not None or kept.merged_into_id is not None:
        return "其中一个已经合并过了，请先撤销那次合并。"
    if kept.retired_at is not None:
        return "要保留的党支部已停用，请先恢复它，或换成在用的。"
    if _is_above(session, kept, merged) or _is_above(session, merged, kept):
        return _of_two_levels(kept, merged)
    return ""


def _is_above(session: WorkSession, above: Branch, below: Branch) -> bool:
    here, passed = below.parent_id, set[UUID]()
    while here is not None and here not in passed:  # a file may hold a circle
        if here == above.id:
            return True
        passed.add(here)
        here = session.require(Branch, here).parent_id
    return False
