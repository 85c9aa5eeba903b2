"""Who of a file is whom of the workspace: by identity number; else only where nothing differs.

Wherever something differs and no identity number decides, the row is left to a person.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import LeftKind, Member, MemberKind, Role
from services import branch
from services.core.session import WorkSession
from services.core.text import bare_name, has_lost, is_near_name
from services.roster_import import memory
from services.roster_import.asking import (
    LEFT_OUT,
    Answers,
    AskedKey,
    AskedKind,
    AskedWord,
    Spellings,
    questions,
    understand_spellings,
)
from services.roster_import.candidates import Question, candidates_for
from services.roster_import.changes import Stored, changes, is_copy
from services.roster_import.choices import Choices
from services.roster_import.contradictions import contradictions
from services.roster_import.entries import ProblemKind, RosterEntry, RosterProblem, RosterRead
from services.roster_import.headers import RosterFileKind


@dataclass
class RosterMatch:
    """What taking a roster in would do. `new_branches` maps ids to names as the file has them.

    `gone` are in a branch that the file covers but not in the file; `absent` in another.
    `unknown` are people of a list of trainees who are no members. `waiting` are the people of
    the open questions of `asked`; `left_out` stay out by an answer.
    """

    spellings: Spellings
    new: list[tuple[RosterEntry, UUID]] = field(default_factory=list)
    changed: list[tuple[Stored, RosterEntry, dict[str, Any]]] = field(default_factory=list)
    unchanged: list[tuple[Stored, RosterEntry]] = field(default_factory=list)
    to_decide: list[Question] = field(default_factory=list)
    unknown: list[RosterEntry] = field(default_factory=list)
    waiting: list[tuple[RosterEntry, AskedKey]] = field(default_factory=list)
    asked: tuple[AskedWord, ...] = ()
    left_out: list[RosterEntry] = field(default_factory=list)
    new_branches: dict[UUID, str] = field(default_factory=dict)
    branches: set[UUID] = field(default_factory=set)
    gone: list[Stored] = field(default_factory=list)
    absent: list[Stored] = field(default_factory=list)
    problems: list[RosterProblem] = field(default_factory=list)


def match(session: WorkSession, roster: RosterRead, choices: Choices | None = None) -> RosterMatch:
    """Read what is stored and decide for each entry; writes nothing."""
    stored = _stored(session)
    if roster.kind is RosterFileKind.trainees:
        return _compared(session, roster, stored)
    choices = choices or Choices()
    answers = {**memory.known_spellings(session, roster.layouts), **choices.answers}
    plan = RosterMatch(understand_spellings(session, roster.entries, answers))
    entries = _asked(roster, plan, answers, choices.answers)
    branches = plan.spellings.found
    taken: set[UUID] = set()
    rest = _by_identity(plan, entries, stored, taken, choices)
    free = _by_name((row for row in stored if row.id not in taken), rest)
    rest = _unchanged(plan, rest, branches, free, taken)
    free = _by_name((row for row in stored if row.id not in taken), rest)
    _decided(plan, rest, branches, free, taken, choices)
    meant = {one.row.id for question in plan.to_decide for one in question.candidates}
    meant |= _waited_for(plan, stored)
    plan.problems += contradictions(roster.entries, session.today())
    for row in stored:
        if row.id not in taken and row.id not in meant and _in_use(row):
            (plan.gone if row.branch_id in plan.branches else plan.absent).append(row)
    return plan


def _stored(session: WorkSession) -> list[Stored]:
    columns = [getattr(Member, name) for name in Stored._fields]
    rows = session.execute(select(*columns).where(Member.owner == session.owner))
    return [Stored(*row) for row in rows]


def _in_use(row: Stored) -> bool:
    return row.retired_at is None and row.kind is not MemberKind.guest


def _asked(
    roster: RosterRead, plan: RosterMatch, answers: Answers, said_now: Answers
) -> list[RosterEntry]:
    """The entries about which nothing is open, as they were answered; the others wait."""
    spellings = plan.spellings
    plan.new_branches = spellings.new
    plan.branches = set(spellings.found.values())
    entries = []
    answered: list[tuple[RosterEntry, AskedKey]] = []
    for entry in roster.entries:
        if said_now:
            answered += [(entry, key) for key in _keys(entry) if key in said_now]
        standing = answers.get((AskedKind.standing, entry.standing)) if entry.standing else None
        if entry.branch in spellings.left_out:
            _leave_out(plan, entry, f"党支部“{entry.branch}”定为不导入")
        elif standing == LEFT_OUT:
            _leave_out(plan, entry, f"“{entry.standing}”定为不导入")
        elif entry.branch in spellings.asked:
            plan.waiting.append((entry, (AskedKind.branch, entry.branch)))
        elif entry.standing and standing is None:
            plan.waiting.append((entry, (AskedKind.standing, entry.standing)))
        else:
            entries.append(entry._replace(kind=MemberKind(standing)) if standing else entry)
    plan.asked = questions(spellings, (*plan.waiting, *answered))
    plan.problems += [_open(one) for one in plan.asked if one.key not in said_now]
    return entries


def _keys(entry: RosterEntry) -> tuple[AskedKey, AskedKey]:
    """What may be asked about an entry."""
    return (AskedKind.branch, entry.branch), (AskedKind.standing, entry.standing)


def _leave_out(plan: RosterMatch, entry: RosterEntry, reason: str) -> None:
    plan.left_out.append(entry)
    plan.problems.append(_left_out(entry, f"{reason}，这一行没有导入"))


def _open(question: AskedWord) -> RosterProblem:
    person = "、".join(question.people)
    place = f"第{question.row}行"
    return RosterProblem(
        ProblemKind.person, question.sheet, place, person, question.word, question.reason
    )


def _waited_for(plan: RosterMatch, stored: Iterable[Stored]) -> set[UUID]:
    """Who may be meant by the rows that wait or were left out: not missing from the file."""
    rows = [*(entry for entry, _ in plan.waiting), *plan.left_out]
    numbers = {entry.identity_number for entry in rows} - {""}
    names = {bare_name(entry.name) for entry in rows}
    return {
        row.id for row in stored if bare_name(row.name) in names or row.identity_number in numbers
    }


def _by_identity(
    plan: RosterMatch,
    entries: Iterable[RosterEntry],
    stored: list[Stored],
    taken: set[UUID],
    choices: Choices,
) -> list[RosterEntry]:
    """Match by trusted identity number. Returns the entries that none decides.

    A number beside a name that is not at all like the one that is stored decides nothing: a column
    that slipped by a row would give everybody another's name. A person says who it is; somebody
    new comes in without the number.
    """
    by_id = {row.id: row for row in stored}
    branches, names = plan.spellings.found, plan.spellings.names
    by_identity = {row.identity_number: row for row in stored if row.identity_number}
    rest = []
    for entry in entries:
        known = by_identity.get(entry.identity_number) if entry.identity_number else None
        if known is None:
            rest.append(entry)
            continue
        while known.merged_into_id is not None:  # the number stays with the record put away
            known, entry = by_id[known.merged_into_id], entry._replace(identity_number="")
        if known.id in taken:
            plan.problems.append(_left_out(entry, "与文件里的另一行是同一个人，这一行没有导入"))
        elif _is_another(entry, known) and choices.who.get(entry.key) != known.id:
            reason = f"这个身份证号在教务台里是{known.name}的，姓名不同，请核对"
            plan.problems.append(_told(entry, ProblemKind.identity, reason))
            if entry.key in choices.who:
                rest.append(entry._replace(identity_number=""))
            else:
                (meant,) = candidates_for(entry, branches[entry.branch], [known], by_number=True)
                plan.to_decide.append(Question(entry, branches[entry.branch], (meant,)))
        else:
            taken.add(known.id)
            branch_id = branches[entry.branch]
            if branch_id != known.branch_id and names.is_spelling_of(entry.branch, known.branch_id):
                branch_id = known.branch_id  # nobody moves because of a spelling
            _put(plan, known, entry, branch_id)
    return rest


def _is_another(entry: RosterEntry, known: Stored) -> bool:
    return not has_lost(entry.name) and not is_near_name(entry.name, known.name)


def _by_name(rows: Iterable[Stored], entries: Iterable[RosterEntry]) -> dict[str, list[Stored]]:
    """Those who may be meant by a name: not who was merged into another, or is a guest. Who
    died is among them: a list without their number would otherwise bring them in anew."""
    found: dict[str, list[Stored]] = {bare_name(entry.name): [] for entry in entries}
    for row in rows:
        name = bare_name(row.name)
        if name in found and row.merged_into_id is None and row.kind is not MemberKind.guest:
            found[name].append(row)
    return found


def _unchanged(
    plan: RosterMatch,
    entries: list[RosterEntry],
    branches: dict[str, UUID],
    free: dict[str, list[Stored]],
    taken: set[UUID],
) -> list[RosterEntry]:
    """Take out the rows that say nothing new, so that a file taken in twice changes nothing.

    First those that are word for word what is stored, then those that say nothing new of
    exactly one person of that name and branch.
    """
    for exactly in (is_copy, None):
        left = []
        for entry in entries:
            branch_id = branches[entry.branch]
            fits = [
                row
                for row in free[bare_name(entry.name)]
                if row.id not in taken
                and row.branch_id == branch_id
                and not (entry.identity_number and row.identity_number)
                and not changes(entry, row, branch_id)
                and (exactly is None or exactly(entry, row))
            ]
            if not fits or (exactly is None and len(fits) > 1):
                left.append(entry)
                continue
            taken.add(fits[0].id)
            plan.unchanged.append((fits[0], entry))
        entries = left
    return entries


def _decided(
    plan: RosterMatch,
    entries: list[RosterEntry],
    branches: dict[str, UUID],
    free: dict[str, list[Stored]],
    taken: set[UUID],
    choices: Choices,
) -> None:
    """The rest: new where nobody can be meant, as the person said where they did, else open."""
    for entry in entries:
        branch_id = branches[entry.branch]
        offered = (
            candidates_for(entry, branch_id, free[bare_name(entry.name)])
            if free[bare_name(entry.name)]
            else ()
        )
        if not offered or (entry.key in choices.who and choices.who[entry.key] is None):
            plan.new.append((entry, branch_id))
            if any(_is_alike(entry, branch_id, row) for row in free[bare_name(entry.name)]):
                plan.problems.append(_told(entry, ProblemKind.told, ALIKE))
            continue
        wanted = choices.who.get(entry.key)
        known = next((one.row for one in offered if one.row.id == wanted), None)
        if known is None or known.id in taken:
            plan.to_decide.append(Question(entry, branch_id, offered))
        else:
            taken.add(known.id)
            _put(plan, known, entry, branch_id)


ALIKE = "同一支部已有同名、同年月出生的人，身份证号不同，作为新的人导入，请核对是不是一个人"


def _is_alike(entry: RosterEntry, branch_id: UUID, row: Stored) -> bool:
    """Of two numbers one may be wrong: somebody of that name, branch and month of birth."""
    return bool(
        entry.identity_number
        and row.identity_number
        and row.branch_id == branch_id
        and entry.birth is not None
        and row.birth is not None
        and (entry.birth.year, entry.birth.month) == (row.birth.year, row.birth.month)
    )


def _compared(session: WorkSession, roster: RosterRead, stored: list[Stored]) -> RosterMatch:
    """A list of trainees beside the members: who is known by name and branch, and who is not.

    Such lists say branches as people do, so that any branch that is called so is meant.
    """
    plan = RosterMatch(spellings=Spellings(branch.Names(session)))
    names = plan.spellings.names
    free = _by_name((row for row in stored if _in_use(row)), roster.entries)
    for entry in roster.entries:
        meant = [
            row
            for row in free[bare_name(entry.name)]
            if names.is_spelling_of(entry.branch, row.branch_id)
        ]
        if not meant:
            plan.unknown.append(entry)
            plan.problems.append(_not_known(entry, elsewhere=bool(free[bare_name(entry.name)])))
        elif len(meant) == 1:
            plan.unchanged.append((meant[0], entry))
        else:
            branch_id = meant[0].branch_id
            offered = candidates_for(entry, branch_id, meant)
            plan.to_decide.append(Question(entry, branch_id, offered))
    return plan


def _put(plan: RosterMatch, row: Stored, entry: RosterEntry, branch_id: UUID) -> None:
    """The entry means this member; no list brings back who died."""
    if row.left_kind is LeftKind.died:
        plan.problems.append(_left_out(entry, "教务台里记为已去世，没有改动，请核实"))
    elif changed := changes(entry, row, branch_id):
        plan.changed.append((row, entry, changed))
        plan.problems += [_told(entry, ProblemKind.told, why) for why in _to_heed(row, changed)]
    else:
        plan.unchanged.append((row, entry))


def _to_heed(row: Stored, changed: Mapping[str, Any]) -> Iterator[str]:
    """What a file changes and a person may not have meant."""
    if "name" in changed:
        yield f"教务台里叫{row.name}，改成文件里的姓名，请核对"
    if "retired_at" in changed:
        left = row.left_kind.word if row.left_kind is not None else "停用"
        where = f"到{row.left_to}" if row.left_to else ""
        yield f"教务台里记为{left}{where}，文件里又有，导入后重新在册，请核对"
    if (
        row.role is not Role.member
        and changed.get("role") is Role.member
        and not changed.get("post")
    ):
        yield f"职务空着，原来是{row.post or row.role.word}，导入后不再是，请核对"


def _told(entry: RosterEntry, kind: ProblemKind, reason: str) -> RosterProblem:
    return RosterProblem(kind, entry.sheet, entry.identity_cell, entry.name, "", reason)


def _left_out(entry: RosterEntry, reason: str) -> RosterProblem:
    return RosterProblem(ProblemKind.row, entry.sheet, entry.identity_cell, entry.name, "", reason)


def _not_known(entry: RosterEntry, *, elsewhere: bool) -> RosterProblem:
    reason = "这个党支部没有这个人，别的支部有同名的人" if elsewhere else "学员名单里没有这个人"
    return RosterProblem(
        ProblemKind.row, entry.sheet, f"第{entry.row}行", entry.name, entry.branch, reason
    )


def branch_names(session: WorkSession) -> dict[UUID, str]:
    """Short names of all branches, for telling what changes."""
    rows = session.execute(
        select(Branch.id, Branch.short_name).where(Branch.owner == session.owner)
    )
    return {key: name for key, name in rows}
