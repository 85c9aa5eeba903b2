"""Who this workspace is: its own profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.school import Peer, School
from models.school import WorkspaceKind as WorkspaceKind
from services.core import settings
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.core.workspace import Profile, check_profile

UNDO = "school.undo"
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


FEATURE = Feature("school", "学校", tables=(Table(School, "学校"),), things=things)
