"""The command that imports a roster without a window."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from services import school
from services.core import workspace
from services.core.errors import Refused
from services.core.workspace import Workspace, WorkspaceKind
from services.roster_import.asking import AskedWord
from services.roster_import.entries import ProblemKind, RosterProblem, RosterRead
from services.roster_import.headers import RosterFileKind
from services.roster_import.memory import known_layouts
from services.roster_import.operations import take
from services.roster_import.preview import Preview, preview_of
from services.roster_import.reading import read


def import_file(folder: Path, file: Path, password: str, *, dry_run: bool) -> dict[str, Any]:
    """Take a roster into the workspace in `folder`, or only tell what that would do.

    Returns counts of people, the branches it makes, and each problem with its sheet, cell and
    reason, as well as what else the file has that was left out; no names, dates or numbers of
    people, since a shell's output is kept in places that nobody guards. Rows to decide stay out.
    Raises what `workspace.unlock`, `read` and `take` do, and Refused for a county's workspace.
    """
    opened = workspace.unlock(folder, password)
    try:
        return _import(opened, file, dry_run=dry_run)
    finally:
        opened.close()


def _import(opened: Workspace, file: Path, *, dry_run: bool) -> dict[str, Any]:
    with opened.read() as session:
        if school.own(session).kind is not WorkspaceKind.school:
            raise Refused("这是县级数据夹，花名册只能导入镇街党校的数据夹。")
        known = known_layouts(session)
    roster = read(file, _quiet, known)
    with opened.read() as session:
        shown = preview_of(session, roster)
    does = bool(shown.new or shown.changed) and roster.kind is RosterFileKind.roster
    if does and not dry_run:
        take(opened, roster, _quiet)
    return told_of(roster, shown, imported=does and not dry_run)


def told_of(roster: RosterRead, shown: Preview, *, imported: bool) -> dict[str, Any]:
    return {
        "file": roster.file_name,
        "kind": roster.kind.value,
        "rows": shown.people,
        "new": shown.new,
        "changed": shown.changed,
        "unchanged": shown.unchanged,
        "to_decide": len(shown.to_decide),
        "unknown": shown.unknown,
        "gone": len(shown.gone),
        "not_trusted": shown.untrusted,
        "waiting": shown.waiting,
        "new_branches": list(shown.new_branches),
        "imported": imported,
        "questions": [_question(question) for question in shown.asked],
        "read_as": [{"spelling": said, "branch": name} for said, name in shown.read_as],
        "undecided_rows": [
            {"sheet": sheet, "row": row} for sheet, row in (one.key for one in shown.to_decide)
        ],
        "problems": [_problem(problem) for problem in shown.problems],
        "left_out": [_problem(left) for left in shown.left_out],
    }


def _question(question: AskedWord) -> dict[str, Any]:
    return {
        "kind": question.kind.value,
        "word": question.word,
        "rows": question.rows,
        "sheet": question.sheet,
        "row": question.row,
        "may_be": [one.words for one in question.offers],
    }


def _problem(problem: RosterProblem) -> dict[str, str]:
    told = asdict(problem)
    del told["person"], told["shown"]
    return told | {"kind": ProblemKind(problem.kind).value}


def _quiet(_done: int, _of: int, _what: str) -> None:
    """Nobody watches."""
