"""The month: whole weeks, in each day its lessons in one line each, as many as there is room."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect

from ui.core import theme
from ui.timetable.shape import BoardContent, BoardFrame, MoreLessons, Piece, Spot, by_day, cells

HEAD, LABEL, LINE = 28, 20, 18
LEAST_LINES, WEEK = 3, 7


@dataclass
class MonthFrame(BoardFrame):
    """`line` is the height of a lesson, `label` that of the day's number over them."""

    weeks: int = 0
    line: int = 0
    label: int = 0

    def cell_rect(self, day: date) -> QRect:
        row, number = divmod((day - self.shown.days.first).days, WEEK)
        left, right = (round(self.width * n / WEEK) for n in (number, number + 1))
        top, bottom = (round(self.height * n / self.weeks) for n in (row, row + 1))
        return QRect(left, top, right - left, bottom - top)

    def spot_at(self, point: QPoint, _grab: int = 0, _step: int = 0) -> Spot:
        """The day under a point; the minute means nothing here."""
        number = max(0, min(int(point.x() * WEEK / self.width), WEEK - 1))
        row = max(0, min(int(point.y() * self.weeks / self.height), self.weeks - 1))
        return Spot(0, self.shown.days.first + timedelta(days=row * WEEK + number), 0)

    def line_rect(self, day: date, place: int) -> QRect:
        cell = self.cell_rect(day)
        top = cell.top() + self.label + place * self.line
        return QRect(cell.left() + 4, top, cell.width() - 7, self.line - 1)

    def cursor_rect(self, spot: Spot) -> QRect:
        return self.cell_rect(spot.day).adjusted(1, 1, -1, -1)

    def step(self, spot: Spot, piece: Piece | None, dx: int, dy: int) -> Spot:
        """Where an arrow leads: within a day from lesson to lesson, `minute` counting them."""
        if dx:
            return Spot(0, spot.day + timedelta(days=dx), 0)
        held = by_day(self.pieces).get((0, spot.day), [])
        rest = 1 if self.more_on(spot.day) else 0
        place = spot.minute + dy
        if 0 <= place < len(held) + rest:
            return Spot(0, spot.day, place)
        return Spot(0, spot.day + timedelta(days=WEEK * dy), 0)

    def more_on(self, day: date) -> MoreLessons | None:
        return next((one for one in self.more if one.day == day), None)


def month_frame(shown: BoardContent, width: int, height: int) -> MonthFrame:
    """The geometry for a board of this size, head included."""
    look = theme.current()
    made = MonthFrame(shown, look.px(HEAD), 0, weeks=shown.days.count // WEEK)
    made.line, made.label = look.px(LINE), look.px(LABEL)
    made.width = max(1, width)
    least = made.label + LEAST_LINES * made.line + 2
    made.height = max(height - made.head, made.weeks * least)
    for (_, day), held in sorted(cells(shown).items()):
        fits = (made.cell_rect(day).height() - made.label - 1) // made.line
        lines = len(held) if len(held) <= fits else fits - 1
        for place, part in enumerate(held[:lines]):
            rect = made.line_rect(day, place)
            made.pieces.append(Piece(part.row, 0, day, rect, part.begins, part.ends))
        if lines < len(held):
            made.more.append(MoreLessons(0, day, made.line_rect(day, lines), len(held) - lines))
    return made
