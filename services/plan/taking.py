"""Taking a spreadsheet's plan in: first what it would change, then the change."""

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from models.core.words import Words
from models.plan import Audience, PlanItem
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.plan.columns import FIELDS, TITLES
from services.plan.operations import UNDO, for_change, free, require_room
from services.plan.queries import list_items
from services.plan.rules import Item, ItemDraft, checked, of_year, open_plan
from services.plan.sheet import SheetItem, SheetPlan

LABELS = {**dict(zip(FIELDS, TITLES, strict=True)), "audience": "对象范围"}
NO_WORDS = "（未写）"


class Change(Words):
    new = "new", "新增", "green"
    changed = "changed", "有变动", "amber"  # an item of this title says something else
    same = "same", "已有"


@dataclass(frozen=True)
class Line:
    """One row of the file: what it would become, the item that it is, and what differs."""

    sheet: str
    row: int
    draft: ItemDraft
    change: Change
    item_id: UUID | None
    differs: str


@dataclass(frozen=True)
class Preview:
    """Nothing is changed yet: what the file says, and what each of its rows would do."""

    year: int
    found: SheetPlan
    lines: tuple[Line, ...]

    @property
    def other_year(self) -> int | None:
        """The year that the file names, where it is not the plan's."""
        return self.found.year if self.found.year != self.year else None

    def count(self, change: Change) -> int:
        return sum(line.change is change for line in self.lines)


def preview(session: WorkSession, year: int, found: SheetPlan) -> Preview:
    """What taking the file into a year's plan would do. Refused once the plan is approved."""
    plan = of_year(session, year)
    if plan is not None:
        open_plan(session, plan.id)
    waiting: defaultdict[str, list[Item]] = defaultdict(list)
    for item in list_items(session, year):
        waiting[item.title].append(item)
    lines = tuple(_line(row, waiting[row.values["title"]]) for row in found.items)
    return Preview(year, found, lines)


def take(session: WorkSession, shown: Preview, *, change: bool = False) -> Undo:
    """Add the new items, and with `change` make the known ones say what the file says.

    Refused where there is nothing to take, once the plan is approved, or where the plan was
    changed since the preview.
    """
    if preview(session, shown.year, shown.found) != shown:
        raise Refused("预览以后计划又改过，请重新导入这个文件。")
    fresh = [line for line in shown.lines if line.change is Change.new]
    known = [line for line in shown.lines if line.change is Change.changed and change]
    if not fresh and not known:
        raise Refused("这个文件里没有新的班次，计划没有改动。")
    plan = for_change(session, shown.year)
    items = list_items(session, shown.year)
    require_room(len(items) + len(fresh))
    before = Before(session)
    for line in known:
        assert line.item_id is not None
        row = session.require(PlanItem, line.item_id)
        before.keep(row)
        for name, value in checked(line.draft).items():
            setattr(row, name, value)
    last = max((session.require(PlanItem, one.id).position for one in items), default=0)
    made = [
        session.make(PlanItem, plan_id=plan.id, position=place, **checked(line.draft))
        for place, line in enumerate(fresh, last + 1)
    ]
    for row in made:
        before.made(row)
    session.note("plan.take", id=str(plan.id), new=len(fresh), changed=len(known))
    words = f"去掉导入的 {len(fresh)} 个班次" if fresh else f"把 {len(known)} 个班次改回原样"
    return before.undo(words, UNDO, free(plan.id, *(row.id for row in made)))


def _line(row: SheetItem, waiting: list[Item]) -> Line:
    """An item of the same title that says the same comes first, then any of that title."""
    drafts = [(item, replace(item.draft(), **row.values)) for item in waiting]
    chosen = next(((item, draft) for item, draft in drafts if draft == item.draft()), None)
    chosen = chosen or next(iter(drafts), None)
    if chosen is None:
        draft = replace(ItemDraft(""), **row.values)
        return Line(row.sheet, row.row, _complete(draft), Change.new, None, "")
    item, draft = chosen
    waiting.remove(item)
    differs = _differences(item.draft(), draft)
    change = Change.changed if differs else Change.same
    return Line(row.sheet, row.row, draft, change, item.id, differs)


def _complete(draft: ItemDraft) -> ItemDraft:
    if draft.audience_words:
        return draft
    return replace(draft, audience=Audience.other, audience_words=NO_WORDS)


def _differences(old: ItemDraft, new: ItemDraft) -> str:
    """人数 60 → 65；地点 → 主校区."""
    told = []
    for field in fields(ItemDraft):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            told.append(f"{LABELS[field.name]} {_words(before)} → {_words(after)}")
    return "；".join(told)


def _words(value: Any) -> str:
    if isinstance(value, Audience):
        return value.word
    return "空" if value in (None, "") else str(value).removesuffix(".0")
