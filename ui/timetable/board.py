"""The board of a timetable: one widget that paints a week or a month of lessons itself."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from services.timetable import Days, Grouping, LessonGroup
from services.training_class import LessonRow
from ui.core import theme
from ui.timetable.carry import Carry
from ui.timetable.hand import Hand
from ui.timetable.month import MonthFrame, month_frame
from ui.timetable.paint import Brushes
from ui.timetable.scene import ghost_rects, paint_scene
from ui.timetable.shape import BoardContent, Piece, Spot
from ui.timetable.spoken import lesson_words, spoken
from ui.timetable.week import FIRST_HOUR, WeekFrame, week_frame

MORNING = 8 * 60 + 30
MARGIN = 24


class Board(QAbstractScrollArea):
    """Signals in past tense. `opened` carries a LessonRow, `day_opened` a date, `dropped` a Carry
    that changes something, `turned` the day that is to be shown, `refused` why not, and `asked`
    one of "copy", "paste" and "new" for the place of the cursor. `menu_asked` carries where on the
    screen.
    """

    opened = Signal(object)
    day_opened = Signal(object)
    dropped = Signal(object)
    turned = Signal(object)
    refused = Signal(str)
    asked = Signal(str)
    menu_asked = Signal(object)
    cursor_moved = Signal()

    def __init__(self, now: BoardContent) -> None:
        super().__init__()
        self.setObjectName("timetable-board")
        self.setAccessibleName("课表")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.shown = now
        self.brushes = Brushes()
        self.frame: WeekFrame | MonthFrame = self._framed()
        self.spot = Spot(0, now.today, MORNING)
        self.current_id: UUID | None = None
        self._seen: tuple[Days, Grouping] | None = None
        self.hand = Hand(self)

    # what is shown

    def show_lessons(self, shown: BoardContent) -> None:
        """Draw these; the lesson and the day of the cursor stay where they can."""
        seen = (shown.days, shown.grouping)
        turned, self._seen = seen != self._seen, seen
        self.shown = shown
        self._lay_out()
        if turned and isinstance(self.frame, WeekFrame):
            self.verticalScrollBar().setValue(
                self.frame.y_of(0, FIRST_HOUR * 60) - self.frame.title
            )
        if self.current_id is not None and self.piece is None:
            self.current_id = None
        if not shown.days.holds(self.spot.day):
            day = shown.today if shown.days.holds(shown.today) else shown.month or shown.days.first
            self.spot = Spot(0, day, self.spot.minute)
        band = min(self.spot.band, len(shown.groups) - 1)
        self.spot = Spot(band, self.spot.day, self.spot.minute)
        self._tell()

    @property
    def piece(self) -> Piece | None:
        """The part of the chosen lesson that the cursor is on, or its first."""
        parts = [one for one in self.frame.pieces if one.row.id == self.current_id]
        on_day = [one for one in parts if one.day == self.spot.day]
        return next(iter(on_day or parts), None)

    @property
    def carry(self) -> Carry | None:
        """The lesson in hand."""
        return self.hand.carry

    @property
    def current(self) -> LessonRow | None:
        piece = self.piece
        return piece.row if piece is not None else None

    @property
    def group(self) -> LessonGroup:
        """The row that the cursor is in."""
        return self.shown.groups[self.spot.band]

    def choose(self, lesson_id: UUID) -> None:
        """Put the cursor on a lesson, if it is drawn."""
        if (piece := self.frame.piece_of(lesson_id)) is not None:
            self.choose_piece(piece)

    def choose_piece(self, piece: Piece) -> None:
        self.current_id = piece.row.id
        start = piece.row.starts_at if piece.begins else None
        minute = start.hour * 60 + start.minute if start else 0
        if isinstance(self.frame, MonthFrame):
            held = [one for one in self.frame.pieces if one.day == piece.day]
            minute = held.index(piece)
        self.spot = Spot(piece.band, piece.day, minute)
        self._moved(piece.rect)

    def go_to(self, spot: Spot) -> None:
        """Put the cursor there, and on the lesson that is there; another week is asked for."""
        self.spot = spot
        if not self.shown.days.holds(spot.day):
            self.current_id = None
            self.turned.emit(spot.day)
            return
        found = self._under(spot)
        self.current_id = found.row.id if found is not None else None
        self._moved(found.rect if found else self.frame.cursor_rect(spot))

    def cursor_rect(self) -> QRect:
        """Where the cursor is drawn: round a whole lesson, never across its words."""
        under = self._under(self.spot)
        return under.rect if under is not None else self.frame.cursor_rect(self.spot)

    def _under(self, spot: Spot) -> Piece | None:
        if isinstance(self.frame, MonthFrame):
            held = [one for one in self.frame.pieces if one.day == spot.day]
            return held[spot.minute] if 0 <= spot.minute < len(held) else None
        middle = self.frame.cursor_rect(spot).center()
        return self.frame.piece_at(QPoint(middle.x(), middle.y())) or next(
            (
                one
                for one in self.frame.pieces
                if (one.band, one.day) == (spot.band, spot.day)
                and one.rect.top() <= middle.y() <= one.rect.bottom()
            ),
            None,
        )

    def on_more(self) -> date | None:
        """The day whose 还有 n 节 the cursor is on, or None."""
        if isinstance(self.frame, MonthFrame) and self.current_id is None:
            held = sum(one.day == self.spot.day for one in self.frame.pieces)
            if held and self.spot.minute >= held and self.frame.more_on(self.spot.day):
                return self.spot.day
        return None

    # geometry

    def body_point(self, point: QPoint) -> QPoint:
        """A point of the widget in the content's pixels."""
        scroll = self.verticalScrollBar().value()
        return QPoint(point.x() - self.frame.axis, point.y() - self.frame.head + scroll)

    def widget_rect(self, rect: QRect) -> QRect:
        """The reverse, for a rectangle of the content."""
        scroll = self.verticalScrollBar().value()
        return rect.translated(self.frame.axis, self.frame.head - scroll)

    def reveal(self, rect: QRect) -> None:
        """Scroll so that a rectangle of the content is seen."""
        bar, title = self.verticalScrollBar(), getattr(self.frame, "title", 0)
        room = self.viewport().height() - self.frame.head
        top, bottom = rect.top() - title - MARGIN, rect.bottom() + MARGIN
        if top < bar.value() or rect.height() > room:
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)

    def reveal_carry(self) -> None:
        """Scroll to the lesson in hand."""
        if rects := ghost_rects(self):
            self.reveal(rects[0])

    def _framed(self) -> WeekFrame | MonthFrame:
        size = self.viewport().size()
        make = month_frame if self.shown.month is not None else week_frame
        return make(self.shown, size.width(), size.height())

    def _lay_out(self) -> None:
        if self.brushes.look is not theme.current():
            self.brushes = Brushes()
        self.frame = self._framed()
        room = self.viewport().height() - self.frame.head
        self.verticalScrollBar().setRange(0, max(0, self.frame.height - room))
        self.verticalScrollBar().setPageStep(room)
        self.verticalScrollBar().setSingleStep(self.brushes.px(MARGIN))
        self.viewport().update()

    def _moved(self, rect: QRect) -> None:
        self.reveal(rect)
        self._tell()
        self.cursor_moved.emit()

    def _tell(self) -> None:
        """What the cursor is on, for those who hear the screen."""
        self.setAccessibleDescription(spoken(self))
        self.viewport().update()

    # Qt

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint_scene(painter, self)

    def event(self, event: QEvent) -> bool:
        """A lesson in hand takes the keys that are the page's shortcuts otherwise."""
        if event.type() is QEvent.Type.ShortcutOverride and self.carry is not None:
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            piece = self.frame.piece_at(self.body_point(event.pos()))
            if piece is not None and self.carry is None:
                QToolTip.showText(event.globalPos(), lesson_words(piece.row, piece.day), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hand.drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.hand.double(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.carry is None:
            if event.reason() is not QContextMenuEvent.Reason.Keyboard:
                self.hand.point_at(event.pos())
            self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hand.key(event):
            event.ignore()
        self._tell()

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes from lesson to lesson, and on to the next widget after the last."""
        return self.hand.tab(following=following) or super().focusNextPrevChild(following)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
