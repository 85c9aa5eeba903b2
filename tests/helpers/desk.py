"""A desk over a real workspace, with fakes for what asks a person or the system."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from services.core.errors import DeskError, NeedsReason
from services.core.workspace import Workspace
from ui.core.background import Background
from ui.core.desk import Changes, Desk
from ui.core.history import History


class FakeChooser:
    """Answers from `answers`, first come first served, then from `answer`; None cancels."""

    def __init__(self, answer: Path | None = None) -> None:
        self.answer = answer
        self.answers: list[Path | None] = []
        self.asked: list[str] = []
        self.names: list[str] = []
        self.printed: Path | None = None
        self.copies = 0
        self.offered: list[tuple[str, int, int]] = []
        self.opened: list[Path] = []

    def open_file(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        return self._next(title)

    def save_file(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
        self.names.append(name)
        return self._next(title)

    def folder(self, parent: QWidget, title: str) -> Path | None:
        return self._next(title)

    def printer(self, parent: QWidget, printer: QPrinter, pages: int) -> bool:
        """Into the file `printed`, in `copies` where that is set; None there cancels."""
        self.offered.append((printer.printerName(), printer.copyCount(), pages))
        if self.printed is None:
            return False
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.printed))
        if self.copies:
            printer.setCopyCount(self.copies)
        return True

    def open(self, path: Path) -> bool:
        self.opened.append(path)
        return True

    def _next(self, title: str) -> Path | None:
        self.asked.append(title)
        return self.answers.pop(0) if self.answers else self.answer


class FakeMessages:
    """Keeps what would have been shown. Says yes where `yes`; gives `reason` where it is set.

    `undo` is what the last toast offered. `errors` holds what went wrong; the `desk` fixture
    fails a test that leaves an unexpected one (no DeskError) there.
    """

    def __init__(self) -> None:
        self.said: list[str] = []
        self.undo: Callable[[], object] | None = None
        self.errors: list[Exception] = []
        self.asked: list[tuple[str, str]] = []
        self.explained: list[tuple[str, str]] = []
        self.warnings: list[str] = []
        self.yes = True
        self.reason = ""
        self.dialog = None
        self._window = QWidget()

    def done(
        self, text: str, action: str = "撤销", on_action: Callable[[], object] | None = None
    ) -> None:
        self.said.append(text)
        self.undo = on_action

    def leave(self) -> None:
        """No toast is shown, so none has to go."""

    def error(self, error: Exception) -> None:
        self.errors.append(error)

    def ask(self, title: str, text: str, yes: str, on_yes: Callable[[], object]) -> None:
        self.asked.append((title, text))
        if self.yes:
            on_yes()

    def front(self) -> QWidget:
        """A window that nobody sees."""
        return self._window

    def explain(self, title: str, text: str) -> None:
        self.explained.append((title, text))

    def attempt(
        self, act: Callable[[str], object], on_success: Callable[[], object] | None = None
    ) -> bool:
        try:
            try:
                act("")
            except NeedsReason as warning:
                self.warnings.append(warning.message)
                if not self.reason:
                    return False
                act(self.reason)
        except Exception as error:
            self.error(error)
            return False
        if on_success is not None:
            on_success()
        return True

    def unexpected(self) -> list[Exception]:
        return [error for error in self.errors if not isinstance(error, DeskError)]


class Travels:
    """Stands for the main window's `go`; `places` is where pages wanted to lead."""

    def __init__(self) -> None:
        self.places: list[tuple[str, object]] = []

    def __call__(self, key: str, target: object = None) -> None:
        self.places.append((key, target))


def make_desk(workspace: Workspace) -> Desk:
    """A desk whose chooser, messages and `go` are the fakes above."""
    from ui import features  # all pages, which the tests of services need not load

    messages, background = FakeMessages(), Background()
    return Desk(
        workspace=workspace,
        background=background,
        messages=messages,
        chooser=FakeChooser(),
        changes=Changes(workspace),
        history=History(workspace, messages, background),
        go=Travels(),
        makers=features.makers(),
    )
