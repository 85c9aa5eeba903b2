"""Sites: make, change, take out of use, show a keeper's number."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.site import Room, Site, SiteKind
from services.core.errors import Refused
from services.core.fields import (
    checked,
    checked_some,
    choice,
    draft,
    field_of,
    phone,
    put,
    suggested,
    text,
)
from services.core.retiring import require_free, set_retired
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.site.in_use import require_no_lessons, require_no_packages
from services.site.map_point import clean_map_point

OTHER_USES = (
    "党群服务中心",
    "新时代文明实践站",
    "闲置校舍",
    "村级活动场所",
    "园区展馆",
    "纪念馆",
    "合作社",
    "企业车间",
)
"""What a site is otherwise (平时用途), as suggestions."""
MAP_NOTE = "手机地图上查到的经纬度，谁写在前都行；填了就能估算路上要多久。"


@draft
class SiteDraft:
    """`map_point` in either order of latitude and longitude."""

    name: str = text("名称", 40, hint="例如：主校区、布山分教点")
    kind: SiteKind = choice("类型", SiteKind)
    other_use: str = suggested("平时用途", 30, OTHER_USES, hint="可不填，也可以自己写", default="")
    address: str = text("地址", 60, hint="例如：镇政府东院", default="")
    opening: str = text("开放时间", 40, hint="例如：工作日 8:30–17:30", default="")
    keeper: str = text("负责人", 20, default="")
    phone: str = phone("电话", hint="手机，或区号加号码", default="")
    map_point: str = text(
        "地图位置",
        60,
        clean=clean_map_point,
        hint="例如：35.4123,116.3412",
        note=MAP_NOTE,
        default="",
    )


def create(session: WorkSession, draft: SiteDraft) -> Made:
    """Raises BadInput; Refused where a site has that name."""
    values = checked(draft)
    _require_free_name(session, values["name"], None)
    before = Before(session)
    site = session.make(Site, **values)
    before.made(site)
    session.note("site.create", id=str(site.id))
    return Made(site.id, before.undo(f"新增阵地 {site.name}", "site.undo"))


def update(session: WorkSession, site_id: UUID, draft: SiteDraft) -> Undo:
    """Change a site; lessons held there show the new name. Raises what `create` raises."""
    values = checked(draft)
    site = session.require(Site, site_id)
    _require_free_name(session, values["name"], site_id)
    before, old = Before(session), site.name
    before.keep(site)
    put(site, values)
    session.note("site.update", id=str(site_id))
    return before.undo(
        f"修改阵地 {old}", "site.undo", lambda later: _require_free_name(later, old, site_id)
    )


def change(session: WorkSession, keys: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give one field of several sites the same value. Raises BadInput, NotFound; Refused where
    a site has that name."""
    values = checked_some(SiteDraft, {name: value})
    before = Before(session)
    old: dict[UUID, str] = {}
    for key in keys:
        site = session.require(Site, key)
        _require_free_name(session, values.get("name", site.name), key)
        before.keep(site)
        old[key] = site.name
        put(site, values)
    session.note("site.change", ids=[str(key) for key in keys], field=name)

    def check(later: WorkSession) -> None:
        for key, was in old.items():
            _require_free_name(later, was, key)

    caption = field_of(SiteDraft, name).caption
    return before.undo(f"修改 {len(keys)} 处阵地的{caption}", "site.undo", check)


def retire(session: WorkSession, site_id: UUID) -> Undo:
    """Take a site out of use; what was held there keeps it.

    Raises Refused while lessons are to be held there or a package in use leads there.
    """
    site = session.require(Site, site_id)
    require_no_lessons(session, Room.site_id == site_id)
    require_no_packages(session, site_id)
    return set_retired(session, site, session.now(), "site.retire", f"停用阵地 {site.name}")


def restore(session: WorkSession, site_id: UUID) -> Undo:
    """Put a site back into use; taking that back is refused where it is needed by then. Raises
    Refused for one that is in use."""
    site = session.require(Site, site_id)
    if site.retired_at is None:
        raise Refused(f"{site.name}没有停用。")

    def check(later: WorkSession) -> None:
        require_no_lessons(later, Room.site_id == site_id)
        require_no_packages(later, site_id)

    return set_retired(session, site, None, "site.restore", f"恢复阵地 {site.name}", check)


def show_phone(session: WorkSession, site_id: UUID) -> str:
    """The keeper's whole number; that it was shown is noted (domain.md, masks)."""
    session.note("site.show_phone", id=str(site_id))
    return session.require(Site, site_id).phone


def _require_free_name(session: WorkSession, name: str, site_id: UUID | None) -> None:
    require_free(
        session,
        select(Site.id, Site.retired_at).where(Site.owner == session.owner, Site.name == name),
        site_id,
        taken=f"已有叫“{name}”的阵地。",
        retired=f"已有叫“{name}”的阵地，现在停用着，请恢复它或换个名称。",
    )
