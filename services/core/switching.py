"""Putting another database in the place of a workspace's own. Nothing is written over: the old
one is put aside together with its write-ahead log, and a switch that was cut off is finished at
the next start, before anything is opened."""

import json
from pathlib import Path

from services.core import files
from services.core.errors import StorageError
from services.core.places import DATABASE, KEY_FILE

PREPARED = f"{DATABASE}.restored"
PREPARED_KEY = f"{KEY_FILE}.restored"
PLAN = "restoring.json"
ASIDE = "replaced"
UNKNOWN = "unknown"
PARTS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal")
PREPARED_PARTS = tuple(f"{PREPARED}{end}" for end in ("", "-wal", "-shm"))


def switch(folder: Path, name: str, key_file: bytes | None) -> Path:
    """Put the database that lies prepared in the place of the present one, and where it is given
    another key file. Returns where the old files lie now. Raises OSError, and
    StorageError where the old files would have to go to another disk.

    The prepared database must be closed and on the disk. `name` is that of the folder for the
    old files; a number is added where there is one.
    """
    aside = folder / ASIDE / name
    number = 1
    while aside.exists():
        number += 1
        aside = folder / ASIDE / f"{name}-{number}"
    aside.mkdir(parents=True)
    files.sync_folder(aside.parent)
    if aside.stat().st_dev != folder.stat().st_dev:  # a link: nothing can be renamed into it
        aside.rmdir()
        raise StorageError(f"{ASIDE} 文件夹在另一个磁盘上，不能恢复。请先把它移走。")
    if key_file is not None:
        files.replace(folder / PREPARED_KEY, key_file)
    files.replace(folder / PLAN, json.dumps({"aside": aside.name}).encode())
    finish(folder)
    return aside


def finish(folder: Path) -> bool:
    """End a switch that was begun, however far it came; True where there was one. What was only
    being prepared is taken away. Raises OSError."""
    if not (folder / PLAN).exists():
        drop_prepared(folder)
        return False
    aside = folder / ASIDE / _planned(folder)
    aside.mkdir(parents=True, exist_ok=True)  # somebody may have tidied up since
    if (folder / PREPARED).exists():
        for part in PARTS:
            if (folder / part).exists():
                (folder / part).rename(aside / part)
        files.sync_folder(aside)
        (folder / PREPARED).rename(folder / DATABASE)
    if (folder / PREPARED_KEY).exists():
        if (folder / KEY_FILE).exists():
            files.replace(aside / KEY_FILE, (folder / KEY_FILE).read_bytes())
        (folder / PREPARED_KEY).replace(folder / KEY_FILE)
    files.sync_folder(folder)
    (folder / PLAN).unlink()
    files.sync_folder(folder)
    return True


def _planned(folder: Path) -> str:
    """The name of the folder for the old files. The plan is written whole or not at all: one that
    cannot be read was damaged, and says no more than that the old files go aside."""
    try:
        name = str(json.loads((folder / PLAN).read_bytes())["aside"])
    except (ValueError, KeyError, TypeError):
        return UNKNOWN
    return name if name == Path(name).name and name not in ("", ".", "..") else UNKNOWN


def drop_prepared(folder: Path) -> None:
    """Take away what a preparation that did not come to its end has left."""
    for part in (*PREPARED_PARTS, PREPARED_KEY):
        (folder / part).unlink(missing_ok=True)
