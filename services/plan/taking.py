"""Taking a spreadsheet's plan in: which item each row is, and the change."""

from collections import defaultdict
from dataclasses import replace
from itertools import count
from uuid import UUID

from models.plan import Audience, PlanItem
from services.core import draft_taking
from services.core.draft_sheet import SheetRow, SheetRows
from services.core.draft_taking import Comparison, Known, News, Rules, SheetTaken
from services.core.fields import put
from services.core.session import WorkSession
from services.core.undo import Before
from services.plan.operations import UNDO, for_change, free, require_room
from services.plan.queries import list_items
from services.plan.rules import ItemDraft, item_values, of_year, open_plan
from services.plan.sheet import PLAN

NO_WORDS = "（未写）"


def preview(session: WorkSession, year: int, found: SheetRows) -> Comparison[ItemDraft]:
    """What taking the file into a year's plan would do. Refused once the plan is approved."""
    plan = of_year(session, year)
    if plan is not None:
        open_plan(session, plan.id)
    known = [
        Known(item.id, f"第 {item.number} 项", item.title, item.draft())
        for item in list_items(session, year)
    ]
    waiting: defaultdict[str, list[Known[ItemDraft]]] = defaultdict(list)
    for one in known:
        waiting[one.title].append(one)

    def who(row: SheetRow) -> Known[ItemDraft] | None:
        """An item of the same title that says the same comes first, then any of that title."""
        left = waiting[row.values["title"]]
        alike = (one for one in left if replace(one.draft, **row.values) == one.draft)
        chosen = next(alike, None) or next(iter(left), None)
        if chosen is not None:
            left.remove(chosen)
        return chosen

    def fill(row: SheetRow, one: Known[ItemDraft] | None) -> ItemDraft:
        if one is not None:
            return replace(one.draft, **row.values)
        draft = ItemDraft(**row.values)
        if draft.audience_words:
            return draft
        return replace(draft, audience=Audience.other, audience_words=NO_WORDS)

    rules = Rules(
        key=lambda row: ("title", (row.sheet, row.number)),
        who=who,
        fill=fill,
        check=item_values,
        title=lambda draft: draft.title,
    )
    return draft_taking.compare(found, PLAN, known, rules)


def take(
    session: WorkSession,
    year: int,
    shown: Comparison[ItemDraft],
    *,
    change_known: bool = False,
) -> SheetTaken:
    """Add the new items, and with `change_known` make the known ones say what the file says.

    Refused where there is nothing to take, once the plan is approved, or where the plan was
    changed since the preview.
    """
    now = preview(session, year, shown.found)
    before = Before(session)
    plan = for_change(session, year, before)
    items = list_items(session, year)
    require_room(len(items) + shown.count(News.new))
    last = max((session.require(PlanItem, one.id).position for one in items), default=0)
    places = count(last + 1)
    made: list[UUID] = []

    def make(draft: ItemDraft, before: Before) -> None:
        row = session.make(PlanItem, plan_id=plan.id, position=next(places), **item_values(draft))
        before.made(row)
        made.append(row.id)

    def change(key: UUID, draft: ItemDraft, before: Before) -> None:
        row = session.require(PlanItem, key)
        before.keep(row)
        put(row, item_values(draft))

    new, changed = draft_taking.take(before, PLAN, shown, now, make, change, known=change_known)
    session.note("plan.take", id=str(plan.id), new=new, changed=changed)
    words = draft_taking.taken_words(PLAN, new, changed)
    return SheetTaken(new, changed, before.undo(words, UNDO, free(plan.id, *made)))
