"""Checks that many verbs share: what a person typed, made fit or refused."""

from datetime import date, datetime, timedelta

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
