"""The card of one lesson over the board, and the legend under it."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from services.core.text import plain
from services.timetable import WEEKDAYS, LessonState, state_of, times_on
from services.training_class import LessonRow
from ui.core import theme
from ui.core.desk import Page
from ui.core.widgets import Card, button, chip, clear, column, label, row, scrolling
from ui.timetable.paint import MARK, Brushes, paint_mark

WIDTH = 330
INSIDE, FRAME = 34, 125
"""Pixels of the card beside its facts, and over and under them."""
MARGIN = 10


class DetailsCard(Card):
    """Lies over the board beside its lesson, which is the one of the cursor, with the page's acts
    on it; Esc closes it and gives the keys back."""

    def __init__(self, page: Page, board: QWidget) -> None:
        super().__init__("课次")
        self.setParent(board)
        self.setObjectName("timetable-details")
        self._board = board
        self.row: LessonRow | None = None
        self.first = page.button("timetable-sign-in")
        self._told = column(gap=0)
        self.body.addLayout(self._told)
        self.body.addLayout(self._buttons(page))
        self.heading.setWordWrap(True)
        self.head.setStretch(0, 1)
        self.setFixedWidth(theme.current().px(WIDTH))
        self.hide()

    def show_lesson(self, shown: LessonRow, beside: QRect) -> None:
        """`beside` is where the lesson is drawn, in the board's pixels."""
        self.row = shown
        clear(self._told)
        self.heading.setText(shown.title)
        self.setAccessibleName(f"课次：{shown.title}")
        self._told.addWidget(self._facts(shown))
        self.adjustSize()
        self._place(beside)
        self.show()
        self.raise_()

    def close_card(self) -> None:
        if self.isVisible():
            had_keys = self.isAncestorOf(self.window().focusWidget() or self._board)
            self.hide()
            if had_keys:
                self._board.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
            return
        super().keyPressEvent(event)

    def _facts(self, shown: LessonRow) -> QScrollArea:
        """As high as it must be, and scrolling where the board is lower than that."""
        look, state = theme.current(), state_of(shown)
        lines = column(row(chip(state.word, state.tone), None))
        for words, value in _facts(shown):
            caption = label(words, "note")
            caption.setFixedWidth(look.px(40))
            caption.setContentsMargins(0, look.px(2), 0, 0)
            line = row(caption)
            line.addWidget(label(value, wrap=True), 1)
            line.setAlignment(caption, Qt.AlignmentFlag.AlignTop)
            lines.addLayout(line)
        area = scrolling(lines)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        wide = self.width() - look.px(INSIDE)
        most = self._board.height() - look.px(FRAME) - 2 * MARGIN
        area.setFixedHeight(max(look.px(80), min(lines.heightForWidth(wide), most)))
        return area

    def _buttons(self, page: Page) -> QVBoxLayout:
        doors = (page.button(name) for name in ("timetable-book", "timetable-class"))
        below = row(
            page.button("timetable-change", "link"),
            page.button("timetable-cancel", "link"),
            None,
            button("关闭", self.close_card, "link", name="timetable-close"),
            gap=6,
        )
        return column(row(self.first, *doors, None, gap=6), below, gap=4)

    def _place(self, beside: QRect) -> None:
        """Right of the lesson, left where there is no room, never over the board's edge."""
        board = self._board
        left = beside.right() + MARGIN
        if left + self.width() > board.width():
            left = beside.left() - MARGIN - self.width()
        left = max(MARGIN, min(left, board.width() - self.width() - MARGIN))
        top = max(MARGIN, min(beside.top(), board.height() - self.height() - MARGIN))
        self.move(left, top)


def _facts(shown: LessonRow) -> list[tuple[str, str]]:
    day = shown.starts_at.date()
    when = f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]} {times_on(shown, day)}"
    who = "还没有预约讲师"
    if shown.booking_state is not None:
        who = f"{shown.lecturer}（{shown.booking_state.word}）"
    people = f"报名 {shown.enrolled} 人"
    if shown.signed:
        people += f"，已到 {shown.present} 人，已登记 {shown.signed} 人"
    return [
        ("时间", when),
        ("班次", shown.class_title),
        ("地点", f"{shown.site} {shown.room}"),
        ("讲师", who),
        ("学时", plain(shown.hours)),
        ("人数", people),
    ]


class Legend(QWidget):
    """The marks of state, each with its word."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("图例：" + "、".join(state.word for state in LessonState))
        self._brushes = Brushes()

    def sizeHint(self) -> QSize:
        brushes = self._brushes
        return QSize(self._lefts()[-1], brushes.line(brushes.small) + brushes.px(4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brushes = self._brushes
        for left, state in zip(self._lefts(), LessonState, strict=False):
            middle = (self.height() - brushes.px(MARK)) / 2
            paint_mark(painter, brushes, QPointF(left, middle), state)
            painter.setPen(brushes.color("ink_soft"))
            painter.setFont(brushes.small)
            at = left + brushes.px(MARK + 5)
            area = QRect(at, 0, self.width() - at, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, state.word)

    def _lefts(self) -> list[int]:
        """Where each mark begins, and at last where the legend ends."""
        brushes, found = self._brushes, [1]
        metrics = brushes.metrics[id(brushes.small)]
        for state in LessonState:
            found.append(found[-1] + metrics.horizontalAdvance(state.word) + brushes.px(MARK + 23))
        return found
