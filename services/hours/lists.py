"""Hours line by line: of a class, and of one member."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import Member
from models.sign_in import SignIn, SignInStatus
from models.training_class import Enrolment, Lesson, TrainingClass
from services.core.fields import year_span
from services.core.session import WorkSession
from services.hours.overlaps import blocked
from services.hours.rules import counting, worth


@dataclass(frozen=True)
class HoursRow:
    """One enrolled member's hours in a class; `lessons` counts those that earned."""

    member_id: UUID
    name: str
    branch: str
    hours: Decimal
    lessons: int


@dataclass(frozen=True)
class HoursLine:
    """One sign-in and what it earned; `note` says why, where that is not plain."""

    sign_in_id: UUID
    day: date
    lesson: str
    class_title: str
    status: SignInStatus
    hours: Decimal
    note: str


def for_class(session: WorkSession, class_id: UUID) -> tuple[HoursRow, ...]:
    """Hours that each enrolled member earned in this class, in class order."""
    training_class = session.require(TrainingClass, class_id)
    people = session.execute(
        select(Member.id, Member.name, Branch.short_name)
        .join(Enrolment, Enrolment.member_id == Member.id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(Enrolment.class_id == class_id)
        .order_by(Enrolment.number)
    ).all()
    facts = session.execute(
        select(SignIn.id, SignIn.member_id, worth(session), Lesson.starts_at)
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .where(
            Lesson.class_id == class_id,
            Lesson.cancelled_at.is_(None),
            SignIn.undone_at.is_(None),
        )
    ).all()
    members = sorted({member for _, member, *_ in facts})
    lost = {
        line.id
        for year in {starts_at.year for *_, starts_at in facts}
        for line in blocked(session, training_class.owner, year_span(year), members)
    }
    halves: dict[UUID, int] = {}
    lessons: dict[UUID, int] = {}
    for sign_in, member, earned, _ in facts:
        if earned and sign_in not in lost:
            halves[member] = halves.get(member, 0) + earned
            lessons[member] = lessons.get(member, 0) + 1
    return tuple(
        HoursRow(member, name, branch, Decimal(halves.get(member, 0)) / 2, lessons.get(member, 0))
        for member, name, branch in people
    )


def for_member(session: WorkSession, member_id: UUID, year: int) -> tuple[HoursLine, ...]:
    """Every sign-in of one member in a year, the latest first, with what it earned."""
    member = session.require(Member, member_id)
    span = year_span(year)
    rivals = {line.id: line.rival for line in blocked(session, member.owner, span, [member_id])}
    rows = session.execute(
        select(
            SignIn.id,
            Lesson.starts_at,
            Lesson.title,
            TrainingClass.title,
            SignIn.status,
            SignIn.minutes_late,
            worth(session),
        )
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(*counting(member.owner, span), SignIn.member_id == member_id)
        .order_by(Lesson.starts_at.desc())
    )
    lines = []
    for sign_in, starts_at, lesson, title, status, late, earned in rows:
        note = f"与“{rivals[sign_in]}”同一时间，不重复计" if sign_in in rivals else ""
        if not note and late:
            note = f"迟到 {late} 分钟"
        hours = Decimal(0 if sign_in in rivals else earned) / 2
        lines.append(HoursLine(sign_in, starts_at.date(), lesson, title, status, hours, note))
    return tuple(lines)
