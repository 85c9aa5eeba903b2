"""The frame of every import: read a file, show what it would change, take it, tell, take back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from services.core.call import Call, run
from services.core.errors import Cancelled, DeskError, NeedsReason
from services.core.sheet_reader import FILTER, KINDS
from services.core.undo import Undoable
from ui.core import theme
from ui.core.background import Job, Progress
from ui.core.desk import Desk
from ui.core.messages import UNEXPECTED, ReasonDialog
from ui.core.steps import StepBar
from ui.core.widgets import Button, ElidedLabel, button, column, fit, label, row

WIDTH, HEIGHT = 980, 660
SHOWN_NAMES = 3
READABLE = f"能读 {' '.join(KINDS)}。表头在前 30 行里，列的顺序不限。"


def ask_for_sheet(desk: Desk, parent: QWidget, title: str) -> Path | None:
    """A spreadsheet of any kind that can be read."""
    return desk.chooser.open_file(parent, title, FILTER)


class ImportGuide(QDialog):
    """Waits while it reads, shows what would change, and takes it in the background; or says what
    was wrong with the file and asks for another. It never closes over running work.

    A subclass sets `name`, which begins the names of its parts, `heading` and `ask`, the title of
    the file dialog, and fills in `read`, `present`, `decision`, `call` and `told`. One with other
    steps before or after names them in `STEPS` and leads through them with `wait` and `show_page`.
    """

    name = ""
    heading = ""
    ask = ""
    go_name = "go"
    STEPS: tuple[str, ...] = ()

    def __init__(self, desk: Desk, parent: QWidget, paths: Sequence[Path]) -> None:
        super().__init__(parent.window())
        self.setObjectName(f"{self.name}-dialog")
        self.setWindowTitle(self.heading)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.current()
        fit(self, parent, look.px(WIDTH), look.px(HEIGHT))
        self.desk, self.paths = desk, tuple(paths)
        self._job: Job | None = None
        self._shown: QWidget | None = None
        self.file_name = ElidedLabel("", "subtitle")
        self.waiting = WaitingPage(f"{self.name}-doing")
        self.failed = FailedPage(f"{self.name}-fault")
        self.pages = QStackedWidget()
        for page in (self.waiting, self.failed):
            self.pages.addWidget(page)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.note = label("", "note", wrap=True)
        self.cancel = button("取消", self.reject, name=f"{self.name}-cancel")
        self.again = button("换一个文件…", self._choose_again, "primary", name=f"{self.name}-again")
        self.go = button("导入", self.take, "primary", name=f"{self.name}-{self.go_name}")
        self.go.hide()
        self._lay_out()
        self.read_files(paths)

    # What a subclass says

    def read(self, paths: Sequence[Path], progress: Progress) -> Any:
        """In a worker: what `present` gets. Raises DeskError."""
        raise TypeError(f"{type(self).__name__} does not read")

    def present(self, found: Any) -> QWidget:
        """The page that shows what was read."""
        raise TypeError(f"{type(self).__name__} does not present")

    def decision(self) -> tuple[str, str]:
        """The words of the red button, "" where there is nothing to take, and a note beside it."""
        raise TypeError(f"{type(self).__name__} does not decide")

    def call(self) -> Call[Any]:
        """The verb that takes what is shown, as decided."""
        raise TypeError(f"{type(self).__name__} does not take")

    def told(self, result: Any) -> str:
        """What was done, in a sentence."""
        raise TypeError(f"{type(self).__name__} does not tell")

    def taken(self, _result: Any) -> None:
        """After the verb, before it is told."""

    def head_tools(self) -> Sequence[QWidget]:
        """Links at the right of the heading."""
        return ()

    def foot_tools(self) -> Sequence[Button]:
        """Further buttons before 取消."""
        return ()

    # The frame

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read these, and show what they would change."""
        self.paths = tuple(paths)
        names = "、".join(path.name for path in paths[:SHOWN_NAMES])
        more = f" 等 {len(paths)} 个文件" if len(paths) > SHOWN_NAMES else ""
        self.file_name.set_whole(f"{names}{more}")
        self.steps.set_current(0)
        self.wait("正在读取文件", lambda progress: self.read(paths, progress), self.show_found)

    def show_found(self, found: Any) -> None:
        page = self.present(found)
        if self._shown is not None:
            self.pages.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = page
        self.show_page(page)
        self.decide()
        (self.cancel if self.go.isHidden() or not self.go.isEnabled() else self.go).setFocus()

    def decide(self) -> None:
        """Bring the red button up to date, after the person decided something."""
        words, note = self.decision()
        self.note.setText(note)
        self.buttons(cancel="取消" if words else "关闭", shown=self.go if words else None)
        self.go.setText(words)

    def take(self) -> None:
        """Run the verb in the background; a warning asks for a reason first."""
        self._take("")

    def wait(
        self,
        words: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Work in the background; what goes wrong is shown in place of a page, or `failed` is
        told."""
        if self._job is not None:
            return
        self.waiting.begin(words)
        self.pages.setCurrentWidget(self.waiting)
        self.note.setText("")
        self.error.hide()
        self.buttons(cancel="停止")
        self._tools_enabled(enabled=False)
        self.cancel.setFocus()

        def succeeded(result: Any) -> None:
            self._ended()
            done(result)

        def ended_badly(error: Exception) -> None:
            self._ended()
            if isinstance(error, Cancelled):
                super(ImportGuide, self).reject()
                self.desk.messages.done(error.message)
            elif failed is not None and isinstance(error, DeskError):
                failed(error)
            else:
                self._fail(error)

        self._job = self.desk.background.run(words, work, succeeded, ended_badly)
        self._job.progressed.connect(self._on_progress)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def reject(self) -> None:
        """Esc: stop the work first; the guide goes when it has ended."""
        if self._job is None:
            super().reject()
            return
        self._job.progress.cancel()
        self.waiting.doing.setText("正在停止…")
        self.cancel.setEnabled(False)

    def show_page(self, page: QWidget, step: int | None = None) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.note.setText("")
        if step is not None:
            self.steps.set_current(step)

    def buttons(
        self, *, cancel: str, shown: QWidget | None = None, also: Sequence[QWidget] = ()
    ) -> None:
        """`shown` is the red button of the step, which Enter takes; `also` are other tools."""
        self.cancel.setText(cancel)
        self.cancel.setEnabled(True)
        for made in (*self._foot_tools, self.again, self.go):
            made.setVisible(made is shown or made in also)
            made.setDefault(made is shown)

    def say_error(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()

    def _lay_out(self) -> None:
        self._head_tools = self.head_tools()
        self._foot_tools = self.foot_tools()
        head = row(label(self.heading, "heading"), gap=10)
        head.addWidget(self.file_name, 1)
        for tool in self._head_tools:
            head.addWidget(tool)
        foot = row(gap=10)
        foot.addWidget(self.note, 1)
        for made in (*self._foot_tools, self.cancel, self.again, self.go):
            foot.addWidget(made)
        whole = column(head, gap=8, margins=20)
        self.steps = StepBar(self.STEPS)
        if self.STEPS:
            whole.addWidget(self.steps)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.error)
        whole.addLayout(foot)
        self.setLayout(whole)

    def _take(self, reason: str) -> None:
        call, workspace, page = self.call(), self.desk.workspace, self.pages.currentWidget()

        def done(ran: tuple[Undoable, tuple[Any, ...]]) -> None:
            result, ids = ran
            self.accept()
            self.taken(result)
            self.desk.history.ran(call, self.told(result), result, ids, reason)

        def failed(error: Exception) -> None:
            """The page stays, so that something else can be decided."""
            self.show_page(page)
            self.decide()
            if isinstance(error, NeedsReason):
                ReasonDialog(self, error.message, self._take).open()
            elif isinstance(error, DeskError):
                self.say_error(error.message)

        self.wait("正在导入", lambda _progress: run(workspace, call, reason), done, failed)

    def _ended(self) -> None:
        self._job = None
        self._tools_enabled(enabled=True)

    def _tools_enabled(self, *, enabled: bool) -> None:
        for tool in self._head_tools:
            tool.setEnabled(enabled)

    def _on_progress(self, done: int, of: int, what: str) -> None:
        if self.cancel.isEnabled():
            self.waiting.show_progress(done, of, what)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self.desk.messages.error(error)
        self.failed.fault.setText(error.message if isinstance(error, DeskError) else UNEXPECTED)
        self.pages.setCurrentWidget(self.failed)
        self.buttons(cancel="关闭", shown=self.again)
        self.again.setFocus()

    def _choose_again(self) -> None:
        path = ask_for_sheet(self.desk, self, self.ask)
        if path is not None:
            self.read_files((path,))


class WaitingPage(QWidget):
    """What is being done, and how far it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.doing = label("", "subtitle")
        self.doing.setObjectName(name)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("导入进度")
        self.setLayout(column(None, self.doing, self.bar, None, gap=10, margins=40))

    def begin(self, words: str) -> None:
        self.doing.setText(words)
        self.bar.setRange(0, 0)

    def show_progress(self, done: int, of: int, what: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.doing.setText(f"{what}  {done:,} / {of:,}" if of > 1 else what)


class FailedPage(QWidget):
    """What was wrong with a file."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.fault = label("", wrap=True)
        self.fault.setObjectName(name)
        self.fault.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        heading = label("这个文件没有导入", "heading")
        self.setLayout(
            column(None, heading, self.fault, 6, label(READABLE, "note"), None, gap=8, margins=40)
        )
