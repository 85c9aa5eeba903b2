"""The timetable (课表): a week or a month of lessons, to look at, to move, to print."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import timetable, training_class
from services.core.days import add_months
from services.core.errors import DeskError
from services.sign_in.sheet import SHEET
from services.timetable import Days, Grouping, Timetable
from services.timetable.paper import MONTH_PAPER, WEEK_PAPER
from services.training_class import LessonRow
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.preview import show_papers
from ui.core.theme import set_role
from ui.core.widgets import Card, ElidedLabel, EmptyState, column, row
from ui.timetable.board import Board
from ui.timetable.changes import LessonChanges, choice_of
from ui.timetable.details import DetailsCard, Legend
from ui.timetable.dialogs import DayDialog
from ui.timetable.listing import ALL, arranged, place_of, subtitle
from ui.timetable.shape import BoardContent
from ui.timetable.spoken import hint
from ui.timetable.toolbar import Toolbar

WEEK = timedelta(days=7)
NO_LESSON = "先用方向键或鼠标选一节课。"
NO_CLASS = "还没有培训班。"


def _has_lesson(page: "TimetablePage") -> bool:
    return page.board.current is not None


def _has_classes(page: "TimetablePage") -> bool:
    return page.read is not None and bool(page.read.classes or page.read.lessons)


def _earlier_words(page: "TimetablePage") -> str:
    return "上个月" if page.month_view else "上一周"


def _later_words(page: "TimetablePage") -> str:
    return "下个月" if page.month_view else "下一周"


def _other_view_words(page: "TimetablePage") -> str:
    return "看一周" if page.month_view else "看一个月"


def _booking_words(page: "TimetablePage") -> str:
    current = page.board.current
    return "看预约" if current is not None and current.booking_state is not None else "约讲师"


class TimetablePage(Page):
    key = "timetable"
    title = "课表"
    help = (
        "方向键在格子里走，Tab 到下一节课，回车打开。拖动课次换时间或换教室（按教室分行时），"
        "拖下边改下课时间；也可以按空格拿起、方向键移动、回车放下、Esc 放弃。\n"
        "教室同一时间只能有一节课；有人已签到的课不能再动。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.day = self._now().date()
        self.month_view = False
        self.read: Timetable | None = None
        self._wanted: UUID | None = None
        self._latest = Latest(desk.background, "读取课表", self._read, self._show, self._failed)
        self.changes = LessonChanges(desk, self)
        self.tools = Toolbar(self, self.day)
        self.board = Board(BoardContent(self.days, Grouping.none, ALL, (), (), self._now()))
        self.card = DetailsCard(self, self.board)
        self.legend = Legend()
        self.note = ElidedLabel("", "note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._build()
        self._connect()
        self.tools.show_view(self.day, month=self.month_view)

    @property
    def days(self) -> Days:
        of = timetable.month_of if self.month_view else timetable.week_of
        return of(self.day)

    def _build(self) -> None:
        grid = Card(padded=False)
        grid.body.addWidget(self.board, 1)
        foot = row(self.legend, gap=16)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.button("timetable-sheets", "link"))
        inside = column(self.tools, gap=10)
        inside.addWidget(grid, 1)
        inside.addLayout(foot)
        inside.setContentsMargins(24, 12, 24, 10)
        full = QWidget()
        full.setLayout(inside)
        self.empty = EmptyState(
            "还没有可以排的课",
            "课表显示所有培训班的课次。先有教室和课程，再建培训班，就可以在这里排课、调课、打印。",
            buttons=[self.button("timetable-first", "primary")],
        )
        self.stack = QStackedWidget()
        for made in (QWidget(), self.empty, full):
            self.stack.addWidget(made)
        self.setLayout(column(self.stack))

    def _connect(self) -> None:
        tools, board = self.tools, self.board
        tools.day_picked.connect(self._go_to)
        tools.viewed.connect(self._view)
        tools.regrouped.connect(self._draw)
        tools.narrowed.connect(self._draw)
        board.opened.connect(self._open)
        board.day_opened.connect(self._open_day)
        board.dropped.connect(self.changes.drop)
        board.turned.connect(self._go_to)
        board.refused.connect(lambda why: self.desk.messages.explain("不能移动", why))
        board.asked.connect(lambda what: self.bound_acts[f"timetable-{what}"].trigger())
        board.menu_asked.connect(self._show_menu)
        board.cursor_moved.connect(self._on_cursor)
        board.verticalScrollBar().valueChanged.connect(lambda _value: self.card.close_card())

    def header_buttons(self) -> list[QWidget]:
        self._new = self.button("timetable-new", "primary")
        return [self.button("timetable-print"), self._new]

    def focus_first(self) -> None:
        if self.stack.currentIndex() == 1:
            self.empty.action.setFocus()
        else:
            self.board.setFocus()

    def aim(self, target: object) -> None:
        """A lesson's id, a day, or "new" for a new lesson."""
        if isinstance(target, date):
            self._go_to(target)
        elif target == "new":
            self.add()
        elif isinstance(target, UUID):
            try:
                with self.desk.read() as session:
                    found = training_class.lesson(session, target)
            except DeskError as error:
                self.desk.messages.error(error)
                return
            self.tools.narrow_to(None)
            self._wanted = target
            self._go_to(found.starts_at.date())

    # reading

    def refresh(self) -> None:
        """Read in the background: a month may hold thousands of lessons."""
        self._latest.ask()

    def _read(self, _progress: Progress) -> Timetable:
        with self.desk.read() as session:
            return timetable.read(session, self.days)

    def _failed(self, error: Exception) -> None:
        self.desk.messages.error(error)

    def _show(self, read: Timetable) -> None:
        self.read = read
        ready = _has_classes(self)
        self.stack.setCurrentIndex(2 if ready else 1)
        set_role(self._new, "primary" if ready else "")  # the empty page has its own red button
        self.tools.show_choices(read)
        self._draw()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.board.choose(wanted)
            self.board.setFocus()
        self._show_subtitle()

    def _draw(self) -> None:
        if self.read is None:
            return
        self.card.close_card()
        by = Grouping.none if self.month_view else self.tools.rows_by
        month = self.day.replace(day=1) if self.month_view else None
        shown = arranged(self.read, by, self.tools.narrowing, self._now(), month)
        self.board.show_lessons(shown)
        self._on_cursor()
        self._show_subtitle()

    def _show_subtitle(self) -> None:
        if self.read is not None and self.read.days == self.days:
            self.subtitle_changed.emit(subtitle(self.board.shown, self.day))

    # going about

    @act("timetable-earlier", "上一周", keys.EARLIER, says=_earlier_words, find=False)
    def go_back(self) -> None:
        self._turn(-1)

    @act("timetable-later", "下一周", keys.LATER, says=_later_words, find=False)
    def go_on(self) -> None:
        self._turn(1)

    @act("timetable-today", "今天", keys.TODAY, find=False)
    def go_to_today(self) -> None:
        self._go_to(self._now().date())

    @act("timetable-view", "看一个月", keys.OTHER_VIEW, says=_other_view_words)
    def view_other(self) -> None:
        self._view(not self.month_view)

    @act("timetable-find", "只看一间教室、一个阵地或一个班", keys.FIND, find=False)
    def narrow(self) -> None:
        self.tools.start_typing()

    def _turn(self, by: int) -> None:
        if self.month_view:
            self._go_to(add_months(self.day, by))
        else:
            self._go_to(self.day + WEEK * by)

    def _go_to(self, day: date) -> None:
        self.day = day
        self.tools.show_view(day, month=self.month_view)
        self.card.close_card()
        self.offer()
        if self.read is not None and self.read.days == self.days:
            self._draw()
        self.refresh()

    def _view(self, month: bool) -> None:
        self.month_view = month
        self.day = self.board.spot.day
        self._go_to(self.day)

    def _on_cursor(self) -> None:
        current, told = self.board.current, self.card.row
        if self.board.carry is not None or (current and current.id) != (told and told.id):
            self.card.close_card()
        self.offer()
        self.note.set_whole(hint(self.board))

    # acts

    def _open(self, lesson: LessonRow) -> None:
        piece = self.board.piece
        if piece is None:
            return
        self.card.show_lesson(lesson, self.board.widget_rect(piece.rect))
        self.card.first.setFocus()

    def _open_day(self, day: date) -> None:
        held = timetable.on_day(self.board.shown.lessons, day)

        def show(lesson: LessonRow) -> None:
            self._wanted = lesson.id
            self.month_view = False
            self._go_to(lesson.starts_at.date())

        DayDialog(self.window(), day, held, show).open()

    def _show_menu(self, at: QPoint) -> None:
        menu = self.bound_acts.menu(self.board)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    @act("timetable-new", "＋ 加课次", keys.NEW, menu=True, help="在光标处；双击空白处也可以")
    def add(self) -> None:
        if self.read is None or not self.read.classes:
            self.make_class()
            return
        place = place_of(self.board, self.tools.narrowing)
        self.changes.add(self.read, place.class_id, place.at, place.room_id)

    @act("timetable-first", "去建培训班", find=False)
    def make_class(self) -> None:
        self.desk.go("training_class", "new")

    @act("timetable-sign-in", "签到", when=_has_lesson, why=NO_LESSON, menu=True, find=False)
    def sign_in(self) -> None:
        self._lead("sign_in", lambda lesson: lesson.id)

    @act(
        "timetable-book",
        "约讲师",
        says=_booking_words,
        when=_has_lesson,
        why=NO_LESSON,
        menu=True,
        find=False,
    )
    def book(self) -> None:
        self._lead("booking", lambda lesson: lesson.id)

    @act("timetable-class", "打开班次", when=_has_lesson, why=NO_LESSON, menu=True, find=False)
    def open_class(self) -> None:
        self._lead("training_class", lambda lesson: lesson.class_id)

    def _lead(self, page: str, target: Callable[[LessonRow], UUID]) -> None:
        if (current := self.board.current) is not None:
            self.desk.go(page, target(current))

    @act("timetable-change", "修改", keys.EDIT, when=_has_lesson, why=NO_LESSON, menu=True)
    def change(self) -> None:
        if (current := self.board.current) is not None:
            self.changes.change(current)

    @act(
        "timetable-copy",
        "复制",
        when=_has_lesson,
        why=NO_LESSON,
        menu=True,
        find=False,
        help="在格子里按 Ctrl+C",
    )
    def copy(self) -> None:
        if (current := self.board.current) is not None:
            self.changes.copy(current)
            self.offer()

    @act(
        "timetable-paste",
        "粘贴",
        when=lambda page: page.changes.copied,
        why="还没有复制课次：先选一节课，按 Ctrl+C。",
        menu=True,
        find=False,
        help="在格子里按 Ctrl+V，在光标处排一节同样的课",
    )
    def paste(self) -> None:
        place, copied = place_of(self.board, self.tools.narrowing), self.changes.copied
        at = place.at
        if self.month_view and copied is not None:
            at = datetime.combine(at.date(), copied.starts_at.time())
        self.changes.paste(at, place.room_id)

    @act("timetable-cancel", "取消课次", keys.REMOVE, when=_has_lesson, why=NO_LESSON, menu=True)
    def cancel(self) -> None:
        if (current := self.board.current) is not None:
            self.changes.cancel(current)

    @act("timetable-print", "打印课表", keys.PRINT, when=_has_classes, why=NO_CLASS)
    def print_timetable(self) -> None:
        if self.read is not None:
            shown, words = self.board.shown, self.tools.narrowed_words
            if shown.month is not None:
                paper = MONTH_PAPER.of(shown.month, shown.days, shown.lessons, words)
            else:
                paper = WEEK_PAPER.of(self.read, shown.lessons, shown.grouping, words)
            show_papers(self.desk, self, paper)

    @act("timetable-sheets", "打印签到表", keys.PRINT_MORE, help="列出的每一节课一份")
    def print_sheets(self) -> None:
        """The sign-in sheets of the lessons that are listed, to be printed in one go."""
        lessons = self.board.shown.lessons if self.read is not None else ()
        if not lessons:
            self.desk.messages.explain("打印签到表", "现在没有列出课次，没有签到表可打印。")
            return
        title = f"签到表：{len(lessons)} 份" if len(lessons) > 1 else ""
        show_papers(self.desk, self, *(SHEET.of(one.id) for one in lessons), title=title)

    @act("timetable-export", "导出日历", keys.EXPORT, when=_has_classes, why=NO_CLASS)
    def export(self) -> None:
        if self.read is None:
            return
        days = timetable.only_month(self.day) if self.month_view else self.days
        span = timetable.span_words(days)
        only = f"，{self.tools.narrowed_words}" if self.tools.narrowing else ""
        choice = choice_of(days, self.tools.narrowing)
        self.changes.export(self.read, (f"现在列出的：{span}{only}", choice), f"课表-{span}")

    def _now(self) -> datetime:
        return self.desk.workspace.clock.local_now()
