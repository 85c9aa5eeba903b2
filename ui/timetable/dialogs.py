"""Dialogs of the timetable: a new lesson, a day's lessons, what goes into a calendar file."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from PySide6.QtWidgets import QDialog, QWidget

from services import timetable
from services.core.errors import BadInput
from services.course import CourseRow
from services.site import SiteRow
from services.timetable import LessonGroup, state_of, times_on
from services.timetable.ics import CalendarChoice
from services.training_class import ClassDetail, LessonDraft, LessonRow
from ui.core import theme
from ui.core.desk import Desk
from ui.core.forms import FormDialog, choose, pick_field, picked, qt_moment
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row
from ui.training_class.dialogs import LessonDialog


class NewLessonDialog(LessonDialog):
    """A lesson at a free place of the board: `shown` is the class that is offered first, `at` and
    `room_id` the place."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        shown: ClassDetail,
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
        classes: Sequence[LessonGroup],
        at: datetime,
        room_id: UUID | None,
    ) -> None:
        super().__init__(parent, desk, shown, courses, sites)
        self.of_class = pick_field(
            "lesson-class", [(group.title, group.key) for group in classes], "输入班次名称查找"
        )
        self.of_class.setCurrentIndex([group.key for group in classes].index(shown.id))
        self.add_first("班次", self.of_class)
        self.let_make(self.of_class, desk.making("training_class"))
        self["starts_at"].setDateTime(qt_moment(at))
        choose(self["room_id"], room_id, otherwise=self["room_id"].currentIndex())

    def _save_lesson(self, draft: LessonDraft, reason: str) -> None:
        chosen = picked(self.of_class)
        if chosen is None:
            raise BadInput("请选班次，或者输入名称新建一个班。")
        self._class_id = chosen
        super()._save_lesson(draft, reason)


class ExportDialog(FormDialog):
    """Which lessons go into the file; `go` gets the choice and what the file is called."""

    def __init__(
        self,
        parent: QWidget,
        choices: Sequence[tuple[str, tuple[CalendarChoice, str]]],
        go: Callable[[CalendarChoice, str], object],
    ) -> None:
        super().__init__(parent, "导出日历", "选择保存位置", self._save_choice, width=520)
        self._go = go
        self.which = pick_field("export-which", choices, "输入班次或讲师查找")
        self.which.setCurrentIndex(0)
        note = "存成 .ics 文件，可在手机和电脑的日历里打开；其中没有学员姓名，已取消的课会标明。"
        self.add_field("导出哪些课", self.which, note)
        self.which.setFocus()

    def _save_choice(self, _reason: str) -> None:
        chosen = picked(self.which)
        if chosen is None:
            raise BadInput("请在列表里选一项。")
        self._go(*chosen)


class DayDialog(QDialog):
    """All lessons of a day; Enter or a double click shows one on the board."""

    def __init__(
        self,
        parent: QWidget,
        day: date,
        lessons: Sequence[LessonRow],
        opened: Callable[[LessonRow], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("timetable-day-list")
        words = f"{day.month}月{day.day}日 {timetable.WEEKDAYS[day.weekday()]}"
        self.setWindowTitle(f"{words}的课")
        self.setModal(True)
        fit(self, parent, look.px(860), look.px(520))
        self._opened = opened
        self.table: RowsView[LessonRow] = RowsView(_columns(day))
        self.table.setObjectName("day-lessons")
        self.table.setAccessibleName(self.windowTitle())
        self.table.opened.connect(self._open)
        self.table.set_rows(list(lessons))
        if lessons:
            self.table.selectRow(0)
        head = row(label(words, "heading"), label(f"{len(lessons)} 节", "note"), None)
        whole = column(head, gap=10, margins=18)
        whole.addWidget(self.table, 1)
        go = button("打开", lambda: self._open(self.table.current), "primary", name="day-open")
        go.setEnabled(bool(lessons))
        whole.addLayout(row(None, button("关闭", self.reject, name="day-close"), go, gap=10))
        self.setLayout(whole)
        self.table.setFocus()

    def _open(self, chosen: LessonRow | None) -> None:
        if chosen is not None:
            self.accept()
            self._opened(chosen)


def _columns(day: date) -> tuple[Column[LessonRow], ...]:
    return (
        Column("时间", 140, lambda r: times_on(r, day), sort=lambda r: r.starts_at, firm=True),
        Column("课程", 0, lambda r: r.title, bold=True),
        Column("班次", 170, lambda r: r.class_title),
        Column("地点", 130, lambda r: f"{r.site} {r.room}"),
        Column("讲师", 110, _lecturer, spare=True),
        Column(
            "状态",
            96,
            lambda r: state_of(r).word,
            tone=lambda r: state_of(r).tone,
        ),
    )


def _lecturer(shown: LessonRow) -> str:
    if shown.booking_state is None:
        return "未定"
    return f"{shown.lecturer}（{shown.booking_state.word}）"
