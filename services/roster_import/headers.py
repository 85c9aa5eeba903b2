"""Finding a sheet's header: by its words, wherever it stands, over one row or two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from services.core.sheet_reader import BadSheet, Row, Sheet
from services.core.sheet_table import word_of
from services.core.text import clean_name
from services.roster_import.columns import MEANINGS, SYNONYMS, USELESS, RosterField, other_list

HEADER_WITHIN = 30
LEAST_WORDS = 3
NO_HEADER = "这个文件里没有找到花名册的表头（姓名、身份证号、所在党支部等）。请检查是否选错了文件。"
NO_NAME = "还不知道哪一列是姓名，请在“认作”里指定。"
NO_BRANCH = "这个文件没有“所在党支部”一列，不知道党员属于哪个支部。请指定或加上这一列。"
_BRANCH = re.compile(
    r"(?![各全]|所有)[^\s:,、。]{2,40}?(?:总支部委员会|支部委员会|党总支|党支部|支部)"
    r"|(?![各全]|所有)[^\s:,、。\d年]{1,20}?(?:村|社区)(?=(?:全体|在册)?党员|$)"
)

Meanings = Mapping[str, str]
"""As RosterLayout keeps them: a column's place to a field's name, or to "" for none."""


class RosterFileKind(StrEnum):
    """A roster tells people apart by identity number or birth; a list of trainees does not, so
    that it is only compared with the members and brings nobody in."""

    roster = "roster"
    trainees = "trainees"


@dataclass(frozen=True)
class RosterLayoutFound:
    """How one sheet is understood. `rows` are the first and the last row of its header, `words`
    the header's words by column, `branch` the branch that its name or title tells where no
    column does. `settled`: a person has said so, now or before."""

    sheet: Sheet
    rows: tuple[int, int]
    words: tuple[str, ...]
    columns: dict[RosterField, int]
    branch: str = ""
    settled: bool = False

    @property
    def ignored(self) -> tuple[str, ...]:
        used = set(self.columns.values())
        words = [word for place, word in enumerate(self.words) if word and place not in used]
        return tuple(dict.fromkeys(words))

    @property
    def fault(self) -> str:
        """What is missing, in a sentence; empty where people can be read from the sheet."""
        if RosterField.full_name not in self.columns:
            return NO_NAME
        if RosterField.branch not in self.columns and not self.branch:
            return NO_BRANCH
        return ""

    @property
    def kind(self) -> RosterFileKind:
        tells_apart = RosterField.identity in self.columns or RosterField.born in self.columns
        return RosterFileKind.roster if tells_apart else RosterFileKind.trainees

    @property
    def sure(self) -> bool:
        """True where nobody needs to look at the columns."""
        unknown = [word for word in self.ignored if word not in USELESS]
        return not self.fault and (self.settled or not unknown)

    @property
    def header(self) -> str:
        """What a sender's form is recognised by."""
        return "\t".join(self.words)

    def meanings(self) -> dict[str, str]:
        fields = {place: field.value for field, place in self.columns.items()}
        return {str(place): fields.get(place, "") for place in range(len(self.words))}

    def people_rows(self) -> Sequence[Row]:
        return [row for row in self.sheet.rows if row.number > self.rows[1]]

    def with_meaning(self, place: int, field: RosterField | None) -> "RosterLayoutFound":
        """The same with one column understood in another way; a field has one column."""
        columns = {
            known: at for known, at in self.columns.items() if at != place and known is not field
        }
        if field is not None:
            columns[field] = place
        return replace(self, columns=columns, settled=True)


def find_layouts(
    sheets: Sequence[Sheet], known: Mapping[str, Meanings] | None = None
) -> tuple[RosterLayoutFound, ...]:
    """A layout for each sheet that seems to have people, some perhaps with a `fault`.

    `known` are the layouts that a person set right before, by `Layout.header`. Raises BadSheet
    for another list, and where no sheet has a header.
    """
    found = [layout for sheet in sheets if (layout := _layout(sheet, known or {})) is not None]
    layouts = [layout for layout in found if layout.settled or not other_list(set(layout.ignored))]
    complete = [layout for layout in layouts if not layout.fault]
    rosters = [layout for layout in complete if layout.kind is RosterFileKind.roster]
    if chosen := rosters or complete or layouts:
        return tuple(chosen)
    words = {word_of(cell) for sheet in sheets for row in _first(sheet) for cell in row.cells}
    raise BadSheet(other_list(words) or NO_HEADER)


def is_roster(sheets: Sequence[Sheet]) -> bool:
    """Whether people can be read from a file, or could once its columns are set right."""
    try:
        return bool(find_layouts(sheets))
    except BadSheet:
        return False


def kind_of(layouts: Sequence[RosterLayoutFound]) -> RosterFileKind:
    """Raises BadSheet with what is missing where no people can be read."""
    if fault := next((layout.fault for layout in layouts if layout.fault), ""):
        raise BadSheet(fault)
    return layouts[0].kind if layouts else RosterFileKind.roster


def _first(sheet: Sheet) -> Sequence[Row]:
    return sheet.rows[:HEADER_WITHIN]


def _layout(sheet: Sheet, known: Mapping[str, Meanings]) -> RosterLayoutFound | None:
    """The row, or the two rows, that have the most known words; one rather than two."""
    best: RosterLayoutFound | None = None
    rows = _first(sheet)
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else None
        for words, last in _readings(row, below):
            layout = _understood(sheet, (row.number, last), words, known)
            if layout.settled:
                return layout
            if best is None or _rank(layout) > _rank(best):
                best = layout
    return best if best is not None and _is_header(best) else None


def _is_header(layout: RosterLayoutFound) -> bool:
    """A row that says 姓名 among other words, or several of the words that rosters use."""
    if RosterField.full_name in layout.columns:
        return sum(map(bool, layout.words)) >= LEAST_WORDS
    return RosterField.identity in layout.columns and len(layout.columns) >= LEAST_WORDS


def _rank(layout: RosterLayoutFound) -> tuple[int, bool]:
    return len(layout.columns), layout.rows[0] == layout.rows[1]


def _readings(row: Row, below: Row | None) -> list[tuple[tuple[str, ...], int]]:
    """The words of one row; and, of two, the lower ones under the upper ones."""
    upper = tuple(word_of(cell) for cell in row.cells)
    readings = [(upper, row.number)]
    if below is None or below.number != row.number + 1:
        return readings
    lower = tuple(word_of(cell) for cell in below.cells)
    joined, over = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        under = lower[place] if place < len(lower) else ""
        over = above or over  # a heading over several columns stands in the first of them
        joined.append(_word_of_two(above, over, under))
    return [*readings, (tuple(joined), below.number)]


def _word_of_two(above: str, over: str, under: str) -> str:
    if not under or under in MEANINGS or above == under:
        return under or above
    if f"{over}{under}" in MEANINGS:
        return f"{over}{under}"
    return above if above in MEANINGS else f"{over}{under}"


def _understood(
    sheet: Sheet, rows: tuple[int, int], words: tuple[str, ...], known: Mapping[str, Meanings]
) -> RosterLayoutFound:
    layout = RosterLayoutFound(sheet, rows, words, _meanings(words), _branch_above(sheet, rows[0]))
    if (said := known.get(layout.header)) is None:
        return layout
    columns = {
        RosterField(field): int(place)
        for place, field in said.items()
        if field in set(RosterField) and int(place) < len(words)
    }
    return replace(layout, columns=columns, settled=True)


def _meanings(words: Sequence[str]) -> dict[RosterField, int]:
    """Of two columns with one meaning, such as 党内职务 and 职务, the plainer word wins."""
    ranks: dict[RosterField, int] = {}
    columns: dict[RosterField, int] = {}
    for place, word in enumerate(words):
        field = MEANINGS.get(word)
        if field is None:
            continue
        rank = SYNONYMS[field].index(word)
        if field not in ranks or rank < ranks[field]:
            ranks[field], columns[field] = rank, place
    return columns


def _branch_above(sheet: Sheet, header_row: int) -> str:
    """The branch that a sheet of one branch is for: by its own name, else by its title."""
    titles = [str(row.cells[0]) for row in _first(sheet) if row.number < header_row and row.cells]
    for text in (sheet.name, *titles):
        if found := _BRANCH.search(clean_name(text)):
            return found[0]
    return ""
