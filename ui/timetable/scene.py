"""The whole board, painted in its order: ground, lessons, what is in hand, heads."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from ui.timetable import grounds, paint
from ui.timetable.carry import why_not
from ui.timetable.shape import span_parts
from ui.timetable.surface import Seen
from ui.timetable.week import WeekFrame


def paint_scene(painter: QPainter, board: Seen) -> None:
    """What of the board is in sight; the heads are painted last, over what scrolls."""
    brushes, frame, size = board.brushes, board.frame, board.viewport().rect()
    scroll = board.verticalScrollBar().value()
    painter.fillRect(size, brushes.color("card"))
    seen = QRect(0, scroll, frame.width, size.height() - frame.head)
    painter.save()
    painter.setClipRect(frame.axis, frame.head, frame.width, seen.height())
    painter.translate(frame.axis, frame.head - scroll)
    _paint_body(painter, board, seen)
    painter.restore()
    if isinstance(frame, WeekFrame):
        grounds.week_hours(painter, brushes, frame, scroll, size.height())
        grounds.week_titles(painter, brushes, frame, scroll, size)
        grounds.week_head(painter, brushes, frame)
    else:
        grounds.month_head(painter, brushes, frame)


def ghost_rects(board: Seen) -> list[QRect]:
    """Where the lesson in hand would lie, in the content's pixels."""
    carry, frame = board.carry, board.frame
    if carry is None:
        return []
    keys = [group.key for group in board.shown.groups]
    band = keys.index(carry.group) if carry.group in keys else 0
    parts = span_parts(carry.row, carry.starts_at, carry.ends_at, board.shown.days)
    if isinstance(frame, WeekFrame):
        return [frame.rect_of(band, part.day, part.start, part.end) for part in parts]
    return [frame.cell_rect(part.day).adjusted(3, frame.label - 2, -3, -3) for part in parts]


def _paint_body(painter: QPainter, board: Seen, seen: QRect) -> None:
    frame, brushes = board.frame, board.brushes
    if isinstance(frame, WeekFrame):
        grounds.week_ground(painter, brushes, frame, seen)
        draw = paint.paint_block
    else:
        grounds.month_ground(painter, brushes, frame)
        draw = paint.paint_line
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for piece in frame.pieces:
        if piece.rect.intersects(seen):
            draw(painter, brushes, piece, chosen=piece.row.id == board.current_id)
    on_more = board.on_more()
    for more in frame.more:
        if more.rect.intersects(seen):
            paint.paint_more(painter, brushes, more, chosen=more.day == on_more)
    if board.carry is not None:
        _paint_ghost(painter, board)
    elif board.hasFocus() and board.current_id is None and on_more is None:
        painter.setPen(QPen(brushes.color("red"), 2, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(board.cursor_rect().adjusted(1, 1, -1, -1))


def _paint_ghost(painter: QPainter, board: Seen) -> None:
    carry = board.carry
    assert carry is not None
    bad = why_not(carry, board.shown)
    told = f"{carry.starts_at:%H:%M}–{carry.ends_at:%H:%M}\n{carry.row.title}"
    for rect in ghost_rects(board):
        paint.paint_ghost(painter, board.brushes, rect, told, bad)
