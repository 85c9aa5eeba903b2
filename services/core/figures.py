"""Figures of the monthly report (月报表): each feature computes its own in this one form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.core.session import WorkSession

NOTHING = "—"
MINUS = "−"


@dataclass(frozen=True)
class ReportRow:
    """One indicator. `change` is words such as +3 or −1; `tone` green, amber or grey."""

    key: str
    label: str
    this: str
    last: str
    change: str
    tone: str
    source: str


@dataclass(frozen=True)
class Figures:
    """Of one school, given as owner, in a month. `labels` name by key what `totals` gives, in the
    order of the report; a manifest carries them, and the county computes them again. `rows` are
    the same beside the month before."""

    labels: Mapping[str, str]
    totals: Callable[[WorkSession, UUID, int, int], dict[str, str]]
    rows: Callable[[WorkSession, UUID, int, int], tuple[ReportRow, ...]]


def month_before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


def percent(part: int, whole: int) -> Decimal | None:
    """0 to 100 with one decimal; None where there is nothing to divide by."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else None


def count_row(
    key: str, label: str, this: int, last: int, source: str, *, more_is_good: bool = True
) -> ReportRow:
    difference = this - last
    good = difference > 0 if more_is_good else difference < 0
    tone = "grey" if not difference else "green" if good else "amber"
    change = (
        f"+{difference:,}" if difference > 0 else f"{MINUS}{-difference:,}" if difference else "0"
    )
    return ReportRow(key, label, f"{this:,}", f"{last:,}", change, tone, source)


def share_row(
    key: str,
    label: str,
    this: Decimal | None,
    last: Decimal | None,
    unit: str,
    source: str,
    new_year: bool,
) -> ReportRow:
    """A figure of the year so far; in January it starts anew and is compared with nothing."""
    words = [NOTHING if value is None else f"{value}{unit}" for value in (this, last)]
    change, tone = NOTHING, "grey"
    if new_year:
        change = "新年度"
    elif this is not None and last is not None:
        difference = this - last
        tone = "grey" if not difference else "green" if difference > 0 else "amber"
        sign = "+" if difference > 0 else MINUS if difference else ""
        change = f"{sign}{abs(difference)}"
    return ReportRow(key, label, words[0], words[1], change, tone, source)
