"""Taking a list of training elsewhere in: which file, and how its rows are told."""

from pathlib import Path

from services.core.call import Call, call
from services.core.draft_taking import Comparison, SheetTaken
from services.core.sheet_reader import Progress
from services.core.text import plain
from services.upper_training import sheet
from services.upper_training.sheet import TrainingOf
from ui.core.desk import Desk
from ui.core.draft_guide import DraftImport, Look


def training_import(desk: Desk) -> DraftImport[TrainingOf]:
    def read(path: Path, progress: Progress) -> Look[TrainingOf]:
        file = sheet.open_file(path, progress)
        with desk.workspace.read() as session:
            return Look(sheet.preview(session, file), sheet.assumed(file))

    def take(shown: Comparison[TrainingOf], change: bool) -> Call[SheetTaken]:
        return call(sheet.take, shown, change_known=change)

    return DraftImport(
        "upper-training-taking",
        "导入上级调训",
        "选择调训名单",
        sheet.TRAININGS,
        read,
        take,
        lambda draft: f"{draft.person.branch} · {draft.starts_on} 起，{plain(draft.hours)} 学时",
    )
