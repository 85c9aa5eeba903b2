"""The monthly report (月报表), computed from facts and never typed (domain.md, invariant 1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services import features
from services.core import settings
from services.core.checks import month_span
from services.core.figures import NOTHING as NOTHING
from services.core.figures import Figures
from services.core.figures import ReportRow as ReportRow
from services.core.figures import month_before as month_before
from services.core.figures import percent as percent
from services.core.session import WorkSession


@dataclass(frozen=True)
class MonthReport:
    year: int
    month: int
    rows: tuple[ReportRow, ...]


def due_day(session: WorkSession, year: int, month: int) -> date:
    """The last day for handing a month in; in short months that is the month's last."""
    last = month_span(year, month)[1].day
    return date(year, month, min(settings.CUT_OFF_DAY.get(session), last))


def month(session: WorkSession, owner: UUID, year: int, month: int) -> MonthReport:
    """The report of one month beside the month before."""
    rows = [row for one in _declared() for row in one.rows(session, owner, year, month)]
    return MonthReport(year, month, tuple(rows))


def totals(session: WorkSession, owner: UUID, year: int, month: int) -> dict[str, str]:
    """The figures by key, as a manifest carries them and the county computes them again."""
    made: dict[str, str] = {}
    for one in _declared():
        made |= one.totals(session, owner, year, month)
    return made


def labels() -> dict[str, str]:
    """What each figure is called, in the order of the report."""
    return {key: label for one in _declared() for key, label in one.labels.items()}


def in_words(figures_by_key: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(Chinese label, value) of what `totals` made, in the order of the report."""
    return tuple(
        (label, figures_by_key[key]) for key, label in labels().items() if key in figures_by_key
    )


def _declared() -> Iterator[Figures]:
    return (one.figures for one in features.FEATURES if one.figures is not None)
