"""Files are there whole or not at all, and a failing device is named."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from services.core import files
from services.core.errors import DiskFull, StorageError
from tests.helpers.faults import FailNth

STEPS = ("open", "fsync", "replace", "posix_fadvise")


@pytest.mark.parametrize("step", STEPS)
def test_a_new_file_is_whole_or_not_there_whatever_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    if not hasattr(os, step):
        pytest.skip(f"no {step} here")
    for number in range(6):
        path = tmp_path / f"{number}.bin"
        fail = FailNth(number)
        with monkeypatch.context() as patch:
            patch.setattr(os, step, fail.wrap(getattr(os, step)))
            try:
                files.write_new(path, b"bundle" * 100)
            except OSError:
                assert fail.failed
            else:
                assert not fail.failed
        assert not path.exists() or path.read_bytes() == b"bundle" * 100
        assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("step", STEPS)
def test_a_replaced_file_is_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    if not hasattr(os, step):
        pytest.skip(f"no {step} here")
    path = tmp_path / "key"
    path.write_bytes(b"old")
    for number in range(6):
        fail = FailNth(number)
        with monkeypatch.context() as patch:
            patch.setattr(os, step, fail.wrap(getattr(os, step)))
            try:
                files.replace(path, b"new")
            except OSError:
                assert fail.failed
        assert path.read_bytes() in (b"old", b"new")
        assert list(tmp_path.glob("*.part")) == []


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "ZS-2026-11-000001.psb"
    path.write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        files.write_new(path, b"ours")
    assert path.read_bytes() == b"somebody's"


def test_a_stick_that_gives_back_other_bytes_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"other")
    with pytest.raises(OSError, match="other bytes"):
        files.write_new(tmp_path / "a.psb", b"ours")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_fails_after_the_name_leaves_no_file_that_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes
    path = tmp_path / "a.psb"
    monkeypatch.setattr(Path, "read_bytes", lambda p: b"other" if p == path else real(p))
    with pytest.raises(OSError, match="other bytes"):
        files.write_new(path, b"ours")
    assert not path.exists()


@pytest.mark.parametrize(
    ("number", "kind", "word"),
    [
        (errno.ENOSPC, DiskFull, "空间不足"),
        (errno.EDQUOT, DiskFull, "空间不足"),
        (errno.EACCES, StorageError, "没有权限"),
        (errno.EROFS, StorageError, "没有权限"),
        (errno.EIO, StorageError, "存储设备出错"),
        (errno.ENODEV, StorageError, "存储设备出错"),
    ],
)
def test_each_fault_of_a_device_has_its_own_words(
    number: int, kind: type[StorageError], word: str
) -> None:
    with pytest.raises(kind, match=word) as caught, files.explained("写数据包"):
        raise OSError(number, "raw words of the system")
    assert type(caught.value) is kind
    assert "写数据包" in caught.value.message
    assert "raw words" not in caught.value.message


def test_space_is_asked_for_before_it_is_used(tmp_path: Path) -> None:
    assert files.require_space(tmp_path) is None
    with pytest.raises(DiskFull):
        files.require_space(tmp_path, 1 << 62)


@pytest.mark.parametrize("write", [files.write_new, files.replace])
def test_bytes_are_on_the_device_before_the_name_and_the_name_before_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], None]
) -> None:
    """A power cut then leaves the old file or the new one (reliability.md, storage)."""
    done: list[str] = []

    def noted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            whole = name == "replace" or stat.S_ISREG(os.fstat(int(str(given[0]))).st_mode)
            done.append(name if whole else f"{name} of the folder")
            return real(*given, **named)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    write(tmp_path / "a.bin", b"bundle")
    if os.name == "nt":
        assert done == ["fsync", "replace"]
    else:
        assert done == ["fsync", "replace", "fsync of the folder"]
