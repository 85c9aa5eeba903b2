"""Read a payload strictly into the staging tables; nothing is unpacked to disk."""

import csv
import hashlib
import io
import json
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import sqlcipher3.dbapi2 as sqlcipher

from services.core.session import WorkSession
from services.exchange import columns, package
from services.exchange.errors import BadContents, ForeignRows
from services.exchange.layouts import SnapshotLayout
from services.exchange.manifest import TableStat
from services.exchange.records import Progress

MOST_EXPANDED_BYTES = 512 * 1024 * 1024
MOST_RATIO = 100
MOST_DESCRIPTOR_BYTES = 1024 * 1024


def read_into_staging(
    session: WorkSession,
    payload: bytes,
    stats: Mapping[str, TableStat],
    layout: SnapshotLayout,
    sender: bytes,
    progress: Progress,
) -> None:
    """Fill the staging tables, each row checked against its schema and its owner.

    Raises BadContents or ForeignRows, which name the table, the row and the column.
    """
    raw = package.driver(session)
    with _opened(payload, stats, layout) as archive:
        _check_descriptor(archive, stats, layout)
        total, before = max(1, sum(stat.rows for stat in stats.values())), 0
        for table in layout.tables:
            for statement in columns.staging_sql(table, sender):
                raw.execute(statement)
            if table not in layout.given:
                continue
            stat = stats[table]
            share = (before * 100 // total, stat.rows * 100 // total)
            told = package.TableProgress(progress, share, f"核对{columns.words(table)}", stat.rows)
            with archive.open(package.path_of(table)) as file:
                _read_table(raw, table, stat, layout, cast("io.BufferedIOBase", file), told)
            before += stat.rows


def _opened(
    payload: bytes, stats: Mapping[str, TableStat], layout: SnapshotLayout
) -> zipfile.ZipFile:
    """The archive, whose members are exactly those that they may be. Raises BadContents."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(payload))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadContents("数据包里的压缩文件打不开，没有导入。") from error
    members = archive.infolist()
    allowed = {package.DESCRIPTOR} | {package.path_of(table) for table in layout.given}
    found = [member.filename for member in members]
    if set(found) != allowed or len(found) != len(allowed) or set(stats) != set(layout.given):
        raise BadContents("数据包里的文件多了、少了或名称不对，没有导入。")
    for member in members:
        _check_member(member)
    if sum(member.file_size for member in members) > MOST_EXPANDED_BYTES:
        raise BadContents("数据包展开后过大，不是正常的数据包，没有导入。")
    for table, stat in stats.items():
        if archive.getinfo(package.path_of(table)).file_size != stat.bytes:
            raise BadContents(f"数据包里“{columns.words(table)}”与说明不一致，没有导入。")
    return archive


def _check_member(member: zipfile.ZipInfo) -> None:
    plain = (
        member.compress_type in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)
        and not member.flag_bits & ~0x0806  # only UTF-8 names and deflate's own options
        and member.orig_filename == member.filename
        and not member.extra
        and not member.comment
    )
    if not plain:
        raise BadContents("数据包里的压缩文件写法不对，没有导入。")
    if member.file_size > MOST_RATIO * max(1, member.compress_size):
        raise BadContents("数据包展开后过大，不是正常的数据包，没有导入。")


def _check_descriptor(
    archive: zipfile.ZipFile, stats: Mapping[str, TableStat], layout: SnapshotLayout
) -> None:
    """The package must describe the columns of its layout, no more and no fewer."""
    if archive.getinfo(package.DESCRIPTOR).file_size > MOST_DESCRIPTOR_BYTES:
        raise BadContents("数据包的结构说明过大，没有导入。")
    try:
        described = json.loads(_whole(archive, package.DESCRIPTOR))
        given = {
            resource["name"]: (
                resource["path"],
                resource["bytes"],
                resource["hash"],
                [(field["name"], field["type"]) for field in resource["schema"]["fields"]],
            )
            for resource in described["resources"]
        }
        count = len(described["resources"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadContents("数据包的结构说明读不懂，没有导入。") from error
    wanted = {
        table: (
            package.path_of(table),
            stat.bytes,
            f"sha256:{stat.sha256}",
            [
                (field["name"], field["type"])
                for field in columns.fields(table, layout.given[table])
            ],
        )
        for table, stat in stats.items()
    }
    if given != wanted or count != len(wanted):
        raise BadContents("数据包里的表或列与本程序的格式不一致，没有导入。")


def _whole(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        return archive.read(path)
    except (zipfile.BadZipFile, ValueError, EOFError, zlib.error) as error:
        raise BadContents("数据包里的压缩文件打不开，没有导入。") from error


def _read_table(
    raw: Any,
    table: str,
    stat: TableStat,
    layout: SnapshotLayout,
    file: io.BufferedIOBase,
    told: Callable[[int], None],
) -> None:
    words, given = columns.words(table), layout.given[table]
    hashed = _Hashed(file)
    lines = _Lines(hashed, words)
    reader = csv.reader(lines, strict=True)
    rows = _Rows(reader, len(given), words, told)
    try:
        if tuple(next(reader, [])) != given:
            raise BadContents(f"数据包里“{words}”多了、少了或换了列，没有导入。")
        raw.executemany(columns.insert_sql(table, given, layout.filled.get(table, {})), rows)
    except sqlcipher.IntegrityError as error:
        raise _refused_row(error, table, rows.count) from error
    except sqlcipher.OperationalError as error:
        if "non-deterministic" not in str(error):  # memory or disk, and not the file's fault
            raise
        raise _refused_row(error, table, rows.count) from error  # a time that says "now"
    except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise BadContents(f"数据包里“{words}”的文件读不懂，没有导入。") from error
    if rows.count != stat.rows or hashed.digest.hexdigest() != stat.sha256:
        raise BadContents(f"数据包里“{words}”与说明不一致，没有导入。")


def _refused_row(error: Exception, table: str, row: int) -> BadContents:
    words = columns.words(table)
    kind, _, named = str(error).partition(" constraint failed: ")
    if kind == "CHECK" and named == "owner":
        return ForeignRows(f"第 {row} 行“{words}”不归发件单位所有，整个数据包没有导入。")
    column = named if kind == "CHECK" else named.replace(f"{table}.", "")
    if kind == "UNIQUE":
        return BadContents(f"第 {row} 行“{words}”与前面的一行重复（{column}），没有导入。")
    return BadContents(f"第 {row} 行“{words}”的 {column or '内容'} 不合规定，没有导入。")


class _Hashed(io.RawIOBase):
    """Passes bytes on and hashes them on the way."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        self.digest.update(data)
        buffer[: len(data)] = data
        return len(data)


class _Lines:
    """Lines of strict UTF-8 in NFC, without a mark at the start or a NUL anywhere."""

    def __init__(self, file: _Hashed, words: str) -> None:
        self._lines = io.TextIOWrapper(
            io.BufferedReader(file, 1 << 16), encoding="utf-8", newline=""
        )
        self._words = words

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if "\0" in line or not (line.isascii() or unicodedata.is_normalized("NFC", line)):
                raise BadContents(f"数据包里“{self._words}”有不合规定的字符，没有导入。")
            yield line


class _Rows:
    """Counts the rows, checks their width, and tells the progress."""

    def __init__(
        self,
        reader: Iterator[list[str]],
        width: int,
        words: str,
        told: Callable[[int], None],
    ) -> None:
        self._reader, self._width, self._words, self._told = reader, width, words, told
        self.count = 0

    def __iter__(self) -> Iterator[list[str]]:
        width = self._width
        for row in self._reader:
            self.count += 1
            if len(row) != width:
                raise BadContents(f"第 {self.count} 行“{self._words}”多了或少了列，没有导入。")
            if self.count % package.ROWS_AT_ONCE == 0:
                self._told(self.count)
            yield row
