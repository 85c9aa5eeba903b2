"""The plan as a workbook in its thirteen columns; imported again it is what it was."""

from services.core import sheet_writer
from services.core.listing import ListColumn, Listing
from services.plan.columns import FIELDS, TITLES, cells, total_cells
from services.plan.queries import YearPlan

WIDTHS = {
    "number": 44, "title": 190, "audience_words": 150, "heads": 52, "times": 96, "days": 48,
    "hours": 48, "content": 280, "form": 96, "place": 120, "responsible": 84, "budget": 96,
    "note": 120,
}  # fmt: skip
FIGURES = ("heads", "days", "hours", "budget")
BUDGET_TITLE = "经费预算（元）"
RULE = ListColumn("对象范围", 120, hidden=True)
"""Whom the rule counts, where the words of 培训对象 alone would not tell it again."""


def book(plan: YearPlan, school: str) -> bytes:
    """The items and their sums, as they stand."""
    columns = tuple(
        ListColumn(BUDGET_TITLE if field == "budget" else title, WIDTHS[field], field in FIGURES)
        for title, field in zip(TITLES, FIELDS, strict=True)
    )
    rows = tuple((*cells(row.item), row.item.audience.word) for row in plan.rows)
    total = (*total_cells(plan.totals), "")
    listing = Listing(plan.title, f"单位：{school}", (*columns, RULE), (*rows, total))
    return sheet_writer.write(listing, name=f"{plan.year}年轮训计划", as_form=True)
