"""The ledger's papers in the preview, and its tables as workbooks; each is noted in the audit."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services.core import files
from services.hours import papers, workbook
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog

Drawn = tuple[str, bytes, list[str]]
"""The file's name without its ending, the PDF, and the characters that no font has."""


def preview_record(desk: Desk, parent: QWidget, member_id: UUID, year: int) -> None:
    """学时证明 of one person."""

    def draw(_progress: Progress) -> Drawn:
        from services.hours.record_paper import missing, render  # ReportLab when first needed

        with desk.read() as session:
            content = papers.record_paper(session, member_id, year)
        name = f"学时证明-{year}-{content.row.name}"
        return name, render(content), list(missing(content))

    _preview(desk, parent, "学时证明", draw, "record", id=str(member_id), year=year)


def preview_branch(desk: Desk, parent: QWidget, branch_id: UUID, year: int) -> None:
    """Everybody of a branch with hours, target and state."""

    def draw(_progress: Progress) -> Drawn:
        from services.hours.table_papers import missing_in_branch, render_branch

        with desk.read() as session:
            content = papers.branch_paper(session, branch_id, year)
        name = f"支部学时表-{year}-{content.rows[0].branch}"
        return name, render_branch(content), list(missing_in_branch(content))

    _preview(desk, parent, "支部学时表", draw, "branch", id=str(branch_id), year=year)


def preview_tasks(desk: Desk, parent: QWidget, year: int) -> None:
    """The year by the seven basic tasks."""

    def draw(_progress: Progress) -> Drawn:
        from services.hours.table_papers import render_tasks

        with desk.read() as session:
            content = papers.task_paper(session, year)
        return f"七项任务汇总-{year}", render_tasks(content), []

    _preview(desk, parent, "七项任务汇总", draw, "tasks", year=year)


def export(desk: Desk, parent: QWidget, name: str, make: Callable[[], bytes]) -> None:
    """Ask where to, make the workbook in the background, write it, and note that in the audit."""
    path = desk.chooser.save_file(parent, "导出 Excel", f"{name}.xlsx", "Excel 文件 (*.xlsx)")
    if path is None:
        return
    target = path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx")

    def write(_progress: Progress) -> str:
        data = make()
        with files.explained("导出 Excel"):
            files.replace(target, data)
        with desk.workspace.write("audit.export_hours") as session:
            session.note("hours.export", bytes=len(data))
        return target.name

    def done(written: str) -> None:
        desk.messages.done(f"已导出：{written}")

    desk.background.run("导出 Excel", write, done, desk.messages.error)


def export_record(desk: Desk, parent: QWidget, member_id: UUID, year: int) -> None:
    """One person's lines."""

    def make() -> bytes:
        with desk.read() as session:
            return workbook.record_book(papers.record_paper(session, member_id, year))

    export(desk, parent, f"{year}年学时明细", make)


def export_tasks(desk: Desk, parent: QWidget, year: int) -> None:
    """The year by the seven basic tasks."""

    def make() -> bytes:
        with desk.read() as session:
            return workbook.tasks_book(papers.task_paper(session, year))

    export(desk, parent, f"{year}年七项任务", make)


def _preview(
    desk: Desk,
    parent: QWidget,
    title: str,
    draw: Callable[[Progress], Drawn],
    what: str,
    **details: object,
) -> None:
    def printed() -> None:
        with desk.workspace.write("audit.print_hours") as session:
            session.note(f"hours.print_{what}", **details)

    def show(drawn: Drawn) -> None:
        name, pdf, unknown = drawn
        PreviewDialog(
            parent.window(),
            title,
            pdf,
            f"{name}.pdf",
            desk.chooser,
            desk.messages,
            missing=unknown,
            on_printed=printed,
        ).open()

    desk.background.run(f"排{title}", draw, show, desk.messages.error)
