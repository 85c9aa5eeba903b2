"""The county's schools: what each handed in for a month, and the figures of its rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.core.words import Words
from models.exchange import BundleKind, TakenBundle
from models.school import Peer, WorkspaceKind
from services import hours, report, sign_in
from services.core.session import WorkSession


class MonthState(Words):
    """What a school did about a month. `not_yet`: its first file came later, nothing is owed."""

    on_time = "on_time", "准时", "green"
    late = "late", "迟交", "amber"
    held = "held", "待更正", "red"
    missing = "missing", "缺交", "red"
    waiting = "waiting", "待交"
    not_due = "not_due", "未到期"
    not_yet = "not_yet", "未登记"


@dataclass(frozen=True)
class SchoolRow:
    """One school in a month, at the county. `period` is empty where nothing was taken in.

    The figures follow from the rows that are here now; what the school reported stays in the
    inbox. `reached` is the share of members who reached their target, such as 71.4%; the `exempt`
    are left out of it.
    """

    id: UUID
    name: str
    code: str
    period: str
    taken_at: datetime | None
    sequence: int
    members: int
    classes: int
    lessons: int
    person_times: int
    average: Decimal
    reached: str
    exempt: int
    state: MonthState


@dataclass(frozen=True)
class SchoolMonths:
    """A school's year: twelve cells, January first."""

    name: str
    cells: tuple[MonthState, ...]


@dataclass(frozen=True)
class CountyFigures:
    """All schools of the county together. `reached` is a percentage such as 71.4%, from which the
    `exempt` members are left out."""

    schools: int
    received: int
    members: int
    classes: int
    lessons: int
    person_times: int
    average: Decimal
    reached: str
    exempt: int


@dataclass(frozen=True)
class _HandedIn:
    """One snapshot of a school for a month."""

    sequence: int
    taken_at: datetime
    made_on: date
    held: bool


def overview(session: WorkSession, year: int, month: int) -> tuple[SchoolRow, ...]:
    """Every school of the county in one month, by code."""
    period = f"{year:04d}-{month:02d}"
    handed_in, since = _handed_in(session, period, period), _since(session)
    rows = []
    for peer in _schools(session):
        figures = sign_in.month_counts(session, peer.workspace, year, month)
        by_now = hours.by_month_end(session, peer.workspace, year, month)
        files = handed_in.get((peer.workspace, period), [])
        accepted = [file for file in files if not file.held]
        latest = accepted[-1] if accepted else None
        state = _state(session, files, year, month, since.get(peer.workspace, ""))
        reached = report.percent(by_now.members_reached, by_now.members_owing)
        rows.append(
            SchoolRow(
                id=peer.workspace,
                name=peer.name,
                code=peer.code,
                period=period if latest else "",
                taken_at=latest.taken_at if latest else None,
                sequence=latest.sequence if latest else 0,
                members=by_now.members + by_now.leaders,
                classes=figures.classes,
                lessons=figures.lessons,
                person_times=figures.person_times,
                average=by_now.average,
                reached=report.NOTHING if reached is None else f"{reached}%",
                exempt=by_now.members_exempt,
                state=state,
            )
        )
    return tuple(rows)


def months(session: WorkSession, year: int) -> tuple[SchoolMonths, ...]:
    """Schools × months: what each did about each month of a year."""
    handed_in = _handed_in(session, f"{year:04d}-01", f"{year:04d}-12")
    since = _since(session)
    return tuple(
        SchoolMonths(
            peer.name,
            tuple(
                _state(
                    session,
                    handed_in.get((peer.workspace, f"{year:04d}-{month:02d}"), []),
                    year,
                    month,
                    since.get(peer.workspace, ""),
                )
                for month in range(1, 13)
            ),
        )
        for peer in _schools(session)
    )


def figures(session: WorkSession, year: int, month: int) -> CountyFigures:
    """All schools together, computed from their rows. The average is over their people of whom
    hours are demanded."""
    schools = _schools(session)
    made = [sign_in.month_counts(session, peer.workspace, year, month) for peer in schools]
    reached = [hours.by_month_end(session, peer.workspace, year, month) for peer in schools]
    plain, leaders = sum(one.members for one in reached), sum(one.leaders for one in reached)
    earned = sum((one.hours for one in reached), Decimal(0))
    there = report.percent(
        sum(one.members_reached for one in reached), sum(one.members_owing for one in reached)
    )
    owing = sum(one.members_owing + one.leaders_owing for one in reached)
    people = plain + leaders
    return CountyFigures(
        schools=len(schools),
        received=len(schools) - len(missing(session, year, month)),
        members=people,
        classes=sum(one.classes for one in made),
        lessons=sum(one.lessons for one in made),
        person_times=sum(one.person_times for one in made),
        average=(earned / owing).quantize(Decimal("0.1")) if owing else Decimal(0),
        reached=report.NOTHING if there is None else f"{there}%",
        exempt=sum(one.members_exempt for one in reached),
    )


def missing(session: WorkSession, year: int, month: int) -> tuple[str, ...]:
    """The names of the schools whose snapshot of a month was not accepted, by code; a school
    whose first file came later owes nothing."""
    period = f"{year:04d}-{month:02d}"
    handed_in, since = _handed_in(session, period, period), _since(session)
    return tuple(
        peer.name
        for peer in _schools(session)
        if since.get(peer.workspace, "") <= period
        and all(file.held for file in handed_in.get((peer.workspace, period), []))
    )


def _schools(session: WorkSession) -> list[Peer]:
    rows = select(Peer).where(Peer.kind == WorkspaceKind.school).order_by(Peer.code)
    return list(session.scalars(rows))


def _handed_in(
    session: WorkSession, first: str, last: str
) -> dict[tuple[UUID, str], list[_HandedIn]]:
    """By school and period, the snapshots in the order in which they were made."""
    rows = session.execute(
        select(
            TakenBundle.sender,
            TakenBundle.period,
            TakenBundle.sequence,
            TakenBundle.taken_at,
            TakenBundle.manifest["made_on"].as_string(),
            TakenBundle.held_for,
        )
        .where(
            TakenBundle.kind == BundleKind.snapshot,
            TakenBundle.period.between(first, last),
        )
        .order_by(TakenBundle.epoch, TakenBundle.sequence)
    )
    found: dict[tuple[UUID, str], list[_HandedIn]] = {}
    for sender, period, sequence, taken_at, made_on, held_for in rows:
        file = _HandedIn(sequence, taken_at, date.fromisoformat(made_on), bool(held_for))
        found.setdefault((sender, period), []).append(file)
    return found


def _since(session: WorkSession) -> dict[UUID, str]:
    """The month in which each school's first file came: before it nothing was expected."""
    rows = session.execute(
        select(TakenBundle.sender, func.min(TakenBundle.taken_at)).group_by(TakenBundle.sender)
    )
    return {sender: f"{session.local(first):%Y-%m}" for sender, first in rows}


def _state(
    session: WorkSession, files: list[_HandedIn], year: int, month: int, since: str
) -> MonthState:
    """Two clocks (exchange.md, across schools): on time is the day on which the school made
    the file; the day on which the county took it in is shown beside it."""
    today, due = session.today(), report.due_day(session, year, month)
    accepted = [file for file in files if not file.held]
    if accepted:
        in_time = min(file.made_on for file in accepted) <= due
        return MonthState.on_time if in_time else MonthState.late
    if files:
        return MonthState.held
    if f"{year:04d}-{month:02d}" < since:
        return MonthState.not_yet
    if today > due:
        return MonthState.missing
    return MonthState.waiting if (year, month) == (today.year, today.month) else MonthState.not_due
