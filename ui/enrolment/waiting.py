"""The waiting list under a roster, and the offer of a free place."""

from uuid import UUID

from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QWidget

from services.enrolment import ClassRoster, WaitingListRow
from ui.core.desk import Page
from ui.core.table import Column, RowsView
from ui.core.widgets import ElidedLabel, column, row

NAMED = 3
OF_WAITING = ("waiting-in", "waiting-up", "waiting-down", "waiting-out")
WAITING: tuple[Column[WaitingListRow], ...] = (
    Column("候补", 56, lambda r: str(r.place), sort=lambda r: r.place, right=True),
    Column("姓名", 96, lambda r: r.name, bold=True),
    Column("支部", 0, lambda r: r.branch),
    Column("职务", 110, lambda r: "已不在册" if r.left else r.post),
    Column("手机", 116, lambda r: r.phone_masked, spare=True),
)


class WaitingList(QWidget):
    """Those who wait, in order. `offer` stands elsewhere: it names those for whom there is a
    place, and moves them in by one click."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.offered: tuple[WaitingListRow, ...] = ()
        self.offer = QFrame()
        self.offer.setProperty("role", "card-amber")
        self.words = ElidedLabel("", "said-amber")
        inside = row(gap=12)
        inside.addWidget(self.words, 1)
        inside.addWidget(page.button("waiting-offer"))
        inside.setContentsMargins(14, 6, 10, 6)
        self.offer.setLayout(inside)
        self.table: RowsView[WaitingListRow] = RowsView(WAITING)
        self.table.setObjectName("class-waiting")
        self.table.setAccessibleName("候补名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSortingEnabled(False)  # the order is what is decided here
        self.table.chosen.connect(lambda _one: page.offer())
        self.table.menus.append(self._fill_menu)
        *others, last = map(page.button, OF_WAITING)
        foot = row(*others, None, last)
        foot.setContentsMargins(14, 8, 14, 8)
        whole = column(gap=0)
        whole.addWidget(self.table, 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def show_lists(self, lists: ClassRoster | None) -> None:
        waiting = lists.waiting if lists else ()
        self.offered = lists.offered if lists else ()
        self.table.set_rows(waiting)
        if waiting and self.table.current is None:
            self.table.selectRow(0)
        self.offer.setVisible(bool(self.offered))
        if lists is not None and self.offered:
            self.words.set_whole(_offer_words(lists))

    @property
    def marked(self) -> list[UUID]:
        return [one.member_id for one in self.table.marked()]

    def _fill_menu(self, menu: QMenu) -> None:
        for name in OF_WAITING:
            self._page.bound_acts[name].add_to(menu)


def _offer_words(lists: ClassRoster) -> str:
    """空出 1 个名额：候补第 1 位 王秀兰，转入名单？"""
    offered = lists.offered
    names = "、".join(one.name for one in offered[:NAMED])
    more = f" 等 {len(offered)} 人" if len(offered) > NAMED else ""
    first, last = offered[0].place, offered[-1].place
    which = f"第 {first} 位" if first == last else f"第 {first} 至 {last} 位"
    free = "名额不限" if lists.free is None else f"空出 {lists.free} 个名额"
    return f"{free}：候补{which} {names}{more}，转入名单？"
