"""The guide that imports a roster: its columns, what would change, done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import roster_import
from services.core.session import MadeId
from services.roster_import import Opened, Preview, RosterRead, RosterTaken
from ui.core import keys
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.import_guide import ImportGuide, ask_for_sheet
from ui.core.messages import leave_unsaved
from ui.core.widgets import Button, button
from ui.roster_import.columns import ColumnsPage
from ui.roster_import.done import DonePage, summary
from ui.roster_import.history import ImportHistoryDialog, ask_undo
from ui.roster_import.preview import RosterPreviewPage
from ui.roster_import.saving import save_problems
from ui.roster_import.words import words_of

COLUMNS, CHANGES = range(2)
LOOK = "看会有什么变化"


def import_roster(
    desk: Desk, parent: QWidget, on_done: Callable[[int], object]
) -> "RosterGuide | None":
    """Ask for a file and open the guide; `on_done` gets the number of people taken in."""
    path = ask_for_sheet(desk, parent, RosterGuide.ask)
    if path is None:
        return None
    guide = RosterGuide(desk, parent, (path,), on_done)
    guide.open()
    return guide


class RosterGuide(ImportGuide):
    """Before the look the columns, passed where every one is understood; after it what was done,
    with the way back, and the earlier imports at any time."""

    name = "roster"
    heading = "导入花名册"
    ask = "选择党员花名册"
    STEPS = ("列", "变化", "完成")
    go_name = "import"

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        paths: Sequence[Path],
        on_done: Callable[[int], object] = lambda _people: None,
    ) -> None:
        self._on_done = on_done
        self._roster: RosterRead | None = None
        self._done: RosterTaken | None = None
        self.columns: ColumnsPage | None = None
        self.preview: RosterPreviewPage | None = None
        super().__init__(desk, parent, paths)

    def head_tools(self) -> Sequence[QWidget]:
        """Hidden on a first run: there is nothing to look back at."""
        self.earlier = button("以前的导入…", self._show_history, "link", name="roster-history")
        with self.desk.workspace.read() as session:
            if roster_import.last_import(session) is None:
                self.earlier.hide()
        return (self.earlier,)

    def foot_tools(self) -> Sequence[Button]:
        self.back = button("改列的认法", self._back, key=keys.BACK.keys, name="roster-back")
        self.next = button(LOOK, self._look, "primary", name="roster-next")
        return self.back, self.next

    def reject(self) -> None:
        """What was answered is not dropped by an Esc."""
        if not self.busy and self._done is None and self._is_answered():
            leave_unsaved(self, self._leave)
        else:
            self._leave()

    def _is_answered(self) -> bool:
        choices = None if self.preview is None else self.preview.choices
        return choices is not None and bool(choices.answers or choices.who)

    def _leave(self) -> None:
        done = None if self.busy else self._done
        super().reject()
        if done is not None:
            self._say_done(done)

    def read(self, paths: Sequence[Path], progress: Progress) -> Opened:
        with self.desk.workspace.read() as session:
            known = roster_import.known_layouts(session)
        return roster_import.open_file(paths[0], progress.report, known)

    def show_found(self, found: Opened) -> None:
        """The columns first, and on at once where nobody needs to look at them."""
        if self.columns is not None:
            self.pages.removeWidget(self.columns)
            self.columns.deleteLater()
        self.preview = None
        self.columns = ColumnsPage(found, self._on_columns_changed)
        if found.sure:
            self._look()
        else:
            self._back()

    def present(self, found: tuple[RosterRead, Preview]) -> QWidget:
        self._roster, shown = found
        self.preview = RosterPreviewPage(
            shown,
            self._save_problems,
            self.decide,
            self.desk.messages.error,
            self.preview.choices if self.preview is not None else None,
        )
        self.steps.set_current(CHANGES)
        return self.preview

    def decision(self) -> tuple[str, str]:
        """What the red button would do, in its words; and what stays out."""
        assert self.preview is not None
        words = words_of(self.preview.shown, self.preview.choices)
        return words.go, words.note

    def decide(self) -> None:
        """After an answer to a question, first what it changes."""
        if self.preview is None or not self.preview.is_stale:
            self.next.setText(LOOK)
            super().decide()
            return
        self.note.setText("回答会改变结果，请先再看一遍。")
        self.next.setText("按回答再看")
        self.buttons(cancel="取消", shown=self.next)
        self.next.setEnabled(True)

    def buttons(
        self, *, cancel: str, shown: QWidget | None = None, also: Sequence[QWidget] = ()
    ) -> None:
        looking = self.preview is not None and self.pages.currentWidget() is self.preview
        super().buttons(cancel=cancel, shown=shown, also=(self.back,) if looking else also)

    def take(self) -> None:
        """In a unit of work of its own, which is kept as an import that can be taken back."""
        roster, preview = self._roster, self.preview
        if roster is None or preview is None:
            return
        workspace, call = self.desk.workspace, roster_import.taking(roster, preview.choices)

        def done(ran: tuple[RosterTaken, tuple[MadeId, ...]]) -> None:
            taken, ids = ran
            self.desk.history.ran(call, summary(taken), taken, ids, quiet=True)
            self._show_done(taken)

        self.wait("正在导入", lambda progress: call.run(workspace, progress.report, ()), done)

    def _back(self) -> None:
        """The first step, also from the second."""
        if self.columns is None or self.busy:
            return
        self.show_page(self.columns, COLUMNS)
        self.buttons(cancel="取消", shown=self.next)
        self._on_columns_changed()

    def _on_columns_changed(self) -> None:
        if self.columns is not None:
            self.next.setEnabled(not self.columns.opened.fault)

    def _look(self) -> None:
        if self.columns is None:
            return
        opened = self.columns.opened
        answers = dict(self.preview.choices.answers) if self.preview is not None else {}

        def work(progress: Progress) -> tuple[RosterRead, Preview]:
            roster = roster_import.understand(opened, progress.report)
            progress.report(0, 0, "正在与现有党员核对")
            with self.desk.workspace.read() as session:
                return roster, roster_import.preview_of(session, roster, answers)

        self.wait("正在核对每一行", work, self._show_preview)

    def _show_preview(self, found: tuple[RosterRead, Preview]) -> None:
        super().show_found(found)
        if self.preview is not None:
            self.preview.focus_list()

    def _show_done(self, taken: RosterTaken) -> None:
        self._done = taken
        self.earlier.show()
        page = DonePage(
            taken,
            lambda: ask_undo(
                self.desk, taken.undo, taken.file_name, super(RosterGuide, self).accept
            ),
        )
        self.show_page(page, len(self.STEPS))
        self.buttons(cancel="关闭")
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        self._on_done(taken.people)

    def _say_done(self, taken: RosterTaken) -> None:
        """In a toast, which is seen once the guide is gone."""
        self.desk.messages.done(
            summary(taken),
            "撤销",
            lambda: self.desk.history.take_back_long(taken.undo, summary(taken)),
        )

    def _show_history(self) -> None:
        history = ImportHistoryDialog(self.desk, self)
        history.finished.connect(lambda _result: self._after_history(history.undone))
        history.open()

    def _after_history(self, undone: set[UUID]) -> None:
        """What was shown no longer holds: compare the file anew, or go where it is out again."""
        if self._done is not None and self._done.id in undone:
            super().accept()
        elif undone and self.pages.currentWidget() is self.preview:
            self._look()

    def _save_problems(self) -> None:
        if self.preview is not None:
            shown = self.preview.shown
            told = (*shown.problems, *shown.left_out)
            save_problems(self.desk, self, shown.file_name, told)
