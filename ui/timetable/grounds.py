"""What lies under and over the lessons: lines, hours, heads of days and rows."""

from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from services.timetable import WEEKDAYS
from ui.core.widgets import elided
from ui.timetable.month import WEEK, MonthFrame
from ui.timetable.paint import Brushes
from ui.timetable.shape import BoardContent
from ui.timetable.week import WeekFrame


def week_ground(painter: QPainter, brushes: Brushes, frame: WeekFrame, seen: QRect) -> None:
    """Columns of days and lines of hours, in the content's pixels; today is tinted."""
    for number, day in enumerate(frame.shown.days.days()):
        left, right = frame.day_left(number), frame.day_left(number + 1)
        if day == frame.shown.today:
            column = QRect(left, seen.top(), right - left, seen.height())
            painter.fillRect(column, brushes.color("red_tint"))
        painter.setPen(brushes.color("line"))
        painter.drawLine(left, seen.top(), left, seen.bottom())
    for band in range(len(frame.shown.groups)):
        shape = frame.bands[band]
        if shape.top > seen.bottom() or frame.bottom(band) < seen.top():
            continue
        for hour in range(shape.first_hour, shape.last_hour + 1):
            y = frame.y_of(band, hour * 60)
            painter.setPen(brushes.color("line"))
            painter.drawLine(seen.left(), y, seen.right(), y)
        _now_line(painter, brushes, frame, band)


def _now_line(painter: QPainter, brushes: Brushes, frame: WeekFrame, band: int) -> None:
    now = frame.shown.now
    minute = now.hour * 60 + now.minute
    if not frame.shown.days.holds(now.date()):
        return
    if not frame.bands[band].first_hour * 60 <= minute <= frame.bands[band].last_hour * 60:
        return
    number = (now.date() - frame.shown.days.first).days
    y = frame.y_of(band, minute)
    painter.setPen(QPen(brushes.color("red"), 2))
    painter.drawLine(frame.day_left(number), y, frame.day_left(number + 1), y)


def week_hours(
    painter: QPainter, brushes: Brushes, frame: WeekFrame, scroll: int, height: int
) -> None:
    """The hours left of the days; they stay in sight when the board goes sideways."""
    painter.fillRect(QRect(0, frame.head, frame.axis, height), brushes.color("card"))
    painter.setPen(brushes.color("ink_soft"))
    painter.setFont(brushes.small)
    line = brushes.line(brushes.small)
    every = 1 if frame.hour >= line else 2
    for band in range(len(frame.shown.groups)):
        shape = frame.bands[band]
        if shape.top - scroll > height or frame.bottom(band) < scroll:
            continue
        for hour in range(shape.first_hour, shape.last_hour, every):
            y = frame.head + frame.y_of(band, hour * 60) - scroll
            area = QRect(0, y, frame.axis - brushes.px(6), line)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, f"{hour}:00")


def week_titles(
    painter: QPainter, brushes: Brushes, frame: WeekFrame, scroll: int, size: QRect
) -> None:
    """The rows' heads; that of the uppermost row stays under the days for as long as it is seen."""
    if not frame.title:
        return
    counts: dict[int, set[object]] = {}
    for piece in frame.pieces:
        counts.setdefault(piece.band, set()).add(piece.row.id)
    for band, group in enumerate(frame.shown.groups):
        top = frame.head + frame.bands[band].top - scroll
        last = frame.head + frame.bottom(band) - scroll - frame.title
        y = min(max(top, frame.head), last)
        if y > size.bottom() or last < frame.head - frame.title:
            continue
        area = QRect(0, y, size.width(), frame.title)
        painter.fillRect(area, brushes.color("grey_tint"))
        base = y + (frame.title - brushes.line(brushes.bold)) // 2
        left = brushes.px(10)
        painter.setPen(brushes.color("ink"))
        room = size.width() * 2 // 3
        brushes.draw(painter, QPoint(left, base), group.title, brushes.bold, room)
        metrics = brushes.metrics[id(brushes.bold)]
        used = metrics.horizontalAdvance(elided(metrics, group.title, room))
        held = len(counts.get(band, ()))
        told = f"{held} 节" if held else "" if group.note else "空"
        note = " · ".join(part for part in (group.note, told) if part)
        painter.setPen(brushes.color("ink_soft"))
        at = QPoint(left + used + brushes.px(12), base + brushes.px(1))
        brushes.draw(painter, at, note, brushes.small, size.width() // 3 - brushes.px(30))


def week_head(painter: QPainter, brushes: Brushes, frame: WeekFrame) -> None:
    """The days, over the board."""
    width = frame.axis + frame.width
    _head_ground(painter, brushes, width, frame.head)
    for number, day in enumerate(frame.shown.days.days()):
        left = frame.axis + frame.day_left(number)
        right = frame.axis + frame.day_left(number + 1)
        today = day == frame.shown.today
        words = f"{'今天' if today else WEEKDAYS[number]} {day.month}月{day.day}日"
        painter.setPen(brushes.color("red" if today else "ink"))
        font = brushes.bold if today else brushes.text
        metrics = brushes.metrics[id(font)]
        text = elided(metrics, words, right - left - 6)
        painter.setFont(font)
        area = QRect(left, 0, right - left, frame.head)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def month_ground(painter: QPainter, brushes: Brushes, frame: MonthFrame) -> None:
    """A cell for each day with its number; days of other months are grey."""
    shown = frame.shown
    for day in shown.days.days():
        cell = frame.cell_rect(day)
        inside = shown.month is None or day.month == shown.month.month
        painter.fillRect(cell, brushes.color("card" if inside else "page"))
        today = day == shown.today
        if today:
            painter.fillRect(cell, brushes.color("red_tint"))
        painter.setPen(brushes.color("line"))
        painter.drawLine(cell.topLeft(), cell.topRight())
        painter.drawLine(cell.topLeft(), cell.bottomLeft())
        words = f"{day.day}日 今天" if today else _day_words(day, shown)
        painter.setPen(brushes.color("red" if today else "ink" if inside else "ink_soft"))
        at = QPoint(cell.left() + brushes.px(7), cell.top() + brushes.px(3))
        font = brushes.bold if today else brushes.small
        brushes.draw(painter, at, words, font, cell.width() - brushes.px(10))


def _day_words(day: date, shown: BoardContent) -> str:
    named = day.day == 1 or day == shown.days.first
    return f"{day.month}月{day.day}日" if named else f"{day.day}日"


def month_head(painter: QPainter, brushes: Brushes, frame: MonthFrame) -> None:
    _head_ground(painter, brushes, frame.width, frame.head)
    painter.setFont(brushes.text)
    painter.setPen(brushes.color("ink"))
    for number, words in enumerate(WEEKDAYS):
        left = round(frame.width * number / WEEK)
        right = round(frame.width * (number + 1) / WEEK)
        area = QRect(left, 0, right - left, frame.head)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)


def _head_ground(painter: QPainter, brushes: Brushes, width: int, height: int) -> None:
    painter.fillRect(QRect(0, 0, width, height), brushes.color("head"))
    painter.setPen(brushes.color("line"))
    painter.drawLine(0, height - 1, width, height - 1)
