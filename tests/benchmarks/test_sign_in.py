"""Scan to durable commit, against the same INSERT with the same pragmas."""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Row, select

from models.core.database import connect
from models.sign_in import SignIn
from models.training_class import Enrolment, Lesson
from services import sign_in
from services.core import key_file
from services.core.clock import FixedClock
from services.core.places import DATABASE, KEY_FILE
from services.core.workspace import Workspace
from services.sign_in import SignInMethod
from tests.benchmarks.measure import in_turns, sized
from tests.helpers.workspaces import PASSWORD, SCHOOL, Templates, fill

pytestmark = pytest.mark.benchmark
IN_LINE = 20
ROUNDS = sized(int(os.environ.get("DESK_BENCH_ROUNDS", "400")), 2 * IN_LINE)
MEMBERS, LESSONS, SIGN_INS = sized((5_000, 2_000, 100_000), (100, 20, 500))


@pytest.fixture
def full(
    templates: Templates, tmp_path: Path, clock: FixedClock
) -> Iterator[tuple[Workspace, list[Row[UUID, UUID, datetime]]]]:
    """5,000 people, 100,000 sign-ins, and as many lessons, people and starts free to sign in as
    there are rounds."""
    space = templates.open(SCHOOL, tmp_path / "s", clock)
    lessons = LESSONS + 4 * (ROUNDS // 50 + 4)
    fill(space, members=MEMBERS, lessons=lessons, sign_ins=SIGN_INS)
    with space.read() as session:
        pairs = session.execute(
            select(Lesson.id, Enrolment.member_id, Lesson.starts_at)
            .join(Enrolment, Enrolment.class_id == Lesson.class_id)
            .outerjoin(
                SignIn,
                (SignIn.lesson_id == Lesson.id) & (SignIn.member_id == Enrolment.member_id),
            )
            .where(SignIn.id.is_(None))
            .limit(ROUNDS + IN_LINE)
        ).all()
    yield space, list(pairs)
    space.close()


def test_scan_to_durable_commit(
    full: tuple[Workspace, list[Row[UUID, UUID, datetime]]], clock: FixedClock
) -> None:
    space, pairs = full
    todo = iter(pairs)
    key = key_file.unlock(space.folder / KEY_FILE, PASSWORD)
    bare = connect(space.folder / DATABASE, key)
    taken = bare.execute("SELECT * FROM sign_in LIMIT 1")
    columns = [column[0] for column in taken.description]
    row = dict(zip(columns, taken.fetchone(), strict=True))
    others = bare.execute("SELECT id FROM member ORDER BY id DESC LIMIT ?", (ROUNDS + IN_LINE,))
    strangers = iter([member for (member,) in others.fetchall()])
    marks = ", ".join("?" * len(columns))

    def scan() -> float:
        lesson, member, starts_at = next(todo)
        clock.set_to(starts_at)
        began = time.perf_counter()
        with space.write("sign_in.record") as session:
            sign_in.record(session, lesson, member, method=SignInMethod.scan)
        return time.perf_counter() - began

    def insert() -> float:
        values = {**row, "id": secrets.token_bytes(16), "member_id": next(strangers)}
        values["lesson_id"] = pairs[0][0].bytes
        began = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        bare.execute(f"INSERT INTO sign_in VALUES ({marks})", list(values.values()))
        bare.execute("COMMIT")
        return time.perf_counter() - began

    # People stand in a line, so a scan follows a scan. One of each in turn would measure how
    # each connection reads anew what the other has written.
    def line(act: Callable[[], float]) -> Callable[[], float]:
        return lambda: sum(act() for _ in range(IN_LINE)) / IN_LINE

    rounds = ROUNDS // IN_LINE
    measured = in_turns("scan to durable commit", line(scan), line(insert), rounds=rounds, goal=2.0)
    bare.close()
    assert measured.product > 0
