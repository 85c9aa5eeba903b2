"""Reading a list of people for a class from a spreadsheet."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from services.core import sheet_reader, sheet_table
from services.core.sheet_reader import BadSheet, Progress, Row, SheetFile
from services.core.sheet_table import SheetTable
from services.core.text import clean_name
from services.enrolment.names import Written, counted
from services.roster_import.columns import SYNONYMS, RosterField
from services.roster_import.headers import heading_of
from services.roster_import.other_rows import is_note, is_sample
from services.roster_import.values import UnreadableValue, identity_of, name_of, phone_of

FIELDS = {
    field.value: SYNONYMS[field]
    for field in (
        RosterField.full_name,
        RosterField.branch,
        RosterField.identity,
        RosterField.phone,
        RosterField.post,
    )
} | {
    RosterField.branch.value: (*SYNONYMS[RosterField.branch], "单位", "所在单位", "工作单位"),
    RosterField.full_name.value: (
        *SYNONYMS[RosterField.full_name],
        "学员姓名",
        "参训人员",
        "参训人员姓名",
        "参训学员",
    ),
}
NO_NAMES = "这个文件里没有找到“姓名”一列。请在名单最上面加一行表头，至少写“姓名”，再选一次。"
NOBODY = "这个文件的“姓名”一列下面没有人。请检查是否选错了文件。"
_SPACES = re.compile(r"\s+")


def read_names(path: Path, progress: Progress) -> tuple[Written, ...]:
    """The people of a spreadsheet. Raises BadSheet, and what `progress` raises."""
    return names_of(sheet_reader.read(path, progress))


def names_of(file: SheetFile) -> tuple[Written, ...]:
    """Those under each header that has a 姓名. Raises BadSheet where no sheet has one, or
    nobody stands there."""
    tables = sheet_table.find(file.sheets, FIELDS, (RosterField.full_name,))
    if not tables:
        raise BadSheet(NO_NAMES)
    found = [written for table in tables for written in _people(table, file, sheets=len(tables))]
    if not found:
        raise BadSheet(NOBODY)
    return counted(found)


def _people(table: SheetTable, file: SheetFile, *, sheets: int) -> Iterator[Written]:
    """The people of one table, each with the branch that a row above names where their own row
    does not."""
    sheet = next(one for one in file.sheets if one.name == table.sheet)
    merged = sheet.continued(table.columns[RosterField.full_name])
    above = ""
    for row in table.rows:
        if branch := heading_of(row):
            above = branch
        elif row.number not in merged:
            written = _written(table, row, file, above, sheets=sheets)
            if written is not None:
                yield written


def _written(
    table: SheetTable, row: Row, file: SheetFile, above: str, *, sheets: int
) -> Written | None:
    """Somebody, as their row says; None for a row that is nobody's."""
    said = table.text(row, RosterField.full_name)
    first = next((cell for cell in row.cells if cell != ""), "")
    if not said or is_sample(said, first) or (is_note(row) and len(table.columns) > 1):
        return None
    try:
        name, beside = name_of(table.cell(row, RosterField.full_name))
    except UnreadableValue:
        name, beside = clean_name(said), ""
    digits = [identity_of(table.cell(row, RosterField.identity), typed=file.typed).number]
    with suppress(UnreadableValue):  # what is no phone tells nobody apart
        digits.append(phone_of(table.cell(row, RosterField.phone)))
    posts = [_SPACES.sub("", text) for text in (table.text(row, RosterField.post), beside)]
    where = f"第{row.number}行"
    branch = clean_name(table.text(row, RosterField.branch)) or above
    return Written(
        where=f"{table.sheet} {where}" if sheets > 1 else where,
        text=" ".join(part for part in (said, branch) if part),
        name=name,
        branch=branch,
        digits=tuple(part for part in digits if part),
        posts=tuple(part for part in posts if part),
    )
