"""The hours ledger (学时台账) of a year: by person, branch, post and month, and lessons to come."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from services import hours
from services.hours import Group, HoursLine, LedgerRow, MonthHours, State, workbook
from services.hours.record_paper import RECORD
from services.hours.table_papers import BRANCH as BRANCH_PAPER
from services.hours.table_papers import TASKS
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, column, row
from ui.core.year_switch import YearSwitch
from ui.hours.closing import Closing
from ui.hours.dialogs import CorrectionDialog, OnlineDialog, show_record
from ui.hours.people import PeopleList
from ui.hours.person import Acts, PersonCard
from ui.hours.reading import Shown, read, read_month
from ui.hours.views import ComingView, GroupView, MonthView
from ui.hours.workbook import (
    export,
    export_record,
    export_tasks,
)

VIEWS = ("按人", "按支部", "按身份", "按月", "可报名的课")
WHO = {"": "all", "members": "member", "leaders": "leaders"}
PEOPLE, BRANCHES, POSTS, MONTHS, COMING = range(5)


class HoursPage(Page):
    key = "hours"
    title = "学时台账"
    help = (
        "全年学时由签到、补课、在线学习记录和批准的更正算出，不能直接填。\n"
        "F2 到 F6 换看法：按人、按支部、按身份、按月、可报名的课；每一行回车或双击看是哪些人。"
        "Ctrl+PgUp、Ctrl+PgDown 换年；Ctrl+F 查找（姓名、拼音首字母、手机或身份证后四位），"
        "接着用 ↑↓ 选人、回车打开。\n"
        "选中一个人：右边列出每一笔的依据，回车打开那节课，或撤销在线学习和更正；"
        "Ctrl+B 看怎样补齐，Ctrl+G 学时更正，Ctrl+P 学时证明。按住 Ctrl 或 Shift 多选，"
        "Ctrl+N 一起记在线学习。\n"
        "“补不齐”是说：今年已排的课都上完也到不了目标；再排课就会变。"
        "Ctrl+E 把列出的内容导出 Excel，Ctrl+T 七项任务汇总。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        year = desk.workspace.clock.local_now().year
        self.years = YearSwitch(year, year + 1)
        self.years.turned.connect(lambda _year: self.refresh())
        self._target: object = None
        self.shown: Shown | None = None
        self._latest = Latest(desk.background, "读取台账", self._read, self._show, self._failed)
        self.people = PeopleList()
        self.people.chosen.connect(self._on_chosen)
        self.person = PersonCard(
            Acts(
                plan=self._plan,
                correct=self._correct,
                print=self._print_record,
                export=self._export_record,
                open_line=self._open_line,
            )
        )
        self.people.opened.connect(lambda _row: self.person.lines.setFocus())
        self.branches = GroupView("支部", "hours-branches", self._open_branch)
        self.posts = GroupView("身份", "hours-posts", self._open_post)
        self.months = MonthView(self._open_month)
        self._closing = Closing(desk, self)
        self.coming = ComingView(lambda lesson: self._closing.gains(lesson.lesson_id))
        self._tabs = [
            button(words, partial(self.show_view, place), "pill", key=f"F{place + 2}",
                   name=f"hours-view-{place}")
            for place, words in enumerate(VIEWS)
        ]  # fmt: skip
        self._build()
        self.show_view(PEOPLE)

    def _build(self) -> None:
        for tab in self._tabs:
            tab.setCheckable(True)
        self.print_branch = button("支部学时表", self._print_branch, name="hours-print-branch")
        self.print_tasks = button(
            "七项任务表", lambda: show_papers(self.desk, self, TASKS.of(self.years.year)),
            key="Ctrl+T", name="hours-print-tasks",
        )  # fmt: skip
        tasks = button(
            "任务 Excel", lambda: export_tasks(self.desk, self, self.years.year),
            name="hours-export-tasks",
        )  # fmt: skip
        papers = (self.print_branch, self.print_tasks, tasks)
        bar = row(*self._tabs, 10, self.years, None, *papers, gap=6)
        list_card = Card(padded=False)
        list_card.body.setSpacing(0)
        list_card.body.addWidget(self.people, 1)
        foot = row(self.people.count, None)
        foot.setContentsMargins(16, 6, 12, 6)
        list_card.body.addLayout(foot)
        by_person = QWidget()
        sides = row(gap=14)
        sides.addWidget(list_card, 1)
        sides.addWidget(self.person)
        by_person.setLayout(sides)
        self._stack = QStackedWidget()
        for view in (by_person, self.branches, self.posts, self.months, self.coming):
            self._stack.addWidget(view)
        full = QWidget()
        inside = column(bar, gap=10)
        inside.addWidget(self._stack, 1)
        full.setLayout(inside)
        empty = Card(padded=False)
        empty.body.addWidget(
            EmptyState(
                "还没有学员",
                "导入花名册、排课、签到以后，每个人的全年学时都在这里，按支部、身份和月份汇总。",
                "去导入花名册",
                lambda: self.desk.go("member", "import"),
            )
        )
        self._states = QStackedWidget()
        for state in (QWidget(), empty, full):
            self._states.addWidget(state)
        whole = column(self._states, gap=0)
        whole.setContentsMargins(24, 14, 24, 18)
        self.setLayout(whole)

    def header_buttons(self) -> list[QWidget]:
        return [
            button("导出 Excel", self._export, key="Ctrl+E", name="hours-export"),
            button("记在线学习", self._record_online, "primary", key="Ctrl+N", name="hours-online"),
        ]

    def aim(self, target: object) -> None:
        """A member's id; "behind" or a state of the list, as in "members-behind" and
        "leaders-out_of_reach"; ("month", number); or "coming"."""
        if self.shown is None:
            self._target = target  # the ledger is still being read
        elif isinstance(target, UUID):
            self._show_people()
            self.people.choose(target)
        elif isinstance(target, tuple) and target[0] == "month":
            self._open_month_number(target[1])
        elif target == "coming":
            self.show_view(COMING)
        elif isinstance(target, str):
            who, _, state = target.rpartition("-")
            self._show_people(state=state, post=WHO[who])

    def show_view(self, place: int) -> None:
        """One of VIEWS."""
        self._stack.setCurrentIndex(place)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == place)
        self.print_branch.setVisible(place in (PEOPLE, BRANCHES))

    # reading

    def refresh(self) -> None:
        """Read in the background: 50,000 people take longer than a frame."""
        self._latest.ask()

    def _read(self, _progress: Progress) -> Shown:
        year = self.years.year
        with self.desk.read() as session:
            return read(session, year)

    def _failed(self, error: Exception) -> None:
        self.desk.messages.error(error)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        rows = shown.ledger.rows
        self._states.setCurrentIndex(2 if rows else 1)
        today = self.desk.workspace.clock.local_now()
        self.people.show_rows(rows, shown.persons)
        self.branches.show_groups(shown.branches)
        self.posts.show_groups(shown.posts)
        self.months.show_months(shown.months, today.month if today.year == shown.year else 0)
        self.coming.show_lessons(shown.coming)
        self._on_chosen(self.people.table.current)
        counted = [one for one in rows if one.counted]
        done = sum(one.state is State.reached for one in counted)
        words = f"{shown.year} 年　{len(counted):,} 人，达标 {done:,} 人" if rows else ""
        self.subtitle_changed.emit(words)
        if self._target is not None:
            target, self._target = self._target, None
            self.aim(target)

    def _on_chosen(self, row: LedgerRow | None) -> None:
        lines: tuple[HoursLine, ...] = ()
        if row is not None:
            with self.desk.read() as session:
                lines = hours.for_member(session, row.id, self.years.year)
        self.person.show_person(row, lines)

    # doors

    def _show_people(self, *, state: str = "all", post: str = "all", branch: str = "") -> None:
        self.show_view(PEOPLE)
        self.people.show_month()
        self.people.narrow_to(state=state, post=post, branch=branch)
        self.people.table.setFocus()

    def _open_branch(self, group: Group) -> None:
        self._show_people(branch=group.words)

    def _open_post(self, group: Group) -> None:
        self._show_people(post=str(group.key))

    def _open_month(self, month: MonthHours) -> None:
        self._open_month_number(month.month)

    def _open_month_number(self, month: int) -> None:
        def show(found: tuple[str, dict[UUID, hours.MonthShare]]) -> None:
            self._show_people()
            self.people.show_month(*found)

        year = self.years.year
        self.desk.background.run(
            "读取当月",
            lambda _progress: read_month(self.desk, year, month),
            show,
            self._failed,
        )

    def _open_line(self, line: HoursLine) -> None:
        if line.lesson_id is not None:
            self.desk.go("sign_in", line.lesson_id)
        elif self.person.shown is not None:
            show_record(self.desk, self.person.shown, line)

    # acts

    def _record_online(self) -> None:
        people: Sequence[LedgerRow] = self.people.marked()
        if self._stack.currentIndex() != PEOPLE or not people:
            self.show_view(PEOPLE)
            words = "先在名单里选人，按住 Ctrl 或 Shift 可以多选，Ctrl+A 全选。"
            self.desk.messages.explain("记在线学习", words)
            return
        OnlineDialog(self.window(), self.desk, people).open()

    def _correct(self) -> None:
        if (row := self.person.shown) is not None:
            CorrectionDialog(self.window(), self.desk, row, self.years.year).open()

    def _plan(self) -> None:
        if (row := self.person.shown) is not None:
            self._closing.plan(row.id, self.years.year)

    def _print_record(self) -> None:
        if (row := self.person.shown) is not None:
            show_papers(self.desk, self, RECORD.of(row.id, self.years.year))

    def _export_record(self) -> None:
        if (row := self.person.shown) is not None:
            export_record(self.desk, self, row.id, self.years.year)

    def _print_branch(self) -> None:
        """The branch in front: of the branches' list, or of the person chosen."""
        group, person = self.branches.table.current, self.person.shown
        if self._stack.currentIndex() == PEOPLE and person is not None:
            show_papers(self.desk, self, BRANCH_PAPER.of(person.branch_id, self.years.year))
        elif self._stack.currentIndex() == BRANCHES and group is not None:
            assert isinstance(group.key, UUID)
            show_papers(self.desk, self, BRANCH_PAPER.of(group.key, self.years.year))
        else:
            self.desk.messages.explain("支部学时表", "先选一个支部，或这个支部里的一个人。")

    def _export(self) -> None:
        """What is listed, as it is listed."""
        year, place = self.years.year, self._stack.currentIndex()
        made: tuple[tuple[RowsView[Any], Callable[..., bytes]], ...] = (
            (self.people.table, workbook.people_book),
            (self.branches.table, partial(workbook.groups_book, title="支部")),
            (self.posts.table, partial(workbook.groups_book, title="身份")),
            (self.months.table, workbook.months_book),
            (self.coming.table, workbook.coming_book),
        )
        table, make = made[place]
        rows = list(table.rows_model.rows)
        export(self.desk, self, f"{year}年学时台账-{VIEWS[place]}", lambda: make(rows, year=year))
