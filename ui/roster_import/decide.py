"""Rows about which a person says whom they mean: the rows above, who may be meant below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from services.core.errors import Refused
from services.roster_import import Choices, Decided, Somebody, ToDecide
from ui.core import theme
from ui.core.rows import R
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, is_enter, label, row

HOW = "↑↓ 选人，Enter 到下面；再用 ↑↓ 和 Enter（或空格）定是谁。不定的不导入。"
DIED = "这个人已登记去世，不会改动。确是同一人，请保持待定；不是，请选“是另一个人”。"
HEAD = 34


class PickView(RowsView[R]):
    """Space opens a row as Enter does; a key that is held down answers once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and (is_enter(event) or event.key() == Qt.Key.Key_Space):
            return
        if event.key() == Qt.Key.Key_Space and self.current is not None:
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)


@dataclass(frozen=True)
class _Answer:
    """A line below: somebody stored, or that it is nobody of them."""

    who: Somebody | None

    @property
    def does(self) -> str:
        return "是同一人" if self.who else "是另一个人"


ANSWERS: tuple[Column[_Answer], ...] = (
    Column("定为", 112, lambda one: one.does, bold=True, firm=True),
    Column("党支部", 130, lambda one: one.who.branch if one.who else "作为新党员导入"),
    Column("出生", 96, lambda one: one.who.born if one.who else ""),
    Column("入党", 96, lambda one: one.who.joined if one.who else ""),
    Column("电话", 112, lambda one: one.who.phone if one.who else ""),
    Column("一致", 0, lambda one: "、".join(one.who.agrees) if one.who else ""),
    Column("不同", 130, lambda one: _differs(one.who), ink=lambda _one: "amber"),
)


def _differs(who: Somebody | None) -> str:
    if who is None:
        return ""
    left = "已去世" if who.died else "已停用" if who.out_of_use else ""
    return "、".join((*who.differs, *((left,) if left else ())))


class DecideView(QWidget):
    """`choices` is what the person decides here; `changed` hears of each decision."""

    def __init__(
        self,
        asked: Sequence[ToDecide],
        choices: Choices,
        changed: Callable[[], object],
        tell: Callable[[Exception], object],
    ) -> None:
        super().__init__()
        self.asked, self._choices = asked, choices
        self._changed, self._tell = changed, tell
        columns: tuple[Column[ToDecide], ...] = (
            Column("姓名", 96, lambda one: one.name, bold=True),
            Column("党支部", 0, lambda one: one.branch),
            Column("出生", 96, lambda one: one.born),
            Column("入党", 96, lambda one: one.joined),
            Column("电话", 112, lambda one: one.phone),
            Column("行", 60, lambda one: str(one.key[1]), lambda one: one.key, right=True),
            Column("可能", 64, lambda one: f"{len(one.candidates)} 人", right=True),
            Column(
                "定为",
                96,
                lambda one: self.state(one).word,
                tone=lambda one: self.state(one).tone,
                firm=True,
            ),
        )
        self.rows: PickView[ToDecide] = PickView(columns)
        self.rows.setObjectName("roster-to-decide")
        self.rows.setAccessibleName("待定的人")
        self.rows.set_rows(asked)
        self.answers: PickView[_Answer] = PickView(ANSWERS)
        self.answers.setObjectName("roster-answers")
        self.answers.setAccessibleName("可能是谁")
        self.answers.setSortingEnabled(False)
        plain = sum(one.is_plain for one in asked)
        self.plain = button(
            f"没有不同的都定为同一人（{plain}）", self._decide_plain, name="roster-plain"
        )
        self.plain.setVisible(plain > 0)
        self.undo = button("改回待定", self._undecide, name="roster-undecide")
        foot = row(gap=10)
        foot.addWidget(label(HOW, "note", wrap=True), 1)
        foot.addWidget(self.undo)
        foot.addWidget(self.plain)
        foot.setContentsMargins(14, 6, 12, 8)
        whole = column(gap=0)
        look = theme.current()
        for made in (self.rows, self.answers):  # a row each at least, where the screen is small
            made.setMinimumHeight(look.px(HEAD + theme.ROW_HEIGHT))
        whole.addWidget(self.rows, 2)
        whole.addWidget(self.answers, 2)
        whole.addLayout(foot)
        self.setLayout(whole)
        self.rows.chosen.connect(self._on_row)
        self.rows.opened.connect(lambda _row: self._go_to_answers())
        self.answers.opened.connect(self._on_answer)
        if asked:
            self.rows.selectRow(0)

    def state(self, one: ToDecide) -> Decided:
        if one.key not in self._choices.who:
            return Decided.open
        return Decided.other if self._choices.who[one.key] is None else Decided.same

    def _on_row(self, one: ToDecide | None) -> None:
        shown = [_Answer(who) for who in one.candidates] if one else []
        self.answers.rows_model.set_rows([*shown, _Answer(None)] if one else [])
        if one is not None:
            self.answers.selectRow(self._chosen_answer(one))

    def _chosen_answer(self, one: ToDecide) -> int:
        said = self._choices.who.get(one.key, one.candidates[0].id)
        ids = [who.id for who in one.candidates]
        return ids.index(said) if said in ids else len(ids)

    def _go_to_answers(self) -> None:
        self.answers.setFocus()

    def _on_answer(self, answer: _Answer) -> None:
        one = self.rows.current
        if one is None:
            return
        try:
            if answer.who is None:
                self._choices.other(one.key)
            elif answer.who.died:
                raise Refused(DIED)
            else:
                self._choices.same(one.key, answer.who.id)
        except Refused as why:
            self._tell(why)
            return
        self._show_decided()
        self._next()

    def _next(self) -> None:
        """To the next row that is open; where none is, stay in the list."""
        here = self.rows.currentIndex().row()
        order = self.rows.rows_model.rows
        for number in (*range(here + 1, len(order)), *range(here)):
            if order[number].key not in self._choices.who:
                self.rows.selectRow(number)
                break
        self.rows.setFocus()

    def _undecide(self) -> None:
        if (one := self.rows.current) is not None:
            self._choices.undecide(one.key)
            self._show_decided()

    def _decide_plain(self) -> None:
        taken = set(self._choices.who.values())
        for one in self.asked:
            who = one.candidates[0].id
            if one.is_plain and one.key not in self._choices.who and who not in taken:
                self._choices.same(one.key, who)
                taken.add(who)
        self._show_decided()

    def _show_decided(self) -> None:
        self.rows.viewport().update()
        if (one := self.rows.current) is not None:
            self._on_row(one)
        left = sum(one.is_plain and one.key not in self._choices.who for one in self.asked)
        self.plain.setText(f"没有不同的都定为同一人（{left}）")
        self.plain.setEnabled(left > 0)
        self._changed()
