"""Everybody's hours in a year, and who has reached the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import LargeBinary, case, func, select, type_coerce

from models.member import Member, MemberKind
from models.sign_in import ATTENDED, SignIn
from services.core import settings
from services.core.fields import day_span, year_span
from services.core.session import WorkSession
from services.hours.overlaps import blocked, lesson_times, maybe_twice
from services.hours.rules import LEADERS, Span, worth


@dataclass(frozen=True)
class Reached:
    """How many have reached their year's target, the average of all, and all their hours."""

    members: int
    members_reached: int
    leaders: int
    leaders_reached: int
    average: Decimal
    hours: Decimal = Decimal(0)


def totals(
    session: WorkSession, owner: UUID, year: int, until: date | None = None
) -> dict[UUID, Decimal]:
    """Each member's hours in a local year; members without any are left out.

    `until`, a day of that year, leaves out what came after it.
    """
    (halves,) = _halves(session, owner, year, (until or date(year, 12, 31),))
    return {UUID(bytes=member): Decimal(total) / 2 for member, total in halves.items() if total}


def reached(session: WorkSession, owner: UUID, year: int, until: date | None = None) -> Reached:
    """Members and leaders in use against their targets, at a year's end or at the day `until`."""
    (found,) = reached_at(session, owner, year, (until or date(year, 12, 31),))
    return found


def reached_at(
    session: WorkSession, owner: UUID, year: int, days: Sequence[date]
) -> tuple[Reached, ...]:
    """The same at the ends of several days of one year, in one pass over the sign-ins."""
    people = session.execute(
        select(type_coerce(Member.id, LargeBinary), Member.role).where(
            Member.owner == owner,
            Member.retired_at.is_(None),
            Member.kind != MemberKind.guest,
        )
    ).all()
    plain = [member for member, role in people if role not in LEADERS]
    leaders = [member for member, role in people if role in LEADERS]
    member_target = 2 * settings.TARGET_MEMBER.get(session)
    leader_target = 2 * settings.TARGET_LEADER.get(session)
    found = []
    for halves in _halves(session, owner, year, days):
        everyone = Decimal(sum(halves.get(member, 0) for member, _ in people)) / 2
        zero = Decimal(0)
        found.append(
            Reached(
                members=len(plain),
                members_reached=sum(halves.get(member, 0) >= member_target for member in plain),
                leaders=len(leaders),
                leaders_reached=sum(halves.get(member, 0) >= leader_target for member in leaders),
                average=(everyone / len(people)).quantize(Decimal("0.1")) if people else zero,
                hours=everyone,
            )
        )
    return tuple(found)


def _halves(
    session: WorkSession, owner: UUID, year: int, days: Sequence[date]
) -> list[dict[bytes, int]]:
    """For each day, by member: the half hours earned from the year's start to the day's end.

    One pass adds up and tells who may have been counted at two places at one time; for
    those few it is then looked at which of the two earns.
    """
    ends = [day_span(day)[1] for day in days]
    span: Span = (year_span(year)[0], max(ends))
    times = lesson_times(owner, span)
    halves = worth(session, times.c.hours)
    sums = [func.sum(case((times.c.starts_at <= end, halves), else_=0)) for end in ends]
    member = type_coerce(SignIn.member_id, LargeBinary)  # plain bytes: there may be many
    rows = session.execute(
        select(member, maybe_twice(times), *sums)
        .join(times, times.c.id == SignIn.lesson_id)
        .where(SignIn.undone_at.is_(None), SignIn.status.in_(ATTENDED))
        .group_by(SignIn.member_id)
    ).all()
    found = [{row[0]: row[place] for row in rows} for place in range(2, 2 + len(ends))]
    twice = [UUID(bytes=row[0]) for row in rows if row[1]]
    for lost in blocked(session, owner, span, twice):
        for earned, end in zip(found, ends, strict=True):
            if lost.starts_at <= end:
                earned[lost.member_id.bytes] -= lost.halves
    return found
