"""The printed sign-in sheet in the preview."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from services.sign_in import SheetSource, sheet_source
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog


def preview_sheet(desk: Desk, parent: QWidget, lesson_id: UUID) -> None:
    """Draw a lesson's sheet in the background and show it; printing is written to the audit."""

    def draw(_progress: Progress) -> tuple[SheetSource, bytes, list[str]]:
        # ReportLab is loaded when a paper is first drawn.
        from services.sign_in.sheet import missing, render

        with desk.read() as session:
            source = sheet_source(session, lesson_id)
        return source, render(source), list(missing(source))

    def show(drawn: tuple[SheetSource, bytes, list[str]]) -> None:
        source, pdf, unknown = drawn
        lesson = source.lesson
        name = f"签到表-{lesson.starts_at:%Y%m%d-%H%M}-{lesson.title}.pdf"
        PreviewDialog(
            parent.window(),
            f"签到表：{lesson.title}",
            pdf,
            name,
            desk.chooser,
            desk.messages,
            missing=unknown,
            on_printed=lambda: _note_printed(desk, lesson_id),
        ).open()

    desk.background.run("排签到表", draw, show, desk.messages.error)


def _note_printed(desk: Desk, lesson_id: UUID) -> None:
    with desk.workspace.write("sign_in.print_sheet") as session:
        session.note("sign_in.print_sheet", id=str(lesson_id))
