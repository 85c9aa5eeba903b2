"""What several want alike (可合班): one class for the orders of several units."""

from collections.abc import Sequence

from services import order
from services.class_making.sources import FromOrders
from services.core.session import WorkSession
from services.order import OrderProposal
from ui.core import keys
from ui.core.acts import act
from ui.core.detail_card import DetailCard
from ui.core.list_page import Empty, Listed, ListPage
from ui.order.page import SomeOrders
from ui.order.tables import PROPOSALS


def _chosen(page: "ProposalPage") -> bool:
    return page.current is not None


class ProposalPage(ListPage[OrderProposal]):
    key = "order_proposal"
    title = "可合班的订单"
    help = (
        "几个单位都想学、又都还没排班的，可以合开一个班：左边是内容，右边是哪些单位、什么时候合适。\n"
        "回车或“合开一班”照这些订单建班。"
    )
    columns = PROPOSALS
    listed = "可合班的订单"
    unit = "组"
    find_hint = "内容、单位"
    opens = "order-proposal-make"
    slow = True
    empty = Empty(
        "没有可以合班的订单",
        "两个以上的单位想学同一门课（或同一个专题）、又都还没排班时，这里会建议合开一个班。",
        (),
    )

    def read(self, session: WorkSession) -> Listed[OrderProposal]:
        return Listed(order.proposals(session))

    def texts(self, row: OrderProposal) -> Sequence[str]:
        return row.what, *row.askers

    def subtitle(self, in_use: Sequence[OrderProposal]) -> str:
        return f"{len(in_use)} 组订单可以合班"

    def make_card(self) -> DetailCard[OrderProposal]:
        card: DetailCard[OrderProposal] = DetailCard(
            self,
            title=lambda one: one.what,
            about=lambda one: f"{len(one.order_ids)} 个订单",
            acts=("order-proposal-make", "order-proposal-look"),
        )
        self.words = card.add_words(
            "order-proposal-words", lambda one: f"{one.words}，{one.when}。"
        )
        card.add_words("order-proposal-askers", lambda one: "、".join(one.askers), "")
        return card

    @act("order-proposal-make", "合开一班…", keys.CLASS, when=_chosen, menu=True)
    def make(self) -> None:
        if (one := self.current) is not None:
            self.desk.go("training_class", FromOrders(one.order_ids))

    @act("order-proposal-look", "看这些订单", when=_chosen, menu=True)
    def look(self) -> None:
        if (one := self.current) is not None:
            self.desk.go("order", SomeOrders(f"《{one.what}》", frozenset(one.order_ids)))
