"""The week's grid: lecturers by day, a coloured block for each booking."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from services.booking import BookingItem, LecturerWeek
from services.core.days import WEEKDAYS
from ui.booking.block import BookingBlock
from ui.core import theme
from ui.core.widgets import Card, ElidedLabel, button, clear, column, label, row

COLUMNS = 6
"""Monday to Friday, and the weekend in one."""
NAME_WIDTH = 190
MOST_BLOCKS = 4
HEAD_HEIGHT = 33


class WeekGrid(Card):
    """`opened` carries the block's item; `lecturer_picked` the id of a row's name."""

    opened = Signal(object)
    lecturer_picked = Signal(object)

    def __init__(self) -> None:
        super().__init__(padded=False)
        self.setObjectName("week")
        self.blocks: list[list[list[BookingBlock]]] = []
        self._open_rows: set[UUID | None] = set()
        self._shown: tuple[date, Sequence[LecturerWeek], date, str] | None = None
        self._head = QHBoxLayout()
        self._head.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "grid-head")
        head.setFixedHeight(theme.current().px(HEAD_HEIGHT))
        head.setLayout(self._head)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        inside = QFrame()
        inside.setProperty("role", "grid")
        inside.setLayout(self._rows)
        self._area = QScrollArea()
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self._area.verticalScrollBar().rangeChanged.connect(self._fit_head)
        self.body.setSpacing(0)
        self.body.addWidget(head)
        self.body.addWidget(self._area, 1)

    def show_week(
        self, monday: date, rows: Sequence[LecturerWeek], today: date, empty: str
    ) -> None:
        """Show these rows; `empty` stands above the last one where there are no others."""
        focused = self.focusWidget()
        before = focused.item.lesson_id if isinstance(focused, BookingBlock) else None
        self._shown = (monday, rows, today, empty)
        self._show_head(monday, today)
        clear(self._rows)
        self.blocks = []
        for shown in rows:
            if shown.id is None and len(rows) == 1 and empty:
                self._rows.addWidget(self._note(empty))
            self._rows.addWidget(self._row(shown))
        self._rows.addStretch(1)
        if before is not None:
            self.focus_lesson(before)

    def block_of(self, lesson_id: UUID) -> BookingBlock | None:
        every = (block for cells in self.blocks for cell in cells for block in cell)
        return next((block for block in every if block.item.lesson_id == lesson_id), None)

    def focus_lesson(self, lesson_id: UUID) -> bool:
        """Put the keyboard on a lesson's block; False where it is not shown."""
        block = self.block_of(lesson_id)
        if block is None:
            return False
        block.setFocus()
        self._area.ensureWidgetVisible(block)
        return True

    def focus_first(self) -> None:
        for cells in self.blocks:
            for cell in cells:
                if cell:
                    cell[0].setFocus()
                    return

    def choose(self, lesson_id: UUID | None) -> None:
        """Mark the lesson without a lecturer that is being looked at."""
        for cells in self.blocks:
            for cell in cells:
                for block in cell:
                    if block.isCheckable():
                        block.setChecked(block.item.lesson_id == lesson_id)

    def _show_head(self, monday: date, today: date) -> None:
        clear(self._head)
        name = label("讲师", "note")
        name.setFixedWidth(theme.current().px(NAME_WIDTH))
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._head.addWidget(name)
        for number in range(COLUMNS):
            day = monday + timedelta(days=number)
            words, is_today = f"{WEEKDAYS[number]} {day.day}", day == today
            if number == COLUMNS - 1:
                words = f"周末 {day.day}、{(day + timedelta(days=1)).day}"
                is_today = today in (day, day + timedelta(days=1))
            if is_today:
                words += " 今天"
            shown = label(words, "day-today" if is_today else "note")
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._head.addWidget(shown, 1)

    def _fit_head(self, _least: int, most: int) -> None:
        width = self._area.verticalScrollBar().sizeHint().width() if most else 0
        self._head.setContentsMargins(0, 0, width, 0)

    def _note(self, text: str) -> QWidget:
        made = label(text, "note", wrap=True)
        made.setObjectName("week-empty")
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setContentsMargins(24, 40, 24, 40)
        return made

    def _row(self, shown: LecturerWeek) -> QFrame:
        made = QFrame()
        made.setProperty("role", "line-row")
        made.setObjectName(f"lecturer-{shown.id}" if shown.id else "lecturer-none")
        cells = row(gap=0)
        cells.addWidget(self._name(shown))
        blocks: list[list[BookingBlock]] = []
        for number in range(COLUMNS):
            weekend = number == COLUMNS - 1
            items = shown.days[5] + shown.days[6] if weekend else shown.days[number]
            cell, made_blocks = self._cell(shown, items, weekend)
            blocks.append(made_blocks)
            cells.addWidget(cell, 1)
        self.blocks.append(blocks)
        made.setLayout(cells)
        return made

    def _name(self, shown: LecturerWeek) -> QWidget:
        made = QWidget()
        made.setFixedWidth(theme.current().px(NAME_WIDTH))
        if shown.id is None:
            name: QWidget = label(shown.name, "heading")
        else:
            name = button(shown.name, lambda: self.lecturer_picked.emit(shown.id), "name")
            name.setToolTip(f"打开{shown.name}的资料")
            name.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard goes from block to block
        words = column(name, ElidedLabel(shown.note, "note"), gap=1)
        if shown.term:
            ending = label("将到期", "ending") if shown.ending else label()
            words.addLayout(row(label(shown.term, "note"), ending, None, gap=6))
        words.addStretch(1)
        words.setContentsMargins(12, 8, 8, 8)
        made.setLayout(words)
        return made

    def _cell(
        self, shown: LecturerWeek, items: Sequence[BookingItem], weekend: bool
    ) -> tuple[QFrame, list[BookingBlock]]:
        made = QFrame()
        made.setProperty("role", "grid-cell")
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        few = shown.id in self._open_rows or len(items) <= MOST_BLOCKS
        blocks = []
        inside = column(gap=4)
        inside.setContentsMargins(6, 6, 6, 6)
        for item in items if few else items[: MOST_BLOCKS - 1]:
            day = WEEKDAYS[item.starts_at.weekday()] if weekend else ""
            block = BookingBlock(item, day, self._move)
            block.clicked.connect(lambda _=False, item=item: self.opened.emit(item))
            inside.addWidget(block)
            blocks.append(block)
        if not few:
            rest = len(items) - MOST_BLOCKS + 1
            inside.addWidget(button(f"还有 {rest} 节", lambda: self._open_row(shown.id), "link"))
        inside.addStretch(1)
        made.setLayout(inside)
        return made, blocks

    def _open_row(self, key: UUID | None) -> None:
        self._open_rows.add(key)
        if self._shown is not None:
            self.show_week(*self._shown)

    def _move(self, block: BookingBlock, key: Qt.Key) -> None:
        """Arrows: along the row, then up and down to the nearest block of the next row."""
        where = self._where(block)
        if where is None:
            return
        target = self._beside(where, key)
        if target is not None:
            target.setFocus()
            self._area.ensureWidgetVisible(target)

    def _where(self, block: BookingBlock) -> tuple[int, int, int] | None:
        for line_number, cells in enumerate(self.blocks):
            for column_number, cell in enumerate(cells):
                if block in cell:
                    return line_number, column_number, cell.index(block)
        return None

    def _beside(self, where: tuple[int, int, int], key: Qt.Key) -> BookingBlock | None:
        line_number, column_number, place = where
        cells = self.blocks[line_number]
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = -1 if key is Qt.Key.Key_Left else 1
            number = column_number + step
            while 0 <= number < COLUMNS:
                if cells[number]:
                    return cells[number][min(place, len(cells[number]) - 1)]
                number += step
            return None
        step = -1 if key is Qt.Key.Key_Up else 1
        if 0 <= place + step < len(cells[column_number]):
            return cells[column_number][place + step]
        number = line_number + step
        while 0 <= number < len(self.blocks):
            filled = [n for n in range(COLUMNS) if self.blocks[number][n]]
            if filled:
                near = min(filled, key=lambda n: abs(n - column_number))
                return self.blocks[number][near][-1 if step < 0 else 0]
            number += step
        return None
