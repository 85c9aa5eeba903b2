"""Move, stretch, copy and call off lessons on the timetable; each has a way back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from models.booking import LIVE_BOOKINGS, Booking
from models.site import Room
from models.training_class import Lesson
from services import booking, training_class
from services.core.checks import optional_text
from services.core.errors import NeedsReason, Refused
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.timetable.warnings import warnings
from services.training_class import LessonDraft
from services.training_class.operations import open_class
from services.training_class.rules import (
    require_free_room,
    require_opening,
    require_room_still,
    signed,
)

SIGNED = "这节课已有人签到，课表上不能再动它；要换教室，请打开这节课所在的班修改。"
MOST_REASON = 60
VERB = "timetable.take_back"


def as_draft(session: WorkSession, lesson_id: UUID) -> LessonDraft:
    """A lesson as it stands, to be changed with `replace`. Raises NotFound."""
    row = session.require(Lesson, lesson_id)
    return LessonDraft(row.course_id, row.room_id, row.starts_at, row.ends_at, row.hours)


def move(
    session: WorkSession,
    lesson_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    room_id: UUID,
    *,
    reason: str = "",
) -> Undo:
    """Another time, length or room; what the lesson is worth stays.

    Raises what `training_class.change_lesson` raises; Refused once somebody has signed in;
    NeedsReason, without a `reason`, where the lecturer has too little time to travel or no
    appointment on that day (domain.md, invariant 4). The reason is kept with the booking.
    """
    if signed(session, lesson_id):
        raise Refused(SIGNED)
    draft = replace(
        as_draft(session, lesson_id), starts_at=starts_at, ends_at=ends_at, room_id=room_id
    )
    told = warnings(session, lesson_id, draft)
    reason = optional_text(reason, "理由", MOST_REASON)
    if told.lecturer and not reason:
        raise NeedsReason(f"{told.words}。如确要这样排，请写明理由。")
    lesson = session.require(Lesson, lesson_id)
    before, was = Before(session), lesson.starts_at
    before.keep(lesson)
    if told.lecturer:
        for row in _live_bookings(session, lesson_id):
            before.keep(row)
            row.warning_reason = reason
    training_class.change_lesson(session, lesson_id, draft)
    session.note("timetable.move", id=str(lesson_id), warned=len(told.lecturer))
    words = f"移动课次“{lesson.title}”（原在 {was:%m月%d日 %H:%M}）"
    return _way_back(before, words, lesson_id)


def copy(session: WorkSession, lesson_id: UUID, starts_at: datetime, room_id: UUID) -> Made:
    """The same course for the same class once more, as long and worth as much.

    Raises what `training_class.add_lesson` raises.
    """
    draft = as_draft(session, lesson_id)
    class_id = session.require(Lesson, lesson_id).class_id
    ends_at = starts_at + (draft.ends_at - draft.starts_at)
    session.note("timetable.copy", of=str(lesson_id))
    return training_class.add_lesson(
        session, class_id, replace(draft, starts_at=starts_at, ends_at=ends_at, room_id=room_id)
    )


def cancel(session: WorkSession, lesson_id: UUID, reason: str) -> Undo:
    """Call a lesson off, with its booking. Raises what `training_class.cancel_lesson` raises."""
    session.note("timetable.cancel", id=str(lesson_id))
    return training_class.cancel_lesson(session, lesson_id, reason)


def _way_back(before: Before, words: str, lesson_id: UUID) -> Undo:
    """Held to every rule once more: others may have the room or the lecturer by now."""

    def check(session: WorkSession) -> None:
        if signed(session, lesson_id):
            raise Refused(SIGNED)

    def recheck(session: WorkSession) -> None:
        lesson = session.require(Lesson, lesson_id)
        room = session.require(Room, lesson.room_id)
        require_room_still(session, lesson)
        require_free_room(session, room, lesson.starts_at, lesson.ends_at, lesson_id)
        require_opening(session, open_class(session, lesson.class_id))
        booking.require_no_clash(session, lesson_id)

    return before.undo(words, VERB, check=check, recheck=recheck)


def _live_bookings(session: WorkSession, lesson_id: UUID) -> list[Booking]:
    return list(
        session.scalars(
            select(Booking).where(Booking.lesson_id == lesson_id, Booking.state.in_(LIVE_BOOKINGS))
        )
    )
