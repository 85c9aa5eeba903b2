"""The columns of the lists of sites, rooms, ways and lessons held."""

from dataclasses import dataclass
from uuid import UUID

from services.site import RoomRow, SiteLesson, SiteRow, Visits
from ui.core.table import Column

RETIRED = "（已停用）"


@dataclass(frozen=True)
class SiteLine:
    """A site with what was held there in the year shown."""

    site: SiteRow
    visits: Visits

    @property
    def id(self) -> UUID:
        return self.site.id


@dataclass(frozen=True)
class RoomLine:
    """A room, in use or not."""

    room: RoomRow
    retired: bool

    @property
    def id(self) -> UUID:
        return self.room.id


@dataclass(frozen=True)
class Way:
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


def _ink(retired: bool) -> str:
    return "ink_faint" if retired else ""


def _site_name(one: SiteLine) -> str:
    return one.site.name + (RETIRED if one.site.retired else "")


SITES: tuple[Column[SiteLine], ...] = (
    Column("名称", 0, _site_name, bold=True, ink=lambda r: _ink(r.site.retired)),
    Column("类型", 116, lambda r: r.site.kind.word, tone=lambda r: r.site.kind.tone),
    Column(
        "教室", 56, lambda r: str(len(r.site.rooms)), lambda r: len(r.site.rooms), right=True,
        value=lambda r: len(r.site.rooms),
    ),
    Column(
        "座位", 64, lambda r: f"{r.site.places:,}", lambda r: r.site.places, right=True, spare=True,
        value=lambda r: r.site.places,
    ),
    Column(
        "课次", 60, lambda r: f"{r.visits.lessons:,}", lambda r: r.visits.lessons, right=True,
        value=lambda r: r.visits.lessons,
    ),
    Column(
        "人次", 70, lambda r: f"{r.visits.person_times:,}", lambda r: r.visits.person_times,
        right=True, value=lambda r: r.visits.person_times,
    ),
    Column("负责人", 76, lambda r: r.site.keeper, spare=True),
    Column("电话", 116, lambda r: r.site.phone_masked, extra=True),
    Column("平时用途", 120, lambda r: r.site.other_use, extra=True),
    Column("开放时间", 160, lambda r: r.site.opening, extra=True),
    Column("地址", 180, lambda r: r.site.address, extra=True),
)  # fmt: skip
ROOMS: tuple[Column[RoomLine], ...] = (
    Column(
        "教室", 130, lambda r: r.room.name + (RETIRED if r.retired else ""), bold=True,
        ink=lambda r: _ink(r.retired),
    ),
    Column("座位", 60, lambda r: f"{r.room.places:,}", lambda r: r.room.places, right=True),
    Column("设备", 0, lambda r: r.room.equipment or "—", ink=lambda r: _ink(r.retired)),
)  # fmt: skip
WAYS: tuple[Column[Way], ...] = (
    Column("到哪里", 0, lambda r: r.name, bold=True),
    Column(
        "分钟", 62, lambda r: "—" if r.minutes is None else str(r.minutes),
        lambda r: (r.minutes is None, r.minutes or 0), right=True,
    ),
    Column("依据", 100, lambda r: r.source, faint=True),
)  # fmt: skip
LESSONS: tuple[Column[SiteLesson], ...] = (
    Column(
        "时间", 136, lambda r: f"{r.starts_at:%Y-%m-%d %H:%M}", lambda r: r.starts_at, firm=True
    ),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("班次", 220, lambda r: r.class_title),
    Column("教室", 90, lambda r: r.room),
    Column(
        "人次", 64, lambda r: f"{r.person_times:,}", lambda r: r.person_times, right=True,
        value=lambda r: r.person_times,
    ),
)  # fmt: skip
