"""Where a workspace may live: on a local fixed disk (reliability.md, storage)."""

import os
from pathlib import Path
from typing import Any

from services.core.errors import BadPlace

DATABASE = "desk.db"
KEY_FILE = "desk.key"
UNFINISHED_KEY = "desk.key.new"
FOLDERS = ("backups", "outbox", "inbox", "logs")
LOCK_FILE = "desk.lock"
KEY_IS_LOST = (
    "密钥文件 desk.key 不见了，数据还在。请把 backups 里最新的 .key 文件复制到数据夹，"
    "改名为 desk.key，再打开。"
)
# What a first run leaves before it has a workspace: its lock, its log, folders just made.
_BEFORE = {LOCK_FILE, *FOLDERS, f"{UNFINISHED_KEY}.part"}
_UNFINISHED = (f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", DATABASE)

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "afpfs", "webdav"}
_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_CDROM = 2, 4, 5


def is_workspace(folder: Path) -> bool:
    """True where a workspace was made; this needs no database library to be loaded."""
    return (folder / KEY_FILE).is_file()


def has_lost_its_key(folder: Path) -> bool:
    """True where a database lies without the key file that opens it."""
    return (folder / DATABASE).is_file() and not any(
        (folder / name).exists() for name in (KEY_FILE, UNFINISHED_KEY)
    )


def is_free(folder: Path) -> bool:
    """True where a workspace can be made: no folder yet, an empty one, or a first run's."""
    if not folder.exists():
        return True
    found = {entry.name for entry in folder.iterdir()}
    if UNFINISHED_KEY in found and KEY_FILE not in found:
        found -= {UNFINISHED_KEY, *_UNFINISHED}
    return found <= _BEFORE and not any(
        any((folder / name).iterdir()) for name in found & {"backups", "outbox", "inbox"}
    )


def clear_unfinished(folder: Path) -> None:
    """Take away what making a workspace left when it did not come to its end.

    The key gets its name last. A database beside a key that has none yet holds nothing that
    anybody has typed, and nobody was told what opens it.
    """
    if (folder / UNFINISHED_KEY).exists() and not (folder / KEY_FILE).exists():
        for name in _UNFINISHED:
            (folder / name).unlink(missing_ok=True)
        (folder / UNFINISHED_KEY).unlink()


def check_place(
    folder: Path, *, mounts: Path = Path("/proc/mounts"), blocks: Path = Path("/sys/block")
) -> None:
    """Raises BadPlace for a network share or a removable drive, with the reason.

    `mounts` and `blocks` are where Linux tells what is mounted and which disks come out.
    """
    kind = _windows_kind(folder) if os.name == "nt" else _mount_kind(folder, mounts, blocks)
    if kind == "network":
        raise BadPlace("数据不能放在网络盘上：断网时会损坏。请选本机硬盘上的文件夹。")
    if kind == "removable":
        raise BadPlace("数据不能放在 U 盘上：拔出时会损坏。请选本机硬盘上的文件夹。")


def _windows_kind(folder: Path) -> str:
    import ctypes

    if str(folder).startswith("\\\\"):
        return "network"
    windows: Any = ctypes.__dict__["windll"]  # exists on Windows only, so its type does too
    drive = windows.kernel32.GetDriveTypeW(folder.absolute().anchor)
    if drive == _DRIVE_REMOTE:
        return "network"
    return "removable" if drive in (_DRIVE_REMOVABLE, _DRIVE_CDROM) else "fixed"


def _mount_kind(folder: Path, mounts: Path, blocks: Path) -> str:
    """The kind of the mount that holds the folder; "fixed" where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "fixed"
    place = os.path.realpath(folder)
    best, found = "", ("", "")
    for device, point, kind, *_ in (line.split() for line in lines if line.count(" ") >= 3):
        point = point.replace("\\040", " ")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, found = point, (device, kind)
    device, kind = found
    if kind in _NETWORK:
        return "network"
    return "removable" if _is_removable(device, blocks) else "fixed"


def _is_removable(device: str, blocks: Path) -> bool:
    name = Path(device).name.rstrip("0123456789")
    try:
        return Path(blocks, name, "removable").read_text().strip() == "1"
    except OSError:
        return False
