"""Where everything of a timetable lies on the board, in the pixels of its content."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QPoint, QRect

from services.timetable import Days, Grouping, LessonGroup, group_of
from services.training_class import LessonRow

DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class BoardContent:
    """What a board draws: the `lessons` that are listed, of `all_lessons` of these days."""

    days: Days
    grouping: Grouping
    groups: tuple[LessonGroup, ...]
    lessons: tuple[LessonRow, ...]
    all_lessons: tuple[LessonRow, ...]
    now: datetime
    month: date | None = None

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True)
class Spot:
    """A place of the cursor: a row, a day, a minute of that day."""

    band: int
    day: date
    minute: int

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, datetime.min.time()) + timedelta(minutes=self.minute)


@dataclass(frozen=True)
class Piece:
    """The part of a lesson that lies on one day; `ends` where its end is in this part."""

    row: LessonRow
    band: int
    day: date
    rect: QRect
    begins: bool = True
    ends: bool = True


@dataclass(frozen=True)
class MoreLessons:
    """So many lessons of a day that there was no room for."""

    band: int
    day: date
    rect: QRect
    count: int


@dataclass
class BoardFrame:
    """The geometry of one view: `head` and `axis` stay in sight, the rest scrolls."""

    shown: BoardContent
    head: int
    axis: int
    width: int = 0
    height: int = 0
    pieces: list[Piece] = field(default_factory=list)
    more: list[MoreLessons] = field(default_factory=list)

    def piece_at(self, point: QPoint) -> Piece | None:
        return next((one for one in reversed(self.pieces) if one.rect.contains(point)), None)

    def more_at(self, point: QPoint) -> MoreLessons | None:
        return next((one for one in self.more if one.rect.contains(point)), None)

    def piece_of(self, key: UUID | None) -> Piece | None:
        """The first part of a lesson, if it is drawn."""
        return next((one for one in self.pieces if one.row.id == key), None)

    def stops(self) -> list[Piece]:
        """Each lesson once, in the order in which Tab goes."""
        seen: dict[UUID, Piece] = {}
        for piece in self.pieces:
            seen.setdefault(piece.row.id, piece)
        return list(seen.values())


class Part(NamedTuple):
    """A lesson on one day: from which minute of it to which."""

    row: LessonRow
    day: date
    start: int
    end: int
    begins: bool
    ends: bool


def parts(row: LessonRow, days: Days) -> Iterable[Part]:
    """A lesson day by day: one past midnight has two parts."""
    start, end = row.starts_at, row.ends_at
    day = start.date()
    if end.date() != day:
        return span_parts(row, start, end, days)
    if not days.holds(day):
        return ()
    # Nearly all are like this, and a month has thousands.
    return (Part(row, day, start.hour * 60 + start.minute, end.hour * 60 + end.minute, True, True),)


def span_parts(
    row: LessonRow, starts_at: datetime, ends_at: datetime, days: Days
) -> Iterator[Part]:
    """The same for the time that a lesson would have."""
    day = starts_at.date()
    while (midnight := datetime.combine(day, datetime.min.time())) < ends_at:
        start = max(0, _minutes(starts_at - midnight))
        end = min(DAY_MINUTES, _minutes(ends_at - midnight))
        if days.holds(day):
            begins, ends = starts_at >= midnight, ends_at <= midnight + DAY
            yield Part(row, day, start, end, begins, ends)
        day += DAY


def cells(shown: BoardContent) -> dict[tuple[int, date], list[Part]]:
    """The parts of each cell, by start."""
    bands = {group.key: number for number, group in enumerate(shown.groups)}
    found: dict[tuple[int, date], list[Part]] = {}
    for row in shown.lessons:
        band = bands.get(group_of(row, shown.grouping))
        if band is not None:
            for part in parts(row, shown.days):
                found.setdefault((band, part.day), []).append(part)
    for held in found.values():
        held.sort(key=lambda part: (part.start, part.end, part.row.title))
    return found


def clusters(held: Sequence[Part], least: int) -> Iterator[list[tuple[Part, int]]]:
    """Parts that overlap, directly or through others, each with its lane; `least` is how many
    minutes the shortest takes when it is drawn."""
    cluster: list[tuple[Part, int]] = []
    lanes: list[int] = []
    for part in held:
        if cluster and part.start >= max(lanes):
            yield cluster
            cluster, lanes = [], []
        lane = next((n for n, end in enumerate(lanes) if end <= part.start), len(lanes))
        stays = max(part.end, part.start + least)
        if lane == len(lanes):
            lanes.append(stays)
        else:
            lanes[lane] = stays
        cluster.append((part, lane))
    if cluster:
        yield cluster


def by_day(pieces: Iterable[Piece]) -> dict[tuple[int, date], list[Piece]]:
    """The pieces of each cell, in their order."""
    return {key: list(held) for key, held in groupby(pieces, lambda one: (one.band, one.day))}


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
