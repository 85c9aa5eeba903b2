"""What the tests of several exchange pages share: a stick, and a county that was met."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from services.core.clock import FixedClock
from services.core.workspace import Workspace
from tests.helpers.exchange import meet
from tests.helpers.workspaces import fill
from ui.core import backups

AN_HOUR = 3_600
EVENING = datetime(2026, 11, 23, 19, 0)  # noqa: DTZ001  (a local time)


@pytest.fixture(autouse=True)
def _nothing_goes_on_behind_another_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A window that lives on makes its first copy half a minute later, of a folder that is gone by
    then, and says so in a dialog over whatever is tested; a dialog left open takes its keys."""
    monkeypatch.setattr(backups, "FIRST_SECONDS", AN_HOUR)
    yield
    while (front := QApplication.activeModalWidget()) is not None:
        front.hide()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for the USB stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def met(school: Workspace, county: Workspace, stick: Path, clock: FixedClock) -> Workspace:
    """The county, after both sides checked each other's cards; a day with lessons is over."""
    clock.set_to(EVENING)
    fill(school, members=40, lessons=60, sign_ins=400)
    meet(school, county, stick)
    return county
