"""Hours follow from sign-ins; one person earns once for one stretch of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from models.course import Course, Task, Tier
from models.member import Member, Role
from models.sign_in import SignIn, SignInMethod, SignInStatus
from models.site import Room
from models.training_class import ClassState, Lesson, TrainingClass
from services import hours
from services.core.checks import year_span
from services.core.session import WorkSession
from services.core.workspace import Workspace
from tests.helpers.examples import examples
from tests.helpers.workspaces import fill

DAY = datetime(2026, 3, 2)  # noqa: DTZ001
PEOPLE = 3
EARNING = (SignInStatus.present, SignInStatus.late, SignInStatus.left_early, SignInStatus.made_up)


@dataclass(frozen=True)
class Sitting:
    """A lesson: days and half hours after the first morning, its length, its worth."""

    day: int
    start: int
    length: int
    halves: int


SITTINGS = st.lists(
    st.builds(Sitting, st.integers(0, 2), st.integers(0, 8), st.integers(1, 8), st.integers(1, 8)),
    min_size=1,
    max_size=7,
)
ATTENDED = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, PEOPLE - 1), st.sampled_from(list(SignInStatus))),
    max_size=16,
    unique_by=lambda fact: fact[:2],
)


@pytest.fixture
def ground(school: Workspace) -> Iterator[Workspace]:
    """Three people and what a lesson needs; no lesson yet."""
    fill(school, members=PEOPLE, lessons=0, sign_ins=0)
    return school


def teach(session: WorkSession, sittings: list[Sitting]) -> list[UUID]:
    course, room = (
        session.scalars(select(Course.id)).first(),
        session.scalars(select(Room.id)).first(),
    )
    assert course is not None
    assert room is not None
    group = session.make(TrainingClass, code="X", title="班", state=ClassState.open)
    session.flush()
    made = []
    for sitting in sittings:
        starts_at = DAY + timedelta(days=sitting.day, minutes=30 * sitting.start)
        lesson = session.make(
            Lesson,
            class_id=group.id,
            course_id=course,
            room_id=room,
            title="课",
            task=Task.theory,
            tier=Tier.main,
            form="专题讲授",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30 * sitting.length),
            hours=Decimal(sitting.halves) / 2,
        )
        made.append(lesson.id)
    session.flush()
    return made


def worth(status: SignInStatus, halves: int) -> int:
    """The settings as they come: late beyond the grace half, left early nothing."""
    return {
        SignInStatus.present: halves,
        SignInStatus.late: halves // 2,
        SignInStatus.made_up: halves,
    }.get(status, 0)


def by_hand(
    sittings: list[Sitting], attended: list[tuple[int, int, SignInStatus]], last_day: int
) -> list[Decimal]:
    """Hours by the rule itself: in the order of recording, against all that earned before."""
    earned: list[list[Sitting]] = [[] for _ in range(PEOPLE)]
    halves = [0] * PEOPLE
    for place, who, status in attended:
        sitting = sittings[place]
        if status not in EARNING or sitting.day > last_day:
            continue
        if any(
            other.day == sitting.day
            and other.start < sitting.start + sitting.length
            and sitting.start < other.start + other.length
            for other in earned[who]
        ):
            continue
        gained = worth(status, sitting.halves)
        if gained:  # what earned nothing keeps nothing else from earning
            earned[who].append(sitting)
            halves[who] += gained
    return [Decimal(total) / 2 for total in halves]


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(SITTINGS, ATTENDED)
def test_hours_are_what_the_rule_says(
    ground: Workspace, sittings: list[Sitting], attended: list[tuple[int, int, SignInStatus]]
) -> None:
    attended = [fact for fact in attended if fact[0] < len(sittings)]
    with ground.write("test.again") as session:
        for kind in (SignIn, Lesson, TrainingClass):
            session.execute(delete(kind))
        lessons = teach(session, sittings)
        people = list(session.scalars(select(Member.id).order_by(Member.id)))
        for place, who, status in attended:
            session.make(
                SignIn,
                lesson_id=lessons[place],
                member_id=people[who],
                status=status,
                method=SignInMethod.keyboard,
                minutes_late=40 if status is SignInStatus.late else None,
            )
            session.flush()
    with ground.read() as session:
        for last_day, until in ((2, None), (0, DAY.date()), (1, DAY.date() + timedelta(1))):
            found = hours.totals(session, ground.owner, 2026, until)
            wanted = by_hand(sittings, attended, last_day)
            assert [found.get(person, Decimal(0)) for person in people] == wanted
        wanted = by_hand(sittings, attended, 2)
        lines = [hours.for_member(session, person, 2026) for person in people]
        assert [sum((line.hours for line in of), Decimal(0)) for of in lines] == wanted
        twice = sum("不重复计" in line.note for of in lines for line in of)
        assert hours.overlapping(session, ground.owner, year_span(2026)) == twice


def test_reached_counts_members_and_leaders_apart(ground: Workspace) -> None:
    with ground.write("test.people") as session:
        people = list(session.scalars(select(Member).order_by(Member.id)))
        for person, role in zip(people, (Role.member, Role.secretary, Role.member), strict=True):
            person.role = role
        lessons = teach(session, [Sitting(day, 0, 8, 64) for day in range(2)])
        for place, lesson in enumerate(lessons):
            for person in people[: 2 - place]:
                session.make(
                    SignIn,
                    lesson_id=lesson,
                    member_id=person.id,
                    status=SignInStatus.present,
                    method=SignInMethod.paper,
                )
    with ground.read() as session:
        first, whole = hours.reached_at(
            session, ground.owner, 2026, (DAY.date(), date(2026, 12, 31))
        )
    assert (first.members, first.leaders) == (2, 1)
    assert (first.members_reached, first.leaders_reached) == (1, 0)
    assert (whole.members_reached, whole.leaders_reached) == (1, 0)
    assert (first.average, whole.average) == (Decimal("21.3"), Decimal(32))
