"""A list as a workbook (.xlsx) that opens in WPS Office and Excel as a person would make it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from services.core.listing import Cell, Listing

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""
PIXELS_PER_CHARACTER = 7.5
LEAST_WIDTH, MOST_WIDTH, STRETCHED = 6.0, 60.0, 30.0
CHECK_EVERY = 1_000
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
NOBODY_ASKS: Callable[[int, int], object] = lambda _done, _of: None  # noqa: E731


def write(
    listing: Listing,
    report: Callable[[int, int], object] = NOBODY_ASKS,
    *,
    name: str = "名单",
    as_form: bool = False,
) -> bytes:
    """The workbook: title, note, a header that stays in view and filters, one line a row.

    `as_form` makes it a sheet to hand in: ruled, long texts in lines, on the long side, no
    filter.

    Texts are written as texts, never as formulas or links; one that begins like a formula is
    marked so that it stays a text also when somebody edits it. `report` gets rows done and
    all, and may raise Cancelled.
    """
    import xlsxwriter  # only who exports waits for it

    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        formats = _Formats(book, as_form=as_form)
        sheet = book.add_worksheet(name)
        for number, column in enumerate(listing.columns):
            wide = column.width / PIXELS_PER_CHARACTER if column.width else STRETCHED
            wide = max(LEAST_WIDTH, min(MOST_WIDTH, wide))
            sheet.set_column(number, number, wide, None, {"hidden": column.hidden})
        sheet.write_string(0, 0, listing.title, formats.title)
        sheet.write_string(1, 0, listing.note, formats.note)
        head = 2
        for number, column in enumerate(listing.columns):
            sheet.write_string(head, number, column.title, formats.head)
        for line, row in enumerate(listing.rows):
            if line % CHECK_EVERY == 0:
                report(line, len(listing.rows))
            for number, cell in enumerate(row):
                _write(sheet, head + 1 + line, number, cell, formats)
        last = head + len(listing.rows)
        if as_form:
            sheet.set_landscape()
        elif listing.columns:
            sheet.autofilter(head, 0, last, len(listing.columns) - 1)
        sheet.freeze_panes(head + 1, 1)
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(head)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页 共 &N 页")
    finally:
        book.close()
    return out.getvalue()


class _Formats:
    """The few looks of a cell."""

    def __init__(self, book: Any, *, as_form: bool) -> None:
        cell = {**FONT, "border": 1, "text_wrap": True} if as_form else FONT
        self.ruled = as_form
        self.title = book.add_format({**FONT, "bold": True, "font_size": 14})
        self.note = book.add_format({**FONT, "font_color": "#595959", "font_size": 10})
        self.head = book.add_format({**cell, "bold": True, "bg_color": "#F6F5F2", "bottom": 1})
        self.text = book.add_format({**cell, "num_format": "@"})
        self.risky = book.add_format({**cell, "num_format": "@", "quote_prefix": True})
        self.number = book.add_format({**cell, "num_format": "0.##"})
        self.whole = book.add_format({**cell, "num_format": "0"})
        self.day = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"})


def _write(sheet: Any, line: int, number: int, cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str):
        look = formats.risky if cell.startswith(RISKY) else formats.text
        if cell:
            sheet.write_string(line, number, cell, look)
        elif formats.ruled:
            sheet.write_blank(line, number, None, look)
    elif isinstance(cell, date):
        sheet.write_datetime(line, number, cell, formats.day)
    else:
        part = isinstance(cell, Decimal) and cell % 1
        sheet.write_number(line, number, float(cell), formats.number if part else formats.whole)
