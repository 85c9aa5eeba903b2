"""What taking a roster in would do, before anything is done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from models.core.words import Words
from models.member import LeftKind
from models.roster_import import RosterImport
from services.core.bulk import collector_paused
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.hours import LEADERS
from services.roster_import.asking import Answers, AskedKey, AskedWord, Spellings
from services.roster_import.candidates import Question
from services.roster_import.changes import Stored
from services.roster_import.choices import Choices
from services.roster_import.entries import Key, ProblemKind, RosterProblem, RosterRead
from services.roster_import.headers import RosterFileKind
from services.roster_import.matching import RosterMatch, branch_names, match
from services.roster_import.words import FIELD_WORDS, words_of


@dataclass(frozen=True)
class RosterChange:
    """One value that the file would change; numbers of people are masked."""

    person: str
    branch: str
    what: str
    before: str
    after: str


class Fate(Words):
    """What becomes of one person of the file. In a list of trainees, `unchanged` are known to
    the school and `unknown` are not."""

    new = "new", "新增", "blue"
    changed = "changed", "改动", "amber"
    unchanged = "unchanged", "无变化"
    to_decide = "to_decide", "待定", "amber"
    unknown = "unknown", "不在册", "red"
    left_out = "left_out", "不导入", "red"


@dataclass(frozen=True)
class RosterLine:
    """One person of the file. `namesakes` counts those who will have this name, 1 for a name
    of one's own; `row` is the row of `sheet`; `moved_from` the branch they are in now, where
    the file has another."""

    name: str
    sex: str
    branch: str
    born: str
    post: str
    sheet: str
    row: int
    fate: Fate
    namesakes: int
    moved_from: str


@dataclass(frozen=True)
class Somebody:
    """One of those a row may mean, as stored; the phone is masked. A row that means somebody
    who died is left out. `agrees` and `differs` name
    what the row says alike and otherwise."""

    id: UUID
    name: str
    branch: str
    born: str
    joined: str
    phone: str
    out_of_use: bool
    died: bool
    agrees: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class ToDecide:
    """A row of the file about which a person is to say whom it means."""

    key: Key
    name: str
    branch: str
    born: str
    joined: str
    phone: str
    has_identity: bool
    candidates: tuple[Somebody, ...]

    @property
    def is_plain(self) -> bool:
        """True where one person alone is offered, who lives, and nothing differs."""
        first = self.candidates[0]
        return len(self.candidates) == 1 and not first.differs and not first.died


@dataclass(frozen=True)
class Gone:
    """A member in use whom the file of their branch does not list."""

    id: UUID
    name: str
    branch: str
    born: str
    post: str


@dataclass(frozen=True)
class Preview:
    """`people` = new + changed + unchanged + to decide + `waiting` + unknown + those left out.

    `asked` are questions about words, for which `waiting` people stay out; `answers` are those
    that count already, and `read_as` spellings that were taken as a branch of another name.

    `namesakes` of them share their name with somebody else; `untrusted` come in without the
    identity number that the file gives; `moved` of the changed change their branch; `absent`
    are in branches that the file does not cover, and stay. `taken_before`: the same file was
    taken in then (local time) and not undone.
    """

    file_name: str
    kind: RosterFileKind
    people: int
    new: int
    changed: int
    unchanged: int
    moved: int
    unknown: int
    namesakes: int
    untrusted: int
    without_identity: int
    leaders: int
    absent: int
    lines: tuple[RosterLine, ...]
    problems: tuple[RosterProblem, ...]
    left_out: tuple[RosterProblem, ...]
    changes: tuple[RosterChange, ...]
    to_decide: tuple[ToDecide, ...]
    asked: tuple[AskedWord, ...]
    waiting: int
    answers: dict[AskedKey, str]
    read_as: tuple[tuple[str, str], ...]
    gone: tuple[Gone, ...]
    new_branches: tuple[str, ...]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    sheets: tuple[str, ...]
    other_sheets: tuple[str, ...]
    blank_rows: int
    taken_before: datetime | None


def preview_of(session: WorkSession, roster: RosterRead, answers: Answers | None = None) -> Preview:
    """What `operations.take` would do now, with these answers and nothing else chosen."""
    said = Choices(answers=dict(answers or {}))
    with collector_paused():
        plan = match(session, roster, said)
        names = branch_names(session)
        names |= {key: plan.spellings.names.called(key)[1] for key in plan.new_branches}
        lines = _lines(plan, names)
    return Preview(
        file_name=roster.file_name,
        kind=roster.kind,
        people=len(roster.entries),
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        moved=sum(bool(line.moved_from) for line in lines),
        unknown=len(plan.unknown),
        namesakes=sum(line.namesakes > 1 for line in lines),
        untrusted=sum(problem.kind is ProblemKind.identity for problem in roster.problems),
        without_identity=sum(not entry.identity_number for entry in roster.entries),
        leaders=sum(entry.role in LEADERS for entry in roster.entries),
        absent=len(plan.absent),
        lines=lines,
        problems=(*roster.problems, *plan.problems),
        left_out=roster.left_out,
        changes=tuple(_changes(plan, names)),
        to_decide=tuple(_to_decide(question, names, plan.spellings) for question in plan.to_decide),
        asked=plan.asked,
        waiting=len(plan.waiting),
        answers=said.answers,
        read_as=plan.spellings.read_as(),
        gone=tuple(_gone(row, names) for row in plan.gone),
        new_branches=tuple(names[key] for key in plan.new_branches),
        columns=roster.columns,
        ignored=roster.ignored,
        sheets=roster.sheets,
        other_sheets=roster.other_sheets,
        blank_rows=roster.blank_rows,
        taken_before=_taken_before(session, roster),
    )


def _lines(plan: RosterMatch, branches: dict[UUID, str]) -> tuple[RosterLine, ...]:
    """The people of the file in its order, each with what becomes of them."""
    people = [(entry, Fate.new, "") for entry, _ in plan.new]
    for row, entry, changed in plan.changed:
        moved_from = branches.get(row.branch_id, "") if "branch_id" in changed else ""
        people.append((entry, Fate.changed, moved_from))
    people += [(entry, Fate.unchanged, "") for _, entry in plan.unchanged]
    people += [(question.entry, Fate.to_decide, "") for question in plan.to_decide]
    people += [(entry, Fate.to_decide, "") for entry, _ in plan.waiting]
    people += [(entry, Fate.unknown, "") for entry in plan.unknown]
    people += [(entry, Fate.left_out, "") for entry in plan.left_out]
    names = Counter(entry.name for entry, *_ in people)
    names.update(row.name for row in (*plan.absent, *plan.gone))
    short = {name: plan.spellings.short_of(name) for name in {one[0].branch for one in people}}
    people.sort(key=lambda one: (one[0].sheet, one[0].row))
    return tuple(
        RosterLine(
            entry.name,
            entry.known_sex,
            short[entry.branch],
            str(entry.birth or ""),
            entry.post or "党员",
            entry.sheet,
            entry.row,
            fate,
            names[entry.name],
            moved_from,
        )
        for entry, fate, moved_from in people
    )


def _changes(plan: RosterMatch, names: dict[UUID, str]) -> Iterator[RosterChange]:
    for row, entry, changed in plan.changed:
        for field, value in changed.items():
            yield RosterChange(
                entry.name,
                names.get(row.branch_id, ""),
                FIELD_WORDS[field],
                words_of(field, getattr(row, field), names),
                words_of(field, value, names),
            )


def _to_decide(question: Question, names: dict[UUID, str], spelled: Spellings) -> ToDecide:
    entry = question.entry
    return ToDecide(
        key=entry.key,
        name=entry.name,
        branch=spelled.short_of(entry.branch),
        born=str(entry.birth or ""),
        joined=str(entry.joined or ""),
        phone=mask_phone(entry.phone),
        has_identity=bool(entry.identity_number),
        candidates=tuple(
            Somebody(
                id=one.row.id,
                name=one.row.name,
                branch=names.get(one.row.branch_id, ""),
                born=str(one.row.birth or ""),
                joined=str(one.row.joined or ""),
                phone=mask_phone(one.row.phone),
                out_of_use=one.row.retired_at is not None,
                died=one.row.left_kind is LeftKind.died,
                agrees=one.agrees,
                differs=one.differs,
            )
            for one in question.candidates
        ),
    )


def _gone(row: Stored, names: dict[UUID, str]) -> Gone:
    return Gone(
        row.id, row.name, names.get(row.branch_id, ""), str(row.birth or ""), row.post or "党员"
    )


def _taken_before(session: WorkSession, roster: RosterRead) -> datetime | None:
    at = session.scalar(
        select(RosterImport.imported_at)
        .where(RosterImport.file_hash == roster.digest, RosterImport.undone_at.is_(None))
        .order_by(RosterImport.imported_at.desc())
        .limit(1)
    )
    return None if at is None else session.local(at)
