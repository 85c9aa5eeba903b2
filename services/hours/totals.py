"""Everybody's hours in a year, and who has reached the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import LargeBinary, case, func, select, type_coerce

from models.member import Role
from models.sign_in import ATTENDED, SignIn
from services.core.checks import day_span, year_span
from services.core.session import WorkSession
from services.hours.credits import halves_beside
from services.hours.overlaps import blocked, lesson_times, maybe_twice
from services.hours.roles import Roles, deciding_day
from services.hours.rules import LEADERS, Span, target_of, worth


@dataclass(frozen=True)
class Reached:
    """Heads, how many of them reached their year's target, and how many are exempt from it.

    `average` and `hours` are of those of whom hours are demanded. Guests are in none of these.
    """

    members: int
    members_reached: int
    leaders: int
    leaders_reached: int
    average: Decimal
    hours: Decimal = Decimal(0)
    members_exempt: int = 0
    leaders_exempt: int = 0

    @property
    def members_owing(self) -> int:
        """Of how many the share of members is."""
        return self.members - self.members_exempt

    @property
    def leaders_owing(self) -> int:
        return self.leaders - self.leaders_exempt


@dataclass(frozen=True)
class Earned:
    """Half hours by the bytes of a member's id: those of lessons, and those of records; and who
    had a collective training that is on record, not by sign-in."""

    lessons: dict[bytes, int]
    beside: dict[bytes, int]
    collective: frozenset[bytes] = frozenset()

    def of(self, member: bytes) -> int:
        return self.lessons.get(member, 0) + self.beside.get(member, 0)

    def reached(self, member: bytes, role: Role, target: int) -> bool:
        """A leader also needs one collective training: a lesson that earned hours, or one
        elsewhere."""
        return self.of(member) >= 2 * target and not self.lacks_lesson(member, role)

    def lacks_lesson(self, member: bytes, role: Role) -> bool:
        return (
            role in LEADERS and self.lessons.get(member, 0) <= 0 and member not in self.collective
        )


def totals(
    session: WorkSession, owner: UUID, year: int, until: date | None = None
) -> dict[UUID, Decimal]:
    """Each member's hours in a local year; members without any are left out.

    `until`, a day of that year, leaves out what came after it.
    """
    (earned,) = earned_at(session, owner, year, (until or date(year, 12, 31),))
    halves = earned.lessons
    if earned.beside:
        halves = {member: earned.of(member) for member in earned.lessons | earned.beside}
    return {UUID(bytes=member): Decimal(total) / 2 for member, total in halves.items() if total}


def reached(session: WorkSession, owner: UUID, year: int, until: date | None = None) -> Reached:
    """Members and leaders in use against their targets, at a year's end or at the day `until`.

    The role is the one held on that day, or on the year's deciding day.
    """
    (earned,) = earned_at(session, owner, year, (until or date(year, 12, 31),))
    day = until or deciding_day(session, year)
    return reached_of(session, Roles(session, owner, year), day, year, earned)


def reached_at(
    session: WorkSession, owner: UUID, year: int, days: Sequence[date]
) -> tuple[Reached, ...]:
    """The same at the ends of several days of one year, in one pass over the sign-ins."""
    roles = Roles(session, owner, year)
    earned = earned_at(session, owner, year, days)
    return tuple(
        reached_of(session, roles, day, year, found)
        for day, found in zip(days, earned, strict=True)
    )


def reached_of(session: WorkSession, roles: Roles, day: date, year: int, earned: Earned) -> Reached:
    """What was earned against the targets of the roles held on a day."""
    targets = {role: target_of(session, role, year) for role in Role}
    counts = {False: [0, 0, 0], True: [0, 0, 0]}
    halves = owing = 0
    for member, role in roles.on(day):
        count = counts[role in LEADERS]
        count[0] += 1
        if member in roles.exempt:
            count[2] += 1
            continue
        owing += 1
        count[1] += earned.reached(member, role, targets[role])
        halves += earned.of(member)
    everyone = Decimal(halves) / 2
    return Reached(
        members=counts[False][0],
        members_reached=counts[False][1],
        leaders=counts[True][0],
        leaders_reached=counts[True][1],
        average=(everyone / owing).quantize(Decimal("0.1")) if owing else Decimal(0),
        hours=everyone,
        members_exempt=counts[False][2],
        leaders_exempt=counts[True][2],
    )


def earned_at(
    session: WorkSession, owner: UUID, year: int, days: Sequence[date]
) -> tuple[Earned, ...]:
    """For each day: what was earned from the year's start to the day's end."""
    lessons = _halves(session, owner, year, days)
    beside = halves_beside(session, owner, year, days)
    return tuple(Earned(own, *more) for own, more in zip(lessons, beside, strict=True))


def _halves(
    session: WorkSession, owner: UUID, year: int, days: Sequence[date]
) -> list[dict[bytes, int]]:
    """For each day, by member: the half hours of lessons.

    One pass adds up and tells who may have been counted at two places at one time; for
    those few it is then looked at which of the two earns.
    """
    ends = [day_span(day)[1] for day in days]
    span: Span = (year_span(year)[0], max(ends))
    times = lesson_times(owner, span)
    halves = worth(session, year, times.c.hours)
    sums = [
        # All are before the last end: to say so again for each would take a tenth of the time.
        func.sum(halves if end == span[1] else case((times.c.starts_at <= end, halves), else_=0))
        for end in ends
    ]
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
