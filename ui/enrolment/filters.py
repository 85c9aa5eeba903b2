"""The ways of narrowing everybody down to whom one may want: by branch, by role, by hours."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QWidget

from services.enrolment import BranchLine, EnrolmentCandidate
from services.member import MemberKind, Role
from ui.core import theme
from ui.core.rows import TICKED, UNTICKED, Column
from ui.core.table import RowsView
from ui.core.widgets import button, column, label, row

NONE, SOME, ALL = UNTICKED, "－", TICKED
BRANCH_WIDTH = 300
FIRST_GAP = 4.0
Fits = Callable[[EnrolmentCandidate], bool]
ROLES: tuple[tuple[str, str, Fits], ...] = (
    ("secretary", "支部书记", lambda p: p.role is Role.secretary),
    ("committee", "支部委员", lambda p: p.role is Role.committee),
    ("plain", "普通党员", lambda p: p.role is Role.member and p.kind is not MemberKind.guest),
    ("probationary", "预备党员", lambda p: p.kind is MemberKind.probationary),
    ("floating", "流动党员", lambda p: p.floating),
    ("guest", "外单位人员", lambda p: p.kind is MemberKind.guest),
)


class BranchFilter(QWidget):
    """The tree of branches; the chosen one's people are listed. Space, or a click on its mark,
    ticks a whole branch with those below it. Signals in past tense: `chose` the branch whose
    people are to be listed, `ticked` the branches whose people are all to be ticked or not."""

    chose = Signal(object)
    ticked = Signal(object)

    def __init__(self, lines: Sequence[BranchLine], people: Iterable[EnrolmentCandidate]) -> None:
        super().__init__()
        self._lines = lines
        self._of: dict[UUID, list[UUID]] = {line.id: [] for line in lines}
        for person in people:
            if person.branch_id in self._of:
                self._of[person.branch_id].append(person.id)
        self._branch_of = {person: key for key, of in self._of.items() for person in of}
        self._marks: dict[UUID, str] = {}
        self._counts = Counter[UUID]()
        self.table: RowsView[BranchLine] = RowsView(
            (
                Column("选", 40, lambda b: self._marks.get(b.id, NONE), bold=True, firm=True),
                Column("党支部", 0, lambda b: "　" * b.depth + b.short_name),
                Column("已选/可选", 84, self._count, right=True, firm=True),
            )
        )
        self.table.setObjectName("enrol-branches")
        self.table.setAccessibleName("党支部，空格勾选整个支部")
        self.table.setSortingEnabled(False)  # the tree's order says what is under what
        self.table.set_rows(lines)
        self.table.chosen.connect(self.chose)
        self.table.clicked.connect(self._on_clicked)
        self.table.installEventFilter(self)
        self.setFixedWidth(theme.current().px(BRANCH_WIDTH))
        self.setLayout(column(self.table, gap=0))

    def people(self, branch_id: UUID) -> list[UUID]:
        """Those of the branch and of all below it."""
        return [person for key in self._family(branch_id) for person in self._of[key]]

    def show_ticks(self, chosen: set[UUID]) -> None:
        """Mark branches of which all or some may be enrolled and are ticked."""
        of = self._branch_of
        self._counts = Counter(of[person] for person in chosen if person in of)
        self._marks = {
            key: ALL if count == len(self._of[key]) else SOME for key, count in self._counts.items()
        }
        self.table.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            ticks = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if ticks and (line := self.table.current) is not None:
                self.ticked.emit(line)
                return True
        return super().eventFilter(watched, event)

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.table.row_at(index)
        if index.column() == 0 and line is not None:
            self.ticked.emit(line)

    def _family(self, branch_id: UUID) -> list[UUID]:
        family = [branch_id]
        for line in self._lines:  # each after the one above it
            if line.parent_id in family:
                family.append(line.id)
        return family

    def _count(self, line: BranchLine) -> str:
        return f"{self._counts[line.id]} / {len(self._of[line.id])}"


class RoleFilter(QWidget):
    """Roles and kinds to tick; people of any of them are listed, all where none is."""

    changed = Signal()

    def __init__(self, people: Sequence[EnrolmentCandidate]) -> None:
        super().__init__()
        inside: QHBoxLayout = row(gap=8)
        self.pills = {}
        for key, words, fits in ROLES:
            count = sum(fits(person) for person in people)
            pill = button(f"{words} {count:,}", self.changed.emit, "pill", name=f"enrol-role-{key}")
            pill.setCheckable(True)
            pill.setEnabled(count > 0)
            self.pills[key] = pill
            inside.addWidget(pill)
        inside.addStretch(1)
        self.setLayout(inside)

    def fits(self) -> Fits:
        wanted = [fits for key, _, fits in ROLES if self.pills[key].isChecked()]
        return lambda person: not wanted or any(fits(person) for fits in wanted)


class GapFilter(QWidget):
    """How many hours must be missing."""

    changed = Signal()

    def __init__(self, year: int) -> None:
        super().__init__()
        self.least = QDoubleSpinBox()
        self.least.setObjectName("enrol-gap")
        self.least.setAccessibleName("至少还差多少学时")
        self.least.setRange(0.5, 200)
        self.least.setSingleStep(0.5)
        self.least.setDecimals(1)
        self.least.setValue(FIRST_GAP)
        self.least.setSuffix(" 学时")
        self.least.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        self.least.valueChanged.connect(self.changed)
        self.setLayout(
            row(
                label(f"{year} 年至少还差", "subtitle"),
                self.least,
                label("差得最多的排在前面；已报名还没上的课不算在内。", "note"),
                None,
                gap=8,
            )
        )

    def fits(self) -> Fits:
        least = self.least.value()
        return lambda person: person.missing >= least
