"""The school's home page: figures, today's lessons, twelve months, what waits."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication, QWidget

from services import home
from services.core.errors import NotFound
from services.home import BundleState, Home, HomeGuide
from services.sign_in.sheet import SHEET
from services.training_class import LessonRow
from ui.core import keys, theme
from ui.core.acts import act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.preview import show_papers
from ui.core.widgets import Card, button, clear, column, label, row, scrolling
from ui.home.cards import FigureCard, card_row
from ui.home.chart import MonthChart
from ui.home.guide import GuideCard
from ui.home.lines import LessonLine, TodoLine, empty_line

WEEKDAYS = "一二三四五六日"
GOOD_PERCENT = 60.0
FINISHED: dict[BundleState | None, str] = {
    BundleState.written: "等回执",
    BundleState.delivered: "已签收",
}
"""What stands in place of the days left once the package has left the house."""
BUNDLE_NOTES: dict[BundleState | None, str] = {
    None: "还没有上报",
    BundleState.drafted: "还没有签发",
    BundleState.written: "已写入 U 盘，交县里",
    BundleState.delivered: "本月报送完成",
    BundleState.approved: "已签发，还没写入 U 盘",
    BundleState.held: "县里退回，待更正重报",
    BundleState.refused: "县里没有签收",
}
BUNDLE_ROLES: dict[BundleState | None, str] = {
    BundleState.written: "figure-card",
    BundleState.delivered: "figure-card",
    BundleState.held: "figure-card-red",
}


class HomePage(Page):
    key = "home"
    title = "工作台"
    help = (
        "这里是一天的起点：上面是本月和全年的数字，点一下看明细；左边是今天的课，"
        "右边是等着办的事，最急的在最上面。按 Tab 和回车可以全部用键盘操作。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._latest = Latest(
            desk.background, "读取工作台", self._read, self._show, desk.messages.error
        )
        self._today: tuple[LessonRow, ...] = ()
        self._coming: tuple[LessonRow, ...] = ()
        self._just_come = False
        self._header: list[QWidget] = []
        self.classes = FigureCard("本月培训", "figure-classes", self._open("training_class"))
        self.people = FigureCard("本月参训", "figure-person-times", self._open_month)
        self.members = FigureCard(
            "党员学时达标",
            "figure-members",
            self._open("hours", "members-behind"),
            self._open("exemption"),
        )
        self.leaders = FigureCard(
            "书记委员学时达标",
            "figure-leaders",
            self._open("hours", "leaders-behind"),
            self._open("exemption"),
        )
        self.bundle = FigureCard("数据包", "figure-bundle", self._open("exchange"))
        cards = card_row(self.classes, self.people, self.members, self.leaders, self.bundle)
        self.lessons_card = Card("今天的课", " ", padded=False)
        self._lessons = column(gap=0)
        lessons = QWidget()
        lessons.setLayout(self._lessons)
        self.lessons_card.body.addWidget(lessons)
        self.months = self._months()
        self.lessons_card.body.addWidget(self.months, 1)
        self.guide = GuideCard(desk.go)
        self._left = column(self.guide, self.lessons_card, gap=14)
        self._left.setStretch(1, 1)
        self._left.addStretch(0)
        self.year_guide = GuideCard(desk.go)
        self.todo_card = Card("待办", "按紧急程度", padded=False)
        self._todos = column(gap=0)
        self.todo_card.body.addWidget(scrolling(self._todos), 1)
        middle = row(gap=14)
        middle.addWidget(scrolling(self._left), 27)
        right = column(self.year_guide, self.todo_card, gap=14)
        right.setStretch(1, 1)
        middle.addLayout(right, 20)
        whole = column(cards, gap=14)
        whole.addLayout(middle, 1)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    def _months(self) -> QWidget:
        self.chart = MonthChart()
        below = column(label("近 12 个月参训人次", "heading"), self.chart, gap=6)
        below.setContentsMargins(16, 12, 16, 12)
        made = QWidget()
        made.setLayout(below)
        return made

    def header_buttons(self) -> list[QWidget]:
        self._header = [self.button("home-print"), self.button("home-new", "primary")]
        return [*self._header]

    def focus_first(self) -> None:
        """What comes next where a guide leads; it may still have to be read."""
        self._just_come = True
        if self.guide.next is not None and self.guide.isVisibleTo(self):
            self.guide.next.setFocus()
        else:
            super().focus_first()

    def refresh(self) -> None:
        """Read in the background: over a million sign-ins the figures take a moment."""
        today = self.desk.workspace.clock.local_now()
        weekday = WEEKDAYS[today.weekday()]
        self.subtitle_changed.emit(f"{today:%Y年%m月%d日} 星期{weekday}")
        self._latest.ask()

    def _read(self, _progress: Progress) -> Home:
        with self.desk.read() as session:
            return home.home(session)

    def _show(self, shown: Home) -> None:
        self._today, self._coming = shown.lessons, shown.coming
        self._show_figures(shown)
        self._show_guide(shown.guide)
        self._show_lessons(shown)
        self._show_months(shown)
        clear(self._todos)
        for todo in shown.todos:
            self._todos.addWidget(TodoLine(todo, self.desk.go))
        if not shown.todos:
            self._todos.addWidget(empty_line("没有等着办的事。"))
        self._todos.addStretch(1)

    def _show_guide(self, guide: HomeGuide | None) -> None:
        """One red button: where a guide leads, its next step is the one. What is not urgent stands
        over what waits."""
        held = self.guide.isAncestorOf(QApplication.focusWidget() or self)
        urgent = guide is not None and guide.urgent
        self.guide.show_guide(guide if urgent else None)
        self.year_guide.show_guide(None if urgent else guide)
        if self._header:
            theme.set_role(self._header[-1], "" if urgent else "primary")
        if self.guide.next is not None and (held or self._just_come):
            self.guide.next.setFocus()
        self._just_come = False

    def _show_months(self, shown: Home) -> None:
        """Without anybody who came there is no chart, and no room is kept for one."""
        some = any(bar.person_times for bar in shown.months)
        self.chart.show_months(shown.months)
        self.months.setVisible(some)
        self._left.setStretch(1, int(some))
        self._left.setStretch(2, int(not some))

    def _show_figures(self, shown: Home) -> None:
        figures = shown.figures
        change = figures.classes - figures.classes_last_month
        note = f"已排 {figures.planned} 期，较上月 {change:+d}"
        self.classes.show_figure(str(figures.classes), "期", note)
        attended = figures.attended_percent
        note = f"实到率 {attended}%" if attended is not None else "本月还没有开课"
        self.people.show_figure(f"{figures.person_times:,}", "人次", note)
        self.members.words.setText(figures.members)
        self.leaders.words.setText(figures.leaders)
        self.members.show_exempt(figures.members_exempt)
        self.leaders.show_exempt(figures.leaders_exempt)
        self.members.show_share(
            _number(figures.members_percent), GOOD_PERCENT, "还没有党员，先导入花名册"
        )
        self.leaders.show_share(_number(figures.leaders_percent), GOOD_PERCENT, "还没有书记和委员")
        self._show_bundle(shown)

    def _show_bundle(self, shown: Home) -> None:
        days, state = shown.figures.days_to_cut_off, shown.figures.bundle
        self.bundle.words.setText(f"{shown.figures.bundle_month}月数据包")
        unit = "天后截止" if days >= 0 else "天前截止"
        if state in FINISHED:
            self.bundle.show_figure(FINISHED[state], "", BUNDLE_NOTES[state])
        else:
            self.bundle.show_figure(str(abs(days)), unit, BUNDLE_NOTES[state])
        theme.set_role(self.bundle, BUNDLE_ROLES.get(state, "figure-card-amber"))

    def _show_lessons(self, shown: Home) -> None:
        clear(self._lessons)
        self.lessons_card.note.setText(f"{len(shown.lessons)} 节")
        now = self.desk.workspace.clock.local_now()
        first = next((row.id for row in shown.lessons if row.ends_at > now), None)
        for lesson in shown.lessons[:4]:
            leads = lesson.id == first and not (shown.guide is not None and shown.guide.urgent)
            line = LessonLine(lesson, now, leads, self.desk.go)
            self._lessons.addWidget(line)
        if len(shown.lessons) > 4:
            more = button(
                f"还有 {len(shown.lessons) - 4} 节，去课表看", self._open("training_class"), "link"
            )
            self._lessons.addWidget(more)
        if not shown.lessons:
            self._lessons.addWidget(self._no_lesson(shown.coming))

    def _no_lesson(self, coming: Sequence[LessonRow]) -> QWidget:
        """When the next one is, and the way to the timetable."""
        words = "今天没有课。"
        if coming:
            one = coming[0]
            words += f"下一节：{one.starts_at:%m月%d日 %H:%M}《{one.title}》。"
        see = button("看课表" if coming else "去排课", self._open("timetable"), name="home-plan")
        line = row(label(words, "note", wrap=True), see, gap=12)
        line.setStretch(0, 1)
        line.setContentsMargins(16, 10, 12, 10)
        made = QWidget()
        made.setLayout(line)
        return made

    def _open(self, page: str, target: object = None) -> Callable[[], None]:
        return lambda: self.desk.go(page, target)

    def _open_month(self) -> None:
        """Who was taught this month."""
        month = self.desk.workspace.clock.local_now().month
        self.desk.go("hours", ("month", month))

    @act("home-new", "＋ 新建培训班", keys.NEW, find=False)
    def new_class(self) -> None:
        self.desk.go("training_class", "new")

    @act(
        "home-print",
        "打印签到表",
        keys.PRINT,
        find=False,
        help="今天没上完的课；今天没有就印下一天的",
    )
    def print_sheets(self) -> None:
        """The sheets of today's lessons that are not over, or of all, or of the next day's."""
        now = self.desk.workspace.clock.local_now()
        coming = [row for row in self._today if row.ends_at > now] or list(self._today)
        day = "今天" if coming else ""
        coming = coming or list(self._coming)
        if not coming:
            self.desk.messages.error(NotFound("还没有排课，没有签到表可打印。"))
            return
        sheets = [SHEET.of(row.id) for row in coming]
        day = day or f"{coming[0].starts_at:%m月%d日}"
        title = f"{day}的签到表：{len(sheets)} 份" if len(sheets) > 1 else ""
        show_papers(self.desk, self, *sheets, title=title)


def _number(percent: object) -> float | None:
    return None if percent is None else float(str(percent))
