"""The columns of a sheet as a person sets them right: header words and a few values."""

import re
from dataclasses import dataclass

from services.roster_import import values
from services.roster_import.columns import USELESS, Field
from services.roster_import.headers import Layout
from services.roster_import.people import column_letters

MOST_SAMPLES = 3
LONGEST_SAMPLE = 16
LONGEST_OPEN = 8
_DAY = r"(?:19|20)\d\d([-.])\d{1,2}\1\d{1,2}(?!\w)"
_NUMBER = re.compile(rf"(?<!\w)(?:{_DAY}|\w*\d(?:[\s.\-‐-―]*\d){{6,}}\w*)")
"""A day, or seven digits and more, also where they are typed in groups; from the beginning of
a word on, since looking from within words as well takes long for a long cell."""
_SIGNS = re.compile(r"[\dA-Za-z]")


@dataclass(frozen=True)
class ColumnRow:
    """`place` counts from 0; `letters` as the spreadsheet shows it. `samples` are the first
    values with long numbers masked; `doubtful`: it has a header that nobody knows."""

    place: int
    letters: str
    header: str
    samples: str
    field: Field | None
    doubtful: bool


def column_rows(layout: Layout) -> tuple[ColumnRow, ...]:
    """Every column that has a header or a value, from left to right."""
    fields = {place: field for field, place in layout.columns.items()}
    rows = layout.people_rows()[:50]
    made = []
    for place, header in enumerate(layout.words):
        said = [values.text_of(row.cell(place)) for row in rows if row.cell(place) != ""]
        if not header and not said:
            continue
        field = fields.get(place)
        samples = "、".join(_shown(text) for text in said[:MOST_SAMPLES])
        doubtful = field is None and bool(header) and header not in USELESS
        made.append(ColumnRow(place, column_letters(place), header, samples, field, doubtful))
    return tuple(made)


def _shown(text: str) -> str:
    return _NUMBER.sub(_masked, text)[:LONGEST_SAMPLE]


def _masked(found: re.Match[str]) -> str:
    """A date of eight digits is no secret; longer numbers are a person's."""
    number = found[0]
    is_open = found[1] is not None or len(_SIGNS.findall(number)) <= LONGEST_OPEN
    return number if is_open else f"{number[:3]}****{number[-2:]}"
