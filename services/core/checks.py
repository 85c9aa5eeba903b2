"""Checks that many verbs share: what a person typed, made fit or refused."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from models.core.types import PartialDate
from services.core.errors import BadInput
from services.core.text import normal, prose

FIRST_YEAR = 1900
MOBILE_DIGITS = 11
_MOBILE = re.compile(r"1[3-9]\d{7,}")
"""Nine digits and more that begin so: local numbers have eight at most, area codes begin with 0."""
_DATE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)?")


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


def partial_date(text: str, words: str, latest: date) -> PartialDate | None:
    """A date as precise as it was typed, None for none: 2001, 2001.07, 2001-07-01, 2001年7月.

    Raises BadInput for what is no date, lies before 1900 or after `latest`.
    """
    typed = normal(text).replace(" ", "")
    if not typed:
        return None
    found = _DATE.fullmatch(typed) or _DIGITS.fullmatch(typed)
    if found is None:
        raise BadInput(f"{words}看不懂，请写成 2001.07 或 2001-07-01 这样。")
    parts = tuple(int(part) if part else None for part in found.groups())
    try:
        if 0 in parts:
            raise ValueError(typed)
        day = PartialDate(*(part or 0 for part in parts))
    except ValueError as error:
        raise BadInput(f"{words}里没有这一天，请检查。") from error
    if day.year < FIRST_YEAR:
        raise BadInput(f"{words}的年份不对，请检查。")
    if (day.year, day.month, day.day) > (latest.year, latest.month, latest.day):
        raise BadInput(f"{words}不能晚于今天。")
    return day


def check_phone(text: str) -> str:
    """The digits of a phone number; empty for none. Raises BadInput."""
    digits = "".join(normal(text).replace("-", " ").split())
    if digits and not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 12):
        raise BadInput("电话应为 7 到 12 位数字，请检查。")
    if _MOBILE.match(digits) and len(digits) != MOBILE_DIGITS:
        raise BadInput(f"手机号应为 {MOBILE_DIGITS} 位，现在是 {len(digits)} 位，请检查。")
    return digits


def past_day(day: date, words: str, today: date) -> date:
    """A day that is not to come. Raises BadInput."""
    if day > today:
        raise BadInput(f"{words}不能晚于今天。")
    return day


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
