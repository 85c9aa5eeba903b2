"""The forms of a class, made from wherever one is asked for, and of a lesson in a room."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from services import course, training_class
from services.core.call import call
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.course import CourseRow
from services.site import SiteRow
from services.training_class import ClassDetail, ClassDraft, LessonDraft, LessonRow
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.field_widgets import Offer
from ui.core.forms import moment_of, picked, qt_moment
from ui.core.maker import Maker
from ui.course.form import course_words
from ui.site.form import room_words

HALF_DAY = timedelta(hours=3)
MORNING = time(8, 30)
USUAL_HOURS = 4


class ClassDialog(DraftForm[ClassDraft]):
    """A new class, whose id `made` gets, or changes of the one that is `shown`. `called` is the
    title that was typed where a class was asked for. `go_on` goes on to its lesson and its people,
    where the person wants that: the first time it is proposed."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        made: Callable[[UUID], object] | None = None,
        *,
        shown: ClassDetail | None = None,
        called: str = "",
        go_on: Callable[[UUID], object] | None = None,
    ) -> None:
        title, words = ("修改培训班", "保存") if shown else ("新建培训班", "建班")
        self._desk, self._made, self._shown, self._lead = desk, made, shown, go_on
        super().__init__(
            parent,
            "class",
            title,
            ClassDraft,
            self._save_class,
            start=draft_of(ClassDraft, shown) if shown else {"title": called},
            save_words=words,
            width=520,
        )
        self.later = QCheckBox("先存为草稿，暂不开放报名")
        self.later.setObjectName("class-draft")
        if shown is None:
            self.add_field("", self.later)
            self.later.setAccessibleName("先存为草稿")
        self.leads = QCheckBox("接着排第一节课、报名学员")
        self.leads.setObjectName("class-leads")
        if go_on is not None:
            self.add_field("", self.leads)
            self.leads.setAccessibleName("接着排课和报名")
            with desk.read() as session:
                self.leads.setChecked(not training_class.list_rows(session))

    def _go_on(self, key: UUID) -> None:
        if self._made is not None:
            self._made(key)
        if self._lead is not None and self.leads.isChecked():
            self._lead(key)

    def _save_class(self, draft: ClassDraft, _reason: str) -> None:
        if self._shown is None:
            self._desk.perform(
                call(training_class.create, draft, opens=not self.later.isChecked()),
                "培训班已建好，下一步加课次、报名学员。",
                then=lambda one: self._go_on(one.id),
            )
        else:
            changed = call(training_class.change, self._shown.id, draft)
            self._desk.perform(changed, "培训班已修改。")


class LessonDialog(DraftForm[LessonDraft]):
    """A course, a room and a time; the hours are the course's unless changed.

    With `lesson` that one is changed, else a new one is put into the class; what the clerk
    should look at again is told after, before it is gone on.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        shown: ClassDetail,
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
        lesson: LessonRow | None = None,
        go_on: Callable[[], object] | None = None,
    ) -> None:
        title, words = ("修改课次", "保存") if lesson else ("加课次", "排课")
        self._desk, self._class_id, self._lesson, self._then = desk, shown.id, lesson, go_on
        self._hours = {one.id: one.hours for one in courses}
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
            makes={"course_id": desk.making("course"), "room_id": desk.making("room")},
            width=560,
        )
        if lesson is None:
            self._take_hours()
        self["course_id"].currentTextChanged.connect(self._take_hours)
        self["starts_at"].dateTimeChanged.connect(self._move_end)
        self._before = moment_of(self["starts_at"])

    def _take_hours(self) -> None:
        """Those of a course that was made from here are not known yet."""
        key = picked(self["course_id"])
        if key is not None and key not in self._hours:
            with self._desk.read() as session:
                self._hours |= {one.id: one.hours for one in course.list_all(session)}
        if key in self._hours:
            self["hours"].setValue(float(self._hours[key]))

    def _move_end(self) -> None:
        """The end keeps its distance when the start moves; one that is no day yet stays."""
        start, before = moment_of(self["starts_at"]), self._before
        self._before = start
        if self["ends_at"].unread:
            return
        length = moment_of(self["ends_at"]) - before
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
        elif self._then is not None:
            QTimer.singleShot(0, self._then)  # once this form is gone


def _offers(
    courses: Sequence[CourseRow], sites: Sequence[SiteRow], lesson: LessonRow | None
) -> dict[str, list[Offer]]:
    """The courses and rooms in use, and what the lesson has of those out of use."""
    taught: list[Offer] = [(course_words(one), one.id) for one in courses]
    rooms: list[Offer] = [
        (room_words(site, room), room.id) for site in sites for room in site.rooms
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


def ask_class(
    desk: Desk, parent: QWidget, title: str, then: Callable[[UUID], object]
) -> ClassDialog:
    """The form of a new class, open; `then` gets its id."""
    form = ClassDialog(parent, desk, then, called=title)
    form.open()
    return form


def _said(session: WorkSession, key: UUID) -> str:
    return training_class.detail(session, key).title


CLASS = Maker("training_class", "培训班", ask_class, _said)
