"""A workbook on its way to a file that the person chooses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from services.core import files
from services.core.call import Call, run
from services.core.session import WorkSession
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.work import run_shown

WORKBOOK = "Excel 工作簿 (*.xlsx)"


def save_book(
    desk: Desk,
    parent: QWidget,
    title: str,
    name: str,
    make: Callable[[WorkSession], bytes],
    log: Call[Any],
    told: str,
) -> None:
    """Ask for the file, make the workbook in the background, write it, and note it with `log`.

    `name` is the file name offered, without its ending; `told` says how much there is: 12 件.
    """
    path = desk.chooser.save_file(parent, title, f"{name}.xlsx", WORKBOOK)
    if path is None:
        return
    target = path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx")

    def work(_progress: Progress) -> None:
        with desk.workspace.read() as session:
            book = make(session)
        with files.explained(title):
            files.replace(target, book)
        run(desk.workspace, log)

    run_shown(
        desk,
        parent,
        title,
        work,
        lambda _: desk.messages.done(f"已导出 {told}：{target.name}"),
    )
