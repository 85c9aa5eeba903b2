"""The yearly record on paper (学时证明): a sentence, the lines and sources, the seal's place."""

from decimal import Decimal

from services.core.days import day_words
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face, width
from services.core.paper.sheet import MM, OFFICIAL, POINT, PaperSheet
from services.core.paper.table import PaperColumn
from services.core.paper.wrap import wrap
from services.core.text import plain
from services.hours.ledger import State
from services.hours.lists import HoursLine
from services.hours.papers import RecordPaper, record_paper
from services.hours.words import line_words

COLUMNS = (
    PaperColumn("序号", 9, size=9),
    PaperColumn("日期", 20, size=9),
    PaperColumn("学习内容", 42, "left", 10),
    PaperColumn("培训班次或说明", 34, "left", 9),
    PaperColumn("状态", 12, size=10),
    PaperColumn("学时", 11, size=10),
    PaperColumn("依据", 28, size=9),
)
ROW, HEAD = 8.5, 8.0
GO_OVER = 3
BODY_SIZE, LEADING = 14, 1.7
SEAL = 42.0
"""Diameter of the place left blank for the seal over unit and date (domain.md, paper)."""
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))


def missing(content: RecordPaper) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    lines = "".join(line.lesson + line.class_title + line.source for line in content.lines)
    return fonts.missing(content.row.name + content.branch_name + content.school + lines)


def render(content: RecordPaper) -> bytes:
    """The record as PDF; the same words give the same bytes."""
    rows = [_row(number, line) for number, line in enumerate(content.lines, start=1)]
    rows.append(("", "", "合　计", "", "", plain(content.row.hours), ""))
    sheet = PaperSheet(f"学时证明 {content.year}")
    top = _draw_words(sheet, content)
    first = max(1, int((OFFICIAL.bottom - top - HEAD) / ROW))
    other = int((OFFICIAL.height - HEAD) / ROW)
    pages = table.split(len(rows), first, other)
    bottom = top
    room = OFFICIAL.bottom - SEAL
    last_top = top if len(pages) == 1 else OFFICIAL.top
    if last_top + HEAD + ROW * len(pages[-1]) > room:
        # Unit and date never stand alone: some lines go over with them.
        last = pages.pop()
        kept = max(last.start, last.stop - GO_OVER)
        pages += [range(last.start, kept), range(kept, last.stop)]
    total = len(pages)
    for number, part in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        bottom = table.draw(
            sheet,
            OFFICIAL.left,
            top if number == 1 else OFFICIAL.top,
            COLUMNS,
            [rows[index] for index in part],
            row_height=ROW,
            head_height=HEAD,
        )
        sheet.page_number(number, total)
    _draw_signature(sheet, content, bottom + 4)
    return sheet.done()


def words(content: RecordPaper) -> str:
    """The sentence of the record."""
    row = content.row
    said = f"兹证明 {row.name} 同志（{content.branch_name}，{row.role.short}）于 "
    said += f"{content.year} 年参加党员教育培训，共计 {plain(row.hours)} 学时"
    said += f"（大写：{capitals(row.hours)}学时）"
    if row.state is State.exempt:
        said += "，本年度经党支部研究减免学时要求"
    if row.target:
        said += f"，年度目标 {row.target} 学时，{_state_words(row.state)}"
    return f"{said}。明细如下："


def capitals(hours: Decimal) -> str:
    """38.5 as 叁拾捌点伍, so that no figure can be added by hand."""
    whole, half = divmod(abs(int(hours * 2)), 2)
    said, gap = "", False
    for worth, unit in UNITS:
        digit = whole // worth % 10
        if digit:
            said += ("零" if gap and said else "") + CAPITALS[digit] + unit
            gap = False
        else:
            gap = True
    sign = "负" if hours < 0 else ""
    return sign + (said or CAPITALS[0]) + ("点伍" if half else "")


def _state_words(state: State) -> str:
    if state is State.reached:
        return "已达标"
    return "尚缺集中培训" if state is State.needs_lesson else "尚未达标"


def _draw_words(sheet: PaperSheet, content: RecordPaper) -> float:
    """Title and sentence; returns where the table begins."""
    middle, top = OFFICIAL.middle, OFFICIAL.top
    title = f"{content.year} 年度党员教育培训学时证明"
    sheet.text(middle, top, title, face=Face.bold, size=20, align="center")
    y = top + 13
    for line in wrap(f"　　{words(content)}", Face.kai, BODY_SIZE, OFFICIAL.width * MM):
        sheet.text(OFFICIAL.left, y, line, face=Face.kai, size=BODY_SIZE)
        y += BODY_SIZE * LEADING * POINT
    return y - 2


def _draw_signature(sheet: PaperSheet, content: RecordPaper, top: float) -> None:
    """Unit and date, centred in the blank place of the seal."""
    size, most = 14.0, 70.0
    wide = width(content.school, Face.kai, size) / MM
    size = size if wide <= most else size * most / wide
    middle = OFFICIAL.right - max(SEAL, min(wide, most)) / 2
    y = top + SEAL / 2
    sheet.text(middle, y, content.school, face=Face.kai, size=size, align="center")
    said = day_words(content.issued_on)
    sheet.text(middle, y + 8, said, face=Face.kai, size=14, align="center")


def _row(number: int, line: HoursLine) -> tuple[str, ...]:
    lesson = f"{line.lesson}（{line.note}）" if line.note else line.lesson
    return (
        str(number),
        f"{line.day:%Y-%m-%d}",
        lesson,
        line.class_title,
        line_words(line),
        plain(line.hours),
        line.source,
    )


RECORD = Paper(
    key="hours.record",
    words="学时证明",
    content=record_paper,
    render=at_once(render),
    missing=missing,
    name=lambda content, _member_id, year: f"学时证明-{year}-{content.row.name}",
    verb="hours.print_record",
    noted=lambda _content, member_id, year: {"id": str(member_id), "year": year},
)
