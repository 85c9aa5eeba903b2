"""What clerks write into the cells of a plan; each says what it could not read."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from services.core.days import day_words
from services.core.errors import BadInput
from services.core.field_kinds import Text
from services.core.fields import field_of
from services.core.money import NOTHING, yuan_of
from services.core.sheet_reader import Cell
from services.core.text import prose
from services.plan.rules import MOST_BUDGET, MOST_DAYS, MOST_HEADS, MOST_HOURS, ItemDraft

_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)"
_HEADS = re.compile(rf"(?:约|大约|共|计划)?{_NUMBER}(?:余|多)?(?:人|名|人次)?(?:左右)?")
_DAYS = re.compile(rf"(?:约|共)?{_NUMBER}(?:个)?(?:天|日|工作日)?(?:左右)?")
_HOURS = re.compile(rf"(?:约|共)?{_NUMBER}(?:个)?(?:学时|课时)?(?:左右)?")
_HALF = re.compile(r"(?:(?P<whole>\d+|[一二两三四五六七八九十])(?:个)?天)?半天?")
_CHINESE = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_CHINESE_DAYS = re.compile(
    r"(?P<whole>[一二两三四五六七八九十])(?:个)?(?:天|日|工作日)(?P<half>半)?"
)


class UnreadableCell(BadInput):
    """A cell that could not be taken."""


def text_of(cell: Cell) -> str:
    """A cell's words as a form would keep them; whole numbers without a decimal point."""
    if isinstance(cell, str):
        return prose(cell)
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}"
    return day_words(cell)


def value_of(field: str, cell: Cell, *, in_wan: bool = False) -> Any:
    """What a cell says of an item's field. `in_wan`: plain figures of money are 万元.

    Raises UnreadableCell.
    """
    if field in _NUMBERS:
        return _NUMBERS[field](cell, in_wan)
    text = _times(cell) if field == "times" else text_of(cell)
    kind = field_of(ItemDraft, field).kind
    if isinstance(kind, Text) and len(text) > kind.most:
        raise UnreadableCell(f"超过 {kind.most} 个字")
    return text


def _times(cell: Cell) -> str:
    """3 in a column of times is a month; a date names its month and day."""
    if isinstance(cell, float) and cell in range(1, 13):
        return f"{int(cell)}月"
    if isinstance(cell, date):
        return f"{cell.month}月{cell.day}日"
    return text_of(cell)


def _heads(cell: Cell, _in_wan: bool) -> int:
    number = _number(cell, _HEADS, "看不懂这个人数")
    if number % 1:
        raise UnreadableCell("人数不是整数")
    return int(_at_most(number, Decimal(MOST_HEADS), "人数太大"))


def _days(cell: Cell, _in_wan: bool) -> Decimal:
    text = "" if not isinstance(cell, str) else prose(cell).replace(" ", "")
    if found := _HALF.fullmatch(text):
        return Decimal(_whole(found["whole"] or "0")) + Decimal("0.5")
    if found := _CHINESE_DAYS.fullmatch(text):
        return Decimal(_whole(found["whole"])) + (Decimal("0.5") if found["half"] else 0)
    return _halves(_number(cell, _DAYS, "看不懂这个天数"), Decimal(MOST_DAYS), "天数")


def _hours(cell: Cell, _in_wan: bool) -> Decimal:
    return _halves(_number(cell, _HOURS, "看不懂这个学时"), Decimal(MOST_HOURS), "学时")


def _budget(cell: Cell, in_wan: bool) -> Decimal | None:
    try:
        amount = yuan_of(cell, in_wan=in_wan)
    except BadInput as why:
        raise UnreadableCell(why.message) from why
    return None if amount is None else _at_most(amount, MOST_BUDGET, "金额太大")


def _number(cell: Cell, pattern: re.Pattern[str], words: str) -> Decimal:
    """The figure in a cell; 0 where it says nothing yet."""
    text = _plain(cell)
    if text in NOTHING:
        return Decimal(0)
    found = pattern.fullmatch(text)
    if found is None:
        raise UnreadableCell(words)
    return _decimal(found["number"])


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        raise UnreadableCell("单元格是日期格式")
    return text_of(cell).replace(" ", "").replace("，", ",")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise UnreadableCell("看不懂这个数") from error


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else _CHINESE[text]


def _halves(value: Decimal, most: Decimal, words: str) -> Decimal:
    if value * 2 % 1:
        raise UnreadableCell(f"{words}不是半天、半学时的整倍数")
    return _at_most(value, most, f"{words}太大")


def _at_most(value: Decimal, most: Decimal, words: str) -> Decimal:
    if value > most:
        raise UnreadableCell(words)
    return value


_NUMBERS: dict[str, Callable[[Cell, bool], Any]] = {
    "heads": _heads,
    "days": _days,
    "hours": _hours,
    "budget": _budget,
}
