"""The menu in the preview, on its way to paper; that it was printed is noted in the audit."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.core.work import run_shown

Drawn = tuple[str, bytes, list[str]]
"""The menu's title, the PDF, and the characters that no font has."""


def preview_menu(desk: Desk, parent: QWidget, menu_id: UUID, *, folded: bool) -> None:
    """The tick-box menu on one page, or as a booklet to be folded."""
    words = "折页" if folded else "单页"

    def draw(_progress: Progress) -> Drawn:
        # ReportLab: only who prints waits for it
        from services.menu import folded_paper, papers, table_paper

        with desk.read() as session:
            content = papers.menu_paper(session, menu_id)
        render = folded_paper.render if folded else table_paper.render
        return content.title, render(content), list(papers.missing(content))

    def printed() -> None:
        with desk.workspace.write("audit.print_menu") as session:
            session.note("menu.print", id=str(menu_id), folded=folded)

    def show(drawn: Drawn) -> None:
        title, pdf, unknown = drawn
        PreviewDialog(
            parent.window(),
            f"{title}（{words}）",
            pdf,
            f"{title}-{words}.pdf",
            desk.chooser,
            desk.messages,
            missing=unknown,
            on_printed=printed,
        ).open()

    run_shown(desk, parent, "排版菜单", draw, show)
