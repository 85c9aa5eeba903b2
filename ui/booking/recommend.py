"""The strip below the week: who could take the lesson that has no lecturer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy

from services.booking import BookingItem, LecturerCandidate
from ui.booking.dialogs import when
from ui.core import theme
from ui.core.desk import Page
from ui.core.widgets import Card, ElidedLabel, button, clear, column, label, row

MOST = 3


class RecommendCard(Card):
    """The chosen lesson, its best three, and the page's acts on them. `picked` carries the chosen
    one, None where nobody is free."""

    picked = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setObjectName("recommend")
        self.title = ElidedLabel("", "heading")
        self.lesson = ElidedLabel("", "note")
        words = column(self.title, self.lesson, gap=2)
        self._choices = row(gap=6)
        self._group = QButtonGroup(self)
        whole = row(gap=12)
        whole.addLayout(words, 3)
        whole.addLayout(self._choices, 6)
        whole.addWidget(page.button("recommend-more", "link"))
        whole.addWidget(page.button("recommend-go"))
        self.body.addLayout(whole)

    def show_lesson(self, item: BookingItem, found: Sequence[LecturerCandidate]) -> None:
        self.title.set_whole(f"推荐讲师：{item.title}")
        self.lesson.set_whole(f"{when(item)} · {item.place} · {item.people}人")
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._choices)
        free = [one for one in found if one.free][:MOST]
        for one in free:
            self._choices.addWidget(self._choice(one), 1)
        if not free:
            self._choices.addWidget(label("这个时间没有空闲的讲师，可以调课或先添加讲师。", "note"))
        self.picked.emit(free[0] if free else None)

    def _choice(self, one: LecturerCandidate) -> QPushButton:
        parts = ["专题对口"] if one.fits else []
        parts += [one.warning or "空闲", f"今年已约 {one.lessons_this_year} 次"]
        words = " · ".join(parts)
        made = button(
            "", lambda: self.picked.emit(one), "choice", name=f"recommend-{one.lecturer_id}"
        )
        made.setCheckable(True)
        made.setChecked(self._group.checkedButton() is None)
        made.setAccessibleName(f"{one.name}，{one.note}，{words}")
        made.setToolTip(f"{one.name}\n{one.note}\n{words}")
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.setFixedHeight(theme.current().px(46))
        inside = column(ElidedLabel(one.name, "heading"), ElidedLabel(words, "note"), gap=0)
        inside.setContentsMargins(10, 3, 10, 3)
        made.setLayout(inside)
        self._group.addButton(made)
        return made
