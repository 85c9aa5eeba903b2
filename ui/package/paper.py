"""The sheet of a package in the preview; printing it is noted in the audit."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from services.package import paper
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog

Drawn = tuple[str, bytes, list[str]]


def preview_package(desk: Desk, parent: QWidget, package_id: UUID) -> None:
    """套餐单 of one package."""

    def draw(_progress: Progress) -> Drawn:
        with desk.read() as session:
            content = paper.sheet_of(session, package_id)
        name = f"套餐单-{content.package.title}.pdf"
        return name, paper.render(content), list(paper.missing(content))

    def printed() -> None:
        with desk.workspace.write("audit.print_package") as session:
            paper.log_printed(session, package_id)

    def show(drawn: Drawn) -> None:
        name, pdf, unknown = drawn
        PreviewDialog(
            parent.window(), "套餐单", pdf, name, desk.chooser, desk.messages, missing=unknown,
            on_printed=printed,
        ).open()  # fmt: skip

    desk.background.run("排套餐单", draw, show, desk.messages.error)
