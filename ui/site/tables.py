"""The columns of the lists of sites, rooms, ways and lessons held."""

from dataclasses import dataclass
from uuid import UUID

from services.site import RoomRow, SiteDraft, SiteLesson, SiteRow
from ui.core.rows import Column, field_column

RETIRED = "（已停用）"


@dataclass(frozen=True)
class SiteWay:
    """From the site shown to another; `minutes` None where nothing is known."""

    id: UUID
    name: str
    minutes: int | None
    entered: bool

    @property
    def source(self) -> str:
        if self.minutes is None:
            return "没填"
        return "填写" if self.entered else "按地图估算"


def _ink(one: SiteRow | RoomRow) -> str:
    return "ink_faint" if one.retired else ""


def _room_name(one: RoomRow) -> str:
    return one.name + (RETIRED if one.retired else "")


def _minutes(way: SiteWay) -> str:
    return "—" if way.minutes is None else str(way.minutes)


SITES: tuple[Column[SiteRow], ...] = (
    field_column(SiteDraft, "name", 0, bold=True, ink=_ink, edit=True),
    field_column(SiteDraft, "kind", 116, tone=lambda r: r.kind.tone, edit=True, many=True),
    Column(
        "教室",
        56,
        lambda r: str(len(r.rooms)),
        lambda r: len(r.rooms),
        right=True,
        value=lambda r: len(r.rooms),
    ),
    Column(
        "座位",
        64,
        lambda r: f"{r.places:,}",
        lambda r: r.places,
        right=True,
        spare=True,
        value=lambda r: r.places,
    ),
    Column(
        "课次",
        60,
        lambda r: f"{r.visits.lessons:,}",
        lambda r: r.visits.lessons,
        right=True,
        value=lambda r: r.visits.lessons,
    ),
    Column(
        "人次",
        70,
        lambda r: f"{r.visits.person_times:,}",
        lambda r: r.visits.person_times,
        right=True,
        value=lambda r: r.visits.person_times,
    ),
    field_column(SiteDraft, "keeper", 76, firm=True, spare=True, edit=True, many=True),
    Column("电话", 116, lambda r: r.phone_masked, extra=True),
    field_column(SiteDraft, "other_use", 120, extra=True, edit=True, many=True),
    field_column(SiteDraft, "opening", 160, extra=True, edit=True, many=True),
    field_column(SiteDraft, "address", 180, extra=True, edit=True, many=True),
)
ROOMS: tuple[Column[RoomRow], ...] = (
    Column("教室", 130, _room_name, bold=True, ink=_ink),
    Column("座位", 60, lambda r: f"{r.places:,}", lambda r: r.places, right=True),
    Column("设备", 0, lambda r: r.equipment or "—", ink=_ink),
)
WAYS: tuple[Column[SiteWay], ...] = (
    Column("到哪里", 0, lambda r: r.name, bold=True),
    Column("分钟", 62, _minutes, lambda r: (r.minutes is None, r.minutes or 0), right=True),
    Column("依据", 100, lambda r: r.source, faint=True),
)
LESSONS: tuple[Column[SiteLesson], ...] = (
    Column(
        "时间", 136, lambda r: f"{r.starts_at:%Y-%m-%d %H:%M}", lambda r: r.starts_at, firm=True
    ),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("班次", 220, lambda r: r.class_title),
    Column("教室", 90, lambda r: r.room),
    Column(
        "人次",
        64,
        lambda r: f"{r.person_times:,}",
        lambda r: r.person_times,
        right=True,
        value=lambda r: r.person_times,
    ),
)
