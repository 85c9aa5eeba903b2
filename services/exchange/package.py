"""The payload: a ZIP that is a Data Package (v2), written from the tables."""

import csv
import hashlib
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from services.core.session import WorkSession
from services.exchange import columns
from services.exchange.manifest import TableStat
from services.exchange.records import Progress

DESCRIPTOR = "datapackage.json"
ROWS_AT_ONCE = 5_000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a ZIP member's time says nothing: equal rows, equal bytes


@dataclass(frozen=True)
class SnapshotPackage:
    payload: bytes
    tables: dict[str, TableStat]


@dataclass(frozen=True)
class Selection:
    """What goes into a package: these tables, and of each the rows that the condition picks."""

    tables: tuple[str, ...]
    where: str
    parameters: tuple[bytes, ...]


def all_owned(session: WorkSession) -> Selection:
    """All rows that this workspace owns."""
    return Selection(tuple(columns.tables()), columns.OWNED, (session.owner.bytes,))


def driver(session: WorkSession) -> Any:
    """The driver's own connection under the session's transaction, to fill `staging` in bulk.

    Nobody sees which tables its statements touch: what a page reads, and what writes to `main`,
    takes another way.
    """
    return session.connection().connection.driver_connection


def write(
    session: WorkSession, name: str, created: str, selection: Selection, progress: Progress
) -> SnapshotPackage:
    """`name` is the package's, `created` its UTC time."""
    target = io.BytesIO()
    stats: dict[str, TableStat] = {}
    counts = {table: _count(session, table, selection) for table in selection.tables}
    total, before = max(1, sum(counts.values())), 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, count in counts.items():
            words = f"写出{columns.words(table)}"
            share = (before * 100 // total, count * 100 // total)
            with archive.open(_member(path_of(table)), "w") as file:
                told = TableProgress(progress, share, words, count)
                stats[table] = _write_table(
                    session, table, selection, cast("io.BufferedIOBase", file), told
                )
            before += count
        described = json.dumps(
            _descriptor(name, created, stats), ensure_ascii=False, indent=1
        ).encode()
        archive.writestr(_member(DESCRIPTOR), described)
    return SnapshotPackage(target.getvalue(), stats)


def stats_of(session: WorkSession, selection: Selection) -> dict[str, TableStat]:
    """What `write` would say of these tables: equal rows, equal statistics."""
    return {
        table: _write_table(session, table, selection, io.BytesIO(), _nobody)
        for table in selection.tables
    }


@dataclass
class TableProgress:
    """Tells the progress of one table within the whole."""

    progress: Progress
    share: tuple[int, int]
    words: str
    rows: int

    def __call__(self, done: int) -> None:
        first, width = self.share
        part = done * width // self.rows if self.rows else 0
        self.progress(min(100, first + part), f"{self.words}（{done} 行）")


def _nobody(_done: int) -> None:
    """Nobody waits for it."""


def _count(session: WorkSession, table: str, selection: Selection) -> int:
    question = f'SELECT count(*) FROM main."{table}" WHERE {selection.where}'
    found = session.connection().exec_driver_sql(question, selection.parameters)
    return int(found.scalar_one())


def _write_table(
    session: WorkSession,
    table: str,
    selection: Selection,
    file: io.BufferedIOBase | io.BytesIO,
    told: Callable[[int], object],
) -> TableStat:
    digest, size, rows = hashlib.sha256(), 0, 0
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns.names(table))
    question = columns.select_sql(table, selection.where)
    cursor = session.connection().exec_driver_sql(question, selection.parameters).cursor
    assert cursor is not None
    while True:
        text = buffer.getvalue()
        data = (text if text.isascii() else unicodedata.normalize("NFC", text)).encode()
        digest.update(data)
        size += len(data)
        file.write(data)
        told(rows)
        found = cursor.fetchmany(ROWS_AT_ONCE)
        if not found:
            return TableStat(rows, size, digest.hexdigest())
        buffer.seek(0)
        buffer.truncate()
        writer.writerows(found)
        rows += len(found)


def _descriptor(name: str, created: str, stats: Mapping[str, TableStat]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "created": created,
        "resources": [
            {
                "name": table,
                "title": columns.words(table),
                "path": path_of(table),
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"lineTerminator": "\r\n"},
                "bytes": stat.bytes,
                "hash": f"sha256:{stat.sha256}",
                "schema": columns.schema(table, stats),
            }
            for table, stat in stats.items()
        ],
    }


def path_of(table: str) -> str:
    return f"data/{table}.csv"


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member
