"""From rows to people: each row becomes one entry, and what could not be taken is listed."""

from dataclasses import replace

from models.core.types import PartialDate
from models.member import MemberKind
from services.branch import LONGEST_NAME as LONGEST_BRANCH
from services.core.text import clean_name, mask_identity, mask_phone
from services.roster_import import values
from services.roster_import.bulk import collector_paused
from services.roster_import.columns import LABELS, MEANINGS, Field, Layout, find_layouts, word_of
from services.roster_import.entries import Entry, Problem, ProblemKind, Roster
from services.roster_import.sheet_reader import BadSheet, Cell, Progress, Row, SheetFile
from services.roster_import.values import Unreadable

TOTAL_WORDS = ("合计", "总计", "小计", "共计", "总人数", "人数合计")
LONGEST_WORD = 20
LONGEST_TEXT = 60
LONGEST_NOTE = 200
MASKED_FROM = 8


def understand(file: SheetFile, progress: Progress) -> Roster:
    """The people of a spreadsheet. Raises BadSheet where it is no roster or has nobody."""
    with collector_paused():
        return _understand(file, progress)


def _understand(file: SheetFile, progress: Progress) -> Roster:
    layouts = find_layouts(file.sheets)
    reader = _Reader(file.typed)
    rows = sum(len(layout.sheet.rows) for layout in layouts)
    done = blank = 0
    for layout in layouts:
        for row in layout.people_rows():
            if done % 500 == 0:
                progress(done, rows, "正在核对每一行")
            done += 1
            reader.take(layout, row)
        numbers = [row.number for row in layout.sheet.rows]
        blank += numbers[-1] - numbers[0] + 1 - len(numbers)
    entries = reader.without_doubles()
    if not entries:
        raise BadSheet("花名册的表头下面没有人。请检查是否选错了文件。")
    used = {layout.sheet.name for layout in layouts}
    known = {field for layout in layouts for field in layout.columns}
    ignored = dict.fromkeys(word for layout in layouts for word in layout.ignored)
    return Roster(
        file_name=file.name,
        digest=file.digest,
        entries=entries,
        problems=tuple(reader.problems),
        columns=tuple(LABELS[field] for field in Field if field in known),
        ignored=tuple(ignored),
        sheets=tuple(layout.sheet.name for layout in layouts),
        other_sheets=tuple(sheet.name for sheet in file.sheets if sheet.name not in used),
        blank_rows=blank,
    )


def cell_name(column: int, row: int) -> str:
    """As a spreadsheet names it: (5, 85) → F85."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


class _Reader:
    """Collects entries and problems over all sheets of one file."""

    def __init__(self, typed: bool) -> None:
        self._typed = typed
        self._entries: list[Entry] = []
        self._branches: dict[Cell, str] = {}
        self.problems: list[Problem] = []

    def take(self, layout: Layout, row: Row) -> None:
        if _is_total(row) or _is_header(layout, row):
            return
        cells = _Cells(layout, row)
        if not values.text_of(cells.of(Field.name)):
            if values.text_of(cells.of(Field.identity)):
                self._tell(ProblemKind.row, cells, Field.name, "", "没有姓名，这一行没有导入")
            return  # a note under the list
        try:
            name = values.name_of(cells.of(Field.name))
            kind = values.kind_of(cells.of(Field.kind)) if cells.has(Field.kind) else None
        except Unreadable as why:
            person = values.text_of(cells.of(Field.name))[:10]
            self._tell(ProblemKind.row, cells, Field.name, person, f"{why}，这一行没有导入")
            return
        branch = self._branch(cells.of(Field.branch))
        if not branch:
            why_not = "没有写明党支部，这一行没有导入"
            self._tell(ProblemKind.row, cells, Field.branch, name, why_not)
            return
        self._entries.append(self._entry(cells, name, branch, kind))

    def _branch(self, cell: Cell) -> str:
        """A branch's name; empty where the cell holds none."""
        if cell not in self._branches:
            name = clean_name(values.text_of(cell))
            is_name = any(character.isalpha() for character in name)
            self._branches[cell] = name if is_name and len(name) <= LONGEST_BRANCH else ""
        return self._branches[cell]

    def _entry(self, cells: "_Cells", name: str, branch: str, kind: MemberKind | None) -> Entry:
        identity = self._identity(cells, name)
        post = self._text(cells, Field.post)
        said = values.yes(cells.of(Field.floating)) if cells.has(Field.floating) else None
        return Entry(
            sheet=cells.sheet,
            row=cells.row,
            name=name,
            branch=branch,
            identity_number=identity,
            identity_cell=cells.place(Field.identity),
            born=self._date(cells, Field.born, name),
            sex=values.sex_of_cell(cells.of(Field.sex)),
            nation=self._text(cells, Field.nation),
            education=self._text(cells, Field.education),
            kind=kind,
            role=values.role_of(post) if cells.has(Field.post) else None,
            post=("" if post == "党员" else post) if cells.has(Field.post) else None,
            joined=self._date(cells, Field.joined, name),
            became_full=self._date(cells, Field.became_full, name),
            occupation=self._text(cells, Field.occupation),
            phone=self._phone(cells, name),
            floating=said,
            note=self._text(cells, Field.note, LONGEST_NOTE),
        )

    def _identity(self, cells: "_Cells", name: str) -> str:
        read = values.identity_of(cells.of(Field.identity), typed=self._typed)
        if read.fault:
            self._tell(ProblemKind.identity, cells, Field.identity, name, read.fault, read.shown)
        return read.number

    def _date(self, cells: "_Cells", field: Field, name: str) -> PartialDate | None:
        try:
            return values.date_of(cells.of(field))
        except Unreadable as why:
            self._tell(ProblemKind.value, cells, field, name, f"{LABELS[field]}：{why}")
            return None

    def _phone(self, cells: "_Cells", name: str) -> str:
        try:
            return values.phone_of(cells.of(Field.phone))
        except Unreadable as why:
            self._tell(ProblemKind.value, cells, Field.phone, name, f"电话：{why}")
            return ""

    @staticmethod
    def _text(cells: "_Cells", field: Field, most: int = LONGEST_TEXT) -> str:
        return values.common_text_of(cells.of(field))[:most]

    def _tell(
        self,
        kind: ProblemKind,
        cells: "_Cells",
        field: Field,
        person: str,
        reason: str,
        shown: str | None = None,
    ) -> None:
        text = values.text_of(cells.of(field)) if shown is None else shown
        place = cells.place(field)
        self.problems.append(Problem(kind, cells.sheet, place, person, masked(field, text), reason))

    def without_doubles(self) -> tuple[Entry, ...]:
        """The entries in the file's order, once what two of them share has been settled.

        The same number under the same name is one person listed twice; under different names
        nobody knows whose it is, so none of them keeps it.
        """
        holders: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.identity_number:
                holders.setdefault(entry.identity_number, []).append(entry)
        changed: dict[int, Entry | None] = {}
        for number, sharing in holders.items():
            if len(sharing) > 1:
                self._settle(number, sharing, changed)
        settled = (changed.get(id(entry), entry) for entry in self._entries)
        return tuple(entry for entry in settled if entry is not None)

    def _settle(self, number: str, sharing: list[Entry], changed: dict[int, Entry | None]) -> None:
        first = sharing[0]
        one_person = all(entry.name == first.name for entry in sharing)
        for entry in sharing[1:] if one_person else sharing:
            others = "、".join(other.identity_cell for other in sharing if other is not entry)
            if one_person:
                kind, reason = ProblemKind.row, f"与 {first.identity_cell} 是同一个人，只导入一次"
                changed[id(entry)] = None
            else:
                kind, reason = ProblemKind.identity, f"与 {others[:40]} 的号码相同，但姓名不同"
                changed[id(entry)] = replace(entry, identity_number="")
            self.problems.append(
                Problem(
                    kind,
                    entry.sheet,
                    entry.identity_cell,
                    entry.name,
                    mask_identity(number),
                    reason,
                )
            )


class _Cells:
    """One row's cells by what they mean."""

    def __init__(self, layout: Layout, row: Row) -> None:
        self._columns, self._row = layout.columns, row
        self.sheet, self.row = layout.sheet.name, row.number

    def of(self, field: Field) -> Cell:
        return self._row.cell(self._columns.get(field, -1))

    def has(self, field: Field) -> bool:
        """True where the file has this column: an empty cell then says "no" or "none"."""
        return field in self._columns

    def place(self, field: Field) -> str:
        return cell_name(self._columns.get(field, 0), self.row)


def masked(field: Field, text: str) -> str:
    """What a cell says, as it may be shown: numbers of people are masked."""
    if field is Field.identity:
        return mask_identity(text) if len(text) >= MASKED_FROM else "*" * len(text)
    if field is Field.phone:
        return mask_phone(text)
    return text[:30]


def _is_total(row: Row) -> bool:
    first = next((cell for cell in row.cells if cell != ""), "")
    return isinstance(first, str) and len(first) <= LONGEST_WORD and word_of(first) in TOTAL_WORDS


def _is_header(layout: Layout, row: Row) -> bool:
    """A header repeated on each printed page."""
    name = row.cell(layout.columns[Field.name])
    return isinstance(name, str) and MEANINGS.get(word_of(name)) is Field.name
