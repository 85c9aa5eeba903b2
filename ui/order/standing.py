"""What each unit asked for, what was held and what it is owed (各单位), on any day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QGridLayout, QLayout, QPushButton, QWidget

from services import order
from services.core.session import WorkSession
from services.order import OrderStanding, Share
from ui.core import theme
from ui.core.acts import act
from ui.core.detail_card import DetailCard
from ui.core.forms import date_field, date_of
from ui.core.list_page import Empty, Listed, ListPage
from ui.core.widgets import button, label, row
from ui.core.year_switch import YearSwitch
from ui.order.page import SomeOrders
from ui.order.tables import STANDING, YEARS

DAY_WIDTH = 132
DOORS = (
    ("已点", "ordered", tuple(Share)),
    ("已办", "held", (Share.held,)),
    ("还欠", "owed", (Share.owed,)),
    ("未办", "ended", (Share.ended,)),
)


@dataclass(frozen=True)
class StandingDetail:
    """One unit's figures, and those of a branch in all years."""

    row: OrderStanding
    years: tuple[OrderStanding, ...]


class StandingPage(ListPage[OrderStanding]):
    key = "order_standing"
    title = "各单位点单"
    help = (
        "每个单位这一年点了多少、办了多少、还欠多少，可以看到截至任何一天的情况。\n"
        "右边的数字都能点开看是哪些订单；回车看还欠的。"
    )
    columns = STANDING
    listed = "各单位已点、已办、还欠"
    find_hint = "单位"
    opens = "order-owed"
    slow = True
    empty = Empty(
        "这一天以前还没有培训订单",
        "录入或收回订单以后，这里按点单单位列出已点、已办、还欠。可以换一年，或换“截至”的日子。",
        (),
    )

    def above(self) -> Sequence[QWidget]:
        today = self.desk.workspace.clock.local_now().date()
        self._day: date | None = None
        self.years = YearSwitch(self.desk, today.year, today.year + 1)
        self.years.turned.connect(lambda _year: self.refresh())
        self.day = date_field("order-day", today)
        self.day.setAccessibleName("截至哪一天")
        self.day.setMinimumWidth(theme.current().px(DAY_WIDTH))
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.day.dateChanged.connect(lambda _day: self._on_day())
        above = QWidget()
        words = label("当天结束时的情况", "note")
        above.setLayout(row(label("截至", "note"), self.day, words, None, self.years, gap=8))
        return (above,)

    def read(self, session: WorkSession) -> Listed[OrderStanding]:
        year, day = self.years.year, self._day
        return Listed(order.by_asker(session, year, day), (year, day or session.today()))

    def took(self, more: Any) -> None:
        year, day = more
        self.listed = f"{year}年各单位已点、已办、还欠（截至 {day}）"

    def texts(self, row: OrderStanding) -> Sequence[str]:
        return (row.words,)

    def subtitle(self, in_use: Sequence[OrderStanding]) -> str:
        whole = order.total(in_use)
        return (
            f"{len(in_use)} 个单位：已点 {whole.ordered.orders} 单 {whole.ordered.heads:,} 人，"
            f"已办 {whole.held.orders} 单，还欠 {whole.owed.orders} 单 {whole.owed.heads:,} 人"
        )

    def detail(self, row: OrderStanding) -> StandingDetail:
        if row.branch_id is None:
            return StandingDetail(row, ())
        with self.desk.read() as session:
            return StandingDetail(row, order.over_years(session, row.branch_id))

    def make_card(self) -> DetailCard[StandingDetail]:
        card: DetailCard[StandingDetail] = DetailCard(
            self,
            title=lambda shown: shown.row.words,
            about=lambda _shown: "已点 ＝ 已办 ＋ 还欠 ＋ 未办（不受理、取消）",
            acts=("order-owed",),
            width=330,
        )
        card.add_part(self._figures(), self._show_figures)
        self.over_years = card.add_list(
            "order-years",
            YEARS,
            lambda shown: shown.years,
            heading=lambda _shown: "历年订单",
            words="历年已点、已办、还欠",
            empty="历年的情况按党支部列出。",
        )
        return card

    @act("order-owed", "看还欠的订单", when=lambda page: page.current, menu=True)
    def look_at_owed(self) -> None:
        self._look((Share.owed,), "还欠")

    def _figures(self) -> QLayout:
        self.doors: dict[str, QPushButton] = {}
        figures = QGridLayout()
        figures.setContentsMargins(16, 4, 16, 8)
        figures.setColumnStretch(1, 1)
        for place, (words, share, shares) in enumerate(DOORS):
            opens = partial(self._look, shares, words)
            door = button("", opens, "door", name=f"order-door-{share}")
            door.setToolTip(f"看{words}的订单")
            self.doors[share] = door
            figures.addWidget(label(words, "note"), place, 0)
            figures.addLayout(row(door, None), place, 1)
        return figures

    def _show_figures(self, shown: StandingDetail) -> None:
        for _words, share, _shares in DOORS:
            count = getattr(shown.row, share)
            self.doors[share].setText(f"{count.orders} 单 · {count.heads:,} 人")
            self.doors[share].setEnabled(bool(count.orders))

    def _on_day(self) -> None:
        today = self.desk.workspace.clock.local_now().date()
        day = date_of(self.day)
        self._day = None if day >= today else day
        self.refresh()

    def _look(self, shares: tuple[Share, ...], words: str) -> None:
        if (one := self.current) is not None:
            found = frozenset(key for key, share in one.order_ids if share in shares)
            if found:
                self.desk.go("order", SomeOrders(f"{one.words} {words}", found))
