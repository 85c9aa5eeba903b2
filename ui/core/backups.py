"""Copies made while the clerk works: soon after the start, then every half hour if need be."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from ui.core.background import Progress
from ui.core.desk import Desk

EVERY_MINUTES = 30
FIRST_SECONDS = 30


class Backups(QObject):
    """Lives as long as the window. A copy that fails is told, and tried again in half an hour."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._changed = self._under_way = False
        desk.changes.changed.connect(self._on_changed)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MINUTES * 60_000)
        self._timer.timeout.connect(self.check)
        self._timer.start()
        QTimer.singleShot(FIRST_SECONDS * 1000, self, self.start)  # the home page comes first

    def start(self) -> None:
        """The first copy of this sitting, unless the last one is only minutes old."""
        last = self._desk.workspace.last_backup()
        now = self._desk.workspace.clock.local_now()
        if last is None or abs(now - last.made_at) > timedelta(minutes=EVERY_MINUTES):
            self._make("start")

    def check(self) -> None:
        """Make a copy if anything changed since the last one."""
        if self._changed:
            self._make("regular")

    def _make(self, reason: str) -> None:
        if self._under_way:
            return
        self._under_way, self._changed = True, False
        workspace = self._desk.workspace

        def copy(_progress: Progress) -> Path:
            return workspace.back_up(reason)

        self._desk.background.run("备份", copy, self._made, self._failed)

    def _made(self, _path: Path) -> None:
        self._under_way = False

    def _failed(self, error: Exception) -> None:
        self._under_way, self._changed = False, True
        self._desk.messages.error(error)

    def _on_changed(self, _tables: frozenset[str]) -> None:
        self._changed = True
