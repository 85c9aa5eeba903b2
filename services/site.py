"""Sites (阵地) and their rooms."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.site import Room, Site
from models.site import SiteKind as SiteKind
from services.core.errors import BadInput, Refused
from services.core.fields import required_text
from services.core.session import WorkSession

KIND_LABELS = {
    SiteKind.main_campus: "主校区",
    SiteKind.branch_point: "分教点",
    SiteKind.practice_site: "实训点",
    SiteKind.teaching_base: "现场教学基地",
}
MOST_PLACES = 5_000


@dataclass(frozen=True)
class RoomRow:
    id: UUID
    name: str
    places: int


@dataclass(frozen=True)
class SiteRow:
    id: UUID
    name: str
    kind: SiteKind
    address: str
    keeper: str
    phone: str
    rooms: tuple[RoomRow, ...]


def create(
    session: WorkSession,
    name: str,
    kind: SiteKind,
    address: str = "",
    keeper: str = "",
    phone: str = "",
) -> UUID:
    """Raises BadInput for an empty name, Refused for one that is there already."""
    name = required_text(name, "阵地名称", 40)
    if session.scalar(select(Site.id).where(Site.owner == session.owner, Site.name == name)):
        raise Refused(f"已有叫“{name}”的阵地。")
    site = session.make(
        Site,
        name=name,
        kind=kind,
        address=address.strip(),
        keeper=keeper.strip(),
        phone=phone.strip(),
    )
    session.note("site.create", id=str(site.id))
    return site.id


def add_room(session: WorkSession, site_id: UUID, name: str, places: int) -> UUID:
    """`places` is how many people fit, 1 to 5,000."""
    name = required_text(name, "教室名称", 30)
    if not 1 <= places <= MOST_PLACES:
        raise BadInput(f"座位数应在 1 到 {MOST_PLACES} 之间。")
    site = session.require(Site, site_id)
    if session.scalar(select(Room.id).where(Room.site_id == site.id, Room.name == name)):
        raise Refused(f"{site.name}已有叫“{name}”的教室。")
    room = session.make(Room, site_id=site.id, name=name, places=places)
    session.note("site.add_room", id=str(room.id))
    return room.id


def list_all(session: WorkSession) -> tuple[SiteRow, ...]:
    """Sites in use with their rooms, main campus first."""
    rooms: dict[UUID, list[RoomRow]] = {}
    for site_id, room_id, room, places in session.execute(
        select(Room.site_id, Room.id, Room.name, Room.places)
        .where(Room.owner == session.owner, Room.retired_at.is_(None))
        .order_by(Room.name)
    ):
        rooms.setdefault(site_id, []).append(RoomRow(room_id, room, places))
    found = session.execute(
        select(Site.id, Site.name, Site.kind, Site.address, Site.keeper, Site.phone).where(
            Site.owner == session.owner, Site.retired_at.is_(None)
        )
    )
    kinds = list(SiteKind)
    sites = [SiteRow(*row, rooms=tuple(rooms.get(row.id, ()))) for row in found]
    return tuple(sorted(sites, key=lambda site: (kinds.index(site.kind), site.name)))


def retire(session: WorkSession, site_id: UUID) -> None:
    """Take a site out of use; what was held there keeps it."""
    session.require(Site, site_id).retired_at = session.now()
    session.note("site.retire", id=str(site_id))


def restore(session: WorkSession, site_id: UUID) -> None:
    session.require(Site, site_id).retired_at = None
    session.note("site.restore", id=str(site_id))
