"""The grid out to a file, and filled grids back: what would change, then the orders."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from services.core import files
from services.core.call import Call, call
from services.core.errors import BadInput, DeskError
from services.menu import version_words
from services.order import grid
from services.order.grid import GridChangeKind, GridComparison, GridProblem
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.import_guide import ImportGuide, ask_for_sheet
from ui.core.list_tools import WORKBOOK
from ui.core.table import RowsView
from ui.core.widgets import button, column, label, row
from ui.core.work import run_shown
from ui.order.tables import CHANGES, PROBLEMS

ASK = "选择填好的点单表"


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
        with desk.workspace.write("order.export_grid") as session:
            session.note("order.export_grid", menu=str(form.menu_id), branches=len(form.lines))

    told = f"已导出 {len(form.lines)} 个党支部 × {len(form.entries)} 门课：{target.name}"
    run_shown(desk, parent, "导出点单表", work, lambda _: desk.messages.done(told))


class GridGuide(ImportGuide):
    """What filled grids would change, and what in them is not taken; more files can be added to
    the look."""

    name = "grid"
    heading = "收回点单表"
    ask = ASK

    def __init__(self, desk: Desk, parent: QWidget, paths: Sequence[Path], year: int) -> None:
        self._year = year
        self.shown: GridPage | None = None
        super().__init__(desk, parent, paths)

    def read(self, paths: Sequence[Path], progress: Progress) -> GridComparison:
        filled, problems = grid.read_files(paths, progress.report)
        with self.desk.workspace.read() as session:
            return grid.compare(session, filled, self._year, problems)

    def present(self, found: GridComparison) -> QWidget:
        self.shown = GridPage(found)
        return self.shown

    def decision(self) -> tuple[str, str]:
        compared = self._compared
        doing = compared.of(GridChangeKind.new, GridChangeKind.changed, GridChangeKind.withdrawn)
        silent = compared.silent
        note = f"{silent} 个党支部没有填或没有改，原来的点单不动。" if silent else ""
        return (f"收下这 {len(doing)} 处变化" if doing else ""), note

    def call(self) -> Call[Any]:
        return call(grid.take_grid, self._compared)

    def told(self, result: grid.GridTaken) -> str:
        return f"已收下：新点 {result.new}，改人数 {result.changed}，撤回 {result.withdrawn}。"

    def head_tools(self) -> Sequence[QWidget]:
        return (
            button("再加一个文件…", self._add_file, "link", name="grid-more"),
            button("整个文件夹都收…", self._add_folder, "link", name="grid-folder"),
        )

    @property
    def _compared(self) -> GridComparison:
        assert self.shown is not None
        return self.shown.compared

    def _add_file(self) -> None:
        path = ask_for_sheet(self.desk, self, "再选一个填好的点单表")
        if path is not None:
            self._add([path])

    def _add_folder(self) -> None:
        folder = self.desk.chooser.folder(self, "选择放点单表的文件夹")
        if folder is None:
            return
        try:
            found = grid.files_in(folder)
            if not found:
                raise BadInput("这个文件夹里没有表格文件，请另选一个。")
        except DeskError as error:
            self.say_error(error.message)
            return
        self._add(found)

    def _add(self, more: Sequence[Path]) -> None:
        """Compare all files anew, since two of them may say different things of one branch."""
        self.read_files(tuple(dict.fromkeys((*self.paths, *more))))


class GridPage(QWidget):
    """The changes of one kind at a time, and what is not taken."""

    def __init__(self, compared: GridComparison) -> None:
        super().__init__()
        self.compared = compared
        menu = label(f"{compared.year}年{version_words(compared.version)}菜单", "note")
        said = label("\n".join(compared.said), "hint-amber", wrap=True)
        said.setObjectName("grid-said")
        said.setVisible(bool(compared.said))
        self.pills = {
            kind: button(
                f"{kind.word} {len(compared.of(kind))}",
                partial(self._show, kind),
                "pill",
                name=f"grid-{kind.value}",
            )
            for kind in GridChangeKind
            if compared.of(kind)
        }
        problems = len(compared.problems)
        self.problems_pill = button(
            f"没有收 {problems}", lambda: self._show(None), "pill-red", name="grid-problems"
        )
        self.changes: RowsView[grid.GridChange] = RowsView(CHANGES)
        self.changes.setObjectName("grid-changes")
        self.changes.setAccessibleName("点单表带来的变化")
        self.problems: RowsView[GridProblem] = RowsView(PROBLEMS)
        self.problems.setObjectName("grid-problem-list")
        self.problems.setAccessibleName("点单表里没有收的")
        self.problems.set_rows(compared.problems)
        nothing = label("和现有的订单完全一样，没有要收的变化。", "note")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lists = QStackedWidget()
        for made in (self.changes, self.problems, nothing):
            self.lists.addWidget(made)
        for pill in (*self.pills.values(), self.problems_pill):
            pill.setCheckable(True)
        pills = row(*self.pills.values(), self.problems_pill, None, gap=8)
        whole = column(menu, said, pills, gap=8)
        whole.addWidget(self.lists, 1)
        self.setLayout(whole)
        self.problems_pill.setVisible(problems > 0)
        if self.pills:
            self._show(next(iter(self.pills)))
        elif problems:
            self._show(None)
        else:
            self.lists.setCurrentWidget(nothing)

    def _show(self, kind: GridChangeKind | None) -> None:
        """The changes of one kind; None for what is not taken."""
        for key, made in self.pills.items():
            made.setChecked(key is kind)
        self.problems_pill.setChecked(kind is None)
        self.lists.setCurrentWidget(self.problems if kind is None else self.changes)
        if kind is not None:
            self.changes.set_rows(self.compared.of(kind))
            self.changes.selectRow(0)
