"""What should be done before a class begins: derived each time from what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.booking import LIVE_BOOKINGS, Booking, BookingState
from models.core.words import Words
from models.course import Tier
from models.site import Room
from models.training_class import Lesson, TrainingClass
from services.core.session import WorkSession
from services.training_class.clashes import busy_words, each_named, elsewhere_at
from services.training_class.queries import enrolled_count


class CheckKind(Words):
    lessons = "lessons", "课次"
    opening = "opening", "首课"
    rooms = "rooms", "教室"
    lecturers = "lecturers", "讲师"
    people = "people", "人数"
    double = "double", "撞课"


@dataclass(frozen=True)
class Check:
    """One thing that should hold, and in words how it stands."""

    kind: CheckKind
    done: bool
    words: str


def checks(session: WorkSession, class_id: UUID) -> tuple[Check, ...]:
    """The checks of a class in their order; that of the 首课 only for a rotation class.
    Raises NotFound."""
    session.flush()
    row = session.require(TrainingClass, class_id)
    lessons = session.scalars(
        select(Lesson)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
        .order_by(Lesson.starts_at, Lesson.id)
    ).all()
    enrolled = enrolled_count(session, class_id)
    found = [_lessons(lessons)]
    if row.rotation:
        found.append(_opening(lessons))
    found += [
        _rooms(session, lessons, enrolled),
        _lecturers(session, lessons),
        _people(row, enrolled),
        _double(session, lessons),
    ]
    return tuple(found)


def undone(found: Sequence[Check]) -> str:
    """What is not done, in one line; empty where all is."""
    return "；".join(check.words for check in found if not check.done)


def _lessons(lessons: Sequence[Lesson]) -> Check:
    words = f"已排 {len(lessons)} 节课" if lessons else "还没有排课"
    return Check(CheckKind.lessons, bool(lessons), words)


def _opening(lessons: Sequence[Lesson]) -> Check:
    done = bool(lessons) and lessons[0].tier is Tier.first
    words = "第一节是首课" if done else "轮训班的第一节还不是首课"
    return Check(CheckKind.opening, done, words)


def _rooms(session: WorkSession, lessons: Sequence[Lesson], enrolled: int) -> Check:
    places = {
        room: (name, places)
        for room, name, places in session.execute(
            select(Room.id, Room.name, Room.places).where(
                Room.id.in_({lesson.room_id for lesson in lessons})
            )
        )
    }
    small = {name: seats for name, seats in places.values() if seats < enrolled}
    if not small:
        return Check(CheckKind.rooms, done=True, words=f"教室都坐得下已报名的 {enrolled} 人")
    told = "、".join(f"{name}（{seats} 座）" for name, seats in sorted(small.items()))
    return Check(CheckKind.rooms, done=False, words=f"{told}坐不下已报名的 {enrolled} 人")


def _lecturers(session: WorkSession, lessons: Sequence[Lesson]) -> Check:
    sure = set(
        session.scalars(
            select(Booking.lesson_id).where(
                Booking.lesson_id.in_({lesson.id for lesson in lessons}),
                Booking.state.in_(LIVE_BOOKINGS),
                Booking.state != BookingState.requested,
            )
        )
    )
    missing = [lesson for lesson in lessons if lesson.id not in sure]
    if not missing:
        return Check(CheckKind.lecturers, done=True, words="每节课的讲师都已确认")
    first = missing[0]
    words = f"{len(missing)} 节课的讲师还没确认，最早 {first.starts_at:%m月%d日}“{first.title}”"
    return Check(CheckKind.lecturers, done=False, words=words)


def _people(row: TrainingClass, enrolled: int) -> Check:
    least = row.minimum or 1
    if enrolled >= least:
        return Check(CheckKind.people, done=True, words=f"已报名 {enrolled} 人，够开班")
    words = f"已报名 {enrolled} 人，不到最低开班人数 {least} 人" if row.minimum else "还没有人报名"
    return Check(CheckKind.people, done=False, words=words)


def _double(session: WorkSession, lessons: Sequence[Lesson]) -> Check:
    people = [
        one
        for lesson in lessons
        for one in elsewhere_at(
            session, lesson.class_id, lesson.starts_at, lesson.ends_at, lesson.id
        )
    ]
    if not people:
        return Check(CheckKind.double, done=True, words="没有人同一时间另有课")
    return Check(CheckKind.double, done=False, words=busy_words(each_named(people)))
