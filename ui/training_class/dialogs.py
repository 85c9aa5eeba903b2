"""Dialogs that make a class and put a lesson in a room."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QWidget

from services import training_class
from services.core.call import call
from services.core.errors import BadInput
from services.course import CourseRow
from services.site import SiteRow
from services.training_class import ClassDetail, LessonDraft, LessonRow
from ui.class_making.fields import brand_field, people_field, people_of
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
    """A new class, whose id `made` gets, or changes of the one that is `shown`."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        made: Callable[[UUID], object] | None = None,
        *,
        shown: ClassDetail | None = None,
    ) -> None:
        title, words = ("修改培训班", "保存") if shown else ("新建培训班", "建班")
        super().__init__(parent, title, words, self._save_class, width=520)
        self._desk, self._made, self._shown = desk, made, shown
        today = desk.workspace.clock.local_now()
        hint = f"例如：{today.year}年村支部书记轮训班（第2期）"
        self.title = text_field("class-title", shown.title if shown else "", hint, most=60)
        teacher = shown.head_teacher if shown else ""
        self.teacher = text_field("class-teacher", teacher, "可不填", most=20)
        self.brand = brand_field("class-brand", shown.brand if shown else None)
        self.places = people_field("class-places", shown.places if shown else None)
        self.minimum = people_field("class-minimum", shown.minimum if shown else None)
        self.rotation = QCheckBox("列入年度轮训（第一节必须是首课）")
        self.rotation.setObjectName("class-rotation")
        self.rotation.setChecked(shown is not None and shown.rotation)
        self.draft = QCheckBox("先存为草稿，暂不开放报名")
        self.draft.setObjectName("class-draft")
        self.add_field("班次名称", self.title)
        self.add_field("班主任", self.teacher)
        self.add_field("特色课堂", self.brand)
        self.add_field("名额", self.places)
        self.add_field("开班人数", self.minimum, "报名不到这个人数，开班前会提醒。")
        self.add_field("", self.rotation)
        self.rotation.setAccessibleName("列入年度轮训")
        if shown is None:
            self.add_field("", self.draft)
            self.draft.setAccessibleName("先存为草稿")
        self.title.setFocus()

    def _save_class(self, _reason: str) -> None:
        title, rotation = self.title.text(), self.rotation.isChecked()
        others = {
            "rotation": rotation,
            "head_teacher": self.teacher.text(),
            "brand": self.brand.currentData(),
            "places": people_of(self.places),
            "minimum": people_of(self.minimum),
        }
        if self._shown is None:
            self._desk.perform(
                call(training_class.create, title, draft=self.draft.isChecked(), **others),
                "培训班已建好，下一步加课次、报名学员。",
                then=lambda one: self._made(one.id) if self._made is not None else None,
            )
        else:
            changed = call(training_class.change, self._shown.id, title, **others)
            self._desk.perform(changed, "培训班已修改。")


class LessonDialog(FormDialog):
    """A course, a room and a time; the hours are the course's unless changed.

    With `lesson` that one is changed, else a new one is put into the class; what the clerk
    should look at again is told after.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        shown: ClassDetail,
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
        lesson: LessonRow | None = None,
    ) -> None:
        title, words = ("修改课次", "保存") if lesson else ("加课次", "排课")
        super().__init__(parent, title, words, self._save_lesson, width=560)
        self._desk, self._class_id, self._lesson = desk, shown.id, lesson
        self._courses = {course.id: course for course in courses}
        self.course = pick_field(
            "lesson-course",
            [(f"{c.code} {c.title}（{c.tier.word}）", c.id) for c in courses],
            "输入编码或名称查找",
        )
        rooms = [
            (f"{site.name} {room.name}（{room.places} 座）", room.id)
            for site in sites
            for room in site.rooms
        ]
        self.room = pick_field("lesson-room", rooms, "输入阵地或教室查找")
        start = _next_start(shown, desk.workspace.clock.local_now())
        self.starts_at = moment_field("lesson-starts", lesson.starts_at if lesson else start)
        end = lesson.ends_at if lesson else start + HALF_DAY
        self.ends_at = moment_field("lesson-ends", end)
        self.hours = hours_field("lesson-hours")
        self.add_field("课程", self.course)
        self.add_field("教室", self.room)
        self.add_field("上课", self.starts_at)
        self.add_field("下课", self.ends_at)
        self.add_field("学时", self.hours, "默认取课程菜单里的学时；每半天一般 4 学时。")
        self.course.currentTextChanged.connect(self._take_hours)
        self.starts_at.dateTimeChanged.connect(self._move_end)
        self._before = moment_of(self.starts_at)
        if lesson is not None:
            self._show_lesson(lesson, courses, rooms)
        self._take_hours()
        if lesson is not None:
            self.hours.setValue(float(lesson.hours))
        self.course.setFocus()

    def _show_lesson(
        self,
        lesson: LessonRow,
        courses: Sequence[CourseRow],
        rooms: Sequence[tuple[str, UUID]],
    ) -> None:
        """What stands in the lesson now; a course or room out of use is offered all the same."""
        if lesson.course_id not in self._courses:
            self.course.addItem(f"{lesson.title}（已停用）", lesson.course_id)
        if lesson.room_id not in {key for _, key in rooms}:
            self.room.addItem(f"{lesson.site} {lesson.room}（已停用）", lesson.room_id)
        keys = [course.id for course in courses]
        place = keys.index(lesson.course_id) if lesson.course_id in keys else len(keys)
        self.course.setCurrentIndex(place)
        keys = [key for _, key in rooms]
        self.room.setCurrentIndex(
            keys.index(lesson.room_id) if lesson.room_id in keys else len(keys)
        )

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
        hours = Decimal(str(self.hours.value()))
        draft = LessonDraft(course, room, moment_of(self.starts_at), moment_of(self.ends_at), hours)
        if self._lesson is None:
            added = call(training_class.add_lesson, self._class_id, draft)
            key = self._desk.perform(added, "已排课。").id
        else:
            key = self._lesson.id
            self._desk.perform(call(training_class.change_lesson, key, draft), "已排课。")
        with self._desk.workspace.read() as session:
            warnings = training_class.lesson_warnings(session, key)
        if warnings:
            self._desk.messages.explain("已排课，请核对", "；\n".join(warnings) + "。")


def _next_start(shown: ClassDetail, now: datetime) -> datetime:
    """After the class's last lesson the same day at 14:00, else tomorrow morning."""
    if shown.lessons:
        last = shown.lessons[-1]
        if last.starts_at.hour < 12:
            return last.starts_at.replace(hour=14, minute=0)
        return datetime.combine(last.starts_at.date() + timedelta(days=1), MORNING)
    return datetime.combine(now.date() + timedelta(days=1), MORNING)
