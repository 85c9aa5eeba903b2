"""The grid out to a file, and filled grids back: what would change, then the orders."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from services.core import files
from services.core.errors import BadInput, DeskError, NeedsReason
from services.core.session import WorkSession
from services.menu import version_words
from services.order import grid
from services.order.grid import Comparison, Filled, Kind, Problem
from ui.core import theme
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.history import History
from ui.core.list_tools import WORKBOOK
from ui.core.messages import ReasonDialog
from ui.core.table import RowsView
from ui.core.widgets import button, column, fit, label, row
from ui.core.work import run_shown
from ui.order.tables import CHANGES, PROBLEMS

FILE_KINDS = "点单表 (*.xlsx *.xls *.csv)"
WIDTH, HEIGHT = 980, 640
Read = tuple[Comparison, tuple[Path, ...]]


def export_grid(desk: Desk, parent: QWidget, year: int) -> None:
    """The year's published menu as a grid; asks where to put it."""
    try:
        with desk.read() as session:
            form = grid.form(session, year)
    except DeskError as error:
        desk.messages.error(error)
        return
    offered = f"{form.school}{year}年点单表（第{form.version}版）.xlsx"
    path = desk.chooser.save_file(parent, "导出点单表", offered, WORKBOOK)
    if path is None:
        return
    target = path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx")

    def work(_progress: Progress) -> None:
        from services.order.grid import workbook  # XlsxWriter: only who exports waits for it

        with files.explained("导出点单表"):
            files.replace(target, workbook.write(form))
        with desk.workspace.write("audit.export_grid") as session:
            session.note("order.export_grid", menu=str(form.menu_id), branches=len(form.lines))

    told = f"已导出 {len(form.lines)} 个党支部 × {len(form.entries)} 门课：{target.name}"
    run_shown(desk, parent, "导出点单表", work, lambda _: desk.messages.done(told))


def take_grid(desk: Desk, parent: QWidget, stack: History, year: int) -> None:
    """Ask for a filled grid, compare it in the background and show what it would change."""
    path = desk.chooser.open_file(parent, "选择填好的点单表", FILE_KINDS)
    if path is not None:
        _compare(desk, parent, (path,), year, lambda read: _open(desk, parent, stack, read))


def _compare(desk: Desk, parent: QWidget, paths: Sequence[Path], year: int, show: object) -> None:
    assert callable(show)

    def work(progress: Progress) -> Read:
        read: tuple[tuple[Filled, ...], tuple[Problem, ...]]
        read = grid.read_files(paths, progress.report)
        with desk.read() as session:
            return grid.compare(session, read[0], year, read[1]), tuple(paths)

    run_shown(desk, parent, "收点单表", work, show)


def _open(desk: Desk, parent: QWidget, stack: History, read: Read) -> None:
    TakeDialog(desk, parent, stack, read).open()


class TakeDialog(QDialog):
    """What the files would change, and what in them is not taken. Nothing is written before
    the red button; more files can be added to the look."""

    def __init__(self, desk: Desk, parent: QWidget, stack: History, read: Read) -> None:
        super().__init__(parent.window())
        self.setObjectName("grid-dialog")
        self.setWindowTitle("收回点单表")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, theme.current().px(WIDTH), theme.current().px(HEIGHT))
        self._desk, self._stack_of_undo = desk, stack
        self._compared, self._paths = read
        self.files = label("", "note", wrap=True)
        self.said = label("", "hint-amber", wrap=True)
        self.said.setObjectName("grid-said")
        self.pills = {
            kind: button("", partial(self._show, kind), "pill", name=f"grid-{kind.value}")
            for kind in Kind
        }
        self.problems_pill = button("", lambda: self._show(None), "pill-red", name="grid-problems")
        self.changes: RowsView[grid.Change] = RowsView(CHANGES)
        self.changes.setObjectName("grid-changes")
        self.changes.setAccessibleName("点单表带来的变化")
        self.problems: RowsView[Problem] = RowsView(PROBLEMS)
        self.problems.setObjectName("grid-problem-list")
        self.problems.setAccessibleName("点单表里没有收的")
        self.nothing = label("和现有的订单完全一样，没有要收的变化。", "note")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lists = QStackedWidget()
        for made in (self.changes, self.problems, self.nothing):
            self.lists.addWidget(made)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.note = label("", "note", wrap=True)
        self.go = button("", self._take, "primary", name="grid-take")
        self.go.setDefault(True)
        self._lay_out()
        self._present()

    def _lay_out(self) -> None:
        pills = row(gap=8)
        for made in (*self.pills.values(), self.problems_pill):
            made.setCheckable(True)
            pills.addWidget(made)
        pills.addStretch(1)
        more = button("再加一个文件…", self._add_file, "link", name="grid-more")
        folder = button("整个文件夹都收…", self._add_folder, "link", name="grid-folder")
        head = row(label("收回点单表", "heading"), None, more, folder, gap=10)
        foot = row(gap=10)
        foot.addWidget(self.note, 1)
        foot.addWidget(button("关闭", self.reject, name="grid-close"))
        foot.addWidget(self.go)
        whole = column(head, self.files, self.said, pills, gap=8, margins=20)
        whole.addWidget(self.lists, 1)
        whole.addWidget(self.error)
        whole.addLayout(foot)
        self.setLayout(whole)

    def _present(self) -> None:
        found = self._compared
        names = "、".join(found.files[:3]) + (f" 等 {len(found.files)} 个文件"
                                              if len(found.files) > 3 else "")  # fmt: skip
        self.files.setText(f"{names} → {found.year}年{version_words(found.version)}菜单")
        self.said.setText("\n".join(found.said))
        self.said.setVisible(bool(found.said))
        for kind, made in self.pills.items():
            count = len(found.of(kind))
            made.setText(f"{kind.word} {count}")
            made.setVisible(bool(count))
        self.problems_pill.setText(f"没有收 {len(found.problems)}")
        self.problems_pill.setVisible(bool(found.problems))
        self.problems.set_rows(found.problems)
        doing = found.of(Kind.new, Kind.changed, Kind.withdrawn)
        self.go.setText(f"收下这 {len(doing)} 处变化")
        self.go.setVisible(bool(doing))
        silent = f"{found.silent} 个党支部没有填或没有改，原来的点单不动。" if found.silent else ""
        self.note.setText(silent)
        first = next((kind for kind in Kind if found.of(kind)), None)
        if first is None and not found.problems:
            self.lists.setCurrentWidget(self.nothing)
        else:
            self._show(first)

    def _show(self, kind: Kind | None) -> None:
        """The changes of one kind; None for what is not taken."""
        for key, made in self.pills.items():
            made.setChecked(key is kind)
        self.problems_pill.setChecked(kind is None)
        self.lists.setCurrentWidget(self.problems if kind is None else self.changes)
        if kind is not None:
            self.changes.set_rows(self._compared.of(kind))
            self.changes.selectRow(0)

    def _add_file(self) -> None:
        path = self._desk.chooser.open_file(self, "再选一个填好的点单表", FILE_KINDS)
        if path is not None:
            self._again([path])

    def _add_folder(self) -> None:
        folder = self._desk.chooser.folder(self, "选择放点单表的文件夹")
        if folder is None:
            return
        try:
            found = grid.files_in(folder)
            if not found:
                raise BadInput("这个文件夹里没有表格文件，请另选一个。")
        except DeskError as error:
            self._fail(error.message)
            return
        self._again(found)

    def _again(self, more: Sequence[Path]) -> None:
        """Compare all files anew, since two of them may say different things of one branch."""
        self.error.hide()
        paths = tuple(dict.fromkeys((*self._paths, *more)))
        _compare(self._desk, self, paths, self._compared.year, self._on_read)

    def _on_read(self, read: Read) -> None:
        self._compared, self._paths = read
        self._present()

    def _take(self, reason: str = "") -> None:
        self.go.setEnabled(False)  # an impatient second click must not take it twice
        try:
            with self._desk.workspace.write("order.take_grid") as session:
                taken = self._taken(session, reason)
        except NeedsReason as warning:
            ReasonDialog(self, warning.message, self._take).open()
        except DeskError as error:
            self._fail(error.message)
        else:
            self.accept()
            words = f"已收下：新点 {taken.new}，改人数 {taken.changed}，撤回 {taken.withdrawn}。"
            self._stack_of_undo.did(words, taken.undo)
        finally:
            self.go.setEnabled(True)

    def _taken(self, session: WorkSession, reason: str) -> grid.Taken:
        return grid.take(session, self._compared, reason=reason)

    def _fail(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()
