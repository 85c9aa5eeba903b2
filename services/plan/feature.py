"""What the yearly plan is to the rest of the program."""

from models.plan import Plan, PlanItem
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.plan.demo import demo
from services.plan.queries import all_items
from services.plan.todos import new_year, todos

KIND = FindingKind("轮训", urgency=47)


def things(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            KIND,
            one.title,
            f"{one.year} 年轮训计划 · {one.audience_words} {one.heads} 人",
            "plan",
            one.id,
            keys(one.title),
        )
        for one in all_items(session)
    ]


FEATURE = Feature(
    "plan",
    "轮训计划",
    tables=(Table(Plan, "轮训计划"), Table(PlanItem, "轮训班次")),
    todos=(todos,),
    new_year=(new_year,),
    things=things,
    demo=demo,
)
