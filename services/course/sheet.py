"""The columns of a course menu: how clerks write each, and which list is none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from services.core import draft_sheet
from services.core.checks import optional_text
from services.core.draft_sheet import (
    DraftSheet,
    LeftOut,
    SheetColumn,
    SheetRow,
    SheetRows,
    field_columns,
)
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
_NUMBERED = re.compile(r"(?:^|(?<=[\s\u3400-\u9fff]))\d{1,2}[、.．)）]\s*(?=\D)")
_SPEAKER = re.compile(r"(?:主讲|授课|讲课|讲师|教师|主持)人?[:：]")
_AND = re.compile(r"(?<=[\u3400-\u9fff]{2})[和与](?=[\u3400-\u9fff]{2})")
_DASH = re.compile(
    r"[-—－]+(?=.{2,}(?:党校|局|中心|学院|大学|学校|支部|委员会|办公室|镇政府|公司|部|委)$)"
)
_TITLED_BEFORE = re.compile(
    r"(?:教授|副教授|讲师|研究员|老师|农艺师)(?P<name>[\u3400-\u9fff·]{2,4})"
)
_RANK = "(?:正|副|高级|助理|特聘|客座)?"
_TITLE = re.compile(
    rf"{_RANK}(?:教授|讲师|研究员|助教|老师|教师|农艺师|工程师|会计师|经济师|政工师|主任|书记|支书|局长|"
    r"科长|站长|所长|院长|校长|镇长|主席|委员|干事|同志|博士|硕士|先生|女士)"
)
_TITLED = re.compile(rf"(?P<name>[\u3400-\u9fff·]{{2,}}?){_TITLE.pattern}")
_SURNAMES = frozenset(("欧阳", "司马", "诸葛", "上官", "夏侯", "尉迟", "令狐", "长孙", "慕容"))
"""Of two characters: 欧阳教授 is not called 欧阳."""
_UNIT = re.compile(
    r"[\d\s+-]{7,}|上午|下午|晚上|全天|.{2,}(?:常委|部长|局长|主任|书记|院长|所长)"
    r"|.{2,}(?:党校|局|中心|学院|大学|学校|支部|党支部|委员会|办公室|镇政府|公司|组织部|部门|镇|县委)"
)
_NOBODY = re.compile(r"待定|暂定|未定|另定|待安排|另行安排|另行通知|无|暂无|空|[-—–－/]+|[?？]+")
_BESIDE = re.compile(rf".*(?:{_TITLE.pattern})|{_UNIT.pattern}|{_NOBODY.pattern}")
_BOXED_BESIDE = re.compile(r"[(（](?:上午|下午|晚上|全天)[)）]")
_BOXED = re.compile(r"\(([^()]*)\)")
SHORTEST_NAME = 2
SHORTEST_TASK = 4


def open_file(path: Path, progress: Progress) -> SheetRows:
    """Read a course menu; what stands beside a lecturer's name is told. Raises BadSheet, also for
    another kind of list."""
    found = draft_sheet.open_file(path, progress, MENU, _what_else)
    beside = [told for row in found.rows if (told := _told_beside(row)) is not None]
    return replace(found, left_out=(*found.left_out, *beside))


def _told_beside(row: SheetRow) -> LeftOut | None:
    cell, text = row.cells.get(LECTURERS.name, ("", ""))
    words = re.findall(r"\w+", normal(text))
    names = row.values.get(LECTURERS.name, ())
    if not text or "".join(words) == "".join(re.findall(r"\w+", "".join(names))):
        return None
    reason = f"讲师只取姓名：{'、'.join(names)}" if names else "还没有讲师"
    return LeftOut(f"{row.sheet} {cell}".strip(), text[: draft_sheet.SHOWN], reason)


def is_menu(sheets: Sequence[Sheet]) -> bool:
    return bool(MENU.tables(sheets))


def names_of(text: str) -> tuple[str, ...]:
    """The names in a cell: 李运、丁 栋 → 李运, 丁栋; 李运 丁栋 are two as well. A title or a unit
    beside a name is no part of it, and 待定 is nobody: 莫一帆 教授 → 莫一帆."""
    found: list[str] = []
    said = _AND.sub("、", _DASH.sub(" ", _SPEAKER.sub("、", _NUMBERED.sub("、", text))))
    said = _BOXED_BESIDE.sub("、", normal(said))
    for part in _BETWEEN_NAMES.split(said):
        beside = _BOXED.sub(lambda box: "" if _BESIDE.fullmatch(box[1]) else box[0], normal(part))
        pieces = [one for piece in beside.split() if (one := _plain_name(piece))]
        whole = all(len(piece) >= SHORTEST_NAME for piece in pieces)
        found += pieces if whole else [clean_name(" ".join(pieces))]
    return tuple(dict.fromkeys(name for name in found if name))


def _is_beside(word: str) -> bool:
    """Whether a word is a title, a unit or says that nobody is known yet."""
    return bool(_TITLE.fullmatch(word) or _UNIT.fullmatch(word) or _NOBODY.fullmatch(word))


def _plain_name(word: str) -> str:
    """A word without the title glued to it; empty for one that is no name."""
    if _is_beside(word):
        return ""
    if before := _TITLED_BEFORE.fullmatch(word):
        return before["name"]
    found = _TITLED.fullmatch(word)
    return found["name"] if found and found["name"] not in _SURNAMES else word


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
