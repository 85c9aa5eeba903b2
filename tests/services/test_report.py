"""The monthly report follows from facts."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from models.course import Course, Task, Tier
from models.member import Member, Role
from models.sign_in import SignIn, SignInMethod, SignInStatus
from models.site import Room
from models.training_class import ClassState, Lesson, TrainingClass
from services import report
from services.core.session import WorkSession
from services.core.settings import TARGET_MEMBER
from services.core.workspace import Workspace
from services.report import ReportRow
from tests.helpers.workspaces import fill

S = SignInStatus


@pytest.fixture
def ground(school: Workspace) -> Workspace:
    """Four people: a secretary and three members; no lesson."""
    fill(school, members=4, lessons=0, sign_ins=0)
    with school.write("test.roles") as session:
        for place, member in enumerate(people(session)):
            member.role = Role.member if place else Role.secretary
    return school


def people(session: WorkSession) -> list[Member]:
    return list(session.scalars(select(Member).order_by(Member.id)))


def new_class(session: WorkSession, code: str) -> UUID:
    made = session.make(TrainingClass, code=code, title=code, state=ClassState.running)
    session.flush()
    return made.id


def lesson(
    session: WorkSession, class_id: UUID, day: datetime, *statuses: SignInStatus | None
) -> UUID:
    """A lesson of four hours; each person's status in order, None where there is no record."""
    course, room = (
        session.scalars(select(Course.id)).first(),
        session.scalars(select(Room.id)).first(),
    )
    made = session.make(
        Lesson, class_id=class_id, course_id=course, room_id=room, title="课", task=Task.theory,
        tier=Tier.main, form="专题讲授", starts_at=day, ends_at=day + timedelta(hours=3),
        hours=Decimal(4),
    )  # fmt: skip
    session.flush()
    for member, status in zip(people(session), statuses, strict=False):
        if status is not None:
            session.make(
                SignIn, lesson_id=made.id, member_id=member.id, status=status,
                method=SignInMethod.keyboard,
            )  # fmt: skip
    session.flush()
    return made.id


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour)  # noqa: DTZ001


def rows(space: Workspace, year: int = 2026, month: int = 11) -> dict[str, ReportRow]:
    with space.read() as session:
        return {row.key: row for row in report.month(session, space.owner, year, month).rows}


def test_an_empty_school_has_a_report(school: Workspace) -> None:
    made = rows(school)
    assert (made["classes"].this, made["person_times"].this) == ("0", "0")
    assert (made["members_reached"].this, made["members_reached"].change) == ("—", "—")


def test_figures_of_a_month(ground: Workspace) -> None:
    with ground.write("test.teach") as session:
        old, new = new_class(session, "A"), new_class(session, "B")
        lesson(session, old, at(10, 8), S.present, S.present, S.present)
        lesson(session, old, at(11, 5), S.present, S.late, S.leave, S.absent)
        lesson(session, new, at(11, 6), S.present, S.left_early, S.made_up)
        lesson(session, new, at(11, 30, 23), S.present)
        lesson(session, new, at(11, 20), None)  # nobody signed in: it was not held
        lesson(session, new, at(12, 1, 0), S.present)
        cancelled = lesson(session, new, at(11, 21), S.present, S.present)
        session.get_one(Lesson, cancelled).cancelled_at = session.now()
        undone = lesson(session, new, at(11, 22), S.present)
        for row in session.scalars(select(SignIn).where(SignIn.lesson_id == undone)):
            row.undone_at = session.now()
    made = rows(ground)
    said = {key: (row.this, row.last, row.change, row.tone) for key, row in made.items()}
    assert said["classes"] == ("1", "1", "0", "grey")  # A began in October
    assert said["lessons"] == ("3", "1", "+2", "green")
    assert said["person_times"] == ("6", "3", "+3", "green")
    assert said["covered"] == ("3", "3", "0", "grey")
    assert said["leave"] == ("1", "0", "+1", "amber")
    assert made["person_times"].source == "签到 6 条"


def test_hours_and_targets_are_of_the_year_so_far(ground: Workspace) -> None:
    with ground.write("test.teach") as session:
        group = new_class(session, "A")
        for day in range(1, 9):
            lesson(session, group, at(10, day), S.present, S.present, S.present)
        lesson(session, group, at(11, 3), S.absent, S.present, S.absent, S.present)
        lesson(session, group, at(12, 3), S.present, S.present, S.present, S.present)
        lesson(session, group, at(6, 3, year=2025), S.present, S.present)
    made = rows(ground)
    assert (made["average"].last, made["average"].this) == ("24.0", "26.0")
    assert made["average"].change == "+2.0"
    assert made["members_reached"].label == "党员 32 学时达标率"
    assert (made["members_reached"].this, made["members_reached"].source) == ("66.7%", "2/3")
    assert (made["leaders_reached"].this, made["leaders_reached"].source) == ("0.0%", "0/1")
    with ground.write("settings.change") as session:
        TARGET_MEMBER.put(session, "36")
    made = rows(ground)
    assert (made["members_reached"].label, made["members_reached"].source) == (
        "党员 36 学时达标率",
        "1/3",
    )


def test_january_starts_a_new_year(ground: Workspace) -> None:
    with ground.write("test.teach") as session:
        group = new_class(session, "A")
        lesson(session, group, at(12, 3, year=2025), S.present)
        lesson(session, group, at(1, 5), S.present, S.present)
    made = rows(ground, 2026, 1)
    assert (made["lessons"].this, made["lessons"].last, made["lessons"].change) == ("1", "1", "0")
    assert (made["average"].this, made["average"].last) == ("2.0", "1.0")
    assert (made["average"].change, made["average"].tone) == ("新年度", "grey")


def test_fewer_is_said_with_a_real_minus(ground: Workspace) -> None:
    with ground.write("test.teach") as session:
        group = new_class(session, "A")
        lesson(session, group, at(10, 8), S.present, S.present, S.leave)
        lesson(session, group, at(11, 8), S.present)
    made = rows(ground)
    assert (made["person_times"].change, made["person_times"].tone) == ("−1", "amber")
    assert (made["leave"].change, made["leave"].tone) == ("−1", "green")


def test_correcting_a_fact_corrects_last_months_report(ground: Workspace) -> None:
    with ground.write("test.teach") as session:
        group = new_class(session, "A")
        held = lesson(session, group, at(10, 8), S.present, S.present)
    assert rows(ground, 2026, 10)["person_times"].this == "2"
    with ground.write("test.correct") as session:
        row = session.scalars(select(SignIn).where(SignIn.lesson_id == held)).first()
        assert row is not None
        row.status = S.absent
    assert rows(ground, 2026, 10)["person_times"].this == "1"
    assert rows(ground, 2026, 11)["person_times"].last == "1"


def test_totals_say_the_same_as_the_rows(ground: Workspace) -> None:
    with ground.write("test.teach") as session:
        group = new_class(session, "A")
        for day in range(1, 10):
            lesson(session, group, at(11, day), S.present, S.late, S.leave, S.made_up)
    with ground.read() as session:
        found = report.totals(session, ground.owner, 2026, 11)
    made = rows(ground)
    for key in ("classes", "lessons", "person_times", "covered", "leave", "average"):
        assert found[key] == made[key].this
    assert made["members_reached"].source == f"{found['members_reached']}/{found['members']}"
    assert [label for label, _ in report.in_words(found)] == list(report.labels().values())


def test_another_owners_rows_do_not_count(ground: Workspace) -> None:
    with ground.write("test.teach") as session:
        lesson(session, new_class(session, "A"), at(11, 8), S.present)
    with ground.read() as session:
        found = report.totals(session, UUID(int=1), 2026, 11)
    assert {value for key, value in found.items() if key != "average"} == {"0"}


def test_february_is_due_on_its_last_day(school: Workspace) -> None:
    with school.read() as session:
        assert report.due_day(session, 2026, 2).day == 28
        assert report.due_day(session, 2028, 2).day == 29
        assert report.due_day(session, 2026, 12).day == 30
