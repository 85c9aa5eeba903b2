"""Rows between and under the people that are nobody: totals, notes, headers once more."""

from services.core.sheet_reader import Row
from services.core.sheet_table import word_of
from services.roster_import.columns import MEANINGS, RosterField
from services.roster_import.headers import RosterLayoutFound

LONGEST_WORD = 20
LONGEST_PERSON = 6


def is_note(row: Row) -> bool:
    """A line such as 填表人：赵静, or a title that each printed page has."""
    said = [cell for cell in row.cells[:LONGEST_WORD] if cell != ""]
    if not said or len(said) > 3 or not isinstance(said[0], str):
        return False
    if len(said) == 1:
        return len(said[0]) > LONGEST_PERSON and "·" not in said[0]
    return any(mark in said[0] for mark in ":：")


def is_header(layout: RosterLayoutFound, row: Row) -> bool:
    """A header repeated on each printed page; of two rows, either."""
    name = row.cell(layout.columns[RosterField.full_name])
    if name and not (isinstance(name, str) and "名" in name):
        return False
    if name:
        return MEANINGS.get(word_of(name)) is RosterField.full_name
    said = [word_of(cell) for cell in row.cells if cell != ""]
    return all(any(word in known for known in layout.words) for word in said)
