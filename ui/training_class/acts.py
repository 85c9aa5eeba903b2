"""How a class goes on: made, changed, opened, run, finished, put away, cancelled."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from services import training_class
from services.class_making.sources import FromClass, Source
from services.core.call import call
from services.core.session import WorkSession
from services.core.undo import Undo
from services.training_class import Check, ClassDetail, ClassState, Consequences, Started
from ui.class_making.dialog import open_making
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Once, Progress
from ui.core.desk import Page
from ui.training_class.cancelling import CancelDialog
from ui.training_class.dialogs import ClassDialog
from ui.training_class.starting import StartDialog

NEXT = {
    ClassState.draft: "开放报名",
    ClassState.open: "开班",
    ClassState.running: "结班",
    ClassState.finished: "归档",
    ClassState.archived: "取回修改",
    ClassState.cancelled: "",
}
StateVerb = Callable[[WorkSession, UUID], Undo]
AT_ONCE: dict[ClassState, tuple[str, StateVerb]] = {
    ClassState.draft: ("已开放报名。", training_class.open_enrolment),
    ClassState.running: ("已结班，订单记为已送学。", training_class.finish),
    ClassState.finished: ("已归档。", training_class.archive),
    ClassState.archived: ("已取回，可以修改。", training_class.take_out),
}
CHANGEABLE = (ClassState.draft, ClassState.open, ClassState.running, ClassState.finished)
NO_CLASS = "先选中一个班。"


def _has_class(page: "StateActs") -> bool:
    return page.class_shown is not None


def _can_change(page: "StateActs") -> bool:
    return page.class_shown is not None and page.class_shown.state in CHANGEABLE


def _goes_on(page: "StateActs") -> bool:
    return page.class_shown is not None and bool(NEXT[page.class_shown.state])


def _next_words(page: "StateActs") -> str:
    """How many checks are not done stands on the button that they are in the way of."""
    state = page.class_shown.state if page.class_shown is not None else ClassState.open
    missing = f"（还差 {page.missing} 项）" if state is ClassState.open and page.missing else ""
    return NEXT[state] + missing


class StateActs(Page):
    """Of the class that a page shows; `missing` says how many of its checks are not done."""

    missing = 0
    reading: Once

    @property
    def class_shown(self) -> ClassDetail | None:
        raise TypeError(f"{type(self).__name__} lacks this")

    def bring(self, class_id: UUID) -> None:
        """Show a class that was just made."""
        raise TypeError(f"{type(self).__name__} lacks this")

    def lead_on(self, class_id: UUID) -> None:
        """From a class that was just made to its first lesson and its people."""
        raise TypeError(f"{type(self).__name__} lacks this")

    @act("class-new", "＋ 新建培训班", keys.NEW)
    def new(self) -> None:
        ClassDialog(self.window(), self.desk, self.bring, go_on=self.lead_on).open()

    @act("class-next", "开班", keys.NEXT, shown=_goes_on, says=_next_words, why=NO_CLASS, menu=True)
    def go_on(self) -> None:
        if (shown := self.class_shown) is None:
            return
        if shown.state is ClassState.open:
            self._ask_start(shown.id)
        else:
            words, verb = AT_ONCE[shown.state]
            self.desk.do(call(verb, shown.id), words)

    @act("class-change", "修改班次", shown=_can_change, why=NO_CLASS, menu=True)
    def change_class(self) -> None:
        ClassDialog(self.window(), self.desk, shown=self.class_shown).open()

    @act("class-copy", "复制成新班", keys.COPY_AS, when=_has_class, why=NO_CLASS, menu=True)
    def copy(self) -> None:
        if (shown := self.class_shown) is not None:
            self.make_from(FromClass(shown.id))

    @act("class-cancel", "取消培训班", shown=_can_change, why=NO_CLASS, menu=True)
    def cancel_class(self) -> None:
        """First what it cancels and whom to tell; then, with a reason, the cancelling."""
        if (shown := self.class_shown) is None:
            return

        def read(_progress: Progress) -> Consequences:
            with self.desk.read() as session:
                return training_class.consequences(session, shown.id)

        def show(found: Consequences) -> None:
            if found.refusal:
                self.desk.messages.explain("不能取消培训班", found.refusal)
            else:
                CancelDialog(self.window(), self.desk, found).open()

        self.reading.run("看取消的影响", read, show)

    def make_from(self, source: Source) -> None:
        open_making(self.desk, self.reading, self, source, self.bring)

    def _ask_start(self, class_id: UUID) -> None:
        """The checks as they are now, and the button that goes on."""

        def read(_progress: Progress) -> tuple[Check, ...]:
            with self.desk.read() as session:
                return training_class.checks(session, class_id)

        def show(found: tuple[Check, ...]) -> None:
            StartDialog(self.window(), found, partial(self._start, class_id)).open()

        self.reading.run("看开班检查", read, show)

    def _start(self, class_id: UUID, reason: str) -> None:
        def told(started: Started) -> str:
            return "已开班；课都上完了，同时结班。" if started.over else "已开班。"

        self.desk.perform(call(training_class.start, class_id), told, reason)
