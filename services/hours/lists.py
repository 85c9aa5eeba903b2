"""Hours line by line: of a class, and of one member."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.hours import HoursRecordKind as HoursRecordKind
from models.member import Member
from models.sign_in import SignIn, SignInMethod, SignInStatus
from models.training_class import Enrolment, Lesson, TrainingClass
from services.core.checks import year_span
from services.core.session import WorkSession
from services.hours.credits import Credit, credits_of
from services.hours.overlaps import blocked
from services.hours.rules import counting, counting_of_some, worth


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
    """One sign-in, online study or correction, and what it earned.

    `id` is the sign-in's or the record's; `status` is a sign-in's, `kind` a record's, and the
    other is None. `source` says what it rests on, `note` why it earned what it did, where that
    is not plain.
    """

    id: UUID
    day: date
    lesson: str
    class_title: str
    lesson_id: UUID | None
    status: SignInStatus | None
    kind: HoursRecordKind | None
    hours: Decimal
    source: str
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
    halves: dict[UUID, int] = {}
    lessons: dict[UUID, int] = {}
    for year in _years_of(session, class_id):
        for member, earned in _earned_in_class(session, training_class.owner, class_id, year):
            halves[member] = halves.get(member, 0) + earned
            lessons[member] = lessons.get(member, 0) + 1
    return tuple(
        HoursRow(member, name, branch, Decimal(halves.get(member, 0)) / 2, lessons.get(member, 0))
        for member, name, branch in people
    )


def _years_of(session: WorkSession, class_id: UUID) -> list[int]:
    """A class may go on over New Year's Eve; each year has its own rules."""
    year = func.substr(Lesson.starts_at, 1, 4)
    found = session.scalars(select(year).distinct().where(Lesson.class_id == class_id))
    return [int(text) for text in found]


def _earned_in_class(
    session: WorkSession, owner: UUID, class_id: UUID, year: int
) -> list[tuple[UUID, int]]:
    """(member, half hours) of each sign-in that earned."""
    span = year_span(year)
    facts = session.execute(
        select(SignIn.id, SignIn.member_id, worth(session, year))
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .where(Lesson.class_id == class_id, *counting(owner, span))
    ).all()
    members = sorted({member for _, member, _ in facts})
    lost = {line.id for line in blocked(session, owner, span, members)}
    return [(member, earned) for key, member, earned in facts if earned and key not in lost]


def for_member(session: WorkSession, member_id: UUID, year: int) -> tuple[HoursLine, ...]:
    """Every sign-in and record of one member in a year, the latest first, with what it earned."""
    member = session.require(Member, member_id)
    lines = _sign_ins(session, member.owner, member_id, year)
    lines += [_record_line(credit) for credit in credits_of(session, member_id, year)]
    return tuple(sorted(lines, key=lambda line: line.day, reverse=True))


def _sign_ins(session: WorkSession, owner: UUID, member_id: UUID, year: int) -> list[HoursLine]:
    span = year_span(year)
    rivals = {line.id: line.rival for line in blocked(session, owner, span, [member_id])}
    rows = session.execute(
        select(
            SignIn.id,
            Lesson.starts_at,
            Lesson.title,
            TrainingClass.title,
            Lesson.id,
            SignIn.status,
            SignIn.method,
            SignIn.minutes_late,
            worth(session, year),
        )
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(*counting_of_some(owner, span), SignIn.member_id == member_id)
        .order_by(Lesson.starts_at.desc())
    )
    lines = []
    for key, starts_at, lesson, title, lesson_id, status, method, late, earned in rows:
        note = f"与“{rivals[key]}”同一时间，不重复计" if key in rivals else ""
        if not note and late:
            note = f"迟到 {late} 分钟"
        lines.append(
            HoursLine(
                id=key,
                day=starts_at.date(),
                lesson=lesson,
                class_title=title,
                lesson_id=lesson_id,
                status=status,
                kind=None,
                hours=Decimal(0 if key in rivals else earned) / 2,
                source=_source(method),
                note=note,
            )
        )
    return lines


def _record_line(credit: Credit) -> HoursLine:
    online = credit.kind is HoursRecordKind.online
    over = credit.hours - credit.counted
    note = f"超过全年在线上限，{over:f} 学时不计".replace(".0 ", " ") if over else ""
    corrected = credit.kind is HoursRecordKind.correction
    return HoursLine(
        id=credit.id,
        day=credit.day,
        lesson=credit.title,
        class_title="在线学习" if online else credit.reason,
        lesson_id=None,
        status=None,
        kind=credit.kind,
        hours=credit.counted,
        source="在线学习记录"
        if online
        else f"{credit.paper}，{credit.approved_by}批准"
        if corrected
        else credit.paper,
        note=note,
    )


def _source(method: SignInMethod) -> str:
    """On a record of hours the word stands alone, without the desk around it."""
    return "签到表补录" if method is SignInMethod.paper else f"{method.word}签到"
