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
NO_NAME = "表头里认不出哪一列是姓名，请在“认作”里指定。"
FORMS = (
    "这个文件是一人一张的登记表（采集表），不是花名册，没有导入。"
    "请先汇总成一行一人的表：姓名、身份证号、所在党支部各占一列，再导入。"
)
TURNED = (
    "这个文件是横着排的，一列是一个人，没有导入。请在 WPS 里复制后“选择性粘贴 → 转置”，存好再导入。"
)
NO_BRANCH = "没有“所在党支部”一列，不知道党员属于哪个支部。请指定或加上这一列。"
_BRANCH = re.compile(
    r"(?![各全]|所有)[^\s:,、。]{2,40}?(?:总支部委员会|支部委员会|党总支|党支部|支部)"
    r"|(?![各全]|所有)[^\s:,、。\d年]{1,20}?(?:村|社区)(?=(?:全体|在册)?党员|$)"
)

_HEADING = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]+[)、.,])?"
    r"([^\s:,、。()\d]{2,40}?(?:总支部委员会|支部委员会|党总支|党支部|支部))"
    r"[:]?(?:[(]?(?:共|计)?\d+(?:人|名)?(?:党员)?[)]?)?[:]?"
)
_IDENTITY = re.compile(r"\d{17}[\dXx]")
LONGEST_FORM = 12

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
    column does; `headings`: branches stand in rows of their own above their people. `settled`: a
    person has said so, now or before."""

    sheet: Sheet
    rows: tuple[int, int]
    words: tuple[str, ...]
    columns: dict[RosterField, int]
    branch: str = ""
    settled: bool = False
    headings: bool = False

    @property
    def ignored(self) -> tuple[str, ...]:
        used = set(self.columns.values())
        words = [word for place, word in enumerate(self.words) if word and place not in used]
        return tuple(dict.fromkeys(words))

    @property
    def fault(self) -> str:
        """What is missing, in a sentence; empty where people can be read from the sheet."""
        if self.skipped:
            return ""
        if RosterField.full_name not in self.columns:
            return NO_NAME
        told = RosterField.branch in self.columns or self.branch or self.headings
        return "" if told else NO_BRANCH

    @property
    def skipped(self) -> bool:
        """True where a person said that no column is a name: nobody is read from the sheet."""
        return self.settled and RosterField.full_name not in self.columns

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

    def unread(self) -> "RosterLayoutFound":
        """The same with nobody to be read from the sheet."""
        name = self.columns.get(RosterField.full_name)
        return replace(self, settled=True) if name is None else self.with_meaning(name, None)


def find_layouts(
    sheets: Sequence[Sheet], known: Mapping[str, Meanings] | None = None
) -> tuple[RosterLayoutFound, ...]:
    """A layout for each sheet that seems to have people, some perhaps with a `fault`.

    `known` are the layouts that a person set right before, by `Layout.header`. Raises BadSheet
    for another list, and where no sheet has people.
    """
    layouts = _by_header(sheets, known or {})
    complete = [layout for layout in layouts if not layout.fault]
    rosters = [layout for layout in complete if layout.kind is RosterFileKind.roster]
    chosen = rosters or complete
    people = [one for one in layouts if one.fault and (not chosen or _tells_people(one))]
    found = {id(layout.sheet) for layout in layouts}
    people += [
        layout
        for sheet in sheets
        if id(sheet) not in found and (layout := _by_content(sheet)) is not None
    ]
    if chosen or people:
        order = {id(sheet): number for number, sheet in enumerate(sheets)}
        return tuple(sorted((*chosen, *people), key=lambda one: order[id(one.sheet)]))
    words = {word_of(cell) for sheet in sheets for row in _first(sheet) for cell in row.cells}
    shapes = [shape for sheet in sheets if (shape := other_shape(sheet))]
    raise BadSheet(other_list(words) or next(iter(shapes), NO_HEADER))


def _by_header(sheets: Sequence[Sheet], known: Mapping[str, Meanings]) -> list[RosterLayoutFound]:
    found = [
        layout
        for sheet in sheets
        if not other_shape(sheet) and (layout := _layout(sheet, known)) is not None
    ]
    return [one for one in found if one.settled or not other_list(set(one.ignored))]


def _tells_people(layout: RosterLayoutFound) -> bool:
    """Whether what a sheet lists are people of a roster, though something is missing."""
    return bool(layout.columns) and layout.kind is RosterFileKind.roster


def _by_content(sheet: Sheet) -> RosterLayoutFound | None:
    """A sheet whose header nobody knows, but which has identity numbers: a person is to say
    what its columns mean."""
    if other_shape(sheet):
        return None
    above: Row | None = None
    for row in _first(sheet):
        for place, cell in enumerate(row.cells):
            if isinstance(cell, str) and _IDENTITY.fullmatch(cell.strip()):
                words = tuple(word_of(cell) for cell in above.cells) if above is not None else ()
                if other_list(set(words)):
                    return None
                width = max(len(words), len(row.cells))
                words += ("",) * (width - len(words))
                number = 0 if above is None else above.number
                columns = {**_meanings(words), RosterField.identity: place}
                return RosterLayoutFound(sheet, (number, number), words, columns)
        above = row
    return None


def other_shape(sheet: Sheet) -> str:
    """The sentence for people who do not stand in rows: a form for each, or a column for each;
    empty where they do."""
    labels = [
        [MEANINGS[word] for cell in row.cells if (word := word_of(cell)) in MEANINGS]
        for row in sheet.rows[:LONGEST_FORM]
    ]
    said = [some for some in labels if some]
    fields = {field for some in said for field in some}
    if len(said) < LEAST_WORDS or RosterField.full_name not in fields or len(fields) <= LEAST_WORDS:
        return ""
    if max(map(len, said)) * 2 > len(fields) or sum(map(len, said)) > 2 * len(fields):
        return ""
    return TURNED if all(len(some) == 1 for some in said) else FORMS


def is_roster(sheets: Sequence[Sheet]) -> bool:
    """Whether people can be read from a file, or could once its columns are set right."""
    return bool(_by_header(sheets, {}))


def kind_of(layouts: Sequence[RosterLayoutFound]) -> RosterFileKind:
    """Raises BadSheet with what is missing where no people can be read."""
    if fault := next((layout.fault for layout in layouts if layout.fault), ""):
        raise BadSheet(fault)
    kinds = [layout.kind for layout in layouts if not layout.skipped]
    return kinds[0] if kinds else RosterFileKind.roster


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
    if sum(cell != "" for cell in below.cells) < LEAST_WORDS:
        return readings  # a note or an instruction, which is no second row of a header
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
    layout = RosterLayoutFound(
        sheet,
        rows,
        words,
        _meanings(words),
        _branch_above(sheet, rows[0]),
        headings=_has_headings(sheet, rows[1]),
    )
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


def _has_headings(sheet: Sheet, header_row: int) -> bool:
    """Whether the first row below the header is a branch alone."""
    below = next((row for row in sheet.rows if row.number > header_row), None)
    return below is not None and bool(heading_of(below))


def heading_of(row: Row) -> str:
    """The branch that a row names and nothing else: 一、石梁村党支部（2人）; else empty."""
    said = [cell for cell in row.cells if cell != ""]
    if len(said) != 1 or not isinstance(said[0], str):
        return ""
    found = _HEADING.fullmatch(clean_name(said[0]))
    return found[1] if found else ""


def _branch_above(sheet: Sheet, header_row: int) -> str:
    """The branch that a sheet of one branch is for: by its own name, else by its title."""
    titles = [str(row.cells[0]) for row in _first(sheet) if row.number < header_row and row.cells]
    for text in (sheet.name, *titles):
        if found := _BRANCH.search(clean_name(text)):
            return found[0]
    return ""
