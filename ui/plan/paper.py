"""The plan in the preview and as a workbook; each is noted in the audit when it leaves."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from services import plan, school
from services.core import files
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.list_tools import WORKBOOK
from ui.core.preview import PreviewDialog

Drawn = tuple[str, bytes, list[str]]


def preview_plan(desk: Desk, parent: QWidget, year: int) -> None:
    """轮训计划表 as it will be printed."""

    def draw(_progress: Progress) -> Drawn:
        from services.plan.paper import PlanPaper, missing, render  # ReportLab when needed

        with desk.read() as session:
            shown = plan.year_plan(session, year)
            content = PlanPaper(shown, school.own(session).name, session.today())
        return shown.title, render(content), list(missing(content))

    def printed() -> None:
        with desk.workspace.write("audit.print_plan") as session:
            session.note("plan.print", year=year)

    def show(drawn: Drawn) -> None:
        name, pdf, unknown = drawn
        PreviewDialog(
            parent.window(),
            "轮训计划表",
            pdf,
            f"{name}.pdf",
            desk.chooser,
            desk.messages,
            missing=unknown,
            on_printed=printed,
        ).open()

    desk.background.run("排轮训计划表", draw, show, desk.messages.error)


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
        with desk.workspace.write("audit.export_plan") as session:
            session.note("plan.export", year=year)
        return target.name

    def done(written: str) -> None:
        desk.messages.done(f"已导出：{written}")

    desk.background.run("导出 Excel", write, done, desk.messages.error)
