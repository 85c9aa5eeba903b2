"""Fixtures that every test may ask for: a clock, a school, a county, a desk over the school."""

import gc
import os
import shutil
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from services.core import key_file
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from tests.benchmarks.measure import SMALLEST
from tests.helpers import undo_words
from tests.helpers.desk import make_desk
from tests.helpers.examples import load_profile
from tests.helpers.remembered import remembering
from tests.helpers.workspaces import COUNTY, SCHOOL, SECOND_SCHOOL, Templates
from ui.core import theme
from ui.core.desk import Desk

NOW = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001  (a local time)
IN_MEMORY, ROOM = "/dev/shm", 2 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Few examples or all of them; and the folders of the tests in memory where there is room.

    Every write is synced, and a disk takes ten times as long for that; what is measured stays
    there. Children inherit TMPDIR.
    """
    load_profile()
    if (
        "TMPDIR" not in os.environ
        and (config.option.markexpr != "benchmark" or SMALLEST)
        and os.access(IN_MEMORY, os.W_OK)
        and shutil.disk_usage(IN_MEMORY).free > ROOM
    ):
        os.environ["TMPDIR"] = IN_MEMORY
        tempfile.tempdir = None


@pytest.fixture(scope="session", autouse=True)
def _cheap_keys() -> Iterator[None]:
    """Passwords are stretched as in life, only with less memory and fewer rounds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_file, "MEMORY_KIB", 64)
        patch.setattr(key_file, "ROUNDS", 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_form_of_words() -> Iterator[None]:
    """Every undo that any test makes is called by what was done."""
    with pytest.MonkeyPatch.context() as patch:
        undo_words.hold(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _lasting() -> Iterator[None]:
    """What is loaded stays; the collector need not look at it again with each test."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the whole run, whatever process a test runs in."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    (folder / "shared").mkdir(exist_ok=True)
    return folder / "shared"


@pytest.fixture(scope="session", autouse=True)
def _remembering(shared: Path) -> Iterator[None]:
    """What many tests set up alike is set up once in a run."""
    with remembering(shared):
        yield


@pytest.fixture(scope="session")
def templates(shared: Path) -> Templates:
    """Workspaces to copy from; tests that need closed or further ones ask for it."""
    return Templates(shared)


@pytest.fixture
def clock() -> FixedClock:
    """Monday, 23 November 2026, 8:00 in China; `set_to` moves it."""
    return FixedClock(NOW)


@pytest.fixture
def school(templates: Templates, tmp_path: Path, clock: FixedClock) -> Iterator[Workspace]:
    """An open, empty school: 仲山镇党校, code ZS; the password is workspaces.PASSWORD."""
    space = templates.open(SCHOOL, tmp_path / "school", clock)
    yield space
    space.close()


@pytest.fixture
def second_school(templates: Templates, tmp_path: Path, clock: FixedClock) -> Iterator[Workspace]:
    """Another open, empty school of the county: 马集镇党校, code MJ."""
    space = templates.open(SECOND_SCHOOL, tmp_path / "second_school", clock)
    yield space
    space.close()


@pytest.fixture
def county(templates: Templates, tmp_path: Path, clock: FixedClock) -> Iterator[Workspace]:
    """An open, empty county: 嘉祥县委组织部, code JX."""
    space = templates.open(COUNTY, tmp_path / "county", clock)
    yield space
    space.close()


@pytest.fixture
def look(qapp: QApplication) -> Iterator[theme.Theme]:
    """The look at 100 %, put back after a test that changed it.

    Garbage waits for the test's end, as ui.core.garbage says why.
    """
    gc.disable()
    if not qapp.styleSheet() or not theme.current().is_like(theme.Theme()):
        theme.use(qapp, theme.Theme())
    yield theme.current()
    if not theme.current().is_like(theme.Theme()):
        theme.use(qapp, theme.Theme())
    gc.enable()


@pytest.fixture
def desk(school: Workspace, look: theme.Theme) -> Iterator[Desk]:
    """A desk over `school` with fakes of tests.helpers.desk; unexpected errors fail the test."""
    made = make_desk(school)
    yield made
    made.background.wait()
    made.changes.stop()
    assert made.messages.unexpected() == []


@pytest.fixture
def county_desk(county: Workspace, look: theme.Theme) -> Iterator[Desk]:
    """The same over `county`."""
    made = make_desk(county)
    yield made
    made.background.wait()
    made.changes.stop()
    assert made.messages.unexpected() == []
