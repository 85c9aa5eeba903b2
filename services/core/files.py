"""Files written so that a power cut leaves the old one or the new one, never half of one."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.core.errors import DiskFull, StorageError

RESERVE_BYTES = 64 * 1024 * 1024


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn an OSError into a StorageError that says `what` could not be done."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"磁盘空间不足，{what}没有完成。请清理磁盘后再试。") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise StorageError(f"没有权限写入这个位置，{what}没有完成。请换一个文件夹。") from error
        raise StorageError(f"{what}没有完成：存储设备出错。请检查磁盘或 U 盘后再试。") from error


def require_space(folder: Path, needed: int = 0) -> None:
    """Raises DiskFull unless `needed` bytes and the reserve are free."""
    with explained("检查磁盘空间"):
        free = shutil.disk_usage(folder).free
    if free < needed + RESERVE_BYTES:
        raise DiskFull("磁盘剩余空间不足 64 MB，请先清理磁盘。没有改动任何数据。")


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, and read it back before it gets its name.

    Raises FileExistsError, or OSError where the device fails or returns other bytes.
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(data)
            _to_disk(file.fileno())
        if part.read_bytes() != data:
            raise OSError(errno.EIO, "read back other bytes")
        if path.exists():
            raise FileExistsError(errno.EEXIST, path.name)
        part.replace(path)
        sync_folder(path.parent)
        if path.read_bytes() != data:
            path.unlink(missing_ok=True)
            raise OSError(errno.EIO, "read back other bytes")
    finally:
        part.unlink(missing_ok=True)


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, if there is one."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            _to_disk(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _to_disk(descriptor: int) -> None:
    os.fsync(descriptor)
    if hasattr(os, "posix_fadvise"):
        # What is read back shall come from the device, not from memory.
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def sync(path: Path) -> None:
    """Bring a file that was closed to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows does that itself and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
