"""From rows to people: each row becomes one entry, and what could not be taken is listed.

It stays one file: one class walks over the rows, and each field is read where it is told of.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from models.core.types import PartialDate
from models.member import Role
from services.branch import LONGEST_NAME as LONGEST_BRANCH
from services.core.bulk import collector_paused
from services.core.sheet_reader import BadSheet, Cell, Progress, Row, SheetFile
from services.core.sheet_table import (
    FAULTY,
    cell_name,
    column_letters,
    fault_of,
    is_total,
    text_of,
)
from services.core.text import clean_name, has_lost, mask_identity, mask_phone
from services.member.post_words import is_no_post, read_post
from services.roster_import import values
from services.roster_import.columns import RosterField
from services.roster_import.contradictions import without_slipped
from services.roster_import.doubles import without_doubles
from services.roster_import.entries import ProblemKind, RosterEntry, RosterProblem, RosterRead
from services.roster_import.headers import RosterLayoutFound, heading_of, kind_of
from services.roster_import.left_out import (
    RowsLeft,
    columns_left,
    hidden_rows,
    months_only,
    read_as_days,
    read_as_months,
    sheets_left,
)
from services.roster_import.masking import mask_numbers
from services.roster_import.other_rows import is_header, is_note, is_sample
from services.roster_import.standing import (
    NOTHING_SAID,
    Standing,
    is_group,
    standing_beside,
    standing_in_note,
    standing_of,
    standing_of_group,
    together,
)
from services.roster_import.values import UnreadableValue

LONGEST_TEXT = 60
LONGEST_NOTE = 200
MASKED_FROM = 8
LEAST_SAID = 2
MOST_REASONS = 3
LOOKED_AT = 1_000
NOBODY = "花名册的表头下面没有人。请检查是否选错了文件。"
NOT_A_PERSON = "合计、说明或落款，不是人，没有导入"
NOTE = tuple(RosterField).index(RosterField.note)


def understand(
    file: SheetFile,
    layouts: Sequence[RosterLayoutFound],
    progress: Progress,
    faults: Mapping[str, str] | None = None,
) -> RosterRead:
    """The people of a spreadsheet; `faults` say why sheets without a layout are not read. Raises
    BadSheet where a layout is not complete or nobody is there, and what `progress` raises."""
    with collector_paused():
        return _understand(file, layouts, progress, faults or {})


def _understand(
    file: SheetFile,
    layouts: Sequence[RosterLayoutFound],
    progress: Progress,
    faults: Mapping[str, str],
) -> RosterRead:
    kind = kind_of(layouts)
    layouts = [layout for layout in layouts if not layout.skipped]
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
        reader.end()
        numbers = [row.number for row in layout.sheet.rows]
        blank += numbers[-1] - numbers[0] + 1 - len(numbers)
    reader.say_how_many()
    fitting, slipped = without_slipped(reader.entries)
    entries, doubles = without_doubles(list(fitting))
    if not entries:
        raise BadSheet(reader.why_nobody())
    used = {layout.sheet.name for layout in layouts}
    known = {field for layout in layouts for field in layout.columns}
    ignored = dict.fromkeys(word for layout in layouts for word in layout.ignored)
    return RosterRead(
        file_name=file.name,
        digest=file.digest,
        kind=kind,
        layouts=tuple(layouts),
        entries=entries,
        problems=(*reader.problems, *slipped, *doubles),
        left_out=(*sheets_left(file, layouts, faults), *reader.left_out),
        columns=tuple(field.word for field in RosterField if field in known),
        ignored=tuple(ignored),
        sheets=tuple(layout.sheet.name for layout in layouts),
        other_sheets=tuple(sheet.name for sheet in file.sheets if sheet.name not in used),
        blank_rows=blank,
    )


class _Reader:
    """Collects entries, problems and what is left out over all sheets of one file."""

    def __init__(self, file: SheetFile) -> None:
        self._typed, self._from_1904 = file.typed, file.from_1904
        self._formats = file.formats or not file.typed
        self._branches: dict[Cell, str] = {}
        self.entries: list[RosterEntry] = []
        self.problems: list[RosterProblem] = []
        self._odd_posts: dict[str, list[int]] = {}
        self.left_out: list[RosterProblem] = []

    def begin(self, layout: RosterLayoutFound) -> None:
        """The rows that follow are of this sheet."""
        self._layout, self._columns = layout, layout.columns
        self._width = max((len(layout.words), *(place + 1 for place in self._columns.values())))
        # A field without a column is read from the place behind the last, which is empty.
        self._places = tuple(self._columns.get(field, self._width) for field in RosterField)
        self._letters = column_letters(self._columns.get(RosterField.identity, 0))
        told = (RosterField.kind, RosterField.political, RosterField.state)
        self._told = tuple(self._columns[one] for one in told if one in self._columns)
        self._of_sheet = _of_sheet(layout)
        self._over = [self._of_sheet] if self._of_sheet != NOTHING_SAID else []
        self._branch_before = ""
        self._has_post = RosterField.post in self._columns
        self._has_floating = RosterField.floating in self._columns
        self._empty = ("",) * (self._width + 1)
        self._continued = layout.sheet.continued(self._columns[RosterField.full_name])
        self._months = frozenset() if self._formats else months_only(layout)
        self._above = layout.branch
        self._grouped = _is_grouped(layout)
        self._rows_left = RowsLeft(layout)
        self._unseen: list[int] = []

    def end(self) -> None:
        """That was all of the sheet."""
        self.left_out += columns_left(self._layout)
        self.left_out += read_as_months(self._layout, self._months)
        if not self._formats:
            self.left_out += read_as_days(self._layout, self._months)
        self.left_out += hidden_rows(self._layout, self._unseen)
        self.left_out += self._rows_left.told()

    def why_nobody(self) -> str:
        """Why no row became a person, in a sentence."""
        rows = [problem for problem in self.problems if problem.kind is ProblemKind.row]
        cells: dict[str, str] = {}
        for problem in rows:
            cells.setdefault(problem.reason, problem.cell)
        if cells:
            told = "；".join(f"{cell} {why}" for why, cell in [*cells.items()][:MOST_REASONS])
            return f"这个文件里没有人能导入：{told}。"
        return NOBODY

    def take(self, row: Row) -> None:
        cells = row.cells[: self._width] + self._empty[min(len(row.cells), self._width) :]
        if not FAULTY.isdisjoint(cells):
            cells = self._without_faults(row, cells)
        said = cells[self._columns[RosterField.full_name]]
        if self._is_group(row):
            return
        if not said or not text_of(said):
            self._take_nameless(row, cells)
            return
        if self._is_nobody(row, text_of(said)):
            return
        try:
            name, beside = values.name_of(said)
        except UnreadableValue as why:
            person = mask_numbers(text_of(said))[:10]
            self._tell(
                ProblemKind.row, row, RosterField.full_name, person, f"{why}，这一行没有导入"
            )
            return
        standing = self._standing(cells, beside)
        if standing.out:
            reason = f"{standing.out}，这一行没有导入"
            self._tell(ProblemKind.row, row, RosterField.full_name, name, reason)
            return
        branch = self._branch(cells)
        if not branch:
            why_not = fault_of(row.cell(self._columns.get(RosterField.branch, -1)))
            words = f"党支部：{why_not}" if why_not else "没有写明党支部"
            self._tell(ProblemKind.row, row, RosterField.branch, name, f"{words}，这一行没有导入")
            return
        if beside:
            not_taken = f"姓名后面写着“{beside}”，没有导入，请核对"
            self._tell(ProblemKind.cell, row, RosterField.full_name, name, not_taken)
        self.entries.append(self._entry(row, cells, name, branch, standing))
        if row.number in self._layout.sheet.unseen:
            self._unseen.append(row.number)

    def _is_group(self, row: Row) -> bool:
        """Whether a row is a heading of a kind of people, which is theirs until the next."""
        if "" not in row.cells[:3] and len(row.cells) > 2:
            return False  # most rows: a heading has one cell, or two
        filled = [cell for cell in row.cells if cell != ""]
        if len(filled) > 2 or not isinstance(filled[0], str):
            return False
        if heading_of(row):
            self._stand_under(NOTHING_SAID)
        if not is_group(filled[0]) or not all(text_of(one).isdigit() for one in filled[1:]):
            return False
        self._stand_under(standing_of_group(filled[0], "小标题"))
        self._rows_left.add(row, "小标题，下面的人按它算")
        return True

    def _stand_under(self, heading: Standing) -> None:
        """What the sheet and this heading say of the people below."""
        self._over = [one for one in (self._of_sheet, heading) if one != NOTHING_SAID]

    def _without_faults(self, row: Row, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The cells without errors, each of which is told."""
        fields = {place: field for field, place in self._columns.items()}
        person = text_of(row.cell(self._columns[RosterField.full_name]))
        for place, field in fields.items():
            fault = fault_of(cells[place])
            if field is RosterField.full_name and fault:
                self._tell(ProblemKind.row, row, field, "", f"姓名：{fault}，这一行没有导入")
            elif fault and field is not RosterField.branch and person not in FAULTY:
                self._tell(ProblemKind.cell, row, field, person, f"{field.word}：{fault}")
        return tuple("" if cell in FAULTY else cell for cell in cells)

    def _take_nameless(self, row: Row, cells: tuple[Cell, ...]) -> None:
        """A row without a name: a heading, a note, or somebody whose name is missing."""
        if fault_of(row.cell(self._columns[RosterField.full_name])):
            return  # told already
        if branch := heading_of(row):
            self._above = branch
            return
        said = [cells[place] for place in self._columns.values() if cells[place] != ""]
        if is_total(row) or is_note(row) or is_header(self._layout, row):
            if not is_header(self._layout, row):
                self._rows_left.add(row, NOT_A_PERSON)
        elif len(said) >= LEAST_SAID or self._is_person_without_name(row):
            self._tell(
                ProblemKind.row, row, RosterField.full_name, "", "没有姓名，这一行没有导入", ""
            )
        elif any(not text_of(cell).isdecimal() for cell in row.cells if cell != ""):
            self._rows_left.add(row, "没有姓名，没有导入")

    def _is_nobody(self, row: Row, name: str) -> bool:
        """Whether a row with something under 姓名 is a heading, a note or an example all the
        same; told unless it only repeats what is known."""
        first = next(cell for cell in row.cells if cell != "")
        if isinstance(first, str):  # most rows begin with their number
            if branch := heading_of(row):
                self._above = branch
                return True
            if is_total(row) or is_note(row):
                self._rows_left.add(row, NOT_A_PERSON)
                return True
        if is_header(self._layout, row):
            return True
        if is_sample(name, first) or _BRANCH_AS_NAME.fullmatch(name):
            self._rows_left.add(row, "填表说明或示例，不是人，没有导入")
            return True
        if row.number in self._continued:
            self._rows_left.add(row, "与上一行合并着，是同一个人，只导入一次")
            return True
        return False

    def _is_person_without_name(self, row: Row) -> bool:
        identity = row.cell(self._columns.get(RosterField.identity, -1))
        return bool(text_of(identity)) and not (is_total(row) or is_header(self._layout, row))

    def _standing(self, cells: tuple[Cell, ...], beside: str) -> Standing:
        """Whether this is a member, by all that the row and the sheet say of it."""
        told = [*self._over]
        for place in self._told:
            if cell := cells[place]:
                told.append(standing_of(values.common_text_of(cell)))
        if note := cells[self._places[NOTE]]:
            told.append(standing_in_note(text_of(note)))
        if beside:
            told.append(standing_beside(beside))
        return told[0] if len(told) == 1 else together(*told) if told else NOTHING_SAID

    def _branch(self, cells: tuple[Cell, ...]) -> str:
        """A branch's name, that of the heading or the sheet where no column says it; empty where
        there is none."""
        if (place := self._columns.get(RosterField.branch)) is None:
            return self._above
        cell = cells[place]
        if cell == "":
            return self._above if self._grouped else ""
        if isinstance(cell, str) and cell.strip() in DITTO:
            return self._branch_before
        if cell not in self._branches:
            name = clean_name(text_of(cell))
            is_name = any(character.isalpha() for character in name)
            is_name = is_name and _NO_BRANCH.fullmatch(name) is None
            self._branches[cell] = name if is_name and len(name) <= LONGEST_BRANCH else ""
        if self._grouped and self._branches[cell]:
            self._above = self._branches[cell]
        self._branch_before = self._branches[cell]
        return self._branch_before

    def _entry(
        self, row: Row, cells: tuple[Cell, ...], name: str, branch: str, standing: Standing
    ) -> RosterEntry:
        (_, sex, nation, identity, born, education, _, _, joined, became_full, occupation, post,
         phone, floating, note, *_) = self._places  # fmt: skip
        text = values.common_text_of
        read = values.identity_of(cells[identity], typed=self._typed)
        if read.fault:
            self._tell(
                ProblemKind.identity, row, RosterField.identity, name, read.fault, read.shown
            )
        said_born = self._date(row, cells[born], RosterField.born, name)
        said_post = text(cells[post])[:LONGEST_TEXT]
        if values.MAYBE_TWO.fullmatch(name):
            reason = "姓名里有“和、及、与”，是不是写了两个人，请核对"
            self._tell(ProblemKind.told, row, RosterField.full_name, name, reason)
        if has_lost(name):
            self._tell(
                ProblemKind.told, row, RosterField.full_name, name, "姓名里有字丢失了，请核对", name
            )
        return RosterEntry(
            self._layout.sheet.name,
            row.number,
            name,
            branch,
            read.number,
            f"{self._letters}{row.number}",
            values.birth_in(read.number) if read.number else said_born,
            said_born,
            self._sex(row, cells[sex], name),
            text(cells[nation])[:LONGEST_TEXT],
            text(cells[education])[:LONGEST_TEXT],
            standing.kind,
            self._role(row, said_post, name) if self._has_post else None,
            ("" if is_no_post(said_post) else said_post) if self._has_post else None,
            self._date(row, cells[joined], RosterField.joined, name),
            self._date(row, cells[became_full], RosterField.became_full, name),
            text(cells[occupation])[:LONGEST_TEXT],
            self._phone(row, cells[phone], name),
            values.yes(cells[floating]) if self._has_floating else None,
            text_of(cells[note])[:LONGEST_NOTE],
            standing.asked,
        )

    def _date(self, row: Row, cell: Cell, field: RosterField, name: str) -> PartialDate | None:
        if field in self._months and isinstance(cell, date):
            return PartialDate(cell.year, cell.month)
        try:
            return values.date_of(values.since_1904(cell) if self._from_1904 else cell)
        except UnreadableValue as why:
            self._tell(ProblemKind.cell, row, field, name, f"{field.word}：{why}")
            return None

    def _role(self, row: Row, post: str, name: str) -> Role:
        """What the post means; what is not beyond doubt is told once for each spelling."""
        read = read_post(post)
        if read.told:
            if post not in self._odd_posts:
                self._odd_posts[post] = [len(self.problems), 0]
                self._tell(
                    ProblemKind.told, row, RosterField.post, name, f"职务：{read.told}", post
                )
            self._odd_posts[post][1] += 1
        return read.role

    def say_how_many(self) -> None:
        """Of a post that is told once: how many have it."""
        for place, count in self._odd_posts.values():
            if count > 1:
                told = self.problems[place]
                self.problems[place] = replace(told, reason=f"{told.reason}（共 {count} 人）")

    def _sex(self, row: Row, cell: Cell, name: str) -> str:
        try:
            return values.sex_of_cell(cell)
        except UnreadableValue as why:
            self._tell(ProblemKind.cell, row, RosterField.sex, name, f"性别：{why}")
            return ""

    def _phone(self, row: Row, cell: Cell, name: str) -> str:
        try:
            phone = values.phone_of(cell)
            if phone == cell:
                return phone  # nothing stands beside it
            if phone and (whose := values.beside_phone(cell)):
                reason = f"电话：后面写着“{whose}”，只导入号码，请核对"
                self._tell(ProblemKind.told, row, RosterField.phone, name, reason)
            if phone and values.has_another_phone(cell):
                reason = "电话：写着不止一个号码，只导入第一个"
                self._tell(ProblemKind.told, row, RosterField.phone, name, reason)
            return phone
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


_BRANCH_AS_NAME = re.compile(r".{2,}(?:党支部|党总支)")
DITTO = frozenset(("同上", "〃", "″", "”", "“", '"', "''", "””", "〃〃"))
_NO_BRANCH = re.compile(
    r"(?:本|我|所在|X+|×+|某+)?(?:村|社区|居)?(?:党)?(?:总)?支部(?:名称)?|[本我](?:村|社区|居)"
    r"|下拉选择|请选择|请填写|必填|无|待定"
)
"""Words that name no branch of any school: 本支部, 村党支部."""


def _of_sheet(layout: RosterLayoutFound) -> Standing:
    """What the name of a sheet, or the title over its header, says of everybody on it."""
    titles = [
        str(row.cells[0])
        for row in layout.sheet.rows
        if row.number < layout.rows[0] and sum(cell != "" for cell in row.cells) == 1 and row.cells
    ]
    found = [
        standing_of_group(layout.sheet.name, "工作表"),
        *(standing_of_group(title, "标题") for title in titles),
    ]
    return next(
        (one for one in found if one.out), next((one for one in found if one.kind), NOTHING_SAID)
    )


def _is_grouped(layout: RosterLayoutFound) -> bool:
    """Whether a branch stands only beside the first of its people, or in a row above them: none
    stands twice in a row, and more people are without one than with."""
    if (place := layout.columns.get(RosterField.branch)) is None:
        return True
    name = layout.columns[RosterField.full_name]
    with_one, without, before = 0, 0, ""
    for row in layout.people_rows()[:LOOKED_AT]:
        if heading_of(row):
            with_one += 1
        elif row.cell(name) != "":
            said = text_of(row.cell(place))
            if said and said == before:
                return False
            before = said or before
            with_one, without = with_one + bool(said), without + (not said)
    return bool(with_one) and without >= with_one


def masked(field: RosterField, text: str) -> str:
    """What a cell says, as it may be shown: numbers of people are masked."""
    if field is RosterField.identity:
        return mask_identity(text) if len(text) >= MASKED_FROM else "*" * len(text)
    if field is RosterField.phone:
        return mask_phone(text)
    return mask_numbers(text)[:30]
