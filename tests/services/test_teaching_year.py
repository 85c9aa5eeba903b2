"""The whole line: from the menu's file to a finished class, one order number all the way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from models.member import Member
from models.training_class import Lesson
from services import class_making, enrolment, hours, menu, order, sign_in, training_class
from services.class_making import ClassWish, MadeClass
from services.class_making.sources import FromOrders
from services.core.clock import FixedClock
from services.core.session import WorkSession
from services.core.workspace import Workspace
from services.order import OrderState, grid
from services.order.grid import workbook
from services.sign_in import SignInMethod
from services.training_class import ClassState
from tests.helpers import course_file
from tests.helpers.course_file import silent
from tests.helpers.workspaces import fill
from ui.tour.filling import fill_in

YEAR, BRANCHES, HEADS, WANTED = 2026, 18, 3, 6
FIRST_MORNING = datetime(2026, 12, 1, 8, 30)  # noqa: DTZ001


def test_from_the_menu_to_a_finished_class(
    school: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    fill(school, members=360, lessons=0, sign_ins=0)
    publish(school, course_file.course_file(tmp_path / "菜单.xlsx"))
    paper = tmp_path / "点单表.xlsx"
    fill_grid(school, paper)
    take_back(school, paper)
    made = schedule_a_month(school)
    with school.read() as session:
        rows = order.list_rows(session, YEAR)
        assert len(rows) == BRANCHES * 2
        assert {row.state for row in rows} == {OrderState.scheduled}
        assert no_room_twice(session)
        assert {one.id for one in made} == {row.class_id for row in rows}
    hold(school, clock, made[0].id)
    with school.read() as session:
        rows = order.list_rows(session, YEAR)
        held = [row for row in rows if row.class_id == made[0].id]
        assert {row.state for row in held} == {OrderState.delivered}
        standing = order.total(order.by_asker(session, YEAR))
        assert standing.ordered.orders == len(rows)
        assert standing.held.orders == len(held)
        assert standing.owed.orders == len(rows) - len(held)
        told = order.detail(session, held[0].id)
        assert told.row.number == held[0].number
        earned = {row.hours for row in hours.for_class(session, made[0].id)}
        assert len(earned) == 1, "everybody was at every lesson"


def publish(school: Workspace, path: Path) -> None:
    """Everything that the file offers, as the year's first version."""
    assert course_file.take(school, path).new == 40
    with school.write("menu.publish") as session:
        begun = menu.begin(session, YEAR, everything=True)
        menu.publish(session, begun.id)


def fill_grid(school: Workspace, path: Path) -> None:
    """Each of 18 branches wants two of six courses for three people."""
    with school.read() as session:
        form = grid.form(session, YEAR)
    assert len(form.lines) == BRANCHES
    path.write_bytes(workbook.write(form))
    wanted = [one.title for one in form.entries if one.code.startswith("ZS")][:WANTED]
    for number, title in enumerate(wanted):
        asking = form.lines[number % 3 :: 3]
        fill_in(path, title, {line.name: HEADS for line in asking})


def take_back(school: Workspace, path: Path) -> None:
    grids, problems = grid.read_files([path], silent)
    with school.write("order.take_grid") as session:
        compared = grid.compare(session, grids, YEAR, problems)
        assert not compared.problems
        assert grid.take_grid(session, compared).new == BRANCHES * 2
    with school.write("order.accept") as session:
        order.accept(session, [row.id for row in order.list_rows(session, YEAR)])
        again = grid.compare(session, grids, YEAR)
    assert not [one for one in again.changes if one.kind is grid.GridChangeKind.new], (
        "nothing counts twice"
    )


def schedule_a_month(school: Workspace) -> list[MadeClass]:
    """What several want alike becomes one class after the other in December."""
    made = []
    with school.read() as session:
        several = order.proposals(session)
    assert [len(one.askers) for one in several] == [BRANCHES // 3] * WANTED
    for number, one in enumerate(several):
        with school.write("class_making.make") as session:
            start = FIRST_MORNING + timedelta(days=number)
            wish = ClassWish(start, heads=one.heads)
            plan = class_making.propose(session, FromOrders(one.order_ids), wish)
            made.append(class_making.make(session, replace(plan, title=f"{one.what}班")))
    return made


def hold(school: Workspace, clock: FixedClock, class_id: UUID) -> None:
    """Enrol three of each branch, begin, sign everybody in, end."""
    with school.write("enrolment.enrol") as session:
        people = asked_for(session, class_id)
        assert enrolment.enrol(session, class_id, people).added == len(people)
        training_class.start(session, class_id, reason="讲师电话确认过")
        lessons = training_class.detail(session, class_id).lessons
    for lesson in lessons:
        clock.set_to(lesson.starts_at)
        for person in people:
            with school.write("sign_in.record") as session:
                sign_in.record(session, lesson.id, person, method=SignInMethod.keyboard)
        clock.set_to(lesson.ends_at)
        with school.write("sign_in.finish") as session:
            sign_in.finish(session, lesson.id)
    with school.read() as session:
        assert training_class.detail(session, class_id).state is ClassState.finished


def asked_for(session: WorkSession, class_id: UUID) -> list[UUID]:
    """As many of each branch as it ordered places for."""
    people: list[UUID] = []
    for row in order.of_class(session, class_id):
        of_branch = select(Member.id).where(Member.branch_id == row.branch_id).limit(row.heads)
        people += session.scalars(of_branch)
    return people


def no_room_twice(session: WorkSession) -> bool:
    lessons: Sequence[Lesson] = session.scalars(
        select(Lesson).order_by(Lesson.room_id, Lesson.starts_at)
    ).all()
    return all(
        one.room_id != other.room_id or one.ends_at <= other.starts_at
        for one, other in pairwise(lessons)
    )
