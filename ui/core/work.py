"""Long work in front of the person: what it is on, how far it is, and a button that stops it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from services.core.errors import Cancelled
from ui.core import theme
from ui.core.background import Background, Job, Progress
from ui.core.messages import Messages
from ui.core.widgets import ElidedLabel, button, column, label, row

T = TypeVar("T")
PercentWords = Callable[[int, str], None]


class Works(Protocol):
    """What has work done: a desk, or the history of a window."""

    background: Background
    messages: Messages


def percent(progress: Progress) -> PercentWords:
    """The form of progress that services take: percent, and words for what is being done."""
    return lambda done, words: progress.report(done, 100, words)


def run_shown(
    desk: Works,
    parent: QWidget,
    title: str,
    work: Callable[[Progress], T],
    on_success: Callable[[T], object],
    on_failure: Callable[[Exception], object] | None = None,
) -> None:
    """Run `work` in the background behind a dialog; what fails is told, stopping is no error."""
    dialog = WorkDialog(parent.window(), title)

    def succeeded(result: T) -> None:
        dialog.end()
        on_success(result)

    def failed(error: Exception) -> None:
        dialog.end()
        if isinstance(error, Cancelled):
            desk.messages.done(error.message)
        elif on_failure is not None:
            on_failure(error)
        else:
            desk.messages.error(error)

    dialog.follow(desk.background.run(title, work, succeeded, failed))
    dialog.open()


class WorkDialog(QDialog):
    """Stays until the work has ended; Esc asks the work to stop."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("work")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(theme.current().px(420))
        self._job: Job | None = None
        self._ended = False
        self.words = ElidedLabel("正在准备…", "note")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.stop = button("停止", self._stop, name="work-stop")
        self.setLayout(
            column(
                label(title, "heading"),
                self.bar,
                self.words,
                row(None, self.stop),
                gap=12,
                margins=20,
            )
        )

    def follow(self, job: Job) -> None:
        self._job = job
        job.progressed.connect(self._tell)

    def end(self) -> None:
        self._ended = True
        self.accept()

    def _tell(self, done: int, of: int, words: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.words.set_whole(words)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.words.set_whole("正在停止…")
        if self._job is not None:
            self._job.progress.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._ended:
            event.ignore()
            self._stop()
            return
        super().closeEvent(event)
