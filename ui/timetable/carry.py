"""A lesson picked up: where it would go, and why it may not."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services import timetable
from services.timetable import Grouping, LessonGroup, group_of
from services.training_class import LessonRow
from ui.timetable.shape import BoardContent

LEAST = timedelta(minutes=15)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class Carry:
    """`row` is the lesson as it stands; the rest is what it would become. `group` is the key of
    the board's row that it is held over."""

    row: LessonRow
    starts_at: datetime
    ends_at: datetime
    room_id: UUID
    group: UUID | str

    @property
    def changed(self) -> bool:
        now = (self.row.starts_at, self.row.ends_at, self.row.room_id)
        return (self.starts_at, self.ends_at, self.room_id) != now

    def to(self, starts_at: datetime) -> "Carry":
        """Another start, as long as before."""
        return replace(
            self, starts_at=starts_at, ends_at=starts_at + (self.ends_at - self.starts_at)
        )

    def by(self, span: timedelta) -> "Carry":
        return self.to(self.starts_at + span)

    def until(self, ends_at: datetime) -> "Carry":
        """Another end, from a quarter of an hour to twelve hours after the start."""
        least, most = self.starts_at + LEAST, self.starts_at + LONGEST
        return replace(self, ends_at=max(least, min(ends_at, most)))

    def over(self, group: LessonGroup, grouping: Grouping) -> "Carry":
        """Held over another row; a room's row means that room."""
        room = self.room_id
        if grouping is Grouping.room and isinstance(group.key, UUID):
            room = group.key
        return replace(self, group=group.key, room_id=room)


def lift(row: LessonRow, grouping: Grouping) -> Carry:
    return Carry(row, row.starts_at, row.ends_at, row.room_id, group_of(row, grouping))


def why_not(carry: Carry, shown: BoardContent) -> str:
    """Why the lesson cannot be put down here, as far as the board can see; "" where it can."""
    if carry.group != group_of(carry.row, shown.grouping):
        if shown.grouping is Grouping.class_:
            return "课次不能换到别的班"
        if shown.grouping is Grouping.site:
            return "换阵地要选教室：请先“按教室”分行"
    taken = timetable.clash(
        shown.all_lessons, carry.room_id, carry.starts_at, carry.ends_at, carry.row.id
    )
    if taken is None:
        return ""
    return f"{taken.room} {taken.starts_at:%H:%M}–{taken.ends_at:%H:%M} 已排“{taken.title}”"


def words(carry: Carry, shown: BoardContent) -> str:
    """Where it would go, in words: 11月25日 周三 08:30–11:30 主校区 201."""
    place = f"{carry.row.site} {carry.row.room}"
    if carry.room_id != carry.row.room_id:
        place = next((one.title for one in shown.groups if one.key == carry.room_id), place)
    return f"{moment_words(carry.starts_at)}–{carry.ends_at:%H:%M} {place}"


def moment_words(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日 {timetable.WEEKDAYS[moment.weekday()]} {moment:%H:%M}"
