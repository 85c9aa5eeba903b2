"""The training orders (培训订单) of a year: the list left, the chosen one right.

This is one file, since a page declares all its acts, and each step of an order has one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from services import order, school
from services.class_making.sources import FromOrders
from services.core.call import Call, call
from services.core.errors import DeskError
from services.core.session import WorkSession
from services.core.undo import Made, Undo
from services.order import OpenClass, OrderDetail, OrderDraft, OrderRow, OrderState
from services.order.paper import FORM
from ui.core import keys
from ui.core.acts import Act, act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Files
from ui.core.import_guide import ask_for_sheet
from ui.core.list_page import Empty, Listed, ListPage
from ui.core.messages import ReasonDialog
from ui.core.narrowing import Cases, Narrowed, Pick
from ui.core.preview import show_papers
from ui.core.widgets import button, label, row
from ui.core.year_switch import YearSwitch
from ui.order.card import ChosenOrders, OrderCard
from ui.order.form import OrderChoices, OrderForm
from ui.order.grid import ASK, GridGuide, export_grid
from ui.order.placing import PlaceDialog, place_orders
from ui.order.tables import ORDERS

STATE, OWED, NEAR, ENDED = "order-state", "还没办的", "时间快到还没排班", "不受理、已取消"
TODOS: dict[object, tuple[str, OrderState]] = {
    "waiting": (OrderState.submitted.word, OrderState.submitted),
    "near": (NEAR, OrderState.accepted),
    "delivered": (OrderState.delivered.word, OrderState.delivered),
}
"""A to-do: what the list is narrowed to, and the state of the orders it means."""


@dataclass(frozen=True)
class SomeOrders:
    """A target: exactly these orders; `words` say which they are."""

    words: str
    ids: frozenset[UUID]


def _in(state: OrderState) -> Callable[[OrderRow], bool]:
    return lambda one: one.state is state


def _several(state: OrderState) -> Callable[["OrderPage"], bool]:
    return lambda page: bool(page.in_state(state))


def _counting(words: str, state: OrderState) -> Callable[["OrderPage"], str]:
    """Of several orders an act takes those that it fits, and says how many."""

    def says(page: "OrderPage") -> str:
        count = len(page.in_state(state))
        return words if count <= 1 else f"{words.removesuffix('…')}（{count}）"

    return says


def _one_of(*states: OrderState) -> Callable[["OrderPage"], bool]:
    return lambda page: page.only is not None and page.only.state in states


class OrderPage(ListPage[OrderRow]):
    key = "order"
    title = "培训订单"
    help = (
        "一个订单号从点单一直管到学时：受理、开班或排入已有的班、送学、确认。"
        f"排班先后：{order.PRIORITY_WORDS}；名额不够时会先说清请谁让出。\n"
        "导出点单表把已发布的年度菜单变成支部×课程的表；支部填好后收回，先看变化再变成订单。"
    )
    columns = ORDERS
    filters = (
        Cases(
            STATE,
            {
                OWED: lambda one: one.state in (*order.OPEN, OrderState.scheduled),
                NEAR: lambda one: one.near,
                **{state.word: _in(state) for state in OrderState if state not in order.ENDED},
                ENDED: lambda one: one.state in order.ENDED,
            },
            "全部状态",
        ),
        Pick("order-channels", lambda one: one.channel.word, "全部渠道"),
    )
    listed = "培训订单"
    find_hint = "编号、单位、内容、备注"
    header = ("order-grid-in", "order-new")
    opens = "order-open"
    slow = True  # a year of a grid is many orders
    several = True
    empty = Empty(
        "这一年还没有培训订单",
        "支部想学什么、县里派什么课，都记成订单：逐个录入，或把年度菜单导出成点单表，"
        "支部填好后一次收回。每个订单有一个编号，从点单一直跟到学时。",
        ("order-new",),
    )

    def __init__(self, desk: Desk) -> None:
        self._some: SomeOrders | None = None
        self._placed: UUID | None = None
        super().__init__(desk)
        self.some = button("", self.show_all, "pill-blue", name="order-only")
        self.some.setToolTip("看全部")
        self.some.hide()
        self.bar.add(self.some)
        self._detail = Latest(
            desk.background,
            "读取订单的班",
            self._read_detail,
            self._show_detail,
            desk.messages.error,
        )
        self._marked = QTimer(self)  # selecting many rows tells of each
        self._marked.setSingleShot(True)
        self._marked.timeout.connect(self._show_details)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._marked.start(0))

    def above(self) -> Sequence[QWidget]:
        year = self.desk.workspace.clock.local_now().year
        self.years = YearSwitch(self.desk, year, year + 1)
        self.years.turned.connect(lambda _year: self.refresh())
        rule = label(f"排班先后：{order.PRIORITY_WORDS}", "note")
        above = QWidget()
        above.setLayout(row(rule, None, self.years, self.button("order-grid-out"), gap=8))
        return (above,)

    def read(self, session: WorkSession) -> Listed[OrderRow]:
        year = self.years.year
        return Listed(order.list_rows(session, year), year)

    def took(self, more: Any) -> None:
        self.listed = f"{more}年培训订单"

    def texts(self, row: OrderRow) -> Sequence[str]:
        return row.number, row.asker, row.what, row.note, row.contact

    def look_at(self, rows: Sequence[OrderRow]) -> Sequence[OrderRow]:
        some = self._some
        return rows if some is None else [one for one in rows if one.id in some.ids]

    def can_change(self, row: OrderRow) -> bool:
        return row.state in order.OPEN

    def subtitle(self, in_use: Sequence[OrderRow]) -> str:
        heads = sum(one.heads for one in in_use)
        waiting = sum(one.state is OrderState.submitted for one in in_use)
        words = f"{in_use[0].year} 年　{len(in_use):,} 个订单，{heads:,} 人"
        return f"{words}，{waiting} 个待受理" if waiting else words

    def make_card(self) -> OrderCard:
        card = OrderCard(self)
        card.lessons.opened.connect(lambda one: self.desk.go("sign_in", one.lesson_id))
        card.people.opened.connect(lambda one: self.desk.go("member", one.member_id))
        return card

    def detail(self, row: OrderRow) -> ChosenOrders:
        chosen = ChosenOrders(tuple(self.table.marked()) or (row,))
        one, before = chosen.one, self.card.shown
        self._placed = one.id if one is not None and one.class_id is not None else None
        if self._placed is None:
            return chosen
        self._detail.ask()
        if before is None or before.detail is None or before.detail.row.id != self._placed:
            return chosen
        return replace(chosen, detail=before.detail)

    def change(self, rows: Sequence[OrderRow], name: str, value: Any, reason: str) -> object:
        changed = call(order.change_field, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    # What is looked at.

    def aim(self, target: object) -> None:
        """An order's id, SomeOrders, Files, "new", or a to-do: "waiting", "near", "delivered"."""
        if isinstance(target, Files):
            self._open_grids(target.paths)
        elif isinstance(target, SomeOrders):
            self._look_at(target)
            self._turn_to(lambda session: order.row(session, next(iter(target.ids))).year)
        elif isinstance(target, UUID):
            self.choose(target)
            self._turn_to(lambda session: order.row(session, target).year)
        elif target in TODOS:
            words, state = TODOS[target]
            self.show_all()
            self.narrow_to(Narrowed(picked={STATE: words}))
            self._turn_to(lambda session: order.first_year(session, state))
        else:
            super().aim(target)

    def show_all(self) -> None:
        self._some = None
        self.some.hide()
        super().show_all()
        self._offer_rows()

    def _look_at(self, some: SomeOrders) -> None:
        self._some = some
        self.some.setText(f"只看 {some.words}  ✕")
        self.some.show()
        super().show_all()
        self._offer_rows()

    def _turn_to(self, year_of: Callable[[WorkSession], int]) -> None:
        try:
            with self.desk.read() as session:
                year = year_of(session)
        except DeskError as error:
            self.desk.messages.error(error)
            return
        if year != self.years.year:
            self.years.show_year(year)
            self.refresh()

    def refusal(self, _act: Act) -> str:
        """Each act here says itself what it does with several."""
        return ""

    @property
    def only(self) -> OrderRow | None:
        """The one that is chosen; None where several are."""
        marked = self.table.marked()
        return marked[0] if len(marked) == 1 else None

    def in_state(self, state: OrderState) -> list[OrderRow]:
        """Those chosen that are in this state."""
        return [one for one in self.table.marked() if one.state is state]

    def _read_detail(self, _progress: Progress) -> OrderDetail | None:
        wanted = self._placed
        if wanted is None:
            return None
        with self.desk.read() as session:
            return order.detail(session, wanted)

    def _show_detail(self, shown: OrderDetail | None) -> None:
        chosen = self.card.shown
        if shown is not None and shown.row.id == self._placed and chosen is not None:
            self.card.show_row(replace(chosen, detail=shown))

    # What is done.

    @act("order-new", "＋ 录入订单", keys.NEW)
    def new(self) -> None:
        def told(made: Made) -> str:
            with self.desk.read() as session:
                return f"已录入 {order.row(session, made.id).number}，等待受理。"

        def save(draft: OrderDraft, reason: str) -> None:
            created = call(order.create, draft)
            self.desk.perform(created, told, reason, then=lambda made: self.aim(made.id))

        OrderForm(self.window(), self._choices(), None, save, self.desk.making("branch")).open()

    @act("order-open", "打开", find=False)
    def open(self) -> None:
        """What can still be changed is; else its class is looked at."""
        one = self.only
        if one is not None and one.state in order.OPEN:
            self.edit()
        else:
            self.open_class()

    @act(
        "order-accept",
        "受理",
        keys.NEXT,
        shown=_several(OrderState.submitted),
        says=_counting("受理", OrderState.submitted),
        menu=True,
    )
    def accept(self) -> None:
        rows = self.in_state(OrderState.submitted)
        self.desk.do(call(order.accept, _ids(rows)), f"已受理{_which(rows)}。")

    @act(
        "order-make-class",
        "开班…",
        keys.CLASS,
        shown=_several(OrderState.accepted),
        says=_counting("开班…", OrderState.accepted),
        menu=True,
    )
    def make_class(self) -> None:
        rows = self.in_state(OrderState.accepted)
        self.desk.go("training_class", FromOrders(tuple(_ids(rows))))

    @act(
        "order-place",
        "排入已有的班…",
        shown=_several(OrderState.accepted),
        says=_counting("排入已有的班…", OrderState.accepted),
        menu=True,
    )
    def place(self) -> None:
        rows = self.in_state(OrderState.accepted)
        with self.desk.read() as session:
            classes = order.open_classes(session)
        if not classes:
            text = "现在没有还没上完的班，请用“开班”新开一个。"
            self.desk.messages.explain("排入已有的班", text)
            return
        ids, heads = _ids(rows), sum(one.heads for one in rows)
        words = f"{_which(rows).strip()}，{heads} 人。先后次序：{order.PRIORITY_WORDS}。"

        def picked(chosen: OpenClass) -> None:
            place_orders(self.desk, self.window(), chosen.id, chosen.title, ids)

        PlaceDialog(self.window(), classes, words, picked).open()

    @act(
        "order-confirm",
        "确认已送学",
        shown=_several(OrderState.delivered),
        says=_counting("确认已送学", OrderState.delivered),
        menu=True,
    )
    def confirm(self) -> None:
        rows = self.in_state(OrderState.delivered)
        self.desk.do(call(order.confirm, _ids(rows)), f"已确认{_which(rows)}。")

    @act(
        "order-class",
        "看培训班",
        shown=lambda page: page.only is not None and page.only.class_id,
        menu=True,
    )
    def open_class(self) -> None:
        if (one := self.only) is not None and one.class_id is not None:
            self.desk.go("training_class", one.class_id)

    @act("order-edit", "修改", keys.EDIT, shown=_one_of(*order.OPEN), menu=True)
    def edit(self) -> None:
        if (shown := self.only) is None:
            return

        def save(draft: OrderDraft, reason: str) -> None:
            if draft != shown.draft():
                changed = call(order.update, shown.id, draft)
                self.desk.perform(changed, f"已保存 {shown.number}。", reason)

        OrderForm(self.window(), self._choices(), shown, save, self.desk.making("branch")).open()

    @act("order-release", "移出培训班…", shown=_one_of(OrderState.scheduled), menu=True)
    def release(self) -> None:
        if (one := self.only) is not None:
            asked = f"把 {one.number} 移出“{one.class_title}”，退回“已受理”，等下一个班。"
            self._ask(asked, f"已移出 {one.number}。", lambda why: call(order.release, one.id, why))

    @act("order-reject", "不受理…", shown=_one_of(OrderState.submitted), menu=True)
    def reject(self) -> None:
        if (one := self.only) is not None:
            asked = f"不受理 {one.number}（{one.asker}《{one.what}》），原因会印在订单上。"
            self._ask(asked, f"{one.number} 不受理。", lambda why: call(order.reject, one.id, why))

    @act(
        "order-cancel",
        "取消…",
        keys.REMOVE,
        shown=_one_of(*order.OPEN, OrderState.scheduled),
        menu=True,
    )
    def cancel(self) -> None:
        if (one := self.only) is not None:
            asked = f"取消 {one.number}（{one.asker}《{one.what}》{one.heads}人）。"
            if one.class_id is not None:
                asked += f"它会同时移出“{one.class_title}”。"
            self._ask(asked, f"已取消 {one.number}。", lambda why: call(order.cancel, one.id, why))

    @act("order-print", "打印订单", keys.PRINT, when=lambda page: page.current, menu=True)
    def print_form(self) -> None:
        if marked := self.table.marked():
            show_papers(self.desk, self, FORM.of(_ids(marked)))

    @act("order-grid-out", "导出点单表")
    def export_grid(self) -> None:
        export_grid(self.desk, self, self.years.year)

    @act("order-grid-in", "收回点单表", keys.IMPORT)
    def take_grid(self) -> None:
        path = ask_for_sheet(self.desk, self, ASK)
        if path is not None:
            self._open_grids((path,))

    def _open_grids(self, paths: Sequence[Path]) -> None:
        GridGuide(self.desk, self, paths, self.years.year).open()

    def _ask(self, asked: str, told: str, answer: Callable[[str], Call[Undo]]) -> None:
        ReasonDialog(
            self.window(), f"{asked}请写明原因。", lambda why: self.desk.do(answer(why), told)
        ).open()

    def _choices(self) -> OrderChoices:
        with self.desk.read() as session:
            county = f"{school.own(session).county_name}委组织部"
            return OrderChoices(order.askers(session), order.offers(session), county)


def _ids(rows: Sequence[OrderRow]) -> list[UUID]:
    return [one.id for one in rows]


def _which(rows: Sequence[OrderRow]) -> str:
    return f" {rows[0].number}" if len(rows) == 1 else f" {len(rows)} 个订单"
