"""The week: a row for each group, in it seven days, in each the hours from top to bottom."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect

from services.timetable import Grouping
from ui.core import theme
from ui.timetable.shape import (
    DAY_MINUTES,
    Frame,
    More,
    Part,
    Piece,
    Shown,
    Spot,
    cells,
    clusters,
)

HEAD, AXIS, TITLE = 34, 48, 24
ONE_ROW_HOUR, ROW_HOUR = 34, 20
FIRST_HOUR, LAST_HOUR = 8, 18
LEAST_LANE, GAP = 34, 2
STEP = 15
"""Minutes that a dragged lesson snaps to."""
CURSOR_STEP = 30


@dataclass
class WeekFrame(Frame):
    """`hour` is an hour's height; `first_hour` and `last_hour` are the same in all rows."""

    hour: float = 0.0
    first_hour: int = FIRST_HOUR
    last_hour: int = LAST_HOUR
    title: int = 0

    @property
    def band_height(self) -> int:
        return self.title + math.ceil(self.hour * (self.last_hour - self.first_hour)) + 1

    def day_left(self, number: int) -> int:
        return round(self.width * number / self.shown.days.count)

    def band_top(self, band: int) -> int:
        return band * self.band_height

    def y_of(self, band: int, minute: int) -> int:
        at = self.hour * (minute / 60 - self.first_hour)
        return self.band_top(band) + self.title + round(at)

    def rect_of(self, band: int, day: date, start: int, end: int) -> QRect:
        number = (day - self.shown.days.first).days
        left, right = self.day_left(number), self.day_left(number + 1)
        top, bottom = self.y_of(band, start), self.y_of(band, end)
        return QRect(left + 1, top, right - left - GAP, max(bottom - top - 1, 3))

    def spot_at(self, point: QPoint, grab: int = 0, step: int = STEP) -> Spot:
        """What lies under a point of the content, at the nearest place of the grid; `grab` is
        how many minutes after its start a dragged lesson was taken."""
        band = max(0, min(point.y() // self.band_height, len(self.shown.groups) - 1))
        number = max(0, min(int(point.x() * self.shown.days.count / self.width),
                            self.shown.days.count - 1))  # fmt: skip
        within = point.y() - self.band_top(band) - self.title
        minute = self.first_hour * 60 + within * 60 / self.hour - grab
        snapped = round(minute / step) * step
        return Spot(band, self.shown.days.first + timedelta(days=number), snapped)

    def cursor_rect(self, spot: Spot) -> QRect:
        return self.rect_of(spot.band, spot.day, spot.minute, spot.minute + CURSOR_STEP)

    def step(self, spot: Spot, piece: Piece | None, dx: int, dy: int) -> Spot:
        """Where an arrow leads; a day before the first or after the last turns the week."""
        if dx:
            return Spot(spot.band, spot.day + timedelta(days=dx), spot.minute)
        first, last = self.first_hour * 60, self.last_hour * 60 - CURSOR_STEP
        minute = spot.minute + dy * CURSOR_STEP
        if piece is not None and piece.day == spot.day:
            part = _within(piece, spot.day)
            minute = part[1] if dy > 0 else part[0] - CURSOR_STEP
        if minute > last and spot.band + 1 < len(self.shown.groups):
            return Spot(spot.band + 1, spot.day, first)
        if minute < first and spot.band > 0:
            return Spot(spot.band - 1, spot.day, last)
        return Spot(spot.band, spot.day, max(first, min(minute, last)))


def week_frame(shown: Shown, width: int, height: int) -> WeekFrame:
    """The geometry for a board of this size, head and axis included."""
    look = theme.current()
    held = cells(shown)
    every = [part for some in held.values() for part in some]
    first = min([FIRST_HOUR, *(part.start // 60 for part in every)])
    last = max([LAST_HOUR, *(math.ceil(part.end / 60) for part in every)])
    made = WeekFrame(shown, look.px(HEAD), look.px(AXIS), first_hour=first, last_hour=last)
    made.width = max(1, width - made.axis)
    grouped = shown.grouping is not Grouping.none
    made.title = look.px(TITLE) if grouped else 0
    room = (height - made.head - made.title - 1) / (last - first)
    least = look.px(ROW_HOUR if grouped else ONE_ROW_HOUR)
    made.hour = max(least, room) if len(shown.groups) == 1 else float(least)
    made.height = made.band_height * len(shown.groups)
    for band, day in sorted(held):
        _fill(made, band, day, held[band, day])
    return made


def _fill(frame: WeekFrame, band: int, day: date, held: list[Part]) -> None:
    """Overlapping lessons side by side; as many as can be read, then +n."""
    for cluster in clusters(held):
        lanes = 1 + max(lane for _, lane in cluster)
        start = min(part.start for part, _ in cluster)
        end = max(part.end for part, _ in cluster)
        whole = frame.rect_of(band, day, start, end)
        fits = max(2, whole.width() // theme.current().px(LEAST_LANE))
        shown = lanes if lanes <= fits else fits - 1
        wide = whole.width() / min(lanes, fits)
        for part, lane in cluster:
            if lane < shown:
                rect = frame.rect_of(band, day, part.start, max(part.end, part.start + STEP))
                left = whole.left() + round(lane * wide)
                right = whole.left() + round((lane + 1) * wide)
                rect = QRect(left, rect.top(), right - left - 1, rect.height())
                frame.pieces.append(Piece(part.row, band, day, rect, part.begins, part.ends))
        if hidden := sum(lane >= shown for _, lane in cluster):
            left = whole.left() + round(shown * wide)
            rect = QRect(left, whole.top(), whole.right() - left, whole.height())
            frame.more.append(More(band, day, rect, hidden))


def _within(piece: Piece, day: date) -> tuple[int, int]:
    """From which minute of the day to which the lesson lasts."""
    start, end = piece.row.starts_at, piece.row.ends_at
    first = 0 if start.date() < day else start.hour * 60 + start.minute
    last = DAY_MINUTES if end.date() > day else end.hour * 60 + end.minute
    return first, last
