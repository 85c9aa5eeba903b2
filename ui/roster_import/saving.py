"""Saving the list of cells to be checked, to be sent back to the branches."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from services import roster_import
from services.core import files
from services.roster_import import RosterProblem
from ui.core.desk import Desk


def save_problems(
    desk: Desk, parent: QWidget, roster_name: str, problems: Sequence[RosterProblem]
) -> None:
    """Ask where to, and save an .xlsx; that it was saved is logged."""
    name = f"{Path(roster_name).stem}_待核单元格.xlsx"
    path = desk.chooser.save_file(parent, "存为 Excel", name, "Excel 表格 (*.xlsx)")
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx")
    try:
        with files.explained("保存待核清单"):
            files.replace(path, roster_import.problem_list(problems))
        with desk.workspace.write("roster_import.save_problems") as session:
            roster_import.log_saved_problems(session, len(problems))
    except Exception as error:
        desk.messages.error(error)
        return
    desk.messages.done(f"已保存：{path.name}")
