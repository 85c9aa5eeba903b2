"""The ledger by person: find, narrow down, choose one or more."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QWidget

from services import member
from services.core.text import plain
from services.hours import LEADERS, LedgerRow, MonthShare, State
from services.member import Person, Persons, Role
from ui.core import keys, theme
from ui.core.acts import spoken
from ui.core.narrowing import SearchField
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, label, row

EVERY_BRANCH, EVERY_POST = "全部支部", "全部身份"
FILTERS: dict[str, tuple[str, Callable[[LedgerRow], bool]]] = {
    "all": ("在册的人", lambda one: one.state is not State.left),
    "behind": ("没有达标", lambda one: one.owes and one.state is not State.reached),
    **{
        state.value: (state.word, lambda one, state=state: one.state is state)  # type: ignore[misc]
        for state in State
        if state is not State.missed  # 没有达标 of a year that is over
    },
}
POSTS: dict[str, tuple[str, Callable[[LedgerRow], bool]]] = {
    "all": (EVERY_POST, lambda _one: True),
    "leaders": ("书记和委员", lambda one: one.role in LEADERS),
    **{
        role.value: (role.short, lambda one, role=role: one.role is role)  # type: ignore[misc]
        for role in reversed(Role)
    },
}
LEFT_OUT_WHERE_NARROW = (2, 5)
"""Post and hours planned: the person beside the list tells them too. They are no spare columns:
those go before the name is cut, and here it is the branch that would shrink to nothing."""
WIDE = 600
NOBODY = "没有符合条件的人。可以换个条件，或清空查找框（Esc）。"


def hours_words(one: LedgerRow) -> str:
    return f"{plain(one.hours)} / {one.target}" if one.target else plain(one.hours)


def some(hours: Decimal) -> str:
    """Hours, or nothing where there are none."""
    return plain(hours) if hours else ""


class PeopleList(QWidget):
    """`chosen` carries the row in front, or None; `opened` the one that Enter was pressed on."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[LedgerRow, ...] = ()
        self._persons: Persons[Person] = Persons()
        self._month: Mapping[UUID, MonthShare] | None = None
        self._is_narrow = False
        self.field = SearchField("hours-find", "姓名、首字母、证件或手机后四位", "查找")
        self.field.setToolTip(spoken(keys.FIND))
        self.field.textChanged.connect(self._narrow)
        self.branch = _choice("hours-branch", "党支部", {EVERY_BRANCH: EVERY_BRANCH}, 150)
        self.post = _choice("hours-post", "身份", {k: w for k, (w, _) in POSTS.items()}, 104)
        self.filter = _choice("hours-filter", "状态", {k: w for k, (w, _) in FILTERS.items()}, 112)
        for box in (self.branch, self.post, self.filter):
            box.currentIndexChanged.connect(self._narrow)
        self.month = button("", self.show_month, "pill", name="hours-month")
        self.month.setToolTip("再点一下看全年")
        self.month.hide()
        self.table: RowsView[LedgerRow] = RowsView(self._columns())
        self.table.setObjectName("hours-people")
        self.table.setAccessibleName("学时名单")
        self.field.over = self.table
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.chosen.connect(self.chosen.emit)
        self.table.opened.connect(self.opened.emit)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._count())
        self.nobody = label(NOBODY, "note")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = label("", "note")
        self.count.setObjectName("hours-count")
        head = row(gap=8)
        head.setContentsMargins(12, 10, 12, 10)
        head.addWidget(self.field, 1)
        for box in (self.branch, self.post, self.filter):
            head.addWidget(box)
        marks = row(self.month, None)
        marks.setContentsMargins(12, 0, 12, 0)
        whole = column(head, marks, gap=0)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.nobody, 1)
        self.setLayout(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Larger text leaves less room: then the branch must not shrink to nothing."""
        self._is_narrow = self.width() < theme.current().px(WIDE)
        for number in LEFT_OUT_WHERE_NARROW:
            self.table.hold_back(number, self._is_narrow)
        self._count()
        super().resizeEvent(event)

    def show_rows(self, rows: tuple[LedgerRow, ...], persons: Persons[Person]) -> None:
        """Show these, found as on 学员; what was chosen and narrowed to stays, as far as it is
        still there."""
        self._rows, self._persons = rows, persons
        chosen = self.branch.currentText()
        self.branch.blockSignals(True)  # the list is narrowed once, when the choice is whole
        self.branch.clear()
        self.branch.addItem(EVERY_BRANCH)
        self.branch.addItems(sorted({one.branch for one in rows}))
        self.branch.setCurrentIndex(max(0, self.branch.findText(chosen)))
        self.branch.blockSignals(False)
        self._narrow()

    def show_month(self, words: str = "", shares: Mapping[UUID, MonthShare] | None = None) -> None:
        """Only those who were taught in one month, with what each earned then; None: all."""
        self._month = shares
        self.month.setText(f"{words}　×")
        self.month.setVisible(shares is not None)
        self._narrow()

    def narrow_to(self, *, state: str = "all", post: str = "all", branch: str = "") -> None:
        """Clear what was typed and show who fits."""
        self.field.clear()
        self.filter.setCurrentIndex(self.filter.findData(state))
        self.post.setCurrentIndex(self.post.findData(post))
        self.branch.setCurrentIndex(max(0, self.branch.findText(branch)))

    def choose(self, member_id: UUID) -> bool:
        """Bring one person to the front, whatever the list is narrowed to."""
        if self.table.choose(lambda one: one.id == member_id):
            return True
        self.show_month()
        gone = any(one.id == member_id and one.state is State.left for one in self._rows)
        self.narrow_to(state=State.left.value if gone else "all")
        return self.table.choose(lambda one: one.id == member_id)

    def marked(self) -> list[LedgerRow]:
        """Those who are selected, in the order of the list."""
        rows = self.table.rows_model.rows
        selected = self.table.selectionModel().selectedRows()
        return [rows[index.row()] for index in sorted(selected, key=lambda index: index.row())]

    def go_to_search(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    @property
    def shown(self) -> list[LedgerRow]:
        return self.table.rows_model.rows

    def _columns(self) -> tuple[Column[LedgerRow], ...]:
        def in_month(one: LedgerRow) -> str:
            share = (self._month or {}).get(one.id)
            return "" if share is None else f"{plain(share.hours)}（{share.person_times} 次）"

        return (
            Column("姓名", 84, lambda a: a.name, lambda a: a.pinyin, bold=True, firm=True),
            Column("党支部", 0, lambda one: one.branch),
            Column("身份", 56, lambda one: one.role.short),
            Column("学时", 82, hours_words, lambda one: one.hours, right=True, firm=True),
            Column("当月", 92, in_month, right=True, firm=True, quiet=True),
            Column("已排", 52, lambda a: some(a.planned), lambda a: a.planned, right=True),
            Column("可补", 52, lambda a: some(a.joinable), lambda a: a.joinable, right=True),
            Column(
                "状态",
                100,
                lambda one: one.state.word,
                lambda one: (list(State).index(one.state), -one.missing),
                lambda one: one.state.tone,
                firm=True,
            ),
        )

    def _narrow(self) -> None:
        chosen = self.table.current
        shown = list(self._fitting())
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.nobody.setVisible(not shown)
        if chosen is None or not self.table.choose(lambda one: one.id == chosen.id):
            if shown:
                self.table.selectRow(0)
            else:
                self.chosen.emit(None)
        self._count()

    def _fitting(self) -> Iterable[LedgerRow]:
        key = self.filter.currentData()
        # A month is of everybody, those who left since included.
        everybody = self._month is not None and key == "all"
        state = (lambda _one: True) if everybody else FILTERS[key][1]
        post = POSTS[self.post.currentData()][1]
        branch, text = self.branch.currentText(), self.field.text().strip().lower()
        found = {one.id for one in member.find(self._persons, text, len(self._persons))}
        for one in self._rows:
            if self._month is not None and one.id not in self._month:
                continue
            here = branch in (EVERY_BRANCH, one.branch)
            named = not text or one.id in found or _named(one, text)  # who left is in no index
            if here and state(one) and post(one) and named:
                yield one

    def _count(self) -> None:
        marked = len(self.table.selectionModel().selectedRows())
        words = f"列出 {len(self.shown):,} 人"
        words = f"{words}，选中 {marked:,} 人" if marked > 1 else words
        left_out = f"，另有 {len(LEFT_OUT_WHERE_NARROW)} 列放不下" if self._is_narrow else ""
        self.count.setText(f"{words}{left_out}")


def _named(one: LedgerRow, text: str) -> bool:
    return text in one.name or any(
        reading.startswith(text) for reading in f"{one.initials} {one.pinyin}".split()
    )


def _choice(name: str, words: str, items: Mapping[str, str], width: int) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setMinimumWidth(width)
    made.setMaximumWidth(theme.current().px(width))
    for key, text in items.items():
        made.addItem(text, key)
    return made
