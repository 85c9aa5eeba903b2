"""The page's other views: what several want alike, and what each branch is owed."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from services import order
from services.order import Proposal, Share, Standing
from ui.core import theme
from ui.core.desk import Desk
from ui.core.forms import date_field, date_of
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, column, label, line, row
from ui.order.tables import PROPOSALS, STANDING, YEARS

WIDTH, MOST_WIDTH = 330, 400
DOORS = (
    ("已点", "ordered", tuple(Share)),
    ("已办", "held", (Share.held,)),
    ("还欠", "owed", (Share.owed,)),
    ("未办", "ended", (Share.ended,)),
)


class ProposalView(Card):
    """`make` gets the proposal that becomes a class, `look` the one whose orders are shown."""

    def __init__(
        self,
        desk: Desk,
        make: Callable[[Proposal], object],
        look: Callable[[Proposal], object],
    ) -> None:
        super().__init__(padded=False)
        self.table: RowsView[Proposal] = RowsView(PROPOSALS)
        self.table.setObjectName("order-proposals")
        self.table.setAccessibleName("可以合开一班的订单")
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(make)
        self.words = label("", "heading", wrap=True)
        self.words.setObjectName("order-proposal-words")
        self.make = button(
            "合开一班…", lambda: self._with(make), key="Ctrl+B", name="order-proposal-make"
        )
        self.look = button("看这些订单", lambda: self._with(look), name="order-proposal-look")
        foot = row(gap=10)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.look)
        foot.addWidget(self.make)
        foot.setContentsMargins(16, 10, 16, 10)
        named = Named("order_proposal", lambda: "可合班的订单", lambda: "")
        tools = row(None, ListTools(desk, self.table, named, keys=False), gap=2)
        tools.setContentsMargins(16, 4, 8, 4)
        full = QWidget()
        inside = column(self.table, line(), foot, line(), tools, gap=0)
        inside.setStretch(0, 1)
        full.setLayout(inside)
        empty = EmptyState(
            "没有可以合班的订单",
            "两个以上的单位想学同一门课（或同一个专题）、又都还没排班时，这里会建议合开一个班。",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(full)
        self.body.addWidget(self._stack)

    def show_proposals(self, rows: Sequence[Proposal]) -> None:
        self._stack.setCurrentIndex(1 if rows else 0)
        self.table.set_rows(rows)
        if self.table.current is None and rows:
            self.table.selectRow(0)
        self._on_chosen(self.table.current)

    def _on_chosen(self, chosen: Proposal | None) -> None:
        self.words.setText(f"{chosen.words}，{chosen.when}。" if chosen is not None else "")

    def _with(self, act: Callable[[Proposal], object]) -> None:
        if (chosen := self.table.current) is not None:
            act(chosen)


class StandingView(QWidget):
    """Signals in past tense: `day_picked` carries the day as of which it is to be read.

    `look` opens orders by their ids, under words that say which they are.
    """

    day_picked = Signal(object)

    def __init__(self, desk: Desk, look: Callable[[str, Sequence[UUID]], object]) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self.year = 0
        today = desk.workspace.clock.local_now().date()
        self.day = date_field("order-day", today)
        self.day.setAccessibleName("截至哪一天")
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.day.dateChanged.connect(lambda _: self.day_picked.emit(date_of(self.day)))
        self.table: RowsView[Standing] = RowsView(STANDING)
        self.table.setObjectName("order-standing")
        self.table.setAccessibleName("各单位已点、已办、还欠")
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda _row: self._open((Share.owed,), "还欠"))
        self.whole = label("", "note")
        named = Named("order_standing", self._title, lambda: f"截至 {date_of(self.day)}")
        foot = row(self.whole, None, ListTools(desk, self.table, named, keys=False), gap=2)
        foot.setContentsMargins(16, 4, 8, 4)
        asof = row(label("截至", "note"), self.day, label("当天结束时的情况", "note"), None)
        asof.setContentsMargins(16, 10, 16, 10)
        left = Card(padded=False)
        left.body.setSpacing(0)
        left.body.addLayout(asof)
        left.body.addWidget(self.table, 1)
        left.body.addLayout(foot)
        sides = row(gap=14)
        sides.addWidget(left, 1)
        sides.addWidget(self._side())
        self.setLayout(sides)

    def show_standing(self, year: int, rows: Sequence[Standing]) -> None:
        self.year = year
        self.table.set_rows(rows)
        whole = order.total(rows)
        self.whole.setText(
            f"{len(rows)} 个单位：已点 {whole.ordered.orders} 单 {whole.ordered.heads:,} 人，"
            f"已办 {whole.held.orders} 单，还欠 {whole.owed.orders} 单 {whole.owed.heads:,} 人"
        )
        if self.table.current is None and rows:
            self.table.selectRow(0)
        self._on_chosen(self.table.current)

    def _side(self) -> QWidget:
        card = Card(padded=False)
        card.setFixedWidth(min(theme.current().px(WIDTH), MOST_WIDTH))
        self.name = label("", "title", wrap=True)
        self.doors: dict[str, QPushButton] = {}
        figures = column(gap=2)
        for words, share, shares in DOORS:
            figures.addLayout(self._door(words, share, shares))
        head = column(
            self.name, figures, label("已点 ＝ 已办 ＋ 还欠 ＋ 未办（不受理、取消）", "note")
        )
        head.setContentsMargins(16, 14, 16, 8)
        self.years: RowsView[Standing] = RowsView(YEARS)
        self.years.setObjectName("order-years")
        self.years.setAccessibleName("历年已点、已办、还欠")
        self.over_years = label("历年订单", "heading")
        self.over_years.setContentsMargins(16, 4, 16, 6)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(line())
        card.body.addWidget(self.over_years)
        card.body.addWidget(self.years, 1)
        card.body.addStretch(0)
        return card

    def _door(self, words: str, share: str, shares: tuple[Share, ...]) -> QHBoxLayout:
        made = button("", partial(self._open, shares, words), "door", name=f"order-door-{share}")
        made.setToolTip(f"看{words}的订单")
        self.doors[share] = made
        caption = label(words, "note")
        caption.setFixedWidth(theme.current().px(40))
        return row(caption, made, None)

    def _on_chosen(self, chosen: Standing | None) -> None:
        self.name.setText(chosen.words if chosen is not None else "")
        for _, share, _shares in DOORS:
            count = order.Count() if chosen is None else getattr(chosen, share)
            self.doors[share].setText(f"{count.orders} 单 · {count.heads:,} 人")
            self.doors[share].setEnabled(bool(count.orders))
        rows: tuple[Standing, ...] = ()
        if chosen is not None and chosen.branch_id is not None:
            with self._desk.read() as session:
                rows = order.over_years(session, chosen.branch_id)
        self.years.set_rows(rows)
        self.years.setVisible(bool(rows))
        self.over_years.setVisible(bool(rows))

    def _open(self, shares: tuple[Share, ...], words: str) -> None:
        chosen = self.table.current
        if chosen is not None:
            keys = [key for key, share in chosen.order_ids if share in shares]
            if keys:
                self._look(f"{chosen.words} {words}", keys)

    def _title(self) -> str:
        return f"{self.year}年各单位已点、已办、还欠"
