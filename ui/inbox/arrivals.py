"""A file from a school, from the choice of the file to its answer on the stick."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import exchange
from services.exchange import BundleTaken, Inspection, PeerRow, SentRow
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.work import percent, run_shown
from ui.exchange.files import KINDS, Met, SenderCard, look_at, write_keyset, write_to
from ui.exchange.trust import TrustDialog
from ui.inbox.dialogs import InspectDialog, SendBackDialog


def written_words(written: SentRow) -> str:
    code = f"校验码 {written.check_code}"
    return f"已写入 {written.file_name}，{code}。请交给{written.recipient_name}。"


class Arrivals:
    """`show_file` is told the sender's name and the number of what was taken in."""

    def __init__(
        self, desk: Desk, parent: QWidget, show_file: Callable[[str, int], object]
    ) -> None:
        self._desk, self._parent, self._show_file = desk, parent, show_file

    def ask(self) -> None:
        path = self._desk.chooser.open_file(self._parent.window(), "选择学校带来的文件", KINDS)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        look_at(self._desk, self._parent, path, self._seen)

    def _seen(self, seen: SenderCard | Met) -> None:
        if isinstance(seen, Met):
            path, inspection = seen.path, seen.inspection
            InspectDialog(
                self._parent.window(),
                inspection,
                lambda second_yes: self._take(path, second_yes),
                lambda: self._ask_reason(path, inspection),
            ).open()
        else:
            folder = seen.path.parent
            TrustDialog(
                self._parent.window(),
                self._desk,
                seen.data,
                seen.who,
                lambda peer: self._trusted(peer, folder),
            ).open()

    def _take(self, path: Path, second_yes: bool) -> None:
        workspace = self._desk.workspace

        def work(progress: Progress) -> BundleTaken:
            return exchange.take_in(workspace, path, percent(progress), second_yes)

        run_shown(
            self._desk,
            self._parent,
            "收取文件",
            work,
            lambda taken: self._taken(taken, path.parent),
        )

    def _ask_reason(self, path: Path, seen: Inspection) -> None:
        workspace = self._desk.workspace

        def send_back(reason: str) -> None:
            def work(progress: Progress) -> BundleTaken:
                return exchange.hold(workspace, path, reason, percent(progress))

            run_shown(
                self._desk,
                self._parent,
                "退回文件",
                work,
                lambda taken: self._taken(taken, path.parent),
            )

        SendBackDialog(self._parent.window(), seen, send_back).open()

    def _taken(self, taken: BundleTaken, folder: Path) -> None:
        receipt = taken.receipt
        if receipt is None:
            self._desk.messages.done(taken.words)
            return
        self._show_file(taken.sender_name, taken.sequence)
        self._desk.messages.ask(
            "写回执",
            f"{taken.words}现在就写到同一个文件夹吗？",
            "写入回执",
            lambda: write_to(self._desk, self._parent, receipt, self._written, folder),
        )

    def _trusted(self, peer: PeerRow, folder: Path) -> None:
        self._desk.messages.ask(
            "公钥已核对",
            f"{peer.name}的公钥已核对。现在把县级公钥写到同一个文件夹，让学校带回去导入吗？"
            "学校导入时要照本单位的纸质公钥卡核对。",
            "写入县级公钥",
            lambda: self._write_keys(peer.workspace, folder),
        )

    def _write_keys(self, school_id: UUID, folder: Path | None) -> None:
        write_keyset(self._desk, self._parent, school_id, self._written, folder)

    def _written(self, written: SentRow) -> None:
        self._desk.messages.done(written_words(written))
