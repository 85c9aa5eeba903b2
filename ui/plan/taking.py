"""A spreadsheet's plan: which year it goes into, and how its rows are told."""

from decimal import Decimal
from pathlib import Path

from services.core.call import Call, call
from services.core.draft_taking import Comparison, SheetTaken
from services.core.sheet_reader import Progress
from services.core.text import plain
from services.plan import ItemDraft
from services.plan.sheet import PLAN, read_plan
from services.plan.taking import preview, take
from ui.core.desk import Desk
from ui.core.draft_guide import DraftImport, Look

ASK = "选轮训计划表"


def plan_import(desk: Desk, year: int) -> DraftImport[ItemDraft]:
    """Into the plan of a year. What is there already is changed only where somebody says so: the
    clerk may have corrected it since."""

    def read(path: Path, progress: Progress) -> Look[ItemDraft]:
        found = read_plan(path, progress)
        with desk.workspace.read() as session:
            compared = preview(session, year, found.rows)
        other = found.year not in (None, year)
        said = f"这份表写的是 {found.year} 年，将放进 {year} 年的计划，请核对。" if other else ""
        return Look(compared, said)

    def carry_out(shown: Comparison[ItemDraft], change: bool) -> Call[SheetTaken]:
        return call(take, year, shown, change_known=change)

    return DraftImport(
        "plan-taking",
        f"导入到 {year} 年的计划",
        ASK,
        PLAN,
        read,
        carry_out,
        about,
        change_known=False,
    )


def about(draft: ItemDraft) -> str:
    """What a clerk checks a new item by."""
    told = [draft.audience_words, draft.times]
    figures = ((draft.heads, "人"), (draft.days, "天"), (draft.hours, "学时"))
    told += [f"{plain(Decimal(value))} {unit}" for value, unit in figures if value]
    return " · ".join(part for part in told if part)
