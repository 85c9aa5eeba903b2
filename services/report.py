"""The monthly report (月报表), computed from facts and never typed (domain.md, invariant 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, case, exists, func, select

from models.member import Member, MemberKind
from models.sign_in import ATTENDED, SignIn, SignInStatus
from models.training_class import ClassState, Lesson, TrainingClass
from services import hours
from services.core import settings
from services.core.checks import month_span
from services.core.session import WorkSession

NOTHING = "—"
MINUS = "−"


@dataclass(frozen=True)
class ReportRow:
    """One indicator. `change` is words such as +3 or −1; `tone` green, amber or grey."""

    key: str
    label: str
    this: str
    last: str
    change: str
    tone: str
    source: str


@dataclass(frozen=True)
class MonthReport:
    year: int
    month: int
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True)
class MonthFigures:
    """One month of one school. `lessons` are those that somebody attended; a class counts in
    the month of its first such lesson. Hours are of the year up to the month's end."""

    classes: int
    lessons: int
    person_times: int
    covered: int
    leave: int
    reached: hours.Reached


def due_day(session: WorkSession, year: int, month: int) -> date:
    """The last day for handing a month in; in short months that is the month's last."""
    last = month_span(year, month)[1].day
    return date(year, month, min(settings.CUT_OFF_DAY.get(session), last))


def month(session: WorkSession, owner: UUID, year: int, month: int) -> MonthReport:
    """The report of one month beside the month before."""
    new_year = month == 1
    before = month_before(year, month)
    if new_year:
        this, last = figures(session, owner, year, month), figures(session, owner, *before)
    else:
        ends = [month_span(*which)[1].date() for which in ((year, month), before)]
        both = hours.reached_at(session, owner, year, ends)
        this = _figures(session, owner, year, month, both[0])
        last = _figures(session, owner, *before, both[1])
    of = this.reached
    rows = (
        _count("classes", this.classes, last.classes, f"{this.classes:,} 个班"),
        _count("lessons", this.lessons, last.lessons, "有人签到的课次"),
        _count(
            "person_times", this.person_times, last.person_times, f"签到 {this.person_times:,} 条"
        ),
        _count("covered", this.covered, last.covered, "去重"),
        _count("leave", this.leave, last.leave, "请假登记", more_is_good=False),
        _share("average", of.average, last.reached.average, "", "学时台账", new_year),
        _share(
            "members_reached",
            percent(of.members_reached, of.members),
            percent(last.reached.members_reached, last.reached.members),
            "%",
            f"{of.members_reached:,}/{of.members:,}",
            new_year,
            label=target_words("党员", settings.TARGET_MEMBER.get(session, year)) + "率",
        ),
        _share(
            "leaders_reached",
            percent(of.leaders_reached, of.leaders),
            percent(last.reached.leaders_reached, last.reached.leaders),
            "%",
            f"{of.leaders_reached:,}/{of.leaders:,}",
            new_year,
            label=target_words("书记委员", settings.TARGET_LEADER.get(session, year)) + "率",
        ),
    )
    return MonthReport(year, month, rows)


def totals(session: WorkSession, owner: UUID, year: int, month: int) -> dict[str, str]:
    """The figures by key, as a manifest carries them and the county computes them again."""
    made = figures(session, owner, year, month)
    return {
        "classes": str(made.classes),
        "lessons": str(made.lessons),
        "person_times": str(made.person_times),
        "covered": str(made.covered),
        "leave": str(made.leave),
        "average": str(made.reached.average),
        "members": str(made.reached.members),
        "members_reached": str(made.reached.members_reached),
        "leaders": str(made.reached.leaders),
        "leaders_reached": str(made.reached.leaders_reached),
    }


TOTAL_LABELS = {
    "classes": "举办培训班（期）",
    "lessons": "集中授课（节）",
    "person_times": "参训（人次）",
    "covered": "覆盖党员（人）",
    "leave": "请假（人次）",
    "average": "人均学时（年累计）",
    "members": "党员（人）",
    "members_reached": "党员学时达标（人）",
    "leaders": "书记和委员（人）",
    "leaders_reached": "书记和委员学时达标（人）",
}


def in_words(figures_by_key: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(Chinese label, value) of what `totals` made, in the order of the report."""
    return tuple(
        (label, figures_by_key[key]) for key, label in TOTAL_LABELS.items() if key in figures_by_key
    )


def figures(session: WorkSession, owner: UUID, year: int, month: int) -> MonthFigures:
    """The month's figures as numbers."""
    until = month_span(year, month)[1].date()
    reached = hours.reached(session, owner, year, until)
    return _figures(session, owner, year, month, reached)


def _figures(
    session: WorkSession, owner: UUID, year: int, month: int, reached: hours.Reached
) -> MonthFigures:
    first, last = month_span(year, month)
    here = SignIn.status.in_(ATTENDED)
    guests = select(Member.id).where(Member.owner == owner, Member.kind == MemberKind.guest)
    of_us = and_(here, SignIn.member_id.not_in(guests))
    lessons, person_times, covered, leave = session.execute(
        select(
            func.count(case((here, SignIn.lesson_id)).distinct()),
            func.count(case((here, 1))),
            func.count(case((of_us, SignIn.member_id)).distinct()),
            func.count(case((SignIn.status == SignInStatus.leave, 1))),
        )
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .where(
            SignIn.undone_at.is_(None),
            Lesson.owner == owner,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(first, last),
        )
    ).one()
    return MonthFigures(
        classes=classes(session, owner, year, month),
        lessons=lessons,
        person_times=person_times,
        covered=covered,
        leave=leave,
        reached=reached,
    )


def classes(session: WorkSession, owner: UUID, year: int, month: int) -> int:
    """How many classes were held: those whose first attended lesson lies in the month."""
    first, last = month_span(year, month)
    attended = exists().where(
        SignIn.lesson_id == Lesson.id,
        SignIn.status.in_(ATTENDED),
        SignIn.undone_at.is_(None),
    )
    lessons = select(Lesson.class_id).where(Lesson.cancelled_at.is_(None), attended)
    here = lessons.where(Lesson.owner == owner, Lesson.starts_at.between(first, last))
    # By class and not by owner, else each class would read all lessons of the years before.
    begun = (
        lessons.join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(Lesson.class_id.in_(here), TrainingClass.state != ClassState.cancelled)
        .group_by(Lesson.class_id)
        .having(func.min(Lesson.starts_at) >= first)
    )
    return session.scalars(select(func.count()).select_from(begun.subquery())).one()


def target_words(who: str, target: int) -> str:
    """How a target is named wherever a share of it is shown: 党员 32 学时达标."""
    return f"{who} {target} 学时达标"


def month_before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


def percent(part: int, whole: int) -> Decimal | None:
    """0 to 100 with one decimal; None where there is nothing to divide by."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else None


def _count(key: str, this: int, last: int, source: str, *, more_is_good: bool = True) -> ReportRow:
    difference = this - last
    good = difference > 0 if more_is_good else difference < 0
    tone = "grey" if not difference else "green" if good else "amber"
    change = (
        f"+{difference:,}" if difference > 0 else f"{MINUS}{-difference:,}" if difference else "0"
    )
    return ReportRow(key, TOTAL_LABELS[key], f"{this:,}", f"{last:,}", change, tone, source)


def _share(
    key: str,
    this: Decimal | None,
    last: Decimal | None,
    unit: str,
    source: str,
    new_year: bool,
    label: str = "",
) -> ReportRow:
    """A figure of the year so far; in January it starts anew and is compared with nothing."""
    words = [NOTHING if value is None else f"{value}{unit}" for value in (this, last)]
    change, tone = NOTHING, "grey"
    if new_year:
        change = "新年度"
    elif this is not None and last is not None:
        difference = this - last
        tone = "grey" if not difference else "green" if difference > 0 else "amber"
        sign = "+" if difference > 0 else MINUS if difference else ""
        change = f"{sign}{abs(difference)}"
    return ReportRow(key, label or TOTAL_LABELS[key], words[0], words[1], change, tone, source)
