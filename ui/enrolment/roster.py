"""The roster of the chosen class (名单): who is in, who waits, and what is done about them."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from services import enrolment
from services.core.call import call
from services.core.session import WorkSession
from services.core.undo import Undo
from services.enrolment import Choice, EnrolResult, Roster, RosterRow, WaitingRow
from services.enrolment.matching import Matcher
from services.training_class import ClassDetail
from ui.core.background import Once, Progress
from ui.core.desk import Desk
from ui.core.list_tools import ListTools, Named
from ui.core.table import Column, RowsView
from ui.core.widgets import ElidedLabel, button, column, row
from ui.enrolment.dialog import EnrolDialog
from ui.enrolment.waiting import WaitingList


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


class Verb(Protocol):
    """Does something to people of a class."""

    __module__: str
    __name__: str

    def __call__(self, session: WorkSession, class_id: UUID, *member_ids: UUID) -> Undo: ...


class RosterTab(QWidget):
    """`enrolled` is told when people came in, so that the page can bring the tab to the front."""

    enrolled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._once = Once(desk.background, desk.messages.error)
        self._class: ClassDetail | None = None
        self.shown: Roster | None = None
        self.table: RowsView[RosterRow] = RowsView(ROSTER)
        self.table.setObjectName("class-roster")
        self.table.setAccessibleName("名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.facts = ElidedLabel("", "note")
        self.facts.setObjectName("roster-facts")
        self.clashing = button("", self._show_rows, "link", name="roster-clashing")
        self.clashing.setCheckable(True)
        self.remove_button = button("移出名单", self.remove, name="class-remove")
        self.remove_button.setToolTip("移出名单  Delete")
        self.waiting = WaitingList(self._move_in, self._stop_waiting, self._reorder)
        named = Named("class_roster", self._title, self._note)
        tools = row(ListTools(desk, self.table, named, keys=False), None, self.clashing)
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
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.table, self.remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _head(self) -> QHBoxLayout:
        """What is done, and the switch between those who are in and those who wait."""
        head = row(button("报名学员", self.enrol, name="class-enrol"), gap=8)
        self.lists = QButtonGroup(self)
        for number, name in enumerate(("roster-people", "roster-waiting")):
            pill = button("", partial(self._show_list, number), "pill", name=name)
            pill.setCheckable(True)
            self.lists.addButton(pill, number)
            head.addWidget(pill)
        head.addWidget(self.facts, 1)
        head.addWidget(self.remove_button)
        head.setContentsMargins(14, 10, 14, 10)
        return head

    def show_class(self, shown: ClassDetail | None) -> None:
        """Read and show the lists of a class; None empties them."""
        self._class = shown
        self.shown = None
        if shown is not None:
            with self._desk.read() as session:
                self.shown = enrolment.roster(session, shown.id)
        lists = self.shown
        self.clashing.setChecked(False)
        self.facts.set_whole(_facts(lists) if lists else "")
        clashing = len(lists.clashing) if lists else 0
        self.clashing.setText(f"{clashing} 人同一时间另有课")
        self.clashing.setVisible(clashing > 0)
        told = lists is not None and any(one.clash or one.left for one in lists.rows)
        self.table.hold_back(STANDING, not told)
        self.remove_button.setEnabled(bool(lists and lists.rows))
        self.waiting.show_lists(lists)
        waiting = len(lists.waiting) if lists else 0
        for pill, words in zip(self.lists.buttons(), ("名单", "候补"), strict=True):
            pill.setVisible(waiting > 0)
            count = waiting if words == "候补" else len(lists.rows) if lists else 0
            pill.setText(f"{words} {count}")
        self._show_list(self.stack.currentIndex() if waiting else 0)
        self._show_rows()

    def enrol(self) -> None:
        """Open the dialog of enrolment; everybody is read in the background first."""
        if (shown := self._class) is None:
            return

        def read(_progress: Progress) -> tuple[Choice, Matcher]:
            with self._desk.read() as session:
                choice = enrolment.choice(session, shown.id, shown.title)
            return choice, Matcher(choice.persons)

        def show(found: tuple[Choice, Matcher]) -> None:
            EnrolDialog(
                self.window(),
                self._desk,
                *found,
                lambda members, over, reason: self._save(shown.id, members, over, reason),
            ).open()

        self._once.run("读花名册", read, show)

    def remove(self) -> None:
        """Take those who are marked out of the class."""
        rows = self.table.marked()
        if not rows:
            return
        named = rows[0].name if len(rows) == 1 else f"{len(rows)} 人"
        members = [one.member_id for one in rows]
        self._do(enrolment.remove_enrolment, members, f"{named}已移出名单。")

    def _save(self, class_id: UUID, members: Sequence[UUID], over: bool, reason: str) -> None:
        self._desk.perform(
            call(enrolment.enrol, class_id, members, over=over),
            _enrolled,
            reason,
            then=lambda _: self.enrolled.emit(),
        )

    def _move_in(self, members: Sequence[UUID]) -> None:
        named = self._named(members)
        if self._class is not None:
            moved = call(enrolment.move_in, self._class.id, members)
            self._desk.do(moved, f"{named}已转入名单。")

    def _stop_waiting(self, members: Sequence[UUID]) -> None:
        self._do(enrolment.stop_waiting, members, f"{self._named(members)}已移出候补。")

    def _reorder(self, member: UUID, by: int) -> None:
        if self._class is not None:
            moved = call(enrolment.reorder_waiting, self._class.id, member, by)
            self._desk.do(moved, "候补次序已改。")

    def _do(self, verb: Verb, members: Sequence[UUID], words: str) -> None:
        """One verb on people of the class shown."""
        if self._class is not None and members:
            self._desk.do(call(verb, self._class.id, *members), words)

    def _named(self, members: Sequence[UUID]) -> str:
        waiting: tuple[WaitingRow, ...] = self.shown.waiting if self.shown else ()
        names = [one.name for one in waiting if one.member_id in members]
        return names[0] if len(names) == 1 else f"{len(names)} 人"

    def _show_list(self, number: int) -> None:
        self.lists.button(number).setChecked(True)
        self.stack.setCurrentIndex(number)
        self.remove_button.setVisible(number == 0)

    def _show_rows(self) -> None:
        """Everybody, or only those who are elsewhere at that hour."""
        if self.shown is None:
            self.table.set_rows(())
            return
        only = self.clashing.isChecked()
        self.table.set_rows(self.shown.clashing if only else self.shown.rows)

    def _title(self) -> str:
        return f"{self._class.title}名单" if self._class else "名单"

    def _note(self) -> str:
        return "同一时间另有课的人" if self.clashing.isChecked() else ""


def _enrolled(result: EnrolResult) -> str:
    words = f"已报名 {result.added} 人。"
    if result.waiting:
        words += f"名额已满，候补 {result.waiting} 人。"
    if result.clashes:
        words += f"{len(result.clashes)} 人同一时间另有课。"
    return words


def _facts(lists: Roster) -> str:
    if lists.places is None:
        return "名额不限"
    if lists.over:
        return f"名额 {lists.places}，超 {lists.over} 人"
    return f"名额 {lists.places}，还空 {lists.free}" if lists.free else f"名额 {lists.places}，已满"
