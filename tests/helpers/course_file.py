"""Course menu files for the tests: as clerks hand them in, with the traps of their columns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from services import course
from services.core.draft_sheet import SheetRows
from services.core.draft_taking import Comparison, SheetTaken
from services.core.workspace import Workspace
from services.course import CourseDraft

HEADER = (
    "课程编码", "课程名称", "对应基本任务", "课程类型", "教学形式", "课时", "适用对象", "主讲教师",
    "课程简介",
)  # fmt: skip
TASKS = (
    "党的宗旨教育", "革命传统教育", "形势政策教育", "党章党规党纪教育", "政治理论教育",
    "知识技能教育", "政治教育和政治训练",
)  # fmt: skip
TIERS = ("必修课", "首课", "主课", "选修课")
FORMS = ("专题讲授", "观看党课视频", "现场教学", "案例精解", "集体研讨")
HOURS = (3.0, 1.0, "4学时", 0.5, 2.0)
SUBJECTS = ("乡村振兴", "一线工作法", "党章党规党纪", "党史学习教育", "消防安全", "村级警示教育")


def silent(_done: int, _of: int, _what: str) -> None:
    """Nobody watches."""


def line(number: int) -> tuple[Any, ...]:
    """The row of the course of this number, from 1."""
    return (
        f"ZS{number:03d}",
        f"{SUBJECTS[number % len(SUBJECTS)]}（案例）{number}",
        TASKS[number % len(TASKS)],
        TIERS[number % len(TIERS)],
        FORMS[number % len(FORMS)],
        HOURS[number % len(HOURS)],
        "村(社区)党组织书记",
        f"李运{number % 7}",
        "结合本镇实际。",
    )


def course_file(
    path: Path,
    rows: Sequence[Sequence[Any]] | None = None,
    header: Sequence[str] = HEADER,
    title: str = "2026年度仲山镇党校课程菜单",
) -> Path:
    """A title, a header, and these rows; the forty of a yearly menu where none are told."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("菜单")
        sheet.write_string(0, 0, title)
        sheet.write_row(1, 0, header)
        for number, row in enumerate(rows if rows is not None else map(line, range(1, 41)), 2):
            sheet.write_row(number, 0, row)
    return path


def read(path: Path) -> SheetRows:
    return course.open_file(path, silent)


def look(school: Workspace, path: Path) -> Comparison[CourseDraft]:
    file = read(path)
    with school.read() as session:
        return course.preview(session, file)


def take(school: Workspace, path: Path) -> SheetTaken:
    shown = look(school, path)
    with school.write("course.take") as session:
        return course.take(session, shown)
