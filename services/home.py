"""What the home page shows: today's lessons, the year's figures, what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from models.exchange import BundleState as BundleState
from models.school import School
from models.sign_in import ATTENDED, SignIn
from models.training_class import Enrolment, Lesson
from services import exchange, features, hours, report, sign_in
from services.core import settings
from services.core.checks import day_span, month_span
from services.core.door import Door as Door
from services.core.door import DoorSource
from services.core.feature import Feature
from services.core.session import WorkSession
from services.core.todo import Todo as Todo
from services.core.todo import TodoSource
from services.training_class import LessonRow, lessons_on

MONTHS = 12
LAST_MONTH = 2
"""Until its end the turn of the year is led through."""


@dataclass(frozen=True)
class HomeFigures:
    """Of this month and the year so far.

    `classes` were held, as the monthly report counts them; `planned` have a lesson this month,
    held or to come. Percentages are 0 to 100 with one decimal; None where there is nothing to
    divide by. `members` and `leaders` name whose target it is. `bundle` is how far the
    package of `bundle_month` has come, the oldest that was not sent; None before it is made.
    """

    classes: int
    classes_last_month: int
    planned: int
    person_times: int
    attended_percent: Decimal | None
    members: str
    members_percent: Decimal | None
    members_exempt: int
    leaders: str
    leaders_percent: Decimal | None
    leaders_exempt: int
    bundle_month: int
    days_to_cut_off: int
    bundle: BundleState | None


@dataclass(frozen=True)
class MonthBar:
    """One month of the chart: its year, month and person-times."""

    year: int
    month: int
    person_times: int


@dataclass(frozen=True)
class HomeGuide:
    """A few doors in their order, each ticked once it is done; `urgent` where nothing else on the
    page comes before it."""

    title: str
    doors: tuple[Door, ...]
    urgent: bool

    @property
    def done(self) -> int:
        return sum(door.done for door in self.doors)


@dataclass(frozen=True)
class Home:
    """Everything on the page, read in one transaction. `coming` are the lessons of the next day
    that has some, today's left out."""

    today: date
    figures: HomeFigures
    guide: HomeGuide | None
    lessons: tuple[LessonRow, ...]
    coming: tuple[LessonRow, ...]
    months: tuple[MonthBar, ...]
    todos: tuple[Todo, ...]


def home(session: WorkSession) -> Home:
    """The whole page at once."""
    today = session.today()
    months = by_month(session)
    standing = session.once(hours.this_year)
    led = guide(session)
    asked = {(one.page, one.target) for one in led.doors if not one.done} if led else set()
    return Home(
        today=today,
        figures=_figures(session, today, months[-1].person_times, standing.reached),
        guide=led,
        lessons=lessons_on(session, today),
        coming=_coming(session, today),
        months=months,
        # What a door of the guide says is not said again below it.
        todos=tuple(
            one for one in todos(session, slow=True) if (one.page, one.target) not in asked
        ),
    )


def guide(session: WorkSession) -> HomeGuide | None:
    """The steps of a school that has just begun, until the last of them is done; else, at the
    turn of the year, what it asks for, until all is done or the year is well on."""
    doors = _doors(session, lambda feature: feature.first_steps)
    if doors and not doors[-1].done:
        return HomeGuide("从花名册到第一张签到表", doors, urgent=True)
    today = session.today()
    began = session.local(session.require(School, session.owner).created_at).year
    if today.month > LAST_MONTH or began >= today.year:
        return None
    doors = _doors(session, lambda feature: feature.new_year)
    if all(door.done for door in doors):
        return None
    return HomeGuide(f"{today.year} 年开头要办的", doors, urgent=False)


def _doors(
    session: WorkSession, of: Callable[[Feature], tuple[DoorSource, ...]]
) -> tuple[Door, ...]:
    found = [source(session) for feature in features.FEATURES for source in of(feature)]
    return tuple(sorted(found, key=lambda door: door.order))


def _coming(session: WorkSession, today: date) -> tuple[LessonRow, ...]:
    first = session.scalar(
        select(func.min(Lesson.starts_at)).where(
            Lesson.owner == session.owner,
            Lesson.starts_at > day_span(today)[1],
            Lesson.cancelled_at.is_(None),
        )
    )
    return () if first is None else lessons_on(session, first.date())


def by_month(session: WorkSession) -> tuple[MonthBar, ...]:
    """Person-times of the last twelve months, the oldest first, the present one last."""
    today = session.today()
    months = [_month_before(today.year, today.month, back) for back in range(MONTHS - 1, -1, -1)]
    month = func.substr(Lesson.starts_at, 1, 7)
    first, last = month_span(*months[0])[0], month_span(*months[-1])[1]
    counted = {
        key: count
        for key, count in session.execute(
            select(month, func.count())
            .join(SignIn, SignIn.lesson_id == Lesson.id)
            .where(
                Lesson.owner == session.owner,
                Lesson.starts_at.between(first, last),
                Lesson.cancelled_at.is_(None),
                SignIn.undone_at.is_(None),
                SignIn.status.in_(ATTENDED),
            )
            .group_by(month)
        )
    }
    return tuple(MonthBar(y, m, counted.get(f"{y:04d}-{m:02d}", 0)) for y, m in months)


def todos(session: WorkSession, *, slow: bool = False) -> tuple[Todo, ...]:
    """What waits, the most urgent first; with `slow`, also what takes too long to be asked for
    at each change and adds to no badge."""
    sources: list[TodoSource] = [exchange.todos]
    for feature in features.FEATURES:
        sources += [*feature.todos, *(feature.slow_todos if slow else ())]
    found = [todo for source in sources for todo in source(session)]
    return tuple(sorted(found, key=lambda todo: todo.urgency))


def waiting(session: WorkSession) -> dict[str, int]:
    """How much waits on each page, by the page's key: the badges of the sidebar."""
    counts: dict[str, int] = {}
    for todo in todos(session):
        if todo.count:
            counts[todo.page] = counts.get(todo.page, 0) + todo.count
    return counts


def _figures(
    session: WorkSession, today: date, person_times: int, reached: hours.Reached
) -> HomeFigures:
    this = today.year, today.month
    period = exchange.month_to_send(session)
    sent = exchange.for_period(session, *period)
    return HomeFigures(
        classes=sign_in.classes_held(session, session.owner, *this),
        classes_last_month=sign_in.classes_held(
            session, session.owner, *report.month_before(*this)
        ),
        planned=_planned(session, *this),
        person_times=person_times,
        attended_percent=report.percent(
            person_times - _early(session, today), _expected(session, today)
        ),
        members=hours.target_words("党员", settings.TARGET_MEMBER.get(session, today.year)),
        members_percent=report.percent(reached.members_reached, reached.members_owing),
        members_exempt=reached.members_exempt,
        leaders=hours.target_words("书记委员", settings.TARGET_LEADER.get(session, today.year)),
        leaders_percent=report.percent(reached.leaders_reached, reached.leaders_owing),
        leaders_exempt=reached.leaders_exempt,
        bundle_month=period[1],
        days_to_cut_off=(report.due_day(session, *period) - today).days,
        bundle=sent.state if sent is not None else None,
    )


def _planned(session: WorkSession, year: int, month: int) -> int:
    return (
        session.scalar(
            select(func.count(Lesson.class_id.distinct())).where(
                Lesson.owner == session.owner,
                Lesson.starts_at.between(*month_span(year, month)),
                Lesson.cancelled_at.is_(None),
            )
        )
        or 0
    )


def _early(session: WorkSession, today: date) -> int:
    """How many were signed in at lessons of this month that have not begun."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SignIn)
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(
                Lesson.owner == session.owner,
                Lesson.starts_at > session.local_now(),
                Lesson.starts_at <= month_span(today.year, today.month)[1],
                Lesson.cancelled_at.is_(None),
                SignIn.undone_at.is_(None),
                SignIn.status.in_(ATTENDED),
            )
        )
        or 0
    )


def _expected(session: WorkSession, today: date) -> int:
    """How many were expected at this month's lessons that have begun."""
    first, last = month_span(today.year, today.month)
    return (
        session.scalar(
            select(func.count())
            .select_from(Lesson)
            .join(Enrolment, Enrolment.class_id == Lesson.class_id)
            .where(
                Lesson.owner == session.owner,
                Lesson.starts_at.between(first, min(last, session.local_now())),
                Lesson.cancelled_at.is_(None),
            )
        )
        or 0
    )


def _month_before(year: int, month: int, back: int) -> tuple[int, int]:
    number = year * 12 + month - 1 - back
    return number // 12, number % 12 + 1
