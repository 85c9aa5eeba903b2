"""The plan as a workbook; that it left is noted in the audit."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from services import plan, school
from services.core import files
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.list_tools import WORKBOOK


def export_plan(desk: Desk, parent: QWidget, year: int) -> None:
    """The plan's thirteen columns as a workbook that can be taken in again."""
    path = desk.chooser.save_file(parent, "导出 Excel", f"{year}年轮训计划表.xlsx", WORKBOOK)
    if path is None:
        return
    target = path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx")

    def write(_progress: Progress) -> str:
        from services.plan.workbook import book  # XlsxWriter: only who exports waits for it

        with desk.read() as session:
            made = book(plan.year_plan(session, year), school.own(session).name)
        with files.explained("导出 Excel"):
            files.replace(target, made)
        with desk.workspace.write("plan.export") as session:
            session.note("plan.export", year=year)
        return target.name

    def done(written: str) -> None:
        desk.messages.done(f"已导出：{written}")

    desk.background.run("导出 Excel", write, done, desk.messages.error)
