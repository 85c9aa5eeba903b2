"""What a moved lesson would mean for its people: asked before, so that the clerk can think."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from models.site import Room, Site
from models.training_class import Lesson
from services import booking
from services.booking.rules import slot_of
from services.core.session import WorkSession
from services.training_class import LessonDraft
from services.training_class.clashes import (
    busy_words,
    each_named,
    elsewhere_at,
    too_few_seats,
)


@dataclass(frozen=True)
class Warnings:
    """`people` are enrolled elsewhere at that hour, "王秀兰（轮训班）"; `of_class` says what else
    the class itself has then; `lecturer` what needs a reason (domain.md, invariant 4); `seats`
    that the room is too small."""

    people: tuple[str, ...] = ()
    of_class: str = ""
    lecturer: tuple[str, ...] = ()
    seats: str = ""

    def __bool__(self) -> bool:
        return bool(self.people or self.of_class or self.lecturer or self.seats)

    @property
    def words(self) -> str:
        """Everything in one sentence for the person."""
        told = [self.of_class, *self.lecturer, self.seats]
        if self.people:
            told.insert(0, busy_words(self.people))
        return "；".join(words for words in told if words)


def warnings(
    session: WorkSession, lesson_id: UUID, draft: LessonDraft, *, copied: bool = False
) -> Warnings:
    """What to think of before the lesson takes the draft's time and room, or a copy of it does.

    A copy has no lecturer yet. Raises NotFound.
    """
    lesson, room = session.require(Lesson, lesson_id), session.require(Room, draft.room_id)
    own_id = None if copied else lesson_id
    return Warnings(
        people=_elsewhere(session, lesson.class_id, draft),
        of_class=_of_class(session, lesson.class_id, own_id, draft),
        lecturer=() if copied else _lecturer(session, lesson_id, room, draft),
        seats=too_few_seats(session, lesson.class_id, room),
    )


def _elsewhere(session: WorkSession, class_id: UUID, draft: LessonDraft) -> tuple[str, ...]:
    """Members of the class who have a lesson of another class then."""
    people = elsewhere_at(session, class_id, draft.starts_at, draft.ends_at)
    return each_named(one for one in people if one.class_id != class_id)


def _of_class(session: WorkSession, class_id: UUID, own_id: UUID | None, draft: LessonDraft) -> str:
    rows = session.execute(
        select(Lesson.id, Lesson.title, Lesson.starts_at, Lesson.ends_at).where(
            Lesson.class_id == class_id,
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at < draft.ends_at,
            Lesson.ends_at > draft.starts_at,
        )
    )
    for key, title, start, end in rows:
        if key != own_id:
            return f"本班 {start:%H:%M}–{end:%H:%M} 还有“{title}”"
    return ""


def _lecturer(
    session: WorkSession, lesson_id: UUID, room: Room, draft: LessonDraft
) -> tuple[str, ...]:
    """What `booking.book` would warn of at the new time and place."""
    site = session.require(Site, room.site_id)
    moved = replace(
        slot_of(session, lesson_id),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        site_id=site.id,
        site=site.name,
    )
    return booking.warnings_at(session, moved)
