"""A list on paper: A4 under its title, the header on every page, page x of y."""

from collections.abc import Callable
from itertools import chain

from services.core.listing import Listing, text_of
from services.core.paper import fonts, table
from services.core.paper.fonts import Face
from services.core.paper.sheet import A4_SHORT, GREY, Area, Sheet

MARGIN, TOP, BOTTOM = 15.0, 16.0, 18.0
ROW, HEAD = 7.0, 8.0
HEADING = 16.0
NUMBER_WIDTH = 12.0
MM_PER_PIXEL = 0.24
STRETCHED = 40.0
LEAST_WIDTH = 11.0
SIZE = 9.5
UPRIGHT_HOLDS = 1.12
"""Upright as long as the columns are squeezed by no more than this."""
NOBODY_ASKS: Callable[[int, int], object] = lambda _done, _of: None  # noqa: E731


def missing(listing: Listing) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    used = set(listing.title + listing.note)
    used.update(*(text_of(cell) for cell in chain.from_iterable(listing.rows)))
    return fonts.missing("".join(sorted(used)))


def render(listing: Listing, report: Callable[[int, int], object] = NOBODY_ASKS) -> bytes:
    """The list as PDF; on its long side where the columns need it.

    `report` gets pages done and all, and may raise Cancelled.
    """
    wanted = [_width(column.width) for column in listing.columns]
    upright = A4_SHORT - 2 * MARGIN - NUMBER_WIDTH
    wide = sum(wanted) > upright * UPRIGHT_HOLDS
    sheet = Sheet(listing.title, wide=wide)
    area = Area(MARGIN, TOP, sheet.width - 2 * MARGIN, sheet.height - TOP - BOTTOM)
    columns = _columns(listing, wanted, area.width - NUMBER_WIDTH)
    holds = int((area.height - HEAD) // ROW)
    first = int((area.height - HEADING - HEAD) // ROW)
    pages = table.split(len(listing.rows), first, holds)
    for number, part in enumerate(pages, 1):
        report(number - 1, len(pages))
        if number > 1:
            sheet.next_page()
        top = _heading(sheet, listing, area) if number == 1 else area.top
        rows = [
            (str(place + 1), *(text_of(cell) for cell in listing.rows[place])) for place in part
        ]
        table.draw(sheet, area.left, top, columns, rows, row_height=ROW, head_height=HEAD)
        sheet.page_number(number, len(pages), area)
    return sheet.done()


def _columns(listing: Listing, wanted: list[float], room: float) -> list[table.Column]:
    """A column of numbers, then the list's own, stretched or squeezed to the page."""
    share = room / sum(wanted) if wanted else 1.0
    made = [table.Column("序号", NUMBER_WIDTH, size=SIZE)]
    made += [
        table.Column(column.title, width * share, "right" if column.right else "left", SIZE)
        for column, width in zip(listing.columns, wanted, strict=True)
    ]
    return made


def _width(pixels: int) -> float:
    return max(LEAST_WIDTH, pixels * MM_PER_PIXEL) if pixels else STRETCHED


def _heading(sheet: Sheet, listing: Listing, area: Area) -> float:
    title = Area(area.left, area.top, area.width, 9)
    sheet.cell(title, listing.title, face=Face.bold, size=16)
    note = Area(area.left, area.top + 9, area.width, 6)
    sheet.cell(note, listing.note, size=9, align="left", color=GREY)
    return area.top + HEADING
