"""The roster of the chosen class (名单): who is in it, and who waits."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QWidget,
)

from services import enrolment
from services.enrolment import ClassRoster, RosterRow
from services.enrolment.names import Written
from services.training_class import ClassDetail
from ui.core.desk import Page
from ui.core.list_tools import ListTools, Named
from ui.core.table import Column, RowsView
from ui.core.widgets import ElidedLabel, button, column, row
from ui.enrolment.waiting import WaitingList

PEOPLE, WAITING = range(2)


def _standing(row: RosterRow) -> str:
    return "已不在册" if row.left else row.clash


ROSTER: tuple[Column[RosterRow], ...] = (
    Column(
        "序号",
        56,
        lambda r: f"{r.number:02d}",
        sort=lambda r: r.number,
        right=True,
        value=lambda r: r.number,
    ),
    Column("姓名", 96, lambda r: r.name, bold=True),
    Column("支部", 0, lambda r: r.branch),
    Column("职务", 96, lambda r: r.post),
    Column("手机", 112, lambda r: r.phone_masked, spare=True),
    Column("另有课", 130, _standing, ink=lambda r: "ink_faint" if r.left else "amber"),
    Column("性别", 60, lambda r: r.sex, extra=True),
)

STANDING = 5
"""The column that says something only where somebody is elsewhere too, or has left."""


class RosterTab(QWidget):
    """Both lists of the class that is shown, one of them in front."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._class: ClassDetail | None = None
        self.shown: ClassRoster | None = None
        self.unsettled: dict[UUID, tuple[Written, ...]] = {}
        """By class, what its last lists left open, as long as the window is."""
        self.table: RowsView[RosterRow] = RowsView(ROSTER)
        self.table.setObjectName("class-roster")
        self.table.setAccessibleName("名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.chosen.connect(lambda _one: page.offer())
        self.table.menus.append(self._fill_menu)
        self.facts = ElidedLabel("", "note")
        self.facts.setObjectName("roster-facts")
        self.clashing = button("", self._show_rows, "link", name="roster-clashing")
        self.clashing.setCheckable(True)
        self.waiting = WaitingList(page)
        named = Named("class_roster", self._title, self._note)
        tools = row(ListTools(page.desk, self.table, named, keys=False), None, self.clashing)
        tools.setContentsMargins(10, 4, 14, 4)
        people = QWidget()
        inside = column(gap=0)
        inside.addWidget(self.table, 1)
        inside.addLayout(tools)
        people.setLayout(inside)
        self.stack = QStackedWidget()
        self.stack.addWidget(people)
        self.stack.addWidget(self.waiting)
        offer = row(self.waiting.offer)
        offer.setContentsMargins(14, 0, 14, 10)
        whole = column(self._head(), gap=0)
        whole.addLayout(offer)
        whole.addWidget(self.stack, 1)
        self.setLayout(whole)

    def _head(self) -> QHBoxLayout:
        """What is done, and the switch between those who are in and those who wait."""
        head = row(self._page.button("class-enrol"), gap=8)
        self.lists = QButtonGroup(self)
        for number, name in enumerate(("roster-people", "roster-waiting")):
            pill = button("", partial(self._show_list, number), "pill", name=name)
            pill.setCheckable(True)
            self.lists.addButton(pill, number)
            head.addWidget(pill)
        head.addWidget(self.facts, 1)
        head.addWidget(self._page.button("class-remove"))
        head.setContentsMargins(14, 10, 14, 10)
        return head

    @property
    def shows_waiting(self) -> bool:
        return self.stack.currentIndex() == WAITING

    def show_class(self, shown: ClassDetail | None) -> None:
        """Read and show the lists of a class; None empties them."""
        self._class = shown
        self.shown = None
        if shown is not None:
            with self._page.desk.read() as session:
                self.shown = enrolment.roster(session, shown.id)
        lists = self.shown
        self.clashing.setChecked(False)
        self.facts.set_whole(_facts(lists) if lists else "")
        clashing = len(lists.clashing) if lists else 0
        self.clashing.setText(f"{clashing} 人同一时间另有课")
        self.clashing.setVisible(clashing > 0)
        told = lists is not None and any(one.clash or one.left for one in lists.rows)
        self.table.hold_back(STANDING, not told)
        self.waiting.show_lists(lists)
        waiting = len(lists.waiting) if lists else 0
        for pill, words in zip(self.lists.buttons(), ("名单", "候补"), strict=True):
            pill.setVisible(waiting > 0)
            count = waiting if words == "候补" else len(lists.rows) if lists else 0
            pill.setText(f"{words} {count}")
        self._show_list(self.stack.currentIndex() if waiting else PEOPLE)
        self._show_rows()

    def _show_list(self, number: int) -> None:
        self.lists.button(number).setChecked(True)
        self.stack.setCurrentIndex(number)
        self._page.offer()

    def _show_rows(self) -> None:
        """Everybody, or only those who are elsewhere at that hour."""
        if self.shown is None:
            self.table.set_rows(())
            return
        only = self.clashing.isChecked()
        self.table.set_rows(self.shown.clashing if only else self.shown.rows)

    def _fill_menu(self, menu: QMenu) -> None:
        self._page.bound_acts["class-remove"].add_to(menu)

    def _title(self) -> str:
        return f"{self._class.title}名单" if self._class else "名单"

    def _note(self) -> str:
        return "同一时间另有课的人" if self.clashing.isChecked() else ""


def _facts(lists: ClassRoster) -> str:
    if lists.places is None:
        return "名额不限"
    if lists.over:
        return f"名额 {lists.places}，超 {lists.over} 人"
    return f"名额 {lists.places}，还空 {lists.free}" if lists.free else f"名额 {lists.places}，已满"
