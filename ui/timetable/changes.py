"""What the timetable changes: one verb for each act, warned before, with its way back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import course, lecturer, site, timetable, training_class
from services.core.call import call
from services.core.errors import DeskError
from services.core.text import plain
from services.timetable import Days, Grouping, Timetable
from services.timetable.ics import CalendarChoice
from services.training_class import LessonRow
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog
from ui.timetable.calendar import export
from ui.timetable.carry import Carry, moment_words
from ui.timetable.dialogs import ExportDialog, NewLessonDialog
from ui.training_class.dialogs import LessonDialog


class LessonChanges:
    """Bound to one page; `copied` is the lesson that is pasted."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk, self._page = desk, page
        self.copied: LessonRow | None = None

    def drop(self, carry: Carry) -> None:
        """Move or stretch; people and seats are asked about, a lecturer's hurry needs a reason."""
        row = carry.row
        place = carry.starts_at, carry.ends_at, carry.room_id
        moved = call(timetable.move, row.id, *place)
        self._warned(row.id, place, "仍然移动", lambda: self._desk.do(moved, _moved_words(carry)))

    def copy(self, row: LessonRow) -> None:
        self.copied = row
        self._desk.messages.done(f"已复制“{row.title}”，移到空白处按 Ctrl+V 排一节同样的课。")

    def paste(self, starts_at: datetime, room_id: UUID | None) -> None:
        """The copied lesson once more, at this time, in this room or its own."""
        row = self.copied
        if row is None:
            return
        room = room_id or row.room_id
        copied = call(timetable.copy, row.id, starts_at, room)
        words = f"已在 {moment_words(starts_at)} 加排“{row.title}”。"
        ends_at = starts_at + (row.ends_at - row.starts_at)
        self._warned(
            row.id,
            (starts_at, ends_at, room),
            "仍然加排",
            lambda: self._desk.do(copied, words),
            copied=True,
        )

    def cancel(self, row: LessonRow) -> None:
        """Call a lesson off; the reason is kept."""
        if row.signed:
            self._desk.messages.explain("不能取消", "这节课已有人签到，不能取消。")
            return

        def act(reason: str) -> None:
            cancelled = call(timetable.cancel, row.id, reason)
            self._desk.do(cancelled, f"已取消“{row.title}”，教室已空出。")

        text = f"取消 {moment_words(row.starts_at)} 的“{row.title}”？"
        if row.lecturer:
            text += f"讲师{row.lecturer}的预约会一起取消，请另行告知。"
        ReasonDialog(self._page.window(), text, act).open()

    def add(
        self, shown: Timetable, class_id: UUID | None, at: datetime, room_id: UUID | None
    ) -> None:
        """The dialog of a new lesson; `class_id` is offered first."""
        keys = [group.key for group in shown.classes]
        first = class_id if class_id in keys else keys[0]
        assert isinstance(first, UUID)
        with self._desk.read() as session:
            detail = training_class.detail(session, first)
            courses, sites = course.list_all(session), site.list_all(session)

        NewLessonDialog(
            self._page.window(), self._desk, detail, courses, sites, shown.classes, at, room_id
        ).open()

    def change(self, row: LessonRow) -> None:
        """The class's own dialog of a lesson."""
        try:
            with self._desk.read() as session:
                detail = training_class.detail(session, row.class_id)
                courses, sites = course.list_all(session), site.list_all(session)
        except DeskError as error:
            self._desk.messages.error(error)
            return
        LessonDialog(self._page.window(), self._desk, detail, courses, sites, row).open()

    def export(self, shown: Timetable, listed: tuple[str, CalendarChoice], name: str) -> None:
        """Ask which lessons: those listed, all of a class or of a lecturer."""
        with self._desk.read() as session:
            pool = lecturer.list_rows(session)
        choices = [(listed[0], (listed[1], name))]
        for group in shown.classes:
            assert isinstance(group.key, UUID)
            whole = CalendarChoice(class_id=group.key)
            choices.append((f"班次：{group.title}（全部课次）", (whole, f"课表-{group.title}")))
        for one in pool:
            theirs = CalendarChoice(lecturer_id=one.id)
            choices.append((f"讲师：{one.name}（全部课次）", (theirs, f"课表-{one.name}")))

        def go(choice: CalendarChoice, called: str) -> None:
            export(self._desk, self._page, choice, called)

        ExportDialog(self._page.window(), choices, go).open()

    def _warned(
        self,
        lesson_id: UUID,
        place: tuple[datetime, datetime, UUID],
        yes: str,
        act: Callable[[], object],
        *,
        copied: bool = False,
    ) -> None:
        """Ask first where people would have to be at two places or find no seat. What needs a
        reason is asked by the verb itself."""
        try:
            with self._desk.read() as session:
                draft = replace(
                    timetable.as_draft(session, lesson_id),
                    starts_at=place[0],
                    ends_at=place[1],
                    room_id=place[2],
                )
                told = timetable.warnings(session, lesson_id, draft, copied=copied)
        except DeskError as error:
            self._desk.messages.error(error)
            return
        if told and not told.lecturer:
            self._desk.messages.ask("请核对", f"{told.words}。", yes, act)
        else:
            act()


def choice_of(days: Days, narrowing: tuple[Grouping, UUID | str] | None) -> CalendarChoice:
    """The lessons that are listed, as a calendar's choice."""
    if narrowing is None:
        return CalendarChoice(days)
    by, key = narrowing
    if isinstance(key, str):
        return CalendarChoice(days, site=key)
    return CalendarChoice(days, room_id=key) if by is Grouping.room else CalendarChoice(days, key)


def _moved_words(carry: Carry) -> str:
    row = carry.row
    if carry.starts_at == row.starts_at and carry.room_id == row.room_id:
        hours = plain(row.hours)
        return f"“{row.title}”改到 {carry.ends_at:%H:%M} 下课，学时仍为 {hours}。"
    return f"“{row.title}”已移到 {moment_words(carry.starts_at)}。"
