"""Which room is free and big enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from models.site import Room, Site, SiteKind
from models.training_class import Lesson
from services.core.session import WorkSession
from services.training_class.rules import LONGEST

KINDS = list(SiteKind)


@dataclass(frozen=True)
class RoomSpot:
    """A room in use. `places` is how many fit."""

    room_id: UUID
    name: str
    places: int
    site_id: UUID
    site: str

    @property
    def words(self) -> str:
        return f"{self.site} {self.name}"


class Rooms:
    """The rooms in use and when they are taken: by lessons that are there, and by those that
    were put aside with `take` while a class is laid out."""

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        rows = session.execute(
            select(Room.id, Room.name, Room.places, Site.id, Site.name, Site.kind)
            .join(Site, Site.id == Room.site_id)
            .where(
                Room.owner == session.owner, Room.retired_at.is_(None), Site.retired_at.is_(None)
            )
        ).all()
        # The main campus before others, the smallest that does before a bigger one.
        ordered = sorted(rows, key=lambda row: (KINDS.index(row[5]), row[2], row[4], row[1]))
        self.spots = tuple(RoomSpot(*row[:5]) for row in ordered)
        self._by_id = {spot.room_id: spot for spot in self.spots}
        self._taken: list[tuple[UUID, datetime, datetime]] = []

    def spot(self, room_id: UUID) -> RoomSpot | None:
        """A room by its id; None where it is out of use."""
        return self._by_id.get(room_id)

    def find(
        self,
        starts_at: datetime,
        ends_at: datetime,
        heads: int,
        *,
        site_id: UUID | None = None,
        first: Iterable[UUID] = (),
    ) -> RoomSpot | None:
        """A free room for so many people, at one site or anywhere; those of the sites or rooms
        in `first` come before others."""
        liked = set(first)
        busy = self.busy(starts_at, ends_at)
        fitting = [
            spot
            for spot in self.spots
            if spot.places >= heads
            and spot.room_id not in busy
            and (site_id is None or spot.site_id == site_id)
        ]
        fitting.sort(key=lambda spot: not liked & {spot.room_id, spot.site_id})
        return fitting[0] if fitting else None

    def holds(self, heads: int, site_id: UUID | None = None) -> bool:
        """Whether any room, taken or free, is big enough."""
        return any(
            spot.places >= heads and (site_id is None or spot.site_id == site_id)
            for spot in self.spots
        )

    def busy(self, starts_at: datetime, ends_at: datetime) -> set[UUID]:
        """The rooms that hold something between two moments."""
        found = set(
            self._session.scalars(
                select(Lesson.room_id).where(
                    Lesson.owner == self._session.owner,
                    Lesson.cancelled_at.is_(None),
                    Lesson.starts_at.between(starts_at - LONGEST, ends_at),
                    Lesson.starts_at < ends_at,
                    Lesson.ends_at > starts_at,
                )
            )
        )
        return found | {
            room for room, start, end in self._taken if start < ends_at and end > starts_at
        }

    def take(self, room_id: UUID, starts_at: datetime, ends_at: datetime) -> None:
        """Put a room aside for a lesson that is being laid out."""
        self._taken.append((room_id, starts_at, ends_at))


def sites_named(session: WorkSession, places: Iterable[str]) -> list[UUID]:
    """Our sites whose names stand in these words, or these words in their names."""
    wanted = [place for place in places if place]
    if not wanted:
        return []
    rows = session.execute(select(Site.id, Site.name).where(Site.owner == session.owner))
    return [key for key, name in rows if any(name in place or place in name for place in wanted)]
