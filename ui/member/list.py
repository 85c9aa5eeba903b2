"""The list of members: find, narrow down, sort, choose one or more."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit

from services import member
from services.member import MemberRow, Person, Persons
from ui.core.desk import Desk
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import Card, button, column, label, row
from ui.member.columns import COLUMNS
from ui.member.filters import HOURS, KINDS, LEFT, NAMED, POSTS, STATES, Choice, Narrowing

ALL_BRANCHES = "全部支部"
MOVES: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
NOBODY = "没有符合条件的人。可以换个条件，或清空查找框（Esc）。"


@dataclass(frozen=True)
class People:
    """What the list shows: those in use with what finds them, and those who left."""

    rows: tuple[MemberRow, ...]
    persons: Persons[Person]
    retired: tuple[MemberRow, ...]


class FindField(QLineEdit):
    """Esc empties it; in an empty one Esc goes on to whoever else wants it. Ctrl+Z goes on, too:
    it takes back what was done, not what was looked for. Of a list that it is `over`, ↑ and ↓
    move the row and Enter opens it, so that the hands stay where the name was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.over: RowsView[Any] | None = None

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if self.over is not None and event.key() in MOVES:
            self._go_to(self.over.currentIndex().row() + MOVES[event.key()])
            return
        if self.over is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return
        super().keyPressEvent(event)

    def _go_to(self, place: int) -> None:
        if self.over is not None and (last := len(self.over.rows_model.rows) - 1) >= 0:
            self.over.selectRow(max(0, min(place, last)))

    def _open(self) -> None:
        if self.over is not None:
            if self.over.current is None:
                self._go_to(0)
            if self.over.current is not None:
                self.over.opened.emit(self.over.current)


class MemberList(Card):
    """`chosen` carries the row in front, or None; `opened` the one that Enter opens."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, print_cards: Callable[[], object]) -> None:
        super().__init__(padded=False)
        self._people = People((), Persons(), ())
        self._by_id: dict[UUID, MemberRow] = {}
        self.field = FindField()
        self.field.setObjectName("member-find")
        self.field.setProperty("role", "search")
        self.field.setAccessibleName("查找学员")
        self.field.setPlaceholderText("姓名、拼音首字母、手机或身份证后四位")
        self.field.setToolTip("Ctrl+F；同名时可以再加支部，例如：王秀兰 布山")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._narrow)
        self.branch = self._combo("member-branch", "党支部", {"": (ALL_BRANCHES, bool)})
        self.kind = self._combo("member-kind", "类别", KINDS)
        self.post = self._combo("member-post", "职务", POSTS)
        self.hours = self._combo("member-hours-state", "学时情况", HOURS)
        self.state = self._combo("member-state", "哪些人", STATES)
        self.clear = button("清除条件", self.show_all, "link", name="member-clear")
        self.table: RowsView[MemberRow] = RowsView(COLUMNS)
        self.table.setObjectName("members")
        self.table.setAccessibleName("学员名单")
        self.field.over = self.table
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.chosen.connect(self.chosen.emit)
        self.table.opened.connect(self.opened.emit)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._count())
        self.nobody = label(NOBODY, "note")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nobody.setObjectName("member-nobody")
        self.count = label("", "note")
        self.count.setObjectName("member-count")
        named = Named("member", lambda: "学员名单", self._narrowed_words)
        self.tools = ListTools(desk, self.table, named)
        self.print = button("打印学员卡", print_cards, "link", key="Ctrl+P", name="member-cards")
        finding = row(gap=8)
        finding.addWidget(self.field, 1)
        finding.addWidget(self.clear)
        choosing = row(gap=8)
        choosing.addWidget(self.branch, 3)
        for combo in (self.kind, self.post, self.hours, self.state):
            choosing.addWidget(combo, 2)
        head = column(finding, choosing, gap=8)
        head.setContentsMargins(12, 10, 12, 10)
        foot = row(self.count, None, self.print, self.tools, gap=2)
        foot.setContentsMargins(16, 4, 8, 4)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nobody, 1)
        self.body.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+F"), self, self._find)

    @property
    def narrowing(self) -> Narrowing:
        """What the list is narrowed to now, but for what is typed."""
        return Narrowing(*(combo.currentData() for combo in self._combos()))

    def show_people(self, people: People) -> None:
        """Show these; what was typed and chosen stays, as far as it is still there."""
        self._people = people
        self._by_id = {one.id: one for one in people.rows}
        self._show_branches({one.branch for one in (*people.rows, *people.retired)})
        self._narrow()

    def choose(self, member_id: UUID) -> bool:
        """Bring one person to the front, whatever the list is narrowed to."""
        if self.table.choose(lambda one: one.id == member_id):
            return True
        gone = any(one.id == member_id for one in self._people.retired)
        self.narrow_to(NAMED["retired" if gone else "all"])
        return self.table.choose(lambda one: one.id == member_id)

    def narrow_to(self, wanted: Narrowing) -> None:
        """Exactly this, and nothing typed."""
        keys = (wanted.branch, wanted.kind, wanted.post, wanted.hours, wanted.state)
        for made in (self.field, *self._combos()):
            made.blockSignals(True)  # the list is narrowed once, when the choice is whole
        self.field.clear()
        for combo, key in zip(self._combos(), keys, strict=True):
            combo.setCurrentIndex(max(0, combo.findData(key)))
        for made in (self.field, *self._combos()):
            made.blockSignals(False)
        self._narrow()

    def show_all(self) -> None:
        self.narrow_to(Narrowing())
        self.field.setFocus()

    def _combos(self) -> tuple[QComboBox, ...]:
        """In the order of Narrowing's fields."""
        return (self.branch, self.kind, self.post, self.hours, self.state)

    def _combo(self, name: str, words: str, choice: Choice) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(3)
        for key, (text, _) in choice.items():
            made.addItem(text, key)
        made.currentIndexChanged.connect(self._narrow)
        return made

    def _find(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _first(self) -> None:
        if self.table.rows_model.rows:
            self.table.selectRow(0)
        else:
            self.chosen.emit(None)

    def _show_branches(self, names: Iterable[str]) -> None:
        chosen = self.branch.currentData()
        self.branch.blockSignals(True)
        self.branch.clear()
        self.branch.addItem(ALL_BRANCHES, "")
        for name in sorted(names):
            self.branch.addItem(name, name)
        self.branch.setCurrentIndex(max(0, self.branch.findData(chosen)))
        self.branch.blockSignals(False)

    def _narrow(self) -> None:
        chosen = self.table.current
        narrowing, text = self.narrowing, self.field.text().strip()
        shown = self._found(narrowing, text)
        if narrowing not in (Narrowing(), Narrowing(state=LEFT)):
            fits = narrowing.fits()
            shown = [one for one in shown if fits(one)]
        if chosen is not None and all(one.id != chosen.id for one in shown):
            self.table.setCurrentIndex(QModelIndex())
            chosen = None
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.nobody.setVisible(not shown)
        self.clear.setVisible(bool(text) or narrowing != Narrowing())
        if chosen is None:
            self._first()
        self._count()

    def _found(self, narrowing: Narrowing, text: str) -> Sequence[MemberRow]:
        if narrowing.state == LEFT:
            return [one for one in self._people.retired if _named(one, text)]
        if not text:
            return self._people.rows
        found = member.find(self._people.persons, text, len(self._people.persons))
        return [self._by_id[person.id] for person in found if person.id in self._by_id]

    def _narrowed_words(self) -> str:
        """What stands over a workbook or paper; no digits of anybody's number."""
        text = self.field.text().strip()
        found = f"查找“{text}”" if text and not any(c.isdigit() for c in text) else ""
        words = self.narrowing.words()
        return " · ".join(part for part in (words, found) if part) or "全部在册"

    def _count(self) -> None:
        shown = len(self.table.rows_model.rows)
        marked = len(self.table.selectionModel().selectedRows())
        words = f"列出 {shown:,} 人"
        self.count.setText(f"{words}，选中 {marked:,} 人" if marked > 1 else words)


def _named(one: MemberRow, text: str) -> bool:
    folded = text.lower()
    return text in one.name or any(
        reading.startswith(folded) for reading in f"{one.initials} {one.pinyin}".split()
    )
