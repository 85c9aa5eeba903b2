"""Study cards (学员卡) in the preview: of the people chosen, a class, a branch."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from services.member import Person
from services.member.study_card import CARDS
from ui.core.desk import Desk
from ui.core.preview import show_papers


def print_cards(desk: Desk, parent: QWidget, people: Sequence[Person]) -> None:
    """Show the cards of these people, or say how some are chosen."""
    if not people:
        desk.messages.explain("打印学员卡", "先在名单里选人，按住 Ctrl 或 Shift 可以多选。")
        return

    cards = [(one.name, one.branch, one.card_code) for one in people]
    show_papers(desk, parent, CARDS.of(cards))
