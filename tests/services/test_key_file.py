"""The key file: two secrets open it, nothing else does, and damage is told from a wrong one."""

import json
import os
import string
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.core import key_file
from services.core.errors import DamagedFile, NewerVersion, StorageError, WrongPassword
from tests.helpers.examples import examples
from tests.helpers.faults import FailNth
from tests.helpers.workspaces import PASSWORD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.key"


def test_password_and_recovery_code_give_the_same_key(path: Path) -> None:
    made = key_file.create(path, PASSWORD)
    assert len(made.key) == 32
    assert key_file.unlock(path, PASSWORD) == made.key
    assert key_file.unlock(path, made.recovery_code) == made.key


def test_a_recovery_code_is_read_as_people_write_it(path: Path) -> None:
    made = key_file.create(path, PASSWORD)
    spoken = made.recovery_code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert key_file.unlock(path, spoken) == made.key


def test_a_recovery_code_has_eight_groups_without_letters_to_misread() -> None:
    codes = {key_file.new_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4] * 8
        assert not set("".join(groups)) & set("ILOU")


@settings(
    deadline=None,
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(min_size=0, max_size=40))
def test_nothing_else_opens_it(tmp_path: Path, guess: str) -> None:
    path = tmp_path / "one.key"
    if not path.exists():
        key_file.create(path, PASSWORD)
    if guess != PASSWORD:
        with pytest.raises(WrongPassword):
            key_file.unlock(path, guess)


def test_a_code_of_another_workspace_is_a_wrong_one(path: Path, tmp_path: Path) -> None:
    key_file.create(path, PASSWORD)
    other = key_file.create(tmp_path / "other.key", PASSWORD)
    with pytest.raises(WrongPassword):
        key_file.unlock(path, other.recovery_code)


def test_a_changed_password_leaves_key_and_recovery_code_as_they_were(path: Path) -> None:
    made = key_file.create(path, PASSWORD)
    key_file.change_password(path, PASSWORD, "another-horse-2")
    assert key_file.unlock(path, "another-horse-2") == made.key
    assert key_file.unlock(path, made.recovery_code) == made.key
    with pytest.raises(WrongPassword):
        key_file.unlock(path, PASSWORD)


def test_a_forgotten_password_is_changed_by_recovery_code(path: Path) -> None:
    made = key_file.create(path, PASSWORD)
    key_file.change_password(path, made.recovery_code, "another-horse-2")
    assert key_file.unlock(path, "another-horse-2") == made.key


def test_a_wrong_one_changes_no_password(path: Path) -> None:
    key_file.create(path, PASSWORD)
    before = path.read_bytes()
    with pytest.raises(WrongPassword):
        key_file.change_password(path, "not the password", "another-horse-2")
    assert path.read_bytes() == before


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_change_that_fails_at_any_step_leaves_a_file_that_opens(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    made = key_file.create(path, PASSWORD)
    for number in range(5):
        fail = FailNth(number)
        with monkeypatch.context() as patch:
            patch.setattr(os, call, fail.wrap(getattr(os, call)))
            try:
                key_file.change_password(path, PASSWORD, PASSWORD)
            except StorageError:
                assert fail.failed
        assert key_file.unlock(path, PASSWORD) == made.key
        assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_every_flipped_byte_is_damage_or_harmless_but_never_a_wrong_password(path: Path) -> None:
    made = key_file.create(path, PASSWORD)
    whole = path.read_bytes()
    damaged = 0
    for offset in range(len(whole)):
        harmed = bytearray(whole)
        harmed[offset] ^= 0x01
        path.write_bytes(harmed)
        try:
            assert key_file.unlock(path, PASSWORD) == made.key
        except DamagedFile:
            damaged += 1
    assert damaged > len(whole) * 0.9


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'{"body": 3}', b"\xff\xfe\x00"])
def test_what_is_no_key_file_is_called_damaged(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    with pytest.raises(DamagedFile):
        key_file.unlock(path, PASSWORD)


def test_a_newer_format_is_not_tried(path: Path) -> None:
    key_file.create(path, PASSWORD)
    whole = json.loads(path.read_bytes())
    whole["body"]["format"] = 2
    path.write_text(json.dumps(whole))
    with pytest.raises(NewerVersion):
        key_file.unlock(path, PASSWORD)


def test_it_is_never_written_over(path: Path) -> None:
    made = key_file.create(path, PASSWORD)
    with pytest.raises(StorageError):
        key_file.create(path, "another-horse-2")
    assert key_file.unlock(path, PASSWORD) == made.key


def test_a_key_file_can_be_looked_at_without_learning_anything(path: Path) -> None:
    made = key_file.create(path, PASSWORD)
    text = path.read_text()
    assert PASSWORD not in text
    assert made.recovery_code not in text
    whole = json.loads(text)
    fields = [value for slot in whole["body"]["slots"].values() for value in slot.values()]
    decoded = [b64decode(value) for value in fields if isinstance(value, str)]
    assert made.key not in decoded
    assert all(set(slot["cost"]) == {"memory_kib", "rounds"} for slot in slots(whole))


def slots(whole: dict[str, dict[str, dict[str, dict[str, object]]]]) -> list[dict[str, object]]:
    return list(whole["body"]["slots"].values())


def test_as_released_a_password_costs_a_guesser_64_mib_and_three_rounds() -> None:
    """The suite makes it cheap; the program must not."""
    source = Path(key_file.__file__).read_text(encoding="utf-8")
    assert "MEMORY_KIB = 64 * 1024\nROUNDS = 3\n" in source


def test_two_files_of_one_password_have_nothing_in_common(tmp_path: Path) -> None:
    first, second = (key_file.create(tmp_path / name, PASSWORD) for name in ("a", "b"))
    assert first.key != second.key
    alphabet = set(string.ascii_uppercase + string.digits + "-")
    assert set(first.recovery_code) <= alphabet
    assert first.recovery_code != second.recovery_code
