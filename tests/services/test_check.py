"""`check` finds what is wrong, and changes nothing."""

from pathlib import Path

import pytest

from models.core import database
from services import check
from services.core import key_file
from services.core.errors import DamagedFile, WorkspaceError, WrongPassword
from services.core.places import DATABASE, KEY_FILE
from services.core.workspace import Workspace
from tests.helpers import old_databases
from tests.helpers.workspaces import PASSWORD, fill


@pytest.fixture
def folder(school: Workspace) -> Path:
    fill(school, members=60, lessons=4, sign_ins=50)
    school.close()
    return school.folder


def run_sql(folder: Path, *statements: str) -> None:
    connection = database.connect(folder / DATABASE, key_file.unlock(folder / KEY_FILE, PASSWORD))
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_sound_workspace_is_counted_and_left_as_it_is(folder: Path) -> None:
    before = (folder / DATABASE).read_bytes()
    found = check.check(folder, PASSWORD)
    assert found == {
        "ok": True,
        "problems": [],
        "member": 60,
        "lesson": 4,
        "sign_in": 50,
        "certificate": 0,
    }
    assert (folder / DATABASE).read_bytes() == before


def test_a_citation_of_nothing_is_found(folder: Path) -> None:
    run_sql(folder, "DELETE FROM branch WHERE id = (SELECT branch_id FROM member LIMIT 1)")
    found = check.check(folder, PASSWORD)
    assert not found["ok"]
    assert "不存在" in found["problems"][0]


def test_a_single_changed_byte_is_found_wherever_it_is(folder: Path) -> None:
    path = folder / DATABASE
    whole = path.read_bytes()
    for offset in range(4096 + 17, len(whole), len(whole) // 12):
        harmed = bytearray(whole)
        harmed[offset] ^= 0x01
        path.write_bytes(harmed)
        try:
            assert not check.check(folder, PASSWORD)["ok"], offset
        except DamagedFile:
            continue
    path.write_bytes(whole)
    assert check.check(folder, PASSWORD)["ok"]


def test_what_cannot_be_opened_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongPassword):
        check.check(folder, "not the password")
    with pytest.raises(WorkspaceError, match="没有教务台"):
        check.check(tmp_path, PASSWORD)
    (folder / DATABASE).unlink()
    with pytest.raises(DamagedFile, match="不见了"):
        check.check(folder, PASSWORD)


def test_an_older_workspace_is_read_and_not_upgraded(tmp_path: Path) -> None:
    key = key_file.create(tmp_path / KEY_FILE, PASSWORD).key
    old_databases.load("0001", tmp_path / DATABASE, key)
    found = check.check(tmp_path, PASSWORD)
    assert (found["ok"], found["member"]) == (True, old_databases.SIZE.members)
    connection = database.connect(tmp_path / DATABASE, key)
    assert connection.execute("PRAGMA user_version").fetchone() == (1000,)
    connection.close()
