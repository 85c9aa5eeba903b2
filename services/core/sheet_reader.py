"""Reading a spreadsheet in a child process, so that a bad file cannot take the program down."""

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from services.core.bulk import collector_paused
from services.core.errors import BadInput
from services.core.sheet_cells import Cell as Cell
from services.core.sheet_cells import Row as Row
from services.core.sheet_cells import Sheet as Sheet
from services.core.sheet_cells import SheetFile as SheetFile
from services.core.sheet_halves import halves

MOST_BYTES = 64 * 1024 * 1024
MOST_SECONDS = 120
MOST_OUTPUT = 512 * 1024 * 1024
SECRETS = ("DESK_PASSWORD",)
MAIN = Path(__file__).parents[2] / "main.py"

KINDS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".txt")
"""The endings of what can be read; a file is known by its content, whatever its ending."""
FILTER = f"表格 ({' '.join(f'*{ending}' for ending in KINDS)})"
"""What every file dialog for spreadsheets offers."""

Progress = Callable[[int, int, str], object]
"""Done, of how many, what: it may raise to stop."""

FAULTS = {
    "locked": "这个文件打不开，可能正被 WPS 打开或没有权限。请关闭它再试。",
    "empty": "这个文件是空的，请重新选择。",
    "html": "这个文件其实是网页，只是改了扩展名。请用 WPS 打开它，另存为 .xlsx 再导入。",
    "xml2003": "这个文件是 XML 表格（Excel 2003 的格式），不能直接读。"
    "请用 WPS 打开它，另存为 .xlsx 再导入。",
    "mhtml": "这个文件其实是单个网页文件（MHTML），只是改了扩展名。"
    "请用 WPS 打开它，另存为 .xlsx 再导入。",
    "word": "这个文件是 Word 文档，不是表格。请把里面的表复制到 WPS 表格，存为 .xlsx 再导入。",
    "pdf": "这个文件是 PDF，不是表格。请向交表的人要原来的表格（.xlsx、.xls 或 .et）。",
    "picture": "这个文件是图片，不是表格。请向交表的人要原来的表格（.xlsx、.xls 或 .et）。",
    "archive": "这个文件是压缩包，不是表格。请先解压，再选里面的表格。",
    "big5": "这个文件是繁体的 Big5 编码，读出来会是乱码，没有读取。"
    "请用 WPS 打开（编码选 Big5），另存为 .xlsx 再导入。",
    "encoding": "这个文件的文字编码坏了：可能没有传完，或者把两种编码拼在了一起，会读成乱码，"
    "没有读取。请打开原来的表格，另存为 .xlsx 再导入。",
    "aligned": "这个文件的各列只用空格对齐，空着的格子会串列，没有读取。"
    "请用 WPS 打开，分好列，另存为 .xlsx 再导入。",
    "password": "这个文件设了打开密码。请用 WPS 打开，去掉密码另存后再导入。",
    "too_large": "这个文件解开后太大，不像一张登记表，没有读取。请检查是否选错了文件。",
    "too_many_rows": "这个文件超过 20 万行，不像一个学校的表格。请检查是否选错了文件。",
    "too_wide": "这个文件的列太多，不像一张登记表。请把多余的列删掉，另存后再导入。",
    "unknown": "这个文件不是表格。请选 .xlsx、.xls、.et、.ods 或 .csv 文件。",
    "quotes": "这个文件里有没配对的引号，会读错行，没有读取。请用 WPS 另存为 .xlsx 再导入。",
    "damaged": "这个文件已损坏，读不出来。请用 WPS 打开，另存为新的 .xlsx 再导入。",
}
DIED = (
    "这个文件读不出来：已损坏，或者在很远的地方有多余的单元格。"
    "请用 WPS 把内容复制到新表格，另存为 .xlsx 再导入。"
)
TOO_SLOW = "读这个文件花的时间太长，已停止。请用 WPS 打开，另存为新的 .xlsx 再导入。"


class BadSheet(BadInput):
    """A file that cannot be read as a spreadsheet; the sentence says why and what to do."""

    code = "bad_sheet"


def read(path: Path, progress: Progress) -> SheetFile:
    """Every row of a file of one of KINDS; lists side by side are sheets of their own. Raises
    BadSheet, and what `progress` raises."""
    digest = _digest(path)
    progress(0, 0, "正在读取文件")
    lines = _run_child(path, progress)
    with collector_paused():
        about, sheets, hidden = _sheets(lines)
    if not sheets:
        raise BadSheet(FAULTS["empty"])
    return SheetFile(
        path.name,
        digest,
        bool(about.get("typed")),
        tuple(part for sheet in sheets for part in halves(sheet)),
        tuple(hidden),
        bool(about.get("from_1904")),
        bool(about.get("formats")),
    )


def _sheets(lines: list[bytes]) -> tuple[dict[str, Any], list[Sheet], list[str]]:
    """What is said of the whole file, the sheets that say anything, the names of hidden ones."""
    sheets: list[Sheet] = []
    hidden: list[str] = []
    name, rows, ended = "", list[Row](), False
    about: dict[str, Any] = {}
    unseen, merged = frozenset[int](), list[Any]()
    for value in _decoded(lines):
        if isinstance(value, list):
            rows += [Row(int(number), tuple(cells)) for number, cells in value]
        elif "fault" in value:
            raise BadSheet(FAULTS.get(str(value["fault"]), DIED))
        elif "typed" in value:
            about = value
        elif "hidden" in value:
            hidden.append(str(value["hidden"]))
        else:
            if rows:
                sheets.append(Sheet(name, tuple(rows), unseen, _spans(merged)))
            name, rows, ended = str(value.get("sheet", "")), [], bool(value.get("end"))
            unseen = frozenset(int(number) for number in value.get("unseen", ()))
            merged = value.get("merged", [])
    if not ended:
        raise BadSheet(DIED)
    return about, sheets, hidden


def _spans(merged: list[Any]) -> tuple[tuple[int, int, int], ...]:
    return tuple((int(first), int(last), int(column)) for first, last, column in merged)


def _digest(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadSheet("这个文件超过 64 MB，不像一张登记表。请检查是否选错了文件。")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise BadSheet("这个文件不在了，请重新选择。") from error
    except OSError as error:
        raise BadSheet(FAULTS["locked"]) from error


def _run_child(path: Path, progress: Progress) -> list[bytes]:
    """The child's output in lines. Raises BadSheet where it dies or takes too long."""
    child = subprocess.Popen(
        [*_command(), "read-sheets", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if key not in SECRETS},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    output: list[bytes] = []
    reader = threading.Thread(target=_collect, args=(child, output), daemon=True)
    reader.start()
    started = time.monotonic()
    try:
        while reader.is_alive():
            reader.join(0.05)
            progress(0, 0, "正在读取文件")
            if time.monotonic() - started > MOST_SECONDS:
                raise BadSheet(TOO_SLOW)
    finally:
        child.kill()
        child.wait()
        reader.join()
        if child.stdout is not None:
            child.stdout.close()
    return output


def _collect(child: "subprocess.Popen[bytes]", output: list[bytes]) -> None:
    """Runs in a thread of its own, since a pipe is not read without waiting everywhere."""
    if child.stdout is None:
        return
    size = 0
    for line in child.stdout:
        output.append(line)
        size += len(line)
        if size > MOST_OUTPUT:
            child.kill()
            return


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(MAIN)]


def _decoded(lines: list[bytes]) -> Iterator[Any]:
    for line in lines:
        try:
            yield _decode(line.decode("utf-8", "surrogatepass"))
        except ValueError as error:  # the child died in the middle of a line
            raise BadSheet(DIED) from error


def _cell_or_word(value: dict[str, Any]) -> Any:
    return date.fromisoformat(value["date"]) if "date" in value else value


_decode = json.JSONDecoder(object_hook=_cell_or_word, parse_int=float).decode
