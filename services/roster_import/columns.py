"""Which column of a sheet means what: found by the header's words, never by position."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.core.text import normal
from services.roster_import.sheet_reader import BadSheet, Row, Sheet

HEADER_WITHIN = 30
LEAST_COLUMNS = 3


class Field(StrEnum):
    """What a roster says of a person."""

    name = "name"
    sex = "sex"
    nation = "nation"
    identity = "identity"
    born = "born"
    education = "education"
    kind = "kind"
    branch = "branch"
    joined = "joined"
    became_full = "became_full"
    occupation = "occupation"
    post = "post"
    phone = "phone"
    floating = "floating"
    note = "note"


LABELS = {
    Field.name: "姓名",
    Field.sex: "性别",
    Field.nation: "民族",
    Field.identity: "身份证号",
    Field.born: "出生日期",
    Field.education: "学历",
    Field.kind: "人员类别",
    Field.branch: "党支部",
    Field.joined: "入党日期",
    Field.became_full: "转正日期",
    Field.occupation: "工作岗位",
    Field.post: "党内职务",
    Field.phone: "电话",
    Field.floating: "流动党员",
    Field.note: "备注",
}

SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.name: ("姓名", "党员姓名", "名字"),
    Field.sex: ("性别",),
    Field.nation: ("民族", "族别"),
    Field.identity: (
        "公民身份号码", "公民身份证号码", "公民身份证号", "身份证号", "身份证号码", "身份证件号码",
        "身份证件号", "身份证", "身份号码", "居民身份证号", "居民身份证号码", "证件号码",
    ),
    Field.born: ("出生日期", "出生年月", "出生年月日", "出生时间", "生日"),
    Field.education: ("学历", "文化程度", "最高学历", "学历学位"),
    Field.kind: ("人员类别", "党员类别", "党员类型", "党员性质", "类别"),
    Field.branch: (
        "所在党支部", "支部名称", "所属党组织", "所在党组织", "所属党支部", "党支部名称",
        "党组织名称", "所在支部", "所属支部", "党支部", "党组织", "支部", "组织关系所在党支部",
        "所在党组织名称", "所属党组织名称", "组织关系所在党组织",
    ),
    Field.joined: (
        "加入党组织日期", "加入党组织时间", "入党时间", "入党日期", "入党年月",
        "加入中共时间", "加入中国共产党时间",
    ),
    Field.became_full: (
        "转为正式党员日期", "转为正式党员时间", "转正时间", "转正日期", "转正年月",
    ),
    Field.occupation: ("工作岗位", "职业", "从事职业", "工作单位及职务", "岗位"),
    Field.post: ("党内职务", "党组织职务", "党支部职务", "支部职务", "现任职务", "职务"),
    Field.phone: (
        "手机号码", "手机号", "手机", "联系电话", "联系方式", "移动电话", "电话", "电话号码",
    ),
    Field.floating: ("是否流动党员", "流动党员", "是否流动", "是否为流动党员"),
    Field.note: ("备注", "说明"),
}  # fmt: skip

MEANINGS = {word: field for field, words in SYNONYMS.items() for word in words}

OTHER_LISTS = (
    (("主要讲授专题", "聘期起", "聘期", "职称"), "师资库"),
    (("课程编码", "课程名称", "课程类型", "教学形式"), "课程菜单"),
)
"""Header words that tell which other list a file is."""


@dataclass(frozen=True)
class Layout:
    """A sheet that is a roster: its header's row number, the columns, the words not used."""

    sheet: Sheet
    header_row: int
    columns: dict[Field, int]
    ignored: tuple[str, ...]

    def people_rows(self) -> Sequence[Row]:
        return [row for row in self.sheet.rows if row.number > self.header_row]


def word_of(cell: object) -> str:
    """A header cell's word: without spaces, remarks in brackets, stars and colons."""
    text = normal(str(cell)).replace(" ", "")
    return re.sub(r"\(.*?\)|[*:]", "", text)


def find_layouts(sheets: Sequence[Sheet]) -> tuple[Layout, ...]:
    """The sheets that are rosters. Raises BadSheet, saying what the file seems to be."""
    layouts = [found for sheet in sheets if (found := _layout(sheet)) is not None]
    rosters = [layout for layout in layouts if _is_roster(layout)]
    if rosters:
        return tuple(rosters)
    for layout in layouts:
        if other := _other_list(layout):
            raise BadSheet(f"这个文件是{other}，不是党员花名册。请选从党员管理系统导出的花名册。")
    for layout in layouts:
        if Field.branch not in layout.columns:
            raise BadSheet("这个文件没有“所在党支部”一列，不知道党员属于哪个支部。请加上这一列。")
        raise BadSheet(
            "这个文件既没有身份证号，也没有出生日期，像是参训名单，不是党员花名册："
            "同名的人会分不清。请选从党员管理系统导出的花名册。"
        )
    for sheet in sheets:
        words = {word_of(cell) for row in sheet.rows[:HEADER_WITHIN] for cell in row.cells}
        if other := _list_of(words):
            raise BadSheet(f"这个文件是{other}，不是党员花名册。请选从党员管理系统导出的花名册。")
    raise BadSheet(
        "这个文件里没有找到花名册的表头（姓名、身份证号、所在党支部等）。请检查是否选错了文件。"
    )


def _layout(sheet: Sheet) -> Layout | None:
    """The row among the first that has the most known words, and at least a few of them."""
    best: Layout | None = None
    for row in sheet.rows[:HEADER_WITHIN]:
        columns, ignored = _meanings(row)
        if Field.name not in columns or len(columns) < LEAST_COLUMNS:
            continue
        if best is None or len(columns) > len(best.columns):
            best = Layout(sheet, row.number, columns, ignored)
    return best


def _meanings(row: Row) -> tuple[dict[Field, int], tuple[str, ...]]:
    """Of two columns with one meaning, such as 党内职务 and 职务, the plainer word wins."""
    ranks: dict[Field, int] = {}
    columns: dict[Field, int] = {}
    words = [word_of(cell) for cell in row.cells]
    for number, word in enumerate(words):
        field = MEANINGS.get(word)
        if field is None:
            continue
        rank = SYNONYMS[field].index(word)
        if field not in ranks or rank < ranks[field]:
            ranks[field], columns[field] = rank, number
    used = set(columns.values())
    ignored = [word for number, word in enumerate(words) if word and number not in used]
    return columns, tuple(dict.fromkeys(ignored))


def _is_roster(layout: Layout) -> bool:
    """A roster tells people apart: by branch, and by identity number or birth."""
    known = layout.columns
    tells_apart = Field.identity in known or Field.born in known
    return Field.branch in known and tells_apart and not _other_list(layout)


def _other_list(layout: Layout) -> str:
    return _list_of(set(layout.ignored))


def _list_of(words: set[str]) -> str:
    for marks, name in OTHER_LISTS:
        if sum(mark in words for mark in marks) >= 2:
            return name
    return ""
