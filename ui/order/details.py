"""One order: what was asked, what comes next, its class, the lessons held and its people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from services import order
from services.order import HeldLesson, OrderDetail, OrderRow, OrderState, Trained
from ui.core import theme
from ui.core.table import RowsView
from ui.core.widgets import Card, button, chip, column, label, line, row, scrolling, set_chip
from ui.order.tables import LESSONS, PEOPLE

WIDTH, MOST_WIDTH = 360, 420
MOST_NAMED, MOST_LINES = 6, 5
"""So many lessons or people are seen at once; more scroll."""


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
        askers = list(dict.fromkeys(one.asker for one in rows))
        more = f" 等 {len(askers)} 个单位" if len(askers) > MOST_NAMED else ""
        self.facts.setText("、".join(askers[:MOST_NAMED]) + more)

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
        for table, count in ((self.lessons, len(shown.lessons)), (self.people, len(shown.people))):
            table.setVisible(bool(count))
            lines = min(count, MOST_LINES)
            height = (lines + 1) * theme.ROW_HEIGHT
            table.setFixedHeight(theme.current().px(height))

    def _make_buttons(self, acts: Acts) -> dict[str, QPushButton]:
        wanted = (
            ("accept", "受理", acts.accept, "Ctrl+Return"),
            ("make-class", "开班…", acts.make_class, "Ctrl+B"),
            ("place", "排入已有的班…", acts.place, ""),
            ("confirm", "确认已送学", acts.confirm, ""),
            ("edit", "修改", acts.edit, "Ctrl+E"),
            ("release", "移出培训班…", acts.release, ""),
            ("reject", "不受理…", acts.reject, ""),
            ("cancel", "取消…", acts.cancel, ""),
            ("print", "打印", acts.print, "Ctrl+P"),
        )
        made: dict[str, QPushButton] = {}
        self._words = {name: words for name, words, _, _ in wanted}
        for name, words, act, key in wanted:
            made[name] = button(words, act, key=key, name=f"order-{name}")
        made["cancel"].setToolTip("取消订单  Delete")
        made["print"].setToolTip("打印订单，双方签字  Ctrl+P")
        return made

    def _show_buttons(self, rows: Sequence[OrderRow]) -> None:
        """Of several orders each act takes those that it fits, and says how many."""
        one = len(rows) == 1
        states = [row.state for row in rows]
        is_open = one and states[0] in order.OPEN
        counts = {
            "accept": states.count(OrderState.submitted),
            "make-class": states.count(OrderState.accepted),
            "place": states.count(OrderState.accepted),
            "confirm": states.count(OrderState.delivered),
            "edit": is_open,
            "release": one and states[0] is OrderState.scheduled,
            "reject": one and states[0] is OrderState.submitted,
            "cancel": is_open or (one and states[0] is OrderState.scheduled),
            "print": len(rows),
        }
        for name, made in self.buttons.items():
            count = int(counts[name])
            made.setVisible(bool(count))
            words = self._words[name]
            made.setText(words if count <= 1 else f"{words.removesuffix('…')}（{count}）")

    def _show_one(self, one: OrderRow) -> None:
        self.title.setText(one.what)
        self.number.setText(f"{one.number} · {one.channel.word}")
        set_chip(self.state, one.state.word, one.state.tone)
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
            f"{one.state.word}：{one.state_reason}" if one.state_reason else "",
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
        inside.addWidget(self.people)
        inside.addStretch(1)
        below = QWidget()
        below.setLayout(inside)
        return below

    def _lay_out(self) -> None:
        head = row(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        acts = column(gap=8)
        for names in (
            ("accept", "reject"),
            ("make-class",),
            ("place", "release"),
            ("confirm",),
            ("edit", "cancel", "print"),
        ):
            some = row(gap=8)
            for name in names:
                some.addWidget(self.buttons[name])
            some.addStretch(1)
            acts.addLayout(some)
        above = column(head, self.number, self.facts, self.warned, acts, gap=8)
        above.setContentsMargins(16, 14, 16, 8)
        whole = column(above, gap=4)
        whole.addWidget(self._below)
        whole.addStretch(1)
        area = scrolling(whole)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(area, 1)
