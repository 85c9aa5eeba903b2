"""Taking a sheet of opening hours in: which file, and how its rows are told."""

from pathlib import Path

from services.core.call import Call, call
from services.core.draft_taking import Comparison, SheetTaken
from services.core.sheet_reader import Progress
from services.core.text import plain
from services.opening_hours import sheet
from services.opening_hours.sheet import OpeningOf
from ui.core.desk import Desk
from ui.core.draft_guide import DraftImport, Look


def opening_import(desk: Desk) -> DraftImport[OpeningOf]:
    def read(path: Path, progress: Progress) -> Look[OpeningOf]:
        file = sheet.open_file(path, progress)
        with desk.workspace.read() as session:
            return Look(sheet.preview(session, file), sheet.assumed(session, file))

    def take(shown: Comparison[OpeningOf], change: bool) -> Call[SheetTaken]:
        return call(sheet.take, shown, change_known=change)

    return DraftImport(
        "opening-hours-taking",
        "导入期初学时",
        "选择期初学时表",
        sheet.OPENINGS,
        read,
        take,
        lambda draft: f"{plain(draft.hours)} 学时，截至 {draft.on_day}，依据：{draft.paper}",
    )
