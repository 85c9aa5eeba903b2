"""The people behind a figure of the plan, to look at, to Excel and to paper."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from services.plan import PersonRow
from ui.core.desk import Desk
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import button, column, fit, label, row
from ui.plan.tables import PEOPLE


class PeopleDialog(QDialog):
    """`title` says who they are; `note` what to know of the rule. Enter opens one of them."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        title: str,
        note: str,
        people: Sequence[PersonRow],
        opened: Callable[[UUID], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plan-people")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, 860, 560)
        self._opened = opened
        self.table: RowsView[PersonRow] = RowsView(PEOPLE)
        self.table.setObjectName("plan-people-list")
        self.table.setAccessibleName(title)
        self.table.set_rows(people)
        self.table.opened.connect(self._open)
        if people:
            self.table.selectRow(0)
        close = button("关闭", self.reject, name="plan-people-close")
        tools = ListTools(desk, self.table, Named("plan-people", lambda: title, lambda: note))
        self.note = label(note, "note", wrap=True)
        self.note.setVisible(bool(note))
        head = row(label(title, "heading"), label(f"{len(people):,} 人", "note"), None)
        whole = column(head, self.note, gap=10, margins=20)
        if not people:
            whole.addWidget(label("没有这样的人。", "note"))
        whole.addWidget(self.table, 1)
        whole.addLayout(row(tools, None, close))
        self.setLayout(whole)
        self.table.setFocus()

    def _open(self, person: PersonRow) -> None:
        self.accept()
        self._opened(person.id)


def show_people(
    desk: Desk, page: QWidget, title: str, note: str, people: Sequence[PersonRow]
) -> None:
    """Open the list; Enter leads to the person's page."""
    opened = PeopleDialog(
        page.window(), desk, title, note, people, lambda key: desk.go("member", key)
    )
    opened.open()
