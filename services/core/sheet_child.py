"""The child process that reads one spreadsheet and writes its rows to standard output.

A hostile file may make the reader abort or eat memory: then this process dies, and the
program that started it does not. What it writes is one JSON value a line: first the kind of
file, then for each sheet its name and its rows, some hundreds a line, and `{"end": true}` last;
or, where the file cannot be read, one `{"fault": …}`.
"""

import gc
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any

from services.core.sheet_parts import BookParts, parts_of
from services.core.sheet_text import MOST_COLUMNS, Fault, other_kind, rows_of, text_in

MOST_ROWS = 200_000
MOST_MERGED = 20_000
ROWS_A_LINE = 250
MOST_TEXT = 2_000
MOST_UNPACKED = 1 << 30
MEMORY_BYTES = 2 << 30
CPU_SECONDS = 120

ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


Place = tuple[int, int]
"""Row and column of a cell, from 0."""
Tall = dict[Place, int]
"""Cells that are merged over several rows, with the last of them."""
SheetRows = tuple[str, Iterator[tuple[int, list[Any]]] | None, Tall]
"""A sheet's name and its rows with their numbers; None for a hidden one."""


def child_main(path: Path) -> int:
    """Read one file within limits. Returns the exit status."""
    limit_resources()
    gc.disable()  # no cell is part of a cycle, and the process ends soon
    with open(1, "wb", closefd=False) as out:
        try:
            write_rows(path, out)
        except Fault as fault:
            _line(out, {"fault": str(fault)})
            return 1
    return 0


def write_rows(path: Path, out: IO[bytes]) -> None:
    """Write the rows of a file of any of the known kinds. Raises Fault."""
    try:
        with path.open("rb") as file:
            head = file.read(2048)
    except OSError as error:
        raise Fault("locked") from error
    if not head.strip():
        raise Fault("empty")
    parts = BookParts()
    if head.startswith(ZIP_MAGIC):
        parts = _parts(path)
        sheets = _workbook(path, parts)
    elif head.startswith(OLD_EXCEL_MAGIC):
        sheets = _workbook(path, parts)
    elif kind := other_kind(head):
        raise Fault(kind)
    else:
        sheets = _text(path)
    typed = head.startswith((ZIP_MAGIC, OLD_EXCEL_MAGIC))
    _line(out, {"typed": typed, "from_1904": parts.from_1904, "formats": parts.formats})
    left = MOST_ROWS
    for name, rows, tall in sheets:
        if rows is None:
            _line(out, {"hidden": name})
            continue
        merged = [(row + 1, last + 1, column) for (row, column), last in tall.items()]
        _line(out, {"sheet": name, "unseen": parts.unseen(name), "merged": merged})
        while some := list(islice(rows, ROWS_A_LINE)):
            left -= len(some)
            if left < 0:
                raise Fault("too_many_rows")
            _line(out, some)
    _line(out, {"end": True})


def _workbook(path: Path, parts: BookParts) -> Iterator[SheetRows]:
    import python_calamine as calamine

    try:
        # By its content: a path would be opened by its ending, which clerks change.
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        for about in book.sheets_metadata:
            if about.visible is not calamine.SheetVisibleEnum.Visible:
                yield about.name, None, {}  # what the clerk cannot see must not come in
                continue
            sheet = book.get_sheet_by_name(about.name)
            left = sheet.start[1] if sheet.start else 0
            if left + sheet.width > MOST_COLUMNS:
                raise Fault("too_wide")
            # Rows are given from the first of the sheet, cells from the first one in use.
            told = parts.marked(about.name, sheet.iter_rows(), left)
            tall = _tall(sheet.merged_cell_ranges)
            yield about.name, _not_blank(_filled_down(told, tall, left), left), tall
    except calamine.PasswordError as error:
        raise Fault("password") from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError) as error:
        raise Fault(_why_damaged(path)) from error


def _tall(merged: list[tuple[Place, Place]] | None) -> Tall:
    return {
        start: last
        for start, (last, column) in (merged or ())[:MOST_MERGED]
        if last > start[0] and column == start[1]
    }


def _filled_down(rows: Iterable[list[Any]], tall: Tall, left: int) -> Iterator[list[Any]]:
    """The rows, with what a cell merged over several rows says in each of them: clerks merge
    the branch beside all of its people."""
    if not tall:
        yield from rows
        return
    said: dict[int, tuple[int, Any]] = {}  # by column: until which row, and what
    for number, row in enumerate(rows):
        for column, (last, value) in tuple(said.items()):
            if number > last:
                del said[column]
            elif column - left < len(row):
                row[column - left] = value
        for place, cell in enumerate(row):
            if (last := tall.get((number, place + left), -1)) >= 0:
                said[place + left] = (last, cell)
        yield row


def _text(path: Path) -> Iterator[SheetRows]:
    yield "", _not_blank(rows_of(text_in(path.read_bytes())), 0), {}


def _not_blank(rows: Iterable[list[Any]], left: int) -> Iterator[tuple[int, list[Any]]]:
    """The rows that say something, numbered as the person sees them."""
    before = [""] * left
    for number, row in enumerate(rows, 1):
        cells = [_plain(cell) for cell in row]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, before + cells


def _plain(cell: Any) -> Any:
    """A cell as JSON: dates and times as `{"date": …}`, so that they differ from text."""
    if isinstance(cell, str):
        text = cell.strip() if len(cell) <= MOST_TEXT else cell.strip()[:MOST_TEXT]
        # ="0123" is how clerks and programs keep digits as text.
        return text[2:-1].strip() if text.startswith('="') and text.endswith('"') else text
    if isinstance(cell, float):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


def _parts(path: Path) -> BookParts:
    """What the parts of a zip file tell, if it is a spreadsheet. Raises Fault."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MOST_UNPACKED:
                raise Fault("too_large")
            names = [name.lower() for name in archive.namelist()]
            if any(name.startswith("word/") for name in names):
                raise Fault("word")
            if names and not any("workbook" in name or name == "content.xml" for name in names):
                raise Fault("archive")
            return parts_of(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError) as error:
        raise Fault("damaged") from error


def _why_damaged(path: Path) -> str:
    """An old container tells by the names of its streams, in UTF-16, what else it may be: an
    encrypted .xlsx, or a document of Word."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    if head.startswith(OLD_EXCEL_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in head:
            return "password"
        if "WordDocument".encode("utf-16-le") in head:
            return "word"
    return "damaged"


def _line(out: IO[bytes], value: Any) -> None:
    out.write(_encode(value).encode("utf-8", "surrogatepass") + b"\n")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def limit_resources() -> None:
    """Bound memory and processor time, so that a hostile file ends this process only."""
    if sys.platform == "win32":
        _limit_windows()
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, hard))


def _limit_windows() -> None:
    """Put this process into a job whose memory is bounded; time is the parent's to watch."""
    import ctypes
    from ctypes import wintypes

    class Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, flattened: winnt.h."""

        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("active_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    process_memory, extended_limits = 0x100, 9
    windows: Any = ctypes.__dict__["windll"]
    kernel = windows.kernel32
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
    limits = Limits(flags=process_memory, process_memory=MEMORY_BYTES)
    kernel.SetInformationJobObject(
        job, extended_limits, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))
