"""Taking a course menu in: which file, and how its rows are told."""

from pathlib import Path

from services import course
from services.core.call import Call, call
from services.core.draft_taking import Comparison, SheetTaken
from services.core.sheet_reader import Progress
from services.core.text import plain
from services.course import CourseDraft
from services.course.sheet import MENU
from ui.core.desk import Desk
from ui.core.draft_guide import DraftImport, Look


def course_import(desk: Desk) -> DraftImport[CourseDraft]:
    def read(path: Path, progress: Progress) -> Look[CourseDraft]:
        file = course.open_file(path, progress)
        with desk.workspace.read() as session:
            return Look(course.preview(session, file))

    def take(shown: Comparison[CourseDraft], change: bool) -> Call[SheetTaken]:
        return call(course.take, shown, change_known=change)

    return DraftImport(
        "course-taking",
        "导入课程菜单",
        "选择课程菜单",
        MENU,
        read,
        take,
        lambda draft: f"{draft.task.word} · {plain(draft.hours)} 学时",
    )
