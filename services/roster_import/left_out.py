"""What a file has besides its people, and what became of it: nothing is left out in silence."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from services.core.sheet_reader import Row, SheetFile
from services.core.sheet_table import cell_name, column_letters, text_of
from services.roster_import.columns import USELESS, RosterField
from services.roster_import.entries import ProblemKind, RosterProblem
from services.roster_import.headers import RosterLayoutFound, other_shape
from services.roster_import.masking import mask_numbers

MOST_ROWS_TOLD = 200
SHOWN = 30
MOST_NUMBERS = 6
DATES = (RosterField.born, RosterField.joined, RosterField.became_full)


def unread(sheet: str, cell: str, shown: str, reason: str) -> RosterProblem:
    """Something of the file that is nobody's."""
    return RosterProblem(ProblemKind.unread, sheet, cell, "", mask_numbers(shown)[:SHOWN], reason)


def sheets_left(
    file: SheetFile, layouts: Sequence[RosterLayoutFound], faults: Mapping[str, str]
) -> Iterator[RosterProblem]:
    """The sheets from which nobody was read; `faults` say why of some, by their names."""
    used = {layout.sheet.name for layout in layouts}
    for sheet in file.sheets:
        if sheet.name not in used:
            told = "一人一张的表" if other_shape(sheet) else "认不出表头，或没有身份证号和出生日期"
            told = faults.get(sheet.name, told)
            yield unread(sheet.name, "", "", f"工作表“{sheet.name}”没有读：{told}")
    for name in file.hidden:
        yield unread(name, "", "", f"工作表“{name}”在文件里是隐藏的，没有读")


def columns_left(layout: RosterLayoutFound) -> Iterator[RosterProblem]:
    """The columns that say something and that nobody reads, by their headers."""
    used = set(layout.columns.values())
    rows = layout.people_rows()
    width = max((len(row.cells) for row in rows), default=0)
    for place in range(width):
        word = layout.words[place] if place < len(layout.words) else ""
        if place in used or word in USELESS:
            continue
        cells = (cell for row in rows if (cell := row.cell(place)) != "")
        said = next((text for cell in cells if (text := text_of(cell))), "")
        if not said or (not word and _is_numbering(rows, place)):
            continue
        name = f"“{word}”一列" if word else "没有表头的一列"
        place_name = f"{column_letters(place)} 列"
        yield unread(layout.sheet.name, place_name, word, f"{name}没有用到")


def hidden_rows(layout: RosterLayoutFound, rows: Sequence[int]) -> Iterator[RosterProblem]:
    """How many of the people read stand in rows out of sight."""
    if rows:
        some = "、".join(str(number) for number in rows[:MOST_NUMBERS])
        more = "等" if len(rows) > MOST_NUMBERS else ""
        reason = f"第 {some} 行{more}在文件里隐藏着，里面的 {len(rows)} 人也读了，请核对"
        yield unread(layout.sheet.name, f"{rows[0]} 行", "", reason)


def months_only(layout: RosterLayoutFound) -> frozenset[RosterField]:
    """The columns in which each date is the first of its month: where a file does not tell how
    it shows them, they are months."""
    found = set()
    for field in DATES:
        place = layout.columns.get(field, -1)
        days = [cell for row in layout.people_rows() if isinstance(cell := row.cell(place), date)]
        if days and all(day.day == 1 for day in days):
            found.add(field)
    return frozenset(found)


def read_as_months(
    layout: RosterLayoutFound, fields: frozenset[RosterField]
) -> Iterator[RosterProblem]:
    """That of these columns only the month was taken."""
    for field in RosterField:
        if field in fields:
            place = f"{column_letters(layout.columns[field])} 列"
            reason = f"“{field.word}”的日期都是 1 日，只按年月读，请核对"
            yield unread(layout.sheet.name, place, field.word, reason)


def read_as_days(
    layout: RosterLayoutFound, months: frozenset[RosterField]
) -> Iterator[RosterProblem]:
    """That of these columns the day was taken, though a file that does not tell how it shows them
    may show their month alone."""
    for field in DATES:
        place = layout.columns.get(field, -1)
        if field in months or place < 0:
            continue
        if any(isinstance(row.cell(place), date) for row in layout.people_rows()):
            where = f"{column_letters(place)} 列"
            reason = f"“{field.word}”的日期按日读：这种文件看不出表里是不是只显示年月，请核对"
            yield unread(layout.sheet.name, where, field.word, reason)


class RowsLeft:
    """The rows of one sheet from which nobody was read."""

    def __init__(self, layout: RosterLayoutFound) -> None:
        self._sheet = layout.sheet.name
        self._told: list[RosterProblem] = []
        self._more = 0

    def add(self, row: Row, reason: str) -> None:
        """With what the row says; many of them are counted."""
        if len(self._told) == MOST_ROWS_TOLD:
            self._more += 1
            return
        place, said = next((n, cell) for n, cell in enumerate(row.cells) if cell != "")
        self._told.append(unread(self._sheet, cell_name(place, row.number), text_of(said), reason))

    def told(self) -> Iterator[RosterProblem]:
        yield from self._told
        if self._more:
            yield unread(self._sheet, "", "", f"还有 {self._more} 行不是人，没有导入")


def _is_numbering(rows: Sequence[Row], place: int) -> bool:
    return all(not (text := text_of(row.cell(place))) or text.isdecimal() for row in rows)
