"""Importing a roster: the file is read in the background, looked at, then taken in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from services import roster_import
from services.core import files
from services.core.errors import Cancelled, DeskError
from services.roster_import import Preview, Roster, Taken
from ui.core import theme
from ui.core.background import Job, Progress
from ui.core.desk import Desk
from ui.core.messages import UNEXPECTED
from ui.core.widgets import ElidedLabel, button, column, label, row
from ui.roster_import.preview import PreviewPage

FILE_KINDS = "花名册 (*.xlsx *.xls *.csv)"
CANNOT_UNDO = "导入前自动备份。导入后不能一键撤销，需要时可从这份备份恢复。"
WIDTH, HEIGHT = 940, 640
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
    """Wait, look, wait; or what was wrong with the file. It never closes over running work."""

    def __init__(
        self, desk: Desk, parent: QWidget, path: Path, on_done: Callable[[int], object]
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("roster-dialog")
        self.setWindowTitle("导入花名册")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = parent.window()
        self.resize(
            min(look.px(WIDTH), window.width() - EDGE), min(look.px(HEIGHT), window.height() - EDGE)
        )
        self._desk, self._on_done = desk, on_done
        self._job: Job | None = None
        self._roster: Roster | None = None
        self.preview: PreviewPage | None = None
        self.file_name = ElidedLabel("", "subtitle")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting_page())
        self._stack.addWidget(self._failed_page())
        self.note = label("", "note", wrap=True)
        self.cancel = button("取消", self.reject, name="roster-cancel")
        self.again = button("换一个文件…", self._choose_again, "primary", name="roster-again")
        self.go = button("导入", self._take, "primary", name="roster-import")
        head = row(label("导入花名册", "heading"), gap=10)
        head.addWidget(self.file_name, 1)
        foot = row(gap=10)
        foot.addWidget(self.note, 1)
        for made in (self.cancel, self.again, self.go):
            foot.addWidget(made)
        whole = column(head, gap=12, margins=20)
        whole.addWidget(self._stack, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        self._read(path)

    def reject(self) -> None:
        """Esc: stop the work first; the dialog goes when it has ended."""
        if self._job is None:
            super().reject()
            return
        self._job.progress.cancel()
        self.doing.setText("正在停止…")
        self.cancel.setEnabled(False)

    def _waiting_page(self) -> QWidget:
        self.doing = label("", "subtitle")
        self.doing.setObjectName("roster-doing")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        page = QWidget()
        page.setLayout(column(None, self.doing, self.bar, None, gap=10, margins=40))
        return page

    def _failed_page(self) -> QWidget:
        self.fault = label("", wrap=True)
        self.fault.setObjectName("roster-fault")
        self.fault.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        kinds = "可以导入 .xlsx、.xls 和 .csv（GBK 或 UTF-8）。表头在前 30 行里，列的顺序不限。"
        page = QWidget()
        heading = label("这个文件没有导入", "heading")
        page.setLayout(
            column(None, heading, self.fault, 6, label(kinds, "note"), None, gap=8, margins=40)
        )
        return page

    def _read(self, path: Path) -> None:
        self.file_name.set_whole(path.name)

        def work(progress: Progress) -> tuple[Roster, Preview]:
            roster = roster_import.read(path, progress.report)
            progress.report(0, 0, "正在与现有党员核对")
            with self._desk.workspace.read() as session:
                return roster, roster_import.preview_of(session, roster)

        self._wait("正在读取文件", work, self._show_preview)

    def _take(self) -> None:
        roster = self._roster
        if roster is None or self._job is not None:
            return
        workspace = self._desk.workspace
        self._wait(
            "正在导入",
            lambda progress: roster_import.take(workspace, roster, progress.report),
            self._finished,
        )

    def _wait(
        self,
        words: str,
        work: Callable[[Progress], object],
        done: Callable[..., object],
    ) -> None:
        self.doing.setText(words)
        self.bar.setRange(0, 0)
        self._show_page(0)
        self._buttons(cancel="停止")
        self.cancel.setFocus()

        def succeeded(result: object) -> None:
            self._job = None
            done(result)

        self._job = self._desk.background.run(words, work, succeeded, self._failed)
        self._job.progressed.connect(self._on_progress)

    def _on_progress(self, done: int, of: int, what: str) -> None:
        if not self.cancel.isEnabled():
            return
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.doing.setText(f"{what}  {done:,} / {of:,}" if of > 1 else what)

    def _failed(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            super().reject()
            self._desk.messages.done(error.message)
            return
        if not isinstance(error, DeskError):
            self._desk.messages.error(error)
        self.fault.setText(error.message if isinstance(error, DeskError) else UNEXPECTED)
        self._show_page(1)
        self._buttons(cancel="关闭", again=True)
        self.again.setFocus()

    def _show_preview(self, result: tuple[Roster, Preview]) -> None:
        self._roster, shown = result
        if self.preview is not None:
            self._stack.removeWidget(self.preview)
            self.preview.deleteLater()
        self.preview = PreviewPage(shown, self._save_problems)
        self._stack.addWidget(self.preview)
        self._stack.setCurrentWidget(self.preview)
        if shown.new or shown.changed:
            self.note.setText(CANNOT_UNDO)
            self.go.setText(f"导入 {shown.new + shown.changed:,} 人")
            self._buttons(cancel="取消", go=True)
            self.go.setFocus()
        else:
            self.note.setText("文件里的人都已在册，内容一致，不需要导入。")
            self._buttons(cancel="关闭")
            self.cancel.setFocus()

    def _finished(self, taken: Taken) -> None:
        self.accept()
        words = f"已导入花名册：新增 {taken.new:,} 人，改动 {taken.changed:,} 人"
        if taken.problems:
            words += f"，{taken.problems} 处待核"
        self._desk.messages.done(f"{words}。")
        self._on_done(taken.people)

    def _choose_again(self) -> None:
        path = _ask(self._desk, self)
        if path is not None:
            self._read(path)

    def _save_problems(self) -> None:
        if self.preview is None or self._roster is None:
            return
        name = f"{Path(self._roster.file_name).stem}_待核单元格.xlsx"
        path = self._desk.chooser.save_file(self, "存为 Excel", name, "Excel 表格 (*.xlsx)")
        if path is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx")
        problems = self.preview.shown.problems
        try:
            with files.explained("保存待核清单"):
                files.replace(path, roster_import.problem_list(problems))
            with self._desk.workspace.write("audit.save_problems") as session:
                roster_import.log_saved_problems(session, len(problems))
        except Exception as error:
            self._desk.messages.error(error)
            return
        self._desk.messages.done(f"已保存：{path.name}")

    def _show_page(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.note.setText("")

    def _buttons(self, *, cancel: str, again: bool = False, go: bool = False) -> None:
        self.cancel.setText(cancel)
        self.cancel.setEnabled(True)
        self.again.setVisible(again)
        self.again.setDefault(again)
        self.go.setVisible(go)
        self.go.setDefault(go)
