"""Ask a lecturer for a lesson; what they answer; what becomes of it."""

from uuid import UUID

from sqlalchemy import select

from models.booking import LIVE_BOOKINGS, Booking, BookingState
from models.lecturer import Lecturer
from services.booking import rules
from services.booking.rules import Slot
from services.core.checks import optional_text, required_text
from services.core.errors import NeedsReason, Refused
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.site import travel_minutes

MOST_REASON = 60
UNDO = "booking.undo"
HELD = "这节课已经上完，预约不能再取消、换人或恢复。"
OPEN = (BookingState.requested, BookingState.confirmed)


class LecturerBusy(Refused):
    """Another lesson of this lecturer lies at the same time (domain.md, invariant 4)."""

    code = "lecturer_busy"


def book(session: WorkSession, lesson_id: UUID, lecturer_id: UUID, *, reason: str = "") -> Made:
    """Ask a lecturer for a lesson; the booking waits for the answer.

    Raises Refused where the lesson has somebody already or the lecturer teaches elsewhere at
    that time; NeedsReason, without a `reason`, where a day lies outside the appointment or
    there is less time between two sites than the way takes; NotFound (domain.md, invariant 4).
    """
    slot = rules.slot_of(session, lesson_id)
    lecturer = _lecturer(session, lecturer_id)
    _require_unbooked(session, slot)
    before = Before(session)
    made = _book(session, slot, lecturer, reason, before)
    return Made(made.id, before.undo(f"预约 {lecturer.name}", UNDO))


def confirm(session: WorkSession, booking_id: UUID) -> Undo:
    """The lecturer said yes. Raises Refused unless the booking waits for an answer."""
    booking = _booking(session, booking_id, BookingState.requested)
    name = _lecturer(session, booking.lecturer_id).name
    before = Before(session)
    before.keep(booking)
    booking.state = BookingState.confirmed
    session.note("booking.confirm", id=str(booking_id))
    return _way_back(before, booking, f"确认 {name} 的预约")


def decline(session: WorkSession, booking_id: UUID, reason: str) -> Undo:
    """The lecturer said no; the lesson needs somebody else. Raises BadInput, Refused."""
    before = Before(session)
    booking = _end(
        session,
        booking_id,
        BookingState.declined,
        reason,
        "谢绝原因",
        before,
        BookingState.requested,
    )
    session.note("booking.decline", id=str(booking_id))
    return _way_back(before, booking, f"登记 {_name(session, booking)} 谢绝预约")


def cancel(session: WorkSession, booking_id: UUID, reason: str) -> Undo:
    """We take the booking back. Raises BadInput; Refused once the lesson was held."""
    _require_to_come(session, booking_id)
    before = Before(session)
    booking = _end(session, booking_id, BookingState.cancelled, reason, "取消原因", before, *OPEN)
    session.note("booking.cancel", id=str(booking_id))
    return _way_back(before, booking, f"取消 {_name(session, booking)} 的预约")


def substitute(
    session: WorkSession, booking_id: UUID, lecturer_id: UUID, why: str, *, reason: str = ""
) -> Made:
    """Somebody else teaches instead; the first booking names them and `why`. The new one waits.

    Raises what `book` and `cancel` raise; `reason` passes the warnings of the new one.
    """
    first = session.require(Booking, booking_id)
    lecturer = _lecturer(session, lecturer_id)
    if first.lecturer_id == lecturer_id:
        raise Refused(f"这节课本来就是{lecturer.name}讲，请选另一位讲师。")
    _require_to_come(session, booking_id)
    why = required_text(why, "换人原因", MOST_REASON)
    words = f"改由{lecturer.name}讲授，{why}"
    before = Before(session)
    _end(session, booking_id, BookingState.substituted, words, "换人原因", before, *OPEN)
    session.flush()
    slot = rules.slot_of(session, first.lesson_id)
    _require_unbooked(session, slot)
    made = _book(session, slot, lecturer, reason, before)
    session.note("booking.substitute", id=str(booking_id), by=str(made.id))
    changed = f"改派 {lecturer.name}（原为 {_name(session, first)}）"
    return Made(made.id, _way_back(before, first, changed, made.id))


def end_with_lesson(session: WorkSession, lesson_id: UUID, reason: str, before: Before) -> None:
    """The lesson was called off, and so are its bookings that were not held, kept in `before`."""
    for booking in session.scalars(
        select(Booking).where(Booking.lesson_id == lesson_id, Booking.state.in_(OPEN))
    ):
        before.keep(booking)
        booking.state, booking.state_reason = BookingState.cancelled, f"课次取消：{reason}"
        session.note("booking.cancel", id=str(booking.id))


def require_no_clash(session: WorkSession, lesson_id: UUID) -> None:
    """After a lesson was moved: whoever teaches it teaches nothing else at that time. Raises
    LecturerBusy."""
    slot = rules.slot_of(session, lesson_id)
    for lecturer in session.scalars(
        select(Lecturer)
        .join(Booking, Booking.lecturer_id == Lecturer.id)
        .where(Booking.lesson_id == lesson_id, Booking.state.in_(LIVE_BOOKINGS))
    ):
        _require_free(session, slot, lecturer)


def _book(
    session: WorkSession, slot: Slot, lecturer: Lecturer, reason: str, before: Before
) -> Booking:
    others = _require_free(session, slot, lecturer)
    held = rules.terms(session).get(lecturer.id, [])
    told = rules.warnings(slot, lecturer.source, held, others, travel_minutes(session))
    reason = optional_text(reason, "理由", MOST_REASON)
    if told and not reason:
        raise NeedsReason(f"{lecturer.name}：{'；'.join(told)}。如确要预约，请写明理由。")
    made = session.make(
        Booking,
        lesson_id=slot.lesson_id,
        lecturer_id=lecturer.id,
        state=BookingState.requested,
        state_reason="",
        warning_reason=reason if told else "",
    )
    before.made(made)
    session.note("booking.book", id=str(made.id), warned=len(told))
    return made


def _name(session: WorkSession, booking: Booking) -> str:
    """Also of somebody who has left the pool since."""
    return session.require(Lecturer, booking.lecturer_id).name


def _way_back(before: Before, booking: Booking, words: str, *but: UUID) -> Undo:
    """A booking as it was, as long as its lesson is to come and nobody else has it; the lecturer
    may have another one by now. `but` are bookings that go with the way back."""
    key, lesson_id, lecturer_id = booking.id, booking.lesson_id, booking.lecturer_id

    def check(session: WorkSession) -> None:
        slot = rules.slot_of(session, lesson_id)
        if slot.ends_at <= session.local_now():
            raise Refused(HELD)
        _require_unbooked(session, slot, key, *but)

    def recheck(session: WorkSession) -> None:
        _require_free(session, rules.slot_of(session, lesson_id), _lecturer(session, lecturer_id))

    return before.undo(words, UNDO, check, recheck)


def _lecturer(session: WorkSession, lecturer_id: UUID) -> Lecturer:
    lecturer = session.require(Lecturer, lecturer_id)
    if lecturer.retired_at is not None:
        raise Refused(f"{lecturer.name}已不在师资库，请选另一位讲师。")
    return lecturer


def _booking(session: WorkSession, booking_id: UUID, *allowed: BookingState) -> Booking:
    booking = session.require(Booking, booking_id)
    if booking.state not in allowed:
        raise Refused("这个预约已经有了答复或已取消，请刷新后再看。")
    return booking


def _end(
    session: WorkSession,
    booking_id: UUID,
    state: BookingState,
    reason: str,
    words: str,
    before: Before,
    *allowed: BookingState,
) -> Booking:
    # The substitute's name stands before the reason, so the stored text may be longer.
    reason = required_text(reason, words, MOST_REASON + 40)
    booking = _booking(session, booking_id, *allowed)
    before.keep(booking)
    booking.state, booking.state_reason = state, reason
    return booking


def _require_to_come(session: WorkSession, booking_id: UUID) -> None:
    """A lesson that was held had its lecturer: that cannot be taken back."""
    booking = session.require(Booking, booking_id)
    if booking.state is not BookingState.confirmed:
        return
    slot = rules.slot_of(session, booking.lesson_id)
    if slot.ends_at <= session.local_now():
        raise Refused(HELD)


def _require_unbooked(session: WorkSession, slot: Slot, *but: UUID) -> None:
    taken = session.scalar(
        select(Lecturer.name)
        .join(Booking, Booking.lecturer_id == Lecturer.id)
        .where(
            Booking.lesson_id == slot.lesson_id,
            Booking.state.in_(LIVE_BOOKINGS),
            Booking.id.not_in(but),
        )
        .limit(1)
    )
    if taken is not None:
        raise Refused(f"“{slot.title}”（{slot.when}）已约{taken}，要换人请先取消或改派。")


def _require_free(session: WorkSession, slot: Slot, lecturer: Lecturer) -> list[Slot]:
    """What else the lecturer has near this lesson, none of it at the same time."""
    others = rules.slots_near(session, slot).get(lecturer.id, [])
    rival = rules.clash(slot, others)
    if rival is not None:
        raise LecturerBusy(
            f"{lecturer.name} {rival.when} 已在“{rival.class_title}”讲“{rival.title}”"
            f"（{rival.place}），时间重叠，请换讲师或调课。"
        )
    return others
