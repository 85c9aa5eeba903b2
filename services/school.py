"""Who this workspace is: its own profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.school import Peer, School
from models.school import WorkspaceKind as WorkspaceKind
from services.core import settings
from services.core.door import Door
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.core.workspace import Profile, check_profile

UNDO = "school.undo"
TARGETS = (settings.TARGET_MEMBER, settings.TARGET_LEADER)
KIND = FindingKind("学校", "blue", urgency=40)


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


def change(session: WorkSession, profile: Profile) -> Undo:
    """Change the profile; its kind and code stay, since numbers were given under them.

    Raises BadInput.
    """
    check_profile(profile)
    row = session.require(School, session.owner)
    before = Before(session)
    before.keep(row)
    row.name, row.county_name = profile.name.strip(), profile.county_name.strip()
    row.contact, row.phone = profile.contact.strip(), profile.phone.strip()
    session.note("school.change", id=str(row.id))
    return before.undo("修改单位资料", UNDO)


def save(
    session: WorkSession, profile: Profile | None, typed: Mapping[str, str], year: int
) -> Undo:
    """The profile, unless None, and the settings that were typed, together or neither.

    Raises BadInput.
    """
    undone: list[Undo] = []
    if typed:
        undone.append(settings.change(session, typed, year))
    if profile is not None:
        undone.append(change(session, profile))
    session.note("school.save", settings=len(typed), profile=profile is not None)

    def act(later: WorkSession) -> None:
        for undo in undone:
            undo.act(later)
        later.note(UNDO)

    return Undo("，".join(undo.words for undo in undone), UNDO, act)


def has_targets(session: WorkSession, year: int) -> bool:
    """Whether the targets of this very year were said. One alone may be there since a correction
    of the year before put it down."""
    return all(one.key_of(year) in one.stored(session) for one in TARGETS)


def keep_targets(session: WorkSession, year: int) -> Undo:
    """A verb: a year's targets are those that it has from the year before, and stay so."""
    typed = {one.key: str(one.get(session, year)) for one in TARGETS}
    changed = settings.change(session, typed, year)
    session.note("school.keep_targets", year=year)

    def act(later: WorkSession) -> None:
        changed.act(later)
        later.note(UNDO)

    return Undo(f"沿用 {year} 年的学时要求", UNDO, act)


def new_year(session: WorkSession) -> Door:
    """Done once this year's targets were said, be it that they stay."""
    year = session.today().year
    member, leader = (one.get(session, year) for one in TARGETS)
    return Door(
        words=f"{year} 年学时要求",
        note=f"现在是党员 {member}、书记委员 {leader}；照旧也点一下",
        done=has_targets(session, year),
        action="去核对",
        page="settings",
        order=30,
    )


def things(session: WorkSession) -> list[Thing]:
    """At the county, the schools that it exchanges with; a school knows no other."""
    schools = session.execute(
        select(Peer.workspace, Peer.name, Peer.code)
        .where(Peer.kind == WorkspaceKind.school)
        .order_by(Peer.code)
    )
    return [
        Thing(KIND, name, code, "county", workspace, keys(name, code))
        for workspace, name, code in schools
    ]


FEATURE = Feature(
    "school", "学校", tables=(Table(School, "学校"),), new_year=(new_year,), things=things
)
