"""七项任务分布: a year's menu, orders and lessons in a picture, and the list behind each bar."""

from services import menu
from services.menu import Series, Spread, SpreadItem
from ui.core.acts import act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.list_tools import ListTools, Named
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, column, label, row, scrolling
from ui.core.year_switch import YearSwitch
from ui.course.spread import SpreadChart, SpreadPick

CHART_SHARE, LIST_SHARE = 67, 33
ITEMS: tuple[Column[SpreadItem], ...] = (
    Column(
        "层级",
        74,
        lambda r: r.tier.word if r.tier else "其他",
        tone=lambda r: r.tier.tone if r.tier else "green",
        firm=True,
    ),
    Column("条目", 0, lambda r: r.title, bold=True),
    Column("说明", 130, lambda r: r.note, faint=True),
)
OPENS = {Series.menu: "菜单条目", Series.orders: "订单", Series.lessons: "课次"}


def _open_words(page: "CoveragePage") -> str:
    one = page.table.current
    return f"打开{OPENS[one.series]}" if one is not None else "打开"


class CoveragePage(Page):
    key = "coverage"
    title = "七项任务分布"
    help = (
        "一年的菜单、订单和已上的课次怎样分布：点一个数，右边列出它是哪些，↑↓←→ 换一个数。\n"
        "菜单按最新发布的一版（还没有发布时按草稿）；订单不含不受理和已取消的；"
        "课次是已经上完的，按排课时的课程归类。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        now = desk.workspace.clock.local_now().year
        self.year = YearSwitch(desk, now, now + 1)
        self.year.turned.connect(lambda _year: self.refresh())
        self.gaps = label("", "hint-amber", wrap=True)
        self.gaps.setObjectName("coverage-gaps")
        self.chart = SpreadChart()
        self.chart.picked.connect(self._show_items)
        left = Card(padded=False)
        head = row(self.year, None)
        head.setContentsMargins(12, 8, 8, 4)
        left.body.addLayout(head)
        inside = column(self.gaps, self.chart, None, gap=10)
        inside.setContentsMargins(16, 0, 8, 12)
        left.body.addWidget(scrolling(inside), 1)
        self.table: RowsView[SpreadItem] = RowsView(ITEMS)
        self.table.setObjectName("coverage-items")
        self.table.setAccessibleName("这个数是哪些")
        self.table.opened.connect(lambda _one: self.open())
        self.list_card = Card(" ", " ", padded=False)
        self.list_card.heading.setWordWrap(True)
        self.none = label("这里还没有。", "note")
        self.none.setContentsMargins(16, 16, 16, 16)
        self.list_card.body.addWidget(self.none)
        self.list_card.body.addWidget(self.table, 1)
        self.list_card.body.addStretch(0)
        named = Named("coverage", self.list_card.heading.text, self._note)
        foot = row(self.button("coverage-open", "link"), None, ListTools(desk, self.table, named))
        foot.setContentsMargins(12, 4, 8, 4)
        self.list_card.body.addLayout(foot)
        whole = row(gap=14)
        whole.addWidget(left, CHART_SHARE)
        whole.addWidget(self.list_card, LIST_SHARE)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)
        self._latest = Latest(
            desk.background, "读取分布", self._read, self._show, desk.messages.error
        )

    def aim(self, target: object) -> None:
        """A year."""
        if isinstance(target, int):
            self.year.show_year(target)
            self._latest.ask()

    def refresh(self) -> None:
        self._latest.ask()

    def _read(self, _progress: Progress) -> Spread:
        with self.desk.read() as session:
            return menu.spread(session, self.year.year)

    def _show(self, spread: Spread) -> None:
        self.chart.show_spread(spread)
        told = []
        for series in (Series.menu, Series.lessons):
            some = [one for one in self.chart.task_lines if one.items[series]]
            lacking = [one.words for one in self.chart.task_lines if not one.items[series]]
            if some and lacking:
                told.append(f"{series.word}还没有：{'、'.join(lacking)}。")
        self.gaps.setText("\n".join(told))
        self.gaps.setVisible(bool(told))
        self.subtitle_changed.emit(f"{spread.year}年")

    def _show_items(self, picked: SpreadPick) -> None:
        self.list_card.heading.setText(picked.words)
        self.list_card.note.setText(f"{len(picked.items)} 条")
        self.table.set_rows(picked.items)
        if picked.items:
            self.table.selectRow(0)
        self.table.setVisible(bool(picked.items))
        self.none.setVisible(not picked.items)
        self.offer()

    @act("coverage-open", "打开", shown=lambda page: page.table.current, says=_open_words)
    def open(self) -> None:
        if (one := self.table.current) is not None:
            self.desk.go(one.page, one.target)

    def _note(self) -> str:
        return f"{self.year.year}年"
