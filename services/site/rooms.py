"""Rooms of a site: add, change, take out of use."""

from uuid import UUID

from sqlalchemy import select

from models.site import Room, Site
from services.core.errors import Refused
from services.core.fields import checked, draft, put, text, whole
from services.core.retiring import require_free, set_retired
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.site.in_use import require_no_lessons

MOST_PLACES = 5_000


@draft
class RoomDraft:
    """`places` is how many people fit; `equipment` what is in the room."""

    name: str = text("教室名称", 30, hint="例如：201、报告厅")
    places: int = whole("座位数", 1, MOST_PLACES)
    equipment: str = text("设备", 60, hint="可不填，例如：投影、音响、空调", default="")


def add_room(session: WorkSession, site_id: UUID, draft: RoomDraft) -> Made:
    """Raises BadInput; Refused where the site has a room of that name."""
    values = checked(draft)
    site = session.require(Site, site_id)
    _require_free_name(session, site, values["name"], None)
    before = Before(session)
    room = session.make(Room, site_id=site.id, **values)
    before.made(room)
    session.note("site.add_room", id=str(room.id))
    return Made(room.id, before.undo(f"新增教室 {room.name}", "site.undo"))


def update_room(session: WorkSession, room_id: UUID, draft: RoomDraft) -> Undo:
    """Change a room. Raises what `add_room` raises."""
    values = checked(draft)
    room = session.require(Room, room_id)
    site = session.require(Site, room.site_id)
    _require_free_name(session, site, values["name"], room_id)
    before, old = Before(session), room.name
    before.keep(room)
    put(room, values)
    session.note("site.update_room", id=str(room_id))
    return before.undo(
        f"修改教室 {old}",
        "site.undo",
        lambda later: _require_free_name(later, later.require(Site, site.id), old, room_id),
    )


def retire_room(session: WorkSession, room_id: UUID) -> Undo:
    """Take a room out of use. Raises Refused while lessons are to be held there."""
    room = session.require(Room, room_id)
    require_no_lessons(session, Room.id == room_id)
    return set_retired(session, room, session.now(), "site.retire_room", f"停用教室 {room.name}")


def restore_room(session: WorkSession, room_id: UUID) -> Undo:
    """Put a room back into use; taking that back is refused once lessons are to be held there.
    Raises Refused for one that is in use."""
    room = session.require(Room, room_id)
    if room.retired_at is None:
        raise Refused(f"教室{room.name}没有停用。")
    return set_retired(
        session,
        room,
        None,
        "site.restore_room",
        f"恢复教室 {room.name}",
        lambda later: require_no_lessons(later, Room.id == room_id),
    )


def _require_free_name(session: WorkSession, site: Site, name: str, room_id: UUID | None) -> None:
    require_free(
        session,
        select(Room.id, Room.retired_at).where(Room.site_id == site.id, Room.name == name),
        room_id,
        taken=f"{site.name}已有叫“{name}”的教室。",
        retired=f"{site.name}已有叫“{name}”的教室，现在停用着，请恢复它或换个名称。",
    )
