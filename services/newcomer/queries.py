"""Who is new, and by which day the first training is due: newly appointed secretaries within half
a year, members once while they are probationary and once within a year of becoming full
(domain.md, rules with a source). From the dates that are there; what is missing is counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import String, select, type_coerce

from models.branch import Branch
from models.core.types import PartialDate
from models.core.words import Words
from models.hours import HoursRecord
from models.member import Member, MemberKind, Role
from models.sign_in import ATTENDED, SignIn
from models.training_class import Lesson
from services.core.bulk import in_parts
from services.core.days import add_months, last_of_month
from services.core.session import WorkSession
from services.exemption import exempt_in

SECRETARY_MONTHS, MEMBER_MONTHS = 6, 12
SOON_DAYS = 30
RECENT_YEARS = 2
"""Who joined before that has been full for more than a year."""


class NewKind(Words):
    secretary = "secretary", "新任书记"
    probationary = "probationary", "预备党员"
    full = "full", "新转正党员"


class NewState(Words):
    """`late`: the day has passed without a training; `done_late`: it came after the day."""

    done = "done", "已培训", "green"
    done_late = "done_late", "过期才培训", "amber"
    waiting = "waiting", "还没培训", "blue"
    soon = "soon", "快到期", "amber"
    late = "late", "已过期", "red"


@dataclass(frozen=True)
class NewcomerRow:
    """Somebody in one of the three ways in which one is new. `since` as precise as it is known;
    `due` is counted from the last day that it may mean. `trained_on` is the first day of training
    since then, None where there is none."""

    id: tuple[UUID, str]
    member_id: UUID
    name: str
    pinyin: str
    branch: str
    kind: NewKind
    since: str
    due: date
    trained_on: date | None
    state: NewState


@dataclass(frozen=True)
class Newcomers:
    """`undated_secretaries` and `undated_members` have no date to count from."""

    rows: tuple[NewcomerRow, ...]
    undated_secretaries: int
    undated_members: int


def newcomers(session: WorkSession) -> Newcomers:
    """Of the members in use who are not exempt this year: those whose day is in this year or to
    come, and of former years those who are still late; the earliest day first."""
    today = session.today()
    exempt = exempt_in(session, session.owner, today.year)
    people = [
        one
        for one in session.execute(
            select(Member, Branch.short_name)
            .join(Branch, Branch.id == Member.branch_id)
            .where(
                Member.owner == session.owner,
                Member.retired_at.is_(None),
                Member.kind != MemberKind.guest,
                (Member.role == Role.secretary)
                | (Member.kind == MemberKind.probationary)
                | Member.became_full.is_not(None)
                | (type_coerce(Member.joined, String) >= str(today.year - RECENT_YEARS)),
            )
        )
        if one[0].id.bytes not in exempt
    ]
    found = [
        (member, branch, kind, since, due)
        for member, branch in people
        for kind, since, due in _ways(member)
        if due >= date(today.year - 1, 1, 1)
    ]
    days = _training_days(session, {member.id for member, *_ in found})
    rows = [
        _row(member, branch, kind, since, due, days.get(member.id, ()), today)
        for member, branch, kind, since, due in found
    ]
    this_year = date(today.year, 1, 1)
    kept = [row for row in rows if row.due >= this_year or row.state is NewState.late]
    members = [member for member, _ in people]
    return Newcomers(
        tuple(sorted(kept, key=lambda row: (row.due, row.branch, row.pinyin, row.id))),
        sum(one.role is Role.secretary and one.role_since is None for one in members),
        sum(_lacks_a_date(one, today.year) for one in members),
    )


def _ways(member: Member) -> Iterable[tuple[NewKind, PartialDate, date]]:
    """In which ways somebody is or was new, since when, and by which day training is due."""
    if member.role is Role.secretary and member.role_since is not None:
        since = member.role_since
        yield NewKind.secretary, since, add_months(last_day(since), SECRETARY_MONTHS)
    if member.kind is MemberKind.probationary and member.joined is not None:
        ends = member.became_full or member.joined
        months = 0 if member.became_full is not None else MEMBER_MONTHS
        yield NewKind.probationary, member.joined, add_months(last_day(ends), months)
    if member.kind is MemberKind.full and member.became_full is not None:
        since = member.became_full
        yield NewKind.full, since, add_months(last_day(since), MEMBER_MONTHS)


def _lacks_a_date(member: Member, year: int) -> bool:
    """A probationary member without a day of joining; one who joined lately, is full, and nobody
    knows since when."""
    if member.kind is MemberKind.probationary:
        return member.joined is None
    recent = member.joined is not None and member.joined.year >= year - RECENT_YEARS
    return recent and member.became_full is None


def last_day(day: PartialDate) -> date:
    """The last day that it may mean."""
    if day.day:
        return date(day.year, day.month, day.day)
    return last_of_month(day.year, day.month or 12)


def _training_days(session: WorkSession, members: set[UUID]) -> dict[UUID, tuple[date, ...]]:
    """The days on which each was taught in a lesson or in a training elsewhere."""
    found: dict[UUID, set[date]] = {}
    now = datetime.combine(session.today(), time.max)
    for some in in_parts(sorted(members)):
        taught = session.execute(
            select(SignIn.member_id, Lesson.starts_at)
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(
                SignIn.member_id.in_(some),
                SignIn.undone_at.is_(None),
                SignIn.status.in_(ATTENDED),
                Lesson.cancelled_at.is_(None),
                Lesson.starts_at <= now,
            )
        )
        for member, starts_at in taught:
            found.setdefault(member, set()).add(starts_at.date())
        elsewhere = session.execute(
            select(HoursRecord.member_id, HoursRecord.on_day).where(
                HoursRecord.member_id.in_(some),
                HoursRecord.undone_at.is_(None),
                HoursRecord.collective.is_(True),
            )
        )
        for member, on_day in elsewhere:
            found.setdefault(member, set()).add(on_day)
    return {member: tuple(sorted(days)) for member, days in found.items()}


def _row(
    member: Member,
    branch: str,
    kind: NewKind,
    since: PartialDate,
    due: date,
    days: Iterable[date],
    today: date,
) -> NewcomerRow:
    # Of a date known to its month, what lies in that month may be before it.
    trained = next((day for day in days if last_day(since) <= day), None)
    return NewcomerRow(
        id=(member.id, kind.value),
        member_id=member.id,
        name=member.name,
        pinyin=member.pinyin,
        branch=branch,
        kind=kind,
        since=str(since),
        due=due,
        trained_on=trained,
        state=_state(trained, due, today),
    )


def _state(trained: date | None, due: date, today: date) -> NewState:
    if trained is not None:
        return NewState.done if trained <= due else NewState.done_late
    if due < today:
        return NewState.late
    return NewState.soon if (due - today).days <= SOON_DAYS else NewState.waiting
