"""Training hours (学时), derived from sign-ins and never typed (domain.md, invariants 1-3)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from models.branch import Branch
from models.member import Member, Role
from models.sign_in import SignIn, SignInStatus
from models.training_class import Enrolment, Lesson, TrainingClass
from services.core import settings
from services.core.fields import day_span, year_span
from services.core.session import WorkSession

Span = tuple[datetime, datetime]

LEADERS = (Role.secretary, Role.committee)
EARNING = (
    SignInStatus.present,
    SignInStatus.late,
    SignInStatus.left_early,
    SignInStatus.made_up,
)


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


@dataclass(frozen=True)
class Reached:
    """How many have reached their year's target, the average of all, and all their hours."""

    members: int
    members_reached: int
    leaders: int
    leaders_reached: int
    average: Decimal
    hours: Decimal = Decimal(0)


def totals(
    session: WorkSession, owner: UUID, year: int, until: date | None = None
) -> dict[UUID, Decimal]:
    """Each member's hours in a local year; members without any are left out.

    `until`, a day of that year, leaves out what came after it.
    """
    span = _span(year, until)
    worth = _worth(session)
    rows = session.execute(
        select(SignIn.member_id, func.sum(worth))
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .where(*_counting(owner, span))
        .group_by(SignIn.member_id)
    )
    halves = {member: int(total) for member, total in rows}
    for member, lost in _lost_halves(session, owner, span).items():
        halves[member] -= lost
    return {member: Decimal(total) / 2 for member, total in halves.items() if total}


def reached(session: WorkSession, owner: UUID, year: int, until: date | None = None) -> Reached:
    """Members and leaders in use against their targets, at a year's end or at the day `until`."""
    earned = totals(session, owner, year, until)
    people = session.execute(
        select(Member.id, Member.role).where(Member.owner == owner, Member.retired_at.is_(None))
    ).all()
    plain = [member for member, role in people if role not in LEADERS]
    leaders = [member for member, role in people if role in LEADERS]
    member_target = settings.TARGET_MEMBER.get(session)
    leader_target = settings.TARGET_LEADER.get(session)
    zero = Decimal(0)
    everyone = sum((earned.get(member, zero) for member, _ in people), zero)
    average = (everyone / len(people)).quantize(Decimal("0.1")) if people else zero
    return Reached(
        members=len(plain),
        members_reached=sum(earned.get(member, zero) >= member_target for member in plain),
        leaders=len(leaders),
        leaders_reached=sum(earned.get(member, zero) >= leader_target for member in leaders),
        average=average,
        hours=everyone,
    )


def target_of(session: WorkSession, role: Role) -> int:
    """The year's target in hours for a role."""
    setting = settings.TARGET_LEADER if role in LEADERS else settings.TARGET_MEMBER
    return setting.get(session)


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
        select(SignIn.id, SignIn.member_id, _worth(session), Lesson.starts_at)
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .where(
            Lesson.class_id == class_id,
            Lesson.cancelled_at.is_(None),
            SignIn.undone_at.is_(None),
        )
    ).all()
    years = {starts_at.year for *_, starts_at in facts}
    blocked: dict[UUID, str] = {}
    for year in years:
        blocked |= _blocked(session, training_class.owner, year_span(year))
    halves: dict[UUID, int] = {}
    lessons: dict[UUID, int] = {}
    for sign_in, member, worth, _ in facts:
        if worth and sign_in not in blocked:
            halves[member] = halves.get(member, 0) + worth
            lessons[member] = lessons.get(member, 0) + 1
    return tuple(
        HoursRow(member, name, branch, Decimal(halves.get(member, 0)) / 2, lessons.get(member, 0))
        for member, name, branch in people
    )


def for_member(session: WorkSession, member_id: UUID, year: int) -> tuple[HoursLine, ...]:
    """Every sign-in of one member in a year, the latest first, with what it earned."""
    member = session.require(Member, member_id)
    span = year_span(year)
    blocked = _blocked(session, member.owner, span, member_id)
    rows = session.execute(
        select(
            SignIn.id,
            Lesson.starts_at,
            Lesson.title,
            TrainingClass.title,
            SignIn.status,
            SignIn.minutes_late,
            _worth(session),
        )
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(*_counting(member.owner, span), SignIn.member_id == member_id)
        .order_by(Lesson.starts_at.desc())
    )
    lines = []
    for sign_in, starts_at, lesson, title, status, late, worth in rows:
        note = f"与“{blocked[sign_in]}”同一时间，不重复计" if sign_in in blocked else ""
        if not note and late:
            note = f"迟到 {late} 分钟"
        hours = Decimal(0 if sign_in in blocked else worth) / 2
        lines.append(HoursLine(sign_in, starts_at.date(), lesson, title, status, hours, note))
    return tuple(lines)


def overlapping(session: WorkSession, owner: UUID, span: Span) -> int:
    """How many sign-ins in a span of local time earn nothing, since the person earned
    elsewhere at that time (domain.md, invariant 2)."""
    return len(_blocked(session, owner, span))


def _span(year: int, until: date | None) -> Span:
    first, last = year_span(year)
    return first, last if until is None else day_span(until)[1]


def _counting(owner: UUID, span: Span) -> tuple[ColumnElement[bool], ...]:
    return (
        SignIn.undone_at.is_(None),
        Lesson.owner == owner,
        Lesson.starts_at.between(*span),
        Lesson.cancelled_at.is_(None),
    )


def _worth(session: WorkSession) -> ColumnElement[int]:
    """What a sign-in earns, in half hours, before overlaps: SQL over SignIn and Lesson."""
    halves = type_coerce(Lesson.hours, Integer)
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


def _lost_halves(session: WorkSession, owner: UUID, span: Span) -> dict[UUID, int]:
    """Half hours of each member that overlaps take away."""
    blocked = _blocked(session, owner, span)
    if not blocked:
        return {}
    lost: dict[UUID, int] = {}
    ids = list(blocked)
    for start in range(0, len(ids), 10_000):
        rows = session.execute(
            select(SignIn.member_id, func.sum(_worth(session)))
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(SignIn.id.in_(ids[start : start + 10_000]))
            .group_by(SignIn.member_id)
        )
        for member, halves in rows:
            lost[member] = lost.get(member, 0) + int(halves)
    return lost


def _blocked(
    session: WorkSession, owner: UUID, span: Span, member_id: UUID | None = None
) -> dict[UUID, str]:
    """Sign-ins that earn nothing since the person earned elsewhere at that time.

    In the order in which they were recorded: the first of two overlapping ones earns. The
    value is the title of the lesson that earned instead.
    """
    blocked: dict[UUID, str] = {}
    for facts in _overlapping(session, owner, span, member_id).values():
        earned: list[tuple[datetime, datetime, str]] = []
        for sign_in, starts_at, ends_at, title in sorted(facts.values()):
            rival = next((t for s, e, t in earned if s < ends_at and e > starts_at), None)
            if rival is None:
                earned.append((starts_at, ends_at, title))
            else:
                blocked[sign_in[1]] = rival
    return blocked


Fact = tuple[tuple[datetime, UUID], datetime, datetime, str]


def _overlapping(
    session: WorkSession, owner: UUID, span: Span, member_id: UUID | None
) -> dict[UUID, dict[UUID, Fact]]:
    """By member: the credited sign-ins that overlap another of the same member.

    Lessons that overlap are few, so their pairs are found first; then who was at both.
    """
    other_lesson, other = aliased(Lesson), aliased(SignIn)
    mine = [SignIn.member_id == member_id] if member_id is not None else []
    rows = session.execute(
        select(
            SignIn.member_id,
            SignIn.id,
            SignIn.created_at,
            Lesson.starts_at,
            Lesson.ends_at,
            Lesson.title,
        )
        .select_from(Lesson)
        .join(
            other_lesson,
            and_(
                other_lesson.owner == owner,
                other_lesson.id != Lesson.id,
                other_lesson.cancelled_at.is_(None),
                other_lesson.starts_at < Lesson.ends_at,
                other_lesson.ends_at > Lesson.starts_at,
                other_lesson.starts_at.between(*span),
            ),
        )
        .join(SignIn, SignIn.lesson_id == Lesson.id)
        .join(
            other,
            and_(
                other.lesson_id == other_lesson.id,
                other.member_id == SignIn.member_id,
                other.undone_at.is_(None),
                other.status.in_(EARNING),
            ),
        )
        .where(*_counting(owner, span), *mine, SignIn.status.in_(EARNING))
    )
    found: dict[UUID, dict[UUID, Fact]] = {}
    for member, sign_in, recorded, starts_at, ends_at, title in rows:
        fact = ((recorded, sign_in), starts_at, ends_at, title)
        found.setdefault(member, {})[sign_in] = fact
    return found
