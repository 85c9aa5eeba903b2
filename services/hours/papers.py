"""What the papers of hours say: one person's year, a branch's people, the seven basic tasks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.course import Task, Tier
from models.hours import HoursRecord, HoursRecordKind
from models.member import Member
from models.school import School
from models.sign_in import ATTENDED, SignIn
from models.training_class import Lesson
from services.core import settings
from services.core.bulk import in_parts
from services.core.checks import year_span
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.hours.ledger import LedgerGroup, LedgerRow, by_branch, ledger
from services.hours.lists import HoursLine, for_member
from services.hours.overlaps import blocked, maybe_counted_twice
from services.hours.rules import counting, worth


@dataclass(frozen=True)
class RecordPaper:
    """One member's yearly record (学时证明); `lines` in the order of their days."""

    school: str
    year: int
    row: LedgerRow
    branch_name: str
    lines: tuple[HoursLine, ...]
    issued_on: date


@dataclass(frozen=True)
class BranchPaper:
    """Everybody of one branch who counts, with the branch's own figures."""

    school: str
    year: int
    branch_name: str
    rows: tuple[LedgerRow, ...]
    group: LedgerGroup
    made_on: date


@dataclass(frozen=True)
class TaskRow:
    """One of the seven basic tasks: `tiers` has (lessons, person-times, hours) of each tier;
    `online` are hours of online study for the task; `people` whom its lessons taught."""

    task: Task
    tiers: dict[Tier, tuple[int, int, Decimal]]
    online: Decimal
    people: int

    @property
    def lessons(self) -> int:
        return sum(lessons for lessons, _, _ in self.tiers.values())

    @property
    def person_times(self) -> int:
        return sum(times for _, times, _ in self.tiers.values())

    @property
    def hours(self) -> Decimal:
        return sum((worth for _, _, worth in self.tiers.values()), self.online)


@dataclass(frozen=True)
class TaskPaper:
    """A year by task. `other` are hours of no task: corrections, and online study without one;
    with them the hours add up to the year's."""

    school: str
    year: int
    rows: tuple[TaskRow, ...]
    other: Decimal
    made_on: date

    @property
    def covered(self) -> int:
        return sum(row.lessons > 0 for row in self.rows)

    @property
    def hours(self) -> Decimal:
        return sum((row.hours for row in self.rows), self.other)


def record_paper(session: WorkSession, member_id: UUID, year: int) -> RecordPaper:
    """Raises NotFound for somebody who is neither in use nor earned anything that year."""
    member = session.require(Member, member_id)
    rows = ledger(session, session.owner, year).rows
    row = next((one for one in rows if one.id == member_id), None)
    if row is None:
        raise NotFound("这个人已不在册，这一年也没有学时。")
    return RecordPaper(
        school=_school(session),
        year=year,
        row=row,
        branch_name=session.require(Branch, member.branch_id).name,
        lines=tuple(reversed(for_member(session, member_id, year))),
        issued_on=session.today(),
    )


def branch_paper(session: WorkSession, branch_id: UUID, year: int) -> BranchPaper:
    """Raises NotFound for a branch in which nobody counts."""
    branch = session.require(Branch, branch_id)
    everybody = ledger(session, session.owner, year).rows
    rows = tuple(row for row in everybody if row.branch_id == branch_id and row.counted)
    if not rows:
        raise NotFound("这个支部没有在册的党员，没有可打印的。")
    (group,) = by_branch(rows)
    return BranchPaper(_school(session), year, branch.name, rows, group, session.today())


def task_paper(session: WorkSession, year: int) -> TaskPaper:
    """The year's lessons, person-times and hours by basic task and tier, overlaps left out."""
    span, here = year_span(year), SignIn.status.in_(ATTENDED)
    counted = counting(session.owner, span)
    found: dict[tuple[Task, Tier], list[int]] = {}
    for task, tier, lessons, times, halves in session.execute(
        select(
            Lesson.task,
            Lesson.tier,
            func.count(SignIn.lesson_id.distinct()),
            func.count(),
            func.sum(worth(session, year)),
        )
        .select_from(SignIn)
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .where(*counted, here)
        .group_by(Lesson.task, Lesson.tier)
    ):
        found[task, tier] = [lessons, times, halves]
    for (task, tier), halves in _lost(session, year):
        found[task, tier][2] -= halves
    people = {
        task: count
        for task, count in session.execute(
            select(Lesson.task, func.count(SignIn.member_id.distinct()))
            .select_from(SignIn)
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(*counted, here)
            .group_by(Lesson.task)
        )
    }
    beside = _records_by_task(session, year)
    rows = tuple(
        TaskRow(
            task=task,
            tiers={
                tier: (lessons, times, Decimal(halves) / 2)
                for (of, tier), (lessons, times, halves) in sorted(found.items())
                if of is task
            },
            online=beside.get(task, Decimal(0)),
            people=people.get(task, 0),
        )
        for task in Task
    )
    return TaskPaper(_school(session), year, rows, beside.get(None, Decimal(0)), session.today())


def _school(session: WorkSession) -> str:
    return session.require(School, session.owner).name


def _lost(session: WorkSession, year: int) -> list[tuple[tuple[Task, Tier], int]]:
    """What overlaps take away, by task and tier."""
    span = year_span(year)
    twice = maybe_counted_twice(session, session.owner, span)
    lost = {line.id: line.halves for line in blocked(session, session.owner, span, twice)}
    rows = [
        row
        for some in in_parts(list(lost))
        for row in session.execute(
            select(SignIn.id, Lesson.task, Lesson.tier)
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(SignIn.id.in_(some))
        )
    ]
    return [((task, tier), lost[key]) for key, task, tier in rows]


def _records_by_task(session: WorkSession, year: int) -> dict[Task | None, Decimal]:
    """Online study up to each member's cap, in the order of its days, and corrections."""
    rows = session.execute(
        select(HoursRecord.member_id, HoursRecord.kind, HoursRecord.task, HoursRecord.hours)
        .where(
            HoursRecord.owner == session.owner,
            HoursRecord.undone_at.is_(None),
            HoursRecord.on_day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(
            HoursRecord.member_id,
            HoursRecord.on_day,
            HoursRecord.created_at,
            HoursRecord.id,
        )
    )
    cap = Decimal(settings.ONLINE_CAP.get(session, year))
    found: dict[Task | None, Decimal] = {}
    for _, of in groupby(rows, key=lambda row: row[0]):
        left = cap
        for _, kind, task, worth_ in of:
            counted = min(worth_, left) if kind is HoursRecordKind.online else worth_
            left -= counted if kind is HoursRecordKind.online else 0
            found[task] = found.get(task, Decimal(0)) + counted
    return found
