"""A kill at any moment of taking dispatches in leaves rows and orders both, or neither."""

from pathlib import Path

import pytest

from services import check
from services.core import workspace
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from tests.helpers.dispatching import ask, join, orders
from tests.helpers.exchange import issue, rows_of, take
from tests.helpers.workspaces import PASSWORD
from tests.services.test_exchange_kill import killed_after


@pytest.mark.parametrize(
    "step",
    ["55", "85", *(pytest.param(step, marks=pytest.mark.long) for step in ("1", "75", "100"))],
)
def test_killed_while_taking_in(
    school: Workspace, county: Workspace, tmp_path: Path, clock: FixedClock, step: str
) -> None:
    stick = tmp_path / "stick"
    join(school, county, stick)
    for number in range(30):
        ask(county, school, topic=f"宣讲 {number}")
    path = issue(county, school, stick)
    school.close()
    killed_after(step, school.folder, path)

    assert check.check(school.folder, PASSWORD)["ok"]
    again = workspace.unlock(school.folder, PASSWORD, clock=clock)
    before = len(rows_of(again, county)["dispatch"])
    assert (before, len(orders(again))) in ((0, 0), (30, 30))
    assert take(again, path).again is bool(before)
    assert len(rows_of(again, county)["dispatch"]) == len(orders(again)) == 30
    again.close()
