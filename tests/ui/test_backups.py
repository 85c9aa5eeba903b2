"""Copies made while the clerk works: at the start, and later only when something changed."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services import site
from services.core.clock import FixedClock
from services.core.errors import StorageError
from services.site import SiteKind
from tests.helpers.teaching import at
from ui.core.backups import Backups
from ui.core.desk import Desk


def copies(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.workspace.folder / "backups").glob("*.db"))


@pytest.fixture
def backups(desk: Desk) -> Backups:
    return Backups(desk, desk.changes)


def wait(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.background.busy)


def change(desk: Desk, name: str) -> None:
    with desk.workspace.write("site.create") as session:
        site.create(session, site.SiteDraft(name, SiteKind.main_campus))


def test_a_sitting_begins_with_a_copy(backups: Backups, desk: Desk, qtbot: QtBot) -> None:
    backups.start()
    wait(desk, qtbot)
    (name,) = copies(desk)
    assert name.endswith("-start.db")


def test_a_copy_of_minutes_ago_is_enough(
    backups: Backups, desk: Desk, qtbot: QtBot, clock: FixedClock
) -> None:
    desk.workspace.back_up("import")
    clock.set_to(at(23, 8, 20))
    backups.start()
    wait(desk, qtbot)
    assert len(copies(desk)) == 1


def test_later_only_what_changed_is_copied(
    backups: Backups, desk: Desk, qtbot: QtBot, clock: FixedClock
) -> None:
    backups.start()
    wait(desk, qtbot)
    clock.set_to(at(23, 9))
    backups.check()
    wait(desk, qtbot)
    assert len(copies(desk)) == 1
    change(desk, "主校区")
    backups.check()
    wait(desk, qtbot)
    assert [name.endswith("-regular.db") for name in copies(desk)] == [False, True]
    clock.set_to(at(23, 10))
    backups.check()
    wait(desk, qtbot)
    assert len(copies(desk)) == 2


def test_a_copy_that_fails_is_told_and_tried_again(
    backups: Backups, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    change(desk, "主校区")
    kept = desk.workspace.folder / "backups"
    aside = kept.rename(tmp_path / "aside")
    backups.check()
    wait(desk, qtbot)
    assert isinstance(desk.messages.errors[0], StorageError)
    aside.rename(kept)
    backups.check()
    wait(desk, qtbot)
    assert len(copies(desk)) == 1
