"""The guide's window: steps in order, one red button, errors in one line."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from services.core.clock import Clock
from services.core.errors import DeskError
from services.core.workspace import Created, Workspace, WorkspaceKind, create
from ui.core.background import Background
from ui.core.chooser import Chooser
from ui.core.desk import Changes, Desk
from ui.core.history import History
from ui.core.messages import UNEXPECTED, Messages
from ui.core.step_window import StepWindow
from ui.setup.steps import PasswordStep, ProfileStep, ReadyStep, RecoveryStep, RosterStep, SetupStep

STEPS = (ProfileStep, PasswordStep, RecoveryStep, RosterStep, ReadyStep)
ImportRoster = Callable[[Desk, QWidget, Callable[[int], object]], object]


class SetupGuide(StepWindow):
    """`finished` carries the new, open workspace."""

    finished = Signal(object)

    def __init__(
        self,
        folder: Path,
        background: Background,
        chooser: Chooser,
        clock: Clock,
        import_roster: ImportRoster,
    ) -> None:
        super().__init__("setup", "初次设置", [step.title for step in STEPS], 600)
        self._folder, self._background, self._chooser = folder, background, chooser
        self._clock, self._import_roster = clock, import_roster
        self._messages = Messages(self)
        self.workspace: Workspace | None = None
        self._changes: Changes | None = None
        self.profile = ProfileStep()
        self.password = PasswordStep()
        self.recovery = RecoveryStep(self._show_recovery_paper)
        self.roster = RosterStep(self._open_roster_import)
        self.ready = ReadyStep()
        self._steps: list[SetupStep] = [
            self.profile,
            self.password,
            self.recovery,
            self.roster,
            self.ready,
        ]
        for step in self._steps:
            self.stack.addWidget(step)
        self._show(0)

    def _show(self, number: int) -> None:
        step = self._steps[number]
        self.show_step(number, step.title, step.words)
        self.back.setVisible(number == 1)  # what was made cannot be taken back by a button
        self.next.setText("开始使用" if step is self.ready else "下一步")
        if (field := step.first_field()) is not None:
            field.setFocus()

    def go_back(self) -> None:
        self._show(self.stack.currentIndex() - 1)

    def go_on(self) -> None:
        number = self.stack.currentIndex()
        try:
            self._steps[number].check()
        except DeskError as error:
            self.say(error.message)
            return
        step = self._steps[number]
        if step is self.password:
            self._create()
        elif step is self.ready:
            if self._changes is not None:
                self._changes.stop()
            self.finished.emit(self.workspace)
        elif step is self.roster or (step is self.recovery and self._is_county()):
            self._show_ready()
        else:
            self._show(number + 1)

    def _is_county(self) -> bool:
        return self.profile.profile().kind is WorkspaceKind.county

    def _create(self) -> None:
        profile, password = self.profile.profile(), self.password.password.text()
        self.next.setEnabled(False)
        self.say("正在建立加密数据…", "subtitle")
        self._background.run(
            "建立数据",
            lambda _: create(self._folder, profile, password, clock=self._clock),
            self._created,
            self._not_created,
        )

    def _created(self, created: Created) -> None:
        self.next.setEnabled(True)
        self.workspace = created.workspace
        self.password.password.clear()
        self.password.again.clear()
        self.recovery.set_code(created.recovery_code)
        self._show(self._steps.index(self.recovery))

    def _not_created(self, error: Exception) -> None:
        self.next.setEnabled(True)
        self.say(error.message if isinstance(error, DeskError) else UNEXPECTED)

    def _show_recovery_paper(self, code: str) -> None:
        from services.core.recovery_paper import RecoveryPaper, drawn
        from ui.core.preview import PreviewDialog

        today = self._clock.local_now().date()
        paper = drawn(RecoveryPaper(self.profile.profile().name, today, code))
        PreviewDialog(self, [paper], self._chooser, self._messages).open()

    def _open_roster_import(self) -> None:
        if self.workspace is None:
            return
        if self._changes is None:
            self._changes = Changes(self.workspace)
        desk = Desk(
            self.workspace,
            self._background,
            self._messages,
            self._chooser,
            self._changes,
            History(self.workspace, self._messages, self._background),
            lambda _key, _target: None,
        )
        self._import_roster(desk, self, self._roster_imported)

    def _roster_imported(self, members: int) -> None:
        self.roster.state.setText(f"已导入 {members} 名党员。")
        self.next.setFocus()

    def _show_ready(self) -> None:
        self.ready.summary.setText(f"数据放在：{self._folder}")
        self._show(self._steps.index(self.ready))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.workspace is not None and self._steps[self.stack.currentIndex()] is self.recovery:
            event.ignore()  # without the recovery code a forgotten password loses everything
            self.say("请先保存恢复码：它只显示这一次。")
            return
        super().closeEvent(event)
