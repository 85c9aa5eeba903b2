"""One booking, what waits for an answer, and what the home page says of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from models.booking import LIVE_BOOKINGS, Booking, BookingState
from models.lecturer import Lecturer
from models.training_class import Lesson
from services.booking import rules
from services.booking.week import BookingItem, lessons_with_bookings, unbooked
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.core.todo import Todo
from services.site import travel_minutes

SOON = timedelta(days=7)


@dataclass(frozen=True)
class BookingDetail:
    """`history` tells what became of earlier bookings of the same lesson."""

    item: BookingItem
    lecturer: str
    phone_masked: str
    warning_reason: str
    history: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """A booking that nobody has answered; `overdue`: the lesson has begun."""

    booking_id: UUID
    lesson_id: UUID
    lecturer: str
    title: str
    starts_at: datetime
    overdue: bool


def detail(session: WorkSession, booking_id: UUID) -> BookingDetail:
    """One booking with its lesson and what went before. Raises NotFound."""
    booking = session.require(Booking, booking_id)
    lecturer = session.require(Lecturer, booking.lecturer_id)
    slot = rules.slot_of(session, booking.lesson_id)
    found = lessons_with_bookings(session, slot.starts_at, slot.starts_at, booking_id)
    pair = next(((i, s) for i, s in found if i.id == booking_id), None)
    if pair is None:
        raise NotFound("这个预约已经不在了，请刷新后再试。")
    others = rules.slots_near(session, slot).get(lecturer.id, [])
    held = rules.terms(session).get(lecturer.id, [])
    told = rules.warnings(slot, lecturer.source, held, others, travel_minutes(session))
    return BookingDetail(
        item=replace(pair[0], trouble="；".join(told)),
        lecturer=lecturer.name,
        phone_masked=mask_phone(lecturer.phone),
        warning_reason=booking.warning_reason,
        history=_history(session, booking),
    )


def warnings_of(session: WorkSession, lesson_id: UUID) -> tuple[str, ...]:
    """What a booking of this lesson would be warned of now: 讲师孔令岩：聘期到 2026-10-31…. Each
    in one piece, for who moves the lesson."""
    return warnings_at(session, rules.slot_of(session, lesson_id))


def warnings_at(session: WorkSession, slot: rules.Slot) -> tuple[str, ...]:
    """As `warnings_of`, were the lesson at another time and place."""
    lecturers = session.scalars(
        select(Lecturer)
        .join(Booking, Booking.lecturer_id == Lecturer.id)
        .where(Booking.lesson_id == slot.lesson_id, Booking.state.in_(LIVE_BOOKINGS))
    ).all()
    if not lecturers:
        return ()
    near, held = rules.slots_near(session, slot), rules.terms(session)
    travel = travel_minutes(session)
    found = []
    for one in lecturers:
        others = near.get(one.id, [])
        told = rules.warnings(slot, one.source, held.get(one.id, []), others, travel)
        found += [f"讲师{one.name}：{words}" for words in told]
    return tuple(found)


def waiting(session: WorkSession) -> tuple[Waiting, ...]:
    """Bookings without an answer, by the time of their lessons."""
    now = session.local_now()
    rows = session.execute(
        select(Booking.id, Lesson.id, Lecturer.name, Lesson.title, Lesson.starts_at)
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .join(Lecturer, Lecturer.id == Booking.lecturer_id)
        .where(
            Booking.owner == session.owner,
            Booking.state == BookingState.requested,
            Lesson.cancelled_at.is_(None),
        )
        .order_by(Lesson.starts_at)
    )
    return tuple(Waiting(*row, overdue=row[4] <= now) for row in rows)


def todos(session: WorkSession) -> list[Todo]:
    """Bookings without an answer, and lessons of the next seven days without a lecturer."""
    now = session.local_now()
    found = []
    asked = waiting(session)
    if asked:
        nearest = next((one for one in asked if not one.overdue), asked[0])
        words = "最近一节在" if not nearest.overdue else "已开课还没有答复："
        found.append(
            Todo(
                kind="预约",
                tone="amber",
                title=f"{len(asked)} 个预约待讲师答复",
                note=f"{words}{_moment(nearest.starts_at, now)}",
                action="查看",
                page="booking",
                target=nearest.lesson_id,
                urgency=30,
                count=len(asked),
            )
        )
    bare = unbooked(session, now, now + SOON)
    if bare:
        urgent = bare[0].starts_at - now < timedelta(days=2)
        found.append(
            Todo(
                kind="讲师",
                tone="red" if urgent else "amber",
                title=f"7 天内 {len(bare)} 节课没有讲师",
                note=f"{bare[0].title}，{_moment(bare[0].starts_at, now)}",
                action="预约",
                page="booking",
                target=bare[0].lesson_id,
                urgency=15 if urgent else 25,
                count=len(bare),
            )
        )
    return found


def _history(session: WorkSession, booking: Booking) -> tuple[str, ...]:
    rows = session.execute(
        select(Lecturer.name, Booking.state, Booking.state_reason)
        .join(Lecturer, Lecturer.id == Booking.lecturer_id)
        .where(
            Booking.lesson_id == booking.lesson_id,
            Booking.id != booking.id,
            Booking.state.not_in(LIVE_BOOKINGS),
        )
        .order_by(Booking.created_at)
    )
    return tuple(f"{name} {state.word}：{reason}" for name, state, reason in rows)


def _moment(moment: datetime, now: datetime) -> str:
    days = (moment.date() - now.date()).days
    near = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}.get(days)
    return f"{near or f'{moment:%m月%d日}'} {moment:%H:%M}"
