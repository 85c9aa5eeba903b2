"""Taking one import back as a whole, until something builds on it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Column, Table, delete, inspect, select

from models.branch import Branch, BranchSpelling
from models.core.base import Base, Exchanged
from models.member import FormerBranch, FormerPost, Member, MemberKind
from models.roster_import import RosterImport
from services import branch
from services.core.bulk import in_parts
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.core.sheet_reader import Progress
from services.core.text import pinyin_of
from services.core.undo import LongUndo
from services.core.workspace import Workspace
from services.roster_import.kept import Done, from_json
from services.roster_import.writing import update_rows

CITED = {
    "sign_in": "签到",
    "enrolment": "报名",
    "waiting_place": "候补",
    "hours_record": "学时记录",
    "former_post": "任职记录",
    "former_branch": "转支部记录",
    "member_photo": "照片",
    "member_merge": "合并记录",
    "certificate": "证书",
    "member": "别的学员",
    "branch": "下级党支部",
}
MOST_IDS = 500
"""In one statement."""


@dataclass(frozen=True)
class RosterUndone:
    members: int
    restored: int
    branches: int


def way_back(import_id: UUID, file_name: str) -> LongUndo:
    """Taking an import back, as the history of a window runs it."""

    def run(workspace: Workspace, progress: Progress) -> str:
        undone = undo(workspace, import_id, progress)
        return f"已撤销导入：去掉 {undone.members:,} 人，恢复 {undone.restored:,} 人。"

    return LongUndo(import_id, f"导入花名册“{file_name}”", "撤销导入", run)


def undo(workspace: Workspace, import_id: UUID, progress: Progress) -> RosterUndone:
    """Take one import back: members and branches are then as they were before it.

    Raises NotFound; Refused, with what builds on it, where a row that it touched was changed
    or cited since, and where it was undone already. Foreign keys are checked here as sets
    and not by the database, which would read every member for each that goes.
    """
    with workspace.staging() as beside, beside.write("roster_import.undo") as session:
        progress(0, 0, "正在核对能否撤销")
        row = session.get(RosterImport, import_id)
        if row is None:
            raise NotFound("没有找到这次导入。")
        if row.undone_at is not None:
            raise Refused("这次导入已经撤销过了。")
        done = _done(row)
        _require_untouched(session, row, done)
        progress(0, 0, "正在撤销导入")
        _take_back(session, row, done)
        row.undone_at = session.now()
        undone = RosterUndone(len(done.members), len(done.before), len(done.branches))
        session.note(
            "roster_import.undo",
            id=str(import_id),
            members=undone.members,
            restored=undone.restored,
        )
        progress(1, 1, "正在保存")
    return undone


def blocker(session: WorkSession, import_id: UUID) -> str:
    """The sentence with which `undo` would refuse now; empty where it would not."""
    row = session.get(RosterImport, import_id)
    if row is None or row.undone_at is not None:
        return "这次导入已经撤销过了。"
    try:
        _require_untouched(session, row, _done(row))
    except Refused as why:
        return why.message
    return ""


def _done(row: RosterImport) -> Done:
    if not row.done:
        raise Refused("这次导入时的版本还没有记下怎样撤销，可从导入前的备份恢复。")
    return Done.of(row.done)


def _require_untouched(session: WorkSession, row: RosterImport, done: Done) -> None:
    touched = done.all_members()
    changed = _changed_since(session, Member, touched, done)
    if later := _later_import(session, row, changed):
        raise Refused(f"之后的另一次导入“{later}”改动了其中的人，请先撤销那一次。")
    cited = Counter[str]()
    for words, count in (
        *_citations(session, Member, _ids(done.members), set(_ids(done.posts))),
        *_citations(session, Branch, _ids(done.branches), set(touched)),
    ):
        cited[words] += count
    if cited:
        told = "、".join(f"{words} {count} 条" for words, count in sorted(cited.items()))
        raise Refused(f"这次导入带来的人或支部，之后已有{told}，不能撤销。请先处理这些记录。")
    if changed:
        raise Refused(f"这次导入之后，其中 {len(changed)} 名学员又有修改，不能撤销。")
    if posts := _changed_since(session, FormerPost, _ids(done.posts), done):
        raise Refused(f"这次导入记下的曾任职务，之后有 {len(posts)} 条又有修改，不能撤销。")
    branches = [*_ids(done.branches), *_ids(done.branches_before)]
    if renamed := _changed_since(session, Branch, branches, done):
        raise Refused(f"这次导入之后，其中 {len(renamed)} 个党支部又有修改，不能撤销。")
    _require_leavable(session, done)


def _require_leavable(session: WorkSession, done: Done) -> None:
    """Raises Refused where people or branches in use would be left in a branch that goes out
    of use again. The import's own people go where they were; guests may stay in their unit."""
    away = _ids(done.branches_before)
    retired = {key for key in away if done.branches_before[key.hex]["retired_at"] is not None}
    own = set(done.all_members())
    people = session.execute(
        select(Member.id, Member.branch_id, Member.kind).where(
            Member.branch_id.in_(away), Member.retired_at.is_(None)
        )
    )
    left = sum(
        key not in own and (place in retired or kind is not MemberKind.guest)
        for key, place, kind in people
    )
    below = session.scalars(
        select(Branch.id).where(Branch.parent_id.in_(away), Branch.retired_at.is_(None))
    )
    under = sum(key not in retired and key.hex not in done.branches for key in below)
    told = [f"{left} 名学员"] * (left > 0) + [f"{under} 个下级党支部"] * (under > 0)
    if told:
        words = "、".join(told)
        raise Refused(f"这次导入重新启用的党支部里还有 {words}，不能撤销，请先转到别处。")


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [UUID(text) for text in texts]


def _citations(
    session: WorkSession, kind: type[Exchanged], keys: list[UUID], own: set[UUID]
) -> Iterator[tuple[str, int]]:
    """Words and number of the rows that cite these, other than `own` ones of the import."""
    target = cast("Table", inspect(kind).local_table)
    wanted = set(keys)
    if not wanted:
        return
    for table in Base.metadata.tables.values():
        if table.name == BranchSpelling.__tablename__:
            continue
        for column in _citing(table, target):
            count = _count_citing(session, table, column, wanted, own)
            if count:
                yield CITED.get(table.name, "其他记录"), count


def _citing(table: Table, target: Table) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if any(key.column.table is target for key in column.foreign_keys)
    ]


def _count_citing(
    session: WorkSession, table: Table, column: Column[Any], wanted: set[UUID], own: set[UUID]
) -> int:
    """For many ids the whole column is read once: not every such column has an index."""
    rows = select(next(iter(table.primary_key.columns)), column).where(column.is_not(None))
    if len(wanted) <= MOST_IDS:
        rows = rows.where(column.in_(wanted))
    return sum(cited in wanted and found not in own for found, cited in session.execute(rows))


def _changed_since(
    session: WorkSession, kind: type[Exchanged], keys: list[UUID], done: Done
) -> list[UUID]:
    """Those rows that are no longer as the import left them, or gone."""
    at = from_json("updated_at", done.at)
    rows = session.execute(select(kind.id, kind.updated_at).where(kind.owner == session.owner))
    times = {key: updated_at for key, updated_at in rows} if keys else {}
    return [key for key in keys if times.get(key) != at]


def _later_import(session: WorkSession, row: RosterImport, changed: list[UUID]) -> str:
    """The name of the file of a later import that changed one of these; empty where none did."""
    later = session.scalars(
        select(RosterImport)
        .where(RosterImport.id > row.id, RosterImport.undone_at.is_(None))
        .order_by(RosterImport.id)
    )
    wanted = {key.hex for key in changed}
    for one in later:
        if one.done and wanted & Done.of(one.done).before.keys():
            return one.file_name
    return ""


def _take_back(session: WorkSession, row: RosterImport, done: Done) -> None:
    for kind, keys in (
        (FormerPost, done.posts),
        (FormerBranch, done.former_branches),
        (Member, done.members),
    ):
        _delete(session, kind, _ids(keys))
    rows = []
    for key, before in done.before.items():
        values = {name: from_json(name, value) for name, value in before.items()}
        if "name" in values:
            values["pinyin"], values["initials"] = pinyin_of(values["name"])
        rows.append({"id": UUID(key), **values})
    update_rows(session, Member, rows)
    branches = [
        {"id": UUID(key), **{name: from_json(name, value) for name, value in before.items()}}
        for key, before in done.branches_before.items()
    ]
    update_rows(session, Branch, branches)
    # What spellings were said to mean goes with it: whoever takes it back may have said it wrong.
    since = from_json("updated_at", done.at)
    session.execute(
        delete(BranchSpelling).where(BranchSpelling.said_at.between(since, row.imported_at))
    )
    for some in in_parts(_ids(done.branches)):
        session.execute(delete(BranchSpelling).where(BranchSpelling.branch_id.in_(some)))
    _delete(session, Branch, _ids(done.branches))
    _branches_back(session, done)


def _branches_back(session: WorkSession, done: Done) -> None:
    """Whoever is in use again is in a branch in use, also where it was retired meanwhile."""
    found = session.execute(
        select(Member.id, Member.branch_id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(Member.retired_at.is_(None), Branch.retired_at.is_not(None))
    )
    for branch_id in sorted({place for key, place in found if key.hex in done.before}):
        branch.restore(session, branch_id)


def _delete(session: WorkSession, kind: type[Exchanged], keys: list[UUID]) -> None:
    table = cast("Table", inspect(kind).local_table)
    for some in in_parts(keys):
        session.execute(delete(table).where(table.c.id.in_(some)))
