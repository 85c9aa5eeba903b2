"""What was done in this window, and the way back and forth: one history for all its pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from services.core.call import Call, LongCall, run, run_again
from services.core.session import MadeId
from services.core.undo import LongUndo, Undo, Undoable
from services.core.words import Words
from services.core.workspace import Workspace
from ui.core.background import Background
from ui.core.messages import Messages
from ui.core.work import run_shown

T = TypeVar("T", bound=Undoable)
MOST = 50
NOTHING = "没有可以撤销的操作。"
NOTHING_AGAIN = "没有可以重做的操作。"


@dataclass(frozen=True)
class Step:
    """Something that was done: `words` told it, `undo` takes it back, `call` does it again as
    it was done, with the same ids and reason. `undo` is None where there is no way back, `call`
    where there is no way forward again. `at` is local time."""

    words: str
    at: datetime
    undo: Undo | LongUndo | None
    call: Call[Any] | LongCall[Any] | None = None
    reason: str = ""
    ids: tuple[MadeId, ...] = ()

    @property
    def act(self) -> str:
        """What was done, without a full stop: 聘任 莫一帆; of what has no way back the first
        sentence that told it."""
        return self.words.partition("。")[0] if self.undo is None else self.undo.words


class StepFate(Words):
    """What became of a step."""

    stands = "stands", "已办", "green"
    back = "back", "已撤销", "amber"
    refused = "refused", "不能再撤销", "red"
    final = "final", "不能撤销", "grey"


@dataclass
class StepTold:
    """A line of what was done in this sitting."""

    step: Step
    fate: StepFate


class History(QObject):
    """The last steps, the latest on top; `log` keeps them in their order, whatever became of
    them. `said` carries what happened, in words; `changed` tells that the log is another."""

    said = Signal(str)
    changed = Signal()

    def __init__(self, workspace: Workspace, messages: Messages, background: Background) -> None:
        super().__init__()
        self._workspace, self.messages, self.background = workspace, messages, background
        self.done: tuple[Step, ...] = ()
        self.undone: tuple[Step, ...] = ()
        self.log: list[StepTold] = []

    def do(
        self,
        call: Call[T],
        told: str | Callable[[T], str],
        *,
        then: Callable[[T], object] | None = None,
    ) -> None:
        """Run a verb and tell; a warning asks for a reason, a refusal is shown."""
        self.messages.attempt(lambda reason: self.perform(call, told, reason, then=then))

    def perform(
        self,
        call: Call[T],
        told: str | Callable[[T], str],
        reason: str = "",
        *,
        then: Callable[[T], object] | None = None,
        quiet: bool = False,
    ) -> T:
        """The same for a form, which shows itself what is wrong. Raises what the verb raises.

        `told` is what is said, or made of the result. `then` runs before it is said, since it
        may lead to another page. What is `quiet` the page says itself.
        """
        result, ids = run(self._workspace, call, reason)
        words = told if isinstance(told, str) else told(result)
        if then is not None:
            then(result)
        self._keep(Step(words, self._now(), result.undo, call, reason, ids), quiet=quiet)
        return result

    def ran(
        self,
        call: Call[T] | LongCall[T],
        words: str,
        result: T,
        ids: tuple[MadeId, ...],
        reason: str = "",
        *,
        quiet: bool = False,
    ) -> None:
        """Tell what a guide ran in the background by services.core.call.run, or a long call."""
        self._keep(Step(words, self._now(), result.undo, call, reason, ids), quiet=quiet)

    def did(self, words: str, undo: Undo | None, *, quiet: bool = False) -> None:
        """Tell what was done elsewhere, in the background or in a guide of its own."""
        self._keep(Step(words, self._now(), undo), quiet=quiet)

    def take_back(self) -> None:
        """Ctrl+Z. What has no way back is said once; the next press reaches past it."""
        if not self.done:
            self._say(NOTHING)
            return
        self._take_back(self.done[-1])

    def take_back_earlier(self, words: str, undo: Undo, again: Call[Any]) -> None:
        """Take back what was done before this sitting, which `words` tell, as if it stood last
        here; Ctrl+Y is `again`."""
        step = Step(words, self._now(), undo, again)
        self.done = (*self.done, step)
        self._take_back(step)

    def take_back_long(
        self, undo: LongUndo, words: str, then: Callable[[], object] = lambda: None
    ) -> None:
        """Go this way back, wherever its step stands. Of one from before this sitting, `words`
        tell what was done. `then` runs once it is back."""
        known = next((one for one in self.done if one.undo == undo), None)
        self._go_back_long(known or Step(words, self._now(), undo), undo, then)

    def redo(self) -> None:
        """Ctrl+Y: once more what was taken back last."""
        if not self.undone:
            self._say(NOTHING_AGAIN)
            return
        step = self.undone[-1]
        if step.call is None:
            self.undone = self.undone[:-1]
            self._say(f"不能重做：{step.act}。请再做一次。")
            return
        call = step.call
        if isinstance(call, LongCall):
            long = call  # a lambda does not see what was narrowed
            run_shown(
                self,
                self.messages.front(),
                call.title,
                lambda progress: long.run(self._workspace, progress.report, step.ids),
                lambda ran: self._stands_again(step, *ran, step.reason),
            )
            return

        def again(reason: str) -> None:
            reason = reason or step.reason
            result, ids = run_again(self._workspace, call, reason, step.ids)
            self._stands_again(step, result, ids, reason)

        self.messages.attempt(again)

    @property
    def can_take_back(self) -> bool:
        """Whether what was done last has a way back."""
        return bool(self.done) and self.done[-1].undo is not None

    def _stands_again(
        self, step: Step, result: Undoable, ids: tuple[MadeId, ...], reason: str
    ) -> None:
        self.undone = tuple(one for one in self.undone if one is not step)
        made = Step(step.words, self._now(), result.undo, step.call, reason, ids)
        self.done = (*self.done, made)
        self._log(made)
        self._say(f"已重做：{made.act}。")

    def _keep(self, step: Step, *, quiet: bool = False) -> None:
        self.done = (*self.done[1 - MOST :], step)
        self.undone = ()
        self._log(step)
        if quiet:
            return
        if step.undo is None:
            self._say(step.words)
            return
        told = f"{step.words}撤销：{step.undo.words}"
        self.messages.done(told, on_action=lambda: self._take_back(step))
        self.said.emit(told)

    def _take_back(self, step: Step) -> None:
        """Once: a second click finds it gone. What is refused is not offered again."""
        if step not in self.done:
            return
        undo = step.undo
        if isinstance(undo, LongUndo):
            self._go_back_long(step, undo)
            return
        self.done = tuple(one for one in self.done if one is not step)
        if undo is None:
            self._mark(step, StepFate.final)
            older = next((one.act for one in reversed(self.done) if one.undo), "")
            more = f"再按一次 Ctrl+Z 撤销：{older}。" if older else ""
            self._say(f"不能撤销：{step.act}。{more}")
            return

        def act(_reason: str) -> None:
            with self._workspace.write(undo.verb) as session:
                undo.act(session)

        if not self.messages.attempt(act):
            self._mark(step, StepFate.refused)
            return
        self._went_back(step, f"已撤销：{step.act}。")

    def _go_back_long(
        self, step: Step, undo: LongUndo, then: Callable[[], object] = lambda: None
    ) -> None:
        """In the background, before a dialog that bars everything else; stopped, it still
        stands."""

        def done(words: str) -> None:
            self.done = tuple(one for one in self.done if one is not step)
            self._went_back(step, words)
            then()

        def failed(error: Exception) -> None:
            self.done = tuple(one for one in self.done if one is not step)
            self._mark(step, StepFate.refused)
            self.messages.error(error)

        run_shown(
            self,
            self.messages.front(),
            undo.title,
            lambda progress: undo.run(self._workspace, progress.report),
            done,
            failed,
        )

    def _went_back(self, step: Step, words: str) -> None:
        self.undone = (*self.undone, step)
        if all(one.step is not step for one in self.log):
            self._log(step)
        self._mark(step, StepFate.back)
        self._say(words)

    def _log(self, step: Step) -> None:
        self.log = [
            *self.log[1 - MOST :],
            StepTold(step, StepFate.stands if step.undo else StepFate.final),
        ]
        self.changed.emit()

    def _mark(self, step: Step, fate: StepFate) -> None:
        for one in self.log:
            if one.step is step:
                one.fate = fate
        self.changed.emit()

    def _say(self, words: str) -> None:
        self.messages.leave()  # else an undo that is gone would stay on offer beside it
        self.messages.done(words)
        self.said.emit(words)

    def _now(self) -> datetime:
        return self._workspace.clock.local_now()
