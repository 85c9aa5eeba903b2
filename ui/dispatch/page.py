"""The county's dispatches (派单): the list left, the chosen one right, what to write above."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStackedWidget, QWidget

from services import dispatch, exchange
from services.core.session import WorkSession
from services.core.text import normal
from services.core.undo import Undo
from services.dispatch import DispatchDraft, DispatchRow, SchoolChoice
from services.exchange import PeerRow, SentRow
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, column, label, row
from ui.dispatch.details import DispatchCard
from ui.dispatch.dialogs import DispatchDialog, WithdrawDialog
from ui.dispatch.issue import IssueStrip, write_issues
from ui.dispatch.tables import dispatch_columns
from ui.exchange.files import write_to

ALL = "全部学校"


@dataclass(frozen=True)
class Shown:
    """Everything on the page, read in one transaction."""

    rows: tuple[DispatchRow, ...]
    schools: tuple[SchoolChoice, ...]
    waiting: tuple[PeerRow, ...]


class DispatchPage(Page):
    key = "dispatch"
    title = "派单"
    help = (
        "县里派给学校的培训任务。新建后写下发包到 U 盘，学校导入就成了它的培训订单；"
        "学校下次交来数据包，这里就看到受理、排班、办完没有。\n"
        "Ctrl+N 新建派单，回车或 Ctrl+E 修改，Delete 撤回，Ctrl+F 查找，Ctrl+回车 写下发包，"
        "Ctrl+Z 撤销本页上一步；Ctrl+Shift+L 选列，Ctrl+Shift+E 导出 Excel，Ctrl+Shift+P 打印。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._target: UUID | None = None
        self._shown = Shown((), (), ())
        self.undo = desk.history
        self.strip = IssueStrip(lambda: write_issues(desk, self), key="Ctrl+Return")
        self.table: RowsView[DispatchRow] = RowsView(dispatch_columns(desk.workspace))
        self.table.setObjectName("dispatches")
        self.table.setAccessibleName("派单")
        self.table.chosen.connect(lambda _: self._show_details())
        self.table.opened.connect(lambda _: self._edit())
        self.card = DispatchCard(
            desk.workspace, edit=self._edit, withdraw=self._withdraw, again=self._write_again
        )
        self.empty = EmptyState(
            "还没有派单",
            "这里放县里派给学校的培训任务：讲什么、多少人、希望哪几天。"
            "新建一张，写下发包交给学校，学校导入后就能受理、排班。",
            "新建派单",
            self._new,
        )
        empty = Card(padded=False)
        empty.body.addWidget(self.empty)
        full = QWidget()
        sides = row(self._list_card(), self.card, gap=14)
        sides.setStretch(0, 1)
        full.setLayout(sides)
        self._states = QStackedWidget()
        for state in (QWidget(), empty, full):
            self._states.addWidget(state)
        whole = column(self.strip, self._states, gap=14)
        whole.setStretch(1, 1)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)
        for keys, act in (("Delete", self._withdraw), ("Ctrl+F", self.field.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._latest = Latest(
            desk.background, "读取派单", self._read, self._show, desk.messages.error
        )

    def header_buttons(self) -> list[QWidget]:
        return [button("＋ 新建派单", self._new, "primary", key="Ctrl+N", name="dispatch-new")]

    def aim(self, target: object) -> None:
        """A dispatch's id, or "new"."""
        if target == "new":
            self._new()
        elif isinstance(target, UUID):
            self._target = target
            self._aim()

    def _list_card(self) -> QWidget:
        self.field = QLineEdit()
        self.field.setObjectName("dispatch-find")
        self.field.setPlaceholderText("查找：主题、编号、地点")
        self.field.setToolTip("Ctrl+F")
        self.field.setAccessibleName("查找派单")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self._show_list())
        self.school = QComboBox()
        self.school.setObjectName("dispatch-school")
        self.school.setAccessibleName("只看一所学校")
        self.school.addItem(ALL, None)
        self.school.currentIndexChanged.connect(lambda _: self._show_list())
        self.closed = QCheckBox("也列出已办和撤回的")
        self.closed.setObjectName("dispatch-closed")
        self.closed.toggled.connect(lambda _: self._show_list())
        self.count = label("", "note")
        head = row(self.field, self.school, gap=8)
        head.setStretch(0, 1)
        head.setContentsMargins(12, 10, 12, 10)
        named = Named("dispatch", lambda: "派单", self._note)
        tools = ListTools(self.desk, self.table, named)
        foot = row(self.count, 10, self.closed, None, tools, gap=6)
        foot.setContentsMargins(16, 4, 8, 4)
        card = Card(padded=False)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(self.table, 1)
        card.body.addLayout(foot)
        return card

    # reading

    def refresh(self) -> None:
        self._latest.ask()

    def _read(self, _progress: Progress) -> Shown:
        with self.desk.read() as session:
            return Shown(
                dispatch.list_rows(session),
                dispatch.schools(session),
                exchange.schools_to_tell(session),
            )

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self._states.setCurrentIndex(2 if shown.rows else 1)
        self.strip.show_schools(shown.waiting)
        chosen = self.school.currentData()
        self.school.blockSignals(True)
        self.school.clear()
        self.school.addItem(ALL, None)
        for one in shown.schools:
            self.school.addItem(one.name, one.id)
        ids = [None, *(one.id for one in shown.schools)]
        self.school.setCurrentIndex(ids.index(chosen) if chosen in ids else 0)
        self.school.blockSignals(False)
        self._show_list()
        open_ = sum(not one.closed for one in shown.rows)
        self.subtitle_changed.emit(f"{open_} 张在办，共 {len(shown.rows)} 张" if shown.rows else "")
        self._aim()

    def _show_list(self) -> None:
        closed = sum(one.closed for one in self._shown.rows)
        self.closed.setVisible(bool(closed))
        rows = [one for one in self._shown.rows if self._fits(one)]
        self.table.set_rows(rows)
        self.count.setText(f"{len(rows)} 张")
        if self.table.current is None and rows:
            self.table.selectRow(0)
        self._show_details()

    def _fits(self, one: DispatchRow) -> bool:
        wanted, school = normal(self.field.text()).lower(), self.school.currentData()
        said = f"{one.draft.topic} {one.number} {one.draft.place}".lower()
        return (
            wanted in said
            and school in (None, one.school_id)
            and (self.closed.isChecked() or not one.closed)
        )

    def _aim(self) -> None:
        target, rows = self._target, self._shown.rows
        found = next((one for one in rows if one.id == target), None)
        if found is None:
            return
        self._target = None
        self.field.clear()
        self.school.setCurrentIndex(0)
        if found.closed:
            self.closed.setChecked(True)
        self.table.choose(lambda one: one.id == target)

    def _show_details(self) -> None:
        self.card.show_row(self.table.current)

    def _note(self) -> str:
        parts = (
            "" if self.school.currentData() is None else self.school.currentText(),
            f"含“{self.field.text().strip()}”" if self.field.text().strip() else "",
            "含已办和撤回的" if self.closed.isChecked() else "在办的",
        )
        return " · ".join(part for part in parts if part)

    # changing

    def _new(self) -> None:
        with self.desk.read() as session:
            schools = dispatch.schools(session)
        if not schools:
            self.desk.messages.explain(
                "还没有可以派单的学校",
                "学校交来第一份数据包以后才能派单。请先在收件箱收取学校的登记文件和数据包。",
            )
            return

        def save(draft: DispatchDraft, school_ids: list[UUID]) -> None:
            with self.desk.workspace.write("dispatch.create") as session:
                ids, undo = dispatch.create(session, draft, school_ids)
            self._target = ids[0]
            self.undo.did(f"已派给 {len(ids)} 所学校，下一步写下发包。", undo)

        today = self.desk.workspace.clock.local_now().date()
        DispatchDialog(self.window(), schools, today, None, save).open()

    def _edit(self) -> None:
        chosen = self.table.current
        if chosen is None or chosen.closed:
            return

        def save(draft: DispatchDraft, _schools: list[UUID]) -> None:
            self._do("已保存。", "dispatch.change", lambda s: dispatch.change(s, chosen.id, draft))

        today = self.desk.workspace.clock.local_now().date()
        DispatchDialog(self.window(), self._shown.schools, today, chosen, save).open()

    def _withdraw(self) -> None:
        chosen = self.table.current
        if chosen is None or chosen.closed:
            return

        def withdraw(reason: str) -> None:
            self._do(
                f"已撤回 {chosen.number}。",
                "dispatch.withdraw",
                lambda s: dispatch.withdraw(s, chosen.id, reason),
            )

        WithdrawDialog(self.window(), chosen, withdraw).open()

    def _do(self, words: str, verb: str, act: Callable[[WorkSession], Undo]) -> None:
        with self.desk.workspace.write(verb) as session:
            undo = act(session)
        self.undo.did(words, undo)

    def _write_again(self) -> None:
        """The file of one school once more: its stick was lost."""
        chosen = self.table.current
        if chosen is None:
            return
        try:
            with self.desk.workspace.write("exchange.make_issue") as session:
                made = exchange.make_issue(session, chosen.school_id)
        except Exception as error:
            self.desk.messages.error(error)
            return
        write_to(self.desk, self, made, self._written)

    def _written(self, written: SentRow) -> None:
        self.desk.messages.done(f"已写入 {written.file_name}，请交给{written.recipient_name}。")
