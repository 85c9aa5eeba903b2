"""Checked copies of the database, made while it is in use."""

import os
from pathlib import Path
from typing import Any

from models.core.database import connect
from services.core import files
from services.core.errors import StorageError

KEPT = 40
_PAGES_AT_ONCE = 2_000


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
                origin.backup(copy, pages=_PAGES_AT_ONCE)
            finally:
                copy.close()
            expected = _rows(origin)
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
    if not sound:
        raise StorageError("备份没有通过检查，已删除。请检查磁盘后再试。")


def thin(folder: Path) -> None:
    """Keep the newest copies with their key files; a name begins with its time."""
    for old in sorted(folder.glob("*.db"))[:-KEPT]:
        old.unlink()
        old.with_suffix(".key").unlink(missing_ok=True)


def _empty(path: Path, key: bytes) -> Any:
    import sqlcipher3.dbapi2 as sqlcipher

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
