"""Study cards (学员卡) in the preview: of the people chosen, a class, a branch."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from services import member
from services.member import Person
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog


def print_cards(desk: Desk, parent: QWidget, people: Sequence[Person]) -> None:
    """Draw the cards in the background and show them; printing is written to the audit."""
    if not people:
        desk.messages.explain("打印学员卡", "先在名单里选人，按住 Ctrl 或 Shift 可以多选。")
        return

    def draw(_progress: Progress) -> tuple[bytes, list[str]]:
        from services.member import study_card  # ReportLab: only who prints waits for it

        cards = [study_card.StudyCard(one.name, one.branch, one.card_code) for one in people]
        return study_card.render(cards), list(study_card.missing(cards))

    def printed() -> None:
        with desk.workspace.write("audit.print_cards") as session:
            member.log_cards(session, len(people))

    def show(drawn: tuple[bytes, list[str]]) -> None:
        pdf, unknown = drawn
        PreviewDialog(
            parent.window(),
            f"学员卡：{len(people)} 张",
            pdf,
            "学员卡.pdf",
            desk.chooser,
            desk.messages,
            missing=unknown,
            on_printed=printed,
        ).open()

    desk.background.run("生成学员卡", draw, show, desk.messages.error)
