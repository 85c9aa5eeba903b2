"""People to tick, found by typing and narrowed by branch, role or missing hours."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from services.core.text import plain
from services.enrolment import BranchLine, EnrolmentCandidate, EnrolmentChoice
from services.member import find
from ui.core import keys, theme
from ui.core.rows import TICKED, UNTICKED, Column
from ui.core.table import RowsView
from ui.core.widgets import button, column, row
from ui.enrolment.filters import BranchFilter, GapFilter, RoleFilter

EVERYBODY = "全部支部"
LISTED = 5_000
TICKS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
ONE, BRANCH, ROLE, GAP = "one", "branch", "role", "gap"


def standing(choice: EnrolmentChoice, person: EnrolmentCandidate) -> str:
    """How somebody stands to the class already, in words."""
    if person.id in choice.enrolled:
        return "已在名单"
    if person.id in choice.waiting:
        return "候补中"
    clash = choice.clashes.get(person.id, "")
    return f"另有课：{clash}" if clash else ""


def standing_ink(choice: EnrolmentChoice, person: EnrolmentCandidate) -> str:
    taken = person.id in choice.enrolled or person.id in choice.waiting
    return "ink_faint" if taken else "amber"


class PeoplePane(QWidget):
    """One list for four ways of choosing. `toggled` carries the people whose tick is to change,
    and whether it is to be set; `entered` is Enter with nothing typed."""

    toggled = Signal(object, bool)
    entered = Signal()

    def __init__(
        self, choice: EnrolmentChoice, year: int, is_chosen: Callable[[UUID], bool]
    ) -> None:
        super().__init__()
        self._choice, self._is_chosen = choice, is_chosen
        self._way = ONE
        self._only: frozenset[UUID] | None = None
        self.field = QLineEdit()
        self.field.setObjectName("enrol-field")
        self.field.setAccessibleName("找学员")
        self.field.setPlaceholderText("姓名、拼音首字母、手机或身份证后四位；回车勾选")
        self.field.textChanged.connect(self.look_up)
        self.field.installEventFilter(self)
        self.branch = QComboBox()
        self.branch.setObjectName("enrol-branch")
        self.branch.setAccessibleName("支部")
        self.branch.addItems([EVERYBODY, *sorted({line.short_name for line in choice.branches})])
        self.branch.setMinimumWidth(theme.current().px(180))
        self.branch.currentIndexChanged.connect(self.look_up)
        self.branches = BranchFilter(choice.branches, self._fresh())
        self.branches.chose.connect(lambda _: self.look_up())
        self.branches.ticked.connect(self._tick_branch)
        self.roles = RoleFilter(choice.persons)
        self.roles.changed.connect(self.look_up)
        self.gap = GapFilter(year)
        self.gap.changed.connect(self.look_up)
        self.table = self._table()
        head = row(gap=10)
        head.addWidget(self.field, 1)
        head.addWidget(self.branch)
        tick_all = button("勾选列出的全部", self._tick_shown, name="enrol-all", key=keys.TICK.keys)
        head.addWidget(tick_all)
        right = column(self.roles, self.gap, head, gap=10)
        right.addWidget(self.table, 1)
        whole = row(self.branches, gap=12)
        whole.addLayout(right, 1)
        self.setLayout(whole)

    def use(self, way: str) -> None:
        """Show one way of choosing, and its people."""
        self._way, self._only = way, None
        self.branches.setVisible(way == BRANCH)
        self.branch.setVisible(way != BRANCH)
        self.roles.setVisible(way == ROLE)
        self.gap.setVisible(way == GAP)
        if way == BRANCH and self.branches.table.current is None:
            self.branches.table.selectRow(0)
        self.table.setCurrentIndex(QModelIndex())  # what another way chose is not looked for
        self.look_up()
        (self.branches.table if way == BRANCH else self.field).setFocus()

    def show_only(self, members: frozenset[UUID] | None) -> None:
        """The people of these ids and nobody else, to be looked over; None ends that."""
        self._only = members
        self.look_up()

    def show_ticks(self, chosen: set[UUID]) -> None:
        self.table.viewport().update()
        self.branches.show_ticks(chosen)

    def look_up(self) -> None:
        self.table.set_rows(self._found())
        if self.table.rows_model.rows and self.table.current is None:
            self.table.selectRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self.field and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if watched is self.field and plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if watched is self.table and plain and key in TICKS:
                self._toggle(self.table.current)
                return True
        return super().eventFilter(watched, event)

    def _table(self) -> RowsView[EnrolmentCandidate]:
        choice = self._choice
        made: RowsView[EnrolmentCandidate] = RowsView(
            (
                Column(
                    "选", 40, lambda p: TICKED if self._is_chosen(p.id) else UNTICKED, bold=True
                ),
                Column("姓名", 100, lambda p: p.name, bold=True),
                Column("支部", 0, lambda p: p.branch),
                Column("职务", 96, lambda p: p.post, spare=True),
                Column("手机", 112, lambda p: p.phone_masked, spare=True),
                Column(
                    "还差学时",
                    72,
                    lambda p: plain(p.missing) if p.target else "",
                    lambda p: p.missing,
                    right=True,
                ),
                Column(
                    "状况",
                    150,
                    lambda p: standing(choice, p),
                    ink=lambda p: standing_ink(choice, p),
                ),
            )
        )
        made.setObjectName("enrol-table")
        made.setAccessibleName("可以报名的人，空格勾选")
        made.clicked.connect(self._on_clicked)
        made.installEventFilter(self)
        return made

    def _fresh(self) -> list[EnrolmentCandidate]:
        taken = self._choice.enrolled | self._choice.waiting
        return [person for person in self._choice.persons if person.id not in taken]

    def _found(self) -> Sequence[EnrolmentCandidate]:
        people: Sequence[EnrolmentCandidate] = self._choice.persons
        if self._only is not None:
            return [person for person in people if person.id in self._only]
        if text := self.field.text().strip():
            people = find(people, text, LISTED)
        if self._way == BRANCH:
            line = self.branches.table.current
            return [p for p in people if line is not None and p.branch_id == line.id]
        if (branch := self.branch.currentText()) != EVERYBODY:
            people = [person for person in people if person.branch == branch]
        if self._way == ROLE:
            fits = self.roles.fits()
            people = [person for person in people if fits(person)]
        if self._way == GAP:
            fits = self.gap.fits()
            people = sorted((p for p in people if fits(p)), key=lambda p: -p.missing)
        return people

    def _step(self, by: int) -> None:
        rows = len(self.table.rows_model.rows)
        if rows:
            self.table.selectRow((self.table.currentIndex().row() + by) % rows)

    def _enter(self) -> None:
        """Enter ticks the person found; with nothing typed it enrols."""
        if self.field.text().strip():
            self._toggle(self.table.current)
            self.field.selectAll()
        else:
            self.entered.emit()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._toggle(self.table.row_at(index))

    def _toggle(self, person: EnrolmentCandidate | None) -> None:
        if person is not None:
            self.toggled.emit([person.id], not self._is_chosen(person.id))

    def _tick_shown(self) -> None:
        self.toggled.emit([person.id for person in self.table.rows_model.rows], True)

    def _tick_branch(self, line: BranchLine) -> None:
        people = self.branches.people(line.id)
        self.toggled.emit(people, not all(self._is_chosen(person) for person in people))
