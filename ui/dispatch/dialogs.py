"""The forms of a dispatch: a new one for one or more schools, a change, and withdrawing it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QSpinBox, QWidget

from services.core.errors import BadInput
from services.dispatch import MOST, MOST_HEADS, DispatchDraft, DispatchRow, SchoolChoice
from ui.core import theme
from ui.core.forms import FormDialog, date_field, date_of, text_field
from ui.core.widgets import button, elided, label, row, scrolling

ACROSS = 3
LONGEST_NAME = 110
USUAL_HEADS, USUAL_DAYS = 40, (14, 20)


class SchoolPicker(QFrame):
    """Which schools: a box for each, and one press for all."""

    def __init__(self, schools: Sequence[SchoolChoice]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.boxes: dict[UUID, QCheckBox] = {}
        grid = QGridLayout()
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(14)
        for number, school in enumerate(schools):
            box = QCheckBox()
            room = theme.current().px(LONGEST_NAME)
            box.setText(elided(box.fontMetrics(), school.name, room))
            box.setToolTip(school.name)
            box.setAccessibleName(school.name)
            box.setObjectName(f"dispatch-school-{number}")
            self.boxes[school.id] = box
            grid.addWidget(box, number // ACROSS, number % ACROSS)
        grid.setRowStretch(grid.rowCount(), 1)
        if len(schools) == 1:
            next(iter(self.boxes.values())).setChecked(True)
        self.all = button("全选", self._all, "link", name="dispatch-all")
        self.all.setVisible(len(schools) > 1)
        inside = row(scrolling(grid), self.all, gap=4)
        inside.setContentsMargins(0, 0, 8, 0)
        self.setLayout(inside)
        lines = min(3, -(-len(schools) // ACROSS))
        self.setFixedHeight(theme.current().px(20 + 30 * lines))

    def chosen(self) -> list[UUID]:
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def _all(self) -> None:
        """All of them; none, where all are chosen already."""
        wanted = len(self.chosen()) < len(self.boxes)
        for box in self.boxes.values():
            box.setChecked(wanted)


class DispatchDialog(FormDialog):
    """`before` is what to change, None for a new one. `save` gets the draft and the schools, and
    raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        schools: Sequence[SchoolChoice],
        today: date,
        before: DispatchRow | None,
        save: Callable[[DispatchDraft, list[UUID]], object],
    ) -> None:
        title = f"修改派单 {before.number}" if before else "新建派单"
        width = theme.current().px(620)
        super().__init__(
            parent, title, "保存", lambda _: save(self.draft(), self.schools()), width=width
        )
        self.setObjectName("dispatch-dialog")
        shown = before.draft if before else DispatchDraft("", USUAL_HEADS)
        self.picker = None if before else SchoolPicker(schools)
        if self.picker is not None:
            self.add_field("派给", self.picker)
            self.watch(*self.picker.boxes.values())
        else:
            self.add_field("派给", label(before.school if before else ""))
        hint = "要学校办什么，例如：全会精神集中宣讲"
        self.topic = text_field("dispatch-topic", shown.topic, hint, most=MOST["topic"])
        self.heads = QSpinBox()
        self.heads.setObjectName("dispatch-heads")
        self.heads.setRange(1, MOST_HEADS)
        self.heads.setValue(shown.heads)
        self.heads.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        self.add_field("主题", self.topic)
        self.add_field("人数", self.heads)
        self._add_days(shown, today)
        place, contact, phone = MOST["place"], MOST["contact"], 20
        self.place = text_field("dispatch-place", shown.place, "可不填，由学校定", most=place)
        self.contact = text_field("dispatch-contact", shown.contact, "可不填", most=contact)
        self.phone = text_field("dispatch-phone", shown.phone, "可不填", most=phone)
        self.note = text_field("dispatch-note", shown.note, "可不填", most=MOST["note"])
        self.add_field("地点", self.place)
        caller = QWidget()
        caller.setLayout(row(self.contact, 6, label("电话", "subtitle"), self.phone, gap=8))
        self.add_field("县里联系人", caller)
        self.contact.setAccessibleName("县里联系人")
        self.phone.setAccessibleName("联系电话")
        self.watch(self.contact, self.phone)
        self.add_field("备注", self.note)
        self.topic.setFocus()

    def _add_days(self, shown: DispatchDraft, today: date) -> None:
        soon, late = (today + timedelta(days=days) for days in USUAL_DAYS)
        self.dated = QCheckBox("指定")
        self.dated.setObjectName("dispatch-dated")
        self.dated.setToolTip("不指定，就由学校定时间")
        self.first = date_field("dispatch-from", shown.wished_from or soon)
        self.last = date_field("dispatch-to", shown.wished_to or late)
        self.first.setAccessibleName("希望从哪天")
        self.last.setAccessibleName("希望到哪天")
        self.until = label("至")
        self.free = label("由学校定", "note")
        inside = row(self.dated, 6, self.first, self.until, self.last, self.free, gap=8)
        inside.setStretch(2, 1)
        inside.setStretch(4, 1)
        inside.setStretch(5, 2)
        days = QWidget()
        days.setLayout(inside)
        self.add_field("希望时间", days)
        self.watch(self.dated, self.first, self.last)
        self.dated.toggled.connect(self._show_days)
        self.dated.setChecked(shown.wished_from is not None)
        self._show_days(self.dated.isChecked())

    def _show_days(self, dated: bool) -> None:
        for field in (self.first, self.until, self.last):
            field.setVisible(dated)
        self.free.setVisible(not dated)

    def schools(self) -> list[UUID]:
        return self.picker.chosen() if self.picker is not None else []

    def draft(self) -> DispatchDraft:
        dated = self.dated.isChecked()
        return DispatchDraft(
            self.topic.text(),
            self.heads.value(),
            date_of(self.first) if dated else None,
            date_of(self.last) if dated else None,
            self.place.text(),
            self.contact.text(),
            self.phone.text(),
            self.note.text(),
        )


class WithdrawDialog(FormDialog):
    """Why a dispatch is withdrawn; the school reads it."""

    def __init__(
        self, parent: QWidget, shown: DispatchRow, withdraw: Callable[[str], object]
    ) -> None:
        super().__init__(
            parent,
            f"撤回派单 {shown.number}",
            "撤回",
            lambda _: withdraw(self._words()),
            width=theme.current().px(520),
        )
        self.setObjectName("dispatch-withdraw")
        self.reason = text_field("dispatch-reason", hint="例如：会议改期", most=MOST["reason"])
        words = "撤回要随下一个下发包告诉学校：没有排班的订单会取消，已排班的请学校处理。"
        if shown.issued_at is None:
            words = "这张派单还没有下发，撤回后学校不会办理。"
        self.add_field("派单", label(f"{shown.school} · {shown.draft.topic}", wrap=True))
        self.add_field("撤回原因", self.reason, words)
        self.reason.setFocus()

    def _words(self) -> str:
        if not self.reason.text().strip():
            raise BadInput("请写明撤回原因，学校要看到。")
        return self.reason.text()
