"""The list of members: find, narrow down, sort, choose one or more."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget

from services import member
from services.member import MemberKind, MemberRow, Person, Persons, Role
from ui.core import theme
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, button, label, row

ALL_BRANCHES = "全部支部"
ROLE_WORDS = {Role.secretary: "书记", Role.committee: "委员", Role.member: "党员"}


def role_words(one: MemberRow) -> str:
    if one.role is Role.member and one.kind is MemberKind.probationary:
        return "预备党员"
    return ROLE_WORDS[one.role]


def namesake_words(one: MemberRow) -> str:
    return f"同名 {one.namesakes} 人" if one.namesakes > 1 else ""


def hours_words(one: MemberRow) -> str:
    return f"{one.hours:f} / {one.target}".replace(".0 ", " ")


def reached(one: MemberRow) -> bool:
    return one.hours >= one.target


def state_words(one: MemberRow) -> str:
    if reached(one):
        return "达标"
    return f"差 {one.target - one.hours:f}".removesuffix(".0")


def state_tone(one: MemberRow) -> str:
    return "green" if reached(one) else "amber"


COLUMNS: tuple[Column[MemberRow], ...] = (
    Column("姓名", 92, lambda one: one.name, lambda one: one.pinyin, bold=True),
    Column("同名", 88, namesake_words, lambda one: one.namesakes, lambda _one: "amber", firm=True),
    Column("性别", 54, lambda one: one.sex, spare=True),
    Column("党支部", 0, lambda one: one.branch),
    Column("党内身份", 84, role_words),
    Column("手机", 118, lambda one: one.phone_masked, firm=True, spare=True),
    Column("学时", 82, hours_words, lambda one: one.hours, right=True, firm=True),
    Column("年度目标", 88, state_words, lambda one: one.hours - one.target, state_tone, firm=True),
)
FILTERS: dict[str, tuple[str, Callable[[MemberRow], bool]]] = {
    "all": ("全部学员", lambda _one: True),
    "behind": ("未达标", lambda one: not reached(one)),
    "reached": ("已达标", reached),
    "leaders": ("书记和委员", lambda one: one.role is not Role.member),
    "probationary": ("预备党员", lambda one: one.kind is MemberKind.probationary),
    member.NO_IDENTITY: ("身份证号待核", lambda one: not one.identity_known),
    "namesakes": ("同名的人", lambda one: one.namesakes > 1),
    "retired": ("已停用", lambda _one: True),
}
NOBODY = "没有符合条件的人。可以换个支部，或清空查找框（Esc）。"


@dataclass(frozen=True)
class People:
    """What the list shows: those in use with what finds them, and the retired ones."""

    rows: tuple[MemberRow, ...]
    persons: Persons[Person]
    retired: tuple[MemberRow, ...]


class FindField(QLineEdit):
    """Esc empties it; in an empty one Esc goes on to whoever else wants it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class MemberList(Card):
    """`chosen` carries the row in front, or None."""

    chosen = Signal(object)

    def __init__(self, print_cards: Callable[[], object] | None) -> None:
        super().__init__(padded=False)
        look = theme.current()
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
        self.branch = QComboBox()
        self.branch.setObjectName("member-branch")
        self.branch.setAccessibleName("党支部")
        self.branch.setMinimumWidth(look.px(160))
        self.branch.setMaximumWidth(look.px(190))
        self.branch.addItem(ALL_BRANCHES)
        self.branch.currentIndexChanged.connect(self._narrow)
        self.filter = QComboBox()
        self.filter.setObjectName("member-filter")
        self.filter.setAccessibleName("哪些人")
        for key, (words, _) in FILTERS.items():
            self.filter.addItem(words, key)
        self.filter.currentIndexChanged.connect(self._narrow)
        self.table: RowsView[MemberRow] = RowsView(COLUMNS)
        self.table.setObjectName("members")
        self.table.setAccessibleName("学员名单")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.chosen.connect(self.chosen.emit)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._count())
        self.nobody = label(NOBODY, "note")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nobody.setObjectName("member-nobody")
        self.count = label("", "note")
        self.count.setObjectName("member-count")
        head = row(gap=8)
        head.setContentsMargins(12, 10, 12, 10)
        head.addWidget(self.field, 1)
        head.addWidget(self.branch)
        head.addWidget(self.filter)
        foot = row(self.count, None, gap=8)
        foot.setContentsMargins(16, 6, 12, 6)
        self.print: QWidget | None = None
        if print_cards is not None:
            self.print = button("打印学员卡", print_cards, key="Ctrl+P", name="member-cards")
            foot.addWidget(self.print)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nobody, 1)
        self.body.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+F"), self, self._find)

    def show_people(self, people: People) -> None:
        """Show these; what was typed and chosen stays, as far as it is still there."""
        chosen = self.table.current
        self._people = people
        self._by_id = {one.id: one for one in people.rows}
        self._show_branches({one.branch for one in people.rows})
        self._narrow()
        if chosen is None or not self.table.choose(lambda one: one.id == chosen.id):
            self._first()

    def choose(self, member_id: UUID) -> bool:
        """Bring one person to the front, whatever the list is narrowed to."""
        if self.table.choose(lambda one: one.id == member_id):
            return True
        retired = any(one.id == member_id for one in self._people.retired)
        self.field.clear()
        self.branch.setCurrentIndex(0)
        self.narrow_to("retired" if retired else "all")
        return self.table.choose(lambda one: one.id == member_id)

    def narrow_to(self, key: str) -> None:
        """One of FILTERS."""
        self.filter.setCurrentIndex(list(FILTERS).index(key))

    def marked(self) -> list[MemberRow]:
        """Those who are selected, in the order of the list."""
        rows = self.table.rows_model.rows
        selected = self.table.selectionModel().selectedRows()
        return [rows[index.row()] for index in sorted(selected, key=lambda index: index.row())]

    def _find(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _first(self) -> None:
        if self.table.rows_model.rows:
            self.table.selectRow(0)
        else:
            self.chosen.emit(None)

    def _show_branches(self, names: Iterable[str]) -> None:
        chosen = self.branch.currentText()
        self.branch.blockSignals(True)  # the list is narrowed once, when the choice is whole
        self.branch.clear()
        self.branch.addItems([ALL_BRANCHES, *sorted(names)])
        self.branch.setCurrentIndex(max(0, self.branch.findText(chosen)))
        self.branch.blockSignals(False)

    def _narrow(self) -> None:
        chosen = self.table.current
        key = self.filter.currentData()
        fits = FILTERS[key][1]
        branch = self.branch.currentText()
        shown = [
            one
            for one in self._found(key, self.field.text().strip())
            if (branch in (ALL_BRANCHES, one.branch)) and fits(one)
        ]
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.nobody.setVisible(not shown)
        if chosen is None or not self.table.choose(lambda one: one is chosen):
            self._first()
        self._count()

    def _found(self, key: str, text: str) -> Sequence[MemberRow]:
        if key == "retired":
            return [one for one in self._people.retired if _named(one, text)]
        if not text:
            return self._people.rows
        found = member.find(self._people.persons, text, len(self._people.persons))
        return [self._by_id[person.id] for person in found if person.id in self._by_id]

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
