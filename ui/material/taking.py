"""Taking a list of materials in: which file, and how its rows are told."""

from pathlib import Path

from services.core.call import Call, call
from services.core.draft_taking import Comparison, SheetTaken
from services.core.sheet_reader import Progress
from services.material import MaterialDraft, length_words, sheet
from ui.core.desk import Desk
from ui.core.draft_guide import DraftImport, Look


def material_import(desk: Desk) -> DraftImport[MaterialDraft]:
    def read(path: Path, progress: Progress) -> Look[MaterialDraft]:
        file = sheet.open_file(path, progress)
        with desk.workspace.read() as session:
            return Look(sheet.preview(session, file))

    def take(shown: Comparison[MaterialDraft], change: bool) -> Call[SheetTaken]:
        return call(sheet.take, shown, change_known=change)

    return DraftImport(
        "material-taking",
        "导入学习资源",
        "选择学习资源表",
        sheet.MATERIALS,
        read,
        take,
        lambda draft: " · ".join(
            part for part in (draft.task.word, length_words(draft.kind, draft.length)) if part
        ),
    )
