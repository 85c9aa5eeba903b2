"""The week: a row for each group, in it seven days, in each the hours from top to bottom."""

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect

from services.timetable import Grouping
from ui.core import theme
from ui.timetable.shape import (
    DAY_MINUTES,
    BoardContent,
    BoardFrame,
    MoreLessons,
    Part,
    Piece,
    Spot,
    cells,
    clusters,
)

HEAD, AXIS, TITLE = 34, 48, 24
ONE_ROW_HOUR, ROW_HOUR = 34, 20
FIRST_HOUR, LAST_HOUR = 8, 18
LEAST_LANE, LEAST_HEIGHT, GAP = 46, 19, 2
STEP = 15
"""Minutes that a dragged lesson snaps to."""
CURSOR_STEP = 30


@dataclass(frozen=True)
class Band:
    """A row of the board: where it begins, and its first and last hour."""

    top: int
    first_hour: int
    last_hour: int


@dataclass
class WeekFrame(BoardFrame):
    """`hour` is an hour's height, `title` that of a row's head, 0 where there is but one row."""

    hour: float = 0.0
    title: int = 0
    bands: list[Band] = field(default_factory=list)

    def day_left(self, number: int) -> int:
        return round(self.width * number / self.shown.days.count)

    def bottom(self, band: int) -> int:
        """Where a row ends and the next begins."""
        return self.bands[band + 1].top if band + 1 < len(self.bands) else self.height

    def y_of(self, band: int, minute: int) -> int:
        at = self.hour * (minute / 60 - self.bands[band].first_hour)
        return self.bands[band].top + self.title + round(at)

    def rect_of(self, band: int, day: date, start: int, end: int) -> QRect:
        number = (day - self.shown.days.first).days
        left, right = self.day_left(number), self.day_left(number + 1)
        top, bottom = self.y_of(band, start), self.y_of(band, end)
        return QRect(left + 1, top, right - left - GAP, max(bottom - top - 1, 3))

    def spot_at(self, point: QPoint, grab: int = 0, step: int = STEP) -> Spot:
        """What lies under a point of the content, at the nearest place of the grid; `grab` is
        how many minutes after its start a dragged lesson was taken."""
        band = max(0, bisect_right([one.top for one in self.bands], point.y()) - 1)
        count = self.shown.days.count
        number = max(0, min(int(point.x() * count / self.width), count - 1))
        within = point.y() - self.bands[band].top - self.title
        minute = self.bands[band].first_hour * 60 + within * 60 / self.hour - grab
        snapped = round(minute / step) * step
        return Spot(band, self.shown.days.first + timedelta(days=number), snapped)

    def cursor_rect(self, spot: Spot) -> QRect:
        return self.rect_of(spot.band, spot.day, spot.minute, spot.minute + CURSOR_STEP)

    def step(self, spot: Spot, piece: Piece | None, dx: int, dy: int) -> Spot:
        """Where an arrow leads; a day before the first or after the last turns the week."""
        if dx:
            return Spot(spot.band, spot.day + timedelta(days=dx), spot.minute)
        first, last = self._ends(spot.band)
        minute = spot.minute + dy * CURSOR_STEP
        if piece is not None and piece.day == spot.day:
            part = _within(piece, spot.day)
            minute = part[1] if dy > 0 else part[0] - CURSOR_STEP
        if minute > last and spot.band + 1 < len(self.shown.groups):
            return Spot(spot.band + 1, spot.day, self._ends(spot.band + 1)[0])
        if minute < first and spot.band > 0:
            return Spot(spot.band - 1, spot.day, self._ends(spot.band - 1)[1])
        return Spot(spot.band, spot.day, max(first, min(minute, last)))

    def _ends(self, band: int) -> tuple[int, int]:
        """The first and the last minute that the cursor stands on in a row."""
        one = self.bands[band]
        return one.first_hour * 60, one.last_hour * 60 - CURSOR_STEP


def week_frame(shown: BoardContent, width: int, height: int) -> WeekFrame:
    """The geometry for a board of this size, head and axis included."""
    look = theme.current()
    held = cells(shown)
    grouped = shown.grouping is not Grouping.none
    made = WeekFrame(shown, look.px(HEAD), look.px(AXIS), title=look.px(TITLE) if grouped else 0)
    made.width = max(1, width - made.axis)
    hours = [_hours(held, band) for band in range(len(shown.groups))]
    least = look.px(ROW_HOUR if grouped else ONE_ROW_HOUR)
    first, last = hours[0]
    room = (height - made.head - made.title - 1) / (last - first)
    made.hour = max(least, room) if len(hours) == 1 else float(least)
    top = 0
    for first, last in hours:
        made.bands.append(Band(top, first, last))
        top += made.title + math.ceil(made.hour * (last - first)) + 1
    made.height = top
    for band, day in sorted(held):
        _fill(made, band, day, held[band, day])
    return made


def _hours(held: dict[tuple[int, date], list[Part]], band: int) -> tuple[int, int]:
    """A row's first and last hour: the usual ones, and as many more as its lessons need."""
    every = [part for (of, _), some in held.items() if of == band for part in some]
    first = min([FIRST_HOUR, *(part.start // 60 for part in every)])
    last = max([LAST_HOUR, *(math.ceil(part.end / 60) for part in every)])
    return first, last


def _fill(frame: WeekFrame, band: int, day: date, held: list[Part]) -> None:
    """Overlapping lessons side by side; as many as can be read, then +n."""
    look = theme.current()
    least = math.ceil(look.px(LEAST_HEIGHT) * 60 / frame.hour)
    for cluster in clusters(held, least):
        lanes = 1 + max(lane for _, lane in cluster)
        start = min(part.start for part, _ in cluster)
        end = max(part.end for part, _ in cluster)
        whole = frame.rect_of(band, day, start, end)
        fits = max(2, whole.width() // look.px(LEAST_LANE))
        shown = lanes if lanes <= fits else fits - 1
        wide = whole.width() / min(lanes, fits)
        for part, lane in cluster:
            if lane < shown:
                rect = frame.rect_of(band, day, part.start, max(part.end, part.start + least))
                left = whole.left() + round(lane * wide)
                right = whole.left() + round((lane + 1) * wide)
                rect = QRect(left, rect.top(), right - left - 1, rect.height())
                frame.pieces.append(Piece(part.row, band, day, rect, part.begins, part.ends))
        if hidden := sum(lane >= shown for _, lane in cluster):
            left = whole.left() + round(shown * wide)
            rect = QRect(left, whole.top(), whole.right() - left, whole.height())
            frame.more.append(MoreLessons(band, day, rect, hidden))


def _within(piece: Piece, day: date) -> tuple[int, int]:
    """From which minute of the day to which the lesson lasts."""
    start, end = piece.row.starts_at, piece.row.ends_at
    first = 0 if start.date() < day else start.hour * 60 + start.minute
    last = DAY_MINUTES if end.date() > day else end.hour * 60 + end.minute
    return first, last
