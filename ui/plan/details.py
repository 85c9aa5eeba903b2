"""One item: its facts, its figures as doors, the classes made from it, and what can be done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QPushButton

from services.core.money import yuan
from services.core.text import plain
from services.plan import Audience, ItemRow, Who
from ui.core.desk import Page
from ui.core.detail_card import DetailCard
from ui.core.widgets import button, column, label, row
from ui.plan.tables import CLASSES

DOORS = (
    (Who.due, "符合对象"),
    (Who.missing, "未轮训"),
    (Who.enrolled, "已报名"),
    (Who.attended, "已到课"),
)


class ItemCard(DetailCard[ItemRow]):
    """`door` opens the people behind a figure."""

    def __init__(self, page: Page, door: Callable[[Who], object]) -> None:
        super().__init__(
            page,
            title=lambda shown: shown.title,
            state=lambda shown: (shown.held.state.word, shown.held.state.tone),
            about=lambda shown: shown.audience_words,
            acts=("plan-edit",),
            ends=("plan-remove",),
            more=("plan-copy", "plan-up", "plan-down"),
            nobody="在左边选一个班次，这里显示它的计划、办了多少和建的班。",
            width=372,
        )
        self.add_words("plan-item-facts", _facts)
        self.add_words("plan-item-held", held_words, "")
        self.add_part(self._figures(door), self._show_figures)
        self.classes = self.add_list(
            "plan-classes",
            CLASSES,
            lambda shown: shown.held.classes,
            heading=lambda shown: f"已建的班 {len(shown.held.classes)}",
            words="从这个班次建的班",
            empty="还没建班。按 Ctrl+B 建班，人多时可以分几个班。",
        )
        self.classes.setToolTip("回车或双击打开这个班")

    def _figures(self, door: Callable[[Who], object]) -> QLayout:
        """The counts, each a door to its people, and what to know of them."""
        self.doors: dict[Who, QPushButton] = {}
        figures = row(gap=4)
        figures.setContentsMargins(12, 8, 12, 4)
        for who, words in DOORS:
            made = button("0", partial(door, who), "door", name=f"plan-{who}")
            made.setToolTip("打开名单")
            self.doors[who] = made
            both = column(made, label(words, "note"), gap=0)
            both.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            figures.addLayout(both, 1)
        self.rule = label("", "note", wrap=True)
        self.rule.setObjectName("plan-rule")
        said = column(self.rule)
        said.setContentsMargins(16, 0, 16, 8)
        part = column(gap=0)
        part.addLayout(figures)
        part.addLayout(said)
        return part

    def _show_figures(self, shown: ItemRow) -> None:
        held, reach = shown.held, shown.reach
        ruled = shown.audience is not Audience.other
        counts = {
            Who.due: reach.people,
            Who.missing: reach.missing,
            Who.enrolled: held.enrolled,
            Who.attended: held.attended,
        }
        for who, words in DOORS:
            by_rule = who in (Who.due, Who.missing)
            made = self.doors[who]
            made.setText(f"{counts[who]:,}" if ruled or not by_rule else "—")
            made.setAccessibleName(f"{words} {counts[who]} 人，打开名单")
            made.setEnabled(counts[who] > 0)
        self.rule.setText(rule_words(shown))
        self.rule.setVisible(bool(self.rule.text()))


def _facts(shown: ItemRow) -> str:
    money = f"预算 {yuan(shown.budget)} 元" if shown.budget is not None else ""
    parts = (shown.times, shown.form, shown.place, shown.responsible, money)
    return " · ".join(part for part in parts if part)


def held_words(shown: ItemRow) -> str:
    """Planned against held, in one sentence."""
    held = shown.held
    planned = f"计划 {shown.heads:,} 人，每人 {plain(shown.days)} 天 {plain(shown.hours)} 学时"
    if not held.classes:
        return planned
    done = f"{len(held.classes)} 个班合计已上 {held.days} 天 {plain(held.hours)} 学时"
    return f"{planned}\n{done}"


def rule_words(shown: ItemRow) -> str:
    """What to know of the figures that a rule gives."""
    if shown.audience is Audience.other:
        return "培训对象只写了文字，算不出是哪些人；报名时请自己选。"
    said = []
    if shown.reach.unsure:
        said.append(f"{shown.reach.unsure} 人的日期只写到年或月，可能在内，已算进来")
    if shown.reach.exempt:
        said.append(f"另有 {shown.reach.exempt} 人学时减免，没算进来")
    if shown.reach.undated:
        said.append(f"{shown.reach.undated} 名书记没有任职时间，没算进来")
    return "；".join(said) + "。" if said else ""
