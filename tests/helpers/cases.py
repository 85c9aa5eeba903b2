"""Files as offices really hand them in, and ways to make more of them."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from services import roster_import
from services.roster_import import RosterRead
from tests.helpers.roster_file import silent

CASES = Path(__file__).parents[1] / "cases"


def case(number: str) -> Path:
    """The file of that number, such as 01."""
    return next(CASES.glob(f"{number}-*"))


def read_case(number: str) -> RosterRead:
    return roster_import.read(case(number), silent)


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """An .xlsx of these rows; a pair is a value and its number format."""
    with xlsxwriter.Workbook(str(path)) as book:
        formats: dict[str, Any] = {}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, tuple):
                        value, code = value
                        style = formats.setdefault(code, book.add_format({"num_format": code}))
                        sheet.write(row, column, value, style)
                    elif isinstance(value, str):
                        sheet.write_string(row, column, value)
                    else:
                        sheet.write(row, column, value)
    return path


def changed_part(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The same workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {one.filename: archive.read(one) for one in archive.infolist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
