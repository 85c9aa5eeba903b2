"""Asking for files and folders; the tour and the tests put answers in its place."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


class Chooser(Protocol):
    def open_file(self, parent: QWidget, title: str, kinds: str) -> Path | None: ...

    def save_file(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None: ...

    def folder(self, parent: QWidget, title: str) -> Path | None: ...


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

    def _remember(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        path = Path(chosen)
        self._last = str(path if path.is_dir() else path.parent)
        return path
