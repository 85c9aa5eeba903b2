"""The forms of a class and of a lesson in a room."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QWidget

from services import training_class
from services.core.call import call
from services.core.errors import BadInput
from services.core.fields import draft_of
from services.course import CourseRow
from services.site import SiteRow
from services.training_class import ClassDetail, ClassDraft, LessonDraft, LessonRow
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.field_widgets import Offer
from ui.core.forms import moment_of, picked, qt_moment

HALF_DAY = timedelta(hours=3)
MORNING = time(8, 30)
USUAL_HOURS = 4
NOTHING_YET = {
    "course_id": "还没有课程，请先到“课程菜单”里加。",
    "room_id": "还没有教室，请先到“阵地”里加。",
}


class ClassDialog(DraftForm[ClassDraft]):
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
        self._desk, self._made, self._shown = desk, made, shown
        super().__init__(
            parent,
            "class",
            title,
            ClassDraft,
            self._save_class,
            start=draft_of(ClassDraft, shown) if shown else {},
            save_words=words,
            width=520,
        )
        self.later = QCheckBox("先存为草稿，暂不开放报名")
        self.later.setObjectName("class-draft")
        if shown is None:
            self.add_field("", self.later)
            self.later.setAccessibleName("先存为草稿")

    def _save_class(self, draft: ClassDraft, _reason: str) -> None:
        if self._shown is None:
            self._desk.perform(
                call(training_class.create, draft, opens=not self.later.isChecked()),
                "培训班已建好，下一步加课次、报名学员。",
                then=lambda one: self._made(one.id) if self._made is not None else None,
            )
        else:
            changed = call(training_class.change, self._shown.id, draft)
            self._desk.perform(changed, "培训班已修改。")


class LessonDialog(DraftForm[LessonDraft]):
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
        self._desk, self._class_id, self._lesson = desk, shown.id, lesson
        self._courses = {course.id: course for course in courses}
        offers = _offers(courses, sites, lesson)
        super().__init__(
            parent,
            "lesson",
            title,
            LessonDraft,
            self._save_lesson,
            start=draft_of(LessonDraft, lesson) if lesson else _start(shown, desk, offers),
            save_words=words,
            offers=offers,
            width=560,
        )
        if lesson is None:
            self._take_hours()
        self["course_id"].currentTextChanged.connect(self._take_hours)
        self["starts_at"].dateTimeChanged.connect(self._move_end)
        self._before = moment_of(self["starts_at"])

    def draft(self) -> LessonDraft:
        for name, words in NOTHING_YET.items():
            if not self[name].count():
                raise BadInput(words, name)
        return super().draft()

    def _take_hours(self) -> None:
        course = self._courses.get(picked(self["course_id"]))
        if course is not None:
            self["hours"].setValue(float(course.hours))

    def _move_end(self) -> None:
        """The end keeps its distance when the start moves."""
        start = moment_of(self["starts_at"])
        length = moment_of(self["ends_at"]) - self._before
        self._before = start
        if length > timedelta(0):
            self["ends_at"].setDateTime(qt_moment(start + length))

    def _save_lesson(self, draft: LessonDraft, _reason: str) -> None:
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


def _offers(
    courses: Sequence[CourseRow], sites: Sequence[SiteRow], lesson: LessonRow | None
) -> dict[str, list[Offer]]:
    """The courses and rooms in use, and what the lesson has of those out of use."""
    taught: list[Offer] = [(f"{c.code} {c.title}（{c.tier.word}）", c.id) for c in courses]
    rooms: list[Offer] = [
        (f"{site.name} {room.name}（{room.places} 座）", room.id)
        for site in sites
        for room in site.rooms
    ]
    if lesson is not None and lesson.course_id not in {key for _, key in taught}:
        taught.append((f"{lesson.title}（已停用）", lesson.course_id))
    if lesson is not None and lesson.room_id not in {key for _, key in rooms}:
        rooms.append((f"{lesson.site} {lesson.room}（已停用）", lesson.room_id))
    return {"course_id": taught, "room_id": rooms}


def _start(shown: ClassDetail, desk: Desk, offers: dict[str, list[Offer]]) -> dict[str, Any]:
    """What a new lesson begins with: the next time, and the only course or room there is."""
    start = _next_start(shown, desk.workspace.clock.local_now())
    only = {name: offered[0][1] for name, offered in offers.items() if len(offered) == 1}
    return {"starts_at": start, "ends_at": start + HALF_DAY, "hours": USUAL_HOURS, **only}


def _next_start(shown: ClassDetail, now: datetime) -> datetime:
    """After the class's last lesson the same day at 14:00, else tomorrow morning."""
    if shown.lessons:
        last = shown.lessons[-1]
        if last.starts_at.hour < 12:
            return last.starts_at.replace(hour=14, minute=0)
        return datetime.combine(last.starts_at.date() + timedelta(days=1), MORNING)
    return datetime.combine(now.date() + timedelta(days=1), MORNING)
