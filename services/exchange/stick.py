"""Writing a file of the outbox to a stick (exchange.md, writing to a stick)."""

import errno
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from models.exchange import BundleState, SentBundle
from services.core import files
from services.core.errors import DiskFull, NotFound, StorageError
from services.core.workspace import Workspace
from services.exchange import outbox
from services.exchange.records import Progress, SentRow

MOST_NAMES = 99


def write_out(workspace: Workspace, sent_id: UUID, folder: Path, progress: Progress) -> SentRow:
    """Write a file of the outbox to a stick, the same bytes each time, and read it back.

    Its state is then written, unless the other side has answered already. The row returned
    bears the name under which the file lies there. Raises StorageError or DiskFull; nothing
    is left on the stick then, and the file stays in the outbox.
    """
    with workspace.read() as session:
        stored = session.get(SentBundle, sent_id)
        if stored is None or stored.discarded_at is not None:
            raise NotFound("发件箱里已没有这个文件，请刷新后再试。")
        sealed, name = stored.sealed, stored.file_name
    if not folder.is_dir():
        raise StorageError("找不到 U 盘或文件夹，可能已拔出。文件还在发件箱里，插好后再写一次。")
    progress(10, "写入 U 盘")
    try:
        path = _write_under_free_name(folder, name, sealed)
    except OSError as error:
        _remove_leftovers(folder, name)
        raise _stick_error(error) from error
    progress(90, "登记")
    with workspace.write("exchange.write_out") as session:
        stored = session.get_one(SentBundle, sent_id)
        if stored.state is BundleState.approved:
            stored.state = BundleState.written
        stored.written_at = session.now()
        session.flush()
        session.note("exchange.write_out", id=str(sent_id), sequence=stored.sequence)
        done = outbox.row(session, sent_id)
    progress(100, "已写入并核对")
    return replace(done, file_name=path.name)


def _write_under_free_name(folder: Path, name: str, data: bytes) -> Path:
    """Under its name, or that with -2, -3 … where another file has it. The same file that is
    there already is only read."""
    stem = name.removesuffix(".psb")
    for number in range(1, MOST_NAMES + 1):
        path = folder / (name if number == 1 else f"{stem}-{number}.psb")
        if path.exists():
            if path.stat().st_size == len(data) and path.read_bytes() == data:
                return path
            continue
        files.write_new(path, data)
        return path
    raise OSError(errno.EEXIST, "no free name")


def _remove_leftovers(folder: Path, name: str) -> None:
    # The stick may be gone, and then there is nothing to remove.
    with suppress(OSError):
        (folder / f"{name}.part").unlink(missing_ok=True)


def _stick_error(error: OSError) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull("U 盘空间不足，没有写成。文件还在发件箱里，请清理或换一个 U 盘再写。")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageError("U 盘不让写入，可能有写保护。文件还在发件箱里，请换一个 U 盘再写。")
    if error.errno == errno.EEXIST:
        return StorageError("U 盘上同名的文件太多，没有写成。请清理 U 盘后再写。")
    return StorageError("U 盘没有写成，可能已拔出或损坏。文件还在发件箱里，请插好或换一个再写。")
