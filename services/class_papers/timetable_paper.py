"""A class's timetable on paper (课程表): its lessons by day, the header on every page."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from services.class_papers.content import (
    ClassPaper,
    PaperLesson,
    class_paper,
    days_words,
    time_words,
)
from services.core.days import WEEKDAYS, day_words
from services.core.paper import fonts
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import CAP, MM, OFFICIAL, PADDING, POINT, RULE, Area, PaperSheet
from services.core.paper.table import PaperColumn
from services.core.paper.wrap import wrap
from services.core.text import plain

COLUMNS = (
    PaperColumn("日期", 20),
    PaperColumn("时间", 24, size=10),
    PaperColumn("课程", 46, "left"),
    PaperColumn("形式", 18, size=10),
    PaperColumn("讲师", 15, size=10),
    PaperColumn("地点", 23, size=10),
    PaperColumn("学时", 10, size=10),
)
ROW, HEAD, HEADING, FOOT = 11.0, 8.0, 24.0, 10.0
TOTAL = 8.0
STEP, AIR = 4.6, 2.4
"""From one line of a cell to the next, and what is left above and below all of them."""


def missing(content: ClassPaper) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    said = "".join(one.title + one.form + one.lecturer + one.place for one in content.lessons)
    return fonts.missing(said + content.title + content.school + content.head_teacher)


def render(content: ClassPaper) -> bytes:
    """All lessons as PDF."""
    area, title = OFFICIAL, f"{content.title}课程表"
    sheet = PaperSheet(title)
    pages = pages_of(content, area.height - HEADING, area.height)
    for number, part in enumerate(pages, start=1):
        top = area.top
        if number == 1:
            cell = Area(area.left, area.top - 4, area.width, 15)
            sheet.cell(cell, title, face=Face.bold, size=20)
            when = days_words(content.days) or "时间待定"
            words = f"{when}　班主任：{content.head_teacher or '未定'}"
            cell = Area(area.left - 1.5, area.top + 13, area.width + 3, 8)
            sheet.cell(cell, words, align="left")
            top += HEADING
        else:
            sheet.next_page()
        last = number == len(pages)
        bottom = draw_lessons(sheet, top, part, content if last else None)
        if last:
            made = f"{content.school}　{day_words(content.made_on)}"
            sheet.text(area.right, bottom + 7, made, align="right")
        sheet.page_number(number, len(pages))
    return sheet.done()


def pages_of(content: ClassPaper, first: float, other: float) -> list[tuple[PaperLesson, ...]]:
    """The lessons of each page, of which the first has room of `first` millimetres and each
    later one of `other`."""
    pages: list[list[PaperLesson]] = [[]]
    left = first - HEAD - TOTAL - FOOT
    for lesson in content.lessons:
        if pages[-1] and left < _height(lesson):
            pages.append([])
            left = other - HEAD - TOTAL - FOOT
        pages[-1].append(lesson)
        left -= _height(lesson)
    return [tuple(page) for page in pages]


def draw_lessons(
    sheet: PaperSheet, top: float, lessons: Sequence[PaperLesson], total: ClassPaper | None
) -> float:
    """The header and these lessons, a day's in one box; with `total` the sum under them. Returns
    where it ends."""
    area = OFFICIAL
    widths = [column.width for column in COLUMNS]
    lines = [area.left + sum(widths[:number]) for number in range(len(widths))]
    bottom = top + HEAD + sum(map(_height, lessons))
    for x, column in zip(lines, COLUMNS, strict=True):
        sheet.cell(Area(x, top, column.width, HEAD), column.title, face=Face.hei)
    y = top + HEAD
    sheet.line(area.left, y, area.right, y)
    years = len({one.starts_at.year for one in lessons}) > 1
    for _, of in groupby(lessons, key=lambda one: one.starts_at.date()):
        day = list(of)
        height = sum(map(_height, day))
        _draw_day(sheet, Area(lines[0], y, widths[0], height), day[0], years=years)
        for one in day:
            _draw_lesson(sheet, lines, y, one)
            y += _height(one)
            left = area.left if one is day[-1] else lines[1]
            sheet.line(left, y, area.right, y)
    for x in lines[1:]:
        sheet.line(x, top, x, bottom)
    if total is not None:
        words = f"合计 {len(total.lessons)} 节课，{plain(total.hours)} 学时"
        sheet.cell(Area(area.left, bottom, area.width, TOTAL), words, align="right")
        bottom += TOTAL
    sheet.frame(Area(area.left, top, area.width, bottom - top), weight=RULE)
    return bottom


def _draw_day(sheet: PaperSheet, area: Area, lesson: PaperLesson, *, years: bool) -> None:
    start = lesson.starts_at
    middle = area.top + area.height / 2
    words = f"{start.month}月{start.day}日"
    week = f"{start.year}年 " * years + WEEKDAYS[start.weekday()]
    sheet.text(area.middle, middle - 0.6, words, align="center")
    sheet.text(area.middle, middle + 4.2, week, size=9, align="center")


def _cells(one: PaperLesson) -> list[list[str]]:
    """What each column after the day says, in lines: nothing of a lesson is cut."""
    said = (time_words(one), one.title, one.form, one.lecturer, one.place, plain(one.hours))
    return [
        wrap(words, Face.song, column.size, (column.width - 2 * PADDING) * MM)
        for column, words in zip(COLUMNS[1:], said, strict=True)
    ]


def _height(one: PaperLesson) -> float:
    return max(ROW, STEP * max(len(lines) for lines in _cells(one)) + AIR)


def _draw_lesson(sheet: PaperSheet, lefts: Sequence[float], y: float, one: PaperLesson) -> None:
    height = _height(one)
    for left, column, lines in zip(lefts[1:], COLUMNS[1:], _cells(one), strict=True):
        area = Area(left, y, column.width, height)
        x = area.left + PADDING if column.align == "left" else area.middle
        base = y + (height - STEP * len(lines)) / 2 + STEP / 2 + column.size * CAP * POINT
        for number, line in enumerate(lines):
            sheet.text(x, base + STEP * number, line, size=column.size, align=column.align)


TIMETABLE: Paper[ClassPaper, UUID] = Paper(
    key="class_papers.timetable",
    words="课程表",
    content=class_paper,
    render=at_once(render),
    missing=missing,
    name=lambda content, _class_id: f"课程表-{content.title}",
    title=lambda content, _class_id: f"课程表：{content.title}",
    verb="class_papers.print_timetable",
    noted=lambda _content, class_id: {"id": str(class_id)},
)
