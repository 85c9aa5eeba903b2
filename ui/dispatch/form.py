"""The forms of a dispatch: a new one for one or more schools, a change, and withdrawing it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QWidget

from services.core.errors import BadInput
from services.core.fields import Field
from services.dispatch import MOST, DispatchDraft, DispatchRow, SchoolChoice
from ui.core import theme
from ui.core.draft_form import DraftForm
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


class DispatchForm(DraftForm[DispatchDraft]):
    """`before` is what to change, None for a new one. `save` gets the draft, the schools and a
    reason, and raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        schools: Sequence[SchoolChoice],
        today: date,
        before: DispatchRow | None,
        save: Callable[[DispatchDraft, list[UUID], str], object],
    ) -> None:
        self._choices, self._before = schools, before
        self._usual = tuple(today + timedelta(days=days) for days in USUAL_DAYS)
        self.picker: SchoolPicker | None = None
        super().__init__(
            parent,
            "dispatch",
            f"修改派单 {before.number}" if before else "新建派单",
            DispatchDraft,
            lambda draft, reason: save(draft, self.schools(), reason),
            start=before or {"heads": USUAL_HEADS},
            beside=("phone",),
            width=theme.current().px(620),
        )

    def place(self, field: Field, *, beside: bool) -> None:
        """To whom stands first, the days after the people."""
        if field.name == "topic":
            self._place_schools()
        super().place(field, beside=beside)
        if field.name == "heads":
            self._place_days()

    def schools(self) -> list[UUID]:
        return self.picker.chosen() if self.picker is not None else []

    def special(self) -> dict[str, Any]:
        dated = self.dated.isChecked()
        return {
            "wished_from": date_of(self.first) if dated else None,
            "wished_to": date_of(self.last) if dated else None,
        }

    def _place_schools(self) -> None:
        whom: QWidget
        if self._before is not None:
            whom = label(self._before.school)
        else:
            whom = self.picker = SchoolPicker(self._choices)
            self.watch(*self.picker.boxes.values())
        self.add_field("派给", whom)
        self.span(whom)

    def _place_days(self) -> None:
        before = self._before
        first, last = (before.wished_from, before.wished_to) if before else (None, None)
        soon, late = self._usual
        self.dated = QCheckBox("指定")
        self.dated.setObjectName("dispatch-dated")
        self.dated.setToolTip("不指定，就由学校定时间")
        self.first = date_field("dispatch-from", first or soon)
        self.last = date_field("dispatch-to", last or late)
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
        self.span(days)
        self.watch(self.dated, self.first, self.last)
        self.dated.toggled.connect(self._show_days)
        self.dated.setChecked(first is not None)
        self._show_days(self.dated.isChecked())

    def _show_days(self, dated: bool) -> None:
        for field in (self.first, self.until, self.last):
            field.setVisible(dated)
        self.free.setVisible(not dated)


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
        self.setObjectName("dispatch-withdraw-form")
        self.reason = text_field("dispatch-reason", hint="例如：会议改期", most=MOST["reason"])
        words = "撤回要随下一个下发包告诉学校：没有排班的订单会取消，已排班的请学校处理。"
        if shown.issued_at is None:
            words = "这张派单还没有下发，撤回后学校不会办理。"
        self.add_field("派单", label(f"{shown.school} · {shown.topic}", wrap=True))
        self.add_field("撤回原因", self.reason, words)
        self.reason.setFocus()

    def _words(self) -> str:
        if not self.reason.text().strip():
            raise BadInput("请写明撤回原因，学校要看到。")
        return self.reason.text()
