"""Sums of yuan as people write them: 8,000, 0.8万元."""

import re
from datetime import date
from decimal import Decimal

from services.core.errors import BadInput
from services.core.sheet_reader import Cell
from services.core.sheet_table import prose_of

WAN = Decimal(10_000)
NOTHING = ("", "-", "—", "——", "/", "无", "待定", "未定", "另定")
"""What stands in a cell that says nothing yet."""
_SUM = re.compile(
    r"(?:约|共|人民币|¥|￥)*(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|万|千元|元|圆)?(?:左右|整)?"
)
_UNITS = {"万元": WAN, "万": WAN, "千元": Decimal(1_000)}


def yuan(amount: Decimal | None) -> str:
    """8,000 or 8,000.50 as people write it; empty for none."""
    return "" if amount is None else f"{amount:,.2f}".removesuffix(".00")


def yuan_of(cell: Cell, *, in_wan: bool = False) -> Decimal | None:
    """What a cell or a typed text says; None where it says nothing yet. `in_wan`: plain figures
    are 万元. Raises BadInput."""
    if isinstance(cell, date):
        raise BadInput("单元格是日期格式")
    text = _text(cell).replace(" ", "").replace("，", ",")
    if text in NOTHING:
        return None
    found = _SUM.fullmatch(text)
    if found is None:
        raise BadInput("看不懂这个金额")
    unit = WAN if found["unit"] is None and in_wan else _UNITS.get(found["unit"], Decimal(1))
    amount = Decimal(found["number"].replace(",", "")) * unit
    if amount * 100 % 1:
        raise BadInput("金额比分还细")
    return amount


def _text(cell: Cell) -> str:
    return f"{Decimal(repr(cell)).normalize():f}" if isinstance(cell, float) else prose_of(cell)
