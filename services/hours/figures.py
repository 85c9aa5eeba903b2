"""How far the year's hours have come by the end of a month."""

from uuid import UUID

from services.core import settings
from services.core.checks import month_span
from services.core.figures import Figures, ReportRow, month_before, percent, share_row
from services.core.session import WorkSession
from services.hours.totals import Reached, reached, reached_at

LABELS = {
    "average": "人均学时（年累计）",
    "members": "党员（人）",
    "members_reached": "党员学时达标（人）",
    "leaders": "书记和委员（人）",
    "leaders_reached": "书记和委员学时达标（人）",
    "members_exempt": "党员学时减免（人）",
    "leaders_exempt": "书记和委员学时减免（人）",
}


def target_words(who: str, target: int) -> str:
    """How a target is named wherever a share of it is shown: 党员 32 学时达标."""
    return f"{who} {target} 学时达标"


def share_words(reached: int, owing: int, exempt: int) -> str:
    """What a share is made of, and who is left out of it: 812/1,204，另减免 36."""
    return f"{reached:,}/{owing:,}" + (f"，另减免 {exempt:,}" if exempt else "")


def by_month_end(session: WorkSession, owner: UUID, year: int, month: int) -> Reached:
    return reached(session, owner, year, month_span(year, month)[1].date())


def _totals(session: WorkSession, owner: UUID, year: int, month: int) -> dict[str, str]:
    of = by_month_end(session, owner, year, month)
    return {key: str(getattr(of, key)) for key in LABELS}


def _rows(session: WorkSession, owner: UUID, year: int, month: int) -> tuple[ReportRow, ...]:
    new_year, before = month == 1, month_before(year, month)
    if new_year:
        of = by_month_end(session, owner, year, month)
        last = by_month_end(session, owner, *before)
    else:
        ends = [month_span(*which)[1].date() for which in ((year, month), before)]
        of, last = reached_at(session, owner, year, ends)
    members = target_words("党员", settings.TARGET_MEMBER.get(session, year)) + "率"
    leaders = target_words("书记委员", settings.TARGET_LEADER.get(session, year)) + "率"
    return (
        share_row("average", LABELS["average"], of.average, last.average, "", "学时台账", new_year),
        share_row(
            "members_reached",
            members,
            percent(of.members_reached, of.members_owing),
            percent(last.members_reached, last.members_owing),
            "%",
            share_words(of.members_reached, of.members_owing, of.members_exempt),
            new_year,
        ),
        share_row(
            "leaders_reached",
            leaders,
            percent(of.leaders_reached, of.leaders_owing),
            percent(last.leaders_reached, last.leaders_owing),
            "%",
            share_words(of.leaders_reached, of.leaders_owing, of.leaders_exempt),
            new_year,
        ),
    )


FIGURES = Figures(LABELS, _totals, _rows)
