"""One order: what was asked, what comes next, its class, the lessons held and its people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QWidget

from services import order
from services.order import (
    CHANNEL_LABELS,
    STATE_LABELS,
    HeldLesson,
    OrderDetail,
    OrderRow,
    OrderState,
    Trained,
)
from ui.core import theme
from ui.core.table import RowsView
from ui.core.widgets import Card, button, chip, column, label, line, row, scrolling, set_chip
from ui.order.tables import LESSONS, PEOPLE, STATE_TONES

WIDTH, MOST_WIDTH = 376, 440
LESSONS_HEIGHT = 132
COLUMNS = 3


@dataclass(frozen=True)
class Acts:
    """What the card's buttons do; each concerns all that is chosen, or the one."""

    accept: Callable[[], object]
    reject: Callable[[], object]
    make_class: Callable[[], object]
    place: Callable[[], object]
    release: Callable[[], object]
    confirm: Callable[[], object]
    edit: Callable[[], object]
    cancel: Callable[[], object]
    print: Callable[[], object]
    open_class: Callable[[], object]
    open_lesson: Callable[[HeldLesson], object]
    open_person: Callable[[Trained], object]


class OrderCard(Card):
    """The chosen order, or what can be done with several at once."""

    def __init__(self, acts: Acts) -> None:
        super().__init__(padded=False)
        self.setFixedWidth(min(theme.current().px(WIDTH), MOST_WIDTH))
        self.title = label("", "title", wrap=True)
        self.title.setObjectName("order-title")
        self.state = chip("")
        self.number = label("", "subtitle")
        self.number.setObjectName("order-number")
        self.facts = label("", wrap=True)
        self.facts.setObjectName("order-facts")
        self.warned = label("", "hint-amber", wrap=True)
        self.buttons = self._make_buttons(acts)
        self.class_door = button("", acts.open_class, "name", name="order-class")
        self.held = label("", "note", wrap=True)
        self.lessons: RowsView[HeldLesson] = RowsView(LESSONS)
        self.lessons.setObjectName("order-lessons")
        self.lessons.setAccessibleName("这个班的课次")
        self.lessons.setFixedHeight(theme.current().px(LESSONS_HEIGHT))
        self.lessons.opened.connect(acts.open_lesson)
        self.people: RowsView[Trained] = RowsView(PEOPLE)
        self.people.setObjectName("order-people")
        self.people.setAccessibleName("点单单位在这个班的学员")
        self.people.opened.connect(acts.open_person)
        self._below = self._make_below()
        self._lay_out()
        self.show_orders(())

    def show_orders(self, rows: Sequence[OrderRow]) -> None:
        """One order with its facts; of several their sum, and what can be done with all."""
        self._below.setVisible(len(rows) == 1 and rows[0].class_id is not None)
        self._show_buttons(rows)
        self.warned.hide()
        if len(rows) == 1:
            self._show_one(rows[0])
            return
        heads = sum(one.heads for one in rows)
        self.title.setText(f"选中 {len(rows)} 个订单" if rows else "选一个订单看详情")
        self.number.setText(f"共 {heads:,} 人" if rows else "")
        self.state.hide()
        askers = dict.fromkeys(one.asker for one in rows)
        self.facts.setText("、".join(askers))

    def show_detail(self, shown: OrderDetail) -> None:
        """What was read of the chosen order's class."""
        self.lessons.set_rows(shown.lessons)
        self.people.set_rows(shown.people)
        hours = sum((one.hours for one in shown.people), start=0)
        done = sum(one.held for one in shown.lessons)
        lessons = f"{len(shown.lessons)} 节课，已上 {done} 节" if shown.lessons else "还没有排课"
        who = "全班" if shown.row.branch_id is None else "本支部"
        people = f"{who} {len(shown.people)} 人报名，在本班共得 {hours:g} 学时"
        self.held.setText(f"{lessons}；{people if shown.people else f'{who}还没有人报名'}。")
        self.lessons.setVisible(bool(shown.lessons))
        self.people.setVisible(bool(shown.people))

    def _make_buttons(self, acts: Acts) -> dict[str, QPushButton]:
        wanted = (
            ("accept", "受理", acts.accept, "Ctrl+Return"),
            ("make-class", "开班…", acts.make_class, "Ctrl+B"),
            ("place", "排入已有的班…", acts.place, ""),
            ("confirm", "确认已送学", acts.confirm, ""),
            ("edit", "修改", acts.edit, "Ctrl+E"),
            ("release", "移出培训班…", acts.release, ""),
            ("reject", "不受理…", acts.reject, ""),
            ("cancel", "取消订单…", acts.cancel, ""),
            ("print", "打印订单", acts.print, "Ctrl+P"),
        )
        made: dict[str, QPushButton] = {}
        for name, words, act, key in wanted:
            made[name] = button(words, act, key=key, name=f"order-{name}")
        made["cancel"].setToolTip("取消订单  Delete")
        return made

    def _show_buttons(self, rows: Sequence[OrderRow]) -> None:
        states = {one.state for one in rows}
        one = len(rows) == 1
        is_open = bool(states) and states <= set(order.OPEN)
        allowed = {
            "accept": states == {OrderState.submitted},
            "make-class": is_open and states != {OrderState.submitted},
            "place": is_open and states != {OrderState.submitted},
            "confirm": states == {OrderState.delivered},
            "edit": one and is_open,
            "release": one and states == {OrderState.scheduled},
            "reject": one and states == {OrderState.submitted},
            "cancel": one and (is_open or states == {OrderState.scheduled}),
            "print": bool(rows),
        }
        for name, made in self.buttons.items():
            made.setVisible(allowed[name])

    def _show_one(self, one: OrderRow) -> None:
        self.title.setText(one.what)
        self.number.setText(f"{one.number} · {CHANNEL_LABELS[one.channel]}")
        set_chip(self.state, STATE_LABELS[one.state], STATE_TONES[one.state])
        self.state.show()
        lines = [
            f"{one.asker}　{one.heads} 人",
            f"期望时间：{one.wish}",
            f"地点：{one.place}" if one.place else "",
            f"联系人：{one.contact} {one.phone_masked}" if one.contact or one.phone else "",
            f"备注：{one.note}" if one.note else "",
            f"登记：{one.made_on}",
        ]
        self.facts.setText("\n".join(text for text in lines if text))
        told = [
            f"{STATE_LABELS[one.state]}：{one.state_reason}" if one.state_reason else "",
            f"超员理由：{one.warning_reason}" if one.warning_reason else "",
        ]
        self.warned.setText("\n".join(text for text in told if text))
        self.warned.setVisible(bool(self.warned.text()))
        self.class_door.setText(one.class_title)
        self.class_door.setToolTip(one.class_title)

    def _make_below(self) -> QWidget:
        inside = column(line(), gap=6)
        head = column(label("排入的培训班", "note"), self.class_door, self.held, gap=4)
        head.setContentsMargins(16, 6, 16, 2)
        inside.addLayout(head)
        inside.addWidget(self.lessons)
        inside.addWidget(self.people, 1)
        inside.addStretch(0)
        below = QWidget()
        below.setLayout(inside)
        return below

    def _lay_out(self) -> None:
        head = row(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        acts = column(gap=8)
        for names in (
            ("accept", "make-class", "confirm", "reject"),
            ("place", "release"),
            ("edit", "cancel", "print"),
        ):
            some = row(gap=8)
            for name in names:
                some.addWidget(self.buttons[name])
            some.addStretch(1)
            acts.addLayout(some)
        above = column(head, self.number, self.facts, self.warned, acts, None, gap=8)
        above.setContentsMargins(16, 14, 16, 8)
        self.body.setSpacing(0)
        self.body.addWidget(scrolling(above), 1)
        self.body.addWidget(self._below, 1)
