"""Column types: ids, half-hour steps, money, dates that keep their precision, record times."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Dialect
from sqlalchemy.types import BLOB, INTEGER, VARCHAR, TypeDecorator


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as precise as it came: a year, a month, or a day.

    Domain invariant 10: `2001.07` is no `2001-07-01`. As text: `2001`, `2001-07`, `2001-07-15`.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999 or (self.day and not self.month):
            raise ValueError(f"not a date: {self.year}-{self.month}-{self.day}")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `__str__` wrote. Raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
        if match is None:
            raise ValueError(f"not a partial date: {text!r}")
        return cls(*(int(part or 0) for part in match.groups()))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def agrees_with(self, other: "PartialDate") -> bool:
        """True where both say the same, as far as both say anything."""
        return (
            self.year == other.year
            and (not self.month or not other.month or self.month == other.month)
            and (not self.day or not other.day or self.day == other.day)
        )


class Id(TypeDecorator[UUID]):
    """A UUIDv7 in 16 bytes."""

    impl = BLOB
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return None if value is None else UUID(bytes=value)


class Hours(TypeDecorator[Decimal]):
    """Training hours (学时) in half-hour steps, stored as a whole number of half hours."""

    impl = INTEGER
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        halves = Decimal(value) * 2
        if halves != halves.to_integral_value():
            raise ValueError(f"not in half-hour steps: {value}")
        return int(halves)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 2


class SignedHours(Hours):
    """The same where hours may also be taken away."""

    cache_ok = True


class Money(TypeDecorator[Decimal]):
    """Yuan with two decimals, never negative, stored as a whole number of fen."""

    impl = INTEGER
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        fen = Decimal(value) * 100
        if fen != fen.to_integral_value() or fen < 0:
            raise ValueError(f"no amount of yuan and fen: {value}")
        return int(fen)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class PartialDateType(TypeDecorator[PartialDate]):
    impl = VARCHAR
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> PartialDate | None:
        return None if value is None else PartialDate.parse(value)


class UtcTime(TypeDecorator[datetime]):
    """A record time: in UTC with its zone in Python, ISO text with microseconds in the file."""

    impl = VARCHAR
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a record time needs its time zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class LocalTime(TypeDecorator[datetime]):
    """A lesson time: what the clock on the school's wall says, to the second, no zone."""

    impl = VARCHAR
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is not None:
            raise ValueError("a lesson time has no time zone")
        return value.strftime("%Y-%m-%dT%H:%M:%S")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)
