"""A week of bookings: lecturers by day, and the lessons that still need one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select

from models.booking import LIVE_BOOKINGS, Booking
from models.booking import BookingState as BookingState
from models.lecturer import Lecturer, LecturerSource
from models.site import Room, Site
from models.training_class import Enrolment, Lesson, TrainingClass
from services.booking import rules
from services.booking.rules import Slot
from services.core.session import WorkSession
from services.lecturer import LecturerRow, list_rows
from services.site import TravelTimes, travel_minutes

TONE_LABELS = {"green": "已确认", "amber": "待答复", "red": "需留意", "blue": "已授课"}
UNDECIDED = "待定讲师"


@dataclass(frozen=True)
class BookingItem:
    """A block of the week. `id` and `state` are None for a lesson without a lecturer.

    `part` is 上午, 下午 or 晚; `trouble` what a reason was given for (the block is red then).
    """

    id: UUID | None
    lesson_id: UUID
    lecturer_id: UUID | None
    part: str
    title: str
    class_title: str
    place: str
    people: int
    state: BookingState | None
    state_words: str
    tone: str
    trouble: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class LecturerWeek:
    """One row; `days` are Monday to Sunday, `term` says when the appointment ends.

    The last row of a week, 待定讲师, has no `id`.
    """

    id: UUID | None
    name: str
    note: str
    term: str
    ending: bool
    source: LecturerSource | None
    pinyin: str
    initials: str
    topics: str
    days: tuple[tuple[BookingItem, ...], ...]

    @property
    def items(self) -> tuple[BookingItem, ...]:
        return tuple(item for day in self.days for item in day)


@dataclass(frozen=True)
class BookingWeek:
    """Lecturers by name; the lessons without one stand in the last row, 待定讲师."""

    monday: date
    lecturers: tuple[LecturerWeek, ...]


def week(session: WorkSession, monday: date) -> BookingWeek:
    """The seven days from `monday`. Every lecturer of the pool has a row, booked or not."""
    monday -= timedelta(days=monday.weekday())
    first = datetime.combine(monday, datetime.min.time())
    lessons = lessons_with_bookings(session, first, first + timedelta(days=7, seconds=-1))
    pool = {row.id: row for row in list_rows(session)}
    by_lecturer: dict[UUID | None, list[tuple[BookingItem, Slot]]] = {}
    for item, slot in lessons:
        by_lecturer.setdefault(item.lecturer_id, []).append((item, slot))
    left = {key for key in by_lecturer if key is not None and key not in pool}
    terms = rules.terms(session)
    travel = travel_minutes(session)
    rows = []
    for row in pool.values():
        found = by_lecturer.get(row.id, [])
        rows.append(_row(row, _with_trouble(found, row.source, terms.get(row.id, []), travel)))
    rows += [_left(row, by_lecturer[row.id]) for row in _lecturers(session, left)]
    undecided = [item for item, _ in by_lecturer.get(None, [])]
    note = f"{len(undecided)} 节课还没有讲师" if undecided else "都有讲师了"
    last = LecturerWeek(None, UNDECIDED, note, "", False, None, "", "", "", _days(undecided))
    return BookingWeek(monday, (*rows, last))


def unbooked(session: WorkSession, first: datetime, last: datetime) -> tuple[BookingItem, ...]:
    """Lessons that start between the two moments and have no lecturer, in time order."""
    return tuple(item for item, _ in lessons_with_bookings(session, first, last) if item.id is None)


def part_of_day(moment: datetime) -> str:
    """上午 before noon, 下午 before six, then 晚."""
    return "上午" if moment.hour < 12 else "下午" if moment.hour < 18 else "晚"


def state_now(state: BookingState, ends_at: datetime, now: datetime) -> BookingState:
    """A confirmed booking whose lesson is over was taught: derived, no job writes it."""
    over = state is BookingState.confirmed and ends_at <= now
    return BookingState.taught if over else state


def lessons_with_bookings(
    session: WorkSession, first: datetime, last: datetime, booking_id: UUID | None = None
) -> list[tuple[BookingItem, Slot]]:
    """Lessons that start in the span, each with its live booking or none, or with the one told."""
    wanted = Booking.state.in_(LIVE_BOOKINGS) if booking_id is None else Booking.id == booking_id
    people = (
        select(func.count())
        .where(Enrolment.class_id == Lesson.class_id)
        .correlate(Lesson)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Lesson.id,
            Lesson.title,
            TrainingClass.title,
            Lesson.starts_at,
            Lesson.ends_at,
            Site.id,
            Site.name,
            Room.name,
            Booking.id,
            Booking.lecturer_id,
            Booking.state,
            people,
        )
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .outerjoin(Booking, and_(Booking.lesson_id == Lesson.id, wanted))
        .where(
            Lesson.owner == session.owner,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(first, last),
        )
        .order_by(Lesson.starts_at, Lesson.id)
    )
    now = session.local_now()
    return [
        _item(Slot(*slot), booking, lecturer, state, count, now)
        for *slot, booking, lecturer, state, count in rows
    ]


def _item(
    slot: Slot,
    booking_id: UUID | None,
    lecturer_id: UUID | None,
    state: BookingState | None,
    people: int,
    now: datetime,
) -> tuple[BookingItem, Slot]:
    shown = state_now(state, slot.ends_at, now) if state is not None else None
    item = BookingItem(
        id=booking_id,
        lesson_id=slot.lesson_id,
        lecturer_id=lecturer_id,
        part=part_of_day(slot.starts_at),
        title=slot.title,
        class_title=slot.class_title,
        place=slot.place,
        people=people,
        state=shown,
        state_words=shown.word if shown is not None else "未定讲师",
        tone=shown.tone if shown is not None else "grey",
        trouble="",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )
    return item, slot


def _with_trouble(
    found: list[tuple[BookingItem, Slot]],
    source: LecturerSource,
    held: list[rules.Term],
    travel: TravelTimes,
) -> list[BookingItem]:
    """Red where a lecturer must hurry between sites or the appointment has ended."""
    items = []
    for item, slot in found:
        short = [rules.hurry(slot, other, travel) for _, other in found if other is not slot]
        told = [f"两地{words}" for words in short if words]
        if rules.outside_term(slot, source, held):
            told.append("不在聘期内")
        to_come = item.state in (BookingState.requested, BookingState.confirmed)
        if told and to_come:
            item = replace(item, tone="red", trouble="，".join(told))
        items.append(item)
    return items


def _row(row: LecturerRow, items: list[BookingItem]) -> LecturerWeek:
    parts = [row.source.word]
    if row.topics:
        parts.append(row.topics)
    until = row.appointed_until
    return LecturerWeek(
        id=row.id,
        name=row.name,
        note=" · ".join(parts),
        term=f"至 {until:%Y-%m}" if until is not None else "",
        ending=row.ending,
        source=row.source,
        pinyin=row.pinyin,
        initials=row.initials,
        topics=row.topics,
        days=_days(items),
    )


def _left(row: Lecturer, found: list[tuple[BookingItem, Slot]]) -> LecturerWeek:
    """Somebody who has left the pool keeps what they taught."""
    days = _days([item for item, _ in found])
    names = (row.pinyin, row.initials, row.topics)
    return LecturerWeek(row.id, row.name, "已离开师资库", "", False, row.source, *names, days)


def _lecturers(session: WorkSession, ids: set[UUID]) -> list[Lecturer]:
    if not ids:
        return []
    return list(session.scalars(select(Lecturer).where(Lecturer.id.in_(ids))))


def _days(items: Iterable[BookingItem]) -> tuple[tuple[BookingItem, ...], ...]:
    days: list[list[BookingItem]] = [[] for _ in range(7)]
    for item in items:
        days[item.starts_at.weekday()].append(item)
    return tuple(tuple(day) for day in days)
