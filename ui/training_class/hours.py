"""What takes longer to read of a class: the hours that its people earned, and its checks."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import hours, training_class
from services.core.text import plain
from services.hours import HoursRow
from services.training_class import Check, ClassDetail, ClassState
from ui.core.background import Latest, Progress
from ui.core.desk import Desk
from ui.core.table import RowsView
from ui.core.widgets import column, label, row
from ui.training_class.tables import HOURS

NOT_BEGUN = (ClassState.draft, ClassState.open)


@dataclass(frozen=True)
class _Read:
    class_id: UUID
    hours: tuple[HoursRow, ...]
    checks: tuple[Check, ...]


class HoursTab(QWidget):
    """Reads in the background; `checked` gets the checks of a class that has not begun."""

    def __init__(self, desk: Desk, checked: Callable[[tuple[Check, ...]], object]) -> None:
        super().__init__()
        self._desk, self._checked = desk, checked
        self._shown: ClassDetail | None = None
        self._latest = Latest(
            desk.background, "算学时，看开班检查", self._read, self._show, desk.messages.error
        )
        self.table: RowsView[HoursRow] = RowsView(HOURS)
        self.table.setObjectName("class-hours")
        self.table.setAccessibleName("学时")
        self.note = label("", "note")
        head = row(self.note, None)
        head.setContentsMargins(14, 10, 14, 10)
        inside = column(gap=0)
        inside.addLayout(head)
        inside.addWidget(self.table, 1)
        self.setLayout(inside)

    def show_class(self, shown: ClassDetail | None) -> None:
        """What stands here of the same class stays until it was read anew."""
        if shown is None or self._shown is None or self._shown.id != shown.id:
            self.table.set_rows(())
            self.note.setText("正在算学时…" if shown is not None else "")
        self._shown = shown
        if shown is not None:
            self._latest.ask()

    def _read(self, _progress: Progress) -> _Read | None:
        shown = self._shown
        if shown is None:
            return None
        with self._desk.read() as session:
            begins = shown.state in NOT_BEGUN
            found = training_class.checks(session, shown.id) if begins else ()
            return _Read(shown.id, hours.for_class(session, shown.id), found)

    def _show(self, read: _Read | None) -> None:
        if read is None or self._shown is None or self._shown.id != read.class_id:
            return
        self.table.set_rows(read.hours)
        total = sum((row.hours for row in read.hours), start=0)
        self.note.setText(f"{len(read.hours)} 人，本班合计 {plain(total)} 学时")
        self._checked(read.checks)
