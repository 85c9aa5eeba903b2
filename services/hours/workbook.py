"""The ledger as a workbook (.xlsx). Names are text, whatever they begin with; figures numbers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from services.hours.ledger import LedgerGroup, LedgerRow
from services.hours.months import MonthHours
from services.hours.papers import RecordPaper, TaskPaper
from services.hours.plans import PlanLesson
from services.hours.words import line_words

Cell = str | int | Decimal | None
WIDTHS = (16, 24, 16, 14, 14, 14, 14, 20)


def people_book(rows: Iterable[LedgerRow], year: int) -> bytes:
    """The people as they are listed."""
    head = ("姓名", "党支部", "身份", "学时", "目标", "已排", "可补", "状态")
    return _book(
        f"{year}年学时台账",
        head,
        (
            (
                row.name,
                row.branch,
                row.role.short,
                row.hours,
                row.target or None,
                row.planned,
                row.joinable,
                row.state.word,
            )
            for row in rows
        ),
    )


def groups_book(groups: Iterable[LedgerGroup], title: str, year: int) -> bytes:
    """Branches or posts with their shares."""
    head = (title, "人数", "达标", "达标率（%）", "补不齐", "人均学时", "学时")
    return _book(
        f"{year}年按{title}",
        head,
        (
            (g.words, g.people, g.reached, g.percent, g.out_of_reach, g.average, g.hours)
            for g in groups
        ),
    )


def months_book(months: Iterable[MonthHours], year: int) -> bytes:
    head = ("月份", "参训人次", "学时")
    return _book(f"{year}年按月", head, ((f"{m.month}月", m.person_times, m.hours) for m in months))


def coming_book(lessons: Iterable[PlanLesson], year: int) -> bytes:
    head = ("开始", "课程", "培训班", "地点", "学时")
    return _book(
        f"{year}年可报名的课",
        head,
        (
            (f"{one.starts_at:%Y-%m-%d %H:%M}", one.title, one.class_title, one.place, one.hours)
            for one in lessons
        ),
    )


def record_book(paper: RecordPaper) -> bytes:
    """One person's lines."""
    head = ("日期", "学习内容", "培训班次或说明", "状态", "学时", "依据", "备注")
    return _book(
        f"{paper.year}年学时明细",
        head,
        (
            (
                f"{line.day}",
                line.lesson,
                line.class_title,
                line_words(line),
                line.hours,
                line.source,
                line.note,
            )
            for line in paper.lines
        ),
    )


def tasks_book(paper: TaskPaper) -> bytes:
    """Each task and tier, as on the paper."""
    head = ("基本任务", "课程层级", "课次", "参训人次", "学时")
    rows: list[Sequence[Cell]] = []
    for row in paper.rows:
        words = row.task.word
        for tier, (lessons, times, worth) in row.tiers.items():
            rows.append((words, tier.word, lessons, times, worth))
        if row.online:
            rows.append((words, "在线学习", None, None, row.online))
        if not row.tiers and not row.online:
            rows.append((words, "未开课", 0, 0, Decimal(0)))
    if paper.other:
        rows.append(("调训、更正和未分任务的在线学习", "", None, None, paper.other))
    return _book(f"{paper.year}年七项任务", head, rows)


def _book(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    import xlsxwriter  # 0.1 s that only who exports waits for

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, words in enumerate(head):
        sheet.write_string(0, place, words, bold)
        sheet.set_column(place, place, WIDTHS[min(place, len(WIDTHS) - 1)])
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def _write(sheet: Any, number: int, place: int, cell: Cell) -> None:
    """A text stays a text: = + - @ begin no formula, an identity no number."""
    if isinstance(cell, str):
        sheet.write_string(number, place, cell)
    elif cell is not None:
        sheet.write_number(number, place, float(cell))
