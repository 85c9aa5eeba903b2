"""What the page shows of one year, read in one transaction."""

from dataclasses import dataclass
from uuid import UUID

from services import hours, member
from services.core.session import WorkSession
from services.core.text import plain
from services.hours import Ledger, LedgerGroup, MonthHours, MonthShare, plans
from services.hours.plans import PlanLesson
from services.member import Person, Persons
from ui.core.desk import Desk


@dataclass(frozen=True)
class LedgerYear:
    year: int
    ledger: Ledger
    branches: tuple[LedgerGroup, ...]
    posts: tuple[LedgerGroup, ...]
    months: tuple[MonthHours, ...]
    coming: tuple[PlanLesson, ...]
    persons: Persons[Person]


def read(session: WorkSession, year: int) -> LedgerYear:
    ledger = hours.ledger(session, session.owner, year)
    return LedgerYear(
        year=year,
        ledger=ledger,
        branches=hours.by_branch(ledger.rows),
        posts=hours.by_post(ledger.rows),
        months=hours.by_month(session, session.owner, year),
        coming=plans.coming(session, year),
        persons=member.search_index(session),
    )


def read_month(desk: Desk, year: int, month: int) -> tuple[str, dict[UUID, MonthShare]]:
    """Words for a month, and who was taught in it."""
    with desk.read() as session:
        shares = hours.month_people(session, session.owner, year, month)
    times = sum(share.person_times for share in shares.values())
    worth = sum(share.hours for share in shares.values())
    return f"{month} 月　{len(shares):,} 人，{times:,} 人次，{plain(worth)} 学时", shares
