"""The guide's window: steps in order, one red button, errors in one line."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from services import site
from services.core.clock import Clock
from services.core.errors import DeskError
from services.core.workspace import Created, Workspace, create
from ui.core.background import Background
from ui.core.chooser import Chooser
from ui.core.desk import Changes, Desk
from ui.core.history import History
from ui.core.messages import UNEXPECTED, Messages
from ui.core.step_window import StepWindow
from ui.core.widgets import button
from ui.setup.steps import ProfileStep, RecoveryStep, SetupStep, StartStep

STEPS = (ProfileStep, RecoveryStep, StartStep)
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
        super().__init__("setup", "初次设置", [step.title for step in STEPS], 560)
        self._folder, self._background, self._chooser = folder, background, chooser
        self._clock, self._import_roster = clock, import_roster
        self._messages = Messages(self)
        self.workspace: Workspace | None = None
        self._changes: Changes | None = None
        self.members = 0
        self._importing: object = None
        self.profile = ProfileStep()
        self.recovery = RecoveryStep(self._show_recovery_paper)
        self.start = StartStep()
        self._steps: list[SetupStep] = [self.profile, self.recovery, self.start]
        for step in self._steps:
            self.stack.addWidget(step)
        self.back.hide()  # what was made cannot be taken back by a button
        self.later = button("先不导入，开始使用", self._finish, name="setup-later")
        self.foot.insertWidget(self.foot.count() - 1, self.later)
        for kind in (self.profile.school, self.profile.county):
            kind.toggled.connect(lambda _on: self.bar.set_words(self._words()))
        self._show(0)

    def _words(self) -> list[str]:
        """A county has neither roster nor room."""
        return [step.title for step in STEPS if step is not StartStep or not self.is_county]

    @property
    def is_county(self) -> bool:
        return self.profile.is_county

    def _show(self, number: int) -> None:
        step = self._steps[number]
        self.show_step(number, step.title, step.words)
        self._offer()
        (step.first_field() or self.next).setFocus()

    def _offer(self) -> None:
        """The red button is what comes next, in its own words."""
        step = self._steps[self.stack.currentIndex()]
        imports = step is self.start and not self.members
        ends = step is self.start or (step is self.recovery and self.is_county)
        self.next.setText("导入花名册…" if imports else "开始使用" if ends else "下一步")
        self.later.setVisible(imports)

    def go_back(self) -> None:
        """There is no way back."""

    def go_on(self) -> None:
        step = self._steps[self.stack.currentIndex()]
        if step is self.start and not self.members:
            self._open_roster_import()
        elif faults := step.faults():
            self.point_out(faults)
        elif step is self.profile:
            self._create()
        elif step is self.recovery and not self.is_county:
            self._show(self._steps.index(self.start))
        else:
            self._finish()

    def _finish(self) -> None:
        """Make the room that was typed, and hand the workspace over."""
        if self.workspace is None:
            return
        if faults := self.start.faults():
            self.point_out(faults)
            return
        try:
            self._make_room(self.workspace)
        except DeskError as error:
            self.say(error.message)
            return
        if self._changes is not None:
            self._changes.stop()
        self.finished.emit(self.workspace)

    def _make_room(self, workspace: Workspace) -> None:
        if (drafts := self.start.drafts()) is not None:
            with workspace.write("site.create") as session:
                made = site.create(session, drafts[0])
                site.add_room(session, made.id, drafts[1])

    def _create(self) -> None:
        profile, password = self.profile.profile(), self.profile.password.text()
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
        self.profile.password.clear()
        self.profile.again.clear()
        self.recovery.set_code(created.recovery_code, str(self._folder))
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
        self._importing = self._import_roster(desk, self, self._roster_imported)

    def _roster_imported(self, members: int) -> None:
        self.members = members
        if isinstance(self._importing, QDialog):
            # Once it has shown its end; what was done is told here, with the way back.
            QTimer.singleShot(0, self._importing.reject)
        self.start.state.setText(f"已导入 {members:,} 名党员。")
        self._offer()
        self.start.room.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.workspace is not None and self._steps[self.stack.currentIndex()] is self.recovery:
            event.ignore()  # without the recovery code a forgotten password loses everything
            self.say("请先保存恢复码：它只显示这一次。")
            return
        super().closeEvent(event)
