"""The bookings (讲师预约): who teaches when this week, who has answered, what still needs one."""

from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from services import booking, training_class
from services.booking import BookingItem, BookingWeek, LecturerCandidate
from services.core.call import call
from services.core.errors import DeskError, NotFound
from ui.booking.dialogs import BookDialog, BookingDialog, booked_words
from ui.booking.filters import Filters
from ui.booking.recommend import RecommendCard
from ui.booking.week import WeekGrid
from ui.core import keys
from ui.core.acts import act
from ui.core.desk import Desk, Page
from ui.core.theme import set_role
from ui.core.widgets import EmptyState, column, row

WEEK, AHEAD = timedelta(days=7), timedelta(days=60)


def _has_pool(page: "BookingPage") -> bool:
    return page.week is not None and len(page.week.lecturers) > 1


def _recommended_words(page: "BookingPage") -> str:
    return "预约" if page.recommended is None else f"预约{page.recommended.name}"


class BookingPage(Page):
    key = "booking"
    title = "讲师预约"
    help = (
        "一周里谁在哪天讲什么课：绿色已确认，黄色待答复，红色要留意，灰色还没有讲师。"
        "用方向键在格子里走，按回车打开。\n"
        "讲师同一时间只能约一节课；两地相隔不到 30 分钟或在聘期之外，要写明理由。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.monday = _monday(desk.workspace.clock.local_now().date())
        self.week: BookingWeek | None = None
        self.lesson_id: UUID | None = None
        self.recommended: LecturerCandidate | None = None
        self.filters = Filters()
        self.filters.changed.connect(self._show)
        self.grid = WeekGrid()
        self.filters.search.left.connect(self.grid.focus_first)
        self.grid.opened.connect(self._open)
        self.grid.lecturer_picked.connect(lambda key: self.desk.go("lecturer", key))
        self.recommend = RecommendCard(self)
        self.recommend.picked.connect(self._pick)
        whole = column(self._top(), gap=12)
        whole.addWidget(self.grid, 1)
        whole.addWidget(self.recommend)
        whole.setContentsMargins(24, 14, 24, 16)
        main = QWidget()
        main.setLayout(whole)
        self.empty = EmptyState(
            "师资库里还没有讲师",
            "讲师预约把讲师和课次连起来。先到“师资库”添加讲师，再回来预约。",
            buttons=[self.button("booking-pool", "primary")],
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(main)
        self.setLayout(column(self._stack))

    def header_buttons(self) -> list[QWidget]:
        self._new = self.button("booking-new", "primary")
        return [self._new]

    def enter(self, target: object = None) -> None:
        super().enter(target)
        self._show_subtitle()

    def aim(self, target: object) -> None:
        """A lesson's or a booking's id, or "new" for the dialog."""
        if target == "new":
            self.bound_acts["booking-new"].trigger()
        if not isinstance(target, UUID):
            return
        try:
            lesson_id, day = self._find(target)
        except DeskError as error:
            self.desk.messages.error(error)
            return
        self.monday, self.lesson_id = _monday(day), lesson_id
        self.filters.reset()
        self.refresh()
        self.grid.focus_lesson(lesson_id)

    def refresh(self) -> None:
        with self.desk.read() as session:
            self.week = booking.week(session, self.monday)
        pool = [row for row in self.week.lecturers if row.id is not None]
        undecided = self.week.lecturers[-1].items
        nothing = not pool and not undecided
        self._stack.setCurrentIndex(0 if nothing else 1)
        set_role(self._new, "" if nothing else "primary")
        self._show_subtitle()
        self.filters.show_pool(pool)
        self._show()
        self._recommend(undecided)
        self.offer()

    def _top(self) -> QHBoxLayout:
        made = row(
            self.button("week-back", "arrow", sign="◀"),
            self.button("week-now"),
            self.button("week-on", "arrow", sign="▶"),
            8,
            gap=6,
        )
        made.addWidget(self.filters, 1)
        return made

    @act("booking-pool", "去师资库", find=False)
    def open_pool(self) -> None:
        self.desk.go("lecturer", "new")

    @act(
        "booking-new",
        "＋ 预约讲师",
        keys.NEW,
        when=_has_pool,
        why="师资库里还没有讲师。",
        help="给一节课选讲师",
    )
    def book(self) -> None:
        self._ask_for(None)

    @act("booking-find", "找讲师", keys.FIND, find=False, help="按 ↓ 到格子里，按 Esc 清空")
    def find_lecturer(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    @act("week-back", "上一周", keys.EARLIER, find=False)
    def go_back(self) -> None:
        self._go_to(self.monday - WEEK)

    @act("week-on", "下一周", keys.LATER, find=False)
    def go_on(self) -> None:
        self._go_to(self.monday + WEEK)

    @act("week-now", "本周", keys.TODAY, find=False)
    def go_to_now(self) -> None:
        self._go_to(_monday(self.desk.workspace.clock.local_now().date()))

    def _go_to(self, monday: date) -> None:
        self.monday, self.lesson_id = monday, None
        self.refresh()

    def _show_subtitle(self) -> None:
        last = self.monday + timedelta(days=6)
        end = f"{last.day}日" if last.month == self.monday.month else f"{last.month}月{last.day}日"
        self.subtitle_changed.emit(
            f"{self.monday.year}年{self.monday.month}月{self.monday.day}日–{end}"
        )

    def _show(self) -> None:
        if self.week is None:
            return
        *pool, undecided = self.week.lecturers
        shown = [row for row in pool if self.filters.wants(row)]
        shown.sort(key=lambda row: not row.items)
        today = self.desk.workspace.clock.local_now().date()
        self.grid.show_week(self.monday, (*shown, undecided), today, self.filters.empty_words())
        self.grid.choose(self.lesson_id)

    def _recommend(self, undecided: tuple[BookingItem, ...]) -> None:
        """For the chosen lesson without a lecturer, else the next one of the week."""
        now = self.desk.workspace.clock.local_now()
        chosen = [item for item in undecided if item.lesson_id == self.lesson_id]
        coming = [item for item in undecided if item.starts_at > now]
        item = next(iter(chosen or coming), None)
        self.recommend.setVisible(item is not None)
        self.lesson_id = item.lesson_id if item is not None else None
        self.grid.choose(self.lesson_id)
        if item is None:
            self.recommended = None
            return
        with self.desk.read() as session:
            found = booking.candidates(session, item.lesson_id)
        self.recommend.show_lesson(item, found)

    def _pick(self, one: LecturerCandidate | None) -> None:
        self.recommended = one
        self.offer()

    def _open(self, item: BookingItem) -> None:
        if item.id is None:
            again = item.lesson_id == self.lesson_id
            self.lesson_id = item.lesson_id
            assert self.week is not None
            self._recommend(self.week.lecturers[-1].items)
            if again:
                self._ask_for(item.lesson_id)
            return
        try:
            with self.desk.read() as session:
                shown = booking.detail(session, item.id)
        except DeskError as error:
            self.desk.messages.error(error)
            return
        BookingDialog(self.window(), self.desk, shown).open()

    def _ask_for(self, lesson_id: UUID | None) -> None:
        """The dialog, on this lesson or the one that the strip is about."""
        now = self.desk.workspace.clock.local_now()
        first = min(now, datetime.combine(self.monday, datetime.min.time()))
        with self.desk.read() as session:
            lessons = booking.unbooked(session, first, max(now, first + AHEAD) + AHEAD)
        chosen = lesson_id or self.lesson_id
        if chosen is None:
            chosen = next((one.lesson_id for one in lessons if one.starts_at > now), None)
        BookDialog(self.window(), self.desk, lessons, lesson_id=chosen).open()

    @act(
        "recommend-go",
        "预约推荐的讲师",
        keys.NEXT,
        says=_recommended_words,
        when=lambda page: page.recommended,
        why="这一周没有还要讲师的课，或没有空闲的讲师。",
        help="下面一条里选中的那位",
    )
    def book_recommended(self) -> None:
        chosen = self.recommended
        if self.lesson_id is not None and chosen is not None:
            booked = call(booking.book, self.lesson_id, chosen.lecturer_id)
            self.desk.do(booked, booked_words(chosen.name))

    @act("recommend-more", "看全部…", when=lambda page: page.lesson_id, find=False)
    def look_at_all(self) -> None:
        self._ask_for(self.lesson_id)

    def _find(self, target: UUID) -> tuple[UUID, date]:
        """The lesson that an id means, and its day. Raises NotFound."""
        with self.desk.read() as session:
            try:
                item = booking.detail(session, target).item
            except NotFound:
                lesson = training_class.lesson(session, target)
                return lesson.id, lesson.starts_at.date()
        return item.lesson_id, item.starts_at.date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
