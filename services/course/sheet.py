"""Reading a course menu from a spreadsheet: which column is what, and what each row says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from services.core import sheet_reader
from services.core.checks import half_hours, optional_text
from services.core.errors import BadInput
from services.core.sheet_reader import BadSheet, Cell, Progress, Row, Sheet
from services.core.sheet_table import HEADER_WITHIN, SheetTable, cell_name, find, text_of, word_of
from services.core.text import clean_name, normal, prose
from services.course.operations import MOST_NAMES, MOST_TEXT
from services.course.words import Task, Tier

FIELDS: Mapping[str, Sequence[str]] = {
    "code": ("课程编码", "课程编号", "课程代码", "编码", "编号"),
    "title": ("课程名称", "课程题目", "课程主题", "授课题目", "课题", "课程", "名称"),
    "task": ("对应基本任务", "基本任务", "七项基本任务", "七项任务", "所属任务", "任务类别"),
    "tier": ("课程类型", "课程层级", "课程类别", "课程性质", "层级", "类型"),
    "form": ("教学形式", "授课形式", "教学方式", "授课方式", "培训形式", "形式"),
    "hours": ("课时", "学时", "课时数", "学时数"),
    "audience": ("适用对象", "培训对象", "授课对象", "面向对象", "对象"),
    "lecturers": (
        "主讲教师", "主讲讲师", "主讲人", "主讲", "授课教师", "授课讲师", "授课人", "任课教师",
        "教师", "讲师",
    ),
    "syllabus": ("课程简介", "内容简介", "课程内容", "主要内容", "简介"),
    "topics": ("专题", "专题名称", "包含专题", "课程专题"),
    "materials": ("教学资料", "课程资料", "参考资料", "教材", "课件", "资料"),
}  # fmt: skip
REQUIRED = ("title", "task", "hours")
TEXTS = {
    "form": ("教学形式", 20),
    "audience": ("适用对象", 40),
    "syllabus": ("课程简介", MOST_TEXT),
    "topics": ("专题", MOST_TEXT),
    "materials": ("教学资料", MOST_TEXT),
}
ROSTER_WORDS = {
    "身份证号", "公民身份号码", "身份证件号码", "身份证号码", "入党时间", "加入党组织日期",
    "所在党支部", "支部名称", "所属党组织",
}  # fmt: skip
POOL_WORDS = {"主要讲授专题", "聘期", "聘期起", "聘期止", "职称"}
IS_ROSTER = "这个文件像是党员花名册，不是课程菜单；请到“学员与学时”里用“导入花名册”。"
IS_POOL = "这个文件像是师资库，不是课程菜单，请重新选择。"
NO_HEADER = "这个文件里没有找到课程菜单的表头（课程名称、基本任务、课时），请检查是否选错了文件。"
_HOURS = re.compile(r"(\d+(?:\.\d+)?)\s*个?(?:学时|课时)?")
_NUMBERING = re.compile(r"^[（(]?[\d一二三四五六七]+[）).、．\s]+")
_BETWEEN_NAMES = re.compile(r"[、,，;；/|\n]+")
FEWEST_CELLS = 2
SHORTEST_NAME = 2
SHORTEST_TASK = 4


@dataclass(frozen=True)
class CourseProblem:
    """A cell that cannot be read, as a spreadsheet names it; its whole row is left out."""

    sheet: str
    cell: str
    shown: str
    reason: str


@dataclass(frozen=True)
class SheetCourse:
    """What one row says; None or empty where it says nothing. `places` names the cell of each
    field that the sheet has."""

    sheet: str
    row: int
    title: str
    code: str = ""
    task: Task | None = None
    tier: Tier | None = None
    hours: Decimal | None = None
    form: str = ""
    audience: str = ""
    syllabus: str = ""
    topics: str = ""
    materials: str = ""
    lecturers: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CourseFile:
    """A file's courses in its order, and what in it could not be read."""

    name: str
    courses: tuple[SheetCourse, ...]
    problems: tuple[CourseProblem, ...]


def open_file(path: Path, progress: Progress) -> CourseFile:
    """Read a course menu (.xlsx, .xls, .csv). Raises BadSheet, also for another kind of list."""
    read = sheet_reader.read(path, progress)
    tables = find(read.sheets, FIELDS, REQUIRED)
    if not tables:
        raise BadSheet(_what_else(read.sheets))
    reader = _Reader()
    for table in tables:
        for row in table.rows:
            reader.take(table, row)
    return CourseFile(read.name, tuple(reader.courses), tuple(reader.problems))


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


def hours_of(cell: Cell) -> Decimal:
    """4, 4学时, ４ 课时 → 4. Raises BadInput."""
    found = _HOURS.fullmatch(text_of(cell)) if isinstance(cell, str | float) else None
    if found is None:
        raise BadInput("学时看不懂，请写成 4 或 4学时 这样。")
    try:
        return half_hours(Decimal(found[1]))
    except InvalidOperation as error:
        raise BadInput("学时看不懂，请写成 4 或 4学时 这样。") from error


class _Reader:
    """Collects courses and problems row by row."""

    def __init__(self) -> None:
        self.courses: list[SheetCourse] = []
        self.problems: list[CourseProblem] = []
        self._seen: dict[str, SheetCourse] = {}

    def take(self, table: SheetTable, row: Row) -> None:
        cells = {name: row.cell(place) for name, place in table.columns.items()}
        said = {name: cell for name, cell in cells.items() if _text(cell)}
        if not said or ("title" not in said and len(said) < FEWEST_CELLS):
            return  # blank, or a remark under the table
        places = {name: cell_name(place, row.number) for name, place in table.columns.items()}
        values: dict[str, object] = {}
        faults: list[CourseProblem] = []

        def fault(name: str, reason: str) -> None:
            faults.append(CourseProblem(table.sheet, places[name], _text(cells[name])[:40], reason))

        if "title" not in said:
            fault("title", "没有课程名称。")
        for name, cell in said.items():
            try:
                values[name] = _READ[name](cell)
            except BadInput as error:
                fault(name, error.message)
        if not faults:
            course = SheetCourse(table.sheet, row.number, places=places, **values)  # type: ignore[arg-type]
            self._keep(course, fault)
        self.problems += faults

    def _keep(self, course: SheetCourse, fault: Callable[[str, str], None]) -> None:
        """Each course once: one told twice is a problem, whatever it says."""
        key = course.code or f"课程名称 {course.title}"
        if (first := self._seen.get(key)) is not None:
            where = f"{first.sheet}”第 {first.row} 行"
            fault("code" if course.code else "title", f"和“{where}是同一门课程。")
            return
        self._seen[key] = course
        self.courses.append(course)


def _text(cell: Cell) -> str:
    return prose(cell) if isinstance(cell, str) else text_of(cell)


def _limited(words: str, most: int) -> Callable[[Cell], str]:
    return lambda cell: optional_text(_text(cell), words, most)


def _lecturers(cell: Cell) -> tuple[str, ...]:
    names = names_of(cell if isinstance(cell, str) else text_of(cell))
    optional_text("、".join(names), "主讲教师", MOST_NAMES)
    return names


_READ: Mapping[str, Callable[[Cell], object]] = {
    "code": _limited("课程编码", 20),
    "title": _limited("课程名称", 60),
    "task": lambda cell: task_of(_text(cell)),
    "tier": lambda cell: tier_of(_text(cell)),
    "hours": hours_of,
    "lecturers": _lecturers,
    **{name: _limited(words, most) for name, (words, most) in TEXTS.items()},
}


def _what_else(sheets: Sequence[Sheet]) -> str:
    """What the file is instead, in a sentence."""
    words = {word_of(cell) for sheet in sheets for row in sheet.rows[:HEADER_WITHIN]
             for cell in row.cells}  # fmt: skip
    if words & ROSTER_WORDS:
        return IS_ROSTER
    return IS_POOL if words & POOL_WORDS else NO_HEADER
