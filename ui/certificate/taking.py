"""Taking the old register of certificates in: which file, and how its rows are told."""

from pathlib import Path

from services.certificate import earlier
from services.certificate.earlier import EarlierDraft
from services.core.call import Call, call
from services.core.draft_taking import Comparison, SheetTaken
from services.core.sheet_reader import Progress
from ui.core.desk import Desk
from ui.core.draft_guide import DraftImport, Look


def earlier_import(desk: Desk) -> DraftImport[EarlierDraft]:
    def read(path: Path, progress: Progress) -> Look[EarlierDraft]:
        file = earlier.open_file(path, progress)
        with desk.workspace.read() as session:
            return Look(earlier.preview(session, file), earlier.assumed(file))

    def take(shown: Comparison[EarlierDraft], change: bool) -> Call[SheetTaken]:
        return call(earlier.take, shown, change_known=change)

    return DraftImport(
        "certificate-taking",
        "导入以前发的证书",
        "选择旧证书登记簿",
        earlier.EARLIER,
        read,
        take,
        lambda draft: f"{draft.kind.word} · {draft.issued_on}，当年第 {draft.serial} 张",
    )
