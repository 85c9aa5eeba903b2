"""Taking a course menu in: choose the file, see what would change, one button does it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from services import course
from services.core.call import call
from services.core.errors import DeskError
from services.course import CourseFile, CourseNews, CoursePreview, Taken
from ui.core import theme
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.list_tools import ListTools, Named
from ui.core.table import Column, RowsView
from ui.core.widgets import ElidedLabel, button, column, fit, label, row
from ui.core.work import run_shown

FILE_KINDS = "课程菜单 (*.xlsx *.xls *.csv)"


@dataclass(frozen=True)
class Line:
    """One line of the preview: a cell that cannot be read, a change, or a new course."""

    kind: CourseNews
    where: str
    title: str
    what: str
    before: str
    after: str


LINES: tuple[Column[Line], ...] = (
    Column("", 70, lambda r: r.kind.word, tone=lambda r: r.kind.tone, firm=True),
    Column("编码或单元格", 100, lambda r: r.where, faint=True),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("哪一项", 86, lambda r: r.what),
    Column("原来", 140, lambda r: r.before),
    Column("文件里 / 原因", 270, lambda r: r.after),
)


def take_courses(desk: Desk, parent: QWidget) -> None:
    """Ask for a file and show what it would change; one button takes it in."""
    path = desk.chooser.open_file(parent, "选择课程菜单", FILE_KINDS)
    if path is None:
        return

    def work(progress: Progress) -> tuple[CourseFile, CoursePreview]:
        file = course.open_file(path, progress.report)
        with desk.read() as session:
            return file, course.preview(session, file)

    def show(both: tuple[CourseFile, CoursePreview]) -> None:
        TakingDialog(desk, parent, *both).open()

    run_shown(desk, parent, "读取课程菜单", work, show)


def lines_of(preview: CoursePreview) -> list[Line]:
    """What cannot be read first, then changes, then new courses."""
    lines = [
        Line(CourseNews.unread, f"{one.sheet} {one.cell}", one.shown, "", "", one.reason)
        for one in preview.problems
    ]
    lines += [
        Line(CourseNews.changed, one.code, one.title, one.what, one.before, one.after)
        for one in preview.changes
    ]
    lines += [
        Line(CourseNews.new, one.code, one.title, "", "", f"{one.task} · {one.hours} 学时")
        for one in preview.new
    ]
    return lines


def summary(preview: CoursePreview) -> str:
    told = [f"新增 {len(preview.new)} 门", f"改动 {preview.changed} 门"]
    told.append(f"没有变化 {preview.unchanged} 门")
    if preview.problems:
        told.append(f"读不懂 {len(preview.problems)} 处（这些行不导入）")
    if preview.others:
        told.append(f"文件里没有的 {preview.others} 门保持不动")
    return "，".join(told) + "。"


class TakingDialog(QDialog):
    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        file: CourseFile,
        preview: CoursePreview,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("course-taking")
        self.setWindowTitle("导入课程菜单")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.current()
        fit(self, parent, look.px(940), look.px(600))
        self._desk, self._file = desk, file
        self.summary = label(summary(preview), wrap=True)
        self.summary.setObjectName("course-taking-summary")
        self.table: RowsView[Line] = RowsView(LINES)
        self.table.setAccessibleName("导入会有什么变化")
        lines = lines_of(preview)
        self.table.set_rows(lines)
        if lines:
            self.table.selectRow(0)
        self.table.setVisible(bool(lines))
        count = len(preview.new) + preview.changed
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.go = button(f"导入 {count} 门", self._take, "primary", name="course-taking-go")
        self.go.setDefault(True)
        self.go.setVisible(count > 0)
        self.cancel = button("取消" if count else "关闭", self.reject, name="course-taking-cancel")
        named = Named("course-taking", lambda: "课程菜单导入预览", lambda: preview.file_name)
        tools = ListTools(desk, self.table, named)
        tools.setVisible(bool(lines))
        name = ElidedLabel(preview.file_name, "subtitle")
        head = row(label("导入课程菜单", "heading"), gap=10)
        head.addWidget(name, 1)
        whole = column(head, self.summary, gap=10, margins=18)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.error)
        whole.addStretch(0)
        whole.addLayout(row(tools, None, self.cancel, self.go, gap=10))
        self.setLayout(whole)
        (self.go if count else self.cancel).setFocus()

    def _take(self) -> None:
        self.go.setEnabled(False)  # an impatient second click must not take it in twice
        try:
            self._desk.perform(call(course.take, self._file), _told)
        except DeskError as error:
            self.error.setText(error.message)
            self.error.show()
            return
        self.accept()


def _told(taken: Taken) -> str:
    return f"已导入：新增 {taken.new} 门，改动 {taken.changed} 门。"
