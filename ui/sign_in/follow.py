"""Which lesson the desk is on: the present one, or one that a person chose."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from services import sign_in
from services.core.clock import Clock
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.training_class import LessonRow, lessons_on

DOORS_OPEN = timedelta(hours=1)


class Follow:
    """`shown` is the lesson as last read, None where there is none today."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._was_over = False
        self.shown: sign_in.SignInDesk | None = None

    def choose(self, session: WorkSession, lesson_id: UUID) -> sign_in.SignInDesk:
        """The lesson that somebody asked for. Raises NotFound; then the one before stays."""
        found = sign_in.desk(session, lesson_id)
        self._was_over = found.lesson.ends_at < session.local_now()
        return found

    def read(self, session: WorkSession) -> sign_in.SignInDesk | None:
        """The lesson shown so far; where that is past, cancelled or none, today's other one."""
        today, now = lessons_on(session, session.today()), session.local_now()
        if self.shown is not None and (not self.is_past() or self._may_stay(today, now)):
            with suppress(NotFound):
                return sign_in.desk(session, self.shown.lesson.id)
        self._was_over = False
        present = _present(today, now)
        return sign_in.desk(session, present) if present is not None else None

    def _may_stay(self, today: tuple[LessonRow, ...], now: datetime) -> bool:
        """Until the next lesson is near, the sheet of the one that is over is being entered."""
        shown = self.shown.lesson.id if self.shown is not None else None
        return any(one.id == shown for one in today) and not _here(today, now)

    def is_over(self) -> bool:
        return self.shown is not None and self._clock.local_now() > self.shown.lesson.ends_at

    def is_past(self) -> bool:
        """True where the lesson has ended since it was opened. One that was over when it was
        chosen is being entered from paper, and stays."""
        return self.is_over() and not self._was_over


def _present(lessons: tuple[LessonRow, ...], now: datetime) -> UUID | None:
    """Of today's lessons the one under way or about to begin, else the last that is over, else
    the first."""
    over = [one for one in lessons if one.ends_at < now]
    chosen = _here(lessons, now)[:1] or over[-1:] or list(lessons[:1])
    return chosen[0].id if chosen else None


def _here(lessons: tuple[LessonRow, ...], now: datetime) -> list[LessonRow]:
    """The lessons under way, and those that begin within the hour."""
    return [one for one in lessons if one.starts_at - DOORS_OPEN <= now <= one.ends_at]
