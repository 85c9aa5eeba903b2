"""Making, opening, reading and writing a workspace; what each thing that goes wrong says."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.audit import AuditEntry
from models.core import database
from models.member import Member
from models.site import Site, SiteKind
from services import course, site
from services.core import files, key_file, workspace
from services.core.clock import FixedClock
from services.core.errors import (
    BadInput,
    BadPlace,
    DamagedFile,
    DeskError,
    DiskFull,
    NewerVersion,
    StorageError,
    WorkspaceError,
    WrongPassword,
)
from services.core.places import DATABASE, FOLDERS, KEY_FILE, check_place
from services.core.workspace import Profile, Workspace, WorkspaceKind
from tests.helpers.faults import FailNth
from tests.helpers.workspaces import COUNTY, PASSWORD, SCHOOL, Templates, fill


def run_sql(folder: Path, *statements: str) -> None:
    """Change a closed workspace's file as no part of the program would."""
    connection = database.connect(folder / DATABASE, key_file.unlock(folder / KEY_FILE, PASSWORD))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


class TestMaking:
    def test_a_new_workspace_opens_by_password_and_by_recovery_code(
        self, tmp_path: Path, clock: FixedClock
    ) -> None:
        made = workspace.create(tmp_path / "new", SCHOOL, PASSWORD, clock=clock)
        with made.workspace.write("site.create") as session:
            site.create(session, site.SiteDraft("主校区", SiteKind.main_campus))
        made.workspace.close()
        for secret in (PASSWORD, made.recovery_code, made.recovery_code.lower().replace("-", " ")):
            opened = workspace.unlock(tmp_path / "new", secret, clock=clock)
            assert opened.owner == made.workspace.owner
            with opened.read() as session:
                assert [row.name for row in site.list_all(session)] == ["主校区"]
            opened.close()

    def test_it_may_be_made_where_a_first_run_has_left_its_lock_and_log(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "desk.lock").write_text("1")
        (tmp_path / "logs").mkdir()
        (tmp_path / "logs" / "crash.txt").write_text("")
        workspace.create(tmp_path, SCHOOL, PASSWORD).workspace.close()
        assert (tmp_path / KEY_FILE).is_file()
        assert (tmp_path / "logs" / "crash.txt").is_file()

    @pytest.mark.parametrize("name", ["letter.txt", DATABASE, "backups/20260101-000000-x.db"])
    def test_a_folder_with_somebody_s_files_is_refused_and_left_alone(
        self, tmp_path: Path, name: str
    ) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine")
        with pytest.raises(BadPlace):
            workspace.create(tmp_path, SCHOOL, PASSWORD)
        assert (tmp_path / name).read_text() == "mine"
        assert not (tmp_path / KEY_FILE).exists()

    def test_a_workspace_is_never_made_over_another(self, school: Workspace) -> None:
        with pytest.raises(BadPlace):
            workspace.create(school.folder, SCHOOL, PASSWORD)
        with school.read() as session:
            assert course.list_all(session) == ()

    @pytest.mark.parametrize(
        ("name", "code", "county", "password"),
        [
            ("", "ZS", "嘉祥县", PASSWORD),
            ("党" * 41, "ZS", "嘉祥县", PASSWORD),
            ("仲山镇党校", "Z", "嘉祥县", PASSWORD),
            ("仲山镇党校", "zs", "嘉祥县", PASSWORD),
            ("仲山镇党校", "仲山", "嘉祥县", PASSWORD),
            ("仲山镇党校", "ZS", " ", PASSWORD),
            ("仲山镇党校", "ZS", "嘉祥县", "1234567"),
        ],
    )
    def test_a_profile_that_does_not_fit_makes_nothing(
        self, tmp_path: Path, name: str, code: str, county: str, password: str
    ) -> None:
        profile = Profile(WorkspaceKind.school, name, code, county)
        with pytest.raises(BadInput):
            workspace.create(tmp_path / "new", profile, password)
        assert not (tmp_path / "new").exists()

    @pytest.mark.parametrize("exists", [True, False])
    def test_a_failure_at_any_write_to_disk_leaves_no_half_made_workspace(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
    ) -> None:
        folder = tmp_path / "new"
        if exists:
            folder.mkdir()
        # Making a folder that is there fails quietly, and rightly so.
        for number in range(1 if exists else 0, 20):
            with monkeypatch.context() as patch:
                fail = FailNth(number)
                for name in ("fsync", "replace", "mkdir", "chmod"):
                    patch.setattr(os, name, fail.wrap(getattr(os, name)))
                try:
                    made = workspace.create(folder, SCHOOL, PASSWORD)
                except StorageError:
                    assert fail.failed
                else:
                    assert not fail.failed
                    made.workspace.close()
                    break
            assert folder.exists() == exists
            assert not exists or names_in(folder) == set()
        assert number >= 8, "the steps of making were not all tried"

    def test_a_killed_first_run_does_not_stand_in_the_way_of_the_next(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A kill runs no clean-up: what is on the disk just before the last step is left."""
        folder, seen = tmp_path / "new", tmp_path / "seen"

        def snapshot_then_fail(path: Path) -> None:
            if path == folder and (folder / DATABASE).exists():
                shutil.copytree(folder, seen)
                (seen / KEY_FILE).replace(seen / "desk.key.new")
                raise OSError("pulled out")

        monkeypatch.setattr(files, "sync_folder", snapshot_then_fail)
        with pytest.raises(StorageError):
            workspace.create(folder, SCHOOL, PASSWORD)
        monkeypatch.undo()
        assert (seen / DATABASE).is_file()
        made = workspace.create(seen, COUNTY, PASSWORD)
        made.workspace.close()
        assert workspace.unlock(seen, PASSWORD).owner == made.workspace.owner

    def test_a_full_disk_makes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "RESERVE_BYTES", 1 << 62)
        with pytest.raises(DiskFull):
            workspace.create(tmp_path / "new", SCHOOL, PASSWORD)
        assert not (tmp_path / "new").exists()

    @pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
    def test_others_on_the_computer_cannot_look_in(self, school: Workspace) -> None:
        assert school.folder.stat().st_mode & 0o077 in (0, 0o055)  # copied from a template
        made = school.folder.parent / "fresh"
        workspace.create(made, SCHOOL, PASSWORD).workspace.close()
        assert made.stat().st_mode & 0o077 == 0


class TestOpening:
    def test_each_thing_that_is_wrong_has_its_own_error_and_sentence(
        self, templates: Templates, tmp_path: Path, clock: FixedClock
    ) -> None:
        wrong: dict[str, tuple[type[DeskError], Callable[[Path], object]]] = {
            "no workspace": (WorkspaceError, shutil.rmtree),
            "no key": (DamagedFile, lambda folder: (folder / KEY_FILE).unlink()),
            "no database": (DamagedFile, lambda folder: (folder / DATABASE).unlink()),
            "key file": (DamagedFile, lambda folder: flip(folder / KEY_FILE, 200)),
            "first page": (DamagedFile, lambda folder: flip(folder / DATABASE, 100)),
            "cut short": (DamagedFile, lambda folder: cut(folder / DATABASE, 5000)),
            "another key": (DamagedFile, give_another_key),
            "newer": (NewerVersion, lambda f: run_sql(f, "PRAGMA user_version = 2000")),
            "another program": (DamagedFile, lambda f: run_sql(f, "PRAGMA application_id = 7")),
        }
        said = {}
        for name, (kind, harm) in wrong.items():
            folder = templates.copy(SCHOOL, tmp_path / name, clock)
            harm(folder)
            with pytest.raises(kind) as caught:
                workspace.unlock(folder, PASSWORD, clock=clock)
            assert type(caught.value) is kind, name
            said[name] = caught.value.message
        with pytest.raises(WrongPassword) as caught:
            workspace.unlock(templates.copy(SCHOOL, tmp_path / "w", clock), "correct-horse-2")
        said["password"] = caught.value.message
        assert len({said["password"], said["first page"], said["newer"], said["no workspace"]}) == 4
        assert len({said["key file"], said["first page"], said["no database"]}) == 3
        assert all("密码不对" not in words for name, words in said.items() if name != "password")

    def test_a_damaged_page_in_the_middle_is_named_when_it_is_read(
        self, templates: Templates, tmp_path: Path, clock: FixedClock
    ) -> None:
        space = templates.open(SCHOOL, tmp_path / "s", clock)
        fill(space, members=300, lessons=0)
        space.close()
        size = (space.folder / DATABASE).stat().st_size
        for offset in range(8192 + 40, size, 4096):
            flip(space.folder / DATABASE, offset)
        with pytest.raises(DamagedFile):
            read_members(space.folder)

    def test_a_newer_minor_version_opens(
        self, templates: Templates, tmp_path: Path, clock: FixedClock
    ) -> None:
        folder = templates.copy(SCHOOL, tmp_path / "s", clock)
        run_sql(folder, "PRAGMA user_version = 1007")
        workspace.unlock(folder, PASSWORD, clock=clock).close()

    def test_closing_leaves_one_file_to_copy(self, school: Workspace) -> None:
        with school.write("site.create") as session:
            site.create(session, site.SiteDraft("主校区", SiteKind.main_campus))
        school.close()
        log = school.folder / f"{DATABASE}-wal"
        assert not log.exists() or log.stat().st_size == 0

    def test_a_wrong_password_changes_nothing(
        self, templates: Templates, tmp_path: Path, clock: FixedClock
    ) -> None:
        folder = templates.copy(SCHOOL, tmp_path / "s", clock)
        before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        with pytest.raises(WrongPassword):
            workspace.unlock(folder, "not the password")
        assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def read_members(folder: Path) -> int:
    opened = workspace.unlock(folder, PASSWORD)
    with opened.read() as session:
        return len(session.query(Member).all())


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0x10
    path.write_bytes(data)


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def give_another_key(folder: Path) -> None:
    (folder / KEY_FILE).unlink()
    key_file.create(folder / KEY_FILE, PASSWORD)


class TestSecrecy:
    def test_no_name_or_number_can_be_found_in_any_file_without_the_password(
        self, school: Workspace
    ) -> None:
        fill(school, members=80, lessons=2, sign_ins=40)
        with school.read() as session:
            people = [(row.name, row.identity_number, row.phone) for row in session.query(Member)]
        school.back_up("manual")
        searched = secrets_found(school.folder, people)
        school.close()
        searched += secrets_found(school.folder, people)
        assert len(people) == 80
        assert searched == []
        # The detector finds them where they do stand.
        name = next(person[0] for person in people if len(person[0]) > 2)
        (school.folder / "logs" / "leak.txt").write_text(name, encoding="gb18030")
        assert secrets_found(school.folder, people) == [name]

    def test_the_standard_sqlite3_cannot_open_it(self, school: Workspace) -> None:
        backup = school.back_up("manual")
        school.close()
        for path in (school.folder / DATABASE, backup):
            connection = sqlite3.connect(path)
            with pytest.raises(sqlite3.DatabaseError, match="not a database"):
                connection.execute("SELECT * FROM sqlite_master").fetchall()
            connection.close()

    def test_the_password_is_written_nowhere(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        made = workspace.create(tmp_path / "s", SCHOOL, PASSWORD)
        made.workspace.close()
        code = made.recovery_code
        for path in (tmp_path / "s").rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                assert PASSWORD.encode() not in data
                assert code.encode() not in data
                assert code.replace("-", "").encode() not in data
        assert PASSWORD not in caplog.text


def secrets_found(folder: Path, people: list[tuple[str, str | None, str]]) -> list[str]:
    """The secrets that stand in any file, in the encodings that a file could hold them in.

    Under six bytes are not looked for: noise of a megabyte holds most sequences of four.
    """
    found = set()
    texts = {text for person in people for text in person if text}
    marks = {
        (text, text.encode(encoding))
        for text in texts
        for encoding in ("utf-8", "utf-16-le", "gb18030")
        if len(text.encode(encoding)) >= 6
    }
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found |= {text for text, mark in marks if mark in data}
    return sorted(found)


class TestPlaces:
    @pytest.mark.parametrize(
        ("mount", "accepted"),
        [
            ("/dev/sda1 {place} ext4 rw 0 0", True),
            ("srv:/share {place} nfs4 rw 0 0", False),
            ("//srv/share {place} cifs rw 0 0", False),
            ("/dev/sdb1 {place} vfat rw 0 0", False),
        ],
    )
    def test_only_a_local_fixed_disk_will_do(
        self, tmp_path: Path, mount: str, accepted: bool
    ) -> None:
        mounts, blocks = tmp_path / "mounts", tmp_path / "block"
        mounts.write_text("/dev/sda1 / ext4 rw 0 0\n" + mount.format(place=tmp_path / "here"))
        for disk, comes_out in (("sda", "0"), ("sdb", "1")):
            (blocks / disk).mkdir(parents=True)
            (blocks / disk / "removable").write_text(comes_out)
        if accepted:
            assert check_place(tmp_path / "here" / "data", mounts=mounts, blocks=blocks) is None
        else:
            with pytest.raises(BadPlace):
                check_place(tmp_path / "here" / "data", mounts=mounts, blocks=blocks)

    def test_a_place_that_cannot_be_written_is_explained(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(StorageError):
            workspace.create(tmp_path / "file" / "data", SCHOOL, PASSWORD)


def test_the_folders_of_a_workspace_are_there(school: Workspace) -> None:
    assert set(FOLDERS) < names_in(school.folder)


def test_a_room_s_rows_belong_to_the_workspace(school: Workspace) -> None:
    with school.write("site.create") as session:
        site.create(session, site.SiteDraft("主校区", SiteKind.main_campus))
    with school.read() as session:
        assert {row.owner for row in session.query(Site)} == {school.owner}


def test_every_connection_has_the_pragmas_of_the_recipe(school: Workspace) -> None:
    """reliability.md, storage: each of them stands for a loss that was seen without it."""
    wanted = {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "busy_timeout": 5_000,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "temp_store": 2,  # memory: nothing readable is left on the disk
    }
    with school.read() as session:
        connection = session.connection()
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted


def test_a_database_error_holds_no_value(school: Workspace) -> None:
    fill(school, members=1)
    with school.read() as session:
        member = session.scalars(select(Member)).one()
    with pytest.raises(IntegrityError) as caught, school.write("t") as session:
        session.insert_many(
            Member,
            [
                {
                    "name": "王秀兰",
                    "pinyin": "wangxiulan",
                    "initials": "wxl",
                    "identity_number": member.identity_number,
                    "kind": member.kind,
                    "role": member.role,
                    "branch_id": member.branch_id,
                    "card_code": "1",
                }
            ],
        )
    assert "王秀兰" not in str(caught.value)
    assert str(member.identity_number) not in str(caught.value)


def test_a_lost_key_file_is_no_new_workspace(school: Workspace) -> None:
    school.close()
    (school.folder / KEY_FILE).unlink()
    with pytest.raises(DamagedFile, match="不见了"):
        workspace.unlock(school.folder, PASSWORD)


def test_a_password_is_changed_with_its_audit_entry_or_not_at_all(
    school: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, a full disk was told after the password had been changed."""

    def full(_folder: Path, _needed: int = 0) -> None:
        raise DiskFull("磁盘已满")

    monkeypatch.setattr(files, "require_space", full)
    with pytest.raises(DiskFull):
        school.change_password(PASSWORD, "village-tree-1962")
    assert key_file.unlock(school.folder / KEY_FILE, PASSWORD)
    monkeypatch.undo()
    with pytest.raises(WrongPassword):
        school.change_password("not-the-password", "village-tree-1962")
    with school.read() as session:
        verbs = [entry.verb for entry in session.scalars(select(AuditEntry))]
    assert "workspace.change_password" not in verbs
    school.change_password(PASSWORD, "village-tree-1962")
    assert key_file.unlock(school.folder / KEY_FILE, "village-tree-1962")
