"""Saying who is meant by one line of a list."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from services.enrolment import EnrolmentCandidate, EnrolmentChoice
from services.enrolment.matching import Match, NameLine
from services.member import find
from ui.core import theme
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row
from ui.enrolment.people import standing, standing_ink

FOUND = 50


class PickDialog(QDialog):
    """Those who may be meant, and everybody else by typing; `picked` gets who is."""

    def __init__(
        self,
        parent: QWidget,
        choice: EnrolmentChoice,
        line: NameLine,
        picked: Callable[[EnrolmentCandidate], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("enrol-pick")
        self.setWindowTitle("指定是谁")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, look.px(680), look.px(430))
        self._choice, self._line, self._picked = choice, line, picked
        self.field = QLineEdit()
        self.field.setObjectName("enrol-pick-field")
        self.field.setAccessibleName("在全部学员里找")
        self.field.setPlaceholderText("不在下面就在这里找：姓名、拼音首字母、手机后四位")
        self.field.textChanged.connect(self._look_up)
        self.field.installEventFilter(self)
        self.table: RowsView[EnrolmentCandidate] = RowsView(
            (
                Column("姓名", 110, lambda p: p.name, bold=True),
                Column("支部", 0, lambda p: p.branch),
                Column("职务", 96, lambda p: p.post),
                Column("手机", 116, lambda p: p.phone_masked),
                Column(
                    "状况",
                    110,
                    lambda p: standing(choice, p),
                    ink=lambda p: standing_ink(choice, p),
                ),
            )
        )
        self.table.setObjectName("enrol-pick-table")
        self.table.setAccessibleName("可能是谁")
        self.table.opened.connect(lambda _: self._accept())
        self.go = button("就是此人", self._accept, "primary", name="enrol-pick-go")
        self.go.setDefault(True)
        whole = column(
            label(f"“{line.written.text}”是谁？", "heading", wrap=True),
            label(f"{line.written.where}。{_why(line)}", "note", wrap=True),
            self.field,
            gap=10,
            margins=20,
        )
        whole.addWidget(self.table, 1)
        whole.addLayout(
            row(None, button("先不定", self.reject, name="enrol-pick-cancel"), self.go, gap=10)
        )
        self.setLayout(whole)
        self._look_up("")
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose while one types."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            rows = len(self.table.rows_model.rows)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and rows:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.table.selectRow((self.table.currentIndex().row() + step) % rows)
                return True
        return super().eventFilter(watched, event)

    def _look_up(self, text: str) -> None:
        typed = text.strip()
        found = find(self._choice.persons, typed, FOUND) if typed else self._line.offered
        self.table.set_rows(found)
        # Nobody is chosen beforehand: Enter alone must not decide who is meant.
        if typed and found:
            self.table.selectRow(0)
        self.go.setEnabled(bool(found))

    def _accept(self) -> None:
        person = self.table.current
        if person is None:
            self.table.selectRow(0)
            self.table.setFocus()
            return
        self.accept()
        self._picked(person)


def _why(line: NameLine) -> str:
    if line.match is Match.asked:
        return f"名单上写着“{line.written.asked}”，不会报名；要来就选此人。"
    if line.match is Match.unknown:
        same = "下面是读音或写法相近的人。" if line.offered else ""
        return f"在册的人里没有叫“{line.written.name}”的。{same}"
    if line.match is Match.nobody:
        return "这一行像是标题、支部或说明；如果是人，请在这里找。"
    if line.match is Match.choose and len(line.offered) > 1:
        return "同名的人不止一个，请核对支部和手机。"
    if line.match is Match.choose:
        return "名字旁写的和在册的对不上，请核对是不是同一个人。"
    return "可以改为另一个人。"
