"""Put lessons in rooms, change them, call them off."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.course import Course
from models.site import Room
from models.training_class import ClassState, Lesson, TrainingClass
from services import booking
from services.core.checks import required_text
from services.core.errors import Refused
from services.core.fields import checked, draft, hours, moment, reference
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.training_class.operations import open_class
from services.training_class.rules import (
    check_times,
    require_free_room,
    require_opening,
    require_room_still,
    require_unused,
    room_in_use,
    signed,
)

UNUSED = "这门课程或这间教室已停用，请换一个，或先恢复使用。"
LONGEST_REASON = 60


@draft
class LessonDraft:
    """What the clerk chose. Times are local; `hours` is the course's unless told."""

    course_id: UUID = reference("课程", hint="输入编码或名称查找，没有就新建")
    room_id: UUID = reference("教室", hint="输入阵地或教室查找，没有就新建")
    starts_at: datetime = moment("上课")
    ends_at: datetime = moment("下课")
    hours: Decimal | None = hours(
        "学时", note="默认取课程菜单里的学时；每半天一般 4 学时。", default=None
    )


def add_lesson(session: WorkSession, class_id: UUID, draft: LessonDraft) -> Made:
    """Put a lesson in a room. A class that had ended goes on with it.

    Raises BadInput for times that make no lesson; Refused where the room is taken, or where
    a rotation class would not open with a 首课 (domain.md).
    """
    training_class = open_class(session, class_id)
    before = Before(session)
    lesson = put_lesson(session, class_id, draft)
    require_opening(session, training_class)
    if training_class.state is ClassState.finished:
        before.keep(training_class)
        training_class.state = ClassState.running
    before.made(lesson)
    lesson_id = lesson.id
    undo = before.undo(
        f"加课次“{lesson.title}”（{lesson.starts_at:%m月%d日 %H:%M}）",
        "training_class.undo",
        check=lambda later: require_unused(later, lesson_id),
        recheck=lambda later: require_opening(later, open_class(later, class_id)),
    )
    return Made(lesson_id, undo)


def put_lesson(session: WorkSession, class_id: UUID, draft: LessonDraft) -> Lesson:
    """The same without looking at the class: for whoever puts several and looks after them."""
    worth = checked(draft)["hours"]
    course, room = session.require(Course, draft.course_id), session.require(Room, draft.room_id)
    if course.retired_at is not None or not room_in_use(session, room):
        raise Refused(UNUSED)
    check_times(session, draft.starts_at, draft.ends_at)
    session.flush()
    require_free_room(session, room, draft.starts_at, draft.ends_at)
    lesson = session.make(
        Lesson,
        class_id=class_id,
        course_id=course.id,
        room_id=room.id,
        **_kept(course),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        hours=course.hours if worth is None else worth,
    )
    session.note("training_class.add_lesson", id=str(lesson.id))
    return lesson


def change_lesson(session: WorkSession, lesson_id: UUID, draft: LessonDraft) -> Undo:
    """Another course, room, time or worth for a lesson. A course or room that was taken out of
    use since stays with it. Raises what `add_lesson` raises; Refused where its lecturer teaches
    elsewhere at the new time, and for a new time once somebody has signed in: when they came
    would no longer be true."""
    worth = checked(draft)["hours"]
    lesson = _lesson(session, lesson_id)
    training_class = open_class(session, lesson.class_id)
    course, room = session.require(Course, draft.course_id), session.require(Room, draft.room_id)
    new_course, new_room = course.id != lesson.course_id, room.id != lesson.room_id
    if (new_course and course.retired_at) or (new_room and not room_in_use(session, room)):
        raise Refused(UNUSED)
    moved = (draft.starts_at, draft.ends_at) != (lesson.starts_at, lesson.ends_at)
    if moved and signed(session, lesson_id):
        raise Refused("这节课已有人签到，时间不能再改；教室、课程和学时可以改。")
    check_times(session, draft.starts_at, draft.ends_at)
    require_free_room(session, room, draft.starts_at, draft.ends_at, lesson_id)
    before = Before(session)
    before.keep(lesson)
    lesson.course_id, lesson.room_id = course.id, room.id
    lesson.starts_at, lesson.ends_at = draft.starts_at, draft.ends_at
    lesson.hours = course.hours if worth is None else worth
    if new_course:
        for name, value in _kept(course).items():
            setattr(lesson, name, value)
    require_opening(session, training_class)
    booking.require_no_clash(session, lesson_id)
    session.note("training_class.change_lesson", id=str(lesson_id))
    words = f"修改课次“{lesson.title}”"
    return before.undo(
        words,
        "training_class.undo",
        check=lambda later: _require_way_back(later, lesson_id, moved=moved),
        recheck=lambda later: _require_fitting(later, lesson_id),
    )


def cancel_lesson(session: WorkSession, lesson_id: UUID, reason: str) -> Undo:
    """Call a lesson off; its room is free again and its booking ends with the same reason.

    Refused once somebody has signed in, where a rotation class would no longer open with a
    首课, for the last lesson of a class that has ended, and in a class that is put away. Raises
    BadInput without a reason.
    """
    reason = required_text(reason, "取消原因", LONGEST_REASON)
    lesson = _lesson(session, lesson_id)
    training_class = open_class(session, lesson.class_id)
    if signed(session, lesson_id):
        raise Refused("这节课已有人签到，不能取消。")
    before = Before(session)
    call_off(session, lesson, reason, before)
    require_opening(session, training_class)
    if training_class.state is ClassState.finished:
        _require_held(session, training_class)
    return before.undo(
        f"取消课次“{lesson.title}”（{lesson.starts_at:%m月%d日 %H:%M}）",
        "training_class.undo",
        recheck=lambda later: _require_fitting(later, lesson_id),
    )


def call_off(session: WorkSession, lesson: Lesson, reason: str, before: Before) -> None:
    """The same without looking at the class, kept in `before`: for whoever calls off several."""
    before.keep(lesson)
    lesson.cancelled_at, lesson.cancel_reason = session.now(), reason
    booking.end_with_lesson(session, lesson.id, reason, before)
    session.note("training_class.cancel_lesson", id=str(lesson.id))


def _require_held(session: WorkSession, training_class: TrainingClass) -> None:
    """A class that ended has delivered its orders: something must have been held."""
    left = select(Lesson.id).where(
        Lesson.class_id == training_class.id, Lesson.cancelled_at.is_(None)
    )
    if session.scalar(left.limit(1)) is None:
        raise Refused("这是已结束的班的最后一节课；整个班都没有办，请取消培训班。")


def _require_way_back(session: WorkSession, lesson_id: UUID, *, moved: bool) -> None:
    if moved and signed(session, lesson_id):
        raise Refused("这节课已有人签到，时间不能再改回去。")


def _require_fitting(session: WorkSession, lesson_id: UUID) -> None:
    """After a lesson went back to where it was: is its place still its own?"""
    lesson = _lesson(session, lesson_id)
    room = session.require(Room, lesson.room_id)
    require_room_still(session, lesson)
    require_free_room(session, room, lesson.starts_at, lesson.ends_at, lesson_id)
    require_opening(session, open_class(session, lesson.class_id))
    booking.require_no_clash(session, lesson_id)


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
