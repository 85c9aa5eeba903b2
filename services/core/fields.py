"""Checks that many verbs share: what a person typed, made fit or refused."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from services.core.errors import BadInput
from services.core.text import prose


def required_text(value: str, words: str, most: int) -> str:
    """The normal form of a text that must be there. `words` names the field. Raises BadInput."""
    text = prose(value)
    if not text:
        raise BadInput(f"请填写{words}。")
    if len(text) > most:
        raise BadInput(f"{words}不要超过 {most} 个字。")
    return text


def optional_text(value: str, words: str, most: int) -> str:
    text = prose(value)
    if len(text) > most:
        raise BadInput(f"{words}不要超过 {most} 个字。")
    return text


def is_code(text: str) -> bool:
    """A workspace's code: two to six capital letters or digits. It names files."""
    return 2 <= len(text) <= 6 and text.isascii() and text.isalnum() and text == text.upper()


def half_hours(hours: Decimal) -> Decimal:
    """Training hours from 0.5 to 24 in half-hour steps. Raises BadInput."""
    if not hours.is_finite() or not Decimal("0.5") <= hours <= 24 or hours * 2 % 1:
        raise BadInput("学时应在 0.5 到 24 之间，以半学时为单位。")
    return hours


def year_span(year: int) -> tuple[datetime, datetime]:
    """The first and the last second of a local year, for BETWEEN."""
    return datetime(year, 1, 1), datetime(year, 12, 31, 23, 59, 59)  # noqa: DTZ001


def month_span(year: int, month: int) -> tuple[datetime, datetime]:
    """The first and the last second of a local month, for BETWEEN."""
    first = datetime(year, month, 1)  # noqa: DTZ001
    after = datetime(year + month // 12, month % 12 + 1, 1)  # noqa: DTZ001
    return first, after - timedelta(seconds=1)


def day_span(day: date) -> tuple[datetime, datetime]:
    first = datetime.combine(day, datetime.min.time())
    return first, first + timedelta(days=1, seconds=-1)
