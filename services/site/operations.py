"""Sites: make, change, take out of use, show a keeper's number."""

from uuid import UUID

from sqlalchemy import select

from models.site import Room, Site, SiteKind
from services.core.checks import check_phone, optional_text, required_text
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.site.in_use import require_no_lessons, require_no_packages
from services.site.map_point import clean_map_point


def create(
    session: WorkSession,
    name: str,
    kind: SiteKind,
    address: str = "",
    keeper: str = "",
    phone: str = "",
    *,
    other_use: str = "",
    opening: str = "",
    map_point: str = "",
) -> Made:
    """`map_point` in either order of latitude and longitude.

    Raises BadInput; Refused where a site has that name.
    """
    fields = _checked(name, address, keeper, phone, other_use, opening, map_point)
    _require_free_name(session, fields["name"], None)
    before = Before(session)
    site = session.make(Site, kind=kind, **fields)
    before.made(site)
    session.note("site.create", id=str(site.id))
    return Made(site.id, before.undo(f"去掉新建的{site.name}", "site.undo"))


def update(
    session: WorkSession,
    site_id: UUID,
    name: str,
    kind: SiteKind,
    address: str = "",
    keeper: str = "",
    phone: str = "",
    *,
    other_use: str = "",
    opening: str = "",
    map_point: str = "",
) -> Undo:
    """Change a site; lessons held there show the new name. Raises what `create` raises."""
    fields = _checked(name, address, keeper, phone, other_use, opening, map_point)
    site = session.require(Site, site_id)
    _require_free_name(session, fields["name"], site_id)
    before, old = Before(session), site.name
    before.keep(site)
    site.kind = kind
    for field, value in fields.items():
        setattr(site, field, value)
    session.note("site.update", id=str(site_id))
    return before.undo(
        f"把{old}改回原样", "site.undo", lambda later: _require_free_name(later, old, site_id)
    )


def retire(session: WorkSession, site_id: UUID) -> Undo:
    """Take a site out of use; what was held there keeps it.

    Raises Refused while lessons are to be held there or a package in use leads there.
    """
    site = session.require(Site, site_id)
    require_no_lessons(session, Room.site_id == site_id)
    require_no_packages(session, site_id)
    before = Before(session)
    before.keep(site)
    site.retired_at = session.now()
    session.note("site.retire", id=str(site_id))
    return before.undo(f"恢复{site.name}", "site.undo")


def restore(session: WorkSession, site_id: UUID) -> Undo:
    """Put a site back into use; taking that back is refused where it is needed by then."""
    site = session.require(Site, site_id)
    before = Before(session)
    before.keep(site)
    site.retired_at = None
    session.note("site.restore", id=str(site_id))

    def check(later: WorkSession) -> None:
        require_no_lessons(later, Room.site_id == site_id)
        require_no_packages(later, site_id)

    return before.undo(f"停用{site.name}", "site.undo", check)


def show_phone(session: WorkSession, site_id: UUID) -> str:
    """The keeper's whole number; that it was shown is noted (domain.md, masks)."""
    session.note("site.show_phone", id=str(site_id))
    return session.require(Site, site_id).phone


def _checked(
    name: str,
    address: str,
    keeper: str,
    phone: str,
    other_use: str,
    opening: str,
    map_point: str,
) -> dict[str, str]:
    return {
        "name": required_text(name, "阵地名称", 40),
        "address": optional_text(address, "地址", 60),
        "keeper": optional_text(keeper, "负责人", 20),
        "phone": check_phone(phone),
        "other_use": optional_text(other_use, "平时用途", 30),
        "opening": optional_text(opening, "开放时间", 40),
        "map_point": clean_map_point(map_point),
    }


def _require_free_name(session: WorkSession, name: str, site_id: UUID | None) -> None:
    found = session.execute(
        select(Site.id, Site.retired_at).where(Site.owner == session.owner, Site.name == name)
    ).one_or_none()
    if found is None or found[0] == site_id:
        return
    if found[1] is not None:
        raise Refused(f"已有叫“{name}”的阵地，现在停用着，请恢复它或换个名称。")
    raise Refused(f"已有叫“{name}”的阵地。")
