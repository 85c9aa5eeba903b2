"""The waiting list under a roster, and the offer of a free place."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from services.enrolment import Roster, WaitingRow
from ui.core.finding import child
from ui.core.table import Column, RowsView
from ui.core.widgets import ElidedLabel, button, column, row

NAMED = 3
WAITING: tuple[Column[WaitingRow], ...] = (
    Column("候补", 56, lambda r: str(r.place), sort=lambda r: r.place, right=True),
    Column("姓名", 96, lambda r: r.name, bold=True),
    Column("支部", 0, lambda r: r.branch),
    Column("职务", 110, lambda r: "已不在册" if r.left else r.post),
    Column("手机", 116, lambda r: r.phone_masked, spare=True),
)


class WaitingList(QWidget):
    """Those who wait, in order. `offer` stands elsewhere: it names those for whom there is a
    place, and moves them in by one click."""

    def __init__(
        self,
        move_in: Callable[[Sequence[UUID]], object],
        stop: Callable[[Sequence[UUID]], object],
        reorder: Callable[[UUID, int], object],
    ) -> None:
        super().__init__()
        self._move_in, self._stop, self._reorder = move_in, stop, reorder
        self._offered: tuple[WaitingRow, ...] = ()
        self.offer = QFrame()
        self.offer.setProperty("role", "card-amber")
        self.words = ElidedLabel("", "said-amber")
        take = button("转入名单", self._take_offered, name="waiting-offer")
        inside = row(gap=12)
        inside.addWidget(self.words, 1)
        inside.addWidget(take)
        inside.setContentsMargins(14, 6, 10, 6)
        self.offer.setLayout(inside)
        self.table: RowsView[WaitingRow] = RowsView(WAITING)
        self.table.setObjectName("class-waiting")
        self.table.setAccessibleName("候补名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSortingEnabled(False)  # the order is what is decided here
        foot = row(
            button("转入名单", self._take, name="waiting-in"),
            button("上移", lambda: self._move(-1), name="waiting-up"),
            button("下移", lambda: self._move(1), name="waiting-down"),
            None,
            button("移出候补", self._leave, name="waiting-out"),
        )
        foot.setContentsMargins(14, 8, 14, 8)
        whole = column(gap=0)
        whole.addWidget(self.table, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        for keys, act in (
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
            ("Delete", self._leave),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        for name, words in (
            ("waiting-up", "上移  Alt+Up"),
            ("waiting-down", "下移  Alt+Down"),
            ("waiting-out", "移出候补  Delete"),
        ):
            made = child(self, QWidget, name)
            assert made is not None
            made.setToolTip(words)

    def show_lists(self, lists: Roster | None) -> None:
        waiting = lists.waiting if lists else ()
        self._offered = lists.offered if lists else ()
        self.table.set_rows(waiting)
        if waiting and self.table.current is None:
            self.table.selectRow(0)
        self.offer.setVisible(bool(self._offered))
        if lists is not None and self._offered:
            self.words.set_whole(_offer_words(lists))

    def _take_offered(self) -> None:
        self._move_in([one.member_id for one in self._offered])

    def _take(self) -> None:
        self._move_in(self._marked())

    def _leave(self) -> None:
        self._stop(self._marked())

    def _move(self, by: int) -> None:
        if (one := self.table.current) is not None:
            self._reorder(one.member_id, by)

    def _marked(self) -> list[UUID]:
        return [one.member_id for one in self.table.marked()]


def _offer_words(lists: Roster) -> str:
    """空出 1 个名额：候补第 1 位 王秀兰，转入名单？"""
    offered = lists.offered
    names = "、".join(one.name for one in offered[:NAMED])
    more = f" 等 {len(offered)} 人" if len(offered) > NAMED else ""
    first, last = offered[0].place, offered[-1].place
    which = f"第 {first} 位" if first == last else f"第 {first} 至 {last} 位"
    free = "名额不限" if lists.free is None else f"空出 {lists.free} 个名额"
    return f"{free}：候补{which} {names}{more}，转入名单？"
