"""What a printed timetable says: a week by room, site or class, or a month by weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.booking.week import part_of_day
from services.core.days import WEEKDAYS, day_words
from services.core.session import WorkSession
from services.school import own
from services.timetable.queries import WEEK, Days, Grouping, Timetable, group_of, groups, on_day
from services.training_class import LessonRow

PARTS = ("上午", "下午", "晚")
NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LessonEntry:
    """A lesson in a cell: when and what, and under it for whom, where and with whom."""

    words: str
    details: str


@dataclass(frozen=True)
class PaperRow:
    """`labels` stand over the entries of each of the seven cells; `head` before them."""

    head: str
    labels: tuple[str, ...]
    cells: tuple[tuple[LessonEntry, ...], ...]


@dataclass(frozen=True)
class TimetablePaper:
    """`corner` is the head of the rows' heads, empty where the rows have none."""

    title: str
    note: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[PaperRow, ...]


def week_paper(
    session: WorkSession,
    shown: Timetable,
    lessons: Sequence[LessonRow],
    grouping: Grouping,
    narrowed: str,
) -> TimetablePaper:
    """The week of `shown` with those `lessons` that are listed; `narrowed` says which, "" all.

    Rows are the groups that have a lesson; without grouping, the parts of the day.
    """
    days = shown.days.days()
    if grouping is Grouping.none:
        rows = tuple(_part(part, lessons, days) for part in PARTS)
    else:
        rows = tuple(
            _row(group.title, held, days, grouping)
            for group in groups(shown, grouping)
            if (held := [row for row in lessons if group_of(row, grouping) == group.key])
        )
    heads = tuple(f"{WEEKDAYS[day.weekday()]} {day.month}月{day.day}日" for day in days)
    empty = PaperRow("", ("",) * WEEK, ((),) * WEEK)
    return TimetablePaper(
        title=f"{own(session).name}课表",
        note=_note(session, span_words(shown.days), lessons, narrowed),
        corner="时段" if grouping is Grouping.none else grouping.noun,
        heads=heads,
        rows=rows or (empty,),
    )


def month_paper(
    session: WorkSession, month: date, days: Days, lessons: Sequence[LessonRow], narrowed: str
) -> TimetablePaper:
    """The weeks of a month; days of the months around it stay empty."""
    all_days = days.days()
    rows = []
    for first in range(0, len(all_days), WEEK):
        week = all_days[first : first + WEEK]
        ours = [day.month == month.month for day in week]
        cells = tuple(
            _cell(on_day(lessons, day), day, Grouping.none) if own_day else ()
            for day, own_day in zip(week, ours, strict=True)
        )
        labels = tuple(
            f"{day.day}日" if own_day else "" for day, own_day in zip(week, ours, strict=True)
        )
        rows.append(PaperRow("", labels, cells))
    held = [row for row in lessons if _in_month(row, month)]
    words = f"{month.year}年{month.month}月"
    return TimetablePaper(
        title=f"{own(session).name}{words}课表",
        note=_note(session, words, held, narrowed),
        corner="",
        heads=WEEKDAYS,
        rows=tuple(rows),
    )


def span_words(days: Days) -> str:
    """2026年11月23日–29日, naming the month and the year again where they change."""
    first, last = days.first, days.last
    end = f"{last.day}日"
    if (first.year, first.month) != (last.year, last.month):
        end = f"{last.month}月{end}"
    if first.year != last.year:
        end = f"{last.year}年{end}"
    return f"{day_words(first)}–{end}"


def times_on(row: LessonRow, day: date) -> str:
    """When a lesson is, as seen from one of its days."""
    end = f"{row.ends_at:%H:%M}"
    if row.starts_at.date() < day:
        return f"前日 {row.starts_at:%H:%M}–{end}"
    midnight = datetime.combine(day + NEXT_DAY, datetime.min.time())
    if row.ends_at == midnight:
        return f"{row.starts_at:%H:%M}–24:00"
    return f"{row.starts_at:%H:%M}–{'次日 ' if row.ends_at > midnight else ''}{end}"


def _part(part: str, lessons: Sequence[LessonRow], days: Sequence[date]) -> PaperRow:
    held = [row for row in lessons if part_of_day(row.starts_at) == part]
    return _row(part, held, days, Grouping.none)


def _row(
    head: str, lessons: Iterable[LessonRow], days: Sequence[date], grouping: Grouping
) -> PaperRow:
    held = list(lessons)
    cells = tuple(_cell(on_day(held, day), day, grouping) for day in days)
    return PaperRow(head, ("",) * len(days), cells)


def _cell(lessons: Iterable[LessonRow], day: date, grouping: Grouping) -> tuple[LessonEntry, ...]:
    return tuple(
        LessonEntry(f"{times_on(row, day)} {row.title}", _details(row, grouping)) for row in lessons
    )


def _details(row: LessonRow, grouping: Grouping) -> str:
    """What the row's head does not say already."""
    place = {Grouping.room: "", Grouping.site: row.room}.get(grouping, f"{row.site} {row.room}")
    of_class = "" if grouping is Grouping.class_ else row.class_title
    parts = (of_class, place, row.lecturer or "讲师未定")
    return " · ".join(part for part in parts if part)


def _note(session: WorkSession, words: str, lessons: Sequence[LessonRow], narrowed: str) -> str:
    only = f"　{narrowed}" if narrowed else ""
    return f"{words}{only}　共 {len(lessons)} 节　{day_words(session.today())}制"


def _in_month(row: LessonRow, month: date) -> bool:
    """A part of the lesson lies in the month."""
    last = row.ends_at - timedelta(microseconds=1)
    return any((end.year, end.month) == (month.year, month.month) for end in (row.starts_at, last))
