"""What mouse and keys do on the board: walk, pick a lesson up, carry it, put it down."""

from datetime import timedelta

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent

from services.core.days import add_months
from services.timetable import SIGNED
from ui.core.widgets import HELD
from ui.timetable.carry import Carry, lift, why_not
from ui.timetable.month import MonthFrame
from ui.timetable.shape import Piece, Spot
from ui.timetable.surface import Surface
from ui.timetable.week import STEP, WeekFrame

Key = Qt.Key
ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
PAGES = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}
ENTER = (Key.Key_Return, Key.Key_Enter)
LIFTS = (Key.Key_Space, Key.Key_M)
THRESHOLD, EDGE, GRIP = 5, 28, 6
SCROLL_EVERY = 40
WEEK = timedelta(days=7)


class Hand:
    """`carry` is the lesson in hand, or None. By mouse it is put down when the button is let go,
    by keys on Enter; Esc lets it go where it was."""

    def __init__(self, board: Surface) -> None:
        self._board = board
        self.carry: Carry | None = None
        self._pressed: Piece | None = None
        self._from = QPoint()
        self._at = QPoint()
        self._grab = 0
        self._stretching = self._by_mouse = False
        self._scroller = QTimer(board.viewport())
        self._scroller.setInterval(SCROLL_EVERY)
        self._scroller.timeout.connect(self._scroll)

    # the mouse

    def press(self, event: QMouseEvent) -> None:
        board, point = self._board, event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton or self.carry is not None:
            return
        inside = board.body_point(point)
        piece = self.point_at(point)
        self._pressed, self._from = piece, point
        if piece is not None:
            self._stretching = self._at_end(piece, inside)
            self._grab = self._grabbed(piece, inside)

    def point_at(self, point: QPoint) -> Piece | None:
        """Put the cursor where the mouse is, and on the lesson that is there."""
        board = self._board
        inside = board.body_point(point)
        if inside.x() < 0 or point.y() < board.frame.head:
            return None
        piece = board.frame.piece_at(inside)
        if piece is not None:
            board.choose_piece(piece)
        elif board.frame.more_at(inside) is None:
            spot = board.frame.spot_at(inside, 0, 2 * STEP)
            board.go_to(spot if isinstance(board.frame, WeekFrame) else Spot(0, spot.day, -1))
        return piece

    def drag(self, event: QMouseEvent) -> None:
        board, point = self._board, event.position().toPoint()
        self._at = point
        inside = board.body_point(point)
        if self._pressed is None:
            self._show_grip(inside)
            return
        if self.carry is None:
            if (point - self._from).manhattanLength() < THRESHOLD:
                return
            if not self._lift(self._pressed, by_mouse=True):
                self._pressed = None
                return
            self._scroller.start()
        self._follow(inside)

    def release(self, event: QMouseEvent) -> None:
        board, pressed = self._board, self._pressed
        self._pressed = None
        if self.carry is not None and self._by_mouse:
            self._put_down()
            return
        inside = board.body_point(event.position().toPoint())
        if pressed is not None and board.frame.piece_at(inside) is pressed:
            board.opened.emit(pressed.row)
        elif pressed is None and (more := board.frame.more_at(inside)) is not None:
            board.day_opened.emit(more.day)

    def double(self, event: QMouseEvent) -> None:
        """On a free place: a new lesson there."""
        board = self._board
        inside = board.body_point(event.position().toPoint())
        on_body = inside.x() >= 0 and event.position().y() >= board.frame.head
        if on_body and not board.frame.piece_at(inside) and not board.frame.more_at(inside):
            board.asked.emit("new")

    def _follow(self, inside: QPoint) -> None:
        board, carry = self._board, self.carry
        assert carry is not None
        spot = board.frame.spot_at(inside, 0 if self._stretching else self._grab)
        if isinstance(board.frame, MonthFrame):
            offset = timedelta(minutes=self._grab)
            day = spot.day - carry.row.starts_at.date() - offset
            self._hold(carry.to(carry.row.starts_at + day))
        elif self._stretching:
            self._hold(carry.until(spot.moment))
        else:
            group = board.shown.groups[spot.band]
            self._hold(carry.to(spot.moment).over(group, board.shown.grouping))

    def _grabbed(self, piece: Piece, inside: QPoint) -> int:
        """How many minutes after the lesson's start it was taken."""
        board = self._board
        spot = board.frame.spot_at(inside, 0, 1)
        if isinstance(board.frame, MonthFrame):
            return (piece.day - piece.row.starts_at.date()).days * 24 * 60
        return int((spot.moment - piece.row.starts_at).total_seconds() // 60)

    def _at_end(self, piece: Piece, inside: QPoint) -> bool:
        return (
            isinstance(self._board.frame, WeekFrame)
            and piece.ends
            and piece.rect.bottom() - inside.y() <= GRIP
            and piece.rect.height() > 2 * GRIP
        )

    def _show_grip(self, inside: QPoint) -> None:
        board = self._board
        piece = board.frame.piece_at(inside)
        shape = Qt.CursorShape.ArrowCursor
        if piece is not None:
            at_end = self._at_end(piece, inside)
            shape = Qt.CursorShape.SizeVerCursor if at_end else Qt.CursorShape.PointingHandCursor
        elif board.frame.more_at(inside) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        board.viewport().setCursor(shape)

    def _scroll(self) -> None:
        """A lesson held near the edge brings more of the board into sight."""
        board, bar = self._board, self._board.verticalScrollBar()
        if self.carry is None or not self._by_mouse:
            self._scroller.stop()
            return
        if self._at.y() < board.frame.head + EDGE:
            bar.setValue(bar.value() - bar.singleStep())
        elif self._at.y() > board.viewport().height() - EDGE:
            bar.setValue(bar.value() + bar.singleStep())
        else:
            return
        self._follow(board.body_point(self._at))

    # the keys

    def key(self, event: QKeyEvent) -> bool:
        """True where the key means something here."""
        key = Key(event.key())
        if self.carry is not None:
            return self._carry_key(key, event.modifiers())
        board = self._board
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if key in ARROWS and plain:
            board.go_to(board.frame.step(board.spot, board.piece, *ARROWS[key]))
        elif key in ENTER and not control:
            self._open()
        elif key in LIFTS and plain:
            if (piece := board.piece) is not None:
                self._stretching = False
                self._lift(piece, by_mouse=False)
        elif key is Key.Key_C and control:
            board.asked.emit("copy")
        elif key is Key.Key_V and control:
            board.asked.emit("paste")
        else:
            return False
        return True

    def tab(self, *, following: bool) -> bool:
        """Go to the next or the last lesson; False at the end."""
        board, stops = self._board, self._board.frame.stops()
        if self.carry is not None:
            return True
        keys = [piece.row.id for piece in stops]
        here = keys.index(board.current_id) if board.current_id in keys else None
        if here is None:
            place = 0 if following else len(stops) - 1
        else:
            place = here + (1 if following else -1)
        if not 0 <= place < len(stops):
            return False
        board.choose_piece(stops[place])
        return True

    def let_go(self) -> None:
        self.carry = self._pressed = None
        self._scroller.stop()
        self._board.viewport().update()

    def _open(self) -> None:
        board = self._board
        if (row := board.current) is not None:
            board.opened.emit(row)
        elif board.on_more() is not None or isinstance(board.frame, MonthFrame):
            board.day_opened.emit(board.spot.day)
        else:
            board.asked.emit("new")

    def _carry_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in ARROWS:
            self._carry_by(*ARROWS[key], modifiers)
        elif key in PAGES:
            self._carry_pages(PAGES[key])
        elif key in ENTER and not modifiers & HELD:
            self._put_down()
        elif key is Key.Key_Escape:
            self.let_go()
        return True

    def _carry_by(self, dx: int, dy: int, modifiers: Qt.KeyboardModifier) -> None:
        board, carry = self._board, self.carry
        assert carry is not None
        if isinstance(board.frame, MonthFrame):
            self._hold(carry.by(timedelta(days=dx + 7 * dy)))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._hold(carry.until(carry.ends_at + timedelta(minutes=STEP * dy)))
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            groups, keys = board.shown.groups, [group.key for group in board.shown.groups]
            here = keys.index(carry.group) if carry.group in keys else 0
            place = max(0, min(here + dy, len(groups) - 1))
            self._hold(carry.over(groups[place], board.shown.grouping))
        else:
            self._hold(carry.by(timedelta(days=dx, minutes=STEP * dy)))

    def _carry_pages(self, by: int) -> None:
        carry = self.carry
        assert carry is not None
        if isinstance(self._board.frame, MonthFrame):
            # The 31st goes to the last day of a shorter month.
            day = add_months(carry.starts_at.date(), by)
            self._hold(carry.by(day - carry.starts_at.date()))
        else:
            self._hold(carry.by(WEEK * by))

    def _lift(self, piece: Piece, *, by_mouse: bool) -> bool:
        """Take it up. What somebody signed in for stays where it is."""
        if piece.row.signed:
            self._board.refused.emit(SIGNED)
            return False
        self._by_mouse = by_mouse
        self._hold(lift(piece.row, self._board.shown.grouping))
        return True

    def _hold(self, carry: Carry) -> None:
        board = self._board
        self.carry = carry
        day = carry.starts_at.date()
        board.cursor_moved.emit()
        if not self._by_mouse and not board.shown.days.holds(day):
            board.turned.emit(day)
        elif not self._by_mouse:
            board.reveal_carry()
        board.viewport().update()

    def _put_down(self) -> None:
        """Where it may not lie it stays in hand by keys, and goes back by mouse."""
        board, carry = self._board, self.carry
        assert carry is not None
        bad = why_not(carry, board.shown)
        if bad:
            if self._by_mouse:
                self.let_go()
            board.refused.emit(f"不能放在这里：{bad}。")
            return
        self.let_go()
        if carry.changed:
            board.dropped.emit(carry)
