"""What counts and what it is worth: SQL over sign-ins and lessons, under a year's rules."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, type_coerce

from models.member import Role
from models.sign_in import SignIn, SignInStatus
from models.training_class import Lesson
from services.core import settings
from services.core.bulk import not_by_index
from services.core.session import WorkSession

Span = tuple[datetime, datetime]
"""The first and the last second of a stretch of local time, within one year."""

LEADERS = (Role.secretary, Role.committee)


def target_of(session: WorkSession, role: Role, year: int | None = None) -> int:
    """A year's target in hours for a role; the present year's unless told."""
    setting = settings.TARGET_LEADER if role in LEADERS else settings.TARGET_MEMBER
    return setting.get(session, session.today().year if year is None else year)


def of_minutes(session: WorkSession, minutes: int, day: date) -> Decimal:
    """How many hours so many minutes of study are, in whole half hours, under that day's rules."""
    whole = settings.MINUTES_PER_HOUR.get(session, day.year)
    return Decimal(minutes * 2 // whole) / 2


def rules_in_words(session: WorkSession) -> str:
    """What lateness, leaving early and making up are worth, as this year's settings have it."""
    year = session.today().year

    def credit(percent: int) -> str:
        return {0: "不计", 100: "照计"}.get(percent, f"计 {percent}%")

    return (
        f"迟到 {settings.GRACE_MINUTES.get(session, year)} 分钟内照计，"
        f"再晚{credit(settings.CREDIT_LATE.get(session, year))}；"
        f"早退{credit(settings.CREDIT_LEFT_EARLY.get(session, year))}，"
        f"补课{credit(settings.CREDIT_MADE_UP.get(session, year))}。"
    )


def counting(owner: UUID, span: Span) -> tuple[ColumnElement[bool], ...]:
    """The sign-ins that stand, of lessons of one owner that took place in the span."""
    return (SignIn.undone_at.is_(None), *taught(owner, span))


def counting_of_some(owner: UUID, span: Span) -> tuple[ColumnElement[bool], ...]:
    """The same, where the sign-ins are those of some members: found by the member, not by reading
    all lessons of the year."""
    return (
        SignIn.undone_at.is_(None),
        not_by_index(Lesson.owner) == owner,
        Lesson.starts_at.between(*span),
        Lesson.cancelled_at.is_(None),
    )


def taught(owner: UUID, span: Span) -> tuple[ColumnElement[bool], ...]:
    """The lessons of one owner that took place in the span."""
    return (
        Lesson.owner == owner,
        Lesson.starts_at.between(*span),
        Lesson.cancelled_at.is_(None),
    )


def worth(
    session: WorkSession, year: int, hours: ColumnElement[Decimal] | None = None
) -> ColumnElement[int]:
    """What a sign-in earns in that year, in half hours, before overlaps: SQL over SignIn and
    Lesson.

    `hours` is the column to read in place of the lesson's own.
    """
    halves = type_coerce(Lesson.hours if hours is None else hours, Integer)
    grace = settings.GRACE_MINUTES.get(session, year)
    in_grace = SignIn.minutes_late <= grace  # unknown on paper: then late means too late

    def part(setting: settings.YearSetting) -> ColumnElement[int]:
        percent = setting.get(session, year)
        return halves if percent == 100 else (halves * percent) // 100

    return case(
        (SignIn.status == SignInStatus.present, halves),
        (and_(SignIn.status == SignInStatus.late, in_grace), halves),
        (SignIn.status == SignInStatus.late, part(settings.CREDIT_LATE)),
        (SignIn.status == SignInStatus.left_early, part(settings.CREDIT_LEFT_EARLY)),
        (SignIn.status == SignInStatus.made_up, part(settings.CREDIT_MADE_UP)),
        else_=0,
    )
