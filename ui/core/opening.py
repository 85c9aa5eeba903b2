"""Files dropped on the window, or opened from Ctrl+K: each is known for what it is and led to its
page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from services.core import sheet_reader
from services.core.errors import BadInput, Cancelled, DeskError
from ui.core.background import Progress
from ui.core.desk import Files
from ui.core.feature import FileKind
from ui.core.main_window import MainWindow
from ui.core.work import run_shown

MOST_LINES = 6


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
        """Find out in the background what they are, and hand them to the page of that kind. What
        is none of ours does not hold up the rest; it is told before."""

        def work(progress: Progress) -> Sorted:
            return _sorted([(path, self._look(path, progress)) for path in paths])

        run_shown(self._desk, self._window, "看是什么文件", work, self._show)

    def _show(self, found: "Sorted") -> None:
        kind, left = found.kind, found.left
        if kind is None:
            if len(left) == 1:
                self._desk.messages.error(left[0][1])
            else:
                self._desk.messages.explain("没有能打开的文件", _listed(left))
        elif left:
            words = f"打开“{found.taken[0].name}”"
            words = words if len(found.taken) == 1 else f"打开其余 {len(found.taken)} 个"
            text = f"这些没有打开：\n{_listed(left)}"
            self._desk.messages.ask(
                "有的没有打开", text, words, lambda: self._hand_over(kind, found.taken)
            )
        else:
            self._hand_over(kind, found.taken)

    def _hand_over(self, kind: FileKind, taken: tuple[Path, ...]) -> None:
        if kind.refusal:
            self._desk.go(kind.page, None)
            words = f"“{taken[0].name}”像是{kind.words}，{kind.refusal}"
            self._desk.messages.error(BadInput(words))
            return
        self._desk.go(kind.page, Files(taken))

    def _look(self, path: Path, progress: Progress) -> FileKind | DeskError:
        """What it is, or what is wrong with it. Raises Cancelled."""
        if path.is_dir():
            return BadInput(f"“{path.name}”是文件夹。请打开它，把里面的文件拖进来。")
        try:
            return self.kind_of(path, progress)
        except Cancelled:
            raise
        except DeskError as error:
            return error

    def kind_of(self, path: Path, progress: Progress) -> FileKind:
        """Raises BadInput where it is none of ours, and BadSheet where it cannot be read."""
        for kind in self._kinds:
            if kind.ending and path.suffix.lower() == kind.ending:
                return kind
        sheets = sheet_reader.read(path, progress.report).sheets
        for kind in sorted(self._kinds, key=lambda one: one.general):
            if kind.fits is not None and kind.fits(sheets):
                return kind
        known = "、".join(one.words for one in self._kinds if not one.refusal)
        raise BadInput(f"认不出“{path.name}”是什么。能收的有：{known}。")


@dataclass(frozen=True)
class Sorted:
    """What of several files is opened now, as one kind, and what is not, each with its reason.
    `kind` is None where nothing is known."""

    kind: FileKind | None
    taken: tuple[Path, ...]
    left: tuple[tuple[Path, DeskError], ...]


def _sorted(looked: Sequence[tuple[Path, FileKind | DeskError]]) -> Sorted:
    """The first that has an import decides; where there is none, the first that is known."""
    kinds = [one for _, one in looked if isinstance(one, FileKind)]
    kind = next((one for one in kinds if not one.refusal), next(iter(kinds), None))
    taken: list[Path] = []
    left: list[tuple[Path, DeskError]] = []
    for path, one in looked:
        if isinstance(one, DeskError):
            left.append((path, one))
        elif one is not kind:
            left.append((path, BadInput(f"是{one.words}，一次只能打开一种。")))
        elif taken and not one.many:
            left.append((path, BadInput(f"也是{one.words}，一次只能打开一个。")))
        else:
            taken.append(path)
    return Sorted(kind, tuple(taken), tuple(left))


def _listed(left: Sequence[tuple[Path, DeskError]]) -> str:
    """A line each; many are told by how many there are."""
    lines = [
        error.message if path.name in error.message else f"“{path.name}”：{error.message}"
        for path, error in left
    ]
    rest = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], *([f"还有 {rest} 个。"] if rest > 0 else [])])
