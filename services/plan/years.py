"""A year's plan from the one of the year before."""

from uuid import UUID

from models.plan import Audience, PlanItem
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.undo import Before, Made
from services.plan.audience import day_for, reaches
from services.plan.operations import COPIED, UNDO, for_change, free
from services.plan.rules import items_of, of_year
from services.plan.words import with_year


def from_last_year(session: WorkSession, year: int) -> Made:
    """Last year's items once more: years in titles and times move on, months stay, and heads
    are counted anew where a rule tells them. The plan is what was made.

    Refused where last year has no items, or where this year has some already.
    """
    last = of_year(session, year - 1)
    items = items_of(session, last.id) if last is not None else []
    if last is None or not items:
        raise Refused(f"{year - 1} 年没有轮训计划可以沿用，请导入 Excel 或新增班次。")
    before, made = Before(session), list[UUID]()
    plan = for_change(session, year, before)
    if items_of(session, plan.id):
        raise Refused(f"{year} 年的计划里已有班次，不能再沿用上年；可以复制或新增班次。")
    before.keep(plan)
    plan.title = with_year(last.title, year - 1, year)
    reach = reaches(session, year, day_for(year, session.today()), {one.audience for one in items})
    for place, one in enumerate(items, 1):
        kept = {name: getattr(one, name) for name in COPIED}
        kept |= {name: with_year(kept[name], year - 1, year) for name in ("title", "times")}
        if one.audience is not Audience.other:
            kept["heads"] = reach[one.audience].people
        item = session.make(PlanItem, plan_id=plan.id, position=place, **kept)
        before.made(item)
        made.append(item.id)
    session.note("plan.from_last_year", id=str(plan.id), items=len(items))
    undo = before.undo(f"从 {year - 1} 年带来 {len(items)} 个班次", UNDO, free(plan.id, *made))
    return Made(plan.id, undo)
