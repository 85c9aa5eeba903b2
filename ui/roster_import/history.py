"""Earlier imports, and taking one of them back."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from services import roster_import
from services.core.undo import LongUndo
from services.roster_import import ImportRow
from ui.core import theme
from ui.core.background import Latest, Progress
from ui.core.desk import Desk
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, EmptyState, button, column, label, row

UNDO_NOTE = "撤销后，它带来的人和支部不再有，改过的内容恢复原样；之后有签到、修改的不能撤销。"


def _state(one: ImportRow) -> str:
    return "已撤销" if one.undone_at else "有效"


COLUMNS: tuple[Column[ImportRow], ...] = (
    Column("时间", 150, lambda one: f"{one.at:%Y-%m-%d %H:%M}", lambda one: one.at),
    Column("文件", 0, lambda one: one.file_name, bold=True),
    Column("新增", 74, lambda one: f"{one.new:,}", lambda one: one.new, right=True),
    Column("改动", 74, lambda one: f"{one.changed:,}", lambda one: one.changed, right=True),
    Column("离开", 74, lambda one: f"{one.left:,}", lambda one: one.left, right=True),
    Column("待核", 74, lambda one: f"{len(one.problems):,}",
           lambda one: len(one.problems), right=True),
    Column("状态", 92, _state, tone=lambda one: "grey" if one.undone_at else "green", firm=True),
)  # fmt: skip


class ImportHistoryDialog(QDialog):
    """The list, and the red button that takes the chosen import back; `undone` says which were."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("roster-history-dialog")
        self.setWindowTitle("以前的导入")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(look.px(780), look.px(420))
        self._desk = desk
        self.undone: set[UUID] = set()
        self._asked: UUID | None = None
        self.rows: RowsView[ImportRow] = RowsView(COLUMNS)
        self.rows.setObjectName("roster-imports")
        self.rows.setAccessibleName("以前的导入")
        self._states = QStackedWidget()
        self._states.addWidget(self.rows)
        self._states.addWidget(
            EmptyState(
                "还没有导入过花名册", "导入过的文件、时间和人数会列在这里，也可以从这里撤销。"
            )
        )
        card = Card(padded=False)
        card.body.addWidget(self._states)
        self.undo = button("撤销这次导入", self._ask_undo, "primary", name="roster-history-undo")
        self.undo.setDefault(True)
        foot = row(gap=10)
        self.note = label(UNDO_NOTE, "note", wrap=True)
        self.note.setObjectName("roster-history-note")
        foot.addWidget(self.note, 1)
        foot.addWidget(button("关闭", self.reject, name="roster-history-close"))
        foot.addWidget(self.undo)
        whole = column(label("以前的导入", "heading"), gap=12, margins=20)
        whole.addWidget(card, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        read, show = self._read_blocker, self._show_blocker
        self._blockers = Latest(desk.background, "看能否撤销", read, show, desk.messages.error)
        self.finished.connect(self._ask_no_more)
        self.rows.chosen.connect(self._on_chosen)
        self._show()

    def _show(self) -> None:
        with self._desk.read() as session:
            rows = roster_import.list_imports(session)
        self.rows.set_rows(rows)
        self._states.setCurrentIndex(0 if rows else 1)
        if rows and self.rows.current is None:
            self.rows.selectRow(0)
        self._on_chosen(self.rows.current)

    def _on_chosen(self, one: ImportRow | None) -> None:
        self.undo.setEnabled(one is not None and one.undone_at is None)
        self.note.setText(UNDO_NOTE)
        self._asked = None if one is None or one.undone_at is not None else one.id
        self._blockers.ask()

    def _read_blocker(self, _progress: Progress) -> tuple[UUID | None, str]:
        """Why the chosen import cannot be taken back now; it may take looking at each person."""
        asked = self._asked
        if asked is None:
            return None, ""
        with self._desk.read() as session:
            return asked, roster_import.blocker(session, asked)

    def _ask_no_more(self, _result: int) -> None:
        self._asked = None  # an answer that comes later finds no window

    def _show_blocker(self, found: tuple[UUID | None, str]) -> None:
        asked, why = found
        if why and asked == self._asked:
            self.note.setText(f"现在不能撤销：{why}")
            self.undo.setEnabled(False)

    def _ask_undo(self) -> None:
        if (one := self.rows.current) is not None and one.undone_at is None:
            undo = roster_import.way_back(one.id, one.file_name)
            ask_undo(self._desk, undo, one.file_name, lambda: self._on_undone(one.id))

    def _on_undone(self, import_id: UUID) -> None:
        self.undone.add(import_id)
        self._show()


def ask_undo(desk: Desk, undo: LongUndo, file_name: str, on_done: Callable[[], object]) -> None:
    """Ask, then take an import back in the background; what forbids it is told."""
    desk.messages.ask(
        "撤销这次导入",
        f"把“{file_name}”导入的内容全部撤销？它新增的人会去掉，改过的内容恢复原样。",
        "撤销这次导入",
        lambda: desk.history.take_back_long(undo, f"以前导入“{file_name}”。", on_done),
    )
