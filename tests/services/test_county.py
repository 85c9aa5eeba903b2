"""The county's schools, month by month."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from services import county as schools
from services import exchange, report
from services.core.clock import FixedClock
from services.core.session import WorkSession
from services.core.workspace import Workspace
from tests.helpers.exchange import meet, send, silent, take
from tests.helpers.workspaces import fill


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def three(
    school: Workspace,
    second_school: Workspace,
    county: Workspace,
    stick: Path,
    clock: FixedClock,
) -> tuple[Workspace, Workspace, Workspace]:
    """Two schools with some teaching, and their county. It is the evening of 23 November."""
    clock.set_to(datetime(2026, 11, 23, 19, 0))  # noqa: DTZ001
    fill(school, members=30, lessons=60, sign_ins=400)
    fill(second_school, members=20, lessons=60, sign_ins=200, seed=2)
    for space in (school, second_school):
        meet(space, county, stick)
    return school, second_school, county


def cells_of(session: WorkSession, year: int) -> dict[str, tuple[str, ...]]:
    return {
        row.name: tuple(cell.word for cell in row.cells) for row in schools.months(session, year)
    }


def test_overview_shows_what_the_schools_reported(
    three: tuple[Workspace, Workspace, Workspace], stick: Path
) -> None:
    first, _, county = three
    take(county, send(first, stick))
    with first.read() as session:
        told = report.totals(session, first.owner, 2026, 11)
    with county.read() as session:
        waiting, came = schools.overview(session, 2026, 11)  # by code: MJ, ZS
        figures = schools.figures(session, 2026, 11)
    assert (came.code, came.state.word, came.state.tone, came.period) == (
        "ZS",
        "准时",
        "green",
        "2026-11",
    )
    assert (came.person_times, came.lessons, came.average) == (
        int(told["person_times"]),
        int(told["lessons"]),
        Decimal(told["average"]),
    )
    assert came.members == 30
    assert (waiting.code, waiting.state.word, waiting.members, waiting.taken_at) == (
        "MJ",
        "待交",
        0,
        None,
    )
    assert (figures.schools, figures.received, figures.members) == (2, 1, 30)
    assert figures.average == came.average
    assert figures.reached == came.reached


def test_the_county_adds_its_schools_up(
    three: tuple[Workspace, Workspace, Workspace], stick: Path
) -> None:
    first, second, county = three
    for space in (first, second):
        take(county, send(space, stick))
    with county.read() as session:
        rows = schools.overview(session, 2026, 11)
        figures = schools.figures(session, 2026, 11)
    assert figures.person_times == sum(row.person_times for row in rows) > 0
    assert figures.members == 50
    assert figures.received == 2
    hours = sum((row.average * row.members for row in rows), Decimal(0))
    assert abs(figures.average - hours / 50) < Decimal("0.2")


def test_months_say_on_time_late_held_missing(
    three: tuple[Workspace, Workspace, Workspace], stick: Path, clock: FixedClock
) -> None:
    first, second, county = three
    take(county, send(first, stick))
    exchange.hold(county, send(second, stick), "签到缺两节", silent)
    take(county, send(first, stick, month=10))  # due on 30 October, made in November
    with county.read() as session:
        cells = cells_of(session, 2026)
        assert schools.missing(session, 2026, 11) == ("马集镇党校",)
    assert cells["仲山镇党校"][8:] == ("未登记", "迟交", "准时", "未到期")
    assert cells["马集镇党校"][8:] == ("未登记", "未登记", "待更正", "未到期")
    clock.set_to(datetime(2026, 12, 5, 8, 0))  # noqa: DTZ001
    take(county, send(second, stick))
    with county.read() as session:
        cells = cells_of(session, 2026)
    assert cells["马集镇党校"][10:] == ("迟交", "待交")
    assert cells["仲山镇党校"][10] == "准时"
    clock.set_to(datetime(2027, 1, 2, 8, 0))  # noqa: DTZ001
    with county.read() as session:
        cells = cells_of(session, 2026)
    assert cells["马集镇党校"][8:] == ("未登记", "未登记", "迟交", "缺交")


def test_made_in_time_but_carried_late_is_on_time(
    three: tuple[Workspace, Workspace, Workspace], stick: Path, clock: FixedClock
) -> None:
    first, _, county = three
    path = send(first, stick)
    clock.set_to(datetime(2026, 12, 3, 8, 0))  # noqa: DTZ001
    take(county, path)
    with county.read() as session:
        row = schools.overview(session, 2026, 11)[1]
    assert row.state.word == "准时"
    assert row.taken_at is not None
    assert row.taken_at.month == 12
