"""What a month's sign-ins add up to: classes, lessons, people."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import and_, case, exists, func, select

from models.member import Member, MemberKind
from models.sign_in import ATTENDED, SignIn, SignInStatus
from models.training_class import ClassState, Lesson, TrainingClass
from services.core.checks import month_span
from services.core.figures import Figures, ReportRow, count_row, month_before
from services.core.session import WorkSession

LABELS = {
    "classes": "举办培训班（期）",
    "lessons": "集中授课（节）",
    "person_times": "参训（人次）",
    "covered": "覆盖党员（人）",
    "leave": "请假（人次）",
}


@dataclass(frozen=True)
class MonthCounts:
    """`lessons` are those that somebody attended; a class counts in the month of its first such
    lesson. `covered` counts each member once, and no guest."""

    classes: int
    lessons: int
    person_times: int
    covered: int
    leave: int


def month_counts(session: WorkSession, owner: UUID, year: int, month: int) -> MonthCounts:
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
    return MonthCounts(
        classes=classes_held(session, owner, year, month),
        lessons=lessons,
        person_times=person_times,
        covered=covered,
        leave=leave,
    )


def classes_held(session: WorkSession, owner: UUID, year: int, month: int) -> int:
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


def _totals(session: WorkSession, owner: UUID, year: int, month: int) -> dict[str, str]:
    return {
        key: str(number)
        for key, number in asdict(month_counts(session, owner, year, month)).items()
    }


def _rows(session: WorkSession, owner: UUID, year: int, month: int) -> tuple[ReportRow, ...]:
    this = month_counts(session, owner, year, month)
    last = asdict(month_counts(session, owner, *month_before(year, month)))
    sources = {
        "classes": f"{this.classes:,} 个班",
        "lessons": "有人签到的课次",
        "person_times": f"签到 {this.person_times:,} 条",
        "covered": "去重",
        "leave": "请假登记",
    }
    return tuple(
        count_row(key, LABELS[key], number, last[key], sources[key], more_is_good=key != "leave")
        for key, number in asdict(this).items()
    )


FIGURES = Figures(LABELS, _totals, _rows)
