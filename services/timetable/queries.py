"""What a timetable shows: the lessons of a week or a month, and by what they are sorted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from models.booking import BookingState
from models.core.words import Words
from services import site, training_class
from services.core.days import last_of_month
from services.core.session import WorkSession
from services.training_class import ClassRow, LessonRow
from services.training_class.operations import CLOSED
from services.training_class.rules import LONGEST

DAY = timedelta(days=1)
WEEK = 7


class Grouping(Words):
    """By what the lessons are sorted."""

    none = "none", "不分行"
    room = "room", "按教室"
    site = "site", "按阵地"
    class_ = "class", "按班次"

    @property
    def noun(self) -> str:
        """What a row stands for: 教室, 阵地, 班次."""
        return self.word.removeprefix("按")


class LessonState(Words):
    """How far a lesson is: nobody booked, asked, booked, somebody signed in."""

    open = "open", "未定讲师"
    asked = "asked", "讲师待答复", "amber"
    booked = "booked", "讲师已定", "green"
    signed = "signed", "已有签到", "blue"


@dataclass(frozen=True)
class Days:
    """Whole days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def days(self) -> list[date]:
        return [self.first + DAY * number for number in range(self.count)]

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class LessonGroup:
    """A row of the timetable. `key` is a room's or a class's id, a site's name, "" for all."""

    key: UUID | str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Timetable:
    """Lessons that touch the days, in time order; rooms and classes that could have some."""

    days: Days
    lessons: tuple[LessonRow, ...]
    rooms: tuple[LessonGroup, ...]
    sites: tuple[LessonGroup, ...]
    classes: tuple[LessonGroup, ...]


def week_of(day: date) -> Days:
    """Monday to Sunday."""
    monday = day - DAY * day.weekday()
    return Days(monday, monday + DAY * (WEEK - 1))


def month_of(day: date) -> Days:
    """The whole weeks that a month's days lie in."""
    last = last_of_month(day.year, day.month)
    return Days(week_of(day.replace(day=1)).first, week_of(last).last)


def only_month(day: date) -> Days:
    """The month's own days."""
    return Days(day.replace(day=1), last_of_month(day.year, day.month))


def read(session: WorkSession, days: Days) -> Timetable:
    """Everything that a timetable of these days shows."""
    lessons = touching(session, days)
    sites = site.list_all(session)
    rooms = [
        LessonGroup(room.id, f"{place.name} {room.name}", f"{room.places} 座")
        for place in sites
        for room in place.rooms
    ]
    known = {group.key for group in rooms}
    # A room or a site out of use is shown as long as a lesson of these days was put there.
    gone = {row.room_id: f"{row.site} {row.room}" for row in lessons if row.room_id not in known}
    names = dict.fromkeys([*(place.name for place in sites), *(row.site for row in lessons)])
    return Timetable(
        days=days,
        lessons=lessons,
        rooms=(*rooms, *(LessonGroup(key, words, "已停用") for key, words in gone.items())),
        sites=tuple(LessonGroup(name, name) for name in names),
        classes=_classes(training_class.list_rows(session), lessons),
    )


def touching(session: WorkSession, days: Days) -> tuple[LessonRow, ...]:
    """Lessons of which a part lies in the days: also what began the evening before."""
    first = datetime.combine(days.first, datetime.min.time())
    last = datetime.combine(days.last, datetime.max.time())
    rows = training_class.lessons_between(session, first - LONGEST, last)
    return tuple(row for row in rows if row.ends_at > first)


def on_day(lessons: Iterable[LessonRow], day: date) -> list[LessonRow]:
    """Lessons of which a part lies on the day; one past midnight is on both."""
    first = datetime.combine(day, datetime.min.time())
    return [row for row in lessons if row.starts_at < first + DAY and row.ends_at > first]


def group_of(row: LessonRow, grouping: Grouping) -> UUID | str:
    """The key of the group that a lesson belongs to."""
    return _KEYS[grouping](row)


_KEYS: dict[Grouping, Callable[[LessonRow], UUID | str]] = {
    Grouping.none: lambda _row: "",
    Grouping.room: lambda row: row.room_id,
    Grouping.site: lambda row: row.site,
    Grouping.class_: lambda row: row.class_id,
}


def groups(shown: Timetable, grouping: Grouping) -> tuple[LessonGroup, ...]:
    """The rows of the timetable by this grouping."""
    return {
        Grouping.none: (LessonGroup("", "全部"),),
        Grouping.room: shown.rooms,
        Grouping.site: shown.sites,
        Grouping.class_: shown.classes,
    }[grouping]


def state_of(row: LessonRow) -> LessonState:
    if row.signed:
        return LessonState.signed
    if row.booking_state is None:
        return LessonState.open
    asked = row.booking_state is BookingState.requested
    return LessonState.asked if asked else LessonState.booked


def clash(
    lessons: Iterable[LessonRow],
    room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    own_id: UUID | None = None,
) -> LessonRow | None:
    """Which of these lessons has the room at that time; the same rule as the verbs hold to."""
    return next(
        (
            row
            for row in lessons
            if row.room_id == room_id
            and row.id != own_id
            and row.starts_at < ends_at
            and row.ends_at > starts_at
        ),
        None,
    )


def _classes(rows: Sequence[ClassRow], lessons: Sequence[LessonRow]) -> tuple[LessonGroup, ...]:
    """Classes with a lesson in these days, then open ones that could get one."""
    held = {row.class_id: row.class_title for row in lessons}
    more = [row for row in rows if row.id not in held and row.state not in CLOSED]
    return (
        *(LessonGroup(key, title) for key, title in held.items()),
        *(LessonGroup(row.id, row.title, "本期无课") for row in more),
    )
