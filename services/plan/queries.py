"""A year's plan as pages and papers show it, and the items that classes are made from."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.plan import Audience, Plan, PlanItem, PlanState
from services.core.session import WorkSession
from services.plan.audience import Reach, day_for, reaches
from services.plan.held import Held, held_of
from services.plan.rules import DRAFTED, Item, items_of, of_year


@dataclass(frozen=True)
class ItemRow(Item):
    """An item with what was held of it, and whom its rule fits."""

    held: Held
    reach: Reach


@dataclass(frozen=True)
class Totals:
    """The sums of the columns; `budget` None where no item has one."""

    items: int
    heads: int
    days: Decimal
    hours: Decimal
    budget: Decimal | None
    classes: int
    enrolled: int
    attended: int


@dataclass(frozen=True)
class YearPlan:
    """`id` is None before there is a plan. `approved_at` is local time. `everyone` are all
    members in use; `earlier` says whether the year before has items to take over; `on` is the
    day on which the rules were read."""

    id: UUID | None
    year: int
    title: str
    state: PlanState
    approved_by: str
    approved_at: datetime | None
    reopened_reason: str
    rows: tuple[ItemRow, ...]
    totals: Totals
    everyone: Reach
    earlier: bool
    on: date


def list_items(session: WorkSession, year: int) -> tuple[Item, ...]:
    """The items of a year's plan in their order; empty where there is none."""
    plan = of_year(session, year)
    if plan is None:
        return ()
    items = items_of(session, plan.id)
    return tuple(_item(plan, one, number) for number, one in enumerate(items, 1))


def all_items(session: WorkSession) -> tuple[Item, ...]:
    """The items of all our plans, the latest year first: for the search."""
    years = session.scalars(
        select(Plan.year).where(Plan.owner == session.owner).order_by(Plan.year.desc())
    ).all()
    return tuple(one for year in years for one in list_items(session, year))


def item(session: WorkSession, item_id: UUID) -> Item:
    """Raises NotFound."""
    row = session.require(PlanItem, item_id)
    plan = session.require(Plan, row.plan_id)
    items = items_of(session, plan.id)
    return _item(plan, row, items.index(row) + 1)


def year_plan(session: WorkSession, year: int) -> YearPlan:
    """Everything on the page, read in one transaction."""
    plan = of_year(session, year)
    items = list_items(session, year)
    on = day_for(year, session.today())
    reach = reaches(session, year, on, (Audience.everyone, *(one.audience for one in items)))
    held = held_of(session, items)
    rows = tuple(
        ItemRow(**vars(one), held=held[one.id], reach=reach[one.audience]) for one in items
    )
    approved = plan.approved_at if plan else None
    return YearPlan(
        id=plan.id if plan else None,
        year=year,
        title=plan.title if plan else "",
        state=plan.state if plan else PlanState.draft,
        approved_by=plan.approved_by if plan else "",
        approved_at=session.local(approved) if approved else None,
        reopened_reason=plan.reopened_reason if plan else "",
        rows=rows,
        totals=totals_of(rows),
        everyone=reach[Audience.everyone],
        earlier=bool(list_items(session, year - 1)),
        on=on,
    )


def totals_of(rows: tuple[ItemRow, ...]) -> Totals:
    budgets = [row.budget for row in rows if row.budget is not None]
    return Totals(
        items=len(rows),
        heads=sum(row.heads for row in rows),
        days=sum((row.days for row in rows), Decimal(0)),
        hours=sum((row.hours for row in rows), Decimal(0)),
        budget=sum(budgets, Decimal(0)) if budgets else None,
        classes=sum(len(row.held.classes) for row in rows),
        enrolled=sum(row.held.enrolled for row in rows),
        attended=sum(row.held.attended for row in rows),
    )


def _item(plan: Plan, row: PlanItem, number: int) -> Item:
    fields = {name: getattr(row, name) for name in DRAFTED}
    return Item(
        id=row.id, plan_id=plan.id, year=plan.year, number=number, month=row.month, **fields
    )
