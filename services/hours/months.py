"""A year month by month, and who the hours of one month are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, extract, func, select, type_coerce

from models.hours import HoursRecord, HoursRecordKind
from models.sign_in import ATTENDED, SignIn
from models.training_class import Lesson
from services.core import settings
from services.core.checks import month_span, year_span
from services.core.session import WorkSession
from services.hours.overlaps import blocked, maybe_counted_twice
from services.hours.rules import counting, worth
from services.hours.totals import earned_at


@dataclass(frozen=True)
class MonthHours:
    """Everybody's, guests and those who left since included, as person-times are."""

    month: int
    person_times: int
    hours: Decimal


@dataclass(frozen=True)
class MonthShare:
    """One person's part of a month."""

    person_times: int
    hours: Decimal


def by_month(session: WorkSession, owner: UUID, year: int) -> tuple[MonthHours, ...]:
    """The twelve months of a year; their hours add up to the year's."""
    span = year_span(year)
    times, halves = [0] * 13, [0] * 13
    month = func.substr(Lesson.starts_at, 6, 2)
    rows = session.execute(
        select(month, func.count(), func.sum(worth(session, year)))
        .join(SignIn, SignIn.lesson_id == Lesson.id)
        .where(*counting(owner, span), SignIn.status.in_(ATTENDED))
        .group_by(month)
    )
    for number, people, earned in rows:
        times[int(number)], halves[int(number)] = people, earned
    twice = maybe_counted_twice(session, owner, span)
    for lost in blocked(session, owner, span, twice):
        halves[lost.starts_at.month] -= lost.halves
    for number, earned in _of_records(session, owner, year):
        halves[number] += earned
    return tuple(MonthHours(n, times[n], Decimal(halves[n]) / 2) for n in range(1, 13))


def month_people(
    session: WorkSession, owner: UUID, year: int, month: int
) -> dict[UUID, MonthShare]:
    """Who was taught in a month or has a record in it, and what each earned then."""
    last = month_span(year, month)[1].date()
    days = [last] if month == 1 else [month_span(year, month - 1)[1].date(), last]
    *before, now = earned_at(session, owner, year, days)
    times: dict[bytes, int] = dict(
        session.execute(
            select(type_coerce(SignIn.member_id, LargeBinary), func.count())
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(*counting(owner, month_span(year, month)), SignIn.status.in_(ATTENDED))
            .group_by(SignIn.member_id)
        ).all()
    )
    found = {}
    for member in now.lessons | now.beside:
        gained = now.of(member) - sum(earned.of(member) for earned in before)
        if gained or member in times:
            share = MonthShare(times.get(member, 0), Decimal(gained) / 2)
            found[UUID(bytes=member)] = share
    return found


def _of_records(session: WorkSession, owner: UUID, year: int) -> Iterable[tuple[int, int]]:
    """(month, half hours) of each member's records, online study up to the cap."""
    month = extract("month", HoursRecord.on_day)
    rows = session.execute(
        select(
            HoursRecord.member_id,
            HoursRecord.kind,
            month,
            func.sum(type_coerce(HoursRecord.hours, Integer)),
        )
        .where(
            HoursRecord.owner == owner,
            HoursRecord.undone_at.is_(None),
            HoursRecord.on_day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(HoursRecord.member_id, HoursRecord.kind, month)
        .order_by(HoursRecord.member_id, HoursRecord.kind, month)
    )
    cap = 2 * settings.ONLINE_CAP.get(session, year)
    for (_, kind), of in groupby(rows, key=lambda row: (row[0], row[1])):
        left = cap
        for _, _, number, halves in of:
            counted = min(halves, left) if kind is HoursRecordKind.online else halves
            left -= counted
            yield number, counted
