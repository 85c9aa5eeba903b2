"""Dialogs of the bookings: ask a lecturer, look at a booking and answer it."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QWidget

from services import booking
from services.booking import (
    BookingDetail,
    BookingItem,
    BookingState,
    LecturerBusy,
    LecturerCandidate,
)
from services.core.call import Call, call
from services.core.days import WEEKDAYS
from services.core.errors import DeskError, Refused
from services.core.undo import Undo
from ui.core import keys, theme
from ui.core.desk import Desk
from ui.core.forms import FormDialog, choose, text_field
from ui.core.messages import ReasonDialog
from ui.core.table import Column, RowsView
from ui.core.widgets import button, chip, column, label, line, row

NOBODY_FREE = "这个时间没有空闲的讲师，可以新建一位，或到“培训班与课表”另排时间。"
FREE, WARNED, BUSY = ("空闲", "green"), ("须说明", "amber"), ("没空", "red")


def matches(text: str, *fields: str) -> bool:
    """True where a lecturer's name, pinyin, initials or subjects hold what was typed."""
    wanted = text.strip().lower()
    return not wanted or any(wanted in field.lower() for field in fields)


def when(item: BookingItem) -> str:
    weekday = WEEKDAYS[item.starts_at.weekday()]
    return f"{item.starts_at:%m月%d日} {weekday} {item.starts_at:%H:%M}–{item.ends_at:%H:%M}"


class BookDialog(FormDialog):
    """A lesson and who shall teach it; what is refused is said here and nothing changes.

    With `replacing` the lesson is fixed and the new lecturer takes the other's place.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        lessons: Sequence[BookingItem],
        *,
        lesson_id: UUID | None = None,
        replacing: BookingDetail | None = None,
    ) -> None:
        title = "预约讲师" if replacing is None else f"换讲师：原约{replacing.lecturer}"
        words = "预约" if replacing is None else "换人"
        super().__init__(parent, title, words, self._book, width=theme.current().px(800))
        self.setObjectName("book-dialog")
        self._desk, self._replacing = desk, replacing
        self._candidates: tuple[LecturerCandidate, ...] = ()
        self.lesson = QComboBox()
        self.lesson.setObjectName("book-lesson")
        self.lesson.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for item in lessons:
            self.lesson.addItem(f"{when(item)}  {item.title}（{item.place}）", item.lesson_id)
        if lesson_id is not None:
            choose(self.lesson, lesson_id)
        self.lesson.setEnabled(replacing is None)
        self.search = text_field("book-search", hint="姓名、拼音首字母或专题，用 ↑ ↓ 选")
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.table = self._make_table()
        self.reason = text_field("book-reason", hint="例如：临时开会", most=60)
        self.add_field("课次", self.lesson)
        if replacing is not None:
            self.add_field("换人原因", self.reason)
        self.add_field("讲师", self.search)
        self.extra.addWidget(self.table)
        new = button("＋ 新建讲师", self._new, key=keys.NEW.keys, name="book-new")
        self.extra.addLayout(row(new, None))
        self.lesson.currentIndexChanged.connect(self._read)
        self._read()
        self.search.setFocus()

    def _make_table(self) -> RowsView[LecturerCandidate]:
        made: RowsView[LecturerCandidate] = RowsView(
            (
                Column("讲师", 100, lambda c: c.name, bold=True),
                Column("当时", 84, lambda c: _state(c)[0], tone=lambda c: _state(c)[1]),
                Column("说明", 250, lambda c: c.note),
                Column("原因", 0, lambda c: c.why_not or c.warning, faint=True),
            )
        )
        made.setObjectName("book-candidates")
        made.setAccessibleName("可以请的讲师")
        made.setMinimumHeight(theme.current().px(250))
        made.opened.connect(lambda _: self.save_button.click())
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            rows = len(self.table.rows_model.rows)
            if step and rows:
                self.table.selectRow((self.table.currentIndex().row() + step) % rows)
                return True
        return super().eventFilter(watched, event)

    def choose(self, lecturer_id: UUID) -> None:
        self.table.choose(lambda one: one.lecturer_id == lecturer_id)

    def _new(self) -> None:
        """Somebody who is not in the pool, by the name that was looked for."""
        self._desk.making("lecturer").ask(self, self.search.text().strip(), self._made)

    def _made(self, lecturer_id: UUID, _words: str) -> None:
        self.search.clear()
        self._read()
        self.choose(lecturer_id)

    def _read(self) -> None:
        lesson = self.lesson.currentData()
        self._candidates = ()
        if lesson is not None:
            try:
                with self._desk.read() as session:
                    self._candidates = booking.candidates(session, lesson)
            except DeskError as error:
                self.fail(error.message)
        self._filter()

    def _filter(self) -> None:
        text = self.search.text()
        found = [
            one
            for one in self._candidates
            if matches(text, one.name, one.pinyin, one.initials, one.topics)
        ]
        self.table.set_rows(found)
        if found:
            self.table.selectRow(0)

    def _book(self, reason: str) -> None:
        lesson, chosen = self.lesson.currentData(), self.table.current
        if lesson is None:
            raise Refused("没有待定讲师的课，请先到“培训班与课表”排课。")
        if chosen is None:
            raise Refused("请选一位讲师；没有合适的，就在这里新建。")
        try:
            if self._replacing is None:
                booked = call(booking.book, lesson, chosen.lecturer_id)
                self._desk.perform(booked, booked_words(chosen.name), reason)
            else:
                self._substitute(self._replacing, chosen, reason)
        except LecturerBusy as busy:
            raise Refused(busy.message + self._offer_others()) from busy

    def _offer_others(self) -> str:
        """List everybody again with nobody chosen, so that a second Enter books nobody."""
        self.search.clear()
        self.table.setCurrentIndex(QModelIndex())
        free = sum(one.free for one in self._candidates)
        return f"这个时间有空的讲师有 {free} 位，用 ↓ 选。" if free else NOBODY_FREE

    def _substitute(self, before: BookingDetail, chosen: LecturerCandidate, reason: str) -> None:
        assert before.item.id is not None
        self._desk.perform(
            call(booking.substitute, before.item.id, chosen.lecturer_id, self.reason.text()),
            f"已改约{chosen.name}，等讲师答复。",
            reason,
        )


def booked_words(name: str) -> str:
    return f"已预约{name}，等讲师答复。"


def _state(one: LecturerCandidate) -> tuple[str, str]:
    if not one.free:
        return BUSY
    return WARNED if one.warning else FREE


class BookingDialog(QDialog):
    """One booking, and what can be done with it now. Enter takes the red button."""

    def __init__(self, parent: QWidget, desk: Desk, shown: BookingDetail) -> None:
        super().__init__(parent)
        self.setObjectName("booking-dialog")
        self.setWindowTitle("讲师预约")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.current().px(520))
        self._desk, self._shown = desk, shown
        item = shown.item
        title = label(item.title, "heading", wrap=True)
        facts = column(gap=7)
        for words, value in (
            ("讲师", f"{shown.lecturer}  {shown.phone_masked}".strip()),
            ("时间", when(item)),
            ("地点", f"{item.place} · {item.people} 人"),
            ("班次", item.class_title),
            ("须留意", item.trouble),
            ("已说明", shown.warning_reason),
        ):
            if value:
                facts.addLayout(_fact(words, value))
        for words in shown.history:
            facts.addLayout(_fact("此前", words))
        head = row(title, chip(item.state_words, item.tone), gap=10)
        head.setStretch(0, 1)
        buttons = self._buttons()
        self.setLayout(column(head, line(), facts, 10, buttons, margins=20, gap=10))
        self.main.setFocus()

    def _buttons(self) -> QHBoxLayout:
        state = self._shown.item.state
        inside = row(gap=10)
        if state in (BookingState.requested, BookingState.confirmed):
            inside.addWidget(button("取消预约…", self._cancel, name="booking-cancel"))
            inside.addWidget(button("换讲师…", self._replace, name="booking-replace"))
        inside.addStretch(1)
        if state is BookingState.requested:
            inside.addWidget(button("讲师谢绝…", self._decline, name="booking-decline"))
            self.main = button("讲师答应了", self._confirm, "primary", name="booking-confirm")
        else:
            self.main = button("知道了", self.accept, "primary", name="booking-close")
        self.main.setDefault(True)
        inside.addWidget(self.main)
        return inside

    @property
    def _key(self) -> UUID:
        """A booking that was read has an id; only lessons without a lecturer have none."""
        assert self._shown.item.id is not None
        return self._shown.item.id

    def _confirm(self) -> None:
        self._do(call(booking.confirm, self._key), "已确认")

    def _replace(self) -> None:
        self.accept()
        BookDialog(
            self.parentWidget(), self._desk, [self._shown.item], replacing=self._shown
        ).open()

    def _decline(self) -> None:
        words = f"{self._shown.lecturer}不能来？写明原因后，这节课回到“待定讲师”。"
        self._ask(
            words, lambda given: self._do(call(booking.decline, self._key, given), "已记谢绝")
        )

    def _cancel(self) -> None:
        words = f"取消对{self._shown.lecturer}的预约？写明原因后，这节课回到“待定讲师”。"
        self._ask(
            words, lambda given: self._do(call(booking.cancel, self._key, given), "已取消预约")
        )

    def _ask(self, words: str, answered: Callable[[str], object]) -> None:
        asked = ReasonDialog(self, words, answered)
        asked.reason.setPlaceholderText("原因，例如：外出开会")
        asked.open()

    def _do(self, answer: Call[Undo], words: str) -> None:
        self.accept()
        self._desk.do(answer, f"{words}：{self._shown.lecturer} {self._shown.item.title}。")


def _fact(words: str, value: str) -> QHBoxLayout:
    caption = label(words, "subtitle")
    caption.setFixedWidth(theme.current().px(56))
    made = row(gap=8)
    made.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
    made.addWidget(label(value, wrap=True), 1)
    return made
