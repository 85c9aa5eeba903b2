"""A grid that came back: which it is, what each row says, and what cannot be understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from services.core import sheet_reader
from services.core.errors import BadInput
from services.core.sheet_reader import Cell, Progress, Row, Sheet, SheetFile
from services.core.sheet_table import HEADER_WITHIN, cell_name, is_total, text_of, word_of
from services.core.text import clean_name, normal
from services.order.grid.workbook import LABELS, TOTAL
from services.order.rules import MOST_HEADS

TICKS = frozenset("√✓✔☑v对是")
NONE = frozenset({"-", "--", "—", "/", "无", "×", "x", "否", "不参加"})
_IDENTITY = re.compile(r"点单表#([0-9a-f]{32})#(\d{4})#(\d+)")
_HINT = re.compile(r"([0-9a-f]{32});(.+);([\d= ]*)")
_MARK = re.compile(r"#(\d+)")
_HEADS = re.compile(r"(\d{1,6})(?:人|名|位|个)?")
HEAD_WORDS = frozenset(word_of(words) for words in LABELS.values())
CODE_WORD, NAME_WORD = "编码", "党支部"
NOT_A_GRID = "这个文件不是点单表：找不到“编码”一行和“党支部”一列。请选本校导出的点单表。"


@dataclass(frozen=True)
class GridProblem:
    """What was not taken in, and where: `cell` as the spreadsheet names it, or empty."""

    file: str
    cell: str
    text: str


@dataclass(frozen=True)
class GridWish:
    """What one cell says; a tick is an interest without a number, and counts as one."""

    heads: int
    ticked: bool
    cell: str


@dataclass(frozen=True)
class Place:
    """A column: its `position` on the menu where the file still tells, its code and title."""

    column: int
    position: int | None
    code: str
    title: str


@dataclass(frozen=True)
class Said:
    """One row. `branch_id` is what the file remembers of that name; `touched` is whether it
    differs from how it was handed out: only then does it say anything. `wishes` are by column;
    a cell in `unclear` says nothing."""

    name: str
    branch_id: UUID | None
    cell: str
    touched: bool
    wishes: dict[int, GridWish]
    unclear: frozenset[int]


@dataclass(frozen=True)
class Filled:
    """`menu_id`, `year` and `version` are None where the file no longer says which it is."""

    file: str
    menu_id: UUID | None
    year: int | None
    version: int | None
    places: tuple[Place, ...]
    rows: tuple[Said, ...]
    problems: tuple[GridProblem, ...]


@dataclass
class _Head:
    """Where what stands, in the numbers of the spreadsheet's rows."""

    last: int = 0
    name_column: int = -1
    identity: tuple[UUID, int, int] | None = None
    positions: dict[int, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)

    @property
    def is_grid(self) -> bool:
        return self.name_column >= 0 and bool(self.positions or self.codes)


def files_in(folder: Path) -> tuple[Path, ...]:
    """The spreadsheets right in a folder, by name; not those that WPS keeps while one is open."""
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() in sheet_reader.KINDS]
    except OSError as error:
        raise BadInput("这个文件夹打不开，请检查 U 盘后再试。") from error
    return tuple(sorted(path for path in found if not path.name.startswith(("~$", ".~"))))


def read_files(
    paths: Sequence[Path], progress: Progress
) -> tuple[tuple[Filled, ...], tuple[GridProblem, ...]]:
    """The grids in these files, and those files that are none. Raises BadInput where none is
    one, and what `progress` raises."""
    grids, problems = [], []
    for number, path in enumerate(paths):
        progress(number, len(paths), path.name)
        try:
            grids.append(understand(sheet_reader.read(path, progress)))
        except BadInput as error:
            problems.append(GridProblem(path.name, "", error.message))
    if not grids:
        raise BadInput(problems[0].text if len(problems) == 1 else "这些文件都不是点单表。")
    return tuple(grids), tuple(problems)


def understand(file: SheetFile) -> Filled:
    """The first sheet that is a grid. Raises BadInput where none is."""
    for sheet in file.sheets:
        head = _head(sheet)
        if head.is_grid:
            return _filled(file.name, sheet, head)
    raise BadInput(NOT_A_GRID)


def is_grid(sheets: Sequence[Sheet]) -> bool:
    return any(_head(sheet).is_grid for sheet in sheets)


def heads_of(cell: Cell) -> int | bool | None:
    """How many a cell says: None for nothing said, True for a tick. Raises BadInput."""
    if isinstance(cell, date):
        raise BadInput(f"是日期 {cell.isoformat()}，请填人数")
    if isinstance(cell, float):
        if not cell.is_integer() or not 0 <= cell <= MOST_HEADS:
            raise BadInput(f"“{text_of(cell)}”不是 0 到 {MOST_HEADS} 的整数")
        return int(cell)
    said = normal(cell).replace(" ", "").lower()
    if not said:
        return None
    if said in TICKS:
        return True
    if said in NONE:
        return 0
    found = _HEADS.fullmatch(said)
    if found is None or int(found[1]) > MOST_HEADS:
        raise BadInput(f"“{cell[:20]}”看不懂，请只填人数")
    return int(found[1])


def _head(sheet: Sheet) -> _Head:
    head = _Head()
    for row in sheet.rows[:HEADER_WITHIN]:
        for column, cell in enumerate(row.cells):
            word = word_of(cell) if isinstance(cell, str) else ""
            if word == CODE_WORD and not head.codes:
                head.codes = _to_the_right(row, column)
                head.last = max(head.last, row.number)
            elif word.startswith(NAME_WORD) and head.name_column < 0:
                head.name_column = column
                head.titles = _to_the_right(row, column)
                head.last = max(head.last, row.number)
            elif word in HEAD_WORDS and column == head.name_column:
                head.last = max(head.last, row.number)
            elif found := _IDENTITY.fullmatch(str(cell)):
                head.identity = UUID(found[1]), int(found[2]), int(found[3])
                head.last = max(head.last, row.number)
                head.positions = {
                    place: int(mark[1])
                    for place, other in enumerate(row.cells)
                    if (mark := _MARK.fullmatch(str(other)))
                }
    return head


def _to_the_right(row: Row, column: int) -> dict[int, str]:
    texts = {place: text_of(cell) for place, cell in enumerate(row.cells) if place > column}
    return {place: text for place, text in texts.items() if text and text != TOTAL}


def _filled(name: str, sheet: Sheet, head: _Head) -> Filled:
    columns = sorted(head.positions or head.codes)
    places = tuple(
        Place(one, head.positions.get(one), head.codes.get(one, ""), head.titles.get(one, ""))
        for one in columns
    )
    hints = _hints(sheet)
    problems: list[GridProblem] = []
    rows = [
        _said(name, row, head, places, hints, problems)
        for row in sheet.rows
        if row.number > head.last and not is_total(row)
    ]
    menu_id, year, version = head.identity or (None, None, None)
    return Filled(name, menu_id, year, version, places, tuple(rows), tuple(problems))


def _hints(sheet: Sheet) -> dict[str, tuple[UUID, dict[int, int]]]:
    """By a branch's name: its id, and what it had ordered when the grid was handed out. By
    name and not by row, since a sorted list may have left the hidden cells behind."""
    found: dict[str, tuple[UUID, dict[int, int]]] = {}
    for row in sheet.rows:
        for cell in row.cells:
            if isinstance(cell, str) and (hint := _HINT.fullmatch(cell)):
                pairs = (pair.partition("=") for pair in hint[3].split())
                ordered = {int(place): int(heads) for place, _, heads in pairs if heads}
                found[clean_name(hint[2])] = UUID(hint[1]), ordered
    return found


def _said(
    file: str,
    row: Row,
    head: _Head,
    places: Sequence[Place],
    hints: dict[str, tuple[UUID, dict[int, int]]],
    problems: list[GridProblem],
) -> Said:
    wishes: dict[int, GridWish] = {}
    unclear = set()
    for place in places:
        cell = cell_name(place.column, row.number)
        try:
            heads = heads_of(row.cell(place.column))
        except BadInput as error:
            problems.append(GridProblem(file, cell, f"{error.message}，这一格没有收。"))
            unclear.add(place.column)
            continue
        if heads is not None:
            wishes[place.column] = GridWish(int(heads), heads is True, cell)
    name = clean_name(text_of(row.cell(head.name_column)))
    branch_id, before = hints.get(name, (None, None))
    said_now = {p.position: wishes[p.column].heads for p in places if p.column in wishes}
    known = before is not None and head.positions
    touched = bool(wishes or unclear) and not (known and not unclear and said_now == before)
    if known and before and not wishes:
        touched = True  # what had been handed out filled in was cleared
    where = cell_name(head.name_column, row.number)
    return Said(name, branch_id, where, touched, wishes, frozenset(unclear))
