"""What a spreadsheet is once it was read: its sheets, rows and cells."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.core.text import normal

Cell = str | float | date


class Row(NamedTuple):
    """`number` as the spreadsheet shows it, from 1; blank rows are left out."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """`unseen` are the numbers of rows that the clerk does not see, hidden or filtered out; they
    are among `rows`."""

    name: str
    rows: tuple[Row, ...]
    unseen: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SheetFile:
    """`digest` is the file's SHA-256. `typed` is False for CSV: its cells have no types. `hidden`
    names the sheets that the clerk cannot see and that were not read. `from_1904`: its numbers
    that are days count from 1904, as those of old Macs."""

    name: str
    digest: str
    typed: bool
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    from_1904: bool = False


def word_of(cell: object) -> str:
    """A header cell's word: without spaces, remarks in brackets, stars and colons."""
    text = normal(str(cell)).replace(" ", "")
    return re.sub(r"\(.*?\)|[*:]", "", text)
