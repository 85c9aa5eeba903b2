"""Which lesson the desk is on: the present one, or one that a person chose."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from services import sign_in
from services.core.clock import Clock
from services.core.errors import NotFound
from services.core.session import WorkSession
from services.training_class import LessonRow, lessons_on


class Follow:
    """`shown` is the lesson as last read, None where there is none today."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._was_over = False
        self.shown: sign_in.Desk | None = None

    def choose(self, session: WorkSession, lesson_id: UUID) -> sign_in.Desk:
        """The lesson that somebody asked for. Raises NotFound; then the one before stays."""
        found = sign_in.desk(session, lesson_id)
        self._was_over = found.lesson.ends_at < session.local_now()
        return found

    def read(self, session: WorkSession) -> sign_in.Desk | None:
        """The lesson shown so far; the present one where that is past, cancelled or none."""
        if self.shown is not None and not self.is_past():
            with suppress(NotFound):
                return sign_in.desk(session, self.shown.lesson.id)
        self._was_over = False
        present = _present(lessons_on(session, session.today()), session.local_now())
        return sign_in.desk(session, present) if present is not None else None

    def is_over(self) -> bool:
        return self.shown is not None and self._clock.local_now() > self.shown.lesson.ends_at

    def is_past(self) -> bool:
        """True where the lesson has ended since it was opened. One that was over when it was
        chosen is being entered from paper, and stays."""
        return self.is_over() and not self._was_over


def _present(lessons: tuple[LessonRow, ...], now: datetime) -> UUID | None:
    """The lesson under way, else the next one today, else today's last."""
    coming = [lesson for lesson in lessons if lesson.ends_at >= now]
    chosen = coming[:1] or lessons[-1:]
    return chosen[0].id if chosen else None
