"""What every list can do: have its columns put, go to Excel and to paper as it stands."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QMenu, QPushButton, QWidget

from services.core import files, listing
from services.core.listing import AS_MADE, Cell, ListColumn, Listing
from services.core.paper.list_paper import LIST
from ui.core.background import Progress
from ui.core.book_out import WORKBOOK as WORKBOOK
from ui.core.desk import Desk
from ui.core.keys import COLUMNS, EXPORT, PRINT_LIST
from ui.core.preview import show_papers
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, label, row
from ui.core.work import run_shown

ACROSS = 3
COPIED = "已复制 {} 行，可以粘贴到表格里。"


@dataclass(frozen=True)
class Named:
    """`key` is the list's name in settings and audit; `title` and `note` stand over it on paper:
    what it is, and what it is narrowed to."""

    key: str
    title: Callable[[], str]
    note: Callable[[], str]


class ListTools(QWidget):
    """Three small buttons under a list. What is exported is what is shown: these rows, in this
    order, the chosen columns. Each export and print is written to the audit.

    Where there is no room for some columns a fourth button says how many, and leads to choosing.
    How columns were chosen, dragged and sized is remembered under the list's name.

    `keys` gives them their shortcuts; where a page has two lists only one may have them. Where the
    page listens to them itself, as acts, this does not.
    """

    def __init__(
        self,
        desk: Desk,
        table: RowsView[Any],
        named: Named,
        *,
        keys: bool = True,
        listens: bool = True,
    ) -> None:
        super().__init__()
        self._listens = listens
        self._desk, self._table, self._named = desk, table, named
        self.columns = self._made("选列", self.choose, "columns", COLUMNS.keys if keys else "")
        self.workbook = self._made(
            "导出 Excel", self.export, "workbook", EXPORT.keys if keys else ""
        )
        self.paper = self._made(
            "打印名单", self.print_list, "paper", PRINT_LIST.keys if keys else ""
        )
        self.left_out = self._made("", self.choose, "left-out", "")
        self.left_out.hide()
        self.setLayout(row(self.left_out, self.columns, self.workbook, self.paper, gap=2))
        # Not by desk.read(): where the columns stand is nothing that the page shows anew.
        with desk.workspace.read() as session:
            table.arrange(listing.arrangement(session, named.key))
        self._on_left_out(table.left_out)
        table.left_out_changed.connect(self._on_left_out)
        table.arranged.connect(self._remember)
        table.copied.connect(lambda count: desk.messages.done(COPIED.format(count)))
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_head_menu)

    def taken(self) -> Listing:
        """The list as it stands now."""
        shown = self._table.shown_columns()
        now = self._desk.workspace.clock.local_now()
        narrowed = self._named.note()
        rows = self._table.rows_model.rows
        note = " · ".join(
            part for part in (narrowed, f"共 {len(rows):,} 行", f"{now:%Y-%m-%d %H:%M}") if part
        )
        return Listing(
            self._named.title(),
            note,
            tuple(ListColumn(shape.title, shape.width, shape.right) for shape in shown),
            tuple(tuple(_cell(shape, one) for shape in shown) for one in rows),
        )

    def _made(self, words: str, act: Callable[[], object], name: str, key: str) -> QPushButton:
        heard = key if self._listens else ""
        return button(
            words, act, "link", key=heard, shows=key, name=f"{self._named.key}-list-{name}"
        )

    def _on_left_out(self, titles: list[str]) -> None:
        """In words, and with a way to see them: no column goes untold."""
        self.left_out.setVisible(bool(titles))
        self.left_out.setText(f"另有 {len(titles)} 列放不下")
        self.left_out.setToolTip(f"放不下的：{'、'.join(titles)}。点这里选列，选中的都会列出来。")

    def _open_head_menu(self, at: QPoint) -> None:
        """What a right click on the header offers."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("选列…", self.choose)
        menu.addAction("恢复原样", lambda: self._take(None))
        menu.popup(self._table.horizontalHeader().mapToGlobal(at))

    def choose(self) -> None:
        ColumnsDialog(self.window(), self._table, self._take).open()

    def _take(self, titles: list[str] | None) -> None:
        """Show these columns where they are; None: all as the list was made."""
        now = self._table.arrangement
        chosen = AS_MADE if titles is None else replace(now, titles=tuple(titles))
        self._table.arrange(chosen)
        self._remember()

    def _remember(self) -> None:
        def act(_reason: str) -> None:
            with self._desk.workspace.write("list.arrange") as session:
                listing.arrange(session, self._named.key, self._table.arrangement)

        self._desk.messages.attempt(act)

    def export(self) -> None:
        taken = self.taken()
        now = self._desk.workspace.clock.local_now()
        offered = f"{taken.title}-{now:%Y%m%d}.xlsx"
        path = self._desk.chooser.save_file(self, "导出 Excel", offered, WORKBOOK)
        if path is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx")

        def work(progress: Progress) -> None:
            from services.core import sheet_writer  # XlsxWriter: only who exports waits for it

            made = sheet_writer.write(
                taken, lambda done, of: progress.report(done, of, f"已写 {done:,} 行")
            )
            with files.explained("导出"):
                files.replace(path, made)
            self._log(taken)

        run_shown(
            self._desk,
            self,
            "导出 Excel",
            work,
            lambda _: self._desk.messages.done(f"已导出 {len(taken.rows):,} 行：{path.name}"),
        )

    def print_list(self) -> None:
        show_papers(self._desk, self, LIST.of(self._named.key, self.taken()))

    def _log(self, taken: Listing) -> None:
        with self._desk.workspace.write("list.take") as session:
            listing.log_taken(session, self._named.key, "workbook", taken)


class ColumnsDialog(QDialog):
    """Which columns a list shows. Space ticks, Enter takes, Esc leaves; the first one stays."""

    def __init__(
        self,
        parent: QWidget,
        table: RowsView[Any],
        taken: Callable[[list[str] | None], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("columns")
        self.setWindowTitle("选列")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._taken = taken
        shown = {shape.title for shape in table.shown_columns()}
        self._usual = {shape.title for shape in table.columns if not shape.extra}
        self.boxes: list[QCheckBox] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        for number, shape in enumerate(table.columns):
            box = QCheckBox(shape.title)
            box.setChecked(shape.title in shown)
            box.setEnabled(number > 0)
            self.boxes.append(box)
            grid.addWidget(box, number // ACROSS, number % ACROSS)
        go = button("按此显示", self._take, "primary", name="columns-go")
        go.setDefault(True)
        usual = button("恢复原样", self._as_made, name="columns-usual")
        leave = button("取消", self.reject, name="columns-cancel")
        self.setLayout(
            column(
                label("列表显示哪些列", "heading"),
                label("导出 Excel 和打印也按这里选的列。", "note"),
                6,
                grid,
                10,
                row(usual, None, leave, go, gap=10),
                margins=20,
            )
        )
        if len(self.boxes) > 1:
            self.boxes[1].setFocus()

    def _take(self) -> None:
        self.accept()
        self._taken([box.text() for box in self.boxes if box.isChecked()])

    def _as_made(self) -> None:
        self.accept()
        self._taken(None)


def _cell(shape: Column[Any], one: object) -> Cell:
    return shape.value(one) if shape.value is not None else shape.text(one)
