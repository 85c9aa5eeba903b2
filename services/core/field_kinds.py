"""The kinds of fields: how a value is checked, read and written in words and in spreadsheets."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from models.core.words import Words
from services.core.checks import (
    check_phone,
    half_hours,
    optional_text,
    partial_date,
    past_day,
    required_text,
)
from services.core.errors import BadInput
from services.core.listing import Cell
from services.core.money import yuan, yuan_of
from services.core.sheet_reader import Cell as SheetCell
from services.core.sheet_table import prose_of, text_of
from services.core.text import normal, plain

YES, NO = "是", "否"
YES_WORDS = frozenset({YES, "有", "对", "√", "✓", "✔", "1", "y", "yes"})
NO_WORDS = frozenset({NO, "无", "没有", "×", "x", "-", "—", "/", "0", "n", "no"})
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*个?(\D*)")
_HOURS = re.compile(r"(\d+(?:\.\d+)?)\s*个?(?:学时|课时)?")
Clean = Callable[[str], str]


class FieldKind:
    """What sort of value a field holds: how it is checked, and how people read it."""

    is_number = False
    blank: Any = ""
    """What a form shows before anything is known."""

    def check(self, value: Any, _caption: str, *, required: bool, today: date) -> Any:
        """The value as it is kept. Raises BadInput."""
        return value

    def words(self, value: Any) -> str:
        return "" if value is None else str(value)

    def read(self, cell: SheetCell, _caption: str) -> Any:
        """What a cell of a spreadsheet says, still to be checked. Raises BadInput."""
        return prose_of(cell)

    def cell(self, value: Any) -> Cell:
        """What a workbook gets."""
        return self.words(value)


@dataclass(frozen=True)
class Text(FieldKind):
    """At most `most` characters; `clean` comes before the check and may raise BadInput itself.
    `lines`: several lines are usual."""

    most: int
    clean: Clean | None = None
    lines: bool = False

    def check(self, value: str, caption: str, *, required: bool, today: date) -> str:
        typed = self.clean(value) if self.clean is not None else value
        return (required_text if required else optional_text)(typed, caption, self.most)


@dataclass(frozen=True)
class Suggested(Text):
    """A text out of those usual, or where it is `free` one's own. A form may be handed others
    than `usual`, such as the school's own list."""

    usual: tuple[str, ...] = ()
    free: bool = True

    def check(self, value: str, caption: str, *, required: bool, today: date) -> str:
        chosen = super().check(value, caption, required=required, today=today)
        if chosen and not self.free and chosen not in self.usual:
            raise BadInput(f"{caption}只能是{'、'.join(self.usual)}。")
        return chosen


@dataclass(frozen=True)
class Choice(FieldKind):
    """A member of an enum, by its word; `none` is the word for none of them, where that may be."""

    of: type[Words]
    none: str = ""
    blank = None

    def check(self, value: Any, caption: str, *, required: bool, today: date) -> Words | None:
        if value is None and self.none:
            return None
        if value not in list(self.of):
            raise BadInput(f"请选择{caption}。")
        return self.of(value)

    def words(self, value: Any) -> str:
        return self.none if value is None else self.of(value).word

    def read(self, cell: SheetCell, caption: str) -> Words:
        said = normal(text_of(cell)).replace(" ", "")
        for one in self.of:
            if said == normal(one.word).replace(" ", ""):
                return one
        raise BadInput(f"{caption}应为{'、'.join(one.word for one in self.of)}之一。")


@dataclass(frozen=True)
class Reference(FieldKind):
    """The id of something out of a list that the page hands over; `none` says there is none."""

    none: str = ""
    blank = None

    def check(self, value: Any, caption: str, *, required: bool, today: date) -> Any:
        if required and value is None:
            raise BadInput(f"{caption}没有选中，请从列表里选。")
        return value


class Several(FieldKind):
    """The ids of things out of a list that the page hands over, in the order of that list."""

    blank = ()

    def check(self, value: Any, caption: str, *, required: bool, today: date) -> Any:
        if required and not value:
            raise BadInput(f"{caption}没有选中，请从列表里选。")
        return tuple(dict.fromkeys(value))


class YesNo(FieldKind):
    blank = False

    def words(self, value: Any) -> str:
        return YES if value else NO

    def read(self, cell: SheetCell, caption: str) -> bool:
        said = normal(text_of(cell)).lower()
        if said in YES_WORDS or said in NO_WORDS:
            return said in YES_WORDS
        raise BadInput(f"{caption}请写“是”或“否”。")


@dataclass(frozen=True)
class Day(FieldKind):
    """A whole day; `past`: none that is to come."""

    past: bool = False
    blank = None

    def check(self, value: date | None, caption: str, *, required: bool, today: date) -> Any:
        if value is None:
            if required:
                raise BadInput(f"请填写{caption}。")
            return None
        return past_day(value, caption, today) if self.past else value

    def read(self, cell: SheetCell, caption: str) -> date:
        if isinstance(cell, date):
            return cell
        day = partial_date(text_of(cell), caption, date.max)
        if day is None or not (day.month and day.day):
            raise BadInput(f"{caption}要写到日，例如 2026-07-01。")
        return date(day.year, day.month, day.day)

    def cell(self, value: date | None) -> Cell:
        return "" if value is None else value


class PartialDay(FieldKind):
    """Typed as precisely as it is known, 2001.07; kept as a PartialDate, None for none."""

    def check(self, value: Any, caption: str, *, required: bool, today: date) -> Any:
        day = partial_date(str(value or ""), caption, today)
        if required and day is None:
            raise BadInput(f"请填写{caption}。")
        return day

    def read(self, cell: SheetCell, caption: str) -> str:
        said = text_of(cell)
        if isinstance(cell, float) and said.endswith(".1"):
            # A spreadsheet keeps 2001.10 as 2001.1 where it takes it for a number.
            raise BadInput(f"{caption}是数字，看不出是 1 月还是 10 月，请写成 2001-10 这样。")
        return said


class Moment(FieldKind):
    """A local day and time, to the minute."""

    blank = None

    def words(self, value: datetime | None) -> str:
        return "" if value is None else f"{value:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Number(FieldKind):
    """A number from `least` to `most`, both included, of so many `places` behind the point, or in
    half steps, which `halves` names: 半天. `unknown` is said of 0 where that means that nobody
    knows yet, `none` of None where there may be none: 不限; lists and workbooks say
    nothing of either."""

    is_number = True
    blank = 0
    least: Decimal
    most: Decimal
    places: int = 0
    unit: str = ""
    unknown: str = ""
    halves: str = ""
    none: str = ""

    def check(self, value: Any, caption: str, *, required: bool, today: date) -> Any:
        if value is None and self.none:
            return None
        number = Decimal(value)
        odd = bool(self.halves) and number.is_finite() and number * 2 % 1 != 0
        if odd or not number.is_finite() or not self.least <= number <= self.most:
            steps = f"，以{self.halves}为单位" if self.halves else ""
            span = f"{plain(self.least)} 到 {plain(self.most)}"
            raise BadInput(f"{caption}应在 {span} 之间{steps}。")
        if number != round(number, self.places):
            raise BadInput(f"{caption}最多写到小数点后 {self.places} 位。")
        return number if self.places else int(number)

    def words(self, value: Any) -> str:
        if value is None or (self.unknown and not value):
            return ""
        if self.halves:
            return plain(value)
        return f"{value:,.2f}" if self.places else f"{value}"

    def read(self, cell: SheetCell, caption: str) -> Decimal:
        """12, 1,200 and 12 with the field's unit or none; anything else is not guessed."""
        found = None if isinstance(cell, date) else _NUMBER.fullmatch(normal(text_of(cell)))
        if found is None or found[2].strip() not in ("", self.unit):
            example = f"12 或 12{self.unit}" if self.unit else "12"
            raise BadInput(f"{caption}看不懂，请写成 {example} 这样。")
        return Decimal(found[1].replace(",", ""))

    def cell(self, value: Any) -> Cell:
        if value is None or (self.unknown and not value):
            return ""
        return Decimal(value) if self.places else int(value)


@dataclass(frozen=True)
class Amount(FieldKind):
    """Yuan, typed as people write them, 8000 or 0.8万元; None where nobody knows yet."""

    is_number = True
    blank = None
    most: Decimal

    def check(self, value: Decimal | None, caption: str, *, required: bool, today: date) -> Any:
        if value is None:
            if required:
                raise BadInput(f"请填写{caption}。")
            return None
        if not value.is_finite() or not 0 <= value <= self.most or value * 100 % 1:
            raise BadInput(f"{caption}应在 0 到 {self.most:,} 元之间，最多写到分。")
        return value

    def words(self, value: Decimal | None) -> str:
        return yuan(value)

    def read(self, cell: SheetCell, caption: str) -> Decimal | None:
        try:
            return yuan_of(cell)
        except BadInput as error:
            example = "请写成 8000 或 0.8万元 这样。"
            raise BadInput(f"{caption}：{error.message}，{example}") from error

    def cell(self, value: Decimal | None) -> Cell:
        return "" if value is None else value


class Hours(FieldKind):
    """Training hours in half-hour steps; None where a field need not say them."""

    is_number = True
    blank = 4

    def check(self, value: Any, _caption: str, *, required: bool, today: date) -> Decimal | None:
        if value is None and not required:
            return None
        return half_hours(Decimal(value))

    def words(self, value: Decimal) -> str:
        return plain(value)

    def read(self, cell: SheetCell, caption: str) -> Decimal:
        """4, 4学时, ４ 课时."""
        found = None if isinstance(cell, date) else _HOURS.fullmatch(text_of(cell))
        if found is None:
            raise BadInput(f"{caption}看不懂，请写成 4 或 4学时 这样。")
        return Decimal(found[1])

    def cell(self, value: Decimal) -> Cell:
        return value


class Phone(FieldKind):
    def check(self, value: str, caption: str, *, required: bool, today: date) -> str:
        digits = check_phone(value)
        if required and not digits:
            raise BadInput(f"请填写{caption}。")
        return digits
