"""Where a workspace may live: on a local fixed disk (reliability.md, storage)."""

import os
from pathlib import Path
from typing import Any

from services.core.errors import BadPlace

DATABASE = "desk.db"
KEY_FILE = "desk.key"
FOLDERS = ("backups", "outbox", "inbox", "logs")

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "afpfs", "webdav"}
_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_CDROM = 2, 4, 5


def is_workspace(folder: Path) -> bool:
    """True where a workspace was made; this needs no database library to be loaded."""
    return (folder / KEY_FILE).is_file()


def check_place(folder: Path) -> None:
    """Raises BadPlace for a network share or a removable drive, with the reason."""
    kind = _windows_kind(folder) if os.name == "nt" else _mount_kind(folder)
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


def _mount_kind(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
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
    return "removable" if _is_removable(device) else "fixed"


def _is_removable(device: str) -> bool:
    name = Path(device).name.rstrip("0123456789")
    try:
        return Path("/sys/block", name, "removable").read_text().strip() == "1"
    except OSError:
        return False
