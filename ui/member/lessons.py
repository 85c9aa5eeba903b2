"""The columns of a member's lessons and records, and how hours are written."""

from services.core.text import plain
from services.hours import HoursLine
from services.hours.words import line_words
from ui.core.table import Column


def line_tone(one: HoursLine) -> str:
    """Online study and corrections are blue as make-ups are: hours that no lesson gave."""
    return "blue" if one.status is None else one.status.tone


LESSONS: tuple[Column[HoursLine], ...] = (
    Column("日期", 64, lambda one: f"{one.day:%m-%d}", lambda one: one.day, firm=True),
    Column("课次", 0, lambda one: f"{one.lesson}　{one.note}" if one.note else one.lesson),
    Column("签到", 64, line_words, tone=line_tone),
    Column("学时", 56, lambda one: plain(one.hours), lambda one: one.hours, right=True),
)
