"""The guide that imports a roster: its columns, what would change, done."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from services import roster_import
from services.core.errors import Cancelled, DeskError
from services.roster_import import Opened, Preview, Roster, Taken
from ui.core import theme
from ui.core.background import Job, Progress
from ui.core.desk import Desk
from ui.core.messages import UNEXPECTED
from ui.core.steps import StepBar
from ui.core.widgets import ElidedLabel, button, column, label, row
from ui.roster_import.columns import ColumnsPage
from ui.roster_import.done import DonePage, summary
from ui.roster_import.history import HistoryDialog, ask_undo, undo_import
from ui.roster_import.preview import PreviewPage
from ui.roster_import.saving import save_problems
from ui.roster_import.states import FailedPage, WaitingPage
from ui.roster_import.words import words_of

FILE_KINDS = "花名册 (*.xlsx *.xls *.csv)"
STEPS = ("列", "变化", "完成")
COLUMNS, CHANGES, DONE = range(3)
WIDTH, HEIGHT = 980, 660
EDGE = 40


def import_roster(
    desk: Desk, parent: QWidget, on_done: Callable[[int], object]
) -> "ImportDialog | None":
    """Ask for a file and open the dialog; `on_done` gets the number of people taken in."""
    path = _ask(desk, parent)
    if path is None:
        return None
    dialog = ImportDialog(desk, parent, path, on_done)
    dialog.open()
    return dialog


def _ask(desk: Desk, parent: QWidget) -> Path | None:
    return desk.chooser.open_file(parent, "选择党员花名册", FILE_KINDS)


class ImportDialog(QDialog):
    """Three steps; waiting between them, or what was wrong with the file. It never closes over
    running work. The first step is passed where every column is understood."""

    def __init__(
        self, desk: Desk, parent: QWidget, path: Path, on_done: Callable[[int], object]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("roster-dialog")
        self.setWindowTitle("导入花名册")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fit(parent.window())
        self._desk, self._parent, self._on_done = desk, parent, on_done
        self._job: Job | None = None
        self._roster: Roster | None = None
        self._done: Taken | None = None
        self.columns: ColumnsPage | None = None
        self.preview: PreviewPage | None = None
        self.file_name = ElidedLabel("", "subtitle")
        self.waiting, self.failed = WaitingPage(), FailedPage()
        self._stack = QStackedWidget()
        for page in (self.waiting, self.failed):
            self._stack.addWidget(page)
        self.steps = StepBar(STEPS)
        self.note = label("", "note", wrap=True)
        self.history = button("以前的导入…", self._show_history, "link", name="roster-history")
        self.back = button("改列的认法", self._back, key="Alt+Left", name="roster-back")
        self.cancel = button("取消", self.reject, name="roster-cancel")
        self.again = button("换一个文件…", self._choose_again, "primary", name="roster-again")
        self.next = button("看会有什么变化", self._look, "primary", name="roster-next")
        self.go = button("导入", self._take, "primary", name="roster-import")
        self._lay_out()
        self._read(path)

    def reject(self) -> None:
        """Esc: stop the work first; the dialog goes when it has ended."""
        if self._job is None:
            super().reject()
            if self._done is not None:
                self._say_done(self._done)
            return
        self._job.progress.cancel()
        self.waiting.doing.setText("正在停止…")
        self.cancel.setEnabled(False)

    def _fit(self, window: QWidget) -> None:
        look = theme.current()
        self.resize(
            min(look.px(WIDTH), window.width() - EDGE), min(look.px(HEIGHT), window.height() - EDGE)
        )

    def _lay_out(self) -> None:
        head = row(label("导入花名册", "heading"), gap=10)
        head.addWidget(self.file_name, 1)
        head.addWidget(self.history)
        foot = row(gap=10)
        foot.addWidget(self.note, 1)
        for made in (self.back, self.cancel, self.again, self.next, self.go):
            foot.addWidget(made)
        whole = column(head, self.steps, gap=8, margins=20)
        whole.addWidget(self._stack, 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def _read(self, path: Path) -> None:
        self.file_name.set_whole(path.name)
        self.steps.set_current(COLUMNS)

        def work(progress: Progress) -> Opened:
            with self._desk.read() as session:
                known = roster_import.known_layouts(session)
            return roster_import.open_file(path, progress.report, known)

        self._wait("正在读取文件", work, self._opened)

    def _opened(self, opened: Opened) -> None:
        if self.columns is not None:
            self._stack.removeWidget(self.columns)
            self.columns.deleteLater()
        self.columns = ColumnsPage(opened, self._on_columns_changed)
        self._stack.addWidget(self.columns)
        if opened.sure:
            self._look()
        else:
            self._back()

    def _back(self) -> None:
        """The first step, also from the second."""
        if self.columns is None or self._job is not None:
            return
        self._show(self.columns, COLUMNS)
        self._buttons(cancel="取消", shown=self.next)
        self._on_columns_changed()

    def _on_columns_changed(self) -> None:
        if self.columns is not None:
            self.next.setEnabled(not self.columns.opened.fault)

    def _look(self) -> None:
        if self.columns is None or self._job is not None:
            return
        opened = self.columns.opened

        def work(progress: Progress) -> tuple[Roster, Preview]:
            roster = roster_import.understand(opened, progress.report)
            progress.report(0, 0, "正在与现有党员核对")
            with self._desk.read() as session:
                return roster, roster_import.preview_of(session, roster)

        self._wait("正在核对每一行", work, self._show_preview)

    def _show_preview(self, both: tuple[Roster, Preview]) -> None:
        self._roster, shown = both
        if self.preview is not None:
            self._stack.removeWidget(self.preview)
            self.preview.deleteLater()
        self.preview = PreviewPage(
            shown, self._save_problems, self._on_decided, self._desk.messages.error
        )
        self._stack.addWidget(self.preview)
        self._show(self.preview, CHANGES)
        self._on_decided()
        if self.go.isVisible():
            self.go.setFocus()
        else:
            self.cancel.setFocus()
        self.preview.focus_list()

    def _on_decided(self) -> None:
        """What the red button would do, in its words; and what stays out."""
        if self.preview is None:
            return
        words = words_of(self.preview.shown, self.preview.choices)
        self.go.setText(words.go)
        self.note.setText(words.note)
        some = bool(words.go)
        self._buttons(cancel="取消" if some else "关闭", back=True, shown=self.go if some else None)

    def _take(self) -> None:
        roster, preview = self._roster, self.preview
        if roster is None or preview is None or self._job is not None:
            return
        workspace, choices = self._desk.workspace, preview.choices
        self._wait(
            "正在导入",
            lambda progress: roster_import.take(workspace, roster, progress.report, choices),
            self._taken,
        )

    def _taken(self, taken: Taken) -> None:
        name = self.file_name.accessibleName()
        page = DonePage(
            taken,
            lambda: ask_undo(self._desk, self, taken.id, name, super(ImportDialog, self).accept),
        )
        self._done = taken
        self._stack.addWidget(page)
        self._show(page, len(STEPS))
        self._buttons(cancel="关闭")
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        self._on_done(taken.people)

    def _say_done(self, taken: Taken) -> None:
        """In a toast, which is seen once the dialog is gone."""
        self._desk.messages.done(
            summary(taken),
            "撤销",
            lambda: undo_import(self._desk, self._parent, taken.id, lambda: None),
        )

    def _show_history(self) -> None:
        if self._job is None:
            history = HistoryDialog(self._desk, self)
            history.finished.connect(lambda _result: self._after_history(history.undone))
            history.open()

    def _after_history(self, undone: set[UUID]) -> None:
        """What was shown no longer holds: compare the file anew, or go where it is out again."""
        if self._done is not None and self._done.id in undone:
            super().accept()
        elif undone and self._stack.currentWidget() is self.preview:
            self._look()

    def _wait(
        self, words: str, work: Callable[[Progress], object], done: Callable[..., object]
    ) -> None:
        self.waiting.begin(words)
        self._stack.setCurrentWidget(self.waiting)
        self.note.setText("")
        self._buttons(cancel="停止")
        self.history.setEnabled(False)
        self.cancel.setFocus()

        def succeeded(result: object) -> None:
            self._job = None
            self.history.setEnabled(True)
            done(result)

        self._job = self._desk.background.run(words, work, succeeded, self._failed)
        self._job.progressed.connect(self._on_progress)

    def _on_progress(self, done: int, of: int, what: str) -> None:
        if self.cancel.isEnabled():
            self.waiting.show_progress(done, of, what)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.history.setEnabled(True)
        if isinstance(error, Cancelled):
            super().reject()
            self._desk.messages.done(error.message)
            return
        if not isinstance(error, DeskError):
            self._desk.messages.error(error)
        self.failed.fault.setText(error.message if isinstance(error, DeskError) else UNEXPECTED)
        self._stack.setCurrentWidget(self.failed)
        self._buttons(cancel="关闭", shown=self.again)
        self.again.setFocus()

    def _choose_again(self) -> None:
        path = _ask(self._desk, self)
        if path is not None:
            self._read(path)

    def _save_problems(self) -> None:
        if self.preview is not None:
            shown = self.preview.shown
            save_problems(self._desk, self, shown.file_name, shown.problems)

    def _show(self, page: QWidget, step: int) -> None:
        self._stack.setCurrentWidget(page)
        self.steps.set_current(step)
        self.note.setText("")

    def _buttons(self, *, cancel: str, back: bool = False, shown: QWidget | None = None) -> None:
        """`shown` is the red button of the step, which Enter takes."""
        self.cancel.setText(cancel)
        self.cancel.setEnabled(True)
        self.back.setVisible(back)
        for made in (self.again, self.next, self.go):
            made.setVisible(made is shown)
            made.setDefault(made is shown)
