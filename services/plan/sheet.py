"""A plan from a spreadsheet: its table found by the header's words, its cells by their meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.plan import Audience
from services.core import sheet_table
from services.core.errors import BadInput
from services.core.sheet_reader import Progress, Row, Sheet, SheetFile, read
from services.core.sheet_table import SheetTable, cell_name
from services.core.text import normal
from services.plan.cells import Unreadable, value_of
from services.plan.words import audience_of

WORDS = {
    "title": ("班次名称", "培训班次", "班次", "培训班名称", "培训班次名称", "办班名称", "班名",
              "培训名称", "培训项目", "项目名称", "培训班"),
    "audience_words": ("培训对象", "参训对象", "参加对象", "对象", "参训人员", "培训人员",
                       "调训对象", "参训范围", "培训范围"),
    "heads": ("人数", "培训人数", "参训人数", "计划人数", "拟培训人数", "计划培训人数", "规模",
              "培训规模", "人次"),
    "times": ("时间", "培训时间", "办班时间", "举办时间", "计划时间", "时间安排", "拟办时间",
              "起止时间", "月份", "培训月份", "开班时间"),
    "days": ("天数", "培训天数", "培训时长", "学制", "时长", "办班天数", "期限", "培训期限"),
    "hours": ("学时", "培训学时", "学时数", "课时", "总学时", "计划学时"),
    "content": ("主要内容", "培训内容", "内容", "课程安排", "培训主题", "主题", "主要课程"),
    "form": ("方式", "培训方式", "培训形式", "形式", "办班方式", "组织形式"),
    "place": ("地点", "培训地点", "办班地点", "举办地点", "培训场所"),
    "responsible": ("责任人", "负责人", "联系人", "责任单位", "承办单位", "主办单位", "牵头单位",
                    "责任科室", "承办人"),
    "budget": ("经费预算", "预算", "经费", "经费预算金额", "培训经费", "预算经费",
               "预算金额", "费用"),
    "note": ("备注", "说明"),
    "rule": ("对象范围",),
}  # fmt: skip
PEOPLE = ("姓名", "党员姓名", "学员姓名", "身份证号", "公民身份号码", "课程名称", "编码", "签名")
"""A table with one of these is a list of people or courses, whatever else it has."""
ENOUGH = 2
NOT_A_PLAN = (
    "这不像轮训计划表：要有“班次名称”，并至少有培训对象、人数、时间、天数、学时中的两列。"
    "请检查是否选错了文件。"
)
_FOOT = re.compile(
    r"(注\d*|说明|备注|单位|填[报表]单位)\s*:|(填表|填报|制表|审核|审批|批准|经办)(人|日期|时间)"
)
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]|第[一二三四五六七八九十]+(类|部分)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")


@dataclass(frozen=True)
class Fault:
    """A cell that could not be taken; `shown` is what it says."""

    sheet: str
    cell: str
    reason: str
    shown: str


@dataclass(frozen=True)
class SheetItem:
    """One row of the file: `values` holds the fields that its cells tell, nothing for those
    that it has no column for or that could not be read."""

    sheet: str
    row: int
    values: dict[str, Any]


@dataclass(frozen=True)
class SheetPlan:
    """What a file says. `year` is the one that its title names; `left_out` counts the lines
    that are no items, such as headings and notes."""

    name: str
    year: int | None
    items: tuple[SheetItem, ...]
    faults: tuple[Fault, ...]
    left_out: int


def read_plan(path: Path, progress: Progress) -> SheetPlan:
    """Raises BadSheet where the file cannot be read, BadInput where it is no plan."""
    return plan_of(read(path, progress))


def plan_of(file: SheetFile) -> SheetPlan:
    """The plan that a file holds. Raises BadInput where it is some other list."""
    tables = [
        table for table in sheet_table.find(file.sheets, WORDS, ("title",)) if _is_plan(table)
    ]
    if not tables:
        raise BadInput(NOT_A_PLAN)
    sheets = {sheet.name: sheet for sheet in file.sheets}
    items: list[SheetItem] = []
    faults: list[Fault] = []
    left_out = 0
    for table in tables:
        in_wan = _is_in_wan(sheets[table.sheet], table)
        for row in table.rows:
            if not _says_an_item(table, row):
                left_out += 1
                continue
            found = list(_cells(table, row, in_wan=in_wan))
            faults += [one for one in found if isinstance(one, Fault)]
            values = dict(one for one in found if not isinstance(one, Fault))
            if "title" not in values:
                continue
            items.append(SheetItem(table.sheet, row.number, values))
    if not items:
        raise BadInput("这张轮训计划表里没有班次，没有可取的内容。")
    year = _year_of(file, [sheets[table.sheet] for table in tables])
    return SheetPlan(file.name, year, tuple(items), tuple(faults), left_out)


def _is_plan(table: SheetTable) -> bool:
    told = sum(
        name in table.columns for name in ("audience_words", "heads", "times", "days", "hours")
    )
    return told >= ENOUGH and not any(word in table.words for word in PEOPLE)


def _says_an_item(table: SheetTable, row: Row) -> bool:
    """Whether a line is more than a heading, a note under the table, or ruled and empty."""
    filled = [normal(str(cell)) for cell in row.cells if normal(str(cell))]
    if not filled or _FOOT.match(filled[0]):
        return False
    told = [name for name in WORDS if name != "note" and table.text(row, name)]
    if len(filled) == 1 and (told != ["title"] or _HEADING.match(filled[0])):
        return False
    return bool(told)


def _cells(table: SheetTable, row: Row, *, in_wan: bool) -> Iterator[tuple[str, Any] | Fault]:
    """Each field with what its cell says, or why that could not be read."""
    for field, column in table.columns.items():
        if field == "rule":
            continue
        cell = row.cell(column)
        try:
            value = value_of(field, cell, in_wan=in_wan)
            if field == "title" and not value:
                raise Unreadable("没有班次名称，这一行没有取")
        except Unreadable as why:
            place = cell_name(column, row.number)
            yield Fault(table.sheet, place, str(why), table.text(row, field))
            continue
        if value or (field == "budget" and value is not None):  # an empty cell says nothing
            yield field, value
        if field == "audience_words" and value:
            yield "audience", _rule(table, row, value)


def _rule(table: SheetTable, row: Row, words: str) -> Any:
    """As our own export says it; else what the words mean."""
    said = table.text(row, "rule")
    labels = {normal(audience.word): audience for audience in Audience}
    return labels.get(said) or audience_of(words)


def _is_in_wan(sheet: Sheet, table: SheetTable) -> bool:
    """Whether plain figures of money are 万元: said in the header, or above the table."""
    for row in sheet.rows:
        if tuple(sheet_table.word_of(cell) for cell in row.cells) == table.words:
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
