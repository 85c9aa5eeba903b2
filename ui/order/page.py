"""The training orders (培训订单): the list left, the chosen order right; what several want alike;
what each branch is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from services import order
from services.class_making.sources import FromOrders
from services.core.errors import DeskError
from services.order import OrderDetail, OrderRow, OrderState, Proposal, Standing
from services.order.paper import FORM
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Files, Page
from ui.core.import_guide import ask_for_sheet
from ui.core.preview import show_papers
from ui.core.theme import set_role
from ui.core.widgets import Card, EmptyState, button, column, label, row
from ui.core.year_switch import YearSwitch
from ui.order.acts import OrderActs
from ui.order.details import Acts, OrderCard
from ui.order.grid import ASK, GridGuide, export_grid
from ui.order.list import TODOS, OrderList
from ui.order.views import ProposalView, StandingView

VIEWS = ("订单", "可合班", "各单位")
ORDERS, PROPOSALS, STANDING = range(3)


@dataclass(frozen=True)
class Shown:
    year: int
    rows: tuple[OrderRow, ...]
    proposals: tuple[Proposal, ...]
    standing: tuple[Standing, ...]


class OrderPage(Page):
    key = "order"
    title = "培训订单"
    help = (
        "一个订单号从点单一直管到学时：受理、开班或排入已有的班、送学、确认。"
        f"排班先后：{order.PRIORITY_WORDS}；名额不够时会先说清请谁让出。\n"
        "F2 订单，F3 几个单位都想学、可以合开一班的，F4 各单位已点、已办、还欠。"
        "Ctrl+N 录入，Ctrl+E 或回车修改，Ctrl+Enter 受理（可多选），Ctrl+B 开班，"
        "Delete 取消订单，Ctrl+P 打印订单，Ctrl+F 查找，Ctrl+Z 撤销本页上一步；"
        "Ctrl+PgUp、Ctrl+PgDown 换年。\n"
        "导出点单表：把已发布的年度菜单变成支部×课程的表；支部填好后用“收回点单表”，"
        "先看变化再变成订单。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        year = desk.workspace.clock.local_now().year
        self._target: object = None
        self._day: date | None = None
        self.acts = OrderActs(desk, self, self.aim)
        self.years = YearSwitch(year, year + 1)
        self.years.turned.connect(lambda _year: self.refresh())
        self.list = OrderList(desk)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(lambda _row: self._edit())
        self.card = OrderCard(self._card_acts())
        self.proposals = ProposalView(
            desk,
            lambda one: desk.go("training_class", FromOrders(one.order_ids)),
            lambda one: self._look(f"《{one.what}》", one.order_ids),
        )
        self.standing = StandingView(desk, self._look)
        self.standing.day_picked.connect(self._on_day)
        self._latest = Latest(
            desk.background, "读取订单", self._read, self._show, desk.messages.error
        )
        self._detail = Latest(
            desk.background, "读取订单的班", self._read_detail, self._show_detail,
            desk.messages.error,
        )  # fmt: skip
        self._wanted: UUID | None = None
        self._take = button("收回点单表", self._take_grid, name="order-grid-in")
        self._new = button("＋ 录入订单", self.acts.new, "primary", key="Ctrl+N", name="order-new")
        self._build()
        self.show_view(ORDERS)

    def header_buttons(self) -> list[QWidget]:
        return [self._take, self._new]

    def aim(self, target: object) -> None:
        """An order's id, "new", or a to-do: "waiting", "near", "delivered"."""
        if target == "new":
            self.acts.new()
        elif isinstance(target, Files):
            self._open_grids(target.paths)
        else:
            self._target = target
            self._turn_to(target)

    def refresh(self) -> None:
        """In the background: a year of a grid is many orders."""
        self._latest.ask()

    def show_view(self, place: int) -> None:
        """One of VIEWS."""
        self._stack.setCurrentIndex(place)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == place)
        if self.isVisible():
            self.focus_first()

    def focus_first(self) -> None:
        """The list in front, not the pills above it: arrows and Enter work at once."""
        table = (self.list, self.proposals, self.standing)[self._stack.currentIndex()].table
        first = table.setFocus if table.isVisibleTo(self) else super().focus_first
        first()

    def _build(self) -> None:
        self._tabs = [
            button(words, partial(self.show_view, place), "pill", key=f"F{place + 2}",
                   name=f"order-view-{place}")
            for place, words in enumerate(VIEWS)
        ]  # fmt: skip
        for tab in self._tabs:
            tab.setCheckable(True)
        orders = QWidget()
        sides = row(gap=14)
        sides.addWidget(self.list, 1)
        sides.addWidget(self.card)
        orders.setLayout(sides)
        self.empty = EmptyState(
            "这一年还没有培训订单",
            "支部想学什么、县里派什么课，都记成订单：逐个录入，或把年度菜单导出成点单表，"
            "支部填好后一次收回。每个订单有一个编号，从点单一直跟到学时。",
            "录入第一个订单",
            self.acts.new,
        )
        nothing = Card(padded=False)
        nothing.body.addWidget(self.empty)
        self._orders = QStackedWidget()
        for state in (QWidget(), nothing, orders):
            self._orders.addWidget(state)
        self._stack = QStackedWidget()
        for view in (self._orders, self.proposals, self.standing):
            self._stack.addWidget(view)
        whole = column(self._top(), gap=10)
        whole.addWidget(self._stack, 1)
        whole.setContentsMargins(24, 14, 24, 18)
        self.setLayout(whole)
        shortcut = QShortcut(QKeySequence("Delete"), self, self._cancel)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _top(self) -> QHBoxLayout:
        export = button("导出点单表", self._export_grid, name="order-grid-out")
        rule = label(f"排班先后：{order.PRIORITY_WORDS}", "note")
        return row(*self._tabs, 10, rule, None, self.years, export, gap=8)

    # reading

    def _read(self, _progress: Progress) -> Shown:
        year, day = self.years.year, self._day
        with self.desk.read() as session:
            return Shown(
                year,
                order.list_rows(session, year),
                order.proposals(session),
                order.by_asker(session, year, day),
            )

    def _show(self, shown: Shown) -> None:
        today = self.desk.workspace.clock.local_now().date()
        self._orders.setCurrentIndex(2 if shown.rows else 1)
        set_role(self._new, "primary" if shown.rows else "")
        self.list.show_rows(shown.year, shown.rows, today)
        self.proposals.show_proposals(shown.proposals)
        self.standing.show_standing(shown.year, shown.standing)
        self._tabs[PROPOSALS].setText(f"可合班 {len(shown.proposals)}".removesuffix(" 0"))
        waiting = sum(one.state is OrderState.submitted for one in shown.rows)
        words = f"{shown.year} 年　{len(shown.rows):,} 个订单" if shown.rows else ""
        self.subtitle_changed.emit(f"{words}，{waiting} 个待受理" if waiting else words)
        if self._target is not None:
            target, self._target = self._target, None
            self._show_target(target)

    def _on_chosen(self) -> None:
        marked = self.list.table.marked()
        self.card.show_orders(marked)
        one = marked[0] if len(marked) == 1 else None
        self._wanted = one.id if one is not None and one.class_id is not None else None
        if self._wanted is not None:
            self._detail.ask()

    def _read_detail(self, _progress: Progress) -> OrderDetail | None:
        wanted = self._wanted
        if wanted is None:
            return None
        with self.desk.read() as session:
            return order.detail(session, wanted)

    def _show_detail(self, shown: OrderDetail | None) -> None:
        if shown is not None and shown.row.id == self._wanted:
            self.card.show_detail(shown)

    # where to

    def _turn_to(self, target: object) -> None:
        """The year in which the target is, then the target itself once that was read."""
        try:
            with self.desk.read() as session:
                if isinstance(target, UUID):
                    year = order.row(session, target).year
                else:
                    year = order.first_year(session, TODOS[str(target)][1])
        except DeskError as error:
            self._target = None
            self.desk.messages.error(error)
            return
        self.years.show_year(year)
        self.refresh()

    def _show_target(self, target: object) -> None:
        self.show_view(ORDERS)
        if isinstance(target, UUID):
            self.list.choose(target)
        else:
            self.list.narrow_to(TODOS[str(target)][0])
        self.list.table.setFocus()

    def _look(self, words: str, keys: Sequence[UUID]) -> None:
        self.list.narrow_to_ids(words, keys)
        self.show_view(ORDERS)

    def _on_day(self, day: date) -> None:
        today = self.desk.workspace.clock.local_now().date()
        self._day = None if day >= today else day
        self.refresh()

    # acts

    def _card_acts(self) -> Acts:
        return Acts(
            accept=lambda: self.acts.accept(self._marked(OrderState.submitted)),
            reject=lambda: self._with_one(self.acts.reject),
            make_class=lambda: self.acts.make_class(self._marked(OrderState.accepted)),
            place=lambda: self.acts.place(self._marked(OrderState.accepted)),
            release=lambda: self._with_one(self.acts.release),
            confirm=lambda: self.acts.confirm(self._marked(OrderState.delivered)),
            edit=self._edit,
            cancel=self._cancel,
            print=self._print,
            open_class=lambda: self._with_one(
                lambda one: self.desk.go("training_class", one.class_id)
            ),
            open_lesson=lambda one: self.desk.go("sign_in", one.lesson_id),
            open_person=lambda one: self.desk.go("member", one.member_id),
        )

    def _marked(self, state: OrderState) -> list[OrderRow]:
        """Those chosen that are in this state."""
        return [one for one in self.list.table.marked() if one.state is state]

    def _with_one(self, act: object) -> None:
        assert callable(act)
        marked = self.list.table.marked()
        if len(marked) == 1 and self._stack.currentIndex() == ORDERS:
            act(marked[0])

    def _edit(self) -> None:
        def edit(one: OrderRow) -> None:
            if one.state in order.OPEN:
                self.acts.edit(one)
            elif one.class_id is not None:
                self.desk.go("training_class", one.class_id)

        self._with_one(edit)

    def _cancel(self) -> None:
        def cancel(one: OrderRow) -> None:
            if one.state in (*order.OPEN, OrderState.scheduled):
                self.acts.cancel(one)

        self._with_one(cancel)

    def _print(self) -> None:
        if marked := self.list.table.marked():
            show_papers(self.desk, self, FORM.of([one.id for one in marked]))

    def _export_grid(self) -> None:
        export_grid(self.desk, self, self.years.year)

    def _take_grid(self) -> None:
        path = ask_for_sheet(self.desk, self, ASK)
        if path is not None:
            self._open_grids((path,))

    def _open_grids(self, paths: Sequence[Path]) -> None:
        GridGuide(self.desk, self, paths, self.years.year).open()
