"""One item: its facts, its figures as doors, the classes made from it, and what can be done."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from services.core.text import plain
from services.plan import Audience, HeldClass, ItemRow, Who
from services.plan.columns import yuan
from ui.core import theme
from ui.core.table import RowsView
from ui.core.widgets import Card, ElidedLabel, button, chip, column, label, line, row, set_chip
from ui.plan.tables import CLASSES

WIDTH, MOST_WIDTH = 372, 430
DOORS = ((Who.due, "符合对象"), (Who.missing, "未轮训"), (Who.enrolled, "已报名"),
         (Who.attended, "已到课"))  # fmt: skip


class ItemCard(Card):
    """`door` opens the people behind a figure; `act` does what a button's name says."""

    def __init__(
        self,
        door: Callable[[Who], object],
        open_class: Callable[[UUID], object],
        acts: dict[str, Callable[[], object]],
    ) -> None:
        super().__init__(padded=False)
        self.setFixedWidth(min(theme.current().px(WIDTH), MOST_WIDTH))
        self.title = ElidedLabel("", "title")
        self.title.setObjectName("plan-item-title")
        self.state = chip("")
        self.facts = label("", "note", wrap=True)
        self.facts.setObjectName("plan-item-facts")
        self.held = label("", wrap=True)
        self.held.setObjectName("plan-item-held")
        self.doors: dict[Who, QPushButton] = {}
        for who, _words in DOORS:
            made = button("0", lambda who=who: door(who), "door", name=f"plan-{who}")  # type: ignore[misc]
            made.setToolTip("打开名单")
            self.doors[who] = made
        self.rule = label("", "note", wrap=True)
        self.rule.setObjectName("plan-rule")
        self.classes: RowsView[HeldClass] = RowsView(CLASSES)
        self.classes.setObjectName("plan-classes")
        self.classes.setAccessibleName("从这个班次建的班")
        self.classes.setToolTip("回车或双击打开这个班")
        self.classes.opened.connect(lambda one: open_class(one.id))
        self.none = label("还没建班。按 Ctrl+B 建班，人多时可以分几个班。", "note", wrap=True)
        self.none.setContentsMargins(16, 12, 16, 12)
        names = ("修改", "edit"), ("复制", "copy"), ("↑", "up"), ("↓", "down"), ("移除", "remove")
        self.acts = {name: button(words, acts[name], name=f"plan-{name}") for words, name in names}
        for name, tip in (
            ("edit", "修改  回车或 Ctrl+E"), ("copy", "复制成新的班次  Ctrl+D"),
            ("up", "上移  Alt+↑"), ("down", "下移  Alt+↓"), ("remove", "移除  Delete"),
        ):  # fmt: skip
            self.acts[name].setToolTip(tip)
            self.acts[name].setAccessibleName(tip.partition("  ")[0])
        self._lay_out()

    def show_item(self, shown: ItemRow | None, *, frozen: bool) -> None:
        """Show one item; None empties the card. A frozen one's plan is approved."""
        self.inside.setVisible(shown is not None)
        if shown is None:
            return
        item, held, reach = shown.item, shown.held, shown.reach
        self.title.set_whole(item.title)
        set_chip(self.state, held.state.word, held.state.tone)
        money = f"预算 {yuan(item.budget)} 元" if item.budget is not None else ""
        parts = (item.audience_words, item.times, item.form, item.place, item.responsible, money)
        self.facts.setText(" · ".join(part for part in parts if part))
        self.held.setText(held_words(shown))
        ruled = item.audience is not Audience.other
        counts = {
            Who.due: reach.people, Who.missing: reach.missing,
            Who.enrolled: held.enrolled, Who.attended: held.attended,
        }  # fmt: skip
        for who, words in DOORS:
            by_rule = who in (Who.due, Who.missing)
            made = self.doors[who]
            made.setText(f"{counts[who]:,}" if ruled or not by_rule else "—")
            made.setAccessibleName(f"{words} {counts[who]} 人，打开名单")
            made.setEnabled(counts[who] > 0)
        said = rule_words(shown)
        self.rule.setText(said)
        self.rule.setVisible(bool(said))
        self.classes.set_rows(held.classes)
        self.classes.setVisible(bool(held.classes))
        self.none.setVisible(not held.classes)
        for made in self.acts.values():
            made.setEnabled(not frozen)

    def _lay_out(self) -> None:
        head = row(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        top = column(head, self.facts, self.held, gap=6)
        top.setContentsMargins(16, 14, 16, 10)
        figures = row(gap=4)
        figures.setContentsMargins(12, 8, 12, 4)
        for who, words in DOORS:
            both = column(self.doors[who], label(words, "note"), gap=0)
            for place in range(2):
                if (part := both.itemAt(place)) is not None:
                    part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            figures.addLayout(both, 1)
        rule = column(self.rule)
        rule.setContentsMargins(16, 0, 16, 8)
        foot = row(*(self.acts[name] for name in ("edit", "copy", "up", "down")), None,
                   self.acts["remove"], gap=6)  # fmt: skip
        foot.setContentsMargins(12, 8, 12, 8)
        inside = column(top, line(), figures, rule, line(), self.none, gap=0)
        inside.addWidget(self.classes, 1)
        inside.addStretch(0)
        inside.addWidget(line())
        inside.addLayout(foot)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.body.addWidget(self.inside)


def held_words(shown: ItemRow) -> str:
    """Planned against held, in one sentence."""
    item, held = shown.item, shown.held
    planned = f"计划 {item.heads:,} 人，每人 {plain(item.days)} 天 {plain(item.hours)} 学时"
    if not held.classes:
        return planned
    done = f"{len(held.classes)} 个班合计已上 {held.days} 天 {plain(held.hours)} 学时"
    return f"{planned}\n{done}"


def rule_words(shown: ItemRow) -> str:
    """What to know of the figures that a rule gives."""
    if shown.item.audience is Audience.other:
        return "培训对象只写了文字，算不出是哪些人；报名时请自己选。"
    said = []
    if shown.reach.unsure:
        said.append(f"{shown.reach.unsure} 人的日期只写到年或月，可能在内，已算进来")
    if shown.reach.undated:
        said.append(f"{shown.reach.undated} 名书记没有任职时间，没算进来")
    return "；".join(said) + "。" if said else ""
