"""The plan as a workbook in its thirteen columns; imported again it is what it was."""

from dataclasses import replace

from services.core import sheet_writer
from services.core.draft_sheet import listing
from services.plan.columns import total_cells
from services.plan.queries import YearPlan
from services.plan.sheet import PLAN


def book(plan: YearPlan, school: str) -> bytes:
    """The items and their sums, as they stand."""
    items = plan.rows
    made = listing(PLAN, items, plan.title, f"单位：{school}")
    total = (*total_cells(plan.totals), "")
    whole = replace(made, rows=(*made.rows, total))
    return sheet_writer.write(whole, name=f"{plan.year}年轮训计划", as_form=True)
