"""Orders into a class that is there: which, and who gives way where it does not hold all."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QRadioButton, QWidget

from services import order
from services.core.call import call
from services.core.errors import BadInput
from services.order import GivesWay, OpenClass
from ui.core import theme
from ui.core.desk import Desk
from ui.core.forms import FormDialog, text_field
from ui.core.table import RowsView
from ui.core.widgets import column, label
from ui.order.tables import CLASSES, YIELDING

LIST_HEIGHT, YIELDING_HEIGHT = 240, 132


def place_orders(
    desk: Desk,
    parent: QWidget,
    class_id: UUID,
    title: str,
    order_ids: Sequence[UUID],
) -> None:
    """Place them at once where they fit; else show whom it displaces, and ask why."""
    with desk.read() as session:
        way = order.gives_way(session, class_id, order_ids)

    def act(displace: Sequence[UUID], reason: str) -> None:
        gone = f"，{len(displace)} 个订单让出，退回“已受理”" if displace else ""
        desk.perform(
            call(order.place, class_id, order_ids, displace=displace),
            f"已把 {len(order_ids)} 个订单排入“{title}”{gone}。",
            reason,
        )

    if way.orders:
        GiveWayDialog(parent, title, way, act).open()
    else:
        desk.messages.attempt(lambda reason: act((), reason))


class PlaceDialog(FormDialog):
    """Which of the classes that are not over; `picked` gets it."""

    def __init__(
        self,
        parent: QWidget,
        classes: Sequence[OpenClass],
        words: str,
        picked: Callable[[OpenClass], object],
    ) -> None:
        look = theme.current()
        super().__init__(parent, "排入已有的培训班", "排入", self._take, width=look.px(720))
        self.setObjectName("place-dialog")
        self._picked = picked
        self.table: RowsView[OpenClass] = RowsView(CLASSES)
        self.table.setObjectName("place-classes")
        self.table.setAccessibleName("还没上完的培训班")
        self.table.setMinimumHeight(look.px(LIST_HEIGHT))
        self.table.set_rows(classes)
        self.table.selectRow(0)
        self.table.opened.connect(lambda _row: self.save_button.click())
        self.extra.addWidget(label(words, "note", wrap=True))
        self.extra.addWidget(self.table)
        self.table.setFocus()

    def _take(self, _reason: str) -> None:
        if (chosen := self.table.current) is not None:
            self._picked(chosen)


class GiveWayDialog(FormDialog):
    """Whom the new orders displace, by name; or in over the places, displacing nobody."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        way: GivesWay,
        act: Callable[[Sequence[UUID], str], object],
    ) -> None:
        look = theme.current()
        super().__init__(parent, "名额不够", "照此排班", self._go, width=look.px(680))
        self.setObjectName("give-way")
        self._way, self._act = way, act
        said = label(
            f"“{title}”有 {way.places} 个名额，已排 {way.taken} 人，再排 {way.wanted} 人就超出"
            f" {way.over} 人。先后次序是：{order.PRIORITY_WORDS}。",
            wrap=True,
        )
        self.table: RowsView[order.Yielding] = RowsView(YIELDING)
        self.table.setObjectName("give-way-orders")
        self.table.setAccessibleName("要让出的订单")
        self.table.setFixedHeight(look.px(YIELDING_HEIGHT))
        self.table.set_rows(way.orders)
        self.yield_ = QRadioButton("请下面的订单让出，退回“已受理”等下一个班")
        self.yield_.setObjectName("give-way-yield")
        self.yield_.setChecked(True)
        self.squeeze = QRadioButton("都不让出，超出名额也排进去")
        self.squeeze.setObjectName("give-way-squeeze")
        self.reason = text_field("give-way-reason", hint="例如：县里统一安排，已电话告知", most=60)
        self.add_field("原因", self.reason)
        self._above.addLayout(column(said, self.yield_, self.squeeze, self.table, 4, gap=10))
        self.reason.setFocus()

    def _go(self, _reason: str) -> None:
        """Either way needs its reason: who gave way reads it."""
        gone = [one.order_id for one in self._way.orders] if self.yield_.isChecked() else []
        reason = self.reason.text()
        if not reason.strip():
            raise BadInput("请写明原因：让出的单位会问，订单上也会记下。")
        self._act(gone, reason)
