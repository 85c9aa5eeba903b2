"""The notice of a class to the branches (培训通知), in the manner of GB/T 9704—2012.

Title, to whom, what, when, where, who, what to bring; unit and date with a circle of 42 mm left
blank for the seal; then the annexes: the people, the timetable, their study cards. No document
number stands on it: the school gives it one where it is issued as an official document.
"""

from collections.abc import Callable, Sequence
from functools import partial

from services.class_papers import timetable_paper
from services.class_papers.content import ClassPaper, NoticeWords, PaperLesson
from services.class_papers.notice import Notice, notices, paragraphs, title_parts, to_whom
from services.core.days import day_words
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import MM, OFFICIAL, POINT, Area, PaperSheet
from services.core.paper.table import PaperColumn
from services.core.paper.wrap import wrap
from services.core.session import WorkSession
from services.member import study_card
from services.member.study_card import StudyCard

TITLE_SIZE, TEXT_SIZE = 22.0, 16.0
"""二号 and 三号 (GB/T 9704—2012, 7.3)."""
LINE = 29.0 * POINT
"""22 lines on a page of 225 mm."""
SEAL = 42.0
"""Diameter left blank around unit and date; no seal is printed (domain.md, paper)."""
SIGN_MIDDLE = OFFICIAL.right - 48.0
SIGN_WIDTH = 88.0
PEOPLE = (
    PaperColumn("序号", 14),
    PaperColumn("所在党支部", 48),
    PaperColumn("姓名", 26, size=11),
    PaperColumn("性别", 14),
    PaperColumn("职务", 26),
    PaperColumn("联系电话", 28, size=10),
)
ROW, HEAD, ANNEX = 7.5, 8.0, 26.0

Draw = Callable[[PaperSheet], object]


def missing(content: Sequence[Notice]) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    used: set[str] = set()
    for notice in content:
        words = notice.words
        used |= {
            *"".join(one.name + one.branch + one.post for one in notice.people),
            *words.report, *words.bring, *words.more, *words.contact, *words.issuer,
        }  # fmt: skip
    beside = timetable_paper.missing(content[0].paper) if content else ()
    return tuple(dict.fromkeys((*fonts.missing("".join(sorted(used))), *beside)))


def render(content: Sequence[Notice]) -> bytes:
    """The copies one after the other as PDF, each with its own page numbers."""
    sheet = PaperSheet(f"关于举办{content[0].paper.title}的通知" if content else "培训通知")
    begun = False
    for notice in content:
        pages = _pages(notice)
        for number, draws in enumerate(pages, start=1):
            if begun:
                sheet.next_page()
            begun = True
            for draw in draws:
                draw(sheet)
            sheet.page_number(number, len(pages))
        if notice.cards and notice.people:
            sheet.next_page()
            study_card.draw(
                sheet, [StudyCard(one.name, one.branch, one.card_code) for one in notice.people]
            )
    return sheet.done()


class _Flow:
    """Lines and blocks, one under the other, on as many pages as they need."""

    def __init__(self) -> None:
        self.pages: list[list[Draw]] = [[]]
        self.y = OFFICIAL.top

    def need(self, height: float) -> None:
        """Begin a new page where so much is not left."""
        if self.y + height > OFFICIAL.bottom:
            self.next_page()

    def next_page(self) -> None:
        self.pages.append([])
        self.y = OFFICIAL.top

    def put(self, draw: Draw, height: float) -> None:
        self.pages[-1].append(draw)
        self.y += height

    def text(self, words: str, *, indent: bool = True) -> None:
        """A paragraph; no page begins with its last line alone, where it has more."""
        lines = wrap(("　　" if indent else "") + words, Face.song, TEXT_SIZE, OFFICIAL.width * MM)
        for number, line in enumerate(lines):
            self.need(LINE * (2 if number == len(lines) - 2 else 1))
            self.put(_line(line, self.y + LINE * 0.72), LINE)


def _line(words: str, base: float) -> Draw:
    return lambda sheet: sheet.text(OFFICIAL.left, base, words, size=TEXT_SIZE)


def _pages(notice: Notice) -> list[list[Draw]]:
    flow = _Flow()
    _title(flow, title_parts(notice.paper.title))
    flow.text(f"{to_whom(notice)}：", indent=False)
    *told, last = paragraphs(notice)
    for words in told:
        flow.text(words)
    annexes = [
        name
        for name, there in (
            ("参训人员名单", bool(notice.people)),
            ("课程表", bool(notice.paper.lessons)),
            ("学员卡", bool(notice.people) and notice.cards),
        )
        if there
    ]
    # Words of the notice stand on the page of the seal (GB/T 9704—2012, 7.3.5.6).
    flow.need(LINE * (len(annexes) + 2.5) + SEAL)
    flow.text(last)
    flow.y += LINE / 2
    for number, name in enumerate(annexes, start=1):
        flow.text(f"{'附件：' if number == 1 else '　　　'}{number}. {name}")
    _signature(flow, notice.words)
    if notice.people:
        _people_annex(flow, notice)
    if notice.paper.lessons:
        _timetable_annex(flow, notice.paper, 1 + bool(notice.people))
    return flow.pages


def _title(flow: _Flow, parts: Sequence[str]) -> None:
    """In as many lines as it needs, each in the middle; a line free under it."""
    step = TITLE_SIZE * 1.5 * POINT
    whole = _balanced("".join(parts))
    apart = [line for part in parts for line in _balanced(part)]
    for line in apart if len(apart) == len(whole) else whole:
        flow.put(partial(_draw_title, line=line, base=flow.y + step * 0.72), step)
    flow.y += LINE * 0.6


def _balanced(words: str) -> list[str]:
    """Lines of about one length, so that no title ends in a lone 知."""
    most = OFFICIAL.width * MM
    lines = wrap(words, Face.bold, TITLE_SIZE, most)
    if len(lines) > 1:
        even = fonts.width(words, Face.bold, TITLE_SIZE) / len(lines) + TITLE_SIZE
        tried = wrap(words, Face.bold, TITLE_SIZE, min(most, even))
        lines = tried if len(tried) == len(lines) else lines
    return lines


def _signature(flow: _Flow, words: NoticeWords) -> None:
    """Unit and date in the middle of a blank circle, never apart from each other."""
    said = day_words(words.issued_on)
    size = TEXT_SIZE
    wide = fonts.width(words.issuer, Face.song, size)
    size = min(size, size * SIGN_WIDTH * MM / wide) if wide else size
    flow.need(SEAL)
    middle = flow.y + SEAL / 2

    def draw(sheet: PaperSheet) -> None:
        sheet.text(SIGN_MIDDLE, middle - 2, words.issuer, size=size, align="center")
        sheet.text(SIGN_MIDDLE, middle + 9, said, size=TEXT_SIZE, align="center")

    flow.put(draw, SEAL)


def _annex_heading(flow: _Flow, number: int, title: str) -> None:
    flow.next_page()

    def draw(sheet: PaperSheet) -> None:
        area = OFFICIAL
        sheet.text(area.left, area.top + 4, f"附件{number}", face=Face.hei, size=TEXT_SIZE)
        cell = Area(area.left, area.top + 8, area.width, 14)
        sheet.cell(cell, title, face=Face.bold, size=18)

    flow.put(draw, ANNEX)


def _people_annex(flow: _Flow, notice: Notice) -> None:
    rows = [
        (str(number), one.branch, one.name, one.sex, one.post, one.phone)
        for number, one in enumerate(notice.people, start=1)
    ]
    _annex_heading(flow, 1, f"{notice.paper.title}参训人员名单")
    first = int((OFFICIAL.height - ANNEX - HEAD) // ROW)
    other = int((OFFICIAL.height - HEAD) // ROW)
    for number, part in enumerate(table.split(len(rows), first, other)):
        if number:
            flow.next_page()
        shown = [rows[index] for index in part]
        flow.put(partial(_draw_people, rows=shown, top=flow.y), 0)


def _timetable_annex(flow: _Flow, paper: ClassPaper, annex: int) -> None:
    _annex_heading(flow, annex, f"{paper.title}课程表")
    pages = timetable_paper.pages_of(paper, OFFICIAL.height - ANNEX, OFFICIAL.height)
    for number, part in enumerate(pages):
        if number:
            flow.next_page()
        total = paper if number == len(pages) - 1 else None
        flow.put(partial(_draw_lessons, lessons=part, total=total, top=flow.y), 0)


def _draw_title(sheet: PaperSheet, line: str, base: float) -> None:
    sheet.text(OFFICIAL.middle, base, line, face=Face.bold, size=TITLE_SIZE, align="center")


def _draw_people(sheet: PaperSheet, rows: Sequence[tuple[str, ...]], top: float) -> None:
    table.draw(sheet, OFFICIAL.left, top, PEOPLE, rows, row_height=ROW, head_height=HEAD)


def _draw_lessons(
    sheet: PaperSheet, lessons: Sequence[PaperLesson], total: ClassPaper | None, top: float
) -> None:
    timetable_paper.draw_lessons(sheet, top, lessons, total)


def notices_of(
    _session: WorkSession,
    paper: ClassPaper,
    words: NoticeWords,
    branch: str,
    each: bool,
    cards: bool,
) -> tuple[Notice, ...]:
    return notices(paper, words, branch, each=each, cards=cards)


NOTICE = Paper(
    key="class_papers.notice",
    words="培训通知",
    content=notices_of,
    render=at_once(render),
    missing=missing,
    name=lambda _made, paper, *_: f"培训通知-{paper.title}",
    title=lambda _made, paper, *_: f"培训通知：{paper.title}",
    verb="class_papers.print_notice",
    noted=lambda made, paper, *_: {
        "id": str(paper.id),
        "copies": len(made),
        "cards": sum(len(one.people) for one in made if one.cards),
    },
)
