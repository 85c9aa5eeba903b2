"""Dialogs of the sign-in desk: somebody who came without, another lesson, leave."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from services.member import Person, find
from services.training_class import LessonRow
from ui.core import keys, theme
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row

SHOWN = 30


class WalkInDialog(QDialog):
    """Find anybody of the school's roster, beginning with what was typed at the desk; `taken`
    gets the id. Who is of another unit is registered by `guest`, which is told the name."""

    def __init__(
        self,
        parent: QWidget,
        persons: Sequence[Person],
        typed: str,
        taken: Callable[[UUID], object],
        guest: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("walk-in")
        self.setWindowTitle("现场补名")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, look.px(640), look.px(420))
        self._persons, self._taken, self._guest = persons, taken, guest
        self.field = QLineEdit()
        self.field.setObjectName("walk-in-field")
        self.field.setPlaceholderText("姓名、拼音首字母、手机或身份证后四位，或扫学员卡")
        self.field.setAccessibleName("找人")
        self.field.textChanged.connect(self._look_up)
        self.field.installEventFilter(self)
        self.table: RowsView[Person] = RowsView(
            (
                Column("姓名", 150, lambda p: p.name, bold=True),
                Column("支部", 0, lambda p: p.branch),
                Column("职务", 120, lambda p: p.post or "党员"),
                Column("手机", 130, lambda p: p.phone_masked),
            )
        )
        self.table.opened.connect(lambda _: self._accept())
        self.error = label("", "error")
        go = button("补名并签到", self._accept, "primary", name="walk-in-go")
        go.setDefault(True)
        whole = column(
            label("现场补名：加进本班名单并签到", "heading"), self.field, gap=10, margins=20
        )
        whole.addWidget(self.table, 1)
        whole.addWidget(self.error)
        other = button(
            "不在名单里？登记外单位人员…",
            self._ask_guest,
            "link",
            key=keys.NEW_OTHER.keys,
            name="walk-in-guest",
        )
        whole.addLayout(row(other, None, button("取消", self.reject), go, gap=10))
        self.setLayout(whole)
        self.field.setText(typed)
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                rows = len(self.table.rows_model.rows)
                if rows:
                    self.table.selectRow((self.table.currentIndex().row() + step) % rows)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._accept()
                return True
        return super().eventFilter(watched, event)

    def _look_up(self, text: str) -> None:
        found = find(self._persons, text.strip(), SHOWN) if text.strip() else ()
        self.table.set_rows(found)
        if found:
            self.table.selectRow(0)
        self.error.setText("" if found or not text.strip() else "花名册里没有这个人。")

    def _ask_guest(self) -> None:
        typed = self.field.text().strip()
        self.accept()
        self._guest("" if typed.isascii() else typed)

    def _accept(self) -> None:
        person = self.table.current
        if person is None:
            self.field.setFocus()
            return
        self.accept()
        self._taken(person.id)


class ChooseLessonDialog(QDialog):
    """Choose the lesson that people are signed in to."""

    def __init__(
        self, parent: QWidget, lessons: Sequence[LessonRow], taken: Callable[[UUID], object]
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("choose-lesson")
        self.setWindowTitle("选一节课")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, look.px(820), look.px(460))
        self._taken = taken
        self.table: RowsView[LessonRow] = RowsView(
            (
                Column(
                    "时间",
                    170,
                    lambda r: f"{r.starts_at:%m-%d %H:%M}–{r.ends_at:%H:%M}",
                    sort=lambda r: r.starts_at,
                ),
                Column("课次", 0, lambda r: r.title, bold=True),
                Column("班次", 230, lambda r: r.class_title),
                Column("签到", 90, lambda r: f"{r.signed} / {r.enrolled}", right=True),
            )
        )
        self.table.set_rows(lessons)
        self.table.opened.connect(lambda _: self._accept())
        go = button("打开签到台", self._accept, "primary", name="choose-lesson-go")
        go.setDefault(True)
        whole = column(label("近五周和今明两天的课", "heading"), gap=10, margins=20)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(None, button("取消", self.reject), go, gap=10))
        self.setLayout(whole)
        if lessons:
            self.table.selectRow(0)
        self.table.setFocus()

    def _accept(self) -> None:
        if (lesson := self.table.current) is not None:
            self.accept()
            self._taken(lesson.id)
