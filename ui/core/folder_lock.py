"""One program at a time has a workspace open."""

from pathlib import Path

from PySide6.QtCore import QLockFile

from services.core.files import explained, require_space
from services.core.places import LOCK_FILE


def hold_folder(folder: Path) -> QLockFile:
    """Take the folder until the lock is let go of. Raises WorkspaceBusy, StorageError, DiskFull."""
    from services.core.errors import StorageError, WorkspaceBusy

    with explained("打开数据夹"):
        folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(folder / LOCK_FILE))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return lock
    taken = lock.error() is QLockFile.LockError.LockFailedError
    if taken and (folder / LOCK_FILE).is_file():
        raise WorkspaceBusy(
            "教务台已经打开，请在任务栏里找到它的窗口。两个窗口不能同时使用一份数据。"
        )
    with explained("打开数据夹"):
        require_space(folder)
    raise StorageError("数据文件夹不能写入，请检查文件夹权限或杀毒软件。没有改动任何数据。")
