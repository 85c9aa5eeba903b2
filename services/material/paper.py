"""The catalogue of learning materials (学习资源目录): by kind, what is in use."""

from dataclasses import dataclass
from datetime import date

from services.core.days import day_words
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import GREY, OFFICIAL, Area, Sheet
from services.core.paper.table import Column
from services.core.session import WorkSession
from services.material.operations import length_words
from services.material.queries import MaterialRow, list_rows
from services.school import own

COLUMNS = (
    Column("序号", 10, size=10),
    Column("类别", 18, size=10),
    Column("名称", 48, "left", 10),
    Column("基本任务", 28, size=9),
    Column("作者", 20, size=10),
    Column("制作时间", 18, size=9),
    Column("篇幅", 14, size=9),
)
ROW, HEAD, HEADING = 9.0, 8.5, 24.0


@dataclass(frozen=True)
class Catalogue:
    school: str
    rows: tuple[MaterialRow, ...]
    printed_on: date


def catalogue_of(session: WorkSession) -> Catalogue:
    """What is in use, as the list has it."""
    rows = tuple(one for one in list_rows(session) if not one.retired)
    return Catalogue(own(session).name, rows, session.today())


def missing(content: Catalogue) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    return fonts.missing(content.school + "".join("".join(_cells(one)) for one in content.rows))


def render(content: Catalogue) -> bytes:
    """The catalogue as PDF; the same content gives the same bytes."""
    sheet = Sheet("学习资源目录")
    holds = int((OFFICIAL.height - HEAD) // ROW)
    first = int((OFFICIAL.height - HEADING - HEAD) // ROW)
    pages = table.split(len(content.rows), first, holds)
    for number, part in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        top = _heading(sheet, content) if number == 1 else OFFICIAL.top
        rows = [(str(place + 1), *_cells(content.rows[place])) for place in part]
        table.draw(sheet, OFFICIAL.left, top, COLUMNS, rows, row_height=ROW, head_height=HEAD)
        sheet.page_number(number, len(pages), OFFICIAL)
    return sheet.done()


def _heading(sheet: Sheet, content: Catalogue) -> float:
    title = Area(OFFICIAL.left, OFFICIAL.top - 4, OFFICIAL.width, 12)
    sheet.cell(title, "学习资源目录", face=Face.bold, size=20)
    reviewed = sum(one.is_reviewed for one in content.rows)
    note = f"{content.school}　共 {len(content.rows)} 件，已审核 {reviewed} 件"
    y = OFFICIAL.top + 16
    sheet.text(OFFICIAL.left, y, note, size=10, color=GREY)
    printed = day_words(content.printed_on)
    sheet.text(OFFICIAL.right, y, printed, size=10, color=GREY, align="right")
    return OFFICIAL.top + HEADING - 4


def _cells(one: MaterialRow) -> tuple[str, ...]:
    made = "" if one.made_on is None else str(one.made_on)
    length = length_words(one.kind, one.length)
    return (one.kind.word, one.title, one.task.word, one.author, made, length)


CATALOGUE = Paper(
    key="material.catalogue",
    words="学习资源目录",
    content=catalogue_of,
    render=at_once(render),
    missing=missing,
    name=lambda _content: "学习资源目录",
    verb="material.print",
    noted=lambda content: {"materials": len(content.rows)},
)
