"""Asking for files, folders and printers; the tour and the tests put answers in its place."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Chooser(Protocol):
    def open_file(self, parent: QWidget, title: str, kinds: str) -> Path | None: ...

    def save_file(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None: ...

    def folder(self, parent: QWidget, title: str) -> Path | None: ...

    def printer(self, parent: QWidget, printer: "QPrinter", pages: int) -> bool:
        """Let the person set which printer, pages and copies; False where nothing is wanted."""

    def open(self, path: Path) -> bool:
        """A file or a folder in the program that the system has for it; whether it has one."""


class SystemChooser:
    """The operating system's own dialogs; they remember the last place for one run."""

    def __init__(self) -> None:
        places = QStandardPaths.StandardLocation.DocumentsLocation
        self._last = QStandardPaths.writableLocation(places)

    def open_file(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(parent, title, self._last, kinds)
        return self._remember(chosen)

    def save_file(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
        start = str(Path(self._last) / name)
        chosen, _ = QFileDialog.getSaveFileName(parent, title, start, kinds)
        return self._remember(chosen)

    def folder(self, parent: QWidget, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(parent, title, self._last)
        return self._remember(chosen)

    def printer(self, parent: QWidget, printer: "QPrinter", pages: int) -> bool:
        from PySide6.QtPrintSupport import QPrintDialog  # only who prints waits for it

        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, pages)
        return dialog.exec() == QPrintDialog.DialogCode.Accepted

    def open(self, path: Path) -> bool:
        return QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def _remember(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        path = Path(chosen)
        self._last = str(path if path.is_dir() else path.parent)
        return path
