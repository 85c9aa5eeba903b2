"""What can be done with the chosen orders: verbs in units of work, each with its way back."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import order, school
from services.class_making.sources import FromOrders
from services.core.call import Call, call
from services.core.undo import Made, Undo
from services.order import OpenClass, OrderDraft, OrderRow
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog
from ui.order.dialogs import Choices, OrderDialog
from ui.order.placing import PlaceDialog, place_orders


class OrderActs:
    """`made` hears of a new order."""

    def __init__(self, desk: Desk, page: QWidget, made: Callable[[UUID], object]) -> None:
        self._desk, self._page, self._made = desk, page, made

    def new(self) -> None:
        def told(made: Made) -> str:
            with self._desk.workspace.read() as session:
                return f"已录入 {order.row(session, made.id).number}，等待受理。"

        def save(draft: OrderDraft, reason: str) -> None:
            self._desk.perform(
                call(order.create, draft), told, reason, then=lambda made: self._made(made.id)
            )

        OrderDialog(self._page.window(), self._choices(), None, save).open()

    def edit(self, row: OrderRow) -> None:
        def save(draft: OrderDraft, reason: str) -> None:
            if draft != row.draft():
                changed = call(order.update, row.id, draft)
                self._desk.perform(changed, f"已保存 {row.number}。", reason)

        OrderDialog(self._page.window(), self._choices(), row, save).open()

    def accept(self, rows: Sequence[OrderRow]) -> None:
        self._desk.do(call(order.accept, _ids(rows)), f"已受理{_which(rows)}。")

    def confirm(self, rows: Sequence[OrderRow]) -> None:
        self._desk.do(call(order.confirm, _ids(rows)), f"已确认{_which(rows)}。")

    def reject(self, row: OrderRow) -> None:
        asked = f"不受理 {row.number}（{row.asker}《{row.what}》），原因会印在订单上。"
        self._ask(asked, f"{row.number} 不受理。", lambda why: call(order.reject, row.id, why))

    def cancel(self, row: OrderRow) -> None:
        asked = f"取消 {row.number}（{row.asker}《{row.what}》{row.heads}人）。"
        if row.class_id is not None:
            asked += f"它会同时移出“{row.class_title}”。"
        self._ask(asked, f"已取消 {row.number}。", lambda why: call(order.cancel, row.id, why))

    def release(self, row: OrderRow) -> None:
        asked = f"把 {row.number} 移出“{row.class_title}”，退回“已受理”，等下一个班。"
        self._ask(asked, f"已移出 {row.number}。", lambda why: call(order.release, row.id, why))

    def make_class(self, rows: Sequence[OrderRow]) -> None:
        self._desk.go("training_class", FromOrders(tuple(_ids(rows))))

    def place(self, rows: Sequence[OrderRow]) -> None:
        with self._desk.read() as session:
            classes = order.open_classes(session)
        if not classes:
            self._desk.messages.explain(
                "排入已有的班", "现在没有还没上完的班，请用“开班”新开一个。"
            )
            return
        keys, heads = _ids(rows), sum(one.heads for one in rows)
        words = f"{_which(rows).strip()}，{heads} 人。先后次序：{order.PRIORITY_WORDS}。"

        def picked(chosen: OpenClass) -> None:
            place_orders(self._desk, self._page.window(), chosen.id, chosen.title, keys)

        PlaceDialog(self._page.window(), classes, words, picked).open()

    def _choices(self) -> Choices:
        with self._desk.read() as session:
            county = f"{school.own(session).county_name}委组织部"
            return Choices(order.askers(session), order.offers(session), county)

    def _ask(self, asked: str, words: str, act: Callable[[str], Call[Undo]]) -> None:
        def given(reason: str) -> None:
            self._desk.do(act(reason), words)

        ReasonDialog(self._page.window(), f"{asked}请写明原因。", given).open()


def _ids(rows: Sequence[OrderRow]) -> list[UUID]:
    return [one.id for one in rows]


def _which(rows: Sequence[OrderRow]) -> str:
    return f" {rows[0].number}" if len(rows) == 1 else f" {len(rows)} 个订单"
