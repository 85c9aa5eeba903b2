"""Study cards (学员卡): ten on a sheet, each with the code that is scanned at the door."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.core.paper import fonts, qr
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import GREY, Area, PaperSheet
from services.core.session import WorkSession

CARD_WIDTH, CARD_HEIGHT = 85.6, 54.0
"""ISO/IEC 7810 ID-1, as bank cards: card sleeves and laminating pouches fit."""
ACROSS, DOWN = 2, 5
LEFT, TOP = 19.4, 13.5
CODE = 32.0
CUT_MARK = 4.0


@dataclass(frozen=True)
class StudyCard:
    """`card_code`: 16 digits."""

    name: str
    branch: str
    card_code: str


def missing(content: Sequence[StudyCard]) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    return fonts.missing("".join(card.name + card.branch for card in content))


def render(content: Sequence[StudyCard]) -> bytes:
    """Ten cards a page as PDF, with marks to cut along."""
    sheet = PaperSheet("学员卡")
    draw(sheet, content)
    return sheet.done()


def draw(sheet: PaperSheet, content: Sequence[StudyCard]) -> None:
    """The cards from the present page of a sheet on, which is to be empty."""
    for number, card in enumerate(content):
        place = number % (ACROSS * DOWN)
        if place == 0:
            if number:
                sheet.next_page()
            _draw_cut_marks(sheet)
        line, column = divmod(place, ACROSS)
        left, top = LEFT + CARD_WIDTH * column, TOP + CARD_HEIGHT * line
        _draw_card(sheet, Area(left, top, CARD_WIDTH, CARD_HEIGHT), card)


def _draw_card(sheet: PaperSheet, area: Area, card: StudyCard) -> None:
    left, text_width = area.left + 5, area.width - CODE - 9
    sheet.text(left + 1.2, area.top + 9, "党员教育培训学员卡", face=Face.hei, size=9, color=GREY)
    sheet.cell(
        Area(left, area.top + 15, text_width, 11), card.name, face=Face.bold, size=20, align="left"
    )
    sheet.cell(Area(left, area.top + 27, text_width, 11), card.branch, size=11, align="left")
    code = Area(area.right - CODE - 3, area.top + 7, CODE, CODE)
    qr.draw(sheet, code, card.card_code)
    digits = " ".join(card.card_code[i : i + 4] for i in range(0, len(card.card_code), 4))
    sheet.text(area.right - 7, area.bottom - 6, digits, face=Face.hei, size=13, align="right")


def _draw_cut_marks(sheet: PaperSheet) -> None:
    """Short lines at the edges, so that a cut a little off leaves no line on a card."""
    right, bottom = LEFT + CARD_WIDTH * ACROSS, TOP + CARD_HEIGHT * DOWN
    for column in range(ACROSS + 1):
        x = LEFT + CARD_WIDTH * column
        for y in (TOP - 1 - CUT_MARK, bottom + 1):
            sheet.line(x, y, x, y + CUT_MARK, color=GREY)
    for line in range(DOWN + 1):
        y = TOP + CARD_HEIGHT * line
        for x in (LEFT - 1 - CUT_MARK, right + 1):
            sheet.line(x, y, x + CUT_MARK, y, color=GREY)
    for line in range(DOWN + 1):
        y, x = TOP + CARD_HEIGHT * line, LEFT + CARD_WIDTH
        sheet.line(x - 1, y, x + 1, y, color=GREY)
        if line:
            sheet.line(x, y - 1, x, y + 1, color=GREY)


def of_people(
    _session: WorkSession, people: Sequence[tuple[str, str, str]]
) -> tuple[StudyCard, ...]:
    """`people` as name, branch and code of the card."""
    return tuple(StudyCard(*one) for one in people)


CARDS = Paper(
    key="member.cards",
    words="学员卡",
    content=of_people,
    render=at_once(render),
    missing=missing,
    name=lambda *_: "学员卡",
    title=lambda cards, _people: f"学员卡：{len(cards)} 张",
    verb="member.print_cards",
    noted=lambda cards, _people: {"cards": len(cards)},
)
