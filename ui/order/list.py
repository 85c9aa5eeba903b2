"""The list of a year's orders: found, narrowed, and where many are chosen at once."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox

from services import order
from services.order import PRIORITY, OrderRow, OrderState
from ui.core.desk import Desk
from ui.core.forms import text_field
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import Card, button, column, label, row
from ui.order.tables import ORDERS

ALL, OWED, NEAR, ENDED = "all", "owed", "near", "ended"
STATES: dict[object, str] = {
    ALL: "全部状态",
    OWED: "还没办的",
    NEAR: "时间快到还没排班",
    **{state: state.word for state in OrderState if state not in order.ENDED},
    ENDED: "不受理、已取消",
}

TODOS: dict[str, tuple[object, OrderState]] = {
    "waiting": (OrderState.submitted, OrderState.submitted),
    "near": (NEAR, OrderState.accepted),
    "delivered": (OrderState.delivered, OrderState.delivered),
}
"""A to-do: what the list is narrowed to, and the state of the orders it means."""

CHANNELS: dict[object, str] = {ALL: "全部渠道"}
CHANNELS.update((channel, channel.word) for channel in PRIORITY)


class OrderList(Card):
    """Signals in past tense: `chosen` tells that other rows are selected, `opened` the row."""

    chosen = Signal()
    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(padded=False)
        self._rows: Sequence[OrderRow] = ()
        self._today = desk.workspace.clock.local_now().date()
        self._only: tuple[str, frozenset[UUID]] | None = None
        self.search = text_field("order-search", hint="编号、单位、内容、备注")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("找订单")
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.state = _combo("order-state", "状态", STATES)
        self.channel = _combo("order-channels", "渠道", CHANNELS)
        for combo in (self.state, self.channel):
            combo.currentIndexChanged.connect(lambda _: self._narrow())
        self.only = button("", self.show_all, "pill-blue", name="order-only")
        self.only.setToolTip("看全部")
        self.table: RowsView[OrderRow] = RowsView(ORDERS)
        self.table.setObjectName("orders")
        self.table.setAccessibleName("培训订单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.timeout.connect(self._on_selected)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._told.start(0))
        self.table.opened.connect(self.opened.emit)
        self.none = label("没有符合的订单。", "note")
        self.none.setContentsMargins(16, 16, 16, 16)
        self.count = label("", "note")
        self.year = self._today.year
        named = Named("order", lambda: f"{self.year}年培训订单", self._note)
        self.tools = ListTools(desk, self.table, named)
        self._lay_out()

    def show_rows(self, year: int, rows: Sequence[OrderRow], today: date) -> None:
        self.year, self._rows, self._today = year, rows, today
        self._narrow()

    def narrow_to(self, state: object) -> None:
        """Exactly the orders of one entry of STATES."""
        self.show_all()
        self.state.setCurrentIndex(max(0, self.state.findData(state)))

    def narrow_to_ids(self, words: str, keys: Collection[UUID]) -> None:
        """Exactly these orders; `words` say which they are."""
        self.show_all()
        self._only = words, frozenset(keys)
        self._narrow()

    def show_all(self) -> None:
        self._only = None
        for made in (self.search, self.state, self.channel):
            made.blockSignals(True)  # the list is narrowed once
        self.search.clear()
        self.state.setCurrentIndex(0)
        self.channel.setCurrentIndex(0)
        for made in (self.search, self.state, self.channel):
            made.blockSignals(False)
        self._narrow()

    def choose(self, order_id: UUID) -> bool:
        """Bring one order to the front, whatever the list is narrowed to."""
        if not self.table.choose(lambda one: one.id == order_id):
            self.show_all()
            return self.table.choose(lambda one: one.id == order_id)
        return True

    def _lay_out(self) -> None:
        finding = row(gap=8)
        finding.addWidget(self.search, 3)
        finding.addWidget(self.state, 2)
        finding.addWidget(self.channel, 2)
        finding.addWidget(self.only)
        finding.setContentsMargins(12, 10, 12, 10)
        foot = row(self.count, None, self.tools, gap=2)
        foot.setContentsMargins(16, 4, 8, 4)
        self.body.setSpacing(0)
        self.body.addLayout(finding)
        self.body.addWidget(self.none)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(column(foot))
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self, self._find)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _narrow(self) -> None:
        shown = [one for one in self._rows if self._fits(one)]
        self.only.setVisible(self._only is not None)
        if self._only is not None:
            self.only.setText(f"只看 {self._only[0]}  ✕")
        self.none.setVisible(not shown)
        self.table.setVisible(bool(shown))
        self.table.set_rows(shown)
        if self.table.current is None and shown:
            self.table.selectRow(0)
        self._on_selected()

    def _fits(self, one: OrderRow) -> bool:
        text = self.search.text().strip().lower()
        channel = self.channel.currentData()
        return (
            (self._only is None or one.id in self._only[1])
            and channel in (ALL, one.channel)
            and self._has_state(one)
            and text in f"{one.number} {one.asker} {one.what} {one.note} {one.contact}".lower()
        )

    def _has_state(self, one: OrderRow) -> bool:
        wanted = self.state.currentData()
        if wanted == OWED:
            return one.state in (*order.OPEN, OrderState.scheduled)
        if wanted == NEAR:
            return order.is_near(one, self._today)
        if wanted == ENDED:
            return one.state in order.ENDED
        return wanted in (ALL, one.state)

    def _on_selected(self) -> None:
        marked = self.table.marked()
        rows = self.table.rows_model.rows
        heads = sum(one.heads for one in marked if len(marked) > 1) or sum(o.heads for o in rows)
        many = f"，选中 {len(marked)} 个" if len(marked) > 1 else ""
        self.count.setText(f"{len(rows)} 个订单{many}，{heads:,} 人")
        self.chosen.emit()

    def _note(self) -> str:
        parts = [self._only[0] if self._only else ""]
        parts += [c.currentText() for c in (self.state, self.channel) if c.currentIndex() > 0]
        if text := self.search.text().strip():
            parts.append(f"查找“{text}”")
        return " · ".join(part for part in parts if part) or "全部订单"


def _combo(name: str, words: str, choices: dict[object, str]) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(4)
    for key, text in choices.items():
        made.addItem(text, key)
    return made
