"""A kill at any moment of taking a file in leaves it taken in whole, or not at all."""

import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from services import check, exchange
from services.core import workspace
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from tests.helpers.exchange import meet, rows_of, send, take
from tests.helpers.workspaces import PASSWORD, fill

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from services import exchange
from services.core import workspace
from services.core.clock import FixedClock

space = workspace.unlock(Path(sys.argv[1]), sys.argv[3], clock=FixedClock(datetime(2026, 11, 23)))
print("open", flush=True)
exchange.take_in(space, Path(sys.argv[2]), lambda percent, words: print(percent, flush=True))
print("done", flush=True)
sys.stdin.read()
"""
STEPS = ("65", "85", "100")
MORE_STEPS = ("open", "1", "55", "75", "85", "85", "done")


def killed_after(step: str, folder: Path, path: Path) -> None:
    """Start taking the file in and kill the process at once when it tells this step."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(path), PASSWORD],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == step:
                break
        time.sleep(0.004 if step == "85" else 0)  # in the midst of the transaction
        child.kill()


@pytest.mark.parametrize(
    "step", [*STEPS, *(pytest.param(step, marks=pytest.mark.long) for step in MORE_STEPS)]
)
def test_killed_while_taking_in(
    school: Workspace, county: Workspace, tmp_path: Path, clock: FixedClock, step: str
) -> None:
    clock.set_to(datetime(2026, 11, 23, 19, 0))  # noqa: DTZ001
    fill(school, members=30, lessons=20, sign_ins=300)
    meet(school, county, tmp_path / "stick")
    path = send(school, tmp_path / "stick")
    county.close()
    killed_after(step, county.folder, path)

    assert check.check(county.folder, PASSWORD)["ok"]
    again = workspace.unlock(county.folder, PASSWORD, clock=clock)
    before = rows_of(again, school)
    assert before == rows_of(school, school) or not any(before.values())
    done = take(again, path)
    assert done.again is (before == rows_of(school, school))
    assert done.receipt is not None
    assert rows_of(again, school) == rows_of(school, school)
    with again.read() as session:
        kinds = [row.kind for row in exchange.taken(session)]
    assert kinds.count(exchange.BundleKind.snapshot) == 1
    again.close()
