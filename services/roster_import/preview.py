"""What taking a roster in would do, before anything is done; and the list of its problems."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.roster_import import RosterImport
from services.branch import short_name_of
from services.core.session import WorkSession
from services.core.text import mask_identity, mask_phone
from services.hours import LEADERS
from services.member.queries import KIND_LABELS, ROLE_LABELS
from services.roster_import import people, sheet_reader
from services.roster_import.bulk import collector_paused
from services.roster_import.entries import Problem, ProblemKind, Roster
from services.roster_import.matching import Plan, branch_names, match
from services.roster_import.sheet_reader import Progress

PROBLEM_COLUMNS = ("工作表", "单元格", "姓名", "内容", "原因")
FIELD_WORDS = {
    "name": "姓名",
    "sex": "性别",
    "nation": "民族",
    "identity_number": "身份证号",
    "born": "出生日期",
    "education": "学历",
    "kind": "人员类别",
    "role": "党内身份",
    "post": "党内职务",
    "branch_id": "党支部",
    "joined": "入党日期",
    "became_full": "转正日期",
    "occupation": "工作岗位",
    "phone": "电话",
    "floating": "流动党员",
    "note": "备注",
    "retired_at": "状态",
}


@dataclass(frozen=True)
class Change:
    """One value that the file would change; numbers of people are masked."""

    person: str
    branch: str
    what: str
    before: str
    after: str


class Fate(StrEnum):
    """What becomes of one person of the file."""

    new = "new"
    changed = "changed"
    unchanged = "unchanged"


@dataclass(frozen=True)
class Line:
    """One person of the file. `namesakes` counts those who will have this name, 1 for a name
    of one's own; `row` is the row of `sheet`."""

    name: str
    sex: str
    branch: str
    born: str
    post: str
    sheet: str
    row: int
    fate: Fate
    namesakes: int


@dataclass(frozen=True)
class Preview:
    """`people` = new + changed + unchanged. `namesakes` of them share their name with somebody
    else; `untrusted` come in without the identity number that the file gives; `absent` are in
    the workspace but not in the file, and stay as they are. `taken_before`: the same file was
    taken in then (local time)."""

    file_name: str
    people: int
    new: int
    changed: int
    unchanged: int
    namesakes: int
    untrusted: int
    without_identity: int
    leaders: int
    absent: int
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    new_branches: tuple[str, ...]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]
    blank_rows: int
    taken_before: datetime | None


def read(path: Path, progress: Progress) -> Roster:
    """Read and understand a roster file; nothing is written. Raises BadSheet."""
    return people.understand(sheet_reader.read(path, progress), progress)


def preview_of(session: WorkSession, roster: Roster) -> Preview:
    """What `operations.take` would do now."""
    with collector_paused():
        plan = match(session, roster)
        lines = _lines(plan)
    return Preview(
        file_name=roster.file_name,
        people=len(roster.entries),
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        namesakes=sum(line.namesakes > 1 for line in lines),
        untrusted=sum(problem.kind is ProblemKind.identity for problem in roster.problems),
        without_identity=sum(not entry.identity_number for entry in roster.entries),
        leaders=sum(entry.role in LEADERS for entry in roster.entries),
        absent=len(plan.absent),
        lines=lines,
        problems=(*roster.problems, *plan.problems),
        changes=_changes(session, plan),
        new_branches=tuple(short_name_of(name) for name in plan.new_branches.values()),
        columns=roster.columns,
        ignored=roster.ignored,
        sheets=roster.sheets,
        other_sheets=roster.other_sheets,
        blank_rows=roster.blank_rows,
        taken_before=_taken_before(session, roster),
    )


def problem_list(problems: tuple[Problem, ...]) -> bytes:
    """The problems as an .xlsx workbook, to be sent to the branches. Values stay masked.

    Cells are written as text, so that none can be taken for a formula.
    """
    import xlsxwriter  # only who saves the list waits for it

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("待核单元格")
        head = book.add_format({"bold": True, "bottom": 1})
        for number, (word, width) in enumerate(
            zip(PROBLEM_COLUMNS, (16, 9, 12, 22, 44), strict=True)
        ):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, word, head)
        for row, problem in enumerate(problems, 1):
            values = (problem.sheet, problem.cell, problem.person, problem.shown, problem.reason)
            for number, value in enumerate(values):
                sheet.write_string(row, number, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(problems), len(PROBLEM_COLUMNS) - 1)
    return out.getvalue()


def _lines(plan: Plan) -> tuple[Line, ...]:
    """The people of the file in its order, each with what becomes of them."""
    people = [(entry, Fate.new) for entry, _ in plan.new]
    people += [(entry, Fate.changed) for _, entry, _ in plan.changed]
    people += [(entry, Fate.unchanged) for _, entry in plan.unchanged]
    names = Counter(entry.name for entry, _ in people)
    names.update(row.name for row in plan.absent)
    short = {name: short_name_of(name) for name in {entry.branch for entry, _ in people}}
    made = (
        Line(
            name=entry.name,
            sex=entry.known_sex,
            branch=short[entry.branch],
            born=str(entry.birth or ""),
            post=entry.post or "党员",
            sheet=entry.sheet,
            row=entry.row,
            fate=fate,
            namesakes=names[entry.name],
        )
        for entry, fate in people
    )
    return tuple(sorted(made, key=lambda line: (line.sheet, line.row)))


def _changes(session: WorkSession, plan: Plan) -> tuple[Change, ...]:
    names = branch_names(session)
    names |= {key: short_name_of(name) for key, name in plan.new_branches.items()}
    return tuple(
        Change(
            entry.name,
            names.get(row.branch_id, ""),
            FIELD_WORDS[field],
            _words(field, getattr(row, field), names),
            _words(field, value, names),
        )
        for row, entry, changed in plan.changed
        for field, value in changed.items()
    )


def _words(field: str, value: Any, branches: dict[UUID, str]) -> str:
    if field == "retired_at":
        return "在册" if value is None else "已停用"
    if value is None or value == "":
        return "（空）"
    if field == "branch_id":
        return branches.get(value, "")
    if field == "identity_number":
        return mask_identity(value)
    if field == "phone":
        return mask_phone(value)
    if field == "kind":
        return KIND_LABELS[value]
    if field == "role":
        return ROLE_LABELS[value]
    if field == "floating":
        return "是" if value else "否"
    return str(value)


def _taken_before(session: WorkSession, roster: Roster) -> datetime | None:
    at = session.scalar(
        select(RosterImport.imported_at)
        .where(RosterImport.file_hash == roster.digest)
        .order_by(RosterImport.imported_at.desc())
        .limit(1)
    )
    if at is None:
        return None
    return session.local_now() - (session.now() - at)
