"""The sign-in sheet on paper (签到表): official A4, the header on every page."""

from services.core.days import WEEKDAYS, day_words
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import OFFICIAL, Area, PaperSheet
from services.core.paper.table import PaperColumn
from services.sign_in.operations import SignInStatus
from services.sign_in.queries import DeskPerson, SheetSource, sheet_source

COLUMNS = (
    PaperColumn("序号", 11),
    PaperColumn("姓名", 21, size=11),
    PaperColumn("所在党支部", 36),
    PaperColumn("职务", 20),
    PaperColumn("联系电话", 27),
    PaperColumn("签名", 27),
    PaperColumn("备注", 14, size=9),
)
ROW, HEAD = 7.0, 8.0
FIRST_PAGE, OTHER_PAGE = 25, 28
"""Rows that a page holds with its heading above and the foot's two lines below."""
SPARE_PAGE = 6
"""Blank rows for walk-ins where the people just fill their pages."""
FACTS_ROW = 6.5
LABEL, WIDE, NARROW = 20, 72, 44


def missing(content: SheetSource) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    people = "".join(p.name + p.branch + p.post for p in content.persons)
    return fonts.missing(people + "".join(_facts(content)) + _title(content))


def render(content: SheetSource) -> bytes:
    """The whole sheet as PDF: everybody enrolled, then blank rows for walk-ins."""
    rows = [_row(number, person) for number, person in enumerate(content.persons, start=1)]
    pages = table.split(len(rows), FIRST_PAGE, OTHER_PAGE)
    room = FIRST_PAGE if len(pages) == 1 else OTHER_PAGE
    blank = room - len(pages[-1])
    if blank == 0:
        pages.append(range(len(rows), len(rows)))
        blank = SPARE_PAGE
    title = _title(content)
    sheet = PaperSheet(f"{title}：{content.lesson.title}")
    for number, part in enumerate(pages, start=1):
        if number == 1:
            top = _draw_heading(sheet, title, content)
        else:
            sheet.next_page()
            top = _draw_short_heading(sheet, title, content)
        shown = [rows[index] for index in part]
        if number == len(pages):
            last = len(rows)
            shown += [_blank(last + extra + 1) for extra in range(blank)]
        bottom = table.draw(
            sheet, OFFICIAL.left, top, COLUMNS, shown, row_height=ROW, head_height=HEAD
        )
        if number == len(pages):
            _draw_foot(sheet, bottom, len(rows))
        sheet.page_number(number, len(pages))
    return sheet.done()


def _title(content: SheetSource) -> str:
    return f"{content.school}培训签到表"


def _facts(content: SheetSource) -> tuple[str, ...]:
    """Label and words in turn, two pairs a line."""
    lesson = content.lesson
    start, end = lesson.starts_at, lesson.ends_at
    day = f"{day_words(start)}（{WEEKDAYS[start.weekday()]}）"
    when = f"{day}{start:%H:%M}—{end:%H:%M}"
    return (
        "培训班次",
        lesson.class_title,
        "班 主 任",
        content.head_teacher,
        "课程内容",
        lesson.title,
        "授 课 人",
        lesson.lecturer,
        "培训时间",
        when,
        "培训地点",
        f"{lesson.site}{lesson.room}",
    )


def _draw_heading(sheet: PaperSheet, title: str, content: SheetSource) -> float:
    area = OFFICIAL
    sheet.cell(Area(area.left, area.top - 4, area.width, 12), title, face=Face.bold, size=20)
    top, widths = area.top + 9.0, (LABEL, WIDE, LABEL, NARROW)
    facts = _facts(content)
    lines = len(facts) // len(widths)
    height = FACTS_ROW * lines
    sheet.grid(Area(area.left, top, area.width, height), list(widths), [FACTS_ROW] * lines)
    for number, words in enumerate(facts):
        line, place = divmod(number, len(widths))
        left = area.left + sum(widths[:place])
        cell = Area(left, top + line * FACTS_ROW, widths[place], FACTS_ROW)
        is_label = place % 2 == 0
        face = Face.hei if is_label else Face.song
        sheet.cell(cell, words, face=face, align="center" if is_label else "left")
    return top + height


def _draw_short_heading(sheet: PaperSheet, title: str, content: SheetSource) -> float:
    """Loose sheets must be told apart: what and when, in one line."""
    area = OFFICIAL
    start = content.lesson.starts_at
    sheet.cell(Area(area.left, area.top - 3, 78, 8), f"{title}（续）", face=Face.hei, align="left")
    words = f"{content.lesson.title}  {start:%m月%d日 %H:%M}"
    sheet.cell(Area(area.left + 78, area.top - 3, area.width - 78, 8), words, align="right")
    return area.top + 5.5


def _draw_foot(sheet: PaperSheet, top: float, expected: int) -> None:
    left, right = OFFICIAL.left, OFFICIAL.right
    first, second = top + 7, top + 14
    counts = f"应到 {expected} 人    实到＿＿＿＿人    请假＿＿＿＿人    缺席＿＿＿＿人"
    sheet.text(left, first, counts)
    sheet.text(left, second, "班主任（签字）：＿＿＿＿＿＿＿＿")
    sheet.text(right, second, "填表人：＿＿＿＿＿＿＿＿", align="right")


def _row(number: int, person: DeskPerson) -> tuple[str, ...]:
    note = "请假" if person.status is SignInStatus.leave else ""
    return (
        f"{number:02d}",
        person.name,
        person.branch,
        person.post,
        person.phone_masked,
        "",
        note,
    )


def _blank(number: int) -> tuple[str, ...]:
    return (f"{number:02d}", "", "", "", "", "", "")


SHEET = Paper(
    key="sign_in.sheet",
    words="签到表",
    content=sheet_source,
    render=at_once(render),
    missing=missing,
    name=lambda content, _lesson_id: (
        f"签到表-{content.lesson.starts_at:%Y%m%d-%H%M}-{content.lesson.title}"
    ),
    title=lambda content, _lesson_id: f"签到表：{content.lesson.title}",
    verb="sign_in.print_sheet",
    noted=lambda _content, lesson_id: {"id": str(lesson_id)},
)
