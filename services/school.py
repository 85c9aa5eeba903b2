"""The workspace's own profile; and at the county, its schools and what they handed in."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.exchange import BundleKind, TakenBundle
from models.school import Peer, School
from models.school import WorkspaceKind as WorkspaceKind
from services import report
from services.core.checks import month_span
from services.core.session import WorkSession
from services.core.settings import CUT_OFF_DAY
from services.core.workspace import Profile, check_profile


@dataclass(frozen=True)
class OwnSchool:
    id: UUID
    kind: WorkspaceKind
    name: str
    code: str
    county_name: str
    contact: str
    phone: str


def own(session: WorkSession) -> OwnSchool:
    """Who this workspace is."""
    row = session.require(School, session.owner)
    return OwnSchool(row.id, row.kind, row.name, row.code, row.county_name, row.contact, row.phone)


def change(session: WorkSession, profile: Profile) -> None:
    """Change the profile; its kind and code stay, since numbers were given under them.

    Raises BadInput.
    """
    check_profile(profile)
    row = session.require(School, session.owner)
    row.name, row.county_name = profile.name.strip(), profile.county_name.strip()
    row.contact, row.phone = profile.contact.strip(), profile.phone.strip()
    session.note("school.change", id=str(row.id))


@dataclass(frozen=True)
class SchoolRow:
    """One school in a month, at the county. `period` is empty where nothing was taken in.

    The figures follow from the rows that are here now; what the school reported stays in the
    inbox. `reached` is the share of members who reached their target, such as 71.4%.
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
    state: str
    state_tone: str


@dataclass(frozen=True)
class SchoolMonths:
    """Twelve cells, January first: 准时, 迟交, 待更正, 缺交, 待交, 未到期, 未登记."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CountyFigures:
    """All schools of the county together. `reached` is a percentage such as 71.4%."""

    schools: int
    received: int
    members: int
    classes: int
    lessons: int
    person_times: int
    average: Decimal
    reached: str


ON_TIME, LATE, HELD, MISSING, WAITING, NOT_DUE = "准时", "迟交", "待更正", "缺交", "待交", "未到期"
NOT_YET = "未登记"
TONES = {
    ON_TIME: "green",
    LATE: "amber",
    HELD: "red",
    MISSING: "red",
    WAITING: "grey",
    NOT_DUE: "grey",
    NOT_YET: "grey",
}
"""What a school did about a month, and the tone of its chip."""


@dataclass(frozen=True)
class _HandedIn:
    """One snapshot of a school for a month."""

    sequence: int
    taken_at: datetime
    made_on: date
    held: bool


def due_day(session: WorkSession, year: int, month: int) -> date:
    """The last day for handing a month in; in short months that is the month's last."""
    last = month_span(year, month)[1].day
    return date(year, month, min(CUT_OFF_DAY.get(session), last))


def overview(session: WorkSession, year: int, month: int) -> tuple[SchoolRow, ...]:
    """Every school of the county in one month, by code."""
    period = f"{year:04d}-{month:02d}"
    handed_in, since = _handed_in(session, period, period), _since(session)
    rows = []
    for peer in _schools(session):
        figures = report.figures(session, peer.workspace, year, month)
        files = handed_in.get((peer.workspace, period), [])
        accepted = [file for file in files if not file.held]
        latest = accepted[-1] if accepted else None
        state = _state(session, files, year, month, since.get(peer.workspace, ""))
        reached = report.percent(figures.reached.members_reached, figures.reached.members)
        rows.append(
            SchoolRow(
                id=peer.workspace,
                name=peer.name,
                code=peer.code,
                period=period if latest else "",
                taken_at=latest.taken_at if latest else None,
                sequence=latest.sequence if latest else 0,
                members=figures.reached.members + figures.reached.leaders,
                classes=figures.classes,
                lessons=figures.lessons,
                person_times=figures.person_times,
                average=figures.reached.average,
                reached=report.NOTHING if reached is None else f"{reached}%",
                state=state,
                state_tone=TONES[state],
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


def county_figures(session: WorkSession, year: int, month: int) -> CountyFigures:
    """All schools together, computed from their rows. The average is over their people."""
    schools = _schools(session)
    made = [report.figures(session, peer.workspace, year, month) for peer in schools]
    plain = sum(figures.reached.members for figures in made)
    leaders = sum(figures.reached.leaders for figures in made)
    hours = sum((figures.reached.hours for figures in made), Decimal(0))
    there = report.percent(sum(figures.reached.members_reached for figures in made), plain)
    people = plain + leaders
    return CountyFigures(
        schools=len(schools),
        received=len(schools) - len(missing(session, year, month)),
        members=people,
        classes=sum(figures.classes for figures in made),
        lessons=sum(figures.lessons for figures in made),
        person_times=sum(figures.person_times for figures in made),
        average=(hours / people).quantize(Decimal("0.1")) if people else Decimal(0),
        reached=report.NOTHING if there is None else f"{there}%",
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


def _state(session: WorkSession, files: list[_HandedIn], year: int, month: int, since: str) -> str:
    """Two clocks (exchange.md, across schools): on time is the day on which the school made
    the file; the day on which the county took it in is shown beside it."""
    today, due = session.today(), due_day(session, year, month)
    accepted = [file for file in files if not file.held]
    if accepted:
        return ON_TIME if min(file.made_on for file in accepted) <= due else LATE
    if files:
        return HELD
    if f"{year:04d}-{month:02d}" < since:
        return NOT_YET
    if today > due:
        return MISSING
    return WAITING if (year, month) == (today.year, today.month) else NOT_DUE
