"""Take a roster in: a backup first, then one transaction that `undoing` can take back."""

from dataclasses import asdict, dataclass, field, fields
from uuid import UUID

from models.roster_import import RosterImport
from services.core.bulk import collector_paused
from services.core.call import LongCall
from services.core.errors import BadInput, Refused
from services.core.session import MadeId, WorkSession
from services.core.sheet_reader import Progress
from services.core.undo import LongUndo
from services.core.workspace import Workspace
from services.roster_import import memory
from services.roster_import.choices import Choices
from services.roster_import.entries import RosterRead
from services.roster_import.headers import RosterFileKind
from services.roster_import.kept import Done
from services.roster_import.matching import RosterMatch, match
from services.roster_import.undoing import way_back
from services.roster_import.writing import Writer

MOST_PROBLEMS_KEPT = 2_000


@dataclass(frozen=True)
class RosterTaken:
    """What was done. `left` members were retired or transferred since the file no longer lists
    them, `to_decide` rows were left out; `backup` is the file name of the copy made before,
    `id` what `undo` takes. `made` are the ids of the rows that it made."""

    people: int
    new: int
    changed: int
    unchanged: int
    to_decide: int
    left: int
    new_branches: int
    problems: int
    backup: str
    id: UUID
    file_name: str
    made: tuple[MadeId, ...] = field(repr=False)

    @property
    def undo(self) -> LongUndo:
        return way_back(self.id, self.file_name)


def taking(roster: RosterRead, choices: Choices) -> LongCall[RosterTaken]:
    """Taking this in, as the history of a window runs it and runs it again."""

    def run(
        workspace: Workspace, progress: Progress, ids: tuple[MadeId, ...]
    ) -> tuple[RosterTaken, tuple[MadeId, ...]]:
        taken = take(workspace, roster, progress, choices, ids)
        return taken, taken.made

    return LongCall("导入花名册", run)


def take(
    workspace: Workspace,
    roster: RosterRead,
    progress: Progress,
    choices: Choices | None = None,
    ids: tuple[MadeId, ...] = (),
) -> RosterTaken:
    """Bring the people of a roster in, all or none, after a backup; `ids` are those of the rows
    that it made before it was taken back.

    Rows about which something is left to decide stay out unless `choices` answers. Raises what
    `progress` raises, Refused for a list of trainees, StorageError; then nothing was changed.
    """
    if roster.kind is RosterFileKind.trainees:
        raise Refused("这是参训名单，只用来核对，没有导入。要报名请到“培训班与课表”。")
    if not roster.entries:
        raise BadInput("花名册里没有人，没有导入。")
    choices = choices or Choices()
    progress(0, 0, "正在备份现有数据")
    backup = workspace.back_up("import")
    with collector_paused(), workspace.write("roster_import.take") as session:
        session.give_again(ids)
        progress(0, 0, "正在与现有党员核对")
        plan = match(session, roster, choices)
        writer = Writer(session, plan, choices)
        writer.write(progress)
        progress(1, 1, "正在保存")
        memory.remember(session, roster.layouts)
        memory.remember_spellings(session, roster.layouts, choices.answers)
        return _record(session, roster, plan, writer.done, writer.left, backup.name)


def log_saved_problems(session: WorkSession, cells: int) -> None:
    """Note that the list of cells to be checked was saved as a file."""
    session.note("roster_import.save_problems", cells=cells)


def _record(
    session: WorkSession, roster: RosterRead, plan: RosterMatch, done: Done, left: int, backup: str
) -> RosterTaken:
    taken = RosterTaken(
        people=len(roster.entries),
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        to_decide=len(plan.to_decide) + len(plan.waiting),
        left=left,
        new_branches=len(done.branches),
        problems=len(roster.problems) + len(plan.problems),
        backup=backup,
        id=session.context.ids.new(),  # never again: the import that was taken back stays listed
        file_name=roster.file_name,
        made=tuple(session.ids_made),
    )
    told = (*roster.problems, *plan.problems)[:MOST_PROBLEMS_KEPT]
    names = (one.name for one in fields(taken) if one.type == "int" or one.type is int)
    counts = {name: getattr(taken, name) for name in names}
    session.add(
        RosterImport(
            id=taken.id,
            file_name=roster.file_name,
            file_hash=roster.digest,
            imported_at=session.now(),
            counts=counts,
            problems=[asdict(problem) for problem in told],
            done=done.as_json(),
        )
    )
    session.note("roster_import.take", id=str(taken.id), **counts)
    return taken
