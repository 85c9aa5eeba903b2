"""Files dropped on the window, or opened from Ctrl+K: each is known for what it is and led to its
page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from services.core import sheet_reader
from services.core.errors import BadInput, DeskError
from ui.core.background import Progress
from ui.core.desk import Files
from ui.core.feature import FileKind
from ui.core.main_window import MainWindow
from ui.core.work import run_shown

ONE_AT_A_TIME = "一次只能打开一个文件，先打开“{}”。"


class Opening(QObject):
    """Lives as long as the window. `kinds` are those that the window has places for."""

    def __init__(self, window: MainWindow, kinds: Sequence[FileKind]) -> None:
        super().__init__(window)
        self._window, self._desk, self._kinds = window, window.desk, tuple(kinds)
        window.open_asked.connect(self.ask)
        window.files_dropped.connect(self.open)

    def ask(self) -> None:
        endings = [*sheet_reader.KINDS, *(one.ending for one in self._kinds if one.ending)]
        offered = f"能打开的文件 ({' '.join(f'*{one}' for one in endings)});;所有文件 (*)"
        path = self._desk.chooser.open_file(self._window, "打开文件", offered)
        if path is not None:
            self.open([path])

    def open(self, paths: Sequence[Path]) -> None:
        """Find out in the background what they are, and hand them to the page of that kind."""

        def work(progress: Progress) -> tuple[FileKind, tuple[Path, ...]]:
            kind = self.kind_of(paths[0], progress)
            if not kind.many:
                return kind, (paths[0],)
            alike = [one for one in paths[1:] if self._is(kind, one, progress)]
            return kind, (paths[0], *alike)

        def show(found: tuple[FileKind, tuple[Path, ...]]) -> None:
            kind, taken = found
            if kind.refusal:
                self._desk.go(kind.page, None)
                words = f"“{taken[0].name}”像是{kind.words}，{kind.refusal}"
                self._desk.messages.error(BadInput(words))
                return
            self._desk.go(kind.page, Files(taken))
            if len(taken) < len(paths):  # after it, since what was said goes with its page
                self._desk.messages.done(ONE_AT_A_TIME.format(taken[0].name))

        run_shown(self._desk, self._window, "看是什么文件", work, show)

    def kind_of(self, path: Path, progress: Progress) -> FileKind:
        """Raises BadInput where it is none of ours, and BadSheet where it cannot be read."""
        for kind in self._kinds:
            if kind.ending and path.suffix.lower() == kind.ending:
                return kind
        sheets = sheet_reader.read(path, progress.report).sheets
        for kind in self._kinds:
            if kind.fits is not None and kind.fits(sheets):
                return kind
        known = "、".join(one.words for one in self._kinds if not one.refusal)
        raise BadInput(f"认不出“{path.name}”是什么。能收的有：{known}。")

    def _is(self, kind: FileKind, path: Path, progress: Progress) -> bool:
        try:
            return self.kind_of(path, progress) is kind
        except DeskError:
            return False
