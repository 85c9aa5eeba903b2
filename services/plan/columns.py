"""The thirteen columns of the plan (domain.md, columns people expect on paper)."""

from decimal import Decimal

from services.core.listing import Cell
from services.plan.queries import Totals
from services.plan.rules import Item

TITLES = (
    "序号", "班次名称", "培训对象", "人数", "时间", "天数", "学时", "主要内容", "方式", "地点",
    "责任人", "经费预算", "备注",
)  # fmt: skip
FIELDS = (
    "number", "title", "audience_words", "heads", "times", "days", "hours", "content", "form",
    "place", "responsible", "budget", "note",
)  # fmt: skip


def cells(item: Item) -> tuple[Cell, ...]:
    """An item's cells in this order; what is not known yet is empty."""
    return tuple(cell(item, name) for name in FIELDS)


def total_cells(totals: Totals) -> tuple[Cell, ...]:
    """The line of sums under the items."""
    sums: dict[str, Cell] = {
        "number": "合计",
        "heads": totals.heads,
        "days": totals.days,
        "hours": totals.hours,
        "budget": "" if totals.budget is None else totals.budget,
    }
    return tuple(sums.get(name, "") for name in FIELDS)


def yuan(amount: Decimal | None) -> str:
    """8,000 or 8,000.50 元 as people write it; empty for none."""
    if amount is None:
        return ""
    return f"{amount:,.2f}".removesuffix(".00")


def cell(item: Item, field: str) -> Cell:
    """One of them. A budget of 0 yuan is known; 0 heads, days and hours are not."""
    value: Cell | None = getattr(item, field)
    return "" if value is None or (value == 0 and field != "budget") else value
