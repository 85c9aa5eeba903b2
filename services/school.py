"""The workspace's own profile."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.school import School
from models.school import WorkspaceKind as WorkspaceKind
from services.core.session import WorkSession
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
    """One school in a month, at the county. `period` is empty where nothing was taken in."""

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
    """Twelve cells, January first: 准时, 迟交, 待更正, 缺交, 未到期."""

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


def overview(session: WorkSession, year: int, month: int) -> tuple[SchoolRow, ...]:
    raise NotImplementedError


def months(session: WorkSession, year: int) -> tuple[SchoolMonths, ...]:
    raise NotImplementedError


def county_figures(session: WorkSession, year: int, month: int) -> CountyFigures:
    raise NotImplementedError
