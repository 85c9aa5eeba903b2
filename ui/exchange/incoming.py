"""A file from the county: a receipt, its settings, its keys, or what it dispatches."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from services import exchange
from services.exchange import BundleKind, BundleTaken, PeerRow
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.work import percent, run_shown
from ui.exchange.files import KINDS, Met, SenderCard, look_at
from ui.exchange.issue import IssueDialog
from ui.exchange.trust import TrustDialog


def take_county_file(desk: Desk, parent: QWidget) -> None:
    """Ask for the file and take it in; keys are checked against the paper card first, and
    dispatches are shown before."""
    path = desk.chooser.open_file(parent.window(), "选择县里给的文件", KINDS)
    if path is not None:
        open_county_file(desk, parent, path)


def open_county_file(desk: Desk, parent: QWidget, path: Path) -> None:
    """The same with a file that was chosen elsewhere."""
    look_at(desk, parent, path, lambda seen: _seen(desk, parent, seen))


def _seen(desk: Desk, parent: QWidget, seen: SenderCard | Met) -> None:
    def trusted(peer: PeerRow) -> None:
        desk.messages.done(f"{peer.name}的公钥已核对，现在可以报送数据包。")

    if isinstance(seen, SenderCard):
        TrustDialog(parent.window(), desk, seen.data, seen.who, trusted).open()
        return
    path, inspection = seen.path, seen.inspection
    if inspection.kind is BundleKind.issue and inspection.outcome == "new":
        IssueDialog(
            parent.window(), inspection, lambda second_yes: _take(desk, parent, path, second_yes)
        ).open()
    else:
        _take(desk, parent, path, second_yes=False)


def _take(desk: Desk, parent: QWidget, path: Path, second_yes: bool) -> None:
    workspace = desk.workspace

    def work(progress: Progress) -> BundleTaken:
        return exchange.take_in(workspace, path, percent(progress), second_yes)

    run_shown(desk, parent, "导入县级包", work, lambda taken: desk.messages.done(taken.words))
