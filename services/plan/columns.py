"""The thirteen columns of the plan (domain.md, columns people expect on paper)."""

from services.core.fields import field_of, fields_of
from services.core.listing import Cell
from services.plan.queries import Totals
from services.plan.rules import Item, ItemDraft

SHOWN = tuple(one for one in fields_of(ItemDraft) if one.name != "audience")
TITLES = ("序号", *(one.caption for one in SHOWN))
FIELDS = ("number", *(one.name for one in SHOWN))


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


def cell(item: Item, name: str) -> Cell:
    """One of them. A budget of 0 yuan is known; 0 heads, days and hours are not."""
    return item.number if name == "number" else field_of(ItemDraft, name).cell(item)
