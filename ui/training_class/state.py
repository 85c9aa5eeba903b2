"""The head of a class: what it is, how far it is, and its next step."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from services import training_class
from services.core.call import call
from services.core.session import WorkSession
from services.core.undo import Undo
from services.training_class import Check, ClassDetail, ClassState, Consequences, Started
from ui.core.background import Once, Progress
from ui.core.desk import Desk
from ui.core.forms import FormDialog
from ui.core.widgets import ElidedLabel, button, chip, column, label, row, set_chip
from ui.training_class.cancelling import CancelDialog
from ui.training_class.dialogs import ClassDialog

NEXT = {
    ClassState.draft: "开放报名",
    ClassState.open: "开班",
    ClassState.running: "结班",
    ClassState.finished: "归档",
    ClassState.archived: "取回修改",
    ClassState.cancelled: "",
}
Act = Callable[[WorkSession, UUID], Undo]
ACTS: dict[ClassState, tuple[str, Act]] = {
    ClassState.draft: ("已开放报名。", training_class.open_enrolment),
    ClassState.finished: ("已归档。", training_class.archive),
    ClassState.archived: ("已取回，可以修改。", training_class.take_out),
}
CHANGEABLE = (ClassState.draft, ClassState.open, ClassState.running, ClassState.finished)


class ClassHead(QWidget):
    """`copy_wanted` carries the id of the class to make another one from."""

    copy_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: ClassDetail | None = None
        self._once = Once(desk.background, desk.messages.error)
        self.facts = ElidedLabel("", "note")
        self.state = chip("")
        self.state.setObjectName("class-state-chip")
        self.reason = ElidedLabel("", "note")
        self.reason.setObjectName("class-reason")
        self.next = button("", self._go_on, name="class-next")
        self.copy = button("复制成新班", self._copy, "link", key="Ctrl+D", name="class-copy")
        self.change = button("修改班次", self._change, "link", key="F2", name="class-change")
        self.cancel = button("取消培训班", self.cancel_class, "link", name="class-cancel")
        first = row(self.state, gap=8)
        first.addWidget(self.facts, 1)
        second = row(self.next, 4, self.copy, self.change, None, self.cancel, gap=4)
        inside = column(first, self.reason, second, gap=6)
        inside.setContentsMargins(16, 10, 12, 2)
        self.setLayout(inside)

    def show_class(self, shown: ClassDetail | None) -> None:
        self._shown = shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        set_chip(self.state, shown.state.word, shown.state.tone)
        self.facts.set_whole(" · ".join(_facts(shown)))
        self.reason.set_whole(_reason(shown))
        self.reason.setVisible(bool(shown.state_reason))
        self.next.setText(NEXT[shown.state])
        self.next.setVisible(bool(NEXT[shown.state]))
        self.change.setVisible(shown.state in CHANGEABLE)
        self.cancel.setVisible(shown.state in CHANGEABLE)

    def show_checks(self, found: tuple[Check, ...]) -> None:
        """How many checks are not done stands on the button that they are in the way of."""
        missing = sum(not check.done for check in found)
        if self._shown is not None and self._shown.state is ClassState.open and missing:
            self.next.setText(f"{NEXT[ClassState.open]}（还差 {missing} 项）")

    def _go_on(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if shown.state is ClassState.open:
            self._ask_start(shown.id)
        elif shown.state is ClassState.running:
            self._finish(shown.id)
        elif shown.state in ACTS:
            words, act = ACTS[shown.state]
            self._desk.do(call(act, shown.id), words)

    def _ask_start(self, class_id: UUID) -> None:
        """The checks as they are now, and the button that goes on."""

        def read(_progress: Progress) -> tuple[Check, ...]:
            with self._desk.read() as session:
                return training_class.checks(session, class_id)

        def show(found: tuple[Check, ...]) -> None:
            act = partial(self._start, class_id)
            StartDialog(self.window(), found, act).open()

        self._once.run("看开班检查", read, show)

    def _start(self, class_id: UUID, reason: str) -> None:
        def told(started: Started) -> str:
            return "已开班；课都上完了，同时结班。" if started.over else "已开班。"

        self._desk.perform(call(training_class.start, class_id), told, reason)

    def _finish(self, class_id: UUID) -> None:
        self._desk.do(call(training_class.finish, class_id), "已结班，订单记为已送学。")

    def _copy(self) -> None:
        if self._shown is not None:
            self.copy_wanted.emit(self._shown.id)

    def _change(self) -> None:
        if self._shown is not None:
            ClassDialog(self.window(), self._desk, shown=self._shown).open()

    def cancel_class(self) -> None:
        """First what it cancels and whom to tell; then, with a reason, the cancelling."""
        shown = self._shown
        if shown is None or not self.cancel.isVisible():
            return

        def read(_progress: Progress) -> Consequences:
            with self._desk.read() as session:
                return training_class.consequences(session, shown.id)

        def show(found: Consequences) -> None:
            if found.refusal:
                self._desk.messages.explain("不能取消培训班", found.refusal)
            else:
                CancelDialog(self.window(), self._desk, found).open()

        self._once.run("看取消的影响", read, show)


class StartDialog(FormDialog):
    """The checks, and the button that sets the class running; what is undone needs a reason."""

    def __init__(
        self, parent: QWidget, found: tuple[Check, ...], start: Callable[[str], object]
    ) -> None:
        super().__init__(parent, "开班检查", "开班", start, width=560)
        self.setObjectName("class-start")
        lines = QGridLayout()
        lines.setHorizontalSpacing(14)
        lines.setVerticalSpacing(10)
        lines.setColumnStretch(2, 1)
        for number, check in enumerate(found):
            tone = "green" if check.done else "amber"
            lines.addWidget(label("✓" if check.done else "！", f"fact-{tone}"), number, 0)
            lines.addWidget(label(check.kind.word, "subtitle"), number, 1)
            words = label(check.words, "" if check.done else "fact-amber", wrap=True)
            words.setObjectName(f"check-{check.kind}")
            lines.addWidget(words, number, 2)
        self.extra.addLayout(lines)
        if any(not check.done for check in found):
            note = "没做完也可以开班，但要写明理由，理由留在这个班里。"
            self.extra.addWidget(label(note, "hint-amber", wrap=True))
        self.save_button.setFocus()


def _facts(shown: ClassDetail) -> list[str]:
    facts = [shown.code, "年度轮训班" if shown.rotation else "专题培训班"]
    if shown.brand is not None:
        facts.append(shown.brand.word)
    facts.append(f"班主任 {shown.head_teacher}" if shown.head_teacher else "未定班主任")
    if shown.places is not None:
        facts.append(f"名额 {shown.places}")
    if shown.minimum is not None:
        facts.append(f"满 {shown.minimum} 人开班")
    return facts


def _reason(shown: ClassDetail) -> str:
    cancelled = shown.state is ClassState.cancelled
    return f"{'取消原因' if cancelled else '开班理由'}：{shown.state_reason}"
