"""The timetable in the preview, and as a calendar file; each is noted in the audit."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from services import timetable
from services.core import files
from services.timetable import Timetable, ics
from services.timetable.ics import Choice
from services.training_class import LessonRow
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.timetable.shape import Shown

Drawn = tuple[str, bytes, list[str]]
"""The file's name without its ending, the PDF, and the characters that no font has."""


def preview(
    desk: Desk,
    parent: QWidget,
    read: Timetable,
    shown: Shown,
    lessons: Sequence[LessonRow],
    narrowed: str,
) -> None:
    """The week or month as it is listed."""

    def draw(_progress: Progress) -> Drawn:
        from services.timetable.paper import missing, render  # ReportLab when first needed

        with desk.read() as session:
            if shown.month is not None:
                content = timetable.month_paper(session, shown.month, shown.days, lessons, narrowed)
                name = f"课表-{shown.month:%Y%m}"
            else:
                content = timetable.week_paper(session, read, lessons, shown.grouping, narrowed)
                name = f"课表-{shown.days.first:%Y%m%d}"
        return name, render(content), list(missing(content))

    def show(drawn: Drawn) -> None:
        name, pdf, unknown = drawn
        PreviewDialog(
            parent.window(),
            "打印课表",
            pdf,
            f"{name}.pdf",
            desk.chooser,
            desk.messages,
            missing=unknown,
            on_printed=lambda: _note(desk, "print", lessons=len(lessons)),
        ).open()

    desk.background.run("排课表", draw, show, desk.messages.error)


def export(desk: Desk, parent: QWidget, choice: Choice, name: str) -> None:
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
    with desk.workspace.write(f"audit.timetable_{act}") as session:
        session.note(f"timetable.{act}", **counts)
