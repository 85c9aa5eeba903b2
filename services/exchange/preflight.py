"""What to look at before the month is sent."""

from sqlalchemy import ColumnElement, and_, exists, func, select

from models.booking import LIVE_BOOKINGS, Booking, BookingState
from models.certificate import Certificate, CertificateState
from models.member import Member, MemberKind
from models.school import Peer, WorkspaceKind
from models.sign_in import SignIn
from models.training_class import Enrolment, Lesson
from services import hours
from services.core.checks import month_span
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.exchange.records import CheckLine

OK, WARN, STOP = "ok", "warn", "stop"


def preflight(session: WorkSession, year: int, month: int) -> tuple[CheckLine, ...]:
    """The findings of one month; a line of tone stop keeps the month from being approved.

    Raises BadInput for a month that does not exist.
    """
    if not (1 <= month <= 12 and 2000 <= year <= 2999):
        raise BadInput("请选择要上报的月份。")
    return (
        _month_line(session, year, month),
        _lessons_line(session, year, month),
        _overlap_line(session, year, month),
        _certificate_line(session, year),
        _identity_line(session),
        _booking_line(session, year, month),
        _key_line(session),
    )


def _month_line(session: WorkSession, year: int, month: int) -> CheckLine:
    today, (first, last) = session.today(), month_span(year, month)
    if first.date() > today:
        return CheckLine(STOP, f"{year} 年 {month} 月还没有开始", "请选本月或以前的月份")
    if last.date() >= today:
        return CheckLine(WARN, f"{month} 月还没有过完", "以后的签到要下次上报才带上")
    return CheckLine(OK, f"{year} 年 {month} 月已过完")


def _over(session: WorkSession, year: int, month: int) -> ColumnElement[bool]:
    """The lessons of a month that are over by now."""
    return and_(
        Lesson.owner == session.owner,
        Lesson.cancelled_at.is_(None),
        Lesson.starts_at.between(*month_span(year, month)),
        Lesson.ends_at <= session.local_now(),
    )


def _lessons_line(session: WorkSession, year: int, month: int) -> CheckLine:
    """A lesson that is over is complete when everybody enrolled has a record."""
    over = _over(session, year, month)
    recorded = exists().where(
        SignIn.lesson_id == Lesson.id,
        SignIn.member_id == Enrolment.member_id,
        SignIn.undone_at.is_(None),
    )
    open_lessons = session.execute(
        select(Lesson.id, Lesson.title)
        .join(Enrolment, Enrolment.class_id == Lesson.class_id)
        .where(over, ~recorded)
        .group_by(Lesson.id)
        .order_by(Lesson.starts_at)
    ).all()
    if open_lessons:
        (lesson, title), count = open_lessons[0], len(open_lessons)
        note = f"例如“{title}”，请到签到台结束签到"
        return CheckLine(WARN, f"{count} 节课还有人没有签到结果", note, "sign_in", lesson)
    enrolled = exists().where(Enrolment.class_id == Lesson.class_id)
    empty = session.execute(
        select(Lesson.title, Lesson.class_id).where(over, ~enrolled).order_by(Lesson.starts_at)
    ).all()
    if empty:
        (title, class_id), count = empty[0], len(empty)
        note = f"例如“{title}”，没有上的请取消课次"
        return CheckLine(WARN, f"{count} 节课没有人报名", note, "training_class", class_id)
    held = session.scalar(select(func.count()).select_from(Lesson).where(over)) or 0
    return CheckLine(OK, f"{held} 节课全部录完签到" if held else "本月没有已结束的课次")


def _overlap_line(session: WorkSession, year: int, month: int) -> CheckLine:
    count = hours.overlapping(session, session.owner, month_span(year, month))
    if count:
        note = "同一时间只计一次学时，已自动不重复计"
        return CheckLine(WARN, f"{count} 条签到与其他班次时间重叠", note, "member")
    return CheckLine(OK, "与其他班次无时间重叠")


def _certificate_line(session: WorkSession, year: int) -> CheckLine:
    """Every serial of a kind and year up to the highest is in the register; from 1, or from the
    first that is known where the years before the program were taken in."""
    rows = session.execute(
        select(
            Certificate.kind,
            func.count(Certificate.serial.distinct()),
            func.min(Certificate.serial),
            func.max(Certificate.serial),
            func.max(Certificate.earlier),
        )
        .where(Certificate.owner == session.owner, Certificate.year == year)
        .group_by(Certificate.kind)
    ).all()
    missing = sum(
        highest - (lowest - 1 if earlier else 0) - count
        for _, count, lowest, highest, earlier in rows
    )
    void = session.scalar(
        select(func.count()).where(
            Certificate.owner == session.owner,
            Certificate.year == year,
            Certificate.state == CertificateState.void,
        )
    )
    if missing:
        return CheckLine(WARN, f"证书编号缺 {missing} 号", "请核对证书登记簿", "certificate")
    return CheckLine(OK, "证书编号连续" + (f"，作废 {void} 号已登记" if void else ""))


def _identity_line(session: WorkSession) -> CheckLine:
    count = session.scalar(
        select(func.count()).where(
            Member.owner == session.owner,
            Member.retired_at.is_(None),
            Member.identity_number.is_(None),
            Member.kind != MemberKind.guest,
        )
    )
    if count:
        return CheckLine(WARN, f"{count} 人身份证号待核", "不影响上报，可下月补齐", "member")
    return CheckLine(OK, "党员身份证号齐全")


def _booking_line(session: WorkSession, year: int, month: int) -> CheckLine:
    count = session.scalar(
        select(func.count())
        .select_from(Booking)
        .join(Lesson, Lesson.id == Booking.lesson_id)
        .where(
            Booking.owner == session.owner,
            Booking.state == BookingState.requested,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(*month_span(year, month)),
        )
    )
    if count:
        return CheckLine(WARN, f"{count} 个讲师预约还没有答复", "请到讲师预约确认", "booking")
    booked = exists().where(Booking.lesson_id == Lesson.id, Booking.state.in_(LIVE_BOOKINGS))
    taught = session.execute(
        select(Lesson.id, Lesson.title)
        .where(_over(session, year, month), ~booked)
        .order_by(Lesson.starts_at)
    ).all()
    if taught:
        lesson, title = taught[0]
        note = f"例如“{title}”，讲师不会记入讲课记录"
        return CheckLine(WARN, f"{len(taught)} 节课没有记讲师", note, "booking", lesson)
    return CheckLine(OK, "每节课都有讲师，预约都有答复")


def _key_line(session: WorkSession) -> CheckLine:
    name = session.scalar(select(Peer.name).where(Peer.kind == WorkspaceKind.county))
    if name is None:
        return CheckLine(STOP, "还没有县里的公钥", "先与县里交换密钥，才能加密上报", "exchange")
    return CheckLine(OK, f"收件单位公钥已核：{name}")
