"""The hours ledger (学时台账) of a year: by person, branch, post and month, and lessons to come.

This is one file, since a page declares all its acts.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from services import hours, opening_hours
from services.core.call import call
from services.hours import HoursLine, LedgerGroup, LedgerRow, MonthHours, State, workbook
from services.hours.record_paper import RECORD
from services.hours.table_papers import BRANCH as BRANCH_PAPER
from services.hours.table_papers import TASKS
from services.opening_hours import sheet
from ui.core import keys
from ui.core.acts import act, spoken
from ui.core.background import Latest, Progress
from ui.core.book_out import save_book
from ui.core.desk import Desk, Files, Page
from ui.core.draft_guide import DraftGuide
from ui.core.import_guide import ask_for_sheet
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.theme import set_role
from ui.core.widgets import Button, Card, EmptyState, button, column, row
from ui.core.year_switch import YearSwitch
from ui.exemption.granting import ask_grant
from ui.hours.closing import Closing
from ui.hours.dialogs import CorrectionForm, OnlineForm, show_record
from ui.hours.people import PeopleList
from ui.hours.person import PersonCard
from ui.hours.reading import LedgerYear, read, read_month
from ui.hours.views import ComingView, GroupView, MonthView
from ui.hours.workbook import export, export_record, export_tasks
from ui.opening_hours.recording import OpeningForm
from ui.opening_hours.taking import opening_import
from ui.upper_training.recording import ask_training

VIEWS = ("按人", "按支部", "按身份", "按月", "可报名的课")
WHO = {"": "all", "members": "member", "leaders": "leaders"}
PEOPLE, BRANCHES, POSTS, MONTHS, COMING = range(5)
BEHIND = (State.under_way, State.out_of_reach, State.needs_lesson)
NOBODY = "还没有学员。"
DERIVED = "学时由签到和记录算出，不能在表里改；要增减请用“更正”（Ctrl+G）。"
NO_PERSON = "先在“按人”的名单里选一个在册的人。"


def _has_people(page: "HoursPage") -> bool:
    return page.shown is not None and bool(page.shown.ledger.rows)


def _has_person(page: "HoursPage") -> bool:
    """Somebody is chosen, and in sight."""
    return page.place == PEOPLE and page.row is not None


def _is_behind(page: "HoursPage") -> bool:
    return _has_person(page) and page.row is not None and page.row.state in BEHIND


def _is_here(page: "HoursPage") -> bool:
    return _has_person(page) and page.row is not None and page.row.state is not State.left


def _owes(page: "HoursPage") -> bool:
    return _has_person(page) and page.row is not None and page.row.owes


class HoursPage(Page):
    """Nothing in its lists can be changed in place: each figure is derived, from sign-ins,
    records and corrections, and F2 says so."""

    key = "hours"
    title = "学时台账"
    help = (
        "全年学时由签到、补课、在线学习记录和批准的更正算出，不能直接填；右边列出选中的人每一笔的依据，"
        "回车打开那节课，或撤销在线学习和更正。\n"
        "“补不齐”是说：今年已排的课都上完也到不了目标；再排课就会变。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        year = desk.workspace.clock.local_now().year
        self.years = YearSwitch(desk, year, year + 1)
        self.years.turned.connect(lambda _year: self.refresh())
        self._target: object = None
        self.shown: LedgerYear | None = None
        self.row: LedgerRow | None = None
        self.place = PEOPLE
        self._latest = Latest(desk.background, "读取台账", self._read, self._show, self._failed)
        self.people = PeopleList()
        self.people.chosen.connect(self._on_chosen)
        self.people.table.menus.append(self._fill_menu)
        self.person = PersonCard(self)
        self.person.lines.opened.connect(self._open_line)
        self.people.opened.connect(lambda _row: self.person.lines.setFocus())
        self.branches = GroupView("支部", "hours-branches", self._open_branch)
        self.posts = GroupView("身份", "hours-posts", self._open_post)
        self.months = MonthView(self._open_month)
        self._closing = Closing(desk, self)
        self.coming = ComingView(lambda lesson: self._closing.gains(lesson.lesson_id))
        self._tabs = [self._tab(place, words) for place, words in enumerate(VIEWS)]
        self._build()
        self.show_view(PEOPLE)

    def _tab(self, place: int, words: str) -> Button:
        made = button(
            words,
            partial(self.show_view, place),
            "pill",
            shows=spoken(keys.OTHER_VIEW),
            name=f"hours-view-{place}",
        )
        made.setCheckable(True)
        return made

    def _build(self) -> None:
        papers = [
            self.button(name)
            for name in ("hours-print-branch", "hours-print-tasks", "hours-export-tasks")
        ]
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
                buttons=[self.button("hours-import", "primary")],
            )
        )
        self._states = QStackedWidget()
        for state in (QWidget(), empty, full):
            self._states.addWidget(state)
        whole = column(self._states, gap=0)
        whole.setContentsMargins(24, 14, 24, 18)
        self.setLayout(whole)

    def header_buttons(self) -> list[QWidget]:
        self._online = self.button("hours-online", "primary")
        return [self.button("hours-export"), self._online]

    def aim(self, target: object) -> None:
        """A member's id; "behind" or a state of the list, as in "members-behind" and
        "leaders-out_of_reach"; ("month", number); "coming"; or Files."""
        if isinstance(target, Files):
            self._open_files(target.paths)
        elif self.shown is None:
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
        self.place = place
        self._stack.setCurrentIndex(place)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == place)
        self.offer()

    @act("hours-view", "换一种看法", keys.OTHER_VIEW, help="、".join(VIEWS) + "，依次换")
    def show_next_view(self) -> None:
        self.show_view((self.place + 1) % len(VIEWS))

    @act("hours-find", "在本页查找", keys.FIND, find=False, help="接着按 ↑ ↓ 选人，回车打开")
    def go_to_search(self) -> None:
        self.show_view(PEOPLE)
        self.people.go_to_search()

    # reading

    def refresh(self) -> None:
        """Read in the background: 50,000 people take longer than a frame."""
        self._latest.ask()

    def _read(self, _progress: Progress) -> LedgerYear:
        year = self.years.year
        with self.desk.read() as session:
            return read(session, year)

    def _failed(self, error: Exception) -> None:
        self.desk.messages.error(error)

    def _show(self, shown: LedgerYear) -> None:
        self.shown = shown
        rows = shown.ledger.rows
        self._states.setCurrentIndex(2 if rows else 1)
        set_role(self._online, "primary" if rows else "")  # the empty page has its own red button
        today = self.desk.workspace.clock.local_now()
        self.people.show_rows(rows, shown.persons)
        self.branches.show_groups(shown.branches)
        self.posts.show_groups(shown.posts)
        self.months.show_months(shown.months, today.month if today.year == shown.year else 0)
        self.coming.show_lessons(shown.coming)
        self._on_chosen(self.people.table.current)
        counted = [one for one in rows if one.counted]
        done = sum(one.state is State.reached for one in counted)
        exempt = sum(one.state is State.exempt for one in counted)
        words = f"{shown.year} 年　{len(counted):,} 人，达标 {done:,} 人" if rows else ""
        words += f"，减免 {exempt:,} 人" if exempt else ""
        self.subtitle_changed.emit(words)
        if self._target is not None:
            target, self._target = self._target, None
            self.aim(target)

    def _on_chosen(self, row: LedgerRow | None) -> None:
        lines: tuple[HoursLine, ...] = ()
        if row is not None:
            with self.desk.read() as session:
                lines = hours.for_member(session, row.id, self.years.year)
        self.row = row
        self.person.show_person(row, lines)
        self.offer()

    def _fill_menu(self, menu: QMenu) -> None:
        for bound in self.bound_acts:
            if bound.act.menu and bound.is_shown:
                bound.add_to(menu)

    # doors

    def _show_people(self, *, state: str = "all", post: str = "all", branch: str = "") -> None:
        self.show_view(PEOPLE)
        self.people.show_month()
        self.people.narrow_to(state=state, post=post, branch=branch)
        self.people.table.setFocus()

    def _open_branch(self, group: LedgerGroup) -> None:
        self._show_people(branch=group.words)

    def _open_post(self, group: LedgerGroup) -> None:
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
        elif self.row is not None:
            show_record(self.desk, self.row, line)

    # acts

    @act("hours-import", "去导入花名册", keys.IMPORT, find=False)
    def import_roster(self) -> None:
        self.desk.go("member", "import")

    @act(
        "hours-online",
        "记在线学习",
        keys.NEW,
        when=_has_people,
        why=NOBODY,
        menu=True,
        help="按住 Ctrl 或 Shift 多选，一起记",
    )
    def record_online(self) -> None:
        people: Sequence[LedgerRow] = self.people.marked()
        if self.place != PEOPLE or not people:
            self.show_view(PEOPLE)
            words = "先在名单里选人，按住 Ctrl 或 Shift 可以多选，Ctrl+A 全选。"
            self.desk.messages.explain("记在线学习", words)
            return
        OnlineForm(self.window(), self.desk, people).open()

    @act("hours-correct", "更正…", keys.CORRECT, shown=_is_here, why=NO_PERSON, menu=True)
    def correct(self) -> None:
        if (row := self.row) is not None:
            CorrectionForm(self.window(), self.desk, row, self.years.year).open()

    @act(
        "hours-upper",
        "上级调训…",
        shown=_is_here,
        why=NO_PERSON,
        menu=True,
        many=True,
        help="选了几个人就一起记",
    )
    def record_upper(self) -> None:
        people = [(one.id, one.name) for one in self.people.marked()]
        if people:
            ask_training(self.desk, self.window(), people)

    @act(
        "hours-opening",
        "期初学时…",
        shown=_is_here,
        why=NO_PERSON,
        menu=True,
        many=True,
        help="本系统启用以前、今年已经有的学时；选了几个人就一起记",
    )
    def record_opening(self) -> None:
        people = [(one.id, one.name) for one in self.people.marked()]
        if people:
            OpeningForm(
                self.desk, self.window(), people, self.write_openings, self.take_openings
            ).open()

    @act("hours-opening-import", "导入期初学时", when=_has_people, why=NOBODY)
    def take_openings(self) -> None:
        path = ask_for_sheet(self.desk, self, "选择期初学时表")
        if path is not None:
            self._open_files((path,))

    def _open_files(self, paths: Sequence[Path]) -> None:
        DraftGuide(self.desk, self, paths, opening_import(self.desk)).open()

    @act(
        "hours-opening-book",
        "导出期初学时空表",
        when=_has_people,
        why=NOBODY,
        help="每人一行，填好后导入；已经记的也在里面",
    )
    def write_openings(self) -> None:
        """Of this year, whichever the ledger shows: opening hours are of no other."""
        with self.desk.read() as session:
            year, count = session.today().year, len(sheet.everybody(session))
        save_book(
            self.desk,
            self,
            "导出期初学时空表",
            f"{year}年期初学时",
            sheet.book,
            call(opening_hours.log_exported, count),
            f"{count} 人",
        )

    @act(
        "hours-exempt",
        "学时减免…",
        shown=_owes,
        why=NO_PERSON,
        menu=True,
        many=True,
        help="选了几个人就一起减免",
    )
    def exempt(self) -> None:
        people = [(one.id, one.name) for one in self.people.marked()]
        if people:
            ask_grant(self.desk, self.window(), people, self.years.year)

    @act("hours-derived", "学时不能直接填", keys.RENAME, find=False, help=DERIVED)
    def say_derived(self) -> None:
        self.desk.messages.done(DERIVED)

    @act(
        "hours-plan",
        "补齐…",
        keys.CLASS,
        shown=_is_behind,
        why="只用于学时还不够的人。",
        menu=True,
        help="看怎样补齐学时",
    )
    def plan(self) -> None:
        if (row := self.row) is not None:
            self._closing.plan(row.id, self.years.year)

    @act("hours-record", "学时证明", keys.PRINT, when=_has_person, why=NO_PERSON, menu=True)
    def print_record(self) -> None:
        if (row := self.row) is not None:
            show_papers(self.desk, self, RECORD.of(row.id, self.years.year))

    @act("hours-lines-export", "明细 Excel", when=_has_person, why=NO_PERSON, find=False, menu=True)
    def export_record(self) -> None:
        if (row := self.row) is not None:
            export_record(self.desk, self, row.id, self.years.year)

    @act(
        "hours-print-branch",
        "支部学时表",
        shown=lambda page: page.place in (PEOPLE, BRANCHES),
        when=_has_people,
        why=NOBODY,
    )
    def print_branch(self) -> None:
        """The branch in front: of the branches' list, or of the person chosen."""
        group, person = self.branches.table.current, self.row
        if self.place == PEOPLE and person is not None:
            show_papers(self.desk, self, BRANCH_PAPER.of(person.branch_id, self.years.year))
        elif self.place == BRANCHES and group is not None:
            assert isinstance(group.key, UUID)
            show_papers(self.desk, self, BRANCH_PAPER.of(group.key, self.years.year))
        else:
            self.desk.messages.explain("支部学时表", "先选一个支部，或这个支部里的一个人。")

    @act("hours-print-tasks", "七项任务表", keys.PRINT_MORE)
    def print_tasks(self) -> None:
        show_papers(self.desk, self, TASKS.of(self.years.year))

    @act("hours-export-tasks", "任务 Excel", find=False)
    def export_tasks(self) -> None:
        export_tasks(self.desk, self, self.years.year)

    @act(
        "hours-export",
        "导出 Excel",
        keys.EXPORT,
        when=_has_people,
        why=NOBODY,
        find=False,
        help="列出的内容",
    )
    def export(self) -> None:
        """What is listed, as it is listed."""
        year, place = self.years.year, self.place
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
