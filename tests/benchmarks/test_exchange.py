"""Snapshot, taking it in, and the monthly report, each against the least work that does it.

DESK_BENCH_MEMBERS sets the size (5,000 unless told: a tenth of the whole set).
"""

import csv
import io
import os
import random
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from models.core.database import connect
from services import demo, exchange, report
from services.core import identity, workspace
from services.core.clock import FixedClock
from services.core.places import DATABASE
from services.core.workspace import Workspace
from services.exchange import columns, frame, package
from tests.benchmarks.measure import sized
from tests.helpers.exchange import APPROVER, meet, silent, take, written
from tests.helpers.workspaces import COUNTY, PASSWORD, SCHOOL, Templates

pytestmark = pytest.mark.benchmark
MEMBERS = sized(int(os.environ.get("DESK_BENCH_MEMBERS", "5000")), 50)
ROUNDS = sized(3, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exchange")


@pytest.fixture(scope="module")
def pair(templates: Templates, folder: Path) -> Iterator[tuple[Workspace, Workspace]]:
    """A school of the set's size, and a county that trusts it."""
    clock = FixedClock(datetime(2026, 11, 23, 19, 0))  # noqa: DTZ001
    school = templates.open(SCHOOL, folder / "school", clock)
    county = templates.open(COUNTY, folder / "county", clock)
    size = demo.Size(MEMBERS, MEMBERS * 2 // 5, MEMBERS * 20)
    demo.fill(school, size, random.Random(1), lambda _line: None)
    meet(school, county, folder / "stick")
    yield school, county
    school.close()
    county.close()


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def tell(benchmark: BenchmarkFixture, what: str, product: float, floor: float, goal: float) -> None:
    ratio = product / floor
    benchmark.extra_info.update(product=product, floor=floor, ratio=ratio, goal=goal)
    print(f"\n{what}: {product:.2f} s, floor {floor:.2f} s, {ratio:.2f}× (goal ≤ {goal}×)")


def test_snapshot(benchmark: BenchmarkFixture, pair: tuple[Workspace, Workspace]) -> None:
    school, county = pair
    with county.read() as session:
        recipient = identity.public_keys(identity.own(session)).age_recipient

    def bare() -> None:
        with school.read() as session:
            raw = package.driver(session)
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in columns.tables():
                    rows = raw.execute(columns.select_sql(table), (school.owner.bytes,))
                    with (
                        archive.open(f"{table}.csv", "w") as file,
                        io.TextIOWrapper(file, "utf-8", newline="") as text,
                    ):
                        csv.writer(text).writerows(rows)
            frame.cover(target.getvalue(), (recipient, recipient))

    floor = best(bare)
    product = best(lambda: exchange.approve(school, 2026, 11, APPROVER, silent), 2)
    benchmark.pedantic(lambda: None)
    tell(benchmark, f"数据包，{MEMBERS} 人", product, floor, 1.5)


def test_take_in(
    benchmark: BenchmarkFixture, pair: tuple[Workspace, Workspace], folder: Path
) -> None:
    school, county = pair
    clock = county.clock
    path = written(school, exchange.approve(school, 2026, 11, APPROVER, silent), folder / "stick")
    county.close()

    def copies(name: str) -> Iterator[Workspace]:
        for number in range(2):
            target = folder / f"{name}{number}"
            shutil.copytree(county.folder, target)
            yield workspace.unlock(target, PASSWORD, clock=clock)

    times = []
    for copy in copies("floor"):
        started = time.perf_counter()
        bare_take_in(copy, path)
        times.append(time.perf_counter() - started)
        copy.close()
    floor, times = min(times), []
    again = []
    for copy in copies("product"):
        started = time.perf_counter()
        take(copy, path)
        times.append(time.perf_counter() - started)
        second = exchange.approve(school, 2026, 11, APPROVER, silent)
        later = written(school, second, folder / "stick")
        started = time.perf_counter()
        take(copy, later)
        again.append(time.perf_counter() - started)
        copy.close()
    benchmark.pedantic(lambda: None)
    tell(benchmark, f"导入，{MEMBERS} 人", min(times), floor, 2)
    print(f"the next month, with nothing new: {min(again):.2f} s; {path.stat().st_size:,} bytes")


def bare_take_in(county: Workspace, path: Path) -> None:
    """Parse and upsert, with no check at all."""
    with county.read() as session:
        key = identity.own(session).age_identity
    payload = frame.split(frame.uncover(path.read_bytes(), key)).payload
    raw: Any = connect(county.folder / DATABASE, county._key)
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        raw.execute("BEGIN IMMEDIATE")
        for table in columns.tables():
            with (
                archive.open(package.path_of(table)) as file,
                io.TextIOWrapper(file, "utf-8", newline="") as text,
            ):
                rows = csv.reader(text)
                given = next(rows)
                names = columns.names(table)
                sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names[1:])
                into = columns.insert_sql(table, given, {}).replace('staging."', 'main."', 1)
                listed = ", ".join(f'"{name}"' for name in names)
                into = into.replace(" VALUES", f" ({listed}) VALUES", 1)
                raw.executemany(f"{into} ON CONFLICT (id) DO UPDATE SET {sets}", rows)
        raw.execute("COMMIT")
    raw.close()


def test_report(benchmark: BenchmarkFixture, pair: tuple[Workspace, Workspace]) -> None:
    school, _ = pair
    owner = school.owner

    def bare() -> None:
        with school.read() as session:
            raw = package.driver(session)
            for first, last in (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")):
                span = (owner.bytes, f"{first}T00:00:00", f"{last}T23:59:59")
                raw.execute(
                    "SELECT count(DISTINCT s.lesson_id), count(*), count(DISTINCT s.member_id),"
                    " count(DISTINCT l.class_id) FROM sign_in s JOIN lesson l"
                    " ON l.id = s.lesson_id WHERE s.undone_at IS NULL AND l.owner = ?"
                    " AND l.starts_at BETWEEN ? AND ? AND l.cancelled_at IS NULL"
                    " AND s.status IN ('present', 'late', 'left_early', 'made_up')",
                    span,
                ).fetchall()
                span = (owner.bytes, "2026-01-01T00:00:00", f"{last}T23:59:59")
                raw.execute(
                    "SELECT s.member_id, sum(CASE s.status WHEN 'present' THEN l.hours"
                    " WHEN 'late' THEN l.hours ELSE 0 END) FROM sign_in s JOIN lesson l"
                    " ON l.id = s.lesson_id WHERE s.undone_at IS NULL AND l.owner = ?"
                    " AND l.starts_at BETWEEN ? AND ? AND l.cancelled_at IS NULL"
                    " GROUP BY s.member_id",
                    span,
                ).fetchall()

    def product() -> None:
        with school.read() as session:
            report.month(session, owner, 2026, 11)

    floor = best(bare)
    ours = best(product)
    benchmark.pedantic(lambda: None)
    tell(benchmark, f"月报，{MEMBERS * 20} 条签到", ours, floor, 1.3)
