"""The list of the pool: find by pinyin, narrow down by state."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup

from services.lecturer import AppointmentState, LecturerRow
from ui.core.forms import text_field
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, button, clear, label, row

ALL, RETIRED = "全部", "已移出"
ENDING = AppointmentState.ending.word


def until(one: LecturerRow) -> str:
    return str(one.appointed_until or "")


COLUMNS: tuple[Column[LecturerRow], ...] = (
    Column("姓名", 100, lambda one: one.name, lambda one: one.pinyin, bold=True),
    Column("来源", 52, lambda one: one.source.word, spare=True),
    Column("主要讲授专题", 0, lambda one: one.topics),
    Column("聘期至", 98, lambda one: f"{one.appointed_until or '—'}", until, firm=True),
    Column("状态", 74, lambda one: one.state.word, tone=lambda one: one.state.tone, firm=True),
    Column(
        "授课",
        50,
        lambda one: f"{one.lessons_this_year}",
        lambda one: one.lessons_this_year,
        right=True,
    ),
)


class LecturerList(Card):
    """`chosen` carries the row in front, or None."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(padded=False)
        self._rows: Sequence[LecturerRow] = ()
        self._retired: Sequence[LecturerRow] = ()
        self._state = ALL
        self.field = text_field("lecturer-find", hint="姓名、拼音首字母、单位、专题")
        self.field.setProperty("role", "search")
        self.field.setAccessibleName("查找讲师")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self._narrow())
        self._pills, self._group = row(gap=8), QButtonGroup(self)
        self.table: RowsView[LecturerRow] = RowsView(COLUMNS)
        self.table.setObjectName("lecturers")
        self.table.setAccessibleName("师资库")
        self.table.chosen.connect(self.chosen.emit)
        self.nobody = label("没有符合的讲师。换个字，或清空查找框（Esc）。", "note")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = row(gap=12)
        head.setContentsMargins(12, 10, 12, 10)
        head.addWidget(self.field, 1)
        head.addLayout(self._pills)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.nobody, 1)
        QShortcut(QKeySequence("Ctrl+F"), self, self._focus)
        leave = QShortcut(QKeySequence("Esc"), self.field, self.field.clear)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)

    def show_pool(self, rows: Sequence[LecturerRow], retired: Sequence[LecturerRow]) -> None:
        """Show these; what was typed and chosen stays, as far as it is still there."""
        self._rows, self._retired = rows, retired
        if not self._of(self._state):
            self._state = ALL
        self._show_pills()
        self._narrow()

    def choose(self, lecturer_id: UUID) -> bool:
        """Bring one lecturer to the front, whatever the list is narrowed to."""
        if self.table.choose(lambda one: one.id == lecturer_id):
            return True
        gone = any(one.id == lecturer_id for one in self._retired)
        self.field.clear()
        self.narrow_to(RETIRED if gone else ALL)
        return self.table.choose(lambda one: one.id == lecturer_id)

    def narrow_to(self, state: str) -> None:
        """ALL, RETIRED, or one of STATES."""
        self._state = state
        for pill in self._group.buttons():
            pill.setChecked(pill.objectName() == f"state-{state}")
        self._narrow()

    def _focus(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _of(self, state: str) -> list[LecturerRow]:
        if state == RETIRED:
            return list(self._retired)
        return [one for one in self._rows if state in (ALL, one.state.word)]

    def _show_pills(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._pills)
        tones = {state.word: state.tone for state in AppointmentState}
        for state in (ALL, *tones, RETIRED):
            count = len(self._of(state))
            if not count and state != ALL:
                continue
            tone = tones.get(state, "grey")
            role = "pill" if tone == "grey" else f"pill-{tone}"
            narrow = partial(self.narrow_to, state)
            pill = button(f"{state} {count}", narrow, role, name=f"state-{state}")
            pill.setCheckable(True)
            pill.setChecked(state == self._state)
            self._group.addButton(pill)
            self._pills.addWidget(pill)

    def _narrow(self) -> None:
        chosen, text = self.table.current, self.field.text().strip().lower()
        shown = [one for one in self._of(self._state) if _fits(one, text)]
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.nobody.setVisible(not shown)
        if chosen is None or not self.table.choose(lambda one: one.id == chosen.id):
            self.table.selectRow(0)
        self.chosen.emit(self.table.current)


def _fits(one: LecturerRow, text: str) -> bool:
    fields = (one.name, one.employer, one.topics)
    readings = f"{one.initials} {one.pinyin}".split()
    return any(text in field.lower() for field in fields) or any(
        reading.startswith(text) for reading in readings
    )
