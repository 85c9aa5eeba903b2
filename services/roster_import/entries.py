"""What a roster file says: its people, and the cells that could not be taken."""

from dataclasses import dataclass
from typing import NamedTuple

from models.core.types import PartialDate
from models.core.words import Words
from models.member import MemberKind, Role
from services.member.operations import sex_of
from services.roster_import.headers import RosterFileKind, RosterLayoutFound


class ProblemKind(Words):
    """`identity`: the person comes in without it; `cell`: it stays empty; `row`: the
    row does not come in; `person`: it is not clear whom of the workspace it means, and the row
    is left out until somebody says so; `told`: it comes in, and something in it contradicts itself
    or is not beyond doubt; `unread`: a column, a sheet or a row of nobody that the
    file has besides."""

    identity = "identity", "号码不采信", "amber"
    cell = "value", "留空"
    row = "row", "未导入", "red"
    person = "person", "待定", "amber"
    told = "told", "请核对", "amber"
    unread = "unread", "另有"


@dataclass(frozen=True)
class RosterProblem:
    """One cell that could not be taken. `cell` as in the spreadsheet: F85; `shown` masked."""

    kind: ProblemKind
    sheet: str
    cell: str
    person: str
    shown: str
    reason: str


class RosterEntry(NamedTuple):
    """One person of the file. Empty values say nothing, and change nothing that is stored.

    `identity_number` is only ever one that could be trusted; `birth` is the day in it, else
    what the file says: what tells people apart. `standing` are words on whether they are a
    member that nobody knows.
    """

    sheet: str
    row: int
    name: str
    branch: str
    identity_number: str
    identity_cell: str
    birth: PartialDate | None
    born: PartialDate | None
    sex: str
    nation: str
    education: str
    kind: MemberKind | None
    role: Role | None
    post: str | None
    joined: PartialDate | None
    became_full: PartialDate | None
    occupation: str
    phone: str
    floating: bool | None
    note: str
    standing: str = ""

    @property
    def key(self) -> "Key":
        return self.sheet, self.row

    @property
    def known_sex(self) -> str:
        return self.sex or (sex_of(self.identity_number) if self.identity_number else "")


Key = tuple[str, int]
"""Where a person of the file stands: sheet and row."""


@dataclass(frozen=True)
class RosterRead:
    """What a file says, before it meets what is stored. `columns` and `ignored` are words;
    `left_out` is what else the file has, and what became of it;
    `layouts` are how its sheets were understood, to be remembered when it is taken in."""

    file_name: str
    digest: str
    kind: RosterFileKind
    layouts: tuple[RosterLayoutFound, ...]
    entries: tuple[RosterEntry, ...]
    problems: tuple[RosterProblem, ...]
    left_out: tuple[RosterProblem, ...]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]
    blank_rows: int
