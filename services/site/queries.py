"""What pages and papers show of sites and rooms."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, select

from models.site import Room, Site
from models.site import SiteKind as SiteKind
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.site.visits import NO_VISITS, Visits, visits


@dataclass(frozen=True)
class RoomRow:
    id: UUID
    name: str
    places: int
    equipment: str = ""
    retired: bool = False


@dataclass(frozen=True)
class SiteRow:
    """`map_point` is latitude and longitude, "35.4123,116.3412", or empty. `rooms` are those in
    use, by name."""

    id: UUID
    name: str
    kind: SiteKind
    address: str
    keeper: str
    phone: str
    other_use: str
    opening: str
    map_point: str
    retired: bool
    rooms: tuple[RoomRow, ...]
    visits: Visits = NO_VISITS

    @property
    def places(self) -> int:
        """How many people fit into all rooms together."""
        return sum(room.places for room in self.rooms)

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)


def list_all(session: WorkSession) -> tuple[SiteRow, ...]:
    """Sites in use with their rooms, main campus first."""
    return _rows(session, Site.retired_at.is_(None))


def list_retired(session: WorkSession) -> tuple[SiteRow, ...]:
    """Sites out of use, with the rooms that they had."""
    return _rows(session, Site.retired_at.is_not(None))


def register(session: WorkSession, year: int) -> tuple[SiteRow, ...]:
    """All sites, those in use first, with what was held there in a year."""
    held = visits(session, year)
    return tuple(
        replace(one, visits=held.get(one.id, NO_VISITS))
        for one in (*list_all(session), *list_retired(session))
    )


def retired_rooms(session: WorkSession, site_id: UUID) -> tuple[RoomRow, ...]:
    """Rooms of a site that are out of use, by name."""
    rows = session.execute(
        select(Room.id, Room.name, Room.places, Room.equipment)
        .where(Room.site_id == site_id, Room.retired_at.is_not(None))
        .order_by(Room.name)
    )
    return tuple(RoomRow(*row, retired=True) for row in rows)


def _rows(session: WorkSession, which: ColumnElement[bool]) -> tuple[SiteRow, ...]:
    rooms: dict[UUID, list[RoomRow]] = {}
    for site_id, key, name, places, equipment in session.execute(
        select(Room.site_id, Room.id, Room.name, Room.places, Room.equipment)
        .where(Room.owner == session.owner, Room.retired_at.is_(None))
        .order_by(Room.name)
    ):
        rooms.setdefault(site_id, []).append(RoomRow(key, name, places, equipment))
    found = session.scalars(select(Site).where(Site.owner == session.owner, which))
    kinds = list(SiteKind)
    sites = [_row(site, tuple(rooms.get(site.id, ()))) for site in found]
    return tuple(sorted(sites, key=lambda site: (kinds.index(site.kind), site.name)))


def _row(site: Site, rooms: tuple[RoomRow, ...]) -> SiteRow:
    return SiteRow(
        id=site.id,
        name=site.name,
        kind=site.kind,
        address=site.address,
        keeper=site.keeper,
        phone=site.phone,
        other_use=site.other_use,
        opening=site.opening,
        map_point=site.map_point,
        retired=site.retired_at is not None,
        rooms=rooms,
    )
