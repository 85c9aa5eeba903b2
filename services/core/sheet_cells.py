"""What a spreadsheet is once it was read: its sheets, rows and cells."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.core.text import normal

Cell = str | float | date
MOST_CONTINUED = 200
ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#CALC!"))
NO_VALUE = "#无结果"
"""What stands in the place of a formula whose value was never computed."""
FAULTY = ERRORS | {NO_VALUE}


class Row(NamedTuple):
    """`number` as the spreadsheet shows it, from 1; blank rows are left out."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """`unseen` are the numbers of rows that the clerk does not see, hidden or filtered out; they
    are among `rows`. `merged` are first row, last row and column of cells merged over rows."""

    name: str
    rows: tuple[Row, ...]
    unseen: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int], ...] = ()

    def continued(self, column: int) -> frozenset[int]:
        """The rows in which a cell of this column only goes on saying what stands above it."""
        spans = (one for one in self.merged if one[2] == column)
        return frozenset(
            row
            for first, last, _ in spans
            for row in range(first + 1, min(last, first + MOST_CONTINUED) + 1)
        )


@dataclass(frozen=True)
class SheetFile:
    """`digest` is the file's SHA-256. `typed` is False for CSV: its cells have no types. `hidden`
    names the sheets that the clerk cannot see and that were not read. `from_1904`: its numbers
    that are days count from 1904, as those of old Macs. `formats` is False where nobody can tell
    how its dates are shown (.xls, .ods): one that shows a month is there its first day."""

    name: str
    digest: str
    typed: bool
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    from_1904: bool = False
    formats: bool = True


def word_of(cell: object) -> str:
    """A header cell's word: without spaces, remarks in brackets, stars and colons."""
    text = normal(str(cell)).replace(" ", "")
    return re.sub(r"\(.*?\)|[*:]", "", text)


def fault_of(cell: Cell) -> str:
    """What is wrong with a cell that says no value; empty where nothing is."""
    if cell == NO_VALUE:
        return "公式没有算出结果，请用 WPS 打开并保存一次"
    return f"单元格是错误值 {cell}" if cell in ERRORS else ""
