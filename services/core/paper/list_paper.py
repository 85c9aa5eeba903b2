"""A list on paper: A4 under its title, the header on every page, page x of y."""

from collections.abc import Callable
from itertools import chain

from services.core.listing import Listing, log_taken, text_of
from services.core.paper import fonts, table
from services.core.paper.declared import Paper
from services.core.paper.fonts import Face
from services.core.paper.sheet import A4_SHORT, GREY, MM, PADDING, Area, PaperSheet
from services.core.session import WorkSession

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
MOST_UNBROKEN = 0.75
"""Of the page for columns that must not break; beyond that all are squeezed alike."""
HEAD_SIZE, SLACK = 10.5, 0.5
SHORT = 15.0
"""As narrow as three characters: nothing is won by breaking them."""
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
    sheet = PaperSheet(listing.title, wide=wide)
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


def _columns(listing: Listing, wanted: list[float], room: float) -> list[table.PaperColumn]:
    """A column of numbers, then the list's own, stretched or squeezed to the page."""
    widths = wanted if sum(wanted) <= room else _squeezed(listing, wanted, room)
    share = room / sum(widths) if widths else 1.0
    made = [table.PaperColumn("序号", NUMBER_WIDTH, size=SIZE)]
    made += [
        table.PaperColumn(column.title, width * share, "right" if column.right else "left", SIZE)
        for column, width in zip(listing.columns, widths, strict=True)
    ]
    return made


def _squeezed(listing: Listing, wanted: list[float], room: float) -> list[float]:
    """No column wider than its longest value; names, numbers and dates, which no line break
    helps, as wide as that, and words in what is left, where that leaves any to speak of."""
    texts = [[text_of(row[place]) for row in listing.rows] for place in range(len(wanted))]
    needs = [_need(c.title, column) for c, column in zip(listing.columns, texts, strict=True)]
    whole = [
        need <= SHORT or all(text.isascii() for text in column)
        for need, column in zip(needs, texts, strict=True)
    ]
    least = [
        need if unbroken else min(need, width)
        for need, width, unbroken in zip(needs, wanted, whole, strict=True)
    ]
    kept = sum(need for need, unbroken in zip(needs, whole, strict=True) if unbroken)
    words = sum(least) - kept
    if not words or sum(least) <= room or kept > room * MOST_UNBROKEN:
        return least
    share = (room - kept) / words
    return [
        width if unbroken else width * share for width, unbroken in zip(least, whole, strict=True)
    ]


def _need(title: str, texts: list[str]) -> float:
    longest = max(texts, key=len, default="")
    points = max(fonts.width(title, Face.hei, HEAD_SIZE), fonts.width(longest, Face.song, SIZE))
    return points / MM + 2 * PADDING + SLACK


def _width(pixels: int) -> float:
    return max(LEAST_WIDTH, pixels * MM_PER_PIXEL) if pixels else STRETCHED


def _heading(sheet: PaperSheet, listing: Listing, area: Area) -> float:
    title = Area(area.left, area.top, area.width, 9)
    sheet.cell(title, listing.title, face=Face.bold, size=16)
    note = Area(area.left, area.top + 9, area.width, 6)
    sheet.cell(note, listing.note, size=9, align="left", color=GREY)
    return area.top + HEADING


def as_it_stands(_session: WorkSession, _key: str, listing: Listing) -> Listing:
    return listing


LIST = Paper(
    key="list",
    words="名单",
    content=as_it_stands,
    render=render,
    missing=missing,
    name=lambda listing, *_: listing.title,
    title=lambda listing, *_: listing.title,
    verb="list.take",
    log=lambda session, key, listing: log_taken(session, key, "paper", listing),
)
