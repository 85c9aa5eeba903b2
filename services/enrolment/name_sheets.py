"""Reading a list of people for a class from a spreadsheet."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from services.core import sheet_reader, sheet_table
from services.core.sheet_cells import Row, Sheet, SheetFile
from services.core.sheet_reader import BadSheet, Progress
from services.core.sheet_table import SheetTable, text_of
from services.core.text import clean_name
from services.enrolment import coming
from services.enrolment.names import Written, counted
from services.enrolment.pasted import heading_of, read_cell
from services.enrolment.pieces import Vocabulary
from services.roster_import.columns import SYNONYMS, USELESS, RosterField
from services.roster_import.other_rows import is_note, is_sample
from services.roster_import.values import UnreadableValue, identity_of, phone_of

COMES = "comes"
_MORE = {
    RosterField.full_name: ("学员姓名", "参训人员", "参训人员姓名", "参训学员"),
    RosterField.branch: (
        "村",
        "社区",
        "村社区",
        "村居",
        "村/社区",
        "村别",
        "所在村",
        "村名",
        "单位",
        "所在单位",
        "工作单位",
    ),
}
FIELDS = {
    field.value: (*SYNONYMS[field], *_MORE.get(field, ()))
    for field in (
        RosterField.full_name,
        RosterField.branch,
        RosterField.identity,
        RosterField.phone,
        RosterField.post,
        RosterField.note,
    )
} | {
    COMES: (
        "是否参加",
        "是否参训",
        "是否参会",
        "能否参加",
        "能否参训",
        "参加情况",
        "参训情况",
        "到会情况",
        "报名情况",
    )
}
NO_NAMES = (
    "这个文件里没有找到“姓名”一列。请在名单最上面加一行表头，至少写“姓名”，再选一次；"
    "也可以把名字复制到“粘贴名单”里。"
)
NOBODY = "这个文件的“姓名”一列下面没有人。请检查是否选错了文件。"
UNSEEN = "这一行在文件里隐藏着"
_COMES = frozenset(
    ("是", "√", "✓", "1", "能", "会", "参加", "来", "yes", "y", "已报名", "报名", "确认")
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class SheetNames:
    """Those of a file, with its headings as lines that are nobody. `unread` are its columns and
    sheets that say nothing here, in words."""

    people: tuple[Written, ...]
    unread: tuple[str, ...]


def read_names(path: Path, progress: Progress, words: Vocabulary) -> SheetNames:
    """The people of a spreadsheet. Raises BadSheet, and what `progress` raises."""
    return names_of(sheet_reader.read(path, progress), words)


def names_of(file: SheetFile, words: Vocabulary) -> SheetNames:
    """Those under each header that has a 姓名. Raises BadSheet where no sheet has one, or
    nobody stands there."""
    tables = sheet_table.find(file.sheets, FIELDS, (RosterField.full_name,))
    if not tables:
        raise BadSheet(NO_NAMES)
    sheets = {sheet.name: sheet for sheet in file.sheets}
    found: list[Written] = []
    for table in tables:
        before = f"{table.sheet} " if len(tables) > 1 else ""
        found += _NameReader(file, table, words, before, sheets[table.sheet]).read()
    if all(one.nobody for one in found):
        raise BadSheet(NOBODY)
    return SheetNames(counted(found), tuple(_unread(file, tables)))


class _NameReader:
    """Reads one table; a branch in a row of its own stands over the rows below it."""

    def __init__(
        self,
        file: SheetFile,
        table: SheetTable,
        words: Vocabulary,
        before: str,
        sheet: Sheet,
    ) -> None:
        self._file, self._table, self._words = file, table, words
        self._before, self._unseen = before, sheet.unseen
        self._continued = sheet.continued(table.columns[RosterField.full_name])
        self._under = ""

    def read(self) -> Iterator[Written]:
        for row in self._table.rows:
            if row.number in self._continued:
                continue  # the same person, merged over rows
            for one in self._row(row):
                unseen = row.number in self._unseen and not one.nobody
                told = (one.told, UNSEEN) if unseen else (one.told,)
                yield replace(one, told="，".join(part for part in told if part))

    def _row(self, row: Row) -> list[Written]:
        table, where = self._table, f"{self._before}第{row.number}行"
        filled = [text for cell in row.cells if (text := text_of(cell))]
        said = table.text(row, RosterField.full_name)
        whole = Written(where, " ".join(filled)[:60], "", nobody=True)
        first = next((cell for cell in row.cells if cell != ""), "")
        if said and is_sample(said, first):
            return [whole]
        if len(filled) == 1 and len(table.columns) > 1:
            known = self._words.is_name(filled[0])
            if not known and (branch := heading_of(filled[0], self._words)):
                self._under = branch
                return [whole]
            if not said or (not known and is_note(row)):
                return [] if filled[0].isdecimal() else [whole]
        elif is_note(row) and len(table.columns) > 1:
            return [whole]
        if not said:
            told = any(
                table.text(row, field) for field in (RosterField.identity, RosterField.phone)
            )
            return [replace(whole, nobody=not told)] if len(filled) > 1 else []
        people = [one for one in read_cell(where, said, self._words) if one.name]
        if not people:
            people = [Written(where, said, clean_name(said))]
        return [self._beside(row, one, alone=len(people) == 1) for one in people]

    def _beside(self, row: Row, one: Written, *, alone: bool) -> Written:
        """What the other columns say of somebody."""
        table = self._table
        digits = list(one.digits)
        if alone:
            identity = table.cell(row, RosterField.identity)
            digits.append(identity_of(identity, typed=self._file.typed).number)
            with suppress(UnreadableValue):  # what is no phone tells nobody apart
                digits.append(phone_of(table.cell(row, RosterField.phone)))
        asked, told = [one.asked], [one.told]
        if (comes := table.text(row, COMES)) and comes.lower() not in _COMES:
            asked.append(comes)
        if note := table.text(row, RosterField.note):
            (asked if coming.is_absent(note) else told).append(note)
        branch = clean_name(table.text(row, RosterField.branch))
        post = _SPACES.sub("", table.text(row, RosterField.post))
        return replace(
            one,
            text=" ".join(part for part in (one.text, branch) if part),
            branch=branch or one.branch or self._under,
            digits=tuple(part for part in digits if part),
            posts=tuple(part for part in (post, *one.posts) if part),
            asked="，".join(part for part in asked if part),
            told="，".join(part for part in told if part),
        )


def _unread(file: SheetFile, tables: tuple[SheetTable, ...]) -> Iterator[str]:
    """Columns that say something and that nobody reads, sheets without names, hidden sheets."""
    for table in tables:
        known = set(table.columns.values())
        for place, word in enumerate(table.words):
            says = any(text_of(row.cell(place)) for row in table.rows)
            if word and says and place not in known and word not in USELESS:
                yield f"“{word}”一列"
    read = {table.sheet for table in tables}
    yield from (f"工作表“{one.name}”" for one in file.sheets if one.name not in read)
    yield from (f"隐藏的工作表“{name}”" for name in file.hidden)
