"""Work that may take over 50 ms: in another thread, with progress and cancel, and an end."""

import logging
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from services.core.errors import Cancelled, DeskError
from ui.core.stack import stack_of

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
log = logging.getLogger(__name__)
WORKERS = 2


class Progress:
    """What the work tells, and is told: `report` from the worker, `cancel` from the person."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    def cancelled(self) -> bool:
        return self._cancelled

    def report(self, done: int, of: int, what: str = "") -> None:
        """Raises Cancelled once the person has stopped the work."""
        if self._cancelled:
            raise Cancelled
        self._tell(done, of, what)


class Job(QObject):
    """One piece of work under way, as the window sees it: the worker never touches it."""

    progressed = Signal(int, int, str)

    def __init__(
        self,
        title: str,
        progress: Progress,
        on_success: Callable[[Any], object],
        on_failure: Callable[[Exception], object],
    ) -> None:
        super().__init__()
        self.title, self.progress = title, progress
        self.on_success, self.on_failure = on_success, on_failure


class Background(QObject):
    """Starts jobs and keeps them until they have ended.

    A Qt object must die in the thread that made it, so workers hold none but this one, which
    outlives them: they leave what they have to say in `_said`, by the job's number, and ring.
    """

    started = Signal(object)
    _rang = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._workers: ThreadPoolExecutor | None = None
        self._jobs: dict[int, Job] = {}
        self._running: set[Future[None]] = set()
        self._numbers = count()
        self._said: deque[tuple[int, Callable[[Job], object], bool]] = deque()
        self._rang.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        on_success: Callable[[T], object],
        on_failure: Callable[[Exception], object],
    ) -> Job:
        """Run `work` in a thread; exactly one of the two is then called in the window's."""
        number = next(self._numbers)
        progress = Progress(
            lambda *far: self._say(number, lambda job: job.progressed.emit(*far), ends=False)
        )
        job = self._jobs[number] = Job(title, progress, on_success, on_failure)
        self.started.emit(job)
        future = self._pool().submit(self._work, number, title, work, progress)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return job

    def wait(self) -> None:
        """Cancel what is under way and wait for its end. For closing."""
        for job in self._jobs.values():
            job.progress.cancel()
        if self._running:
            from concurrent.futures import wait

            wait(tuple(self._running))

    def forget(self) -> None:
        """Tell nobody any more: who asked is about to go. After `wait`."""
        self._said.clear()
        self._jobs.clear()

    def _pool(self) -> "ThreadPoolExecutor":
        """Made for the first job: the unlock window is shown before there is one."""
        if self._workers is None:
            from concurrent.futures import ThreadPoolExecutor

            self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="work")
        return self._workers

    def _work(
        self, number: int, title: str, work: Callable[[Progress], Any], progress: Progress
    ) -> None:
        """In the worker."""
        try:
            result = work(progress)
        except Exception as error:
            if not isinstance(error, DeskError):
                log.error("background work failed: %s\n%s", title, stack_of(error))
            failure = error  # the name after `as` is gone when the job hears of it
            self._say(number, lambda job: job.on_failure(failure), ends=True)
        else:
            self._say(number, lambda job: job.on_success(result), ends=True)

    def _say(self, number: int, what: Callable[[Job], object], *, ends: bool) -> None:
        self._said.append((number, what, ends))
        self._rang.emit()

    @Slot()
    def _hear(self) -> None:
        """In the window's thread; one ring, one word, so that an error in one loses no other."""
        if not self._said:  # forgotten since it rang
            return
        number, what, ends = self._said.popleft()
        job = self._jobs.pop(number) if ends else self._jobs[number]
        what(job)


class Once:
    """One read at a time for what is opened after it: an impatient second click opens nothing
    more."""

    def __init__(self, background: Background, failed: Callable[[Exception], object]) -> None:
        self._background, self._failed = background, failed
        self._reading = False

    def run(self, title: str, read: Callable[[Progress], T], show: Callable[[T], object]) -> None:
        if self._reading:
            return
        self._reading = True

        def succeeded(result: T) -> None:
            self._reading = False
            show(result)

        def ended_badly(error: Exception) -> None:
            self._reading = False
            self._failed(error)

        self._background.run(title, read, succeeded, ended_badly)


class Latest(Generic[T]):
    """Reads in the background, one at a time. What was asked for meanwhile is read once more, and
    only what was read last is shown."""

    def __init__(
        self,
        background: Background,
        title: str,
        read: Callable[[Progress], T],
        show: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self._background, self._title = background, title
        self._read, self._show, self._failed = read, show, failed
        self._reading = self._again = False

    def ask(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self._background.run(self._title, self._read, self._succeeded, self._ended_badly)

    def _succeeded(self, result: T) -> None:
        self._reading = False
        if self._again:
            self.ask()
        else:
            self._show(result)

    def _ended_badly(self, error: Exception) -> None:
        self._reading = False
        if self._again:
            self.ask()
        else:
            self._failed(error)
