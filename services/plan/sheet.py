"""A plan from a spreadsheet: its table found by the header's words, its cells by their meaning."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from models.plan import Audience
from services.core import draft_sheet
from services.core.draft_sheet import DraftSheet, Read, SheetColumn, SheetRow, SheetRows
from services.core.listing import Cell as Written
from services.core.sheet_reader import BadSheet, Cell, Progress, Sheet, SheetFile, read
from services.core.sheet_table import SheetTable, prose_of, word_of
from services.core.text import normal
from services.plan.cells import value_of
from services.plan.columns import FIELDS, TITLES, cell
from services.plan.rules import Item
from services.plan.words import audience_of

HEADERS = {
    "title": "班次名称 培训班次 班次 培训班名称 培训班次名称 办班名称 班名 培训名称 培训项目 "
    "项目名称 培训班",
    "audience_words": "培训对象 参训对象 参加对象 对象 参训人员 培训人员 调训对象 参训范围 "
    "培训范围",
    "heads": "人数 培训人数 参训人数 计划人数 拟培训人数 计划培训人数 规模 培训规模 人次",
    "times": "时间 培训时间 办班时间 举办时间 计划时间 时间安排 拟办时间 起止时间 月份 培训月份 "
    "开班时间",
    "days": "天数 培训天数 培训时长 学制 时长 办班天数 期限 培训期限",
    "hours": "学时 培训学时 学时数 课时 总学时 计划学时",
    "content": "主要内容 培训内容 内容 课程安排 培训主题 主题 主要课程",
    "form": "方式 培训方式 培训形式 形式 办班方式 组织形式",
    "place": "地点 培训地点 办班地点 举办地点 培训场所",
    "responsible": "责任人 负责人 联系人 责任单位 承办单位 主办单位 牵头单位 责任科室 承办人",
    "budget": "经费预算 预算 经费 经费预算金额 培训经费 预算经费 预算金额 费用",
    "note": "备注 说明",
}
"""The header words of each column, the plainest first."""
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
    if isinstance(value, Audience):
        return value.word
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
FIGURES = ("heads", "days", "hours", "budget")
RULE = SheetColumn(
    "audience",
    "对象范围",
    ("对象范围",),
    _rule_of,
    lambda item: item.audience.word,
    _words,
    hidden=True,
)
"""Whom the rule counts, where the words of 培训对象 alone would not tell it again."""


NUMBER = SheetColumn("number", "序号", ("序号",), None, lambda item: item.number, width=44)
_TITLES = dict(zip(FIELDS, TITLES, strict=True))


def _column(name: str) -> SheetColumn:
    def written(item: Item) -> Written:
        return cell(item, name)

    words = tuple(HEADERS[name].split())
    return SheetColumn(
        name,
        _TITLES[name],
        ("经费预算（元）", *words) if name == "budget" else words,
        _reader(name),
        written,
        _words,
        WIDTHS[name],
        name in FIGURES,
    )


PLAN = DraftSheet(
    "班次", "个", (NUMBER, *map(_column, HEADERS), RULE), required=("title",), whole=False
)
