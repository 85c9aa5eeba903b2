"""The columns of a sheet as a person sets them right: header words and a few values."""

from dataclasses import dataclass

from services.core.sheet_table import column_letters, text_of
from services.roster_import.columns import USELESS, RosterField
from services.roster_import.headers import RosterLayoutFound
from services.roster_import.masking import mask_numbers

MOST_SAMPLES = 3
LONGEST_SAMPLE = 16


@dataclass(frozen=True)
class ColumnRow:
    """`place` counts from 0; `letters` as the spreadsheet shows it. `samples` are the first
    values with long numbers masked; `doubtful`: it has a header that nobody knows."""

    place: int
    letters: str
    header: str
    samples: str
    field: RosterField | None
    doubtful: bool


def column_rows(layout: RosterLayoutFound) -> tuple[ColumnRow, ...]:
    """Every column that has a header or a value, from left to right."""
    fields = {place: field for field, place in layout.columns.items()}
    rows = layout.people_rows()[:50]
    made = []
    for place, header in enumerate(layout.words):
        said = [text_of(row.cell(place)) for row in rows if row.cell(place) != ""]
        if not header and not said:
            continue
        field = fields.get(place)
        samples = "、".join(mask_numbers(text)[:LONGEST_SAMPLE] for text in said[:MOST_SAMPLES])
        doubtful = field is None and bool(header) and header not in USELESS
        made.append(ColumnRow(place, column_letters(place), header, samples, field, doubtful))
    return tuple(made)
