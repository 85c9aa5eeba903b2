"""Pictures of widgets, to look at: kept only where DESK_PICTURES names a folder."""

import os
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


def keep(widget: QWidget, name: str) -> None:
    """Save `name`.png of the widget as it stands now."""
    if folder := os.environ.get("DESK_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        QTest.qWait(20)  # for layouts that are still to be made
        widget.grab().save(str(Path(folder) / f"{name}.png"))
