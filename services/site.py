"""Sites (阵地) and their rooms."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from models.site import Room, Site
from models.site import SiteKind as SiteKind
from models.training_class import Lesson
from services.core.errors import BadInput, Refused
from services.core.fields import optional_text, required_text
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
    fields = _checked(name, kind, address, keeper, phone)
    _require_free_name(session, str(fields["name"]), None)
    site = session.make(Site, **fields)
    session.note("site.create", id=str(site.id))
    return site.id


def update(
    session: WorkSession,
    site_id: UUID,
    name: str,
    kind: SiteKind,
    address: str = "",
    keeper: str = "",
    phone: str = "",
) -> None:
    """Change a site; lessons held there show the new name. Raises what `create` raises."""
    fields = _checked(name, kind, address, keeper, phone)
    site = session.require(Site, site_id)
    _require_free_name(session, str(fields["name"]), site_id)
    for field, value in fields.items():
        setattr(site, field, value)
    session.note("site.update", id=str(site_id))


def add_room(session: WorkSession, site_id: UUID, name: str, places: int) -> UUID:
    """`places` is how many people fit, 1 to 5,000."""
    name = _checked_room(name, places)
    site = session.require(Site, site_id)
    _require_free_room_name(session, site, name, None)
    room = session.make(Room, site_id=site.id, name=name, places=places)
    session.note("site.add_room", id=str(room.id))
    return room.id


def update_room(session: WorkSession, room_id: UUID, name: str, places: int) -> None:
    """Change a room. Raises BadInput, Refused."""
    name = _checked_room(name, places)
    room = session.require(Room, room_id)
    _require_free_room_name(session, session.require(Site, room.site_id), name, room_id)
    room.name, room.places = name, places
    session.note("site.update_room", id=str(room_id))


def retire_room(session: WorkSession, room_id: UUID) -> None:
    """Take a room out of use. Raises Refused while lessons are to be held there."""
    room = session.require(Room, room_id)
    _require_no_lessons(session, Room.id == room_id)
    room.retired_at = session.now()
    session.note("site.retire_room", id=str(room_id))


def restore_room(session: WorkSession, room_id: UUID) -> None:
    session.require(Room, room_id).retired_at = None
    session.note("site.restore_room", id=str(room_id))


def list_all(session: WorkSession) -> tuple[SiteRow, ...]:
    """Sites in use with their rooms, main campus first."""
    return _rows(session, Site.retired_at.is_(None))


def list_retired(session: WorkSession) -> tuple[SiteRow, ...]:
    """Sites out of use, with the rooms that they had."""
    return _rows(session, Site.retired_at.is_not(None))


def retired_rooms(session: WorkSession, site_id: UUID) -> tuple[RoomRow, ...]:
    """Rooms of a site that are out of use, by name."""
    rows = session.execute(
        select(Room.id, Room.name, Room.places)
        .where(Room.site_id == site_id, Room.retired_at.is_not(None))
        .order_by(Room.name)
    )
    return tuple(RoomRow(room, name, places) for room, name, places in rows)


def retire(session: WorkSession, site_id: UUID) -> None:
    """Take a site out of use; what was held there keeps it.

    Raises Refused while lessons are to be held there.
    """
    site = session.require(Site, site_id)
    _require_no_lessons(session, Room.site_id == site_id)
    site.retired_at = session.now()
    session.note("site.retire", id=str(site_id))


def restore(session: WorkSession, site_id: UUID) -> None:
    session.require(Site, site_id).retired_at = None
    session.note("site.restore", id=str(site_id))


def _checked(name: str, kind: SiteKind, address: str, keeper: str, phone: str) -> dict[str, object]:
    return {
        "name": required_text(name, "阵地名称", 40),
        "kind": kind,
        "address": optional_text(address, "地址", 60),
        "keeper": optional_text(keeper, "负责人", 20),
        "phone": optional_text(phone, "电话", 20),
    }


def _checked_room(name: str, places: int) -> str:
    if not 1 <= places <= MOST_PLACES:
        raise BadInput(f"座位数应在 1 到 {MOST_PLACES} 之间。")
    return required_text(name, "教室名称", 30)


def _require_free_name(session: WorkSession, name: str, site_id: UUID | None) -> None:
    found = session.execute(
        select(Site.id, Site.retired_at).where(Site.owner == session.owner, Site.name == name)
    ).one_or_none()
    if found is None or found[0] == site_id:
        return
    if found[1] is not None:
        raise Refused(f"已有叫“{name}”的阵地，现在停用着，请恢复它或换个名称。")
    raise Refused(f"已有叫“{name}”的阵地。")


def _require_free_room_name(
    session: WorkSession, site: Site, name: str, room_id: UUID | None
) -> None:
    found = session.execute(
        select(Room.id, Room.retired_at).where(Room.site_id == site.id, Room.name == name)
    ).one_or_none()
    if found is None or found[0] == room_id:
        return
    if found[1] is not None:
        raise Refused(f"{site.name}已有叫“{name}”的教室，现在停用着，请恢复它或换个名称。")
    raise Refused(f"{site.name}已有叫“{name}”的教室。")


def _require_no_lessons(session: WorkSession, where: ColumnElement[bool]) -> None:
    """What is still to be held needs its room."""
    count, first = session.execute(
        select(func.count(), func.min(Lesson.starts_at))
        .join(Room, Room.id == Lesson.room_id)
        .where(where, Lesson.cancelled_at.is_(None), Lesson.ends_at > session.local_now())
    ).one()
    if count:
        raise Refused(f"这里还有 {count} 节课没上，最近一节在 {first:%m月%d日}，请先换教室或取消。")


def _rows(session: WorkSession, which: ColumnElement[bool]) -> tuple[SiteRow, ...]:
    rooms: dict[UUID, list[RoomRow]] = {}
    for site_id, room, name, places in session.execute(
        select(Room.site_id, Room.id, Room.name, Room.places)
        .where(Room.owner == session.owner, Room.retired_at.is_(None))
        .order_by(Room.name)
    ):
        rooms.setdefault(site_id, []).append(RoomRow(room, name, places))
    found = session.execute(
        select(Site.id, Site.name, Site.kind, Site.address, Site.keeper, Site.phone).where(
            Site.owner == session.owner, which
        )
    )
    kinds = list(SiteKind)
    sites = [SiteRow(*row, rooms=tuple(rooms.get(row.id, ()))) for row in found]
    return tuple(sorted(sites, key=lambda site: (kinds.index(site.kind), site.name)))
