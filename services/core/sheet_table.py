"""Finding a table in a spreadsheet by the words of its header, wherever that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.core.sheet_cells import FAULTY as FAULTY
from services.core.sheet_cells import Cell, Row, Sheet
from services.core.sheet_cells import fault_of as fault_of
from services.core.sheet_cells import word_of as word_of
from services.core.text import normal, prose

HEADER_WITHIN = 30
TOTAL_WORDS = ("合计", "总计", "小计", "共计", "总人数", "人数合计")
LONGEST_WORD = 20


@dataclass(frozen=True)
class SheetTable:
    """`columns` gives the place of each field that was found, `words` the header by place;
    `rows` are those below it without `totals` and headers repeated."""

    sheet: str
    columns: dict[str, int]
    words: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]

    def cell(self, row: Row, field: str) -> Cell:
        """Empty where the table has no such column."""
        return row.cell(self.columns.get(field, -1))

    def text(self, row: Row, field: str) -> str:
        return text_of(self.cell(row, field))


def find(
    sheets: Sequence[Sheet], fields: Mapping[str, Sequence[str]], required: Sequence[str]
) -> tuple[SheetTable, ...]:
    """A table for each sheet with a header that names all of `required`.

    `fields` gives the header words of each field, the plainest first; a word stands for one
    field. Empty where no sheet has such a header.
    """
    meanings = {word: field for field, words in fields.items() for word in words}
    found = []
    for sheet in sheets:
        tables = (_table(sheet, row, meanings, fields) for row in sheet.rows[:HEADER_WITHIN])
        fitting = [table for table in tables if all(one in table.columns for one in required)]
        if fitting:
            found.append(max(fitting, key=lambda table: len(table.columns)))
    return tuple(found)


def text_of(cell: Cell) -> str:
    """A cell as text in normal form; whole numbers without a decimal point."""
    if isinstance(cell, str):
        return cell if cell.isascii() and cell.isalnum() else normal(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return cell.isoformat()


def prose_of(cell: Cell) -> str:
    """As `text_of`, but ，：（） stay full-width: as a form would keep it."""
    return prose(cell) if isinstance(cell, str) else text_of(cell)


def is_total(row: Row) -> bool:
    first = next((cell for cell in row.cells if cell != ""), "")
    return isinstance(first, str) and len(first) <= LONGEST_WORD and word_of(first) in TOTAL_WORDS


def cell_name(column: int, row: int) -> str:
    """As a spreadsheet names it: (5, 85) → F85."""
    return f"{column_letters(column)}{row}"


def column_letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _table(
    sheet: Sheet, header: Row, meanings: Mapping[str, str], fields: Mapping[str, Sequence[str]]
) -> SheetTable:
    words = tuple(word_of(cell) for cell in header.cells)
    columns: dict[str, int] = {}
    for place, word in enumerate(words):
        field = meanings.get(word)
        if field is None:
            continue
        listed = list(fields[field])
        if field not in columns or listed.index(word) < listed.index(words[columns[field]]):
            columns[field] = place
    below = [row for row in sheet.rows if row.number > header.number and not _repeats(row, words)]
    rows = tuple(row for row in below if not is_total(row))
    totals = tuple(row for row in below if is_total(row))
    return SheetTable(sheet.name, columns, words, rows, totals)


def _repeats(row: Row, words: tuple[str, ...]) -> bool:
    return tuple(word_of(cell) for cell in row.cells) == words
