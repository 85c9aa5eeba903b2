"""Cancel a class: what that cancels, whom to tell, and the cancelling itself."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select

from models.booking import Booking, BookingState
from models.branch import Branch
from models.lecturer import Lecturer
from models.member import Member
from models.sign_in import SignIn
from models.site import Room, Site
from models.training_class import ClassState, Enrolment, Lesson, TrainingClass, WaitingPlace
from services import order
from services.core.checks import required_text
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.core.undo import Before, Final
from services.training_class.lessons import LONGEST_REASON, call_off
from services.training_class.operations import open_class

OPEN = (BookingState.requested, BookingState.confirmed)


@dataclass(frozen=True)
class ToTell:
    """Somebody to be told. `who` is what they are to the class, `unit` their branch or place,
    `about` what it is that falls away for them."""

    who: str
    name: str
    unit: str
    phone: str
    about: str


@dataclass(frozen=True)
class Consequences:
    """What cancelling a class cancels, in numbers, and everybody to tell: lecturers first, then
    keepers of rooms, who ordered, who is enrolled, who waits.

    `refusal` is why it cannot be cancelled; empty where it can.
    """

    class_id: UUID
    title: str
    lessons: int
    bookings: int
    enrolled: int
    waiting: int
    orders: int
    people: tuple[ToTell, ...]
    refusal: str


def consequences(session: WorkSession, class_id: UUID) -> Consequences:
    """What cancelling this class would do. Raises NotFound."""
    row = session.require(TrainingClass, class_id)
    lecturers = _lecturers(session, class_id)
    keepers = _keepers(session, class_id)
    orders = order.of_class(session, class_id)
    enrolled = _people(session, Enrolment, class_id, "学员", "已报名")
    waiting = _people(session, WaitingPlace, class_id, "候补", "在候补")
    askers = [
        ToTell(
            "订单", one.contact or one.asker, one.asker, one.phone_masked, f"{one.number} 退回待排"
        )
        for one in orders
    ]
    return Consequences(
        class_id=class_id,
        title=row.title,
        lessons=len(_lessons(session, class_id)),
        bookings=len(lecturers),
        enrolled=len(enrolled),
        waiting=len(waiting),
        orders=len(orders),
        people=(*lecturers, *keepers, *askers, *enrolled, *waiting),
        refusal=_refusal(session, row),
    )


def cancel(session: WorkSession, class_id: UUID, reason: str) -> Final:
    """Cancel a class with all that hangs on it: its lessons with the same reason, so that rooms
    are free and bookings end, and its orders, which wait to be placed again. Enrolments stay
    as they were, for the record. There is no way back.

    Raises BadInput without a reason; Refused once somebody has signed in at one of its
    lessons, and for a class that is put away or cancelled.
    """
    reason = required_text(reason, "取消原因", LONGEST_REASON)
    row = session.require(TrainingClass, class_id)
    if refusal := _refusal(session, row):
        raise Refused(refusal)
    open_class(session, class_id)
    before = Before(session)
    for lesson in _lessons(session, class_id):
        call_off(session, lesson, reason, before)
    order.release_class(session, class_id, reason)
    row.state, row.state_reason = ClassState.cancelled, reason
    session.note("training_class.cancel", id=str(class_id))
    return Final("培训班取消后不能恢复")


def _refusal(session: WorkSession, row: TrainingClass) -> str:
    if row.state is ClassState.cancelled:
        return "这个班已经取消了。"
    if row.state is ClassState.archived:
        return "这个班已经归档，不能取消。"
    signed = exists().where(
        SignIn.lesson_id == Lesson.id,
        SignIn.undone_at.is_(None),
        Lesson.class_id == row.id,
    )
    if session.scalar(select(signed)):
        return "这个班已有人签到，不能整班取消；还没上的课可以逐节取消，学时和签到照旧。"
    for one in order.of_class(session, row.id):
        if one.state is order.OrderState.confirmed:
            return f"{one.number} 已由点单单位确认送学，这个班不能再取消。"
    return ""


def _lessons(session: WorkSession, class_id: UUID) -> list[Lesson]:
    return list(
        session.scalars(
            select(Lesson)
            .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
            .order_by(Lesson.starts_at)
        )
    )


def _lecturers(session: WorkSession, class_id: UUID) -> list[ToTell]:
    """One line for each booking that would end."""
    rows = session.execute(
        select(Lecturer.name, Lecturer.employer, Lecturer.phone, Lesson.starts_at, Lesson.title)
        .join(Booking, Booking.lecturer_id == Lecturer.id)
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .where(
            Lesson.class_id == class_id,
            Lesson.cancelled_at.is_(None),
            Booking.state.in_(OPEN),
        )
        .order_by(Lesson.starts_at)
    )
    return [
        ToTell("讲师", name, employer, mask_phone(phone), f"{starts_at:%m-%d %H:%M} {title}")
        for name, employer, phone, starts_at, title in rows
    ]


def _keepers(session: WorkSession, class_id: UUID) -> list[ToTell]:
    """One line for each site, with how many lessons its rooms lose."""
    rows = session.execute(
        select(Site.keeper, Site.name, Site.phone, func.count())
        .join(Room, Room.site_id == Site.id)
        .join(Lesson, Lesson.room_id == Room.id)
        .where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
        .group_by(Site.id)
        .order_by(Site.name)
    )
    return [
        ToTell("阵地", keeper or "未登记", site, phone, f"空出 {count} 节课的教室")
        for keeper, site, phone, count in rows
    ]


def _people(
    session: WorkSession,
    kind: type[Enrolment] | type[WaitingPlace],
    class_id: UUID,
    who: str,
    about: str,
) -> list[ToTell]:
    rows = session.execute(
        select(Member.name, Branch.short_name, Member.phone)
        .join(kind, kind.member_id == Member.id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(kind.class_id == class_id)
        .order_by(Branch.short_name, kind.number)
    )
    return [ToTell(who, name, unit, mask_phone(phone), about) for name, unit, phone in rows]
