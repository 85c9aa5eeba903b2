"""The dialog that enrols people: find, tick, save."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from services.member import Person, Persons, find
from ui.core import theme
from ui.core.messages import leave_unsaved
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, row

EVERYBODY = "全部支部"
LISTED = 5_000
TICKS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnrolDialog(QDialog):
    """`enrolled` are in the class already; `save` gets the ids that were ticked."""

    def __init__(
        self,
        parent: QWidget,
        persons: Sequence[Person],
        enrolled: set[UUID],
        save: Callable[[list[UUID]], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("enrol")
        self.setWindowTitle("报名学员")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, look.px(760), look.px(560))
        self._persons = Persons(person for person in persons if person.id not in enrolled)
        self._save = save
        self._ticked: dict[UUID, None] = {}
        self.field = QLineEdit()
        self.field.setObjectName("enrol-field")
        self.field.setAccessibleName("找学员")
        self.field.setPlaceholderText("姓名、拼音首字母、手机或身份证后四位；回车勾选")
        self.field.textChanged.connect(self._look_up)
        self.field.installEventFilter(self)
        self.branch = QComboBox()
        self.branch.setObjectName("enrol-branch")
        self.branch.setAccessibleName("支部")
        self.branch.addItems([EVERYBODY, *sorted({p.branch for p in self._persons})])
        self.branch.setMinimumWidth(look.px(180))
        self.branch.currentIndexChanged.connect(self._look_up)
        self.table: RowsView[Person] = RowsView(
            (
                Column("选", 44, lambda p: "✓" if p.id in self._ticked else "", bold=True),
                Column("姓名", 130, lambda p: p.name, bold=True),
                Column("支部", 0, lambda p: p.branch),
                Column("职务", 120, lambda p: p.post or "党员"),
                Column("手机", 130, lambda p: p.phone_masked),
            )
        )
        self.table.setObjectName("enrol-table")
        self.table.clicked.connect(self._on_clicked)
        self.table.installEventFilter(self)
        self.count = button("", self._show_ticked, "link", key="Ctrl+T", name="enrol-ticked")
        self.count.setCheckable(True)
        self.go = button("报名", self._accept, "primary", name="enrol-go")
        all_shown = button("勾选列出的全部", self._tick_shown, name="enrol-all")
        head = row(gap=10)
        head.addWidget(self.field, 1)
        head.addWidget(self.branch)
        head.addWidget(all_shown)
        whole = column(head, gap=10, margins=20)
        whole.addWidget(self.table, 1)
        foot = row(
            self.count, None, button("取消", self.reject, name="enrol-cancel"), self.go, gap=10
        )
        whole.addLayout(foot)
        self.setLayout(whole)
        self._look_up()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self.field and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if watched is self.field and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if watched is self.table and key in TICKS:
                self._toggle(self.table.current)
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        rows = len(self.table.rows_model.rows)
        if rows:
            self.table.selectRow((self.table.currentIndex().row() + by) % rows)

    def _enter(self) -> None:
        """Enter ticks the person found; with nothing typed it saves."""
        if self.field.text().strip():
            self._toggle(self.table.current)
            self.field.selectAll()
        elif self._ticked:
            self._accept()

    def _look_up(self) -> None:
        text, branch = self.field.text().strip(), self.branch.currentText()
        self.count.setChecked(False)
        found: Sequence[Person] = self._persons
        if text:
            found = find(self._persons, text, LISTED)
        if branch != EVERYBODY:
            found = [person for person in found if person.branch == branch]
        self.table.set_rows(found)
        if found:
            self.table.selectRow(0)
        self._show_count()

    def _show_ticked(self) -> None:
        """The people behind the count, to be looked over before they are enrolled; or all."""
        if not self.count.isChecked():
            self._look_up()
            return
        self.table.set_rows([person for person in self._persons if person.id in self._ticked])
        self.table.selectRow(0)
        self._show_count()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._toggle(self.table.row_at(index))

    def _toggle(self, person: Person | None) -> None:
        if person is None:
            return
        if person.id in self._ticked:
            del self._ticked[person.id]
        else:
            self._ticked[person.id] = None
        self._show_count()

    def _tick_shown(self) -> None:
        self._ticked.update(dict.fromkeys(person.id for person in self.table.rows_model.rows))
        self._show_count()

    def _show_count(self) -> None:
        words = "，看全部" if self.count.isChecked() else "，看名单"
        self.count.setText(f"已勾选 {len(self._ticked)} 人" + (words if self._ticked else ""))
        self.count.setEnabled(bool(self._ticked))
        self.go.setText(f"报名 {len(self._ticked)} 人" if self._ticked else "报名")
        self.go.setEnabled(bool(self._ticked))
        self.table.viewport().update()

    def reject(self) -> None:
        if self._ticked:
            leave_unsaved(self, super().reject)
            return
        super().reject()

    def _accept(self) -> None:
        if self._ticked:
            self.accept()
            self._save(list(self._ticked))
