"""How long it takes from one site to another: as the clerk entered it, else by the map."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from models.site import Site, Travel
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.settings import TRAVEL_DETOUR, TRAVEL_SPEED
from services.core.undo import Before, Undo
from services.site.map_point import degrees

MOST_MINUTES = 600
EARTH = 6371.0
"""Its mean radius in kilometres."""
Point = tuple[float, float]
Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class TravelTimes:
    """Minutes between two sites, the same both ways.

    `entered` has the smaller id of a pair first. `points` are latitude and longitude in
    degrees. `detour` is road over straight line, `speed` kilometres an hour.
    """

    entered: Mapping[Pair, int]
    points: Mapping[UUID, Point]
    detour: float
    speed: float

    def __call__(self, one: UUID, other: UUID) -> int | None:
        """What was entered, else what the map gives, else None; 0 within one site."""
        if one == other:
            return 0
        found = self.entered.get(pair(one, other))
        return self.by_map(one, other) if found is None else found

    def is_entered(self, one: UUID, other: UUID) -> bool:
        return pair(one, other) in self.entered

    def by_map(self, one: UUID, other: UUID) -> int | None:
        """By straight line between the map points, whole minutes rounded up, at least one; None
        where a point is missing."""
        first, second = (self.points.get(key) for key in pair(one, other))
        if first is None or second is None:
            return None
        return max(1, math.ceil(straight(first, second) * self.detour / self.speed * 60))


def pair(one: UUID, other: UUID) -> Pair:
    """Two ids in the order in which their travel is kept."""
    return (one, other) if one.bytes < other.bytes else (other, one)


def straight(one: Point, other: Point) -> float:
    """Kilometres between two points, by the haversine formula."""
    (lat1, lng1), (lat2, lng2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lng2 - lng1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def travel_minutes(session: WorkSession) -> TravelTimes:
    """What is known of the ways between all sites, in use or not."""
    entered = session.execute(
        select(Travel.from_id, Travel.to_id, Travel.minutes).where(Travel.owner == session.owner)
    )
    points = session.execute(
        select(Site.id, Site.map_point).where(Site.owner == session.owner, Site.map_point != "")
    )
    return TravelTimes(
        {(one, other): minutes for one, other, minutes in entered},
        {key: degrees(point) for key, point in points},
        TRAVEL_DETOUR.get(session) / 100,
        TRAVEL_SPEED.get(session),
    )


def set_travel(session: WorkSession, site_id: UUID, minutes: Mapping[UUID, int | None]) -> Undo:
    """Enter the minutes from one site to others, 1 to 600; None forgets what was entered.

    Sites that are not named keep theirs. Raises BadInput, NotFound.
    """
    site = session.require(Site, site_id)
    before, changed = Before(session), 0
    known = _known(session, site_id)
    for other_id, value in minutes.items():
        other = session.require(Site, other_id)
        if other_id == site_id or (value is not None and not 1 <= value <= MOST_MINUTES):
            raise BadInput(f"到{other.name}的路程应在 1 到 {MOST_MINUTES} 分钟之间。")
        row = known.get(pair(site_id, other_id))
        if value == (None if row is None else row.minutes):
            continue
        changed += 1
        if row is None and value is not None:
            one, two = pair(site_id, other_id)
            before.made(session.make(Travel, from_id=one, to_id=two, minutes=value))
        elif row is not None and value is not None:
            before.keep(row)
            row.minutes = value
        elif row is not None:
            before.remove(row)
    session.note("site.set_travel", id=str(site_id), changed=changed)
    return before.undo(f"修改 {site.name} 的路程", "site.undo")


def _known(session: WorkSession, site_id: UUID) -> dict[Pair, Travel]:
    rows = session.scalars(
        select(Travel).where(
            Travel.owner == session.owner,
            or_(Travel.from_id == site_id, Travel.to_id == site_id),
        )
    )
    return {(row.from_id, row.to_id): row for row in rows}
