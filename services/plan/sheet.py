"""A plan from a spreadsheet: its table found by the header's words, its cells by their meaning."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.plan import Audience
from services.core import draft_sheet
from services.core.draft_sheet import (
    DraftSheet,
    Read,
    SheetColumn,
    SheetRow,
    SheetRows,
    field_columns,
)
from services.core.sheet_reader import BadSheet, Cell, Progress, Sheet, SheetFile, read
from services.core.sheet_table import SheetTable, prose_of, word_of
from services.core.text import normal
from services.plan.cells import value_of
from services.plan.rules import ItemDraft
from services.plan.words import audience_of

PEOPLE = ("姓名", "党员姓名", "学员姓名", "身份证号", "公民身份号码", "课程名称", "编码", "签名")
"""A table with one of these is a list of people or courses, whatever else it has."""
ENOUGH = 2
TELLING = ("audience_words", "heads", "times", "days", "hours")
NOT_A_PLAN = (
    "这不像轮训计划表：要有“班次名称”，并至少有培训对象、人数、时间、天数、学时中的两列。"
    "请检查是否选错了文件。"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")


@dataclass(frozen=True)
class SheetPlan:
    """What a file says. `year` is the one that its title names."""

    rows: SheetRows
    year: int | None


def read_plan(path: Path, progress: Progress) -> SheetPlan:
    """Raises BadSheet where the file cannot be read or is no plan."""
    return plan_of(read(path, progress))


def plan_of(file: SheetFile) -> SheetPlan:
    """The plan that a file holds. Raises BadSheet where it is some other list."""
    tables = plan_tables(file.sheets)
    if not tables:
        raise BadSheet(NOT_A_PLAN)
    sheets = {sheet.name: sheet for sheet in file.sheets}

    def reads(table: SheetTable) -> Mapping[str, Read]:
        return {"budget": _reader("budget", in_wan=_is_in_wan(sheets[table.sheet], table))}

    found = draft_sheet.understand(file, PLAN, tables, reads)
    if not found.rows:
        raise BadSheet("这张轮训计划表里没有班次，没有可取的内容。")
    rows = replace(found, rows=tuple(map(_with_audience, found.rows)))
    return SheetPlan(rows, _year_of(file, [sheets[table.sheet] for table in tables]))


def is_plan(sheets: Sequence[Sheet]) -> bool:
    return bool(plan_tables(sheets))


def plan_tables(sheets: Sequence[Sheet]) -> tuple[SheetTable, ...]:
    """The tables of a file that are plans."""
    return tuple(table for table in PLAN.tables(sheets) if _is_plan(table))


def _is_plan(table: SheetTable) -> bool:
    told = sum(name in table.columns for name in TELLING)
    return told >= ENOUGH and not any(word in table.words for word in PEOPLE)


def _with_audience(row: SheetRow) -> SheetRow:
    """What the row says, without what is not known yet; whom the rule counts as our own export
    says it, else as the words mean it."""
    values = {
        name: value
        for name, value in row.values.items()
        if value or (name == "budget" and value is not None)
    }
    rule = values.pop("audience", None)
    if words := values.get("audience_words"):
        values["audience"] = rule or audience_of(words)
    return replace(row, values=values)


def _reader(field: str, *, in_wan: bool = False) -> Read:
    return lambda cell: value_of(field, cell, in_wan=in_wan)


def _rule_of(cell: Cell) -> Audience | None:
    said = normal(prose_of(cell))
    return next((one for one in Audience if normal(one.word) == said), None)


def _is_in_wan(sheet: Sheet, table: SheetTable) -> bool:
    """Whether plain figures of money are 万元: said in the header, or above the table."""
    for row in sheet.rows:
        if tuple(word_of(cell) for cell in row.cells) == table.words:
            head = str(row.cell(table.columns.get("budget", -1)))
            return "万" in head or ("元" not in head and _said_above(sheet, row.number))
    return False


def _said_above(sheet: Sheet, header: int) -> bool:
    above = (str(cell) for row in sheet.rows if row.number < header for cell in row.cells)
    return any(re.search(r"单位[:：]?\s*万元", text) for text in above)


def _year_of(file: SheetFile, sheets: list[Sheet]) -> int | None:
    """The year that the first lines, the sheet's name or the file's name tell."""
    above = (str(cell) for sheet in sheets for row in sheet.rows[:3] for cell in row.cells)
    for text in (*above, *(sheet.name for sheet in sheets), file.name):
        if found := _YEAR.search(text):
            return int(found[1])
    return None


def _words(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "空" if value in (None, "") else str(value)


WIDTHS = {
    "title": 190,
    "audience_words": 150,
    "heads": 52,
    "times": 96,
    "days": 48,
    "hours": 48,
    "content": 280,
    "form": 96,
    "place": 120,
    "responsible": 84,
    "budget": 96,
    "note": 120,
}
RULE = replace(
    field_columns(ItemDraft, {"audience": 120}, reads={"audience": _rule_of})[0], hidden=True
)
"""Whom the rule counts, where the words of 培训对象 alone would not tell it again."""


NUMBER = SheetColumn("number", "序号", ("序号",), None, lambda item: item.number, width=44)
COLUMNS = tuple(
    replace(one, words=_words)
    for one in field_columns(
        ItemDraft,
        WIDTHS,
        headers={"budget": ("经费预算（元）",)},
        reads={name: _reader(name) for name in WIDTHS},
    )
)
PLAN = DraftSheet(
    "班次",
    "个",
    (NUMBER, *COLUMNS, RULE),
    required=("title",),
    whole=False,
    once=("heads", "budget"),
)
