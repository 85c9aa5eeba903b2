"""The ledger's other views: a table with its chart beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from services.hours import LedgerGroup, MonthHours
from services.hours.plans import PlanLesson
from ui.core import theme
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, column, label, row, scrolling
from ui.hours.charts import MonthBars, ShareBars
from ui.hours.tables import COMING, MONTHS, group_columns

CHART_WIDTH, WIDE_CHART = 300, 460
Opened = Callable[[Any], object]


class GroupView(QWidget):
    """Branches or posts: the table, and the shares as bars; both open a group's people."""

    def __init__(self, title: str, name: str, opened: Opened) -> None:
        super().__init__()
        self.table: RowsView[LedgerGroup] = _table(group_columns(title), name, opened)
        self.bars = ShareBars()
        self.bars.setObjectName(f"{name}-bars")
        self.bars.picked.connect(opened)
        inside = column(self.bars, None)
        inside.setContentsMargins(16, 10, 16, 10)
        card = Card("达标率", "从低到高", padded=False)
        card.setFixedWidth(theme.current().px(CHART_WIDTH))
        card.body.addWidget(scrolling(inside))
        _side_by_side(self, self.table, card)

    def show_groups(self, groups: Sequence[LedgerGroup]) -> None:
        self.table.set_rows(groups)
        self.bars.show_groups(groups)


class MonthView(QWidget):
    """The twelve months; each opens the people of that month."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.table: RowsView[MonthHours] = _table(MONTHS, "hours-months", opened)
        self.bars = MonthBars()
        self.bars.setObjectName("hours-months-bars")
        self.bars.picked.connect(opened)
        card = Card("各月学时", "柱下是参训人次，含外单位和已离开的人")
        card.setMinimumWidth(theme.current().px(WIDE_CHART))
        card.body.addWidget(self.bars)
        _side_by_side(self, self.table, card, chart_share=2)

    def show_months(self, months: Sequence[MonthHours], now: int) -> None:
        self.table.set_rows(months)
        self.bars.show_months(months, now)


class ComingView(QWidget):
    """The lessons still to come that people can join; each opens whom it would help."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.table: RowsView[PlanLesson] = _table(COMING, "hours-coming", opened)
        self.nothing = label("没有还能报名的课。先在培训班与课表里排课。", "note")
        self.nothing.setContentsMargins(16, 14, 16, 14)
        card = Card(padded=False)
        card.body.addWidget(self.nothing)
        card.body.addWidget(self.table, 1)
        card.body.addStretch(0)
        self.setLayout(column(card, gap=0))

    def show_lessons(self, lessons: Sequence[PlanLesson]) -> None:
        self.table.set_rows(lessons)
        self.table.setVisible(bool(lessons))
        self.nothing.setVisible(not lessons)


def _table(columns: Sequence[Column[Any]], name: str, opened: Opened) -> RowsView[Any]:
    made: RowsView[Any] = RowsView(columns)
    made.setObjectName(name)
    made.setToolTip("回车或双击看是哪些人")
    made.opened.connect(opened)
    return made


def _side_by_side(view: QWidget, table: QWidget, chart: QWidget, *, chart_share: int = 0) -> None:
    card = Card(padded=False)
    card.body.addWidget(table)
    sides = row(gap=14)
    sides.addWidget(card, 1)
    sides.addWidget(chart, chart_share)
    view.setLayout(sides)
