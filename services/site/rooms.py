"""Rooms of a site: add, change, take out of use."""

from uuid import UUID

from sqlalchemy import select

from models.site import Room, Site
from services.core.checks import optional_text, required_text
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.site.in_use import require_no_lessons

MOST_PLACES = 5_000


def add_room(
    session: WorkSession, site_id: UUID, name: str, places: int, equipment: str = ""
) -> Made:
    """`places` is how many people fit, 1 to 5,000; `equipment` what is in the room.

    Raises BadInput; Refused where the site has a room of that name.
    """
    name, equipment = _checked(name, places, equipment)
    site = session.require(Site, site_id)
    _require_free_name(session, site, name, None)
    before = Before(session)
    room = session.make(Room, site_id=site.id, name=name, places=places, equipment=equipment)
    before.made(room)
    session.note("site.add_room", id=str(room.id))
    return Made(room.id, before.undo(f"去掉新加的教室{room.name}", "site.undo"))


def update_room(
    session: WorkSession, room_id: UUID, name: str, places: int, equipment: str = ""
) -> Undo:
    """Change a room. Raises what `add_room` raises."""
    name, equipment = _checked(name, places, equipment)
    room = session.require(Room, room_id)
    site = session.require(Site, room.site_id)
    _require_free_name(session, site, name, room_id)
    before, old = Before(session), room.name
    before.keep(room)
    room.name, room.places, room.equipment = name, places, equipment
    session.note("site.update_room", id=str(room_id))
    return before.undo(
        f"把教室{old}改回原样",
        "site.undo",
        lambda later: _require_free_name(later, later.require(Site, site.id), old, room_id),
    )


def retire_room(session: WorkSession, room_id: UUID) -> Undo:
    """Take a room out of use. Raises Refused while lessons are to be held there."""
    room = session.require(Room, room_id)
    require_no_lessons(session, Room.id == room_id)
    before = Before(session)
    before.keep(room)
    room.retired_at = session.now()
    session.note("site.retire_room", id=str(room_id))
    return before.undo(f"恢复教室{room.name}", "site.undo")


def restore_room(session: WorkSession, room_id: UUID) -> Undo:
    """Put a room back into use; taking that back is refused once lessons are to be held there."""
    room = session.require(Room, room_id)
    before = Before(session)
    before.keep(room)
    room.retired_at = None
    session.note("site.restore_room", id=str(room_id))
    return before.undo(
        f"停用教室{room.name}",
        "site.undo",
        lambda later: require_no_lessons(later, Room.id == room_id),
    )


def _checked(name: str, places: int, equipment: str) -> tuple[str, str]:
    if not 1 <= places <= MOST_PLACES:
        raise BadInput(f"座位数应在 1 到 {MOST_PLACES} 之间。")
    return required_text(name, "教室名称", 30), optional_text(equipment, "设备", 60)


def _require_free_name(session: WorkSession, site: Site, name: str, room_id: UUID | None) -> None:
    found = session.execute(
        select(Room.id, Room.retired_at).where(Room.site_id == site.id, Room.name == name)
    ).one_or_none()
    if found is None or found[0] == room_id:
        return
    if found[1] is not None:
        raise Refused(f"{site.name}已有叫“{name}”的教室，现在停用着，请恢复它或换个名称。")
    raise Refused(f"{site.name}已有叫“{name}”的教室。")
