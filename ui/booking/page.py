"""The bookings (讲师预约): who teaches when this week, who has answered, what still needs one."""

from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from services import booking, training_class
from services.booking import BookingDetail, BookingItem, BookingWeek
from services.core.call import call
from services.core.errors import DeskError, NotFound
from ui.booking.dialogs import BookDialog, BookingDialog, booked_words
from ui.booking.filters import Filters
from ui.booking.recommend import RecommendCard
from ui.booking.week import WeekGrid
from ui.core.desk import Desk, Page
from ui.core.widgets import EmptyState, button, column, row

AHEAD = timedelta(days=60)


class BookingPage(Page):
    key = "booking"
    title = "讲师预约"
    help = (
        "一周里谁在哪天讲什么课。绿色已确认，黄色待答复，红色要留意，灰色还没有讲师，"
        "每一块上都有文字。用方向键在格子里走，按回车打开；PgUp PgDn 换一周，Ctrl+Home 回本周，"
        "Ctrl+N 预约讲师，Ctrl+F 找讲师。讲师同一时间只能约一节课；"
        "两地相隔不到 30 分钟或在聘期之外，要写明理由。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.monday = _monday(desk.workspace.clock.local_now().date())
        self.week: BookingWeek | None = None
        self.lesson_id: UUID | None = None
        self.filters = Filters()
        self.filters.changed.connect(self._show)
        self.grid = WeekGrid()
        self.grid.opened.connect(self._open)
        self.grid.lecturer_picked.connect(lambda key: self.desk.go("lecturer", key))
        self.recommend = RecommendCard(self._book_now, self._ask_for)
        whole = column(self._top(), gap=12)
        whole.addWidget(self.grid, 1)
        whole.addWidget(self.recommend)
        whole.setContentsMargins(24, 14, 24, 16)
        main = QWidget()
        main.setLayout(whole)
        self.empty = EmptyState(
            "师资库里还没有讲师",
            "讲师预约把讲师和课次连起来。先到“师资库”添加讲师，再回来预约。",
            "去师资库",
            lambda: self.desk.go("lecturer", "new"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(main)
        self.setLayout(column(self._stack))
        self._shortcuts()

    def header_buttons(self) -> list[QWidget]:
        self.new_button = button(
            "＋ 预约讲师", lambda: self._ask_for(None), "primary", key="Ctrl+N", name="booking-new"
        )
        return [self.new_button]

    def enter(self, target: object = None) -> None:
        super().enter(target)
        self._show_subtitle()

    def aim(self, target: object) -> None:
        """A lesson's or a booking's id, or "new" for the dialog."""
        if target == "new":
            self._ask_for(None)
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
        self.new_button.setEnabled(bool(pool))
        self._show_subtitle()
        self.filters.show_pool(pool)
        self._show()
        self._recommend(undecided)

    def _top(self) -> QHBoxLayout:
        back = button("‹", lambda: self._turn(-7), name="week-back")
        back.setAccessibleName("上一周")
        back.setToolTip("上一周  PgUp")
        on = button("›", lambda: self._turn(7), name="week-on")
        on.setAccessibleName("下一周")
        on.setToolTip("下一周  PgDn")
        now = button("本周", self._this_week, name="week-now")
        now.setToolTip("本周  Ctrl+Home")
        made = row(back, now, on, 8, gap=6)
        made.addWidget(self.filters, 1)
        return made

    def _shortcuts(self) -> None:
        for keys, act in (
            ("PgUp", lambda: self._turn(-7)),
            ("PgDown", lambda: self._turn(7)),
            ("Ctrl+Home", self._this_week),
            ("Ctrl+F", self.filters.search.setFocus),
            ("Ctrl+Down", self.grid.focus_first),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _turn(self, days: int) -> None:
        self.monday += timedelta(days=days)
        self.lesson_id = None
        self.refresh()

    def _this_week(self) -> None:
        self.monday = _monday(self.desk.workspace.clock.local_now().date())
        self.lesson_id = None
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
            return
        with self.desk.read() as session:
            found = booking.candidates(session, item.lesson_id)
        self.recommend.show_lesson(item, found)

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
        BookingDialog(self.window(), shown, self).open()

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

    def _book_now(self, lesson_id: UUID, lecturer_id: UUID, name: str) -> None:
        self.desk.do(call(booking.book, lesson_id, lecturer_id), booked_words(name))

    def confirm(self, shown: BookingDetail) -> None:
        self.desk.do(call(booking.confirm, _key(shown)), _told("已确认", shown))

    def decline(self, shown: BookingDetail, reason: str) -> None:
        self.desk.do(call(booking.decline, _key(shown), reason), _told("已记谢绝", shown))

    def cancel(self, shown: BookingDetail, reason: str) -> None:
        self.desk.do(call(booking.cancel, _key(shown), reason), _told("已取消预约", shown))

    def replace(self, shown: BookingDetail) -> None:
        BookDialog(self.window(), self.desk, [shown.item], replacing=shown).open()

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


def _told(words: str, shown: BookingDetail) -> str:
    return f"{words}：{shown.lecturer} {shown.item.title}。"


def _key(shown: BookingDetail) -> UUID:
    """A booking that was read has an id; only lessons without a lecturer have none."""
    assert shown.item.id is not None
    return shown.item.id
