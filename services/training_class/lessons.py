"""Put lessons in rooms, change them, call them off."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.course import Course
from models.site import Room
from models.training_class import ClassState, Lesson, TrainingClass
from services import booking
from services.core.errors import Refused
from services.core.fields import half_hours, required_text
from services.core.session import WorkSession
from services.training_class.operations import open_class
from services.training_class.rules import (
    check_times,
    require_free_room,
    require_opening,
    signed,
)

UNUSED = "这门课程或这间教室已停用，请换一个，或先恢复使用。"


@dataclass(frozen=True)
class LessonDraft:
    """What the clerk chose. Times are local; `hours` is the course's unless told."""

    course_id: UUID
    room_id: UUID
    starts_at: datetime
    ends_at: datetime
    hours: Decimal | None = None


def add_lesson(session: WorkSession, class_id: UUID, draft: LessonDraft) -> UUID:
    """Put a lesson in a room. A class that had ended goes on with it.

    Raises BadInput for times that make no lesson; Refused where the room is taken, or where
    a rotation class would not open with a 首课 (domain.md).
    """
    training_class = open_class(session, class_id)
    course, room = session.require(Course, draft.course_id), session.require(Room, draft.room_id)
    if course.retired_at is not None or room.retired_at is not None:
        raise Refused(UNUSED)
    check_times(session, draft.starts_at, draft.ends_at)
    require_free_room(session, room, draft.starts_at, draft.ends_at)
    lesson = session.make(
        Lesson,
        class_id=class_id,
        course_id=course.id,
        room_id=room.id,
        **_kept(course),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        hours=half_hours(course.hours if draft.hours is None else draft.hours),
    )
    require_opening(session, training_class)
    if training_class.state is ClassState.finished:
        training_class.state = ClassState.running
    session.note("training_class.add_lesson", id=str(lesson.id))
    return lesson.id


def change_lesson(session: WorkSession, lesson_id: UUID, draft: LessonDraft) -> None:
    """Another course, room, time or worth for a lesson. Raises what `add_lesson` raises;
    Refused where its lecturer teaches elsewhere at the new time, and for a new time once
    somebody has signed in: when they came would no longer be true."""
    lesson = _lesson(session, lesson_id)
    training_class = open_class(session, lesson.class_id)
    course, room = session.require(Course, draft.course_id), session.require(Room, draft.room_id)
    new_course, new_room = course.id != lesson.course_id, room.id != lesson.room_id
    if (new_course and course.retired_at) or (new_room and room.retired_at):
        raise Refused(UNUSED)
    moved = (draft.starts_at, draft.ends_at) != (lesson.starts_at, lesson.ends_at)
    if moved and signed(session, lesson_id):
        raise Refused("这节课已有人签到，时间不能再改；教室、课程和学时可以改。")
    check_times(session, draft.starts_at, draft.ends_at)
    require_free_room(session, room, draft.starts_at, draft.ends_at, lesson_id)
    lesson.course_id, lesson.room_id = course.id, room.id
    lesson.starts_at, lesson.ends_at = draft.starts_at, draft.ends_at
    lesson.hours = half_hours(course.hours if draft.hours is None else draft.hours)
    if new_course:
        for name, value in _kept(course).items():
            setattr(lesson, name, value)
    require_opening(session, training_class)
    booking.require_no_clash(session, lesson_id)
    session.features |= {"sign_in", "booking"}
    session.note("training_class.change_lesson", id=str(lesson_id))


def cancel_lesson(session: WorkSession, lesson_id: UUID, reason: str) -> None:
    """Call a lesson off; its room is free again and its booking ends with the same reason.

    Refused once somebody has signed in, and where a rotation class would no longer open with
    a 首课. Raises BadInput without a reason.
    """
    reason = required_text(reason, "取消原因", 60)
    lesson = _lesson(session, lesson_id)
    if signed(session, lesson_id):
        raise Refused("这节课已有人签到，不能取消。")
    lesson.cancelled_at, lesson.cancel_reason = session.now(), reason
    require_opening(session, session.require(TrainingClass, lesson.class_id))
    booking.end_with_lesson(session, lesson_id, reason)
    session.features |= {"sign_in", "booking"}
    session.note("training_class.cancel_lesson", id=str(lesson_id))


def _kept(course: Course) -> dict[str, object]:
    """What a lesson keeps of its course, however that is changed later."""
    return {
        "title": course.title,
        "task": course.task,
        "tier": course.tier,
        "form": course.form,
    }


def _lesson(session: WorkSession, lesson_id: UUID) -> Lesson:
    lesson = session.require(Lesson, lesson_id)
    if lesson.cancelled_at is not None:
        raise Refused("这节课已经取消了。")
    return lesson
