"""Work that may take over 50 ms: in another thread, with progress and cancel, and an end."""

import logging
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from services.core.errors import Cancelled, DeskError

T = TypeVar("T")
log = logging.getLogger(__name__)


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
    """One piece of work under way. Its signals arrive in the window's thread."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, title: str, work: Callable[[Progress], Any]) -> None:
        super().__init__()
        self.title = title
        self.progress = Progress(self.progressed.emit)
        self._work = work

    def run(self) -> None:
        try:
            result = self._work(self.progress)
        except DeskError as error:
            self.failed.emit(error)
        except Exception as error:
            log.exception("background work failed: %s", self.title)
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        finally:
            self.ended.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.run()


class Background(QObject):
    """Starts jobs and keeps them alive until they have ended."""

    started = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._jobs: set[Job] = set()

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
        job = Job(title, work)
        self._jobs.add(job)
        relay = _Relay(job, on_success, on_failure, self._let_go)
        job.setParent(None)
        relay.setParent(self)
        self.started.emit(job)
        self._pool.start(_Runner(job))
        return job

    def wait(self) -> None:
        """Cancel what is under way and wait for its end. For closing."""
        for job in self._jobs:
            job.progress.cancel()
        self._pool.waitForDone()

    def _let_go(self, relay: "_Relay") -> None:
        self._jobs.discard(relay.job)
        relay.deleteLater()


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
        self._failed(error)


class _Relay(QObject):
    """Lives in the window's thread, so that the callbacks run there."""

    def __init__(
        self,
        job: Job,
        on_success: Callable[[Any], object],
        on_failure: Callable[[Exception], object],
        let_go: Callable[["_Relay"], None],
    ) -> None:
        super().__init__()
        self.job = job
        self._on_success, self._on_failure, self._let_go = on_success, on_failure, let_go
        job.succeeded.connect(self._succeeded)
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)

    @Slot(object)
    def _succeeded(self, result: Any) -> None:
        self._on_success(result)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._on_failure(error)

    @Slot()
    def _ended(self) -> None:
        self._let_go(self)
