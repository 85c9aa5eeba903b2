"""The ledger's tables as workbooks; each is noted in the audit."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services.core import files
from services.hours import papers, workbook
from ui.core.background import Progress
from ui.core.desk import Desk


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
        with desk.workspace.write("hours.export") as session:
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
