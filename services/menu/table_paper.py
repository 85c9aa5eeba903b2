"""The tick-box menu on A4 lying: one wide table where it fits, two beside each other else."""

from dataclasses import replace
from functools import partial

from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import A4_LONG, A4_SHORT, GREY, Area, PaperSheet
from services.menu.papers import (
    HOW_TO,
    MenuColumn,
    MenuPaper,
    MenuPaperLine,
    MenuPaperLook,
    draw,
    draw_signs,
    hours_words,
    lines_of,
    menu_paper,
    missing,
    months_offered,
    offer_words,
    said,
    split,
    tier_words,
)

MARGIN, TOP, BOTTOM = 10.0, 9.0, 12.0
GAP = 5.0
HEADING, SIGNS = 23.0, 11.0
ROWS = (6.0, 5.7, 5.4, 5.1)
"""Heights of a line that are tried until one page is enough; then there are more pages."""
WIDE = MenuPaperLook(
    columns=(
        MenuColumn("点课", 12),
        MenuColumn("课程", 74, lambda e: e.title, "left"),
        MenuColumn("层级", 18, tier_words),
        MenuColumn("形式", 24, lambda e: e.form),
        MenuColumn("学时", 14, hours_words),
        MenuColumn("讲师", 30, lambda e: e.lecturers),
        MenuColumn("对象", 36, lambda e: e.audience),
        MenuColumn("每场", 16, offer_words),
        MenuColumn("可开月份", 19, months_offered),
        MenuColumn("人数", 16),
        MenuColumn("希望月份", 18),
    ),
    row=7.6,
    head=8.0,
    group=6.4,
    size=10,
)
NARROW = MenuPaperLook(
    columns=(
        MenuColumn("点", 6),
        MenuColumn("课程", 38.5, lambda e: e.title, "left"),
        MenuColumn("层级", 10.5, tier_words),
        MenuColumn("形式", 17.5, lambda e: e.form),
        MenuColumn("学时", 8, hours_words),
        MenuColumn("讲师", 17.5, lambda e: e.lecturers),
        MenuColumn("对象", 16, lambda e: e.audience),
        MenuColumn("人数", 10),
        MenuColumn("希望月份", 12),
    ),
    row=6.0,
    head=6.6,
    group=4.6,
    size=7.5,
)


def render(paper: MenuPaper) -> bytes:
    """As PDF. Up to some twenty courses in one wide table, up to some forty-five on one page."""
    lines = lines_of(paper)
    area = Area(MARGIN, TOP, A4_LONG - 2 * MARGIN, A4_SHORT - TOP - BOTTOM)
    room = area.height - HEADING - SIGNS
    wide = split(lines, WIDE, lambda _column: room - WIDE.head)
    if len(wide) == 1:
        return _pages(paper, WIDE, [wide], area)
    for row in ROWS:
        look = replace(NARROW, row=row)
        columns = split(lines, look, lambda _column: room - NARROW.head)
        if len(columns) <= 2:
            return _pages(paper, look, [_evened(lines, look, room)], area)
    columns = split(lines, NARROW, lambda _column: room - NARROW.head)
    return _pages(paper, NARROW, [columns[n : n + 2] for n in range(0, len(columns), 2)], area)


def _evened(
    lines: list[MenuPaperLine], look: MenuPaperLook, room: float
) -> list[list[MenuPaperLine]]:
    """Two columns of about the same height."""
    found = split(lines, look, lambda _column: room - look.head)
    for lower in range(int(room), int(room) // 2, -2):
        tried = split(lines, look, partial(_room, lower - look.head))
        if len(tried) > 2:
            break
        found = tried
    return found


def _room(height: float, _column: int) -> float:
    return height


def _pages(
    paper: MenuPaper, look: MenuPaperLook, pages: list[list[list[MenuPaperLine]]], area: Area
) -> bytes:
    sheet = PaperSheet(paper.title, wide=True)
    for number, columns in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        _heading(sheet, paper, area)
        for place, lines in enumerate(columns):
            left = area.left + place * (look.width + GAP)
            draw(sheet, left, area.top + HEADING, look, lines)
        draw_signs(sheet, area.left, area.bottom - 2, area.width, 10.5)
        sheet.page_number(number, len(pages), Area(area.left, 0, area.width, A4_SHORT - 15))
    return sheet.done()


def _heading(sheet: PaperSheet, paper: MenuPaper, area: Area) -> None:
    title = Area(area.left, area.top, area.width, 9)
    sheet.cell(title, f"{paper.title}（点单）", face=Face.bold, size=17)
    line = area.top + 14
    sheet.text(area.left, line, "党支部：________________________", size=11)
    sheet.text(area.right, line, said(paper), size=9, align="right", color=GREY)
    note = f"{HOW_TO}{paper.note}"
    sheet.cell(
        Area(area.left - 1.5, line + 1.5, area.width, 6), note, size=9, align="left", color=GREY
    )


TABLE = Paper(
    key="menu.table",
    words="菜单",
    content=menu_paper,
    render=at_once(render),
    missing=missing,
    name=lambda content, _menu_id: f"{content.title}-单页",
    title=lambda content, _menu_id: f"{content.title}（单页）",
    verb="menu.print",
    noted=lambda _content, menu_id: {"id": str(menu_id), "folded": False},
)
