"""What of the plan waits for the clerk."""

from sqlalchemy import exists, select

from models.member import Member
from models.plan import Plan, PlanItem, PlanState
from models.training_class import ClassState, TrainingClass
from services.core.door import Door
from services.core.session import WorkSession
from services.core.todo import Todo
from services.plan.rules import of_year

FROM_MONTH = 11
KIND = "轮训"


def todos(session: WorkSession) -> list[Todo]:
    """Next year's plan from November on, this year's draft, and this month's items without a
    class."""
    today = session.today()
    found = _without_class(session, today.year, today.month)
    found += _draft(session, today.year)
    if today.month >= FROM_MONTH:
        found += _next_year(session, today.year + 1, hurry=today.month > FROM_MONTH)
    return found


def new_year(session: WorkSession) -> Door:
    """Done once this year's plan is approved."""
    year = session.today().year
    plan = of_year(session, year)
    return Door(
        words=f"{year} 年轮训计划",
        note="可以沿用去年的，批准后按月建班",
        done=plan is not None and plan.state is PlanState.approved,
        action="去做计划",
        page="plan",
        order=20,
        target=year,
    )


def _without_class(session: WorkSession, year: int, month: int) -> list[Todo]:
    made = exists().where(
        TrainingClass.plan_item_id == PlanItem.id, TrainingClass.state != ClassState.cancelled
    )
    items = session.execute(
        select(PlanItem.id, PlanItem.title)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .where(Plan.owner == session.owner, Plan.year == year, PlanItem.month == month, ~made)
        .order_by(PlanItem.position, PlanItem.id)
    ).all()
    if not items:
        return []
    titles = "、".join(title for _, title in items[:2]) + (" 等" if len(items) > 2 else "")
    return [
        Todo(
            kind=KIND,
            tone="amber",
            title=f"本月有 {len(items)} 个轮训班次还没建班",
            note=titles,
            action="去建班",
            page="plan",
            target=items[0][0],
            urgency=35,
            count=len(items),
        )
    ]


def _draft(session: WorkSession, year: int) -> list[Todo]:
    plan = of_year(session, year)
    if plan is None or plan.state is not PlanState.draft or not _has_items(session, plan):
        return []
    return [
        Todo(
            kind=KIND,
            tone="amber",
            title=f"{year} 年轮训计划还是草稿",
            note=f"重新打开的原因：{plan.reopened_reason}"
            if plan.reopened_reason
            else "审批后点“批准”，计划就定下来了",
            action="去批准",
            page="plan",
            target=year,
            urgency=55,
        )
    ]


def _next_year(session: WorkSession, year: int, *, hurry: bool) -> list[Todo]:
    """Nobody is to be rotated at the county, and at a school that has just begun."""
    if session.scalar(select(Member.id).where(Member.owner == session.owner).limit(1)) is None:
        return []
    plan = of_year(session, year)
    if plan is not None and _has_items(session, plan):
        return []
    return [
        Todo(
            kind=KIND,
            tone="amber" if hurry else "blue",
            title=f"{year} 年轮训计划还没做",
            note="可以沿用今年的，改几处就行",
            action="去做计划",
            page="plan",
            target=year,
            urgency=45 if hurry else 65,
        )
    ]


def _has_items(session: WorkSession, plan: Plan) -> bool:
    return (
        session.scalar(select(PlanItem.id).where(PlanItem.plan_id == plan.id).limit(1)) is not None
    )
