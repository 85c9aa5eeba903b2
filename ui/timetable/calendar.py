"""The timetable as a calendar file; that it left is noted in the audit."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from services.core import files
from services.timetable import ics
from services.timetable.ics import CalendarChoice
from ui.core.background import Progress
from ui.core.desk import Desk


def export(desk: Desk, parent: QWidget, choice: CalendarChoice, name: str) -> None:
    """Ask where to, make the calendar in the background, write it, and note that in the audit."""
    path = desk.chooser.save_file(parent, "导出日历", f"{name}.ics", "日历文件 (*.ics)")
    if path is None:
        return
    target = path if path.suffix.lower() == ".ics" else Path(f"{path}.ics")

    def write(_progress: Progress) -> int:
        with desk.read() as session:
            found = ics.events(session, choice)
        data = ics.render(found, name)
        with files.explained("导出日历"):
            files.replace(target, data)
        _note(desk, "export_calendar", lessons=len(found))
        return len(found)

    def done(count: int) -> None:
        desk.messages.done(f"已导出 {count} 节课：{target.name}")

    desk.background.run("导出日历", write, done, desk.messages.error)


def _note(desk: Desk, act: str, **counts: int) -> None:
    with desk.workspace.write(f"timetable.{act}") as session:
        session.note(f"timetable.{act}", **counts)
