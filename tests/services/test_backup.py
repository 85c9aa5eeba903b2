"""Backups: whole or not there, opened before they count, thinned, and good for restoring."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.core import database
from models.site import SiteKind
from services import check, site
from services.core import backup, files, key_file, workspace
from services.core.clock import FixedClock
from services.core.errors import DiskFull, StorageError
from services.core.places import DATABASE, KEY_FILE
from services.core.workspace import Workspace
from tests.helpers.faults import FailNth
from tests.helpers.workspaces import PASSWORD, fill


def names(space: Workspace) -> list[str]:
    with space.read() as session:
        return [row.name for row in site.list_all(session)]


def add_site(space: Workspace, name: str) -> None:
    with space.write("site.create") as session:
        site.create(session, site.SiteDraft(name, SiteKind.branch_point))


def test_what_was_backed_up_can_be_restored_beside_its_key_file(
    school: Workspace, tmp_path: Path
) -> None:
    fill(school, members=40, lessons=2, sign_ins=20)
    add_site(school, "备份前")
    copy = school.back_up("manual")
    add_site(school, "备份后")
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copyfile(copy, restored / DATABASE)
    shutil.copyfile(copy.with_suffix(".key"), restored / KEY_FILE)
    found = check.check(restored, PASSWORD)
    assert (found["ok"], found["member"], found["sign_in"]) == (True, 40, 20)
    opened = workspace.unlock(restored, PASSWORD)
    assert "备份前" in names(opened)
    assert "备份后" not in names(opened)
    opened.close()


def test_it_holds_what_was_committed_while_the_log_was_not_yet_folded_in(
    school: Workspace,
) -> None:
    for number in range(30):
        add_site(school, f"站点{number}")
    assert (school.folder / f"{DATABASE}-wal").stat().st_size > 0
    copy = school.back_up("manual")
    assert not list(copy.parent.glob("*-wal"))
    connection = database.connect(copy, key_file.unlock(copy.with_suffix(".key"), PASSWORD))
    assert connection.execute("SELECT count(*) FROM site").fetchone() == (30,)
    connection.close()


def test_the_work_goes_on_while_it_is_made(school: Workspace) -> None:
    with school.read() as session:
        site.list_all(session)
        school.back_up("manual")
    add_site(school, "之后")
    assert names(school) == ["之后"]


@pytest.mark.parametrize("call", ["fsync", "replace", "open", "unlink"])
def test_a_failure_at_any_step_leaves_no_backup_that_is_none(
    school: Workspace, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    add_site(school, "主校区")
    key = key_file.unlock(school.folder / KEY_FILE, PASSWORD)
    tried = 0
    for number in range(12):
        with monkeypatch.context() as patch:
            fail = FailNth(number)
            patch.setattr(os, call, fail.wrap(getattr(os, call)))
            try:
                school.back_up(f"try{number}")
            except StorageError:
                assert fail.failed
        tried += fail.failed
        folder = school.folder / "backups"
        for copy in folder.glob("*.db"):
            backup.check(copy, key)
            assert key_file.unlock(copy.with_suffix(".key"), PASSWORD) == key
        if not fail.failed:
            break
    assert tried
    assert names(school) == ["主校区"]


def test_a_copy_that_is_not_sound_is_not_kept(
    school: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_site(school, "主校区")
    real = backup._rows
    monkeypatch.setattr(backup, "_rows", lambda connection: real(connection) + count_up())
    with pytest.raises(StorageError, match="没有通过检查"):
        school.back_up("manual")
    assert list((school.folder / "backups").glob("*.db*")) == []


def count_up(counter: list[int] = [0]) -> int:  # noqa: B006  (kept between calls)
    """Another number each time, as if rows had gone missing on the way."""
    counter[0] += 1
    return counter[0]


def test_a_damaged_copy_is_found_by_its_check(school: Workspace) -> None:
    fill(school, members=60, lessons=0)
    copy = school.back_up("manual")
    key = key_file.unlock(copy.with_suffix(".key"), PASSWORD)
    assert backup.check(copy, key) is None
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    with pytest.raises(StorageError, match="没有通过检查"):
        backup.check(copy, key)
    copy.write_bytes(b"something else" * 1000)
    with pytest.raises(StorageError, match="没有通过检查"):
        backup.check(copy, key)


def test_a_nearly_full_disk_is_named_before_anything_is_written(
    school: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "RESERVE_BYTES", 1 << 62)
    with pytest.raises(DiskFull):
        school.back_up("manual")
    assert list((school.folder / "backups").iterdir()) == []


class TestThinning:
    def test_copies_get_rarer_the_older_they_are(
        self, school: Workspace, clock: FixedClock
    ) -> None:
        folder = school.folder / "backups"
        start = clock.local_now()
        for hours in range(0, 24 * 400, 7):
            stem = f"{start - timedelta(hours=hours):%Y%m%d-%H%M%S}-auto"
            (folder / f"{stem}.db").write_bytes(b"")
            (folder / f"{stem}.key").write_bytes(b"")
        (folder / "20200101-000000-auto.key").write_bytes(b"")
        (folder / "keep-this.db").write_bytes(b"somebody's own")
        clock.set_to(start + timedelta(minutes=5))
        newest = school.back_up("manual")
        left = sorted(path.stem for path in folder.glob("2*.db"))
        assert newest.stem in left
        assert len(left) <= backup.NEWEST_KEPT + 24 + 14 + 8 + 24
        days = {stem[:8] for stem in left}
        assert {f"{start - timedelta(days=back):%Y%m%d}" for back in range(13)} <= days
        assert len({stem[:6] for stem in left}) >= 13, "one of each month"
        assert sorted(path.stem for path in folder.glob("*.key")) == left
        assert (folder / "keep-this.db").exists()

    moments = st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), unique=True)  # noqa: DTZ001

    @given(moments)
    def test_the_newest_always_stay_and_thinning_twice_changes_nothing(
        self, times: list[datetime]
    ) -> None:
        kept = backup.kept_of(times)
        assert set(sorted(times)[-backup.NEWEST_KEPT :]) <= kept <= set(times)
        assert backup.kept_of(kept) == kept

    @given(moments, st.datetimes(datetime(2030, 1, 2), datetime(2031, 1, 1)))  # noqa: DTZ001
    def test_a_new_copy_never_costs_a_recent_day_its_last(
        self, times: list[datetime], new: datetime
    ) -> None:
        kept = backup.kept_of([*times, new])
        days = sorted({at.date() for at in [*times, new]})[-14:]
        assert {at.date() for at in kept} >= set(days)


def test_before_an_upgrade_a_copy_is_made_and_a_failed_one_changes_nothing(
    school: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.core import migrate

    add_site(school, "主校区")
    school.close()
    before = (school.folder / DATABASE).read_bytes()
    fail: Callable[..., object] = FailNth(0).wrap(print)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "SCHEMA_MINOR", 999)
        patch.setattr(migrate, "_run_steps", fail)
        with pytest.raises(StorageError, match="保持原样"):
            workspace.unlock(school.folder, PASSWORD)
    assert (school.folder / DATABASE).read_bytes() == before
    (copy,) = (school.folder / "backups").glob("*-migration.db")
    assert backup.check(copy, key_file.unlock(copy.with_suffix(".key"), PASSWORD)) is None
    assert names(workspace.unlock(school.folder, PASSWORD)) == ["主校区"]


def test_somebody_who_signs_in_meanwhile_does_not_spoil_the_copy(
    school: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, rows were counted after the copy was made, and what came between failed it."""
    fill(school, members=40, lessons=2, sign_ins=20)
    count = backup._rows

    def count_then_commit(connection: Any) -> int:
        found = count(connection)
        if connection.execute("PRAGMA database_list").fetchone()[2].endswith(DATABASE):
            add_site(school, f"备份中{len(names(school))}")
        return found

    monkeypatch.setattr(backup, "_rows", count_then_commit)
    copy = school.back_up("manual")
    backup.check(copy, key_file.unlock(copy.with_suffix(".key"), PASSWORD))


def test_a_copy_from_when_the_clock_stood_ahead_is_not_the_last_one(
    school: Workspace, clock: FixedClock
) -> None:
    now = clock.local_now()
    clock.set_to(now.replace(year=2031))
    school.back_up("manual")
    clock.set_to(now)
    assert school.last_backup() is None
    school.back_up("manual")
    kept = school.last_backup()
    assert kept is not None
    assert kept.made_at == now


def test_a_copy_in_which_something_cites_nothing_is_not_sound(school: Workspace) -> None:
    fill(school, members=5)
    copy = school.back_up("manual")
    key = key_file.unlock(copy.with_suffix(".key"), PASSWORD)
    backup.check(copy, key)
    connection = database.connect(copy, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM branch")
    connection.close()
    with pytest.raises(StorageError, match="没有通过检查"):
        backup.check(copy, key)
