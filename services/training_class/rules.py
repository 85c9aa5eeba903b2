"""What must hold of lessons: in their rooms, in their class, in time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, true

from models.booking import Booking
from models.course import Tier
from models.sign_in import SignIn
from models.site import Room, Site
from models.training_class import Lesson, TrainingClass
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession

LONGEST = timedelta(hours=12)
FARTHEST = timedelta(days=3660)


def require_opening(session: WorkSession, training_class: TrainingClass) -> None:
    """A rotation class must open with a 首课 (domain.md). Raises Refused."""
    session.flush()
    if not training_class.rotation:
        return
    tier = session.scalar(
        select(Lesson.tier)
        .where(Lesson.class_id == training_class.id, Lesson.cancelled_at.is_(None))
        .order_by(Lesson.starts_at, Lesson.id)
        .limit(1)
    )
    if tier is not None and tier is not Tier.first:
        raise Refused("轮训班的第一节课必须是“首课”类型的课程。")


def check_times(session: WorkSession, starts_at: datetime, ends_at: datetime) -> None:
    """Raises BadInput for times that make no lesson."""
    if ends_at <= starts_at:
        raise BadInput("下课时间要在上课时间之后。", "ends_at")
    if ends_at - starts_at > LONGEST:
        raise BadInput("一节课不能超过 12 小时，请检查时间。", "ends_at")
    if abs(starts_at - session.local_now()) > FARTHEST:
        raise BadInput("这节课的日期离今天太远，请检查年份。", "starts_at")


def signed(session: WorkSession, lesson_id: UUID) -> bool:
    """True once somebody's sign-in counts."""
    found = select(SignIn.id).where(SignIn.lesson_id == lesson_id, SignIn.undone_at.is_(None))
    return session.scalar(found.limit(1)) is not None


def require_unused(session: WorkSession, lesson_id: UUID) -> None:
    """Nothing cites the lesson, not even what was taken back. Raises Refused."""
    for kind in (SignIn, Booking):
        if session.scalar(select(kind.id).where(kind.lesson_id == lesson_id).limit(1)):
            raise Refused("这节课后来已约讲师或有过签到，不能撤销加课，可以取消课次。")


def room_in_use(session: WorkSession, room: Room) -> bool:
    """A room that is in use, at a site that is."""
    return room.retired_at is None and session.require(Site, room.site_id).retired_at is None


def require_room_still(session: WorkSession, lesson: Lesson) -> None:
    """A lesson to come that goes back to its room finds that in use: it may have been retired
    while nothing was to be held there. Raises Refused."""
    room = session.require(Room, lesson.room_id)
    if lesson.ends_at > session.local_now() and not room_in_use(session, room):
        raise Refused(f"教室 {room.name} 后来停用了，不能再撤销这一步；请先恢复教室或另选一间。")


def require_free_room(
    session: WorkSession,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    own_id: UUID | None = None,
) -> None:
    """A room never holds two lessons at once (domain.md, invariant 4). Raises Refused.

    `own_id` is the lesson that is being moved.
    """
    taken = session.execute(
        select(Lesson.title, Lesson.starts_at, Lesson.ends_at, Site.name)
        .join(Room, Room.id == Lesson.room_id)
        .join(Site, Site.id == Room.site_id)
        .where(
            Lesson.room_id == room.id,
            Lesson.id != own_id if own_id is not None else true(),
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at < ends_at,
            Lesson.starts_at > starts_at - LONGEST,
            Lesson.ends_at > starts_at,
        )
        .limit(1)
    ).one_or_none()
    if taken is not None:
        title, start, end, site = taken
        raise Refused(
            f"{site}{room.name} {start:%m月%d日 %H:%M}–{end:%H:%M} 已排“{title}”，请换教室或时间。"
        )
