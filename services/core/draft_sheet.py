"""Drafts in a spreadsheet: what each row says, what cannot be read, and what was left out.

A feature declares its columns once, most of them made of the fields of its draft
(`field_columns`), the others with plain functions. From them come the reading of a file and the
workbook: what is written can be read again. What is done with the rows stands in draft_taking.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from services.core import sheet_reader
from services.core.errors import BadInput
from services.core.fields import fields_of
from services.core.listing import Cell as Written
from services.core.listing import ListColumn, Listing
from services.core.sheet_reader import BadSheet, Cell, Progress, Row, Sheet, SheetFile
from services.core.sheet_table import (
    HEADER_WITHIN,
    SheetTable,
    cell_name,
    column_letters,
    fault_of,
    find,
    prose_of,
    word_of,
)

Read = Callable[[Cell], Any]
"""What a cell that says something means. Raises BadInput."""
SHOWN = 40
FEWEST_CELLS = 2
SHARED = "和上面几行合并成一格，只算在第一行；各有各的请拆开填写。"
NUMBERINGS = frozenset({"序号", "号", "No.", "NO"})
_FOOT = re.compile(
    r"(注\d*|说明|备注|单位|填[报表]单位)\s*[:：]"
    r"|(填表|填报|制表|审核|审批|批准|经办)(人|日期|时间)\s*([:：]|$)"
)
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]|第[一二三四五六七八九十]+(类|部分)")


@dataclass(frozen=True)
class SheetColumn:
    """`caption` names it in messages; `headers` are the words that it is found by, the first is
    the one that is written. Without `read` it is only written. `cell` is what a workbook gets of
    a row, `words` how people read a value. A `hidden` one is for who reads the workbook back."""

    name: str
    caption: str
    headers: tuple[str, ...]
    read: Read | None
    cell: Callable[[Any], Written]
    words: Callable[[Any], str] = str
    width: int = 120
    right: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class DraftSheet:
    """A kind of list. `noun` and `measure` count its rows: 3 门课程. `required` columns make a
    header one of this kind; `title` is the column that names a row: without it there is none.
    `whole`: a row with a cell that cannot be read is left out as a whole, else only that cell.
    `several` are columns of which a title merged over rows may have one value in each; `once` those
    whose value, merged over rows, is one for all of them: it is taken in the first and told in
    the others."""

    noun: str
    measure: str
    columns: tuple[SheetColumn, ...]
    required: tuple[str, ...]
    title: str = "title"
    whole: bool = True
    several: tuple[str, ...] = ()
    once: tuple[str, ...] = ()

    def tables(self, sheets: Sequence[Sheet]) -> tuple[SheetTable, ...]:
        """Those of a file that are of this kind."""
        return find(sheets, {one.name: one.headers for one in self.columns}, self.required)


@dataclass(frozen=True)
class CellProblem:
    """A cell that cannot be taken, as a spreadsheet names it; `shown` is what stands there."""

    sheet: str
    cell: str
    shown: str
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """What else a file has, a column, a sheet or a line, and what became of it."""

    where: str
    shown: str
    reason: str


@dataclass(frozen=True)
class SheetRow:
    """`values` are what the cells say, nothing for those that are empty or cannot be read;
    `cells` are all the cells of known columns, by name: what a spreadsheet calls it, its text."""

    sheet: str
    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, tuple[str, str]]

    def problem(self, column: str, reason: str, shown: str = "") -> CellProblem:
        """At a column of this row; at its first where the sheet has no such column."""
        cell, text = self.cells.get(column) or next(iter(self.cells.values()))
        return CellProblem(self.sheet, cell, (shown or text)[:SHOWN], reason)


@dataclass(frozen=True)
class SheetRows:
    """What a file says, in its order."""

    name: str
    rows: tuple[SheetRow, ...]
    problems: tuple[CellProblem, ...]
    left_out: tuple[LeftOut, ...]


def field_columns(
    kind: type,
    widths: Mapping[str, int],
    *,
    headers: Mapping[str, Sequence[str]] | None = None,
    reads: Mapping[str, Read] | None = None,
) -> tuple[SheetColumn, ...]:
    """Columns of the declared fields of a draft, those of `widths` in its order.

    `headers` are words to write instead of the captions and to look for before them; `reads` read
    in a way of their own what people write in more ways than the field's kind knows.
    """
    fields = {one.name: one for one in fields_of(kind)}
    made = []
    for name, width in widths.items():
        field = fields[name]
        words = (*(headers or {}).get(name, ()), field.caption, *field.also)
        made.append(
            SheetColumn(
                name,
                field.caption,
                tuple(dict.fromkeys(words)),
                (reads or {}).get(name, field.read),
                field.cell,
                field.kind.words,
                width,
                field.kind.is_number,
            )
        )
    return tuple(made)


def open_file(
    path: Path, progress: Progress, form: DraftSheet, refusal: Callable[[Sequence[Sheet]], str]
) -> SheetRows:
    """Read a file of one kind. Raises BadSheet, for another kind of list with what `refusal`
    says of its sheets."""
    file = sheet_reader.read(path, progress)
    tables = form.tables(file.sheets)
    if not tables:
        raise BadSheet(refusal(file.sheets))
    return understand(file, form, tables)


def understand(
    file: SheetFile,
    form: DraftSheet,
    tables: Iterable[SheetTable],
    reads: Callable[[SheetTable], Mapping[str, Read]] = lambda _table: {},
) -> SheetRows:
    """The rows of these tables of a file; `reads` are other ways to read some columns of one."""
    reading = _Reading(file, form)
    for table in tables:
        reading.take(table, reads(table))
    return reading.result()


def words_in(sheets: Sequence[Sheet]) -> set[str]:
    """All words of the first rows, where headers stand."""
    return {
        word_of(cell)
        for sheet in sheets
        for row in sheet.rows[:HEADER_WITHIN]
        for cell in row.cells
    }


def listing(form: DraftSheet, rows: Iterable[object], title: str, note: str) -> Listing:
    """These rows in the columns of the kind."""
    columns = tuple(ListColumn(c.headers[0], c.width, c.right, c.hidden) for c in form.columns)
    lines = tuple(tuple(one.cell(row) for one in form.columns) for row in rows)
    return Listing(title, note, columns, lines)


def book(
    form: DraftSheet, rows: Iterable[object], title: str, note: str, *, name: str = "名单"
) -> bytes:
    """The same as an .xlsx, which can be read again."""
    from services.core.sheet_writer import write  # XlsxWriter: only who exports waits for it

    return write(listing(form, rows, title, note), name=name)


class _Reading:
    """Collects what the tables of a file say."""

    def __init__(self, file: SheetFile, form: DraftSheet) -> None:
        self._file, self._form = file, form
        self._tables: set[str] = set()
        self._rows: list[SheetRow] = []
        self._problems: list[CellProblem] = []
        self._left_out: list[LeftOut] = []
        self._continued = frozenset[int]()
        self._shared: dict[str, frozenset[int]] = {}

    def take(self, table: SheetTable, reads: Mapping[str, Read]) -> None:
        self._tables.add(table.sheet)
        self._tell_columns(table)
        sheet = next(one for one in self._file.sheets if one.name == table.sheet)
        unseen = sheet.unseen
        self._continued = sheet.continued(table.columns.get(self._form.title, -1))
        self._shared = {
            name: sheet.continued(table.columns[name])
            for name in self._form.once
            if name in table.columns
        }
        readers = {one.name: reads.get(one.name, one.read) for one in self._form.columns}
        for row in sorted((*table.rows, *table.totals)):
            if row in table.totals:
                self._leave(table, row, "合计行")
            else:
                self._take_row(table, row, readers)
            if row.number in unseen:
                self._leave(table, row, "这一行在文件里隐藏着，也读了，请核对")

    def result(self) -> SheetRows:
        unread = [one.name for one in self._file.sheets if one.name not in self._tables]
        self._left_out += [LeftOut(f"工作表“{name}”", "", "没有认得的表头") for name in unread]
        self._left_out += [
            LeftOut(f"工作表“{name}”", "", "在文件里是隐藏的") for name in self._file.hidden
        ]
        return SheetRows(
            self._file.name, tuple(self._rows), tuple(self._problems), tuple(self._left_out)
        )

    def _take_row(self, table: SheetTable, row: Row, readers: Mapping[str, Read | None]) -> None:
        said = {
            name: cell for name, place in table.columns.items() if prose_of(cell := row.cell(place))
        }
        filled = [text for cell in row.cells if (text := prose_of(cell))]
        if not said and all(text.isdecimal() for text in filled):
            return  # blank, at most numbered
        title = self._form.title
        only_title = len(filled) == 1 and _HEADING.match(filled[0])
        if only_title or _FOOT.match(filled[0]) or (title not in said and len(said) < FEWEST_CELLS):
            self._leave(table, row, "小标题、说明或空行")
            return
        cells = {
            name: (cell_name(place, row.number), prose_of(row.cell(place)))
            for name, place in table.columns.items()
        }
        values: dict[str, Any] = {}
        made = SheetRow(table.sheet, row.number, values, cells)
        above = self._rows[-1] if self._rows else None
        faults = []
        if title not in said:
            faults.append(made.problem(title, f"没有{self._captions[title]}。"))
        for name, cell in said.items():
            read = readers[name]
            if read is None:
                continue
            if fault := fault_of(cell):
                faults.append(made.problem(name, f"{fault}。"))
                continue
            if row.number in self._shared.get(name, ()):
                faults.append(made.problem(name, SHARED))
                continue
            try:
                values[name] = read(cell)
            except BadInput as error:
                faults.append(made.problem(name, error.message))
        if title in values and not (faults and self._form.whole):
            if above is not None and self._goes_on(above, made):
                self._rows[-1] = self._joined(above, made)
            else:
                self._rows.append(made)
        self._problems += faults

    def _goes_on(self, above: SheetRow, row: SheetRow) -> bool:
        """Whether a row under a merged title only adds to what stands above it."""
        return row.number in self._continued and all(
            value == above.values.get(name, value)
            for name, value in row.values.items()
            if name not in self._form.several
        )

    def _joined(self, above: SheetRow, row: SheetRow) -> SheetRow:
        values = {**row.values, **above.values}
        for name in self._form.several:
            both = (*above.values.get(name, ()), *row.values.get(name, ()))
            if both:
                values[name] = tuple(dict.fromkeys(both))
        return replace(above, values=values)

    def _tell_columns(self, table: SheetTable) -> None:
        """Columns that say something and that nobody reads."""
        known = {place: name for name, place in table.columns.items()}
        written = {one.name for one in self._form.columns if one.read is None}
        for place in range(max((len(row.cells) for row in table.rows), default=0)):
            word = table.words[place] if place < len(table.words) else ""
            texts = [text for row in table.rows if (text := prose_of(row.cell(place)))]
            name = known.get(place)
            if not texts or (name is not None and name not in written):
                continue
            if word in NUMBERINGS or (not word and all(text.isdecimal() for text in texts)):
                continue
            where = f"{table.sheet} {column_letters(place)} 列".strip()
            reason = "这一列只供查看，导入时不取" if name else "不认识这一列"
            self._left_out.append(LeftOut(where, word or "（没有表头）", reason))

    def _leave(self, table: SheetTable, row: Row, reason: str) -> None:
        text = " ".join(text for cell in row.cells if (text := prose_of(cell)))
        where = f"{table.sheet} 第 {row.number} 行".strip()
        self._left_out.append(LeftOut(where, text[:SHOWN], reason))

    @property
    def _captions(self) -> dict[str, str]:
        return {one.name: one.caption for one in self._form.columns}
