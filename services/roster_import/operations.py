"""Take a roster in: a backup first, then one transaction."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from models.branch import Branch
from models.member import Member
from models.roster_import import RosterImport
from services.branch import restore, short_name_of
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.text import pinyin_of
from services.core.workspace import Workspace
from services.member.operations import new_card_code
from services.roster_import.bulk import collector_paused
from services.roster_import.entries import Roster
from services.roster_import.matching import Plan, as_stored, match
from services.roster_import.sheet_reader import Progress

MOST_PROBLEMS_KEPT = 2_000
STEP = 1_000


@dataclass(frozen=True)
class Taken:
    """What was done. `backup` is the file name of the copy made before."""

    people: int
    new: int
    changed: int
    unchanged: int
    new_branches: int
    problems: int
    backup: str


def take(workspace: Workspace, roster: Roster, progress: Progress) -> Taken:
    """Bring the people of a roster in, all or none, after a backup.

    It cannot be undone by a button; the backup from before can be restored. Raises what
    `progress` raises, StorageError; then nothing was changed.
    """
    if not roster.entries:
        raise BadInput("花名册里没有人，没有导入。")
    progress(0, 0, "正在备份现有数据")
    backup = workspace.back_up("import")
    with collector_paused(), workspace.write("roster_import.take") as session:
        progress(0, 0, "正在与现有党员核对")
        plan = match(session, roster)
        _write_branches(session, plan)
        _write_new(session, plan, progress)
        _write_changed(session, plan)
        progress(1, 1, "正在保存")
        taken = Taken(
            people=len(roster.entries),
            new=len(plan.new),
            changed=len(plan.changed),
            unchanged=len(plan.unchanged),
            new_branches=len(plan.new_branches),
            problems=len(roster.problems) + len(plan.problems),
            backup=backup.name,
        )
        _record(session, roster, plan, taken)
    return taken


def log_saved_problems(session: WorkSession, cells: int) -> None:
    """Note that the list of cells to be checked was saved as a file."""
    session.note("roster_import.save_problems", cells=cells)


def _write_branches(session: WorkSession, plan: Plan) -> None:
    session.insert_many(
        Branch,
        [
            {
                **session.stamp(),
                "id": key,
                "name": name,
                "short_name": short_name_of(name),
                "retired_at": None,
            }
            for key, name in plan.new_branches.items()
        ],
    )
    retired = session.scalars(
        select(Branch.id).where(Branch.owner == session.owner, Branch.retired_at.is_not(None))
    ).all()
    for key in retired:
        if key in plan.branches:
            restore(session, key)


def _write_new(session: WorkSession, plan: Plan, progress: Progress) -> None:
    taken = set(session.scalars(select(Member.card_code).where(Member.owner == session.owner)))
    readings: dict[str, tuple[str, str]] = {}
    rows = []
    for number, (entry, branch_id) in enumerate(plan.new):
        if number % STEP == 0:
            progress(number, len(plan.new), "正在导入党员")
        if entry.name not in readings:
            readings[entry.name] = pinyin_of(entry.name)
        pinyin, initials = readings[entry.name]
        rows.append(
            {
                **session.stamp(),
                **as_stored(entry),
                "pinyin": pinyin,
                "initials": initials,
                "branch_id": branch_id,
                "card_code": _free_card_code(session, taken),
                "retired_at": None,
            }
        )
    session.insert_many(Member, rows)


def _free_card_code(session: WorkSession, taken: set[str]) -> str:
    while (code := new_card_code(session)) in taken:
        continue
    taken.add(code)
    return code


def _write_changed(session: WorkSession, plan: Plan) -> None:
    rows: list[dict[str, Any]] = []
    for row, entry, changed in plan.changed:
        values: dict[str, Any] = {"id": row.id, "updated_at": session.now(), **changed}
        if "name" in changed:
            values["pinyin"], values["initials"] = pinyin_of(entry.name)
        rows.append(values)
    for same_columns in _by_columns(rows):
        session.execute(update(Member), same_columns)


def _by_columns(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    return (list(group) for _, group in groupby(sorted(rows, key=sorted), key=sorted))


def _record(session: WorkSession, roster: Roster, plan: Plan, taken: Taken) -> None:
    key: UUID = session.new_id()
    told = (*roster.problems, *plan.problems)[:MOST_PROBLEMS_KEPT]
    counts = {name: value for name, value in asdict(taken).items() if name != "backup"}
    session.add(
        RosterImport(
            id=key,
            file_name=roster.file_name,
            file_hash=roster.digest,
            imported_at=session.now(),
            counts=counts,
            problems=[asdict(problem) for problem in told],
            done={},
        )
    )
    session.features |= {"member", "branch"}
    session.note("roster_import.take", id=str(key), **counts)
