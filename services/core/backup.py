"""Checked copies of the database, made while it is in use."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from models.core.database import NotADatabase, connect
from services.core import files
from services.core.errors import StorageError
from services.core.places import DATABASE, KEY_FILE

NOT_SOUND = "备份没有通过检查，不能使用。请检查磁盘后再试。"
STAMP = "%Y%m%d-%H%M%S"
NEWEST_KEPT = 10
# Of each hour, day, ISO week and month, as many of the latest as are kept, one copy each.
_SPANS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (24, lambda at: (at.date(), at.hour)),
    (14, lambda at: at.date()),
    (8, lambda at: at.isocalendar()[:2]),
    (24, lambda at: (at.year, at.month)),
)
_PAGES_AT_ONCE = 2_000


def keep(folder: Path, key: bytes, at: datetime, reason: str) -> Path:
    """A checked copy of a workspace's database in its backups/, beside a copy of its key file.

    The key file comes first, so that no copy ever stands there without what opens it.
    Old copies are thinned. Raises StorageError, or OSError where the disk fails.
    """
    target = folder / "backups" / f"{at.strftime(STAMP)}-{reason}.db"
    files.replace(target.with_suffix(".key"), (folder / KEY_FILE).read_bytes())
    make(folder / DATABASE, key, target)
    thin(target.parent)
    return target


@dataclass(frozen=True)
class Kept:
    """A copy that was made. `made_at` is local; `size` in bytes."""

    made_at: datetime
    size: int


def newest(folder: Path, now: datetime) -> Kept | None:
    """The newest copy in the folder; a name begins with its local time. One that was made
    while the clock stood ahead of `now` says nothing about today."""
    for path in sorted(folder.glob("*.db"), reverse=True):
        try:
            made_at = datetime.strptime(path.name[:15], STAMP)  # noqa: DTZ007  (local)
        except ValueError:
            continue  # a file that somebody else put there
        if made_at <= now:
            return Kept(made_at, path.stat().st_size)
    return None


def make(source: Path, key: bytes, target: Path) -> None:
    """Copy the database through SQLite's online backup, and open the copy before it counts.

    Raises StorageError where the copy is not sound; nothing is left then.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        origin = connect(source, key)
        try:
            copy = _empty(part, key)
            try:
                # One view of the data for the copy and for the count it is held against.
                origin.execute("BEGIN")
                expected = _rows(origin)
                origin.backup(copy, pages=_PAGES_AT_ONCE)
                origin.execute("COMMIT")
            finally:
                copy.close()
        finally:
            origin.close()
        check(part, key, expected)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
        files.sync_folder(target.parent)
    finally:
        for leftover in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)


def check(path: Path, key: bytes, expected_rows: int | None = None) -> None:
    """Raises StorageError unless the database is whole (and has as many rows as expected)."""
    try:
        sound = _is_sound(path, key, expected_rows)
    except (NotADatabase, sqlcipher.DatabaseError) as error:
        raise StorageError(NOT_SOUND) from error
    if not sound:
        raise StorageError(NOT_SOUND)


def _is_sound(path: Path, key: bytes, expected_rows: int | None) -> bool:
    connection = connect(path, key)
    try:
        sound = (
            connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and not connection.execute("PRAGMA cipher_integrity_check").fetchall()
            and not connection.execute("PRAGMA foreign_key_check").fetchall()
            and (expected_rows is None or _rows(connection) == expected_rows)
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return sound


def thin(folder: Path) -> None:
    """Delete the copies that are not kept, and what a backup that was killed has left."""
    copies = {path.stem: _made_at(path.stem) for path in folder.glob("*.db")}
    kept = kept_of(at for at in copies.values() if at is not None)
    for name, at in copies.items():
        if at is not None and at not in kept:
            (folder / f"{name}.db").unlink()
            (folder / f"{name}.key").unlink(missing_ok=True)
    for path in folder.iterdir():
        orphan = path.suffix == ".key" and path.stem not in copies
        if orphan or ".db.part" in path.name or path.name.endswith(".key.part"):
            path.unlink(missing_ok=True)


def kept_of(times: Iterable[datetime]) -> set[datetime]:
    """The newest ones, and the latest of each recent hour, day, week and month."""
    newest_first = sorted(times, reverse=True)
    kept = set(newest_first[:NEWEST_KEPT])
    for count, span in _SPANS:
        latest: dict[object, datetime] = {}
        for at in newest_first:
            latest.setdefault(span(at), at)
        kept |= set(list(latest.values())[:count])
    return kept


def _made_at(stem: str) -> datetime | None:
    """None for a file that the program did not name: it is never deleted."""
    try:
        return datetime.strptime(stem[:15], STAMP)  # noqa: DTZ007  (local, as the name says)
    except ValueError:
        return None


def _empty(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _rows(connection: Any) -> int:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    counts = (
        connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables
    )
    return sum(counts)
