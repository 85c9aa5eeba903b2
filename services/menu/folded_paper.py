"""The tick-box menu as a booklet: A5 pages, two on each side of A4, folded in the middle."""

from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import A4_LONG, A4_SHORT, GREY, MM, Area, PaperSheet
from services.core.paper.wrap import wrap
from services.menu.papers import (
    HOW_TO,
    MenuColumn,
    MenuPaper,
    MenuPaperLine,
    MenuPaperLook,
    draw,
    hours_words,
    lines_of,
    menu_paper,
    missing,
    said,
    split,
    tier_words,
)

MARGIN, TOP, BOTTOM = 9.0, 10.0, 13.0
PAGE = A4_LONG / 2
HEADING, NOTE_STEP = 40.0, 4.4
FOOT = 15.0
SIGNS_HERE = ("党支部（盖章）", "书记签字", "日期")
"""Whom to call stands on the first page."""
SIDES = 4
"""A5 pages on a folded sheet."""
BOOK = MenuPaperLook(
    columns=(
        MenuColumn("点", 7.5),
        MenuColumn("课程", 38.5, lambda e: e.title, "left"),
        MenuColumn("层级", 12.5, tier_words),
        MenuColumn("形式", 18, lambda e: e.form),
        MenuColumn("学时", 9, hours_words),
        MenuColumn("讲师", 18, lambda e: e.lecturers),
        MenuColumn("人数", 12),
        MenuColumn("希望月份", 15),
    ),
    row=7.0,
    head=7.4,
    group=5.6,
    size=8.5,
)


def render(paper: MenuPaper) -> bytes:
    """As PDF: print on both sides, turned over the short edge, and fold."""
    pages = _pages(paper)
    sheet = PaperSheet(paper.title, wide=True)
    for number, (left, right) in enumerate(sides(len(pages))):
        if number:
            sheet.next_page()
        for place, page in ((0, left), (1, right)):
            if page is not None:
                _draw(sheet, paper, place * PAGE, pages, page)
    return sheet.done()


def sides(pages: int) -> list[tuple[int | None, int | None]]:
    """Which pages, from 0, stand left and right on each side, so that the sheets laid in each
    other read in order; None is blank. One or two pages are one side, and need no back."""
    if pages <= 2:
        return [(0, 1 if pages > 1 else None)]
    whole = -(-pages // SIDES) * SIDES
    found: list[tuple[int, int]] = []
    for first in range(0, whole // 2, 2):
        last = whole - 1 - first
        found += [(last, first), (first + 1, last - 1)]
    return [
        (left if left < pages else None, right if right < pages else None) for left, right in found
    ]


def _pages(paper: MenuPaper) -> list[list[MenuPaperLine]]:
    """The lines of each page. The first has the heading over them, the last the signatures under
    them, on a page of their own where they do not fit."""
    room = A4_SHORT - TOP - BOTTOM - BOOK.head
    heading = _heading_height(paper)
    pages = split(lines_of(paper), BOOK, lambda page: room - (0 if page else heading))
    used = sum(BOOK.group if line.head else BOOK.row for line in pages[-1])
    if used > room - FOOT - (heading if len(pages) == 1 else 0):
        pages.append([])
    return pages


def _draw(
    sheet: PaperSheet, paper: MenuPaper, left: float, pages: list[list[MenuPaperLine]], number: int
) -> None:
    area = Area(left + MARGIN, TOP, PAGE - 2 * MARGIN, A4_SHORT - TOP - BOTTOM)
    top = area.top
    if number == 0:
        _heading(sheet, paper, area)
        top += _heading_height(paper)
    if pages[number]:
        draw(sheet, area.left, top, BOOK, pages[number])
    if number == len(pages) - 1:
        _signs(sheet, area)
    sheet.page_number(number + 1, len(pages), Area(area.left, 0, area.width, A4_SHORT - 17))


def _note_lines(paper: MenuPaper) -> list[str]:
    """How to fill it in, and what the school says; all of it."""
    return wrap(HOW_TO + paper.note, Face.song, 8.5, (PAGE - 2 * MARGIN) * MM)


def _heading_height(paper: MenuPaper) -> float:
    """HEADING has room for one line of the note."""
    return HEADING + NOTE_STEP * (len(_note_lines(paper)) - 1)


def _heading(sheet: PaperSheet, paper: MenuPaper, area: Area) -> None:
    title = Area(area.left, area.top, area.width, 10)
    sheet.cell(title, f"{paper.title}（点单）", face=Face.bold, size=15)
    sheet.cell(Area(area.left, area.top + 10, area.width, 5), said(paper), size=8.5, color=GREY)
    y = area.top + 21
    for words in ("党支部", "联系人 / 电话"):
        sheet.text(area.left, y, f"{words}：", size=10.5)
        sheet.line(area.left + 27, y + 1, area.right, y + 1)
        y += 8
    for number, line in enumerate(_note_lines(paper)):
        sheet.text(area.left, y + number * NOTE_STEP, line, size=8.5, color=GREY)


def _signs(sheet: PaperSheet, area: Area) -> None:
    """Seal, signature and date, with room for the hand over them."""
    for number, words in enumerate(SIGNS_HERE):
        sheet.text(area.left + number * area.width / 3, area.bottom - 2, f"{words}：", size=10)


FOLDED = Paper(
    key="menu.folded",
    words="菜单",
    content=menu_paper,
    render=at_once(render),
    missing=missing,
    name=lambda content, _menu_id: f"{content.title}-折页",
    title=lambda content, _menu_id: f"{content.title}（折页）",
    verb="menu.print",
    noted=lambda _content, menu_id: {"id": str(menu_id), "folded": True},
)
