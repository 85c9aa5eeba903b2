"""Which lessons the board lists, in which rows; and what its cursor stands for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.timetable import (
    Grouping,
    LessonGroup,
    Timetable,
    group_of,
    groups,
    only_month,
    span_words,
)
from services.training_class import LessonRow
from ui.core import keys
from ui.core.acts import spoken
from ui.timetable.board import Board
from ui.timetable.shape import BoardContent
from ui.timetable.toolbar import Narrowing

ALL = (LessonGroup("", "全部"),)
MORNING = 8 * 60 + 30


@dataclass(frozen=True)
class CursorPlace:
    """Where a new lesson would be: `room_id` and `class_id` where the cursor or the list is
    about one, else None."""

    at: datetime
    room_id: UUID | None
    class_id: UUID | None


def listed(read: Timetable, narrowing: Narrowing | None) -> tuple[LessonRow, ...]:
    """The lessons of one room, site or class, or all."""
    if narrowing is None:
        return read.lessons
    by, key = narrowing
    return tuple(one for one in read.lessons if group_of(one, by) == key)


def arranged(
    read: Timetable,
    by: Grouping,
    narrowing: Narrowing | None,
    now: datetime,
    month: date | None,
) -> BoardContent:
    """What the board draws. Narrowed, only rows with a lesson stay, and the one narrowed to."""
    lessons, rows = listed(read, narrowing), groups(read, by)
    if narrowing is not None:
        held = {group_of(one, by) for one in lessons} | {narrowing[1]}
        rows = tuple(one for one in rows if one.key in held)
    return BoardContent(read.days, by, rows or ALL, lessons, read.lessons, now, month)


def place_of(board: Board, narrowing: Narrowing | None) -> CursorPlace:
    """What the cursor of the board stands for."""
    spot, current, group = board.spot, board.current, board.group
    minute = MORNING if board.shown.month is not None else spot.minute
    at = datetime.combine(spot.day, datetime.min.time()) + timedelta(minutes=minute)
    by, key = narrowing or (Grouping.none, "")
    room_id = key if by is Grouping.room and isinstance(key, UUID) else None
    class_id = key if by is Grouping.class_ and isinstance(key, UUID) else None
    if isinstance(group.key, UUID):
        if board.shown.grouping is Grouping.room:
            room_id = group.key
        elif board.shown.grouping is Grouping.class_:
            class_id = group.key
    if class_id is None and current is not None:
        class_id = current.class_id
    return CursorPlace(at, room_id, class_id)


def subtitle(shown: BoardContent, day: date) -> str:
    """Which week or month, and how many lessons are listed."""
    if shown.month is not None:
        of_month = only_month(day)
        words = f"{day.year}年{day.month}月"
        count = sum(of_month.holds(one.starts_at.date()) for one in shown.lessons)
    else:
        words, count = span_words(shown.days), len(shown.lessons)
    return f"{words}　{count} 节" if count else f"{words}　没有课，按 {spoken(keys.NEW)} 加课次"
