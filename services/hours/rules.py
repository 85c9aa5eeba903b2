"""What counts and what it is worth: SQL over sign-ins and lessons."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, or_, type_coerce

from models.member import Role
from models.sign_in import SignIn, SignInStatus
from models.training_class import Lesson
from services.core import settings
from services.core.session import WorkSession

Span = tuple[datetime, datetime]
"""The first and the last second of a stretch of local time."""

LEADERS = (Role.secretary, Role.committee)


def target_of(session: WorkSession, role: Role) -> int:
    """The year's target in hours for a role."""
    setting = settings.TARGET_LEADER if role in LEADERS else settings.TARGET_MEMBER
    return setting.get(session)


def rules_in_words(session: WorkSession) -> str:
    """What lateness, leaving early and making up are worth, as the settings have it."""

    def credit(percent: int) -> str:
        return {0: "不计", 100: "照计"}.get(percent, f"计 {percent}%")

    return (
        f"迟到 {settings.GRACE_MINUTES.get(session)} 分钟内照计，"
        f"再晚{credit(settings.CREDIT_LATE.get(session))}；"
        f"早退{credit(settings.CREDIT_LEFT_EARLY.get(session))}，"
        f"补课{credit(settings.CREDIT_MADE_UP.get(session))}。"
    )


def counting(owner: UUID, span: Span) -> tuple[ColumnElement[bool], ...]:
    """The sign-ins that stand, of lessons of one owner that took place in the span."""
    return (SignIn.undone_at.is_(None), *taught(owner, span))


def taught(owner: UUID, span: Span) -> tuple[ColumnElement[bool], ...]:
    """The lessons of one owner that took place in the span."""
    return (
        Lesson.owner == owner,
        Lesson.starts_at.between(*span),
        Lesson.cancelled_at.is_(None),
    )


def worth(session: WorkSession, hours: ColumnElement[Decimal] | None = None) -> ColumnElement[int]:
    """What a sign-in earns, in half hours, before overlaps: SQL over SignIn and Lesson.

    `hours` is the column to read in place of the lesson's own.
    """
    halves = type_coerce(Lesson.hours if hours is None else hours, Integer)
    grace = settings.GRACE_MINUTES.get(session)
    in_grace = or_(SignIn.minutes_late.is_(None), SignIn.minutes_late <= grace)

    def part(percent: int) -> ColumnElement[int]:
        return halves if percent == 100 else (halves * percent) // 100

    return case(
        (SignIn.status == SignInStatus.present, halves),
        (and_(SignIn.status == SignInStatus.late, in_grace), halves),
        (SignIn.status == SignInStatus.late, part(settings.CREDIT_LATE.get(session))),
        (SignIn.status == SignInStatus.left_early, part(settings.CREDIT_LEFT_EARLY.get(session))),
        (SignIn.status == SignInStatus.made_up, part(settings.CREDIT_MADE_UP.get(session))),
        else_=0,
    )
