"""What the records beside the sign-ins earn: online study up to the year's cap, all else whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Integer, LargeBinary, case, func, select, type_coerce

from models.hours import HoursRecord, HoursRecordKind
from services.core import settings
from services.core.session import WorkSession


@dataclass(frozen=True)
class Credit:
    """A record that stands, and how much of it counts."""

    id: UUID
    kind: HoursRecordKind
    day: date
    title: str
    hours: Decimal
    counted: Decimal
    reason: str
    paper: str
    approved_by: str


Beside = tuple[dict[bytes, int], frozenset[bytes]]
"""Half hours by member, and who had a collective training among them."""


def halves_beside(
    session: WorkSession, owner: UUID, year: int, days: Sequence[date]
) -> list[Beside]:
    """For each day, by member: the half hours of a year's records up to the day's end, and who
    has a record that counts as collective training."""
    cap = 2 * settings.ONLINE_CAP.get(session, year)
    halves = type_coerce(HoursRecord.hours, Integer)
    online = HoursRecord.kind == HoursRecordKind.online
    sums = [
        func.sum(case((condition & (HoursRecord.on_day <= day), worth), else_=0))
        for day in days
        for condition, worth in ((online, halves), (~online, halves), (HoursRecord.collective, 1))
    ]
    rows = session.execute(
        select(type_coerce(HoursRecord.member_id, LargeBinary), *sums)
        .where(
            HoursRecord.owner == owner,
            HoursRecord.undone_at.is_(None),
            HoursRecord.on_day.between(date(year, 1, 1), max(days)),
        )
        .group_by(HoursRecord.member_id)
    ).all()
    return [
        (
            {row[0]: min(row[place], cap) + row[place + 1] for row in rows},
            frozenset(row[0] for row in rows if row[place + 2]),
        )
        for place in range(1, 1 + 3 * len(days), 3)
    ]


def credits_of(session: WorkSession, member_id: UUID, year: int) -> tuple[Credit, ...]:
    """One member's records of a year in the order of their days: that decides which ones the
    cap leaves out."""
    rows = session.scalars(
        select(HoursRecord)
        .where(
            HoursRecord.member_id == member_id,
            HoursRecord.undone_at.is_(None),
            HoursRecord.on_day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(HoursRecord.on_day, HoursRecord.created_at, HoursRecord.id)
    )
    return tuple(_credited(rows, Decimal(settings.ONLINE_CAP.get(session, year))))


def _credited(rows: Iterable[HoursRecord], left: Decimal) -> Iterable[Credit]:
    for row in rows:
        counted = row.hours
        if row.kind is HoursRecordKind.online:
            counted = min(row.hours, left)
            left -= counted
        yield Credit(
            row.id,
            row.kind,
            row.on_day,
            row.title,
            row.hours,
            counted,
            row.reason,
            row.paper,
            row.approved_by,
        )
