"""Where the time comes from: injected, so that tests and the demo decide it."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment in UTC, with its time zone: record times."""

    def local_now(self) -> datetime:
        """The present moment on the school's wall, without a time zone: lesson times."""

    def local(self, moment: datetime) -> datetime:
        """A record time as the school's wall clock showed it, without a time zone."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def local_now(self) -> datetime:
        return self.local(self.now())

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone().replace(tzinfo=None)


class FixedClock:
    """A clock that stands where it is put; `set_to` moves it. For tests, the demo, the tour."""

    def __init__(self, at: datetime, *, utc_offset_hours: int = 8) -> None:
        """`at` is local and has no time zone; the offset is China's unless told."""
        self._at = at
        self._offset = timedelta(hours=utc_offset_hours)

    def now(self) -> datetime:
        return (self._at - self._offset).replace(tzinfo=UTC)

    def local_now(self) -> datetime:
        return self._at

    def local(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=None) + self._offset

    def set_to(self, at: datetime) -> None:
        self._at = at


def today(clock: Clock) -> date:
    return clock.local_now().date()
