"""The timetable as iCalendar (RFC 5545), for phones and office programs; no member is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from models.booking import LIVE_BOOKINGS, Booking
from models.lecturer import Lecturer
from models.site import Room, Site
from models.training_class import Lesson, TrainingClass
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.text import plain
from services.timetable.queries import Days
from services.training_class.rules import LONGEST

if TYPE_CHECKING:
    import icalendar

ZONE = "Asia/Shanghai"
UID_SUFFIX = "@township-school-desk"
PRODUCT = "-//township-school-desk//timetable//ZH"


@dataclass(frozen=True)
class CalendarChoice:
    """Which lessons: those of some days, of a class, of a lecturer, in a room, at a site (by
    name); None does not narrow."""

    days: Days | None = None
    class_id: UUID | None = None
    lecturer_id: UUID | None = None
    room_id: UUID | None = None
    site: str | None = None


@dataclass(frozen=True)
class Event:
    """A lesson as a calendar tells it. `made` and `changed` are UTC: `changed` also follows the
    booking, the class, the room and the site, all of which the event names."""

    lesson_id: UUID
    title: str
    class_title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    lecturer: str
    hours: Decimal
    cancel_reason: str | None
    made: datetime
    changed: datetime


def events(session: WorkSession, choice: CalendarChoice) -> tuple[Event, ...]:
    """The lessons chosen, called-off ones too, in time order. Raises Refused where there is
    none."""
    rows = session.execute(
        select(Lesson, TrainingClass, Room, Site)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(Lesson.owner == session.owner, *_wanted(choice))
        .order_by(Lesson.starts_at, Lesson.id)
    ).all()
    if not rows:
        raise Refused("这个范围里没有课，没有可以导出的内容。")
    lecturers, answered = _lecturers(session, choice), _answered(session, choice)
    return tuple(
        Event(
            lesson_id=lesson.id,
            title=lesson.title,
            class_title=of_class.title,
            starts_at=lesson.starts_at,
            ends_at=lesson.ends_at,
            place=f"{place.name} {room.name}",
            address=place.address,
            lecturer=lecturers.get(lesson.id, ""),
            hours=lesson.hours,
            cancel_reason=lesson.cancel_reason if lesson.cancelled_at is not None else None,
            made=lesson.created_at,
            changed=max(
                lesson.updated_at,
                of_class.updated_at,
                room.updated_at,
                place.updated_at,
                answered.get(lesson.id, lesson.updated_at),
            ),
        )
        for lesson, of_class, room, place in rows
    )


def render(found: Sequence[Event], name: str) -> bytes:
    """The calendar file. The same lessons give the same bytes.

    `name` is what a phone calls the calendar. SEQUENCE counts the seconds from a lesson's making
    to its last change, so that it only ever rises (RFC 5545, 3.8.7.4).
    """
    from icalendar import Calendar  # only who exports waits for the library

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", ZONE)
    made.add_component(_zone())
    for one in found:
        made.add_component(_event(one))
    return bytes(made.to_ical())


def _event(one: Event) -> "icalendar.Event":
    from icalendar import Event as Entry

    event = Entry()
    off = one.cancel_reason is not None
    local = {"TZID": ZONE}
    event.add("uid", f"{one.lesson_id}{UID_SUFFIX}")
    event.add("dtstamp", one.changed)
    event.add("created", one.made)
    event.add("last-modified", one.changed)
    event.add("sequence", max(0, int((one.changed - one.made).total_seconds())))
    event.add("dtstart", one.starts_at, parameters=local)
    event.add("dtend", one.ends_at, parameters=local)
    event.add("summary", f"{'【已取消】' if off else ''}{one.title}")
    event.add("location", "，".join(part for part in (one.place, one.address) if part))
    event.add("description", _description(one))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    return event


def _description(one: Event) -> str:
    lines = [f"班次：{one.class_title}", f"学时：{plain(one.hours)}"]
    if one.lecturer:
        lines.append(f"讲师：{one.lecturer}")
    if one.cancel_reason is not None:
        lines.append(f"取消原因：{one.cancel_reason}")
    return "\n".join(lines)


def _zone() -> "icalendar.Timezone":
    """China's one offset: no summer time since 1991, and no lesson here is older."""
    from icalendar import Timezone, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1992, 1, 1))  # noqa: DTZ001  (local, as the RFC asks)
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _wanted(choice: CalendarChoice) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if choice.days is not None:
        first = datetime.combine(choice.days.first, datetime.min.time())
        last = datetime.combine(choice.days.last, datetime.max.time())
        found += [Lesson.starts_at.between(first - LONGEST, last), Lesson.ends_at > first]
    if choice.class_id is not None:
        found.append(Lesson.class_id == choice.class_id)
    if choice.room_id is not None:
        found.append(Lesson.room_id == choice.room_id)
    if choice.site is not None:
        at_site = select(Room.id).join(Site, Site.id == Room.site_id)
        found.append(Lesson.room_id.in_(at_site.where(Site.name == choice.site)))
    if choice.lecturer_id is not None:
        # A lesson that was called off took its booking with it.
        theirs = aliased(Booking)
        found.append(
            exists().where(
                theirs.lesson_id == Lesson.id,
                theirs.lecturer_id == choice.lecturer_id,
                theirs.state.in_(LIVE_BOOKINGS) | Lesson.cancelled_at.is_not(None),
            )
        )
    return found


def _lecturers(session: WorkSession, choice: CalendarChoice) -> dict[UUID, str]:
    """By lesson: who is booked."""
    rows = session.execute(
        select(Booking.lesson_id, Lecturer.name)
        .join(Lecturer, Lecturer.id == Booking.lecturer_id)
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .where(and_(Booking.owner == session.owner, *_wanted(choice)))
        .where(Booking.state.in_(LIVE_BOOKINGS))
        .order_by(Booking.created_at)
    )
    return {lesson_id: name for lesson_id, name in rows}


def _answered(session: WorkSession, choice: CalendarChoice) -> dict[UUID, datetime]:
    """By lesson: when a booking of it, of whatever state, last changed."""
    rows = session.execute(
        select(Booking.lesson_id, func.max(Booking.updated_at))
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .where(Booking.owner == session.owner, *_wanted(choice))
        .group_by(Booking.lesson_id)
    )
    return {lesson_id: moment for lesson_id, moment in rows}
