"""What the printed menu says: entries under the seven tasks, in lines to be filled in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.course import Task
from services.core.listing import text_of
from services.core.paper import fonts
from services.core.paper.fonts import Face
from services.core.paper.sheet import Align, Area, PaperSheet
from services.core.session import WorkSession
from services.menu import queries
from services.menu.queries import EntryRow
from services.menu.words import PACKAGE, month_words, version_words
from services.school import own

TINT = "#EDEBE7"
SIGNS = ("党支部（盖章）", "书记签字", "联系人", "电话", "日期")
HOW_TO = "请在要点的课程前打√，填写人数和希望的月份；菜单上没有的，写在“自选题目”里。"
FREE_LINES = 2
CONTINUED = "（续）"


@dataclass(frozen=True)
class Group:
    """One of the seven tasks, or the packages, with its entries in the menu's order."""

    words: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True)
class MenuPaper:
    """`draft`: it is not published yet, and says so."""

    school: str
    phone: str
    title: str
    note: str
    year: int
    version: str
    draft: bool
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class MenuColumn:
    """`text` of None is left blank for the hand; `width` in millimetres."""

    title: str
    width: float
    text: Callable[[EntryRow], str] | None = None
    align: Align = "center"


@dataclass(frozen=True)
class MenuPaperLine:
    """One line of the table: the head of a group, an entry, or a blank line for a free topic."""

    head: str = ""
    entry: EntryRow | None = None


@dataclass(frozen=True)
class MenuPaperLook:
    """Sizes of a table, in millimetres and points."""

    columns: tuple[MenuColumn, ...]
    row: float
    head: float
    group: float
    size: float

    @property
    def width(self) -> float:
        return sum(column.width for column in self.columns)


def menu_paper(session: WorkSession, menu_id: UUID) -> MenuPaper:
    """Raises NotFound."""
    found = queries.menu(session, menu_id)
    school, version = own(session), found.version
    return MenuPaper(
        school=school.name,
        phone=school.phone,
        title=version.title,
        note=version.note,
        year=version.year,
        version=version_words(version.version),
        draft=version.published_at is None,
        groups=groups_of(found.entries),
    )


def groups_of(entries: Sequence[EntryRow]) -> tuple[Group, ...]:
    """In the order of the seven tasks, packages last; tasks without an entry are left out."""
    found = ((task, tuple(e for e in entries if e.task is task)) for task in (*Task, None))
    return tuple(Group(task.word if task else PACKAGE, some) for task, some in found if some)


def missing(paper: MenuPaper) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    used = set(paper.title + paper.note + paper.school)
    for group in paper.groups:
        for one in group.entries:
            used.update(one.title + one.form + one.audience + one.lecturers)
    return fonts.missing("".join(sorted(used)))


def lines_of(paper: MenuPaper) -> list[MenuPaperLine]:
    """Every line of the table, with blank ones at its end."""
    lines: list[MenuPaperLine] = []
    for group in paper.groups:
        lines.append(MenuPaperLine(head=group.words))
        lines += [MenuPaperLine(entry=one) for one in group.entries]
    return [*lines, MenuPaperLine(head="自选题目（菜单上没有的）"), *[MenuPaperLine()] * FREE_LINES]


def split(
    lines: Sequence[MenuPaperLine], look: MenuPaperLook, rooms: Callable[[int], float]
) -> list[list[MenuPaperLine]]:
    """The lines in columns of the page. `rooms` gives the height that each has under its header.

    No head stands last in a column, and a group that goes on begins with its head again.
    """
    columns: list[list[MenuPaperLine]] = [[]]
    head, used = "", 0.0
    for number, line in enumerate(lines):
        needed = look.group if line.head else look.row
        with_next = needed + look.row if line.head and number + 1 < len(lines) else needed
        if columns[-1] and used + with_next > rooms(len(columns) - 1):
            columns.append([])
            used = 0.0
            if not line.head:
                columns[-1].append(MenuPaperLine(head=head + CONTINUED))
                used = look.group
        head = line.head or head
        columns[-1].append(line)
        used += needed
    return columns


def draw(
    sheet: PaperSheet, left: float, top: float, look: MenuPaperLook, lines: Sequence[MenuPaperLine]
) -> float:
    """One column of the page with its header; returns where it ends."""
    heights = [look.head, *(look.group if line.head else look.row for line in lines)]
    tinted, y = [Area(left, top, look.width, look.head)], top + look.head
    for line, height in zip(lines, heights[1:], strict=True):
        if line.head:
            tinted.append(Area(left, y, look.width, height))
        y += height
    sheet.fill(tinted, TINT)
    _rules(sheet, left, top, look, lines, heights)
    x = left
    for column in look.columns:
        area = Area(x, top, column.width, look.head)
        sheet.cell(area, column.title, face=Face.hei, size=look.size)
        x += column.width
    y = top + look.head
    for line, height in zip(lines, heights[1:], strict=True):
        if line.head:
            area = Area(left, y, look.width, height)
            sheet.cell(area, line.head, face=Face.hei, size=look.size, align="left")
        else:
            _draw_entry(sheet, left, y, look, line.entry)
        y += height
    return y


def draw_signs(sheet: PaperSheet, left: float, top: float, width: float, size: float) -> None:
    """The line of signatures, each with room for the hand."""
    step = width / len(SIGNS)
    for number, words in enumerate(SIGNS):
        x = left + number * step
        sheet.text(x, top, f"{words}：", size=size)


def said(paper: MenuPaper) -> str:
    """Which version this is."""
    state = f"{paper.version}（草稿，未发布）" if paper.draft else paper.version
    return f"{paper.school} · {state}" + (f" · 咨询电话 {paper.phone}" if paper.phone else "")


def tier_words(entry: EntryRow) -> str:
    return entry.tier.word if entry.tier else "套餐"


def hours_words(entry: EntryRow) -> str:
    return text_of(entry.hours)


def offer_words(entry: EntryRow) -> str:
    """What is offered: how many people at once."""
    return f"≤{entry.places}"


def months_offered(entry: EntryRow) -> str:
    return month_words(entry.months)


def _draw_entry(
    sheet: PaperSheet, left: float, y: float, look: MenuPaperLook, entry: EntryRow | None
) -> None:
    box = look.size * 0.36
    for number, column in enumerate(look.columns):
        if number == 0:
            x = left + (column.width - box) / 2
            sheet.square(x, y + (look.row + box) / 2, box)
        elif entry is not None and column.text is not None:
            area = Area(left, y, column.width, look.row)
            sheet.cell(area, column.text(entry), size=look.size, align=column.align)
        left += column.width


def _rules(
    sheet: PaperSheet,
    left: float,
    top: float,
    look: MenuPaperLook,
    lines: Sequence[MenuPaperLine],
    heights: list[float],
) -> None:
    """A grid whose group heads run over its whole width."""
    y, right = top, left + look.width
    for line, height in zip((MenuPaperLine(), *lines), heights, strict=True):
        if not line.head:
            x = left
            for column in look.columns[:-1]:
                x += column.width
                sheet.line(x, y, x, y + height)
        y += height
        sheet.line(left, y, right, y)
    sheet.frame(Area(left, top, look.width, y - top), weight=1.0)
