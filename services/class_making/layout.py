"""Lay several lessons out one after the other, with the way between their sites."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from models.course import Course
from services.booking.rules import UNKNOWN_TRAVEL
from services.class_making.proposals import PlannedLesson
from services.class_making.rooms import Rooms, RoomSpot
from services.core.session import WorkSession
from services.core.settings import MINUTES_PER_HOUR
from services.site import TravelTimes, travel_minutes
from services.training_class.rules import LONGEST

MORNING, NOON = time(8, 30), time(12, 0)
AFTERNOON, EVENING = time(14, 0), time(17, 30)
HALF_DAY = timedelta(hours=3, minutes=30)
LUNCH = timedelta(hours=2)
BREAK = timedelta(minutes=10)
STEP, MINUTES = timedelta(minutes=10), timedelta(minutes=5)
HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of those that have a date of their own (全国年节及纪念日放假办法); the others
follow the moon or the sun, and are the clerk's to know."""
SATURDAY = 5
TRIED_DAYS = 10


@dataclass(frozen=True)
class LayoutStage:
    """One lesson to be laid out; `site_id` where it must be, None for wherever there is room."""

    course: Course
    hours: Decimal
    site_id: UUID | None = None


@dataclass(frozen=True)
class Laid:
    """Lessons in time order, and what was assumed on the way."""

    lessons: tuple[PlannedLesson, ...]
    told: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not any(lesson.trouble for lesson in self.lessons)


def lay_out(
    session: WorkSession,
    stages: Sequence[LayoutStage],
    start: datetime,
    heads: int,
    first: Iterable[UUID] = (),
) -> Laid:
    """The first stage at `start`, each next one in the same half day where it fits after the
    way there, else in the next half day; weekends are left out unless it starts on one.

    `heads` is how many must fit in the rooms, `first` the sites or rooms that are liked best.
    """
    rooms, travel = Rooms(session), travel_minutes(session)
    minutes = MINUTES_PER_HOUR.get(session, start.year)
    weekends = start.weekday() >= SATURDAY
    lessons: list[PlannedLesson] = []
    told: dict[str, None] = {}
    before: RoomSpot | None = None
    at, liked = start, list(first)
    for number, stage in enumerate(stages):
        length = _length(stage.hours, minutes)
        if number:
            way = BREAK
            if before is not None and stage.site_id not in (None, before.site_id):
                way = _way(travel, before, stage.site_id, rooms, told)
            at = _next_start(lessons[-1].ends_at, way, length, weekends=weekends)
        lesson, spot = _place(rooms, stage, at, at + length, heads, liked)
        # A room anywhere may lie at another site than the stage before: then the way counts too.
        if number and before is not None and spot is not None and stage.site_id is None:
            way = _way(travel, before, spot.site_id, rooms, told)
            if lesson.starts_at < lessons[-1].ends_at + way:
                at = _next_start(lessons[-1].ends_at, way, length, weekends=weekends)
                lesson, spot = _place(rooms, stage, at, at + length, heads, [spot.site_id])
        if spot is not None:
            rooms.take(spot.room_id, lesson.starts_at, lesson.ends_at)
            liked = [*first, spot.room_id] if stage.site_id is None else liked
            before = spot
        lessons.append(lesson)
    return Laid(tuple(lessons), tuple(told))


def first_fitting(
    session: WorkSession,
    stages: Sequence[LayoutStage],
    starts: Iterable[datetime],
    heads: int,
    first: Iterable[UUID] = (),
) -> Laid:
    """Laid out from the first of these moments at which everything fits, else from the first."""
    liked = list(first)
    best: Laid | None = None
    for start in starts:
        laid = lay_out(session, stages, start, heads, liked)
        if laid.fits:
            return laid
        best = best or laid
    return best or Laid((), ())


def half_days(day: date, last: date | None = None) -> Iterator[datetime]:
    """Mornings and afternoons of the working days from one day on: to the last, or for two
    weeks. A last day before the first still gives the first."""
    end = max(day, last) if last is not None else day + timedelta(days=TRIED_DAYS)
    given = False
    while day <= end or not given:
        if _works(day):
            yield datetime.combine(day, MORNING)
            yield datetime.combine(day, AFTERNOON)
            given = True
        day += timedelta(days=1)


def tomorrow(session: WorkSession) -> date:
    return session.today() + timedelta(days=1)


def _place(
    rooms: Rooms,
    stage: LayoutStage,
    starts_at: datetime,
    ends_at: datetime,
    heads: int,
    liked: Iterable[UUID],
) -> tuple[PlannedLesson, RoomSpot | None]:
    spot = rooms.find(starts_at, ends_at, heads, site_id=stage.site_id, first=liked)
    trouble = ""
    if stage.course.retired_at is not None:
        trouble = "这门课程已停用"
    elif ends_at - starts_at > LONGEST:
        trouble = "学时太长，一节课排不下"
    elif spot is None:
        big = rooms.holds(heads, stage.site_id)
        trouble = "那时没有空教室" if big else f"没有坐得下 {heads} 人的教室"
        if stage.site_id is not None:
            trouble = f"基地{trouble}"
    lesson = PlannedLesson(
        course_id=stage.course.id,
        title=stage.course.title,
        tier=stage.course.tier,
        starts_at=starts_at,
        ends_at=ends_at,
        hours=stage.hours,
        room_id=spot.room_id if spot is not None else None,
        place=spot.words if spot is not None else "",
        trouble=trouble,
    )
    return lesson, spot


def _length(hours: Decimal, minutes: int) -> timedelta:
    """How long a lesson of so many 学时 takes; what is longer than half a day has a lunch."""
    length = _rounded(timedelta(minutes=float(hours * minutes)), MINUTES)
    return length + LUNCH if length > HALF_DAY else length


def _next_start(
    ended_at: datetime, way: timedelta, length: timedelta, *, weekends: bool
) -> datetime:
    """The first start after the way at which the lesson fits into a half day of a working day;
    one that is longer than that takes a day from its morning."""
    midnight = datetime.combine(ended_at.date(), time.min)
    rounded = midnight + _rounded(ended_at + way - midnight, STEP)
    day = rounded.date()
    while True:
        if _works(day, weekends=weekends):
            for opens, closes in ((MORNING, NOON), (AFTERNOON, EVENING)):
                begins = datetime.combine(day, opens)
                start = max(begins, rounded)
                ends = datetime.combine(day, closes)
                if start + length <= ends:
                    return start
                if length > HALF_DAY and opens is MORNING and start == begins:
                    return start
        day += timedelta(days=1)


def _rounded(length: timedelta, step: timedelta) -> timedelta:
    """Up to the next whole step."""
    return -(-length // step) * step


def _works(day: date, *, weekends: bool = False) -> bool:
    return (weekends or day.weekday() < SATURDAY) and (day.month, day.day) not in HOLIDAYS


def _way(
    travel: TravelTimes, before: RoomSpot, site_id: UUID | None, rooms: Rooms, told: dict[str, None]
) -> timedelta:
    """From one site to another; half an hour is taken where nobody told, and that is said."""
    if site_id is None or site_id == before.site_id:
        return BREAK
    minutes = travel(before.site_id, site_id)
    if minutes is not None:
        return max(BREAK, timedelta(minutes=minutes))
    name = next((spot.site for spot in rooms.spots if spot.site_id == site_id), "基地")
    told[f"{before.site}到{name}的路程还没有登记，按 {UNKNOWN_TRAVEL} 分钟排"] = None
    return timedelta(minutes=UNKNOWN_TRAVEL)
