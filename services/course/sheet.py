"""The columns of a course menu: how clerks write each, and which list is none."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.core import draft_sheet
from services.core.checks import optional_text
from services.core.draft_sheet import DraftSheet, SheetColumn, SheetRows, field_columns
from services.core.errors import BadInput
from services.core.sheet_reader import Cell, Progress, Sheet
from services.core.sheet_table import prose_of, text_of
from services.core.text import clean_name, normal, prose
from services.course.operations import MOST_NAMES, CourseDraft
from services.course.queries import CourseRow
from services.course.words import Task, Tier

ROSTER_WORDS = frozenset(
    (
        "身份证号",
        "公民身份号码",
        "身份证件号码",
        "身份证号码",
        "入党时间",
        "加入党组织日期",
        "所在党支部",
        "支部名称",
        "所属党组织",
    )
)
POOL_WORDS = frozenset(("主要讲授专题", "聘期", "聘期起", "聘期止", "职称"))
IS_ROSTER = "这个文件像是党员花名册，不是课程菜单；请到“学员与学时”里用“导入花名册”。"
IS_POOL = "这个文件像是师资库，不是课程菜单，请重新选择。"
NO_HEADER = "这个文件里没有找到课程菜单的表头（课程名称、基本任务、课时），请检查是否选错了文件。"
_NUMBERING = re.compile(r"^[（(]?[\d一二三四五六七]+[）).、．\s]+")
_BETWEEN_NAMES = re.compile(r"[、,，;；/|\n]+")
SHORTEST_NAME = 2
SHORTEST_TASK = 4


def open_file(path: Path, progress: Progress) -> SheetRows:
    """Read a course menu. Raises BadSheet, also for another kind of list."""
    return draft_sheet.open_file(path, progress, MENU, _what_else)


def is_menu(sheets: Sequence[Sheet]) -> bool:
    return bool(MENU.tables(sheets))


def names_of(text: str) -> tuple[str, ...]:
    """The names in a cell: 李运、丁 栋 → 李运, 丁栋; 李运 丁栋 are two as well."""
    found: list[str] = []
    for part in _BETWEEN_NAMES.split(text):
        pieces = normal(part).split()
        whole = all(len(piece) >= SHORTEST_NAME for piece in pieces)
        found += pieces if whole else [clean_name(part)]
    return tuple(dict.fromkeys(name for name in found if name))


def task_of(text: str) -> Task:
    """（一）政治理论 → Task.theory. Raises BadInput where no task or several may be meant."""
    word = _NUMBERING.sub("", prose(text)).replace(" ", "")
    for task in Task:
        if word in (task.word, task.word.removesuffix("教育")):
            return task
    fitting = [
        task
        for task in Task
        if task.word in word or (len(word) >= SHORTEST_TASK and word in task.word)
    ]
    if len(fitting) != 1:
        raise BadInput("不是七项基本任务之一。")
    return fitting[0]


def tier_of(text: str) -> Tier:
    """必修 → Tier.required. Raises BadInput."""
    word = normal(text).replace(" ", "").removesuffix("程").removesuffix("课")
    for tier in Tier:
        if word == tier.word.removesuffix("课"):
            return tier
    raise BadInput("课程类型应为首课、主课、必修课或选修课。")


def _lecturers(cell: Cell) -> tuple[str, ...]:
    names = names_of(cell if isinstance(cell, str) else text_of(cell))
    optional_text("、".join(names), "主讲教师", MOST_NAMES)
    return names


def _lecturer_words(row: Any) -> str:
    assert isinstance(row, CourseRow)
    return row.lecturer_words


def _what_else(sheets: Sequence[Sheet]) -> str:
    """What the file is instead, in a sentence."""
    words = draft_sheet.words_in(sheets)
    if words & ROSTER_WORDS:
        return IS_ROSTER
    return IS_POOL if words & POOL_WORDS else NO_HEADER


_WIDTHS = {
    "code": 90,
    "title": 240,
    "task": 140,
    "tier": 80,
    "form": 110,
    "hours": 60,
    "audience": 150,
    "syllabus": 300,
    "topics": 220,
    "materials": 220,
}
_COLUMNS = field_columns(
    CourseDraft,
    _WIDTHS,
    headers={"task": ("对应基本任务",), "hours": ("课时",)},
    reads={
        "task": lambda cell: task_of(prose_of(cell)),
        "tier": lambda cell: tier_of(prose_of(cell)),
    },
)
LECTURERS = SheetColumn(
    "lecturer_names",
    "讲师",
    (
        "主讲教师",
        "主讲讲师",
        "主讲人",
        "主讲",
        "授课教师",
        "授课讲师",
        "授课人",
        "任课教师",
        "教师",
        "讲师",
    ),
    _lecturers,
    _lecturer_words,
    width=130,
)
BEFORE_LECTURERS = 7
MENU = DraftSheet(
    "课程",
    "门",
    (*_COLUMNS[:BEFORE_LECTURERS], LECTURERS, *_COLUMNS[BEFORE_LECTURERS:]),
    required=("title", "task", "hours"),
    several=("lecturer_names",),
)
