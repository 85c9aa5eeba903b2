"""Dialogs that make a class and put a lesson in a room."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QWidget

from services import training_class
from services.core.errors import BadInput
from services.course import TIER_LABELS, CourseRow
from services.site import SiteRow
from services.training_class import ClassDetail
from ui.core.desk import Desk
from ui.core.forms import (
    FormDialog,
    hours_field,
    moment_field,
    moment_of,
    pick_field,
    picked,
    qt_moment,
    text_field,
)

HALF_DAY = timedelta(hours=3)
MORNING = time(8, 30)


class ClassDialog(FormDialog):
    """`made` gets the new class's id."""

    def __init__(self, parent: QWidget, desk: Desk, made: Callable[[UUID], object]) -> None:
        super().__init__(parent, "新建培训班", "建班", self._save_class, width=520)
        self._desk, self._made = desk, made
        today = desk.workspace.clock.local_now()
        hint = f"例如：{today.year}年村支部书记轮训班（第2期）"
        self.title = text_field("class-title", "", hint, most=60)
        self.teacher = text_field("class-teacher", "", "可不填", most=20)
        self.rotation = QCheckBox("列入年度轮训（第一节必须是首课）")
        self.rotation.setObjectName("class-rotation")
        self.add_field("班次名称", self.title)
        self.add_field("班主任", self.teacher)
        self.add_field("", self.rotation)
        self.rotation.setAccessibleName("列入年度轮训")
        self.title.setFocus()

    def _save_class(self, _reason: str) -> None:
        with self._desk.workspace.write("training_class.create") as session:
            key = training_class.create(
                session,
                self.title.text(),
                rotation=self.rotation.isChecked(),
                head_teacher=self.teacher.text(),
            )
        self._made(key)


class LessonDialog(FormDialog):
    """A course, a room and a time; the hours are the course's unless changed."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        shown: ClassDetail,
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
    ) -> None:
        super().__init__(parent, "加课次", "排课", self._save_lesson, width=560)
        self._desk, self._class_id = desk, shown.id
        self._courses = {course.id: course for course in courses}
        self.course = pick_field(
            "lesson-course",
            [(f"{c.code} {c.title}（{TIER_LABELS[c.tier]}）", c.id) for c in courses],
            "输入编码或名称查找",
        )
        rooms = [
            (f"{site.name} {room.name}（{room.places} 座）", room.id)
            for site in sites
            for room in site.rooms
        ]
        self.room = pick_field("lesson-room", rooms, "输入阵地或教室查找")
        start = _next_start(shown, desk.workspace.clock.local_now())
        self.starts_at = moment_field("lesson-starts", start)
        self.ends_at = moment_field("lesson-ends", start + HALF_DAY)
        self.hours = hours_field("lesson-hours")
        self.add_field("课程", self.course)
        self.add_field("教室", self.room)
        self.add_field("上课", self.starts_at)
        self.add_field("下课", self.ends_at)
        self.add_field("学时", self.hours, "默认取课程菜单里的学时；每半天一般 4 学时。")
        self.course.currentTextChanged.connect(self._take_hours)
        self.starts_at.dateTimeChanged.connect(self._move_end)
        self._before = moment_of(self.starts_at)
        self._take_hours()
        self.course.setFocus()

    def _take_hours(self) -> None:
        course = self._courses.get(picked(self.course))
        if course is not None:
            self.hours.setValue(float(course.hours))

    def _move_end(self) -> None:
        """The end keeps its distance when the start moves."""
        start = moment_of(self.starts_at)
        length = moment_of(self.ends_at) - self._before
        self._before = start
        if length > timedelta(0):
            self.ends_at.setDateTime(qt_moment(start + length))

    def _save_lesson(self, _reason: str) -> None:
        course, room = picked(self.course), picked(self.room)
        if course is None:
            raise BadInput("请选课程；还没有就先到“课程菜单”里加。")
        if room is None:
            raise BadInput("请选教室；还没有就先到“阵地”里加。")
        with self._desk.workspace.write("training_class.add_lesson") as session:
            training_class.add_lesson(
                session,
                self._class_id,
                course,
                room,
                moment_of(self.starts_at),
                moment_of(self.ends_at),
                Decimal(str(self.hours.value())),
            )


def _next_start(shown: ClassDetail, now: datetime) -> datetime:
    """After the class's last lesson the same day at 14:00, else tomorrow morning."""
    if shown.lessons:
        last = shown.lessons[-1]
        if last.starts_at.hour < 12:
            return last.starts_at.replace(hour=14, minute=0)
        return datetime.combine(last.starts_at.date() + timedelta(days=1), MORNING)
    return datetime.combine(now.date() + timedelta(days=1), MORNING)
