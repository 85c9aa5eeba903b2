"""Going back to a copy: what was there is never written over, and no step is half done."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.core import database
from models.site import SiteKind
from services import check, restore, site
from services.core import key_file, switching, workspace
from services.core.clock import FixedClock
from services.core.errors import (
    DamagedFile,
    DeskError,
    NewerVersion,
    NotFound,
    StorageError,
    WrongPassword,
)
from services.core.identity import own as own_keys
from services.core.places import DATABASE, KEY_FILE
from services.core.workspace import Workspace
from services.restore import CopyReason, Restored
from tests.helpers.exchange import meet, send
from tests.helpers.faults import FailNth
from tests.helpers.workspaces import PASSWORD, fill

OTHER_PASSWORD = "另一个密码 1234"


def names(space: Workspace) -> list[str]:
    with space.read() as session:
        return [row.name for row in site.list_all(session)]


def add_site(space: Workspace, name: str) -> None:
    with space.write("site.create") as session:
        site.create(session, site.SiteDraft(name, SiteKind.branch_point))


def copied(school: Workspace, clock: FixedClock) -> str:
    """A copy with 备份前 in it, and 备份后 done since; the workspace is closed."""
    fill(school, members=20, lessons=2, sign_ins=10)
    add_site(school, "备份前")
    name = school.back_up("manual").name
    clock.set_to(clock.local_now() + timedelta(hours=1))
    add_site(school, "备份后")
    school.close()
    return name


def back(school: Workspace, name: str, clock: FixedClock, secret: str = PASSWORD) -> Restored:
    return restore.restore(school.folder, name, secret, clock=clock)


def opened(school: Workspace, clock: FixedClock, secret: str = PASSWORD) -> list[str]:
    space = workspace.unlock(school.folder, secret, clock=clock)
    try:
        return names(space)
    finally:
        space.close()


def whole(folder: Path) -> dict[str, bytes]:
    """Every file but the copies."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "backups"
    }


def test_the_copy_is_the_data_again_and_what_was_there_lies_aside(
    school: Workspace, clock: FixedClock
) -> None:
    name = copied(school, clock)
    done = back(school, name, clock)
    assert "备份后" not in opened(school, clock)
    found = check.check(school.folder, PASSWORD)
    assert (found["ok"], found["member"], found["sign_in"]) == (True, 20, 10)
    assert (done.aside / DATABASE).is_file()
    (aside,) = [
        one
        for one in restore.copies(school.folder, clock.local_now())
        if one.reason is CopyReason.replaced
    ]
    back(school, aside.name, clock)
    assert {"备份前", "备份后"} <= set(opened(school, clock))


def test_a_log_that_lay_beside_the_old_data_is_not_played_into_the_copy(
    school: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    """Copying a backup over desk.db by hand did that, and the file was unreadable for good."""
    fill(school, members=20, lessons=2, sign_ins=10)
    name = school.back_up("manual").name
    for number in range(20):
        add_site(school, f"站点{number}")
    log = school.folder / f"{DATABASE}-wal"
    assert log.stat().st_size > 0
    crashed = tmp_path / "crashed"
    shutil.copytree(school.folder, crashed)
    done = restore.restore(crashed, name, PASSWORD, clock=clock)
    space = workspace.unlock(crashed, PASSWORD, clock=clock)
    assert names(space) == names_in_copy(crashed, name)
    space.close()
    later = restore.restore(crashed, done.aside.name, PASSWORD, clock=clock)
    assert later.outlook.inside.counts["党员"] == 20
    space = workspace.unlock(crashed, PASSWORD, clock=clock)
    assert "站点19" in names(space), "what stood in the log only came back with it"
    space.close()


def test_the_log_of_damaged_data_lies_aside_with_them(
    school: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    name = school.back_up("manual").name
    add_site(school, "备份后")
    crashed = tmp_path / "crashed"
    shutil.copytree(school.folder, crashed)
    (crashed / DATABASE).write_bytes(os.urandom(8192))
    log = (crashed / f"{DATABASE}-wal").read_bytes()
    done = restore.restore(crashed, name, PASSWORD, clock=clock)
    assert log
    assert (done.aside / f"{DATABASE}-wal").read_bytes() == log
    assert names_of(crashed, clock) == []


def names_in_copy(folder: Path, name: str) -> list[str]:
    key = key_file.unlock(folder / KEY_FILE, PASSWORD)
    connection = database.connect(folder / "backups" / name, key)
    try:
        return [row for (row,) in connection.execute("SELECT name FROM site ORDER BY name")]
    finally:
        connection.close()


def test_what_would_be_lost_is_said_before_anything_is_done(
    school: Workspace, clock: FixedClock
) -> None:
    name = copied(school, clock)
    before = whole(school.folder)
    seen = restore.look(school.folder, name, PASSWORD, clock=clock)
    assert whole(school.folder) == before
    assert seen.inside.counts["党员"] == 20
    assert seen.now is not None
    assert seen.now.changes == seen.inside.changes + 1
    assert seen.lost == ("备份之后的 1 步操作",)
    assert seen.begins_epoch is False
    assert seen.copy.reason is CopyReason.manual


def test_people_made_since_are_counted_among_what_is_lost(
    school: Workspace, clock: FixedClock
) -> None:
    name = school.back_up("manual").name
    fill(school, members=30, lessons=2, sign_ins=10)
    school.close()
    lost = restore.look(school.folder, name, PASSWORD, clock=clock).lost
    assert "党员少 30 条（现在 30，备份里 0）" in lost
    assert "签到少 10 条（现在 10，备份里 0）" in lost


@pytest.mark.parametrize("damage", ["gone", "half", "noise"])
def test_damaged_data_give_way_to_the_copy(
    school: Workspace, clock: FixedClock, damage: str
) -> None:
    name = copied(school, clock)
    path = school.folder / DATABASE
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[: len(data) // 2] if damage == "half" else os.urandom(len(data)))
    seen = restore.look(school.folder, name, PASSWORD, clock=clock)
    if damage != "half":  # of half a file the counts may still be read
        assert seen.lost == (restore.UNREADABLE_NOW,)
    back(school, name, clock)
    assert "备份前" in opened(school, clock)


@pytest.mark.parametrize("damage", ["byte", "half", "noise", "foreign"])
def test_a_damaged_copy_is_refused_and_nothing_is_changed(
    school: Workspace, second_school: Workspace, clock: FixedClock, damage: str
) -> None:
    name = copied(school, clock)
    path = school.folder / "backups" / name
    data = bytearray(path.read_bytes())
    if damage == "byte":
        data[len(data) // 2] ^= 1
    elif damage == "half":
        data = data[: len(data) // 2]
    elif damage == "noise":
        data = bytearray(os.urandom(len(data)))
    else:
        data = bytearray(second_school.back_up("manual").read_bytes())
    path.write_bytes(data)
    before = whole(school.folder)
    for act in (restore.look, restore.restore):
        with pytest.raises(DamagedFile, match="另选一份"):
            act(school.folder, name, PASSWORD, clock=clock)
    assert whole(school.folder) == before


def test_a_copy_that_is_gone_and_a_wrong_password_are_named(
    school: Workspace, clock: FixedClock
) -> None:
    name = copied(school, clock)
    before = whole(school.folder)
    with pytest.raises(WrongPassword):
        back(school, name, clock, "不是密码 9999")
    with pytest.raises(NotFound):
        back(school, "20200101-000000-manual.db", clock)
    assert whole(school.folder) == before


@pytest.mark.parametrize("damage", [b"", b"{}", None])
def test_the_copys_own_key_serves_where_the_present_one_is_lost(
    school: Workspace, clock: FixedClock, damage: bytes | None
) -> None:
    name = copied(school, clock)
    key = school.folder / KEY_FILE
    if damage is None:
        key.unlink()
    else:
        key.write_bytes(damage)
    back(school, name, clock)
    assert "备份前" in opened(school, clock)


def test_the_present_password_stays_and_that_of_the_copys_time_opens_it_too(
    school: Workspace, clock: FixedClock
) -> None:
    name = school.back_up("manual").name
    school.change_password(PASSWORD, OTHER_PASSWORD)
    school.close()
    back(school, name, clock, OTHER_PASSWORD)
    with pytest.raises(WrongPassword):
        opened(school, clock, PASSWORD)
    clock.set_to(clock.local_now() + timedelta(minutes=1))
    back(school, name, clock, PASSWORD)
    assert opened(school, clock, PASSWORD) == opened(school, clock, PASSWORD)
    with pytest.raises(WrongPassword):
        opened(school, clock, OTHER_PASSWORD)


def _epoch(school: Workspace, clock: FixedClock) -> int:
    space = workspace.unlock(school.folder, PASSWORD, clock=clock)
    try:
        with space.read() as session:
            return own_keys(session).epoch
    finally:
        space.close()


def test_an_epoch_begins_where_files_were_sent_since(
    school: Workspace, county: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    """A number given twice would look like a clone to the county."""
    meet(school, county, tmp_path / "stick")
    name = school.back_up("manual").name
    school.close()
    epoch = _epoch(school, clock)
    back(school, name, clock)
    assert _epoch(school, clock) == epoch, "nothing was sent since"
    space = workspace.unlock(school.folder, PASSWORD, clock=clock)
    send(space, tmp_path / "stick", 2026, 10)
    space.close()
    seen = restore.look(school.folder, name, PASSWORD, clock=clock)
    assert seen.begins_epoch
    assert any("写出的" in line for line in seen.lost)
    back(school, name, clock)
    assert _epoch(school, clock) > epoch


class Crash(BaseException):
    """The power goes away: nothing more is done."""


class CrashAt(FailNth):
    """Everything from the n-th call on."""

    def wrap(self, real: object) -> object:  # type: ignore[override]
        def call(*args: object, **kwargs: object) -> object:
            if self._left <= 0:
                self.failed = True
                raise Crash
            self._left -= 1
            return real(*args, **kwargs)  # type: ignore[operator]

        return call


@pytest.mark.parametrize("call", ["rename", "replace", "fsync", "unlink"])
def test_a_power_cut_at_any_step_leaves_the_old_data_or_the_new(
    school: Workspace, clock: FixedClock, tmp_path: Path, call: str
) -> None:
    name = copied(school, clock)
    (school.folder / KEY_FILE).write_bytes(b"{}")  # so that the key file is put in place as well
    ends = set()
    for number in range(40):
        folder = tmp_path / f"{call}{number}"
        shutil.copytree(school.folder, folder)
        with pytest.MonkeyPatch.context() as patch:
            crash = CrashAt(number)
            patch.setattr(os, call, crash.wrap(getattr(os, call)))
            try:
                restore.restore(folder, name, PASSWORD, clock=clock)
            except Crash:
                assert crash.failed
        switching.finish(folder)
        left = [part.name for part in folder.iterdir() if "restor" in part.name]
        assert left == []
        try:
            space = workspace.unlock(folder, PASSWORD, clock=clock)
        except DamagedFile:
            ends.add("old")  # its key file is damaged, as it was
        else:
            assert "备份后" not in names(space)
            space.close()
            assert check.check(folder, PASSWORD)["ok"]
            ends.add("new")
        shutil.rmtree(folder)
        if not crash.failed:
            break
    assert not crash.failed
    assert "new" in ends
    if call in ("rename", "fsync"):
        assert ends == {"old", "new"} or call == "rename"


@pytest.mark.parametrize("call", ["rename", "replace", "fsync"])
def test_a_disk_that_fails_once_is_told_and_leaves_nothing_half_done(
    school: Workspace, clock: FixedClock, tmp_path: Path, call: str
) -> None:
    name = copied(school, clock)
    failed = 0
    for number in range(40):
        folder = tmp_path / f"{call}{number}"
        shutil.copytree(school.folder, folder)
        with pytest.MonkeyPatch.context() as patch:
            fail = FailNth(number)
            patch.setattr(os, call, fail.wrap(getattr(os, call)))
            try:
                restore.restore(folder, name, PASSWORD, clock=clock)
            except (StorageError, DeskError):
                assert fail.failed
        failed += fail.failed
        switching.finish(folder)
        assert "备份前" in names_of(folder, clock)
        shutil.rmtree(folder)
        if not fail.failed:
            break
    assert failed
    assert not fail.failed


def names_of(folder: Path, clock: FixedClock) -> list[str]:
    space = workspace.unlock(folder, PASSWORD, clock=clock)
    try:
        return names(space)
    finally:
        space.close()


def test_copies_are_told_newest_first_and_those_of_tomorrow_last(
    school: Workspace, clock: FixedClock
) -> None:
    folder = school.folder / "backups"
    for stem in ("20261101-080000-regular", "20261120-080000-import", "20991231-080000-start"):
        (folder / f"{stem}.db").write_bytes(b"x" * 10)
    (folder / "20261102-080000-mine.db").write_bytes(b"x")
    (folder / "notes.db").write_bytes(b"x")
    told = restore.copies(school.folder, datetime(2026, 11, 23, 9))  # noqa: DTZ001
    assert [(one.name[:8], one.reason, one.ahead) for one in told] == [
        ("20261120", CopyReason.roster, False),
        ("20261102", CopyReason.other, False),
        ("20261101", CopyReason.regular, False),
        ("20991231", CopyReason.start, True),
    ]


def test_only_the_latest_that_were_put_aside_stay(school: Workspace, clock: FixedClock) -> None:
    name = copied(school, clock)
    for _ in range(restore.MOST_ASIDE + 2):
        clock.set_to(clock.local_now() + timedelta(minutes=1))
        last = back(school, name, clock)
    kept = sorted((school.folder / switching.ASIDE).iterdir())
    assert len(kept) == restore.MOST_ASIDE
    assert kept[-1] == last.aside


@pytest.mark.parametrize("days", [0, 1, -400])
def test_no_epoch_comes_back_however_often_one_goes_back(
    school: Workspace, county: Workspace, clock: FixedClock, tmp_path: Path, days: int
) -> None:
    """As many files in both told nothing: another copy of the same day brought the old epoch back,
    and the number of a file that the county may have."""
    meet(school, county, tmp_path / "stick")
    first = school.back_up("manual").name
    clock.set_to(clock.local_now() + timedelta(hours=1))
    second = school.back_up("manual").name
    send(school, tmp_path / "stick", 2026, 10)
    school.close()
    clock.set_to(clock.local_now() + timedelta(days=500))
    back(school, first, clock)
    epoch = _epoch(school, clock)
    clock.set_to(clock.local_now() + timedelta(days=days))
    assert restore.look(school.folder, second, PASSWORD, clock=clock).begins_epoch
    back(school, second, clock)
    assert _epoch(school, clock) > epoch


def test_what_was_put_aside_last_stays_though_the_clock_was_ahead(
    school: Workspace, clock: FixedClock
) -> None:
    name, now = copied(school, clock), clock.local_now()
    for hours in range(restore.MOST_ASIDE):
        clock.set_to(now + timedelta(days=400, hours=hours))
        back(school, name, clock)
    clock.set_to(now)
    done = back(school, name, clock)
    assert (done.aside / DATABASE).is_file()
    assert len(list(done.aside.parent.iterdir())) == restore.MOST_ASIDE


def test_what_others_put_beside_the_old_data_is_never_deleted(
    school: Workspace, clock: FixedClock
) -> None:
    name = copied(school, clock)
    beside = school.folder / switching.ASIDE
    (beside / "0重要").mkdir(parents=True)
    (beside / ".DS_Store").write_bytes(b"x")
    for _ in range(restore.MOST_ASIDE):
        clock.set_to(clock.local_now() + timedelta(hours=1))
        done = back(school, name, clock)
        done.aside.rename(beside / f"留-{done.aside.name}")
    for _ in range(restore.MOST_ASIDE + 1):
        clock.set_to(clock.local_now() + timedelta(hours=1))
        assert back(school, name, clock).aside.is_dir()
    assert (beside / "0重要").is_dir()
    assert (beside / ".DS_Store").is_file()
    assert len(list(beside.glob("留-*"))) == restore.MOST_ASIDE


def test_a_switch_ends_though_the_folder_for_the_old_data_was_taken_away(
    school: Workspace, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = copied(school, clock)
    with monkeypatch.context() as patch:
        crash = CrashAt(0)
        patch.setattr(Path, "rename", crash.wrap(Path.rename))
        with pytest.raises(Crash):
            back(school, name, clock)
    shutil.rmtree(school.folder / switching.ASIDE)
    assert "备份前" in opened(school, clock)


def test_old_data_are_not_put_on_another_disk(
    school: Workspace, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link: nothing can be renamed into it, and the workspace could not be opened any more."""
    name = copied(school, clock)
    real = Path.stat

    def stat(path: Path, **more: bool) -> os.stat_result:
        found = list(real(path, **more))
        found[2] += path.parent.name == switching.ASIDE
        return os.stat_result(found)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", stat)
        with pytest.raises(StorageError, match="另一个磁盘"):
            back(school, name, clock)
    assert not (school.folder / switching.PLAN).exists()
    assert "备份后" in opened(school, clock)


def test_a_link_to_nothing_among_the_copies_hides_no_other(
    school: Workspace, clock: FixedClock
) -> None:
    name = copied(school, clock)
    (school.folder / "backups" / "20261101-010101-manual.db").symlink_to("gone")
    assert [one.name for one in restore.copies(school.folder, clock.local_now())] == [name]


def test_a_copy_of_a_newer_program_is_named_before_anything_is_done(
    school: Workspace, clock: FixedClock
) -> None:
    name = copied(school, clock)
    key = key_file.unlock(school.folder / KEY_FILE, PASSWORD)
    connection = database.connect(school.folder / "backups" / name, key)
    connection.execute("PRAGMA user_version = 9000")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = whole(school.folder)
    with pytest.raises(NewerVersion):
        restore.look(school.folder, name, PASSWORD, clock=clock)
    assert whole(school.folder) == before


@pytest.mark.parametrize("plan", [b"", b"{}", b'{"aside": "../../x"}', b"[1]"])
def test_a_damaged_plan_keeps_nobody_out(school: Workspace, clock: FixedClock, plan: bytes) -> None:
    name = copied(school, clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", CrashAt(0).wrap(Path.rename))
        with pytest.raises(Crash):
            back(school, name, clock)
    (school.folder / switching.PLAN).write_bytes(plan)
    assert "备份后" not in opened(school, clock)
    assert not (school.folder.parent.parent / "x").exists()
