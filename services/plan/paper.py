"""轮训计划表 on paper: A4 on its long side, rows as high as their words, never cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.core.days import day_words
from services.core.listing import Cell, text_of
from services.core.money import yuan
from services.core.paper import fonts
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import MM, POINT, Align, Area, PaperSheet
from services.core.paper.wrap import wrap
from services.core.session import WorkSession
from services.plan.columns import FIELDS, TITLES, cells, total_cells
from services.plan.queries import YearPlan, year_plan
from services.plan.words import PlanState
from services.school import own

OFFICIAL_WIDE = Area(36, 28, 225, 156)
"""The text area of an official sheet laid on its long side, the table's head at the binding
edge (GB/T 9704—2012, 5.2.1 and 7.5)."""
WIDTHS = {
    "number": 9.0, "title": 31.0, "audience_words": 25.0, "heads": 11.0, "times": 17.0,
    "days": 10.0, "hours": 10.0, "content": 35.0, "form": 15.5, "place": 18.0,
    "responsible": 15.5, "budget": 17.0, "note": 11.0,
}  # fmt: skip
FIGURES = ("heads", "days", "hours", "budget")
LEFT = ("title", "audience_words", "content", "note")
SIZE, HEAD_SIZE, STEP = 9.0, 9.5, 4.3
AIR, PAD, LEAST_ROW = 2.6, 0.9, 9.0
HEADING, FOOT = 22.0, 20.0
THOUSAND = 1_000
Lines = list[list[str]]
"""The lines of each cell of a row."""


@dataclass(frozen=True)
class PlanPaper:
    plan: YearPlan
    school: str
    made_on: date


def of_year(session: WorkSession, year: int) -> PlanPaper:
    return PlanPaper(year_plan(session, year), own(session).name, session.today())


def missing(content: PlanPaper) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    said = [content.plan.title, content.school, content.plan.approved_by]
    said += [text_of(cell) for row in content.plan.rows for cell in cells(row)]
    return fonts.missing("".join(sorted(set("".join(said)))))


def render(content: PlanPaper) -> bytes:
    """The whole plan with its sums, who approved it, and page x of y."""
    area = OFFICIAL_WIDE
    sheet = PaperSheet(content.plan.title, wide=True)
    head = [_wrapped(title, field) for title, field in zip(TITLES, FIELDS, strict=True)]
    rows = [_lines(cells(row)) for row in content.plan.rows]
    rows.append(_lines(total_cells(content.plan.totals)))
    pages = _pages([_height(row) for row in rows], _height(head))
    for number, part in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        top = _heading(sheet, content) if number == 1 else area.top
        bottom = _table(sheet, top, head, [rows[place] for place in part])
        if number == len(pages):
            _foot(sheet, bottom, content)
        sheet.page_number(number, len(pages), area)
    return sheet.done()


def _pages(heights: Sequence[float], head: float) -> list[range]:
    """Which rows stand on which page; the last row, the sums, has the foot under it."""
    pages, begin = [], 0
    room = OFFICIAL_WIDE.height - HEADING - head
    for place, height in enumerate(heights):
        needed = height + (FOOT if place == len(heights) - 1 else 0)
        if needed > room and place > begin:
            pages.append(range(begin, place))
            begin, room = place, OFFICIAL_WIDE.height - head
        room -= height
    return [*pages, range(begin, len(heights))]


def _heading(sheet: PaperSheet, content: PlanPaper) -> float:
    area = OFFICIAL_WIDE
    title = Area(area.left, area.top, area.width, 11)
    sheet.cell(title, content.plan.title, face=Face.bold, size=18)
    base = area.top + HEADING - 3
    sheet.text(area.left, base, f"单位：{content.school}")
    draft = "" if content.plan.state is PlanState.approved else "（草稿）"
    sheet.text(area.middle, base, f"轮训计划表{draft}", face=Face.hei, align="center")
    sheet.text(area.right, base, "经费单位：元", align="right")
    return area.top + HEADING


def _foot(sheet: PaperSheet, top: float, content: PlanPaper) -> None:
    """Who filled it in, looked it over and approved it; lines to sign, or the name and day."""
    area, plan = OFFICIAL_WIDE, content.plan
    blank = "＿＿＿＿＿＿"
    by, on = plan.approved_by or blank, "　　年　　月　　日"
    if plan.approved_at is not None:
        on = day_words(plan.approved_at)
    sheet.text(area.left, top + 8, f"填表人：{blank}　　审核人：{blank}")
    sheet.text(area.right, top + 8, f"批准人：{by}　　批准日期：{on}", align="right")
    made = f"填表日期：{day_words(content.made_on)}"
    sheet.text(area.left, top + 16, made)
    sheet.text(area.right, top + 16, "（单位盖章）　　　　　　", align="right")


def _table(sheet: PaperSheet, top: float, head: Lines, rows: Sequence[Lines]) -> float:
    widths = list(WIDTHS.values())
    heights = [_height(head), *(_height(row) for row in rows)]
    area = Area(OFFICIAL_WIDE.left, top, sum(widths), sum(heights))
    sheet.grid(area, widths, heights)
    for number, (row, height) in enumerate(zip([head, *rows], heights, strict=True)):
        left = area.left
        for field, lines in zip(FIELDS, row, strict=True):
            cell = Area(left, top, WIDTHS[field], height)
            _cell(sheet, cell, lines, field, is_head=number == 0)
            left += WIDTHS[field]
        top += height
    return area.bottom


def _cell(sheet: PaperSheet, area: Area, lines: list[str], field: str, *, is_head: bool) -> None:
    face, size = (Face.hei, HEAD_SIZE) if is_head else (Face.song, SIZE)
    align: Align = "left" if field in LEFT and not is_head else "center"
    x = area.left + PAD if align == "left" else area.middle
    base = area.top + (area.height - STEP * (len(lines) - 1)) / 2 + size * 0.36 * POINT
    if field in FIGURES and not is_head:  # a figure is never broken, rather it is set smaller
        most = (area.width - 2 * PAD) * MM
        widest = max((fonts.width(line, face, size) for line in lines), default=0.0)
        size = min(size, size * most / widest) if widest else size
    for number, line in enumerate(lines):
        sheet.text(x, base + number * STEP, line, face=face, size=size, align=align)


def _lines(row: Sequence[Cell]) -> Lines:
    return [_wrapped(_words(cell), field) for cell, field in zip(row, FIELDS, strict=True)]


def _words(cell: Cell) -> str:
    """Money with its thousands marked; days and hours need none."""
    return yuan(cell) if isinstance(cell, Decimal) and cell >= THOUSAND else text_of(cell)


def _wrapped(text: str, field: str) -> list[str]:
    if field in FIGURES and text[:1].isdecimal():
        return [text]
    return wrap(text, Face.song, HEAD_SIZE, (WIDTHS[field] - 2 * PAD) * MM) if text else []


def _height(row: Lines) -> float:
    return max(LEAST_ROW, max(len(lines) for lines in row) * STEP + AIR)


TABLE = Paper(
    key="plan.table",
    words="轮训计划表",
    content=of_year,
    render=at_once(render),
    missing=missing,
    name=lambda content, _year: content.plan.title,
    verb="plan.print",
    noted=lambda _content, year: {"year": year},
)
