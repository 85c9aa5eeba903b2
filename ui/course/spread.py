"""A year's menu, orders and lessons by task and tier, as bars; each bar is a door to its list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.course import Task, Tier
from services.menu import Series, Spread, SpreadItem, count, version_words
from ui.core import theme
from ui.core.widgets import elided

LABEL, LINE, HEAD, BAR, FIGURE, GAP, LEAST = 136, 31, 30, 12, 84, 16, 560
UNITS = {Series.menu: "项", Series.orders: "单", Series.lessons: "节"}
TIER_COLORS = {
    Tier.first: "red",
    Tier.main: "amber",
    Tier.required: "blue",
    Tier.elective: "ink_faint",
    None: "green",
}
OTHER = "套餐和自选题目"
STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
"""Lines and series that an arrow moves by."""


@dataclass(frozen=True)
class SpreadLine:
    """One line of bars: its words, and the items of each series."""

    words: str
    items: dict[Series, tuple[SpreadItem, ...]]


@dataclass(frozen=True)
class SpreadPick:
    """A bar: its words, and what it counts."""

    words: str
    items: tuple[SpreadItem, ...]


def lines_of(spread: Spread) -> tuple[list[SpreadLine], list[SpreadLine]]:
    """The seven tasks with what belongs to none, and the tiers."""
    tasks = [
        SpreadLine(task.word if task else OTHER, {one: spread.of(one, task) for one in Series})
        for task in (*Task, None)
    ]
    tiers = [
        SpreadLine(tier.word, {one: spread.of_tier(one, tier) for one in Series}) for tier in Tier
    ]
    return tasks, tiers


def figure(series: Series, items: Sequence[SpreadItem]) -> str:
    """6 项; 12 单 380 人."""
    found = count(items)
    heads = f" {found.heads:,} 人" if found.heads else ""
    return f"{found.items:,} {UNITS[series]}{heads}" if found.items else "—"


class SpreadChart(QWidget):
    """Arrows move from bar to bar, a click picks one; `picked` carries a SpreadPick."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("spread")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tasks: list[SpreadLine] = []
        self._tiers: list[SpreadLine] = []
        self._heads = {one: one.word for one in Series}
        self.current = (0, Series.menu)

    @property
    def lines(self) -> list[SpreadLine]:
        return [*self._tasks, *self._tiers]

    @property
    def task_lines(self) -> list[SpreadLine]:
        """Those of the seven tasks alone."""
        return self._tasks[: len(Task)]

    def show_spread(self, spread: Spread) -> None:
        self._tasks, self._tiers = lines_of(spread)
        version = version_words(spread.version) + ("草稿" if spread.is_draft else "")
        self._heads[Series.menu] = f"菜单（{version if spread.version else '还没有'}）"
        self.setAccessibleName("七项任务分布：" + "；".join(map(self._said, self.lines)))
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()
        number, series = self.current
        if not spread.of_series(series):
            series = next((one for one in Series if spread.of_series(one)), series)
        self._pick(number, series)

    def sizeHint(self) -> QSize:
        look = theme.current()
        lines = len(self.lines) * look.px(LINE) + 2 * look.px(HEAD) + look.px(GAP)
        return QSize(look.px(LEAST), lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(12))
        for number, line in enumerate(self.lines):
            for series in Series:
                self._paint_bar(painter, number, series, line.items[series])
            self._paint_label(painter, number, line)
        self._paint_heads(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self._pick(*place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number, series = self.current
        place = list(Series).index(series)
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        number = max(0, min(len(self.lines) - 1, number + step[0]))
        place = max(0, min(len(Series) - 1, place + step[1]))
        self._pick(number, list(Series)[place])

    def cell(self, number: int, series: Series) -> QRectF:
        """Where a bar and its figure stand."""
        look = theme.current()
        width = (self.width() - look.px(LABEL)) / len(Series)
        left = look.px(LABEL) + list(Series).index(series) * width
        top = look.px(HEAD) + number * look.px(LINE)
        if number >= len(self._tasks):
            top += look.px(GAP) + look.px(HEAD)
        return QRectF(left, top, width, look.px(LINE))

    def _pick(self, number: int, series: Series) -> None:
        self.current = number, series
        self.update()
        line = self.lines[number]
        self.picked.emit(SpreadPick(f"{line.words} · {series.word}", line.items[series]))

    def _at(self, point: QPointF) -> tuple[int, Series] | None:
        for number in range(len(self.lines)):
            for series in Series:
                if self.cell(number, series).contains(point):
                    return number, series
        return None

    def _said(self, line: SpreadLine) -> str:
        told = (f"{one.word} {figure(one, line.items[one])}" for one in Series)
        return f"{line.words} {'，'.join(told)}"

    def _paint_bar(
        self, painter: QPainter, number: int, series: Series, items: tuple[SpreadItem, ...]
    ) -> None:
        look = theme.current()
        cell = self.cell(number, series)
        if (number, series) == self.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("red_tint"))
            painter.drawRoundedRect(cell.adjusted(0, 2, -6, -2), 6, 6)
        group = self._tasks if number < len(self._tasks) else self._tiers
        most = max((len(line.items[series]) for line in group), default=0)
        bar = look.px(BAR)
        room = max(12.0, cell.width() - look.px(FIGURE) - 18)
        left, top = cell.left() + 8, cell.center().y() - bar / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("grey_tint"))
        painter.drawRoundedRect(QRectF(left, top, room, bar), 3, 3)
        for tier, color in TIER_COLORS.items():
            size = sum(one.tier is tier for one in items) / (most or 1) * room
            if size:
                painter.setBrush(look.color(color))
                painter.drawRoundedRect(QRectF(left, top, max(3.0, size - 1), bar), 2, 2)
                left += size
        lacking = not items and most > 0 and number < len(Task)
        painter.setPen(look.color("amber" if lacking else "ink" if items else "ink_soft"))
        words = "没有" if lacking else figure(series, items)
        said = QRectF(cell.left() + 14 + room, cell.top(), look.px(FIGURE), cell.height())
        painter.drawText(said, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_label(self, painter: QPainter, number: int, line: SpreadLine) -> None:
        look = theme.current()
        cell = self.cell(number, Series.menu)
        left = 0.0
        if number >= len(self._tasks):
            tier = list(Tier)[number - len(self._tasks)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(TIER_COLORS[tier]))
            dot = look.px(BAR)
            painter.drawRoundedRect(QRectF(0, cell.center().y() - dot / 2, dot, dot), 3, 3)
            left = dot + 8
        painter.setPen(look.color("ink"))
        words = elided(painter.fontMetrics(), line.words, int(look.px(LABEL) - left - 4))
        area = QRectF(left, cell.top(), look.px(LABEL) - left, cell.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_heads(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setFont(look.font(12, bold=True))
        painter.setPen(look.color("ink_soft"))
        middle = Qt.AlignmentFlag.AlignVCenter
        for first, words in ((0, "七项任务"), (len(self._tasks), "课程层级")):
            top = self.cell(first, Series.menu).top() - look.px(HEAD)
            painter.drawText(QRectF(0, top, look.px(LABEL), look.px(HEAD)), middle, words)
            for series in Series:
                cell = self.cell(first, series)
                area = QRectF(cell.left() + 8, top, cell.width() - 8, look.px(HEAD))
                painter.drawText(area, middle, self._heads[series])
            line = top + look.px(HEAD) - 1
            painter.fillRect(QRectF(0, line, self.width(), 1), look.color("line"))
