"""From rows to people: each row becomes one entry, and what could not be taken is listed."""

from collections.abc import Sequence

from models.core.types import PartialDate
from models.member import MemberKind
from services.branch import LONGEST_NAME as LONGEST_BRANCH
from services.core.bulk import collector_paused
from services.core.sheet_reader import BadSheet, Cell, Progress, Row, SheetFile
from services.core.sheet_table import cell_name, column_letters, is_total, text_of
from services.core.text import clean_name, mask_identity, mask_phone
from services.roster_import import values
from services.roster_import.columns import RosterField
from services.roster_import.doubles import without_doubles
from services.roster_import.entries import ProblemKind, RosterEntry, RosterProblem, RosterRead
from services.roster_import.headers import RosterLayoutFound, kind_of
from services.roster_import.masking import mask_numbers
from services.roster_import.other_rows import is_header, is_note
from services.roster_import.values import UnreadableValue

LONGEST_TEXT = 60
LONGEST_NOTE = 200
MASKED_FROM = 8


def understand(
    file: SheetFile, layouts: Sequence[RosterLayoutFound], progress: Progress
) -> RosterRead:
    """The people of a spreadsheet. Raises BadSheet where a layout is not complete or nobody is
    there, and what `progress` raises."""
    with collector_paused():
        return _understand(file, layouts, progress)


def _understand(
    file: SheetFile, layouts: Sequence[RosterLayoutFound], progress: Progress
) -> RosterRead:
    kind = kind_of(layouts)
    reader = _Reader(file)
    rows = sum(len(layout.sheet.rows) for layout in layouts)
    done = blank = 0
    for layout in layouts:
        reader.begin(layout)
        for row in layout.people_rows():
            if done % 500 == 0:
                progress(done, rows, "正在核对每一行")
            done += 1
            reader.take(row)
        numbers = [row.number for row in layout.sheet.rows]
        blank += numbers[-1] - numbers[0] + 1 - len(numbers)
    entries, doubles = without_doubles(reader.entries)
    if not entries:
        raise BadSheet("花名册的表头下面没有人。请检查是否选错了文件。")
    used = {layout.sheet.name for layout in layouts}
    known = {field for layout in layouts for field in layout.columns}
    ignored = dict.fromkeys(word for layout in layouts for word in layout.ignored)
    return RosterRead(
        file_name=file.name,
        digest=file.digest,
        kind=kind,
        layouts=tuple(layouts),
        entries=entries,
        problems=(*reader.problems, *doubles),
        columns=tuple(field.word for field in RosterField if field in known),
        ignored=tuple(ignored),
        sheets=tuple(layout.sheet.name for layout in layouts),
        other_sheets=tuple(sheet.name for sheet in file.sheets if sheet.name not in used),
        blank_rows=blank,
    )


class _Reader:
    """Collects entries and problems over all sheets of one file."""

    def __init__(self, file: SheetFile) -> None:
        self._typed, self._from_1904 = file.typed, file.from_1904
        self._branches: dict[Cell, str] = {}
        self.entries: list[RosterEntry] = []
        self.problems: list[RosterProblem] = []

    def begin(self, layout: RosterLayoutFound) -> None:
        """The rows that follow are of this sheet."""
        self._layout, self._columns = layout, layout.columns
        self._width = max((len(layout.words), *(place + 1 for place in self._columns.values())))
        # A field without a column is read from the place behind the last, which is empty.
        self._places = tuple(self._columns.get(field, self._width) for field in RosterField)
        self._letters = column_letters(self._columns.get(RosterField.identity, 0))
        self._has_kind = RosterField.kind in self._columns
        self._has_post = RosterField.post in self._columns
        self._has_floating = RosterField.floating in self._columns
        self._empty = ("",) * (self._width + 1)

    def take(self, row: Row) -> None:
        cells = row.cells[: self._width] + self._empty[min(len(row.cells), self._width) :]
        said = cells[self._columns[RosterField.full_name]]
        if not said or not text_of(said):
            if self._is_person_without_name(row):
                self._tell(
                    ProblemKind.row, row, RosterField.full_name, "", "没有姓名，这一行没有导入", ""
                )
            return  # a note under the list
        first = next(cell for cell in row.cells if cell != "")
        if isinstance(first, str) and (is_total(row) or is_note(row)):
            return  # most rows begin with their number
        if is_header(self._layout, row):
            return
        try:
            name, beside = values.name_of(said)
            kind = (
                values.kind_of(cells[self._columns[RosterField.kind]]) if self._has_kind else None
            )
        except UnreadableValue as why:
            person = mask_numbers(text_of(said))[:10]
            self._tell(
                ProblemKind.row, row, RosterField.full_name, person, f"{why}，这一行没有导入"
            )
            return
        branch = self._branch(row)
        if not branch:
            why_not = "没有写明党支部，这一行没有导入"
            self._tell(ProblemKind.row, row, RosterField.branch, name, why_not)
            return
        if beside:
            not_taken = f"姓名后面写着“{beside}”，没有导入，请核对"
            self._tell(ProblemKind.cell, row, RosterField.full_name, name, not_taken)
        self.entries.append(self._entry(row, cells, name, branch, kind))

    def _is_person_without_name(self, row: Row) -> bool:
        identity = row.cell(self._columns.get(RosterField.identity, -1))
        return bool(text_of(identity)) and not (is_total(row) or is_header(self._layout, row))

    def _branch(self, row: Row) -> str:
        """A branch's name, the sheet's own where no column says it; empty where there is none."""
        if (place := self._columns.get(RosterField.branch)) is None:
            return self._layout.branch
        cell = row.cell(place)
        if cell not in self._branches:
            name = clean_name(text_of(cell))
            is_name = any(character.isalpha() for character in name)
            self._branches[cell] = name if is_name and len(name) <= LONGEST_BRANCH else ""
        return self._branches[cell]

    def _entry(
        self, row: Row, cells: tuple[Cell, ...], name: str, branch: str, kind: MemberKind | None
    ) -> RosterEntry:
        (_, sex, nation, identity, born, education, _, _, joined, became_full, occupation, post,
         phone, floating, note) = self._places  # fmt: skip
        text = values.common_text_of
        read = values.identity_of(cells[identity], typed=self._typed)
        if read.fault:
            self._tell(
                ProblemKind.identity, row, RosterField.identity, name, read.fault, read.shown
            )
        said_born = self._date(row, cells[born], RosterField.born, name)
        said_post = text(cells[post])[:LONGEST_TEXT]
        return RosterEntry(
            self._layout.sheet.name,
            row.number,
            name,
            branch,
            read.number,
            f"{self._letters}{row.number}",
            values.birth_in(read.number) if read.number else said_born,
            said_born,
            values.sex_of_cell(cells[sex]),
            text(cells[nation])[:LONGEST_TEXT],
            text(cells[education])[:LONGEST_TEXT],
            kind,
            values.role_of(said_post) if self._has_post else None,
            ("" if said_post == "党员" else said_post) if self._has_post else None,
            self._date(row, cells[joined], RosterField.joined, name),
            self._date(row, cells[became_full], RosterField.became_full, name),
            text(cells[occupation])[:LONGEST_TEXT],
            self._phone(row, cells[phone], name),
            values.yes(cells[floating]) if self._has_floating else None,
            text_of(cells[note])[:LONGEST_NOTE],
        )

    def _date(self, row: Row, cell: Cell, field: RosterField, name: str) -> PartialDate | None:
        try:
            return values.date_of(values.since_1904(cell) if self._from_1904 else cell)
        except UnreadableValue as why:
            self._tell(ProblemKind.cell, row, field, name, f"{field.word}：{why}")
            return None

    def _phone(self, row: Row, cell: Cell, name: str) -> str:
        try:
            return values.phone_of(cell)
        except UnreadableValue as why:
            self._tell(ProblemKind.cell, row, RosterField.phone, name, f"电话：{why}")
            return ""

    def _tell(
        self,
        kind: ProblemKind,
        row: Row,
        field: RosterField,
        person: str,
        reason: str,
        shown: str | None = None,
    ) -> None:
        column = self._columns.get(field, 0)
        text = text_of(row.cell(column)) if shown is None else shown
        place = cell_name(column, row.number)
        sheet = self._layout.sheet.name
        self.problems.append(RosterProblem(kind, sheet, place, person, masked(field, text), reason))


def masked(field: RosterField, text: str) -> str:
    """What a cell says, as it may be shown: numbers of people are masked."""
    if field is RosterField.identity:
        return mask_identity(text) if len(text) >= MASKED_FROM else "*" * len(text)
    if field is RosterField.phone:
        return mask_phone(text)
    return mask_numbers(text)[:30]
