"""Days and moments as people type them into a field."""

import re
from datetime import datetime

_DAY = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})[-./年 ])?(?P<month>\d{1,2})[-./月 ](?P<day>\d{1,2})日?"
    r"|(?P<cyear>\d{4})(?P<cmonth>\d\d)(?P<cday>\d\d)|(?P<only>\d{4})年?"
)
_TIME = re.compile(
    r"[ T]*(?P<hour>\d{1,2})[:：时点](?P<minute>\d{1,2})?分?"
    r"|[ T]*(?P<chour>\d{2})(?P<cminute>\d{2})"
)


def moment(said: str, shown: datetime | None, *, with_time: bool) -> datetime | None:
    """What is meant; None for what is no day, or not yet one.

    Without a year it is that of `shown`, and a year alone, or a time, changes only that; a field
    that shows nothing needs the whole. A year of two digits is of this century.
    """
    said = " ".join(said.split())
    found = _DAY.match(said)
    if found is None or (with_time and _TIME.fullmatch(said) and shown is not None):
        found = None
    rest = said[found.end() :] if found else said
    clock = _TIME.fullmatch(rest) if rest and with_time else None
    if (rest.strip() and clock is None) or (found is None and (clock is None or shown is None)):
        return None
    try:
        day = shown if found is None else _day(found, shown)
        if day is None:
            return None
        if clock is None:
            return day if with_time and shown else day.replace(hour=0, minute=0)
        hour, minute = clock["hour"] or clock["chour"], clock["minute"] or clock["cminute"] or 0
        return day.replace(hour=int(hour), minute=int(minute))
    except ValueError:
        return None


def _day(found: re.Match[str], shown: datetime | None) -> datetime | None:
    """Raises ValueError for a day that no month has."""
    if found["only"]:
        return None if shown is None else shown.replace(year=int(found["only"]))
    if found["cyear"]:
        year, month, day = int(found["cyear"]), int(found["cmonth"]), int(found["cday"])
    else:
        month, day = int(found["month"]), int(found["day"])
        if not found["year"]:
            if shown is None:
                return None
            year = shown.year
        else:
            year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    base = shown or datetime(year, 1, 1)  # noqa: DTZ001  (times of lessons have no zone)
    return base.replace(year=year, month=month, day=day)
