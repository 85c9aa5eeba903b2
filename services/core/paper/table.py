"""Tables on paper: rows of one height, never cut, under a header that each page repeats."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.core.paper.fonts import Face
from services.core.paper.sheet import Align, Area, PaperSheet


@dataclass(frozen=True)
class PaperColumn:
    """`width` in millimetres."""

    title: str
    width: float
    align: Align = "center"
    size: float = 10.5


def split(rows: int, first: int, other: int) -> list[range]:
    """Which rows stand on which page, where the first page holds `first` and each later one
    `other`. There is always a first page."""
    pages = [range(min(rows, first))]
    while pages[-1].stop < rows:
        begin = pages[-1].stop
        pages.append(range(begin, min(rows, begin + other)))
    return pages


def draw(
    sheet: PaperSheet,
    left: float,
    top: float,
    columns: Sequence[PaperColumn],
    rows: Sequence[Sequence[str]],
    *,
    row_height: float,
    head_height: float,
) -> float:
    """The header and these rows on the present page; returns where the table ends."""
    widths = [column.width for column in columns]
    heights = [head_height, *([row_height] * len(rows))]
    area = Area(left, top, sum(widths), sum(heights))
    sheet.grid(area, widths, heights)
    x = left
    for number, column in enumerate(columns):
        sheet.cell(Area(x, top, column.width, head_height), column.title, face=Face.hei)
        y = top + head_height
        for row in rows:
            if text := row[number]:
                cell = Area(x, y, column.width, row_height)
                sheet.cell(cell, text, size=column.size, align=column.align)
            y += row_height
        x += column.width
    return area.bottom
