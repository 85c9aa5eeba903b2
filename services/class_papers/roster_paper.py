"""A class's roster on paper (参训名册): official A4, the header on every page."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from services.class_papers.content import ClassPaper, PaperPerson, class_paper, days_words
from services.core.days import day_words
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import OFFICIAL, Area, PaperSheet
from services.core.paper.table import PaperColumn
from services.core.session import WorkSession
from services.member import study_card
from services.member.study_card import StudyCard

COLUMNS = (
    PaperColumn("序号", 13),
    PaperColumn("姓名", 27, size=11),
    PaperColumn("性别", 12),
    PaperColumn("所在党支部", 44),
    PaperColumn("职务", 30),
    PaperColumn("联系电话", 30),
)
ROW, HEAD, HEADING, FOOT = 7.0, 8.0, 30.0, 10.0


def missing(content: ClassPaper) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    people = "".join(one.name + one.branch + one.post for one in content.people)
    return fonts.missing(people + content.title + content.school + content.head_teacher)


def render(content: ClassPaper) -> bytes:
    """Everybody enrolled, by number, as PDF."""
    area, title = OFFICIAL, f"{content.title}参训名册"
    first = int((area.height - HEADING - HEAD - FOOT) // ROW)
    other = int((area.height - HEAD - FOOT) // ROW)
    rows = [_row(one) for one in content.people]
    pages = table.split(len(rows), first, other)
    sheet = PaperSheet(title)
    for number, part in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        top = _draw_heading(sheet, content, title) if number == 1 else area.top
        shown = [rows[index] for index in part]
        bottom = table.draw(sheet, area.left, top, COLUMNS, shown, row_height=ROW, head_height=HEAD)
        if number == len(pages):
            sheet.text(area.left, bottom + 7, f"共 {len(rows)} 人")
            made = f"{content.school}　{day_words(content.made_on)}"
            sheet.text(area.right, bottom + 7, made, align="right")
        sheet.page_number(number, len(pages))
    return sheet.done()


def _draw_heading(sheet: PaperSheet, content: ClassPaper, title: str) -> float:
    area = OFFICIAL
    sheet.cell(Area(area.left, area.top - 4, area.width, 15), title, face=Face.bold, size=20)
    when = days_words(content.days) or "时间待定"
    where = "、".join(dict.fromkeys(one.place for one in content.lessons)) or "地点待定"
    for line, words in enumerate(
        (
            f"班次编号：{content.code}　班主任：{content.head_teacher or '未定'}",
            f"时间：{when}　地点：{where}",
        )
    ):
        cell = Area(area.left - 1.5, area.top + 12 + 7.5 * line, area.width + 3, 7.5)
        sheet.cell(cell, words, align="left")
    return area.top + HEADING


def _row(one: PaperPerson) -> tuple[str, ...]:
    return f"{one.number:02d}", one.name, one.sex, one.branch, one.post, one.phone


ROSTER: Paper[ClassPaper, UUID] = Paper(
    key="enrolment.roster",
    words="参训名册",
    content=class_paper,
    render=at_once(render),
    missing=missing,
    name=lambda content, _class_id: f"参训名册-{content.title}",
    title=lambda content, _class_id: f"参训名册：{content.title}",
    verb="class_papers.print_roster",
    noted=lambda _content, class_id: {"id": str(class_id)},
)
ROSTER_FULL = replace(
    ROSTER,
    words="参训名册（完整电话）",
    content=partial(class_paper, full=True),
    read_as="class_papers.show_phones",
)


def cards_of(session: WorkSession, class_id: UUID) -> tuple[StudyCard, ...]:
    people = class_paper(session, class_id).people
    return tuple(StudyCard(one.name, one.branch, one.card_code) for one in people)


CARDS = Paper(
    key=study_card.CARDS.key,
    words=study_card.CARDS.words,
    content=cards_of,
    render=at_once(study_card.render),
    missing=study_card.missing,
    name=lambda *_: "学员卡",
    title=lambda cards, _class_id: f"学员卡：{len(cards)} 张",
    verb=study_card.CARDS.verb,
    noted=lambda cards, _class_id: {"cards": len(cards)},
)
