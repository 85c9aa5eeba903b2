"""Days as people write them, and reckoning with months."""

from calendar import monthrange
from datetime import date

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
"""By `date.weekday`."""


def day_words(day: date) -> str:
    """2026年11月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last one: 31 January → 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
