"""A roster of 50,000 from .xlsx. Floor: calamine reads it, bare SQL inserts it. Goal: 2×."""

import os
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.core.database import connect
from models.member import Member
from services import member, roster_import
from services.core.ids import IdMaker
from services.core.workspace import Workspace
from services.demo_roster import make_roster
from tests.benchmarks.measure import sized

TICK = 0.01
"""What the clock of the processor tells apart: at the smallest size the floor may be nothing."""
PEOPLE = sized(50_000, 300)
pytestmark = pytest.mark.benchmark


def seconds() -> float:
    """Processor time of this process and of the child that reads: others use the machine."""
    return sum(os.times()[:4])


def silent(_done: int, _of: int, _what: str) -> None:
    """Nobody watches."""


def floor(path: Path, target: Path, workspace: Workspace) -> tuple[float, float]:
    """Seconds of the bare read and of the bare insert of as many columns, with one commit."""
    started = seconds()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[3:]
    read = seconds() - started
    columns = [column.name for column in Member.__table__.columns]
    database = connect(target, bytes(32))
    database.execute(f"CREATE TABLE member ({', '.join(columns)}, PRIMARY KEY (id))")
    for column in ("identity_number", "card_code", "branch_id", "owner"):
        database.execute(f"CREATE INDEX ix_{column} ON member ({column})")
    ids = IdMaker(workspace.clock)
    started = seconds()
    values = []
    for row in rows:
        key = ids.new().bytes
        cells = [str(cell) for cell in row[:16]]
        values.append([key, key, *cells, key.hex(), *("" for _ in range(len(columns) - 19))])
    place = columns.index("id")
    for value in values:
        value[place], value[0] = value[0], value[place]
    database.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" for _ in columns)
    database.executemany(f"INSERT INTO member VALUES ({marks})", values)
    database.execute("COMMIT")
    wrote = seconds() - started
    database.close()
    return read, wrote


def test_roster_of_50_000(
    school: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "花名册.xlsx"
    make_roster(path, 3, PEOPLE)
    read, wrote = floor(path, tmp_path / "floor.db", school)
    started = seconds()
    roster = roster_import.read(path, silent)
    understood = seconds()
    with school.read() as session:
        shown = roster_import.preview_of(session, roster)
    looked = seconds()
    taken = roster_import.take(school, roster, silent)
    ended = seconds()
    with school.read() as session:
        assert len(session.scalars(select(Member.id)).all()) == PEOPLE
        assert len(member.todos(session)) == 1
    assert (shown.new, taken.new) == (PEOPLE, PEOPLE)
    total = (understood - started) + (ended - looked)
    with capsys.disabled():
        print(f"\nroster of {PEOPLE:,}: floor {read:.2f} s read + {wrote:.2f} s insert")
        print(
            f"  read and understood {understood - started:.2f} s,"
            f" preview {looked - understood:.2f} s, taken in {ended - looked:.2f} s"
        )
        least = max(read + wrote, TICK)
        print(f"  read + take: {total:.2f} s = {total / least:.2f} × floor")
