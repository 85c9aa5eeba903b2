"""Hours of all members, and the month's report, against the bare SQL that adds up as much.

The floor reads the same file through the same cipher: one statement for the hours, credit for
each status included but no look at overlaps; the report's adds two months' counts and classes.
Goal: at most 1.3 times the floor (performance.md). The largest set is made where DESK_BENCH_SIZE
is 1, which takes minutes.
"""

import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.core import database
from services import hours, report
from services.core.clock import FixedClock
from services.core.places import DATABASE
from services.core.workspace import Workspace
from tests.benchmarks.measure import sized
from tests.helpers.workspaces import SCHOOL, Templates, fill

YEAR, MONTH = 2026, 10
ROUNDS = sized(9, 1)
SIZES = sized(((500, 200, 10_000), (5_000, 2_000, 100_000)), ((50, 20, 500), (100, 20, 1_000)))
WHOLE = (50_000, 20_000, 1_000_000)
HERE = "('present', 'late', 'left_early', 'made_up')"
HALVES = """CASE
    WHEN s.status IN ('present', 'made_up') THEN l.hours
    WHEN s.status = 'late' AND coalesce(s.minutes_late, 0) <= 15 THEN l.hours
    WHEN s.status = 'late' THEN l.hours * 50 / 100 ELSE 0 END"""
JOINED = """FROM sign_in s JOIN lesson l ON l.id = s.lesson_id
    WHERE s.undone_at IS NULL AND l.owner = ? AND l.cancelled_at IS NULL
    AND l.starts_at BETWEEN ? AND ?"""
HOURS_SQL = f"""
    SELECT s.member_id, sum({HALVES}) {JOINED} AND s.status IN {HERE} GROUP BY s.member_id
"""
TWO_ENDS_SQL = f"""
    SELECT s.member_id, sum({HALVES}), sum(CASE WHEN l.starts_at <= ? THEN {HALVES} ELSE 0 END)
    {JOINED} AND s.status IN {HERE} GROUP BY s.member_id
"""
COUNTS_SQL = f"""
    SELECT count(DISTINCT CASE WHEN s.status IN {HERE} THEN s.lesson_id END),
        sum(s.status IN {HERE}),
        count(DISTINCT CASE WHEN s.status IN {HERE} THEN s.member_id END),
        sum(s.status = 'leave')
    {JOINED}
"""
FIRST_LESSONS_SQL = f"""
    SELECT l.class_id, min(l.starts_at) {JOINED} AND s.status IN {HERE} GROUP BY l.class_id
"""
pytestmark = pytest.mark.benchmark


class Floor:
    """Bare statements over one keyed connection to the workspace's own file."""

    def __init__(self, space: Workspace) -> None:
        self._connection = database.connect(space.folder / DATABASE, space._key)
        self._owner = space.owner.bytes

    def hours(self) -> dict[bytes, float]:
        span = (f"{YEAR}-01-01T00:00:00", f"{YEAR}-12-31T23:59:59")
        rows = self._connection.execute(HOURS_SQL, (self._owner, *span))
        return {member: halves / 2 for member, halves in rows if halves}

    def report(self) -> None:
        start, ends = f"{YEAR}-01-01T00:00:00", [_end(MONTH), _end(MONTH - 1)]
        self._run(TWO_ENDS_SQL, ends[1], self._owner, start, ends[0])
        for month, end in zip((MONTH, MONTH - 1), ends, strict=True):
            first = f"{YEAR}-{month:02}-01T00:00:00"
            self._run(COUNTS_SQL, self._owner, first, end)
            self._run(FIRST_LESSONS_SQL, self._owner, first, end)

    def _run(self, sql: str, *given: object) -> None:
        self._connection.execute(sql, given).fetchall()

    def close(self) -> None:
        self._connection.close()


def _end(month: int) -> str:
    return f"{YEAR}-{month:02}-{31 if month == 10 else 30}T23:59:59"


def seconds(*works: Callable[[], object]) -> list[float]:
    """The best of each over some rounds, in turns: others use the machine as well."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, times in zip(works, taken, strict=True):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return [min(times) for times in taken]


def test_hours_and_report_against_bare_sql(
    templates: Templates, tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = (*SIZES, WHOLE) if os.environ.get("DESK_BENCH_SIZE") == "1" else SIZES
    found = []
    for members, lessons, sign_ins in sizes:
        space = templates.open(SCHOOL, tmp_path / str(sign_ins), clock)
        fill(space, members=members, lessons=lessons, sign_ins=sign_ins)
        floor = Floor(space)

        def all_hours(space: Workspace = space) -> dict[bytes, float]:
            with space.read() as session:
                made = hours.totals(session, space.owner, YEAR)
            return {member.bytes: float(total) for member, total in made.items()}

        def a_report(space: Workspace = space) -> None:
            with space.read() as session:
                report.month(session, space.owner, YEAR, MONTH)

        bare = floor.hours()
        ours = all_hours()
        assert set(ours) <= set(bare)
        assert all(total <= bare[member] for member, total in ours.items())
        found.append((sign_ins, seconds(floor.hours, all_hours, floor.report, a_report)))
        floor.close()
        space.close()
    with capsys.disabled():
        print()
        for sign_ins, (bare_hours, our_hours, bare_report, our_report) in found:
            print(
                f"  {sign_ins:>9,} sign-ins: hours {our_hours * 1000:7.1f} ms"
                f" = {our_hours / bare_hours:.2f} of bare SQL;"
                f" report {our_report * 1000:7.1f} ms = {our_report / bare_report:.2f}"
            )
        grown = [later[1] / first[1] for (_, first), (_, later) in itertools.pairwise(found)]
        print("  growth of hours for ten times as much: " + ", ".join(f"{x:.1f}" for x in grown))
