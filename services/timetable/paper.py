"""The timetable on A4 landscape: seven columns, nothing cut, the heads again on each page."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.core.paper import fonts
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import CAP, GREY, MM, POINT, Area, PaperSheet
from services.core.paper.wrap import wrap
from services.timetable.papers import (
    LessonEntry,
    PaperRow,
    TimetablePaper,
    month_paper,
    week_paper,
)

MARGIN, TOP, BOTTOM = 12.0, 13.0, 18.0
HEADING, HEAD = 15.0, 8.0
ROW_HEAD = 21.0
SIZE, SMALL, LABEL = 8.5, 7.5, 8.5
LEADING = 1.3
PAD, GAP = 1.3, 1.6
LEAST_ROW, LEAST_PART = 16.0, 24.0
"""A row is never lower than this, and none begins at a page's foot in less than LEAST_PART."""


@dataclass(frozen=True)
class LessonBlock:
    """An entry in lines, each with its size and colour; `height` in millimetres."""

    lines: tuple[tuple[str, Face, float, str], ...]
    height: float


@dataclass(frozen=True)
class PageBand:
    """What of a row stands on one page."""

    row: PaperRow
    head: tuple[str, ...]
    cells: tuple[tuple[LessonBlock, ...], ...]
    height: float


def missing(content: TimetablePaper) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    used = set(content.title + content.note)
    for row in content.rows:
        used.update(row.head)
        for cell in row.cells:
            used.update(*(entry.words + entry.details for entry in cell))
    return fonts.missing("".join(sorted(used)))


def render(content: TimetablePaper) -> bytes:
    """The timetable as PDF. A row goes to the next page whole where a page can hold it."""
    sheet = PaperSheet(content.title, wide=True)
    area = Area(MARGIN, TOP, sheet.width - 2 * MARGIN, sheet.height - TOP - BOTTOM)
    lead = ROW_HEAD if content.corner else 0.0
    wide = (area.width - lead) / len(content.heads)
    pages = list(_pages(content, wide, area.height - HEADING - HEAD))
    for number, bands in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _heading(sheet, content, area)
        _table(sheet, content, bands, area, lead, wide)
        sheet.page_number(number, len(pages), area)
    return sheet.done()


def _pages(content: TimetablePaper, wide: float, room: float) -> Iterator[list[PageBand]]:
    """Rows on pages of `room` millimetres; what is higher than a page goes on over the next."""
    page: list[PageBand] = []
    left = room
    for row in content.rows:
        cells, again = [[_block(entry, wide) for entry in cell] for cell in row.cells], False
        while (band := _band(row, cells, wide, again=again)).height > left:
            taken: list[list[LessonBlock]] = []
            if band.height > room and (left >= LEAST_PART or not page):
                inside = left - 2 * PAD - _label_height(row)
                taken, rest = _split(cells, inside, some=not page)
            if any(taken):
                page.append(_band(row, taken, wide, again=again))
                cells, again = rest, True
            yield page
            page, left = [], room
        page.append(band)
        left -= band.height
    yield page


def _split(
    cells: list[list[LessonBlock]], room: float, *, some: bool
) -> tuple[list[list[LessonBlock]], list[list[LessonBlock]]]:
    """The first entries of each cell that fit into `room`, and the others. With `some` each
    cell gives one in any case, so that there is an end."""
    taken, rest = [], []
    for blocks in cells:
        used, count = 0.0, 0
        for block in blocks:
            used += block.height + (GAP if count else 0)
            if used > room and not (some and count == 0):
                break
            count += 1
        taken.append(blocks[:count])
        rest.append(blocks[count:])
    return taken, rest


def _band(row: PaperRow, cells: list[list[LessonBlock]], wide: float, *, again: bool) -> PageBand:
    head = wrap(row.head, Face.hei, SIZE, (ROW_HEAD - 2 * PAD) * MM) if row.head else []
    if again and head:
        head = [*head, "（续）"]
    heights = [sum(b.height for b in blocks) + GAP * max(0, len(blocks) - 1) for blocks in cells]
    inside = max(heights, default=0.0) + _label_height(row)
    least = len(head) * _step(SIZE)
    height = max(LEAST_ROW, inside + 2 * PAD, least + 2 * PAD)
    return PageBand(row, tuple(head), tuple(tuple(blocks) for blocks in cells), height)


def _block(entry: LessonEntry, wide: float) -> LessonBlock:
    most = (wide - 2 * PAD) * MM
    lines = [(line, Face.hei, SIZE, "#000000") for line in wrap(entry.words, Face.hei, SIZE, most)]
    lines += [
        (line, Face.song, SMALL, GREY) for line in wrap(entry.details, Face.song, SMALL, most)
    ]
    return LessonBlock(tuple(lines), sum(_step(size) for _, _, size, _ in lines))


def _step(size: float) -> float:
    return size * LEADING * POINT


def _label_height(row: PaperRow) -> float:
    return _step(LABEL) + 0.8 if any(row.labels) else 0.0


def _heading(sheet: PaperSheet, content: TimetablePaper, area: Area) -> None:
    sheet.text(area.middle, area.top + 4, content.title, face=Face.bold, size=16, align="center")
    note = Area(area.left, area.top + 6, area.width, HEADING - 7)
    sheet.cell(note, content.note, size=9, color=GREY)


def _table(
    sheet: PaperSheet,
    content: TimetablePaper,
    bands: list[PageBand],
    area: Area,
    lead: float,
    wide: float,
) -> None:
    top = area.top + HEADING
    columns = ([lead] if lead else []) + [wide] * len(content.heads)
    heights = [HEAD, *(band.height for band in bands)]
    sheet.grid(Area(area.left, top, sum(columns), sum(heights)), columns, heights)
    if lead:
        sheet.cell(Area(area.left, top, lead, HEAD), content.corner, face=Face.hei, size=9)
    for number, head in enumerate(content.heads):
        place = Area(area.left + lead + number * wide, top, wide, HEAD)
        sheet.cell(place, head, face=Face.hei, size=9)
    y = top + HEAD
    for band in bands:
        _draw(sheet, band, area.left, y, lead, wide)
        y += band.height


def _draw(
    sheet: PaperSheet, band: PageBand, left: float, top: float, lead: float, wide: float
) -> None:
    base = top + (band.height - len(band.head) * _step(SIZE)) / 2
    for number, line in enumerate(band.head):
        y = base + (number + 0.5) * _step(SIZE) + SIZE * CAP * POINT
        sheet.text(left + lead / 2, y, line, face=Face.hei, size=SIZE, align="center")
    for number, blocks in enumerate(band.cells):
        x = left + lead + number * wide + PAD
        y = top + PAD
        if label := band.row.labels[number]:
            sheet.text(x, y + LABEL * POINT, label, face=Face.bold, size=LABEL)
        y += _label_height(band.row)
        for block in blocks:
            for line, face, size, color in block.lines:
                sheet.text(x, y + size * POINT, line, face=face, size=size, color=color)
                y += _step(size)
            y += GAP


WEEK_PAPER = Paper(
    key="timetable.week",
    words="课表",
    content=week_paper,
    render=at_once(render),
    missing=missing,
    name=lambda _content, shown, *_more: f"课表-{shown.days.first:%Y%m%d}",
    title=lambda *_: "打印课表",
    verb="timetable.print",
    noted=lambda _content, _shown, lessons, *_more: {"lessons": len(lessons)},
)
MONTH_PAPER = Paper(
    key="timetable.month",
    words="课表",
    content=month_paper,
    render=at_once(render),
    missing=missing,
    name=lambda _content, month, *_more: f"课表-{month:%Y%m}",
    title=lambda *_: "打印课表",
    verb="timetable.print",
    noted=lambda _content, _month, _days, lessons, _narrowed: {"lessons": len(lessons)},
)
