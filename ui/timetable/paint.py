"""How the board looks: blocks, marks of state, heads, the cursor and the lesson in hand."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QStaticText

from services.timetable import LessonState, state_of, times_on
from ui.core import theme
from ui.core.widgets import elided
from ui.timetable.shape import MoreLessons, Piece

MARK, STRIPE, INSET = 9, 3, 5
RADIUS = 4.0
NARROW = 56
MOST_KEPT, MOST_GROUNDS = 20_000, 400


class Brushes:
    """Fonts and colours of one look, and the texts that were laid out with them.

    To lay a text out and cut it costs ten times what drawing it again does.
    """

    def __init__(self) -> None:
        self.look = theme.current()
        self.text, self.small = self.look.font(13), self.look.font(12)
        self.bold = self.look.font(13, bold=True)
        self.metrics = {id(font): QFontMetrics(font) for font in (self.text, self.small, self.bold)}
        self._kept: dict[tuple[str, int, int], QStaticText] = {}
        self._grounds: dict[tuple[int, int, LessonState, bool, float], QPixmap] = {}
        self._marks: dict[tuple[LessonState, float], QPixmap] = {}
        self._colors: dict[str, QColor] = {}
        self._tones = {state: self.look.tone(state.tone) for state in LessonState}

    def tone(self, state: LessonState) -> tuple[QColor, QColor]:
        """(ink, tint) of a lesson's state."""
        return self._tones[state]

    def color(self, name: str) -> QColor:
        kept = self._colors.get(name)
        return kept or self._colors.setdefault(name, self.look.color(name))

    def px(self, size: int) -> int:
        return self.look.px(size)

    def line(self, font: QFont) -> int:
        return self.metrics[id(font)].height()

    def ground(self, painter: QPainter, rect: QRect, state: LessonState, *, chosen: bool) -> None:
        """A block's rounded ground; dashed where nobody is booked. Blocks of one size and state
        are one picture: smooth and dashed edges cost more than all the rest."""
        ratio = painter.device().devicePixelRatio()
        key = (rect.width(), rect.height(), state, chosen, ratio)
        kept = self._grounds.get(key)
        if kept is None:
            if len(self._grounds) > MOST_GROUNDS:
                self._grounds.clear()
            kept = _empty(rect.size(), ratio)
            onto = QPainter(kept)
            onto.setRenderHint(QPainter.RenderHint.Antialiasing)
            ink, tint = self.tone(state)
            area = QRectF(0, 0, rect.width(), rect.height())
            dashed = state is LessonState.open and not chosen
            _ground(onto, area, tint, ink, chosen=chosen, dashed=dashed)
            onto.end()
            self._grounds[key] = kept
        painter.drawPixmap(rect.topLeft(), kept)

    def mark(self, painter: QPainter, at: QPointF, state: LessonState) -> None:
        """The state as a shape, drawn once and kept."""
        ratio = painter.device().devicePixelRatio()
        kept = self._marks.get((state, ratio))
        if kept is None:
            kept = _empty(QSize(self.px(MARK) + 2, self.px(MARK) + 2), ratio)
            onto = QPainter(kept)
            onto.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_mark(onto, self, QPointF(1, 1), state)
            onto.end()
            self._marks[state, ratio] = kept
        painter.drawPixmap(QPoint(round(at.x()) - 1, round(at.y()) - 1), kept)

    def draw(self, painter: QPainter, at: QPoint, text: str, font: QFont, width: int) -> None:
        """One line from its left top corner, cut with … where it is wider than `width`."""
        if width < self.px(10):
            return
        key = (text, width, id(font))
        laid = self._kept.get(key)
        if laid is None:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            laid = QStaticText(elided(self.metrics[id(font)], text, width))
            laid.setTextFormat(Qt.TextFormat.PlainText)
            laid.prepare(font=font)
            self._kept[key] = laid
        painter.setFont(font)
        painter.drawStaticText(at, laid)


def paint_mark(painter: QPainter, brushes: Brushes, at: QPointF, state: LessonState) -> None:
    """The state as a shape: empty ring, half, full disc, tick. Never by its colour alone."""
    ink, _ = brushes.tone(state)
    size = brushes.px(MARK)
    circle = QRectF(at.x() + 0.5, at.y() + 0.5, size - 1, size - 1)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state is LessonState.signed:
        corner = QPointF(at.x() + size * 0.38, at.y() + size * 0.85)
        painter.setPen(QPen(ink, 1.8))
        painter.drawLine(QPointF(at.x() + size * 0.05, at.y() + size * 0.5), corner)
        painter.drawLine(corner, QPointF(at.x() + size * 0.98, at.y() + size * 0.12))
        return
    if state is LessonState.booked:
        painter.setBrush(ink)
    painter.drawEllipse(circle)
    if state is LessonState.asked:
        painter.setBrush(ink)
        painter.drawPie(circle, 90 * 16, 180 * 16)


def paint_block(painter: QPainter, brushes: Brushes, piece: Piece, *, chosen: bool) -> None:
    """A lesson of the week: title, time, class, place and lecturer, as many as there is room."""
    state = state_of(piece.row)
    ink, _ = brushes.tone(state)
    brushes.ground(painter, piece.rect, state, chosen=chosen)
    stripe = piece.rect.adjusted(0, 1, 0, -1)
    stripe.setWidth(brushes.px(STRIPE))
    painter.fillRect(stripe, ink)
    left = piece.rect.left() + brushes.px(STRIPE + INSET)
    width = piece.rect.right() - left - brushes.px(3)
    step = brushes.line(brushes.small)
    spare = max(0, piece.rect.height() - step) // 2
    y = piece.rect.top() + min(brushes.px(3), spare)
    bottom = piece.rect.bottom()
    narrow = width < brushes.px(NARROW)
    if not narrow:
        mark = brushes.px(MARK)
        brushes.mark(painter, QPointF(left, y + (step - mark) / 2), state)
        indent = mark + brushes.px(4)
    else:
        indent = 0
    for number, (words, strong) in enumerate(
        _broken(brushes, piece, width) if narrow else _lines(piece)
    ):
        if number and y + step > bottom:
            break
        shift = 0 if number else indent
        painter.setPen(brushes.color("ink" if strong else "ink_soft"))
        font = brushes.small
        brushes.draw(painter, QPoint(left + shift, y), words, font, width - shift)
        y += step


def paint_line(painter: QPainter, brushes: Brushes, piece: Piece, *, chosen: bool) -> None:
    """A lesson of the month, in one line."""
    state = state_of(piece.row)
    brushes.ground(painter, piece.rect, state, chosen=chosen)
    mark = brushes.px(MARK)
    left = piece.rect.left() + brushes.px(INSET)
    middle = piece.rect.top() + (piece.rect.height() - mark) / 2
    brushes.mark(painter, QPointF(left, middle), state)
    left += mark + brushes.px(4)
    top = piece.rect.top() + (piece.rect.height() - brushes.line(brushes.small)) // 2
    painter.setPen(brushes.color("ink"))
    start = f"{piece.row.starts_at:%H:%M}" if piece.begins else "接前日"
    words = f"{start} {piece.row.title}"
    brushes.draw(painter, QPoint(left, top), words, brushes.small, piece.rect.right() - left - 2)


def paint_more(painter: QPainter, brushes: Brushes, more: MoreLessons, *, chosen: bool) -> None:
    """还有 n 节, or +n where that is too long."""
    words = f"还有 {more.count} 节"
    if brushes.metrics[id(brushes.small)].horizontalAdvance(words) > more.rect.width() - 6:
        words = f"+{more.count}"
    painter.setPen(QPen(brushes.color("ink" if chosen else "line"), 2 if chosen else 1))
    painter.setBrush(brushes.color("head"))
    painter.drawRoundedRect(QRectF(more.rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setPen(brushes.color("red"))
    painter.setFont(brushes.small)
    painter.drawText(more.rect, Qt.AlignmentFlag.AlignCenter, words)


def paint_ghost(painter: QPainter, brushes: Brushes, rect: QRect, words: str, bad: str) -> None:
    """The lesson in hand: where it would go, or in red why it may not."""
    ink, tint = brushes.look.tone("red" if bad else "green")
    tint.setAlpha(235)
    painter.setPen(QPen(ink, 2, Qt.PenStyle.DashLine))
    painter.setBrush(tint)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    painter.setPen(ink)
    painter.setFont(brushes.small)
    inside = rect.adjusted(brushes.px(6), brushes.px(2), -brushes.px(4), -brushes.px(2))
    flags = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(inside, flags, f"× {bad}" if bad else words)


def _broken(brushes: Brushes, piece: Piece, width: int) -> list[tuple[str, bool]]:
    """The title in as many characters a line as a narrow block holds, and nothing else."""
    title = piece.row.title
    count = max(1, width // brushes.metrics[id(brushes.small)].horizontalAdvance("国"))
    return [(title[first : first + count], True) for first in range(0, len(title), count)]


def _lines(piece: Piece) -> list[tuple[str, bool]]:
    row = piece.row
    who = row.lecturer or "讲师未定"
    return [
        (row.title, True),
        (times_on(row, piece.day), False),
        (row.class_title, False),
        (f"{row.site} {row.room}", False),
        (who, False),
    ]


def _empty(size: QSize, ratio: float) -> QPixmap:
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def _ground(
    painter: QPainter, area: QRectF, tint: QColor, ink: QColor, *, chosen: bool, dashed: bool
) -> None:
    style = Qt.PenStyle.DashLine if dashed and not chosen else Qt.PenStyle.SolidLine
    painter.setPen(QPen(ink, 2 if chosen else 1, style))
    painter.setBrush(tint)
    inset = 1.0 if chosen else 0.5
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
