"""How the school stands in a year at a glance, and the to-do that follows from it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from models.member import Role
from services.core.session import WorkSession
from services.core.text import plain
from services.core.todo import Todo
from services.hours.outlook import Outlook
from services.hours.roles import Roles, deciding_day
from services.hours.rules import LEADERS, target_of
from services.hours.totals import Reached, earned_at, reached_of

FROM_MONTH = 10
"""Earlier in the year most of its lessons are not planned yet, and nobody could be told."""


@dataclass(frozen=True)
class HoursStanding:
    """Who reached the target, and how many members and leaders cannot any more, even with the
    `remaining` hours of all lessons that can still be joined."""

    reached: Reached
    members_out_of_reach: int
    leaders_out_of_reach: int
    remaining: Decimal


def standing(session: WorkSession, owner: UUID, year: int) -> HoursStanding:
    """The same as the ledger's states add up to, without a row for everybody."""
    (earned,) = earned_at(session, owner, year, (date(year, 12, 31),))
    roles, day = Roles(session, owner, year), deciding_day(session, year)
    outlook = Outlook(session, owner, year)
    targets = {role: 2 * target_of(session, role, year) for role in Role}
    out = {False: 0, True: 0}
    for member, role in roles.on(day):
        if member in roles.exempt:
            continue
        missing = targets[role] - earned.of(member)
        if missing > 0 and missing > outlook.planned(member) + outlook.joinable(member):
            out[role in LEADERS] += 1
    return HoursStanding(
        reached=reached_of(session, roles, day, year, earned),
        members_out_of_reach=out[False],
        leaders_out_of_reach=out[True],
        remaining=Decimal(outlook.joinable(b"")) / 2,
    )


def this_year(session: WorkSession) -> HoursStanding:
    """Our own school's; it takes long, so ask by `session.once`."""
    return standing(session, session.owner, session.today().year)


def todos_of(session: WorkSession, found: HoursStanding) -> list[Todo]:
    """Who cannot reach this year's target any more, in its last quarter."""
    today = session.today()
    if today.month < FROM_MONTH:
        return []
    remaining = plain(found.remaining)
    waiting = (
        (found.members_out_of_reach, "党员", Role.member, "members-out_of_reach"),
        (found.leaders_out_of_reach, "书记委员", Role.secretary, "leaders-out_of_reach"),
    )
    return [
        Todo(
            kind="学时",
            tone="blue",
            title=f"{count:,} 名{who}今年补不齐 {target_of(session, role, today.year)} 学时",
            note=f"剩余课次合计 {remaining} 学时，已列名单",
            action="名单",
            page="hours",
            target=target,
            urgency=65,
            count=0,  # as many as half the school: a badge would say nothing
        )
        for count, who, role, target in waiting
        if count
    ]
