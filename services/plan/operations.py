"""Make a year's plan and change its items; approve it, and open it again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.plan import Plan, PlanItem, PlanState
from models.training_class import TrainingClass
from services.core.checks import required_text
from services.core.errors import Refused
from services.core.fields import draft_of, field_of, put
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.plan.rules import (
    DRAFTED,
    MOST_ITEMS,
    TITLE,
    ItemDraft,
    check_year,
    item_values,
    items_of,
    of_year,
    open_item,
    open_plan,
)

UNDO = "plan.undo"
Check = Callable[[WorkSession], object]


def usual_title(year: int) -> str:
    return f"{year}年度党员教育轮训计划"


def for_change(session: WorkSession, year: int, before: Before) -> Plan:
    """The year's plan, a new draft where there is none, kept in `before`.

    Raises Refused once it is approved.
    """
    plan = of_year(session, check_year(year))
    if plan is not None:
        return open_plan(session, plan.id)
    made = session.make(Plan, year=year, title=usual_title(year), state=PlanState.draft)
    before.made(made)
    return made


def rename(session: WorkSession, plan_id: UUID, title: str) -> Undo:
    """Give a plan another title, as it stands on paper. Raises BadInput, Refused."""
    plan = open_plan(session, plan_id)
    before = Before(session)
    before.keep(plan)
    plan.title = required_text(title, "计划名称", TITLE)
    session.note("plan.rename", id=str(plan_id))
    return before.undo(f"改计划名称“{plan.title}”", UNDO, _open(plan.id))


def add_item(session: WorkSession, year: int, draft: ItemDraft) -> Made:
    """A new item at the end of a year's plan, which is made where there is none.

    Raises BadInput; Refused once the plan is approved or full.
    """
    fields = item_values(draft)
    before = Before(session)
    plan = for_change(session, year, before)
    positions = [item.position for item in items_of(session, plan.id)]
    require_room(len(positions) + 1)
    item = session.make(PlanItem, plan_id=plan.id, position=max(positions, default=0) + 1, **fields)
    before.made(item)
    session.note("plan.add_item", id=str(item.id))
    return Made(item.id, before.undo(f"加班次“{item.title}”", UNDO, free(plan.id, item.id)))


def update_item(session: WorkSession, item_id: UUID, draft: ItemDraft) -> Undo:
    """Change an item. Raises BadInput; Refused once the plan is approved."""
    fields = item_values(draft)
    item = open_item(session, item_id)
    before = Before(session)
    before.keep(item)
    put(item, fields)
    session.note("plan.update_item", id=str(item_id))
    return before.undo(f"修改班次“{item.title}”", UNDO, _open(item.plan_id))


def change_field(session: WorkSession, item_ids: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give several items of a plan the same value of one declared field.

    Raises BadInput; Refused once the plan is approved.
    """
    before = Before(session)
    for key in item_ids:
        item = open_item(session, key)
        before.keep(item)
        put(item, item_values(replace(draft_of(ItemDraft, item), **{name: value})))
    session.note("plan.change_field", ids=[str(key) for key in item_ids], field=name)
    which = f"“{item.title}”" if len(item_ids) == 1 else f" {len(item_ids)} 个班次"
    words = f"修改{which}的{field_of(ItemDraft, name).caption}"
    return before.undo(words, UNDO, _open(item.plan_id))


def move_item(session: WorkSession, item_id: UUID, by: int) -> Undo:
    """Put an item one place up (`by` −1) or down (1). Refused where it stands at the end."""
    item = open_item(session, item_id)
    items = items_of(session, item.plan_id)
    place = items.index(item)
    if not 0 <= place + by < len(items):
        raise Refused("这个班次已经排在最前或最后，不能再移。")
    before = Before(session)
    items.insert(place + by, items.pop(place))
    _number(before, items)
    session.note("plan.move_item", id=str(item_id), by=by)
    return before.undo(f"移动班次“{item.title}”", UNDO, _open(item.plan_id))


def duplicate_item(session: WorkSession, item_id: UUID) -> Made:
    """The same item once more, right after it. Raises Refused."""
    item = open_item(session, item_id)
    items = items_of(session, item.plan_id)
    require_room(len(items) + 1)
    before = Before(session)
    place = items.index(item) + 1
    kept = {name: getattr(item, name) for name in COPIED}
    _number(before, items[:place])
    _number(before, items[place:], place + 2)
    made = session.make(PlanItem, plan_id=item.plan_id, position=place + 1, **kept)
    before.made(made)
    session.note("plan.duplicate_item", id=str(made.id), of=str(item_id))
    undo = before.undo(f"复制班次“{item.title}”", UNDO, free(item.plan_id, made.id))
    return Made(made.id, undo)


def remove_item(session: WorkSession, item_id: UUID) -> Undo:
    """Take an item out. Refused where classes were made from it, cancelled ones included."""
    item = open_item(session, item_id)
    _require_free(session, item_id)
    title, plan_id = item.title, item.plan_id
    before = Before(session)
    before.remove(item)
    session.note("plan.remove_item", id=str(item_id))
    return before.undo(f"移出班次“{title}”", UNDO, _open(plan_id))


def approve(session: WorkSession, plan_id: UUID, by: str) -> Undo:
    """Freeze a plan; `by` is who approved it, as written on paper.

    Raises BadInput without a name, Refused for an empty plan or one that is approved.
    """
    plan = open_plan(session, plan_id)
    by = required_text(by, "批准人", 40)
    if not items_of(session, plan_id):
        raise Refused("计划里还没有班次，不能批准。")
    before = Before(session)
    before.keep(plan)
    plan.state, plan.approved_by, plan.approved_at = PlanState.approved, by, session.now()
    session.note("plan.approve", id=str(plan_id))
    return before.undo(f"批准 {plan.year} 年计划", UNDO)


def reopen(session: WorkSession, plan_id: UUID, reason: str) -> Undo:
    """Make an approved plan a draft again. Raises BadInput without a reason; Refused for a
    draft."""
    plan = session.require(Plan, plan_id)
    if plan.state is not PlanState.approved:
        raise Refused("这份计划还是草稿，可以直接改。")
    reason = required_text(reason, "重新打开的原因", 60)
    before = Before(session)
    before.keep(plan)
    plan.state, plan.approved_by, plan.approved_at = PlanState.draft, "", None
    plan.reopened_reason = reason
    session.note("plan.reopen", id=str(plan_id))
    return before.undo(f"重新打开 {plan.year} 年计划", UNDO)


COPIED = (*DRAFTED, "month")
"""Everything that the clerk says of an item."""


def require_room(items: int) -> None:
    if items > MOST_ITEMS:
        raise Refused(f"一年的计划最多 {MOST_ITEMS} 个班次。")


def _number(before: Before, items: Sequence[PlanItem], first: int = 1) -> None:
    """Give items their places in this order."""
    for place, item in enumerate(items, first):
        if item.position != place:
            before.keep(item)
            item.position = place


def _require_free(session: WorkSession, item_id: UUID) -> None:
    made = session.scalar(select(func.count()).where(TrainingClass.plan_item_id == item_id))
    if made:
        raise Refused(f"已从这个班次建了 {made} 个班（含已取消的），不能移除；班和计划要对得上。")


def _open(plan_id: UUID) -> Check:
    return lambda session: open_plan(session, plan_id)


def free(plan_id: UUID, *item_ids: UUID) -> Check:
    """Whether items that were made can be unmade."""

    def check(session: WorkSession) -> None:
        open_plan(session, plan_id)
        for item_id in item_ids:
            _require_free(session, item_id)

    return check
