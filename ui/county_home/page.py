"""The county's home page: figures of the month, which schools handed in, what waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from services import county, home, report
from services.core.todo import Todo
from services.county import CountyFigures, SchoolRow
from services.exchange.key_card import CARD
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, clear, column, row, scrolling
from ui.county.tables import arrival_columns
from ui.home.cards import FigureCard, card_row
from ui.home.lines import TodoLine, empty_line

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class CountyHomeShown:
    """Everything on the page, read in one transaction."""

    today: date
    due: date
    figures: CountyFigures
    rows: tuple[SchoolRow, ...]
    todos: tuple[Todo, ...]


class CountyHomePage(Page):
    key = "home"
    title = "工作台"
    help = (
        "全县本月的数字，都由学校交来的明细算出，点一下看各校。左边是各校本月报送得怎样，"
        "右边是等着办的事。Ctrl+O 收取学校带来的文件。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._latest = Latest(
            desk.background, "读取工作台", self._read, self._show, desk.messages.error
        )
        self.received = FigureCard("本月数据包", "figure-received", self._open("county"))
        self.classes = FigureCard("本月培训", "figure-classes", self._open("county"))
        self.people = FigureCard("本月参训", "figure-person-times", self._open("county"))
        self.average = FigureCard("人均学时（年累计）", "figure-average", self._open("county"))
        self.reached = FigureCard("党员学时达标率", "figure-reached", self._open("county"))
        cards = card_row(self.received, self.classes, self.people, self.average, self.reached)
        self.schools_card = Card("各校报送", " ", padded=False)
        self.rows: RowsView[SchoolRow] = RowsView(arrival_columns(desk.workspace))
        self.rows.setObjectName("arrivals")
        self.rows.opened.connect(self._open_school)
        self.empty = EmptyState(
            "还没有学校",
            "先打印本单位的公钥卡交给各校；学校带登记文件和它的公钥卡来，"
            "收取后照卡核对，以后每月收它的数据包。",
            "打印公钥卡",
            lambda: show_papers(self.desk, self, CARD.of()),
        )
        self.empty.action.setProperty("role", "")
        self.empty.setContentsMargins(20, 0, 20, 0)
        self.schools_card.body.addWidget(self.empty, 1)
        self.schools_card.body.addWidget(self.rows, 1)
        self.todo_card = Card("待办", "按紧急程度", padded=False)
        self._todos = column(gap=0)
        self.todo_card.body.addWidget(scrolling(self._todos), 1)
        middle = row(gap=14)
        middle.addWidget(self.schools_card, 27)
        middle.addWidget(self.todo_card, 20)
        whole = column(cards, gap=14)
        whole.addLayout(middle, 1)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    def header_buttons(self) -> list[QWidget]:
        return [self.button("county-take", "primary")]

    @act("county-take", "收取文件…", keys.IMPORT, find=False, help="学校带来的登记文件和数据包")
    def take(self) -> None:
        self.desk.go("inbox", "take")

    def refresh(self) -> None:
        today = self.desk.workspace.clock.local_now()
        self.subtitle_changed.emit(f"{today:%Y年%m月%d日} 星期{WEEKDAYS[today.weekday()]}")
        self._latest.ask()

    def _read(self, _progress: Progress) -> CountyHomeShown:
        with self.desk.read() as session:
            today = session.today()
            return CountyHomeShown(
                today=today,
                due=report.due_day(session, today.year, today.month),
                figures=county.figures(session, today.year, today.month),
                rows=county.overview(session, today.year, today.month),
                todos=home.todos(session),
            )

    def _show(self, shown: CountyHomeShown) -> None:
        figures = shown.figures
        days = (shown.due - shown.today).days
        left = (
            f"{days} 天后截止" if days > 0 else "今天截止" if days == 0 else f"已过截止 {-days} 天"
        )
        self.received.words.setText(f"{shown.today.month} 月数据包")
        self.received.show_figure(str(figures.received), f"/{figures.schools} 所", left)
        lessons = f"{figures.lessons:,} 节课"
        self.classes.show_figure(f"{figures.classes:,}", "期", lessons)
        people = f"已报各校党员 {figures.members:,} 人"
        self.people.show_figure(f"{figures.person_times:,}", "人次", people)
        self.average.show_figure(str(figures.average), "学时", "按收到的明细")
        share, percent = figures.reached.removesuffix("%"), "%" in figures.reached
        exempt = f"，另减免 {figures.exempt:,} 人" if figures.exempt else ""
        self.reached.show_figure(share, "%" if percent else "", f"达到年度目标的党员{exempt}")
        self.schools_card.note.setText(f"{shown.today.month} 月，回车看学校详情")
        self.empty.setVisible(not shown.rows)
        self.rows.setVisible(bool(shown.rows))
        self.rows.set_rows(shown.rows)
        clear(self._todos)
        for todo in shown.todos:
            self._todos.addWidget(TodoLine(todo, self.desk.go))
        if not shown.todos:
            self._todos.addWidget(empty_line("没有等着办的事。"))
        self._todos.addStretch(1)

    def _open_school(self, line: SchoolRow | None) -> None:
        if line is not None:
            self.desk.go("county", line.id)

    def _open(self, page: str) -> Callable[[], None]:
        return lambda: self.desk.go(page, None)
