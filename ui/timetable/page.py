"""The timetable (课表): a week or a month of lessons, to look at, to move, to print."""

from datetime import date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import timetable, training_class
from services.core.days import add_months
from services.core.errors import DeskError
from services.sign_in.sheet import SHEET
from services.timetable import Days, Grouping, Timetable
from services.timetable.paper import MONTH_PAPER, WEEK_PAPER
from services.training_class import LessonRow
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.preview import show_papers
from ui.core.widgets import Card, ElidedLabel, EmptyState, button, column, row
from ui.timetable.acts import Acts, choice_of
from ui.timetable.board import Board
from ui.timetable.details import DetailsCard, Doors, Legend
from ui.timetable.dialogs import DayDialog
from ui.timetable.listing import ALL, arranged, place_of, subtitle
from ui.timetable.shape import Shown
from ui.timetable.spoken import hint
from ui.timetable.toolbar import Toolbar

WEEK = timedelta(days=7)


class TimetablePage(Page):
    key = "timetable"
    title = "课表"
    help = (
        "F2 看一周，F3 看一个月；PgUp、PgDn 换周或换月，Ctrl+T 回今天，Ctrl+F 只看一间教室、"
        "一个阵地或一个班。\n"
        "方向键在格子里走，Tab 从一节课到下一节，回车打开。拖动课次换时间或换教室"
        "（按教室分行时），拖下边改下课时间；也可以按空格拿起、方向键移动、回车放下、Esc 放弃。"
        "教室同一时间只能有一节课；有人已签到的课不能再动。\n"
        "Ctrl+N 在光标处加课次，Ctrl+C、Ctrl+V 再排一节同样的课，Ctrl+E 修改，Delete 取消课次，"
        "Ctrl+Z 撤销刚才的一步。Ctrl+P 打印课表，Ctrl+Shift+E 导出手机日历。\n"
        "圆圈：未定讲师；半圆：待答复；实心圆：已定；对勾：已有签到。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.day = self._now().date()
        self.month_view = False
        self.read: Timetable | None = None
        self._wanted: UUID | None = None
        self._latest = Latest(desk.background, "读取课表", self._read, self._show, self._failed)
        self.acts = Acts(desk, self)
        self.tools = Toolbar(self.day, self._export)
        self.board = Board(Shown(self.days, Grouping.none, ALL, (), (), self._now()))
        self.card = DetailsCard(self.board, self._doors())
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
        foot.addWidget(button("打印签到表", self._print_sheets, "link", name="timetable-sheets"))
        inside = column(self.tools, gap=10)
        inside.addWidget(grid, 1)
        inside.addLayout(foot)
        inside.setContentsMargins(24, 12, 24, 10)
        full = QWidget()
        full.setLayout(inside)
        self.empty = EmptyState(
            "还没有可以排的课",
            "课表显示所有培训班的课次。先有教室和课程，再建培训班，就可以在这里排课、调课、打印。",
            "去建培训班",
            self._first_step,
        )
        self.stack = QStackedWidget()
        for made in (QWidget(), self.empty, full):
            self.stack.addWidget(made)
        self.setLayout(column(self.stack))

    def _connect(self) -> None:
        tools, board = self.tools, self.board
        tools.turned.connect(self._turn)
        tools.day_picked.connect(self._go_to)
        tools.viewed.connect(self._view)
        tools.regrouped.connect(self._draw)
        tools.narrowed.connect(self._draw)
        board.opened.connect(self._open)
        board.day_opened.connect(self._open_day)
        board.dropped.connect(self.acts.drop)
        board.turned.connect(self._go_to)
        board.refused.connect(lambda why: self.desk.messages.explain("不能移动", why))
        board.asked.connect(self._asked)
        board.cursor_moved.connect(self._on_cursor)
        board.verticalScrollBar().valueChanged.connect(lambda _value: self.card.close_card())
        for keys, act in (
            ("Ctrl+F", tools.start_typing),
            ("Ctrl+E", self._change),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _doors(self) -> Doors:
        return Doors(
            open_class=lambda lesson: self.desk.go("training_class", lesson.class_id),
            sign_in=lambda lesson: self.desk.go("sign_in", lesson.id),
            book=lambda lesson: self.desk.go("booking", lesson.id),
            change=self.acts.change,
            cancel=self.acts.cancel,
        )

    def header_buttons(self) -> list[QWidget]:
        self.new_button = button(
            "＋ 加课次", self._add, "primary", key="Ctrl+N", name="timetable-new"
        )
        printed = button("打印课表", self._print, key="Ctrl+P", name="timetable-print")
        return [printed, self.new_button]

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
            self._add()
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
        ready = bool(read.classes) or bool(read.lessons)
        self.stack.setCurrentIndex(2 if ready else 1)
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

    def _turn(self, by: int) -> None:
        if by == 0:
            self._go_to(self._now().date())
        elif self.month_view:
            self._go_to(add_months(self.day, by))
        else:
            self._go_to(self.day + WEEK * by)

    def _go_to(self, day: date) -> None:
        self.day = day
        self.tools.show_view(day, month=self.month_view)
        self.card.close_card()
        if self.read is not None and self.read.days == self.days:
            self._draw()
        self.refresh()

    def _view(self, month: bool) -> None:
        self.month_view = month
        self.day = self.board.spot.day
        self._go_to(self.day)

    def _on_cursor(self) -> None:
        if self.board.hand.carry is not None:
            self.card.close_card()
        self.note.set_whole(hint(self.board))

    # acts

    def _open(self, lesson: LessonRow) -> None:
        piece = self.board.piece
        if piece is None:
            return
        self.card.show_lesson(lesson, self.board.widget_rect(piece.rect))
        if self.card.first is not None:
            self.card.first.setFocus()

    def _open_day(self, day: date) -> None:
        held = timetable.on_day(self.board.shown.lessons, day)

        def show(lesson: LessonRow) -> None:
            self._wanted = lesson.id
            self.month_view = False
            self._go_to(lesson.starts_at.date())

        DayDialog(self.window(), day, held, show).open()

    def _asked(self, what: str) -> None:
        current = self.board.current
        if what == "paste":
            self._paste()
        elif what == "new":
            self._add()
        elif current is None:
            self.desk.messages.done("先用方向键或鼠标选一节课。")
        elif what == "copy":
            self.acts.copy(current)
        else:
            self.acts.cancel(current)

    def _paste(self) -> None:
        place, copied = place_of(self.board, self.tools.narrowing), self.acts.copied
        at = place.at
        if self.month_view and copied is not None:
            at = datetime.combine(at.date(), copied.starts_at.time())
        self.acts.paste(at, place.room_id)

    def _add(self) -> None:
        if self.read is None or not self.read.classes:
            self._first_step()
            return
        place = place_of(self.board, self.tools.narrowing)
        self.acts.add(self.read, place.class_id, place.at, place.room_id)

    def _change(self) -> None:
        if (current := self.board.current) is not None:
            self.acts.change(current)

    def _first_step(self) -> None:
        self.desk.go("training_class", "new")

    def _print(self) -> None:
        if self.read is not None:
            shown, words = self.board.shown, self.tools.narrowed_words
            if shown.month is not None:
                paper = MONTH_PAPER.of(shown.month, shown.days, shown.lessons, words)
            else:
                paper = WEEK_PAPER.of(self.read, shown.lessons, shown.grouping, words)
            show_papers(self.desk, self, paper)

    def _print_sheets(self) -> None:
        """The sign-in sheets of the lessons that are listed, to be printed in one go."""
        lessons = self.board.shown.lessons if self.read is not None else ()
        if not lessons:
            self.desk.messages.explain("打印签到表", "现在没有列出课次，没有签到表可打印。")
            return
        title = f"签到表：{len(lessons)} 份" if len(lessons) > 1 else ""
        show_papers(self.desk, self, *(SHEET.of(one.id) for one in lessons), title=title)

    def _export(self) -> None:
        if self.read is None:
            return
        days = timetable.only_month(self.day) if self.month_view else self.days
        span = timetable.span_words(days)
        only = f"，{self.tools.narrowed_words}" if self.tools.narrowing else ""
        choice = choice_of(days, self.tools.narrowing)
        self.acts.export(self.read, (f"现在列出的：{span}{only}", choice), f"课表-{span}")

    def _now(self) -> datetime:
        return self.desk.workspace.clock.local_now()
